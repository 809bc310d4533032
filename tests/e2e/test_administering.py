"""Administrators announce in a chat: step by step, with a preview, a second approval, a switch that stops it all."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import load_phrases
from bot.playground.wire import get_str
from bot.tg.screens import BOT_ADMIN_COMMANDS, COMMANDS
from tests.e2e.harness import SMALL_KNOWLEDGE
from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage, open_stage

PHRASES = load_phrases(shipped_knowledge_dir())
FACT = "visa-free-30-days"
ENGLISH = f"A new rule\nJapanese nationals enter Kazakhstan without a visa for up to 30 days.[^{FACT}]"
RUSSIAN = f"Новое правило\nГраждане Японии въезжают в Казахстан без визы на срок до 30 дней.[^{FACT}]"


class Administrator:
    """Someone who announces, and the bot's message they look at."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.seen = person.ask("/announce")

    def press(self, label: str) -> str:
        """Press a button whose screen takes the place of the one before; return the notice."""
        notice = self.person.press(self.seen, self.seen.button(label).data)
        self.seen = self.person.next_reply()
        return notice

    def answer(self, button: str, *typed: str) -> Message:
        """Press a button that asks, reply, and return what is shown then."""
        self.person.press(self.seen, self.seen.button(button).data)
        for text in typed:
            self.person.say_in_reply(text, self.person.next_reply().id)
            self.seen = self.person.next_reply()
        return self.seen

    def write(self, language: str, text: str) -> None:
        """Write the announcement in a language."""
        asked = next(key for key in self.seen.buttons if ":at:" in key.data and key.data.endswith(f":{language}"))
        self.answer(asked.data, text)

    def begin(self) -> None:
        """Begin an announcement about visas in English and Russian, and go on to the last question."""
        self.press("visas")
        self.write("en", ENGLISH)
        self.write("ru", RUSSIAN)
        self.press(":pv:")
        self.press(":cf:")

    def look(self) -> Message:
        """Open the newest announcement in the list."""
        self.seen = self.person.ask("/announcements")
        self.press(":ca:")
        return self.seen

    def until(self, phrase: str) -> Message:
        """Wait until the card, which changes by itself, shows a phrase."""
        while PHRASES.say("en", phrase) not in self.seen.text:
            self.seen = self.person.next_reply()
        return self.seen


@pytest.fixture
def stage(tmp_path: Path, cache: Path) -> Iterator[Stage]:
    """A stage over the small knowledge, with Russian beside English."""
    knowledge = tmp_path / "knowledge"
    shutil.copytree(SMALL_KNOWLEDGE, knowledge)
    with (knowledge / "languages.yaml").open("a", encoding="utf-8") as languages:
        languages.write("- id: ru\n  name: Русский\n")
    with open_stage(tmp_path / "data", cache, knowledge) as opened:
        yield opened
        opened.check()


def subscribe(stage: Stage, folder: Path, *people: tuple[Person, str]) -> None:
    """Subscribe people to visas, each in a language."""
    lines = (json.dumps({"chat_id": one.id, "language": spoken, "topics": ["visas"]}) for one, spoken in people)
    file = folder / "subscribers.jsonl"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = stage.home.run("subscribers", "import", str(file))
    assert done.code == 0, done.err


def start(stage: Stage, *admins: Person, **settings: str) -> None:
    """Start the bot with these administrators."""
    stage.start_bot(ADMINS=",".join(str(admin.id) for admin in admins), **settings).wait_for_line("serving")


def test_subscribers_get_what_an_administrator_writes(stage: Stage, tmp_path: Path) -> None:
    admin, english, russian, stranger = stage.person(), stage.person(), stage.person("ru"), stage.person()
    subscribe(stage, tmp_path, (english, "en"), (russian, "ru"))
    start(stage, admin)
    desk = Administrator(admin)
    desk.begin()
    assert PHRASES.say("en", "announcement-audience", count=2) in desk.seen.text

    notice = desk.press(":ok:")

    assert notice == PHRASES.say("en", "admin-approved", count=2)
    for reader, language, title in ((english, "en", "A new rule"), (russian, "ru", "Новое правило")):
        seen = reader.next_reply()
        assert seen.text.startswith(title)
        assert seen.links() == ("https://example.org/visa-rules",)
        assert seen.button(f"b:{language}:st:visas").label
    assert PHRASES.say("en", "delivery-sent", count=2) in desk.until("admin-state-done").text
    assert stranger.replies_so_far() == ()


def test_to_everybody_else_announcing_does_not_exist(stage: Stage) -> None:
    admin, stranger = stage.person(), stage.person()
    start(stage, admin)
    desk = Administrator(admin)
    unknown = stranger.ask("/nothing")

    assert stranger.ask("/announce").text == unknown.text
    assert stranger.ask("/announcements").text == unknown.text
    assert "/announce" not in unknown.text
    for forged in (key.data for key in desk.seen.buttons):
        assert stranger.press(unknown, forged, forged=True) == PHRASES.say("en", "out-of-date")
    assert stranger.press(unknown, "d:en:st", forged=True) == PHRASES.say("en", "out-of-date")
    assert desk.person.ask("/announcements").button("d:en:st").label == PHRASES.say("en", "admin-stop-all")
    assert stranger.replies_so_far() == ()


def test_a_draft_outlives_the_bot(stage: Stage) -> None:
    admin = stage.person()
    start(stage, admin)
    desk = Administrator(admin)
    desk.press("visas")
    admin.press(desk.seen, desk.seen.button(":at:").data)
    asked = admin.next_reply()
    assert stage.bot.terminate() == 0

    start(stage, admin)
    admin.say_in_reply(ENGLISH, asked.id)

    assert "✓ English" in admin.next_reply().text
    assert "✓ English" in desk.look().text


def test_many_recipients_need_a_second_administrator(stage: Stage, tmp_path: Path) -> None:
    first, second, reader = stage.person(), stage.person(), stage.person()
    subscribe(stage, tmp_path, (reader, "en"))
    start(stage, first, second, SECOND_APPROVAL_ABOVE="0")
    desk = Administrator(first)
    desk.begin()

    assert desk.press(":ok:") == PHRASES.say("en", "admin-second-needed", count=1)
    desk.press(":cf:")
    assert first.press(desk.seen, desk.seen.button(":ok:").data) == PHRASES.say("en", "admin-refused-same-admin")
    assert reader.replies_so_far() == ()

    told = second.next_reply()
    assert told.text.startswith(PHRASES.say("en", "admin-second-asked"))
    second.press(told, told.button(":ca:").data)
    card = second.next_reply()
    second.press(card, card.button(":cf:").data)
    last = second.next_reply()
    assert second.press(last, last.button(":ok:").data) == PHRASES.say("en", "admin-approved", count=1)
    assert reader.next_reply().text.startswith("A new rule")


def test_nothing_is_sent_while_all_announcing_is_stopped(stage: Stage, tmp_path: Path) -> None:
    admin, reader = stage.person(), stage.person()
    subscribe(stage, tmp_path, (reader, "en"))
    start(stage, admin)
    desk = Administrator(admin)
    desk.begin()
    switch = Administrator(admin)
    switch.press("d:en:ls")
    switch.press("d:en:st")
    assert PHRASES.say("en", "admin-stopped") in switch.seen.text

    admin.press(desk.seen, desk.seen.button(":ok:").data)
    assert PHRASES.say("en", "admin-stopped") in admin.next_reply().text
    assert reader.replies_so_far() == ()

    switch.press("d:en:go")
    assert reader.next_reply().text.startswith("A new rule")


def test_a_correction_edits_what_was_sent(stage: Stage, tmp_path: Path) -> None:
    admin, reader = stage.person(), stage.person()
    subscribe(stage, tmp_path, (reader, "en"))
    start(stage, admin)
    desk = Administrator(admin)
    desk.begin()
    desk.press(":ok:")
    sent = reader.next_reply()
    desk.until("admin-state-done")
    desk.press(":co:")
    desk.press(":ce:")
    desk.press(":pv:")
    desk.press(":cf:")
    assert admin.press(desk.seen, desk.seen.button(":ok:").data) == PHRASES.say("en", "admin-refused-unchanged")
    desk.press(":ca:")
    asked = next(key for key in desk.seen.buttons if ":at:" in key.data and key.data.endswith(":en"))
    admin.press(desk.seen, asked.data)
    assert f"[^{FACT}]" in admin.next_reply().text
    admin.say_in_reply(ENGLISH.replace("A new rule", "A rule in force"), admin.next_reply().id)
    desk.seen = admin.next_reply()
    desk.press(":pv:")
    desk.press(":cf:")
    desk.press(":ok:")

    edited = reader.next_reply()
    assert edited.id == sent.id
    assert edited.text.startswith(f"{PHRASES.say('en', 'announcement-correction')} A rule in force")


def test_a_card_shows_how_it_goes_and_pauses_it(stage: Stage, tmp_path: Path) -> None:
    admin, readers = stage.person(), stage.people(40)
    subscribe(stage, tmp_path, *((reader, "en") for reader in readers))
    start(stage, admin, BROADCAST_RATE="5")
    desk = Administrator(admin)
    desk.begin()
    desk.press(":ok:")

    while PHRASES.say("en", "admin-state-sending") not in desk.seen.text or "a second" not in desk.seen.text:
        desk.seen = admin.next_reply()
    card = desk.seen.id
    desk.press(":pa:")
    assert PHRASES.say("en", "admin-state-paused") in desk.until("admin-state-paused").text
    assert PHRASES.say("en", "delivery-sent", count=40) not in desk.seen.text
    desk.press(":re:")

    done = desk.until("admin-state-done")
    assert done.id == card
    assert PHRASES.say("en", "delivery-sent", count=40) in done.text


def test_administrators_alone_see_the_commands_in_their_menu(stage: Stage) -> None:
    admin, stranger = stage.person(), stage.person()
    start(stage, admin)
    seen = 0
    while menu(stage, admin) != BOT_ADMIN_COMMANDS:
        seen = stage.control.wait_for_event("bot", seen)

    assert menu(stage, stranger) == COMMANDS


def menu(stage: Stage, person: Person) -> tuple[str, ...]:
    """Return the names of the commands that Telegram offers someone in their private chat."""
    found = stage.control.get("commands", user_id=person.id, chat_id=person.id)
    commands = found if isinstance(found, list) else []
    return tuple(get_str(command, "command") for command in commands if isinstance(command, dict))
