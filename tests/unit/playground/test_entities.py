"""What Telegram recognises in plain text, and the units it counts in."""

import pytest

from bot.playground.entities import found_entities, utf16_length, utf16_slice
from bot.playground.links import checked_link
from bot.playground.model import Entity


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start", ["bot_command /start"]),
        ("/start@kzjp_demo_bot abc", ["bot_command /start@kzjp_demo_bot"]),
        ("see /help, please", ["bot_command /help"]),
        ("either/or", []),
        ("1/2 a//b", []),
        ("hi @alice_1!", ["mention @alice_1"]),
        ("mail me@a.kz now", ["email me@a.kz"]),
        ("https://a.kz/b?c=d, ok", ["url https://a.kz/b?c=d"]),
        ("(www.a.kz/x)", ["url www.a.kz/x"]),
        ("go to mfa.gov.kz.", ["url mfa.gov.kz"]),
        ("e.g. this", []),
        ("#визы and #1", ["hashtag #визы"]),
        ("さくら /start", ["bot_command /start"]),
        ("nothing here", []),
    ],
)
def test_recognised_entities(text: str, found: list[str]) -> None:
    entities = found_entities(text)

    assert [f"{e.type} {utf16_slice(text, e.offset, e.length)}" for e in entities] == found


def test_offsets_count_surrogate_pairs_twice() -> None:
    assert found_entities("😀 /start") == (Entity("bot_command", 3, 6),)


def test_nothing_is_recognised_inside_code() -> None:
    code = Entity("code", 0, 6)

    assert found_entities("/start /help", [code]) == (code, Entity("bot_command", 7, 5))


@pytest.mark.parametrize(("text", "length"), [("abc", 3), ("Қазақ", 5), ("日本", 2), ("😀", 2), ("✈️", 2)])
def test_length_is_in_utf16_units(text: str, length: int) -> None:
    assert utf16_length(text) == length


@pytest.mark.parametrize(
    ("link", "stored"),
    [
        ("https://a.kz", "https://a.kz/"),
        ("a.kz/x", "http://a.kz/x"),
        ("https://пример.рф/x", "https://пример.рф/x"),
        ("http://127.0.0.1:8080/x", "http://127.0.0.1:8080/x"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("ftp://a.kz/", None),
        ("javascript:alert(1)", None),
        ("http://localhost/", None),
        ("http://a b.kz/", None),
        ("http://a.kz:99999/", None),
        ("", None),
    ],
)
def test_links_are_checked_as_telegram_does(link: str, stored: str | None) -> None:
    assert checked_link(link) == stored
