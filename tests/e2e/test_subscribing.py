"""Subscribers as they come and go: announcements reach who wants them, in the real process."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.wire import JsonObject, get_int
from tests.e2e.harness import SMALL_KNOWLEDGE, Home
from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage, open_stage

TITLES = {"visa-news": "Visa news", "flight-news": "Flight news"}


def announcement(announcement_id: str, topic: str, fact: str) -> str:
    """Return an announcement's file."""
    title = TITLES[announcement_id]
    return (
        f"id: {announcement_id}\ntopic: {topic}\ntitle: {{en: {title}}}\n"
        f'text: {{en: "Something has changed.[^{fact}]"}}\n'
    )


@pytest.fixture
def newsy(tmp_path: Path, cache: Path) -> Iterator[Stage]:
    """A stage with two announcements in its knowledge, and a bot running."""
    directory = tmp_path / "knowledge"
    shutil.copytree(SMALL_KNOWLEDGE, directory)
    (directory / "announcements").mkdir()
    facts = {"visa-news": ("visas", "visa-free-30-days"), "flight-news": ("air-travel", "no-direct-flight")}
    for announcement_id, (topic, fact) in facts.items():
        path = directory / "announcements" / f"{announcement_id}.yaml"
        path.write_text(announcement(announcement_id, topic, fact), "utf-8")
    with open_stage(tmp_path / "data", cache, directory) as stage:
        stage.start_bot()
        stage.bot.wait_for_line("serving")
        yield stage
        stage.check("sendMessage", "getChatMember")


def approve(stage: Stage, announcement_id: str) -> None:
    """Send an announcement to whoever is subscribed now."""
    done = stage.home.run("announce", "approve", announcement_id, "--json")
    assert done.code == 0, done.err


def report(stage: Stage, announcement_id: str) -> JsonObject:
    """Return the counts of an announcement once it is done."""
    for _ in range(20):
        found: JsonObject = json.loads(stage.home.run("announce", "report", announcement_id, "--json").out)
        if found["state"] == "done":
            return found
    raise AssertionError(found)


def subscribe(person: Person, topic: str) -> Message:
    """Subscribe whoever's chat this is, and return the list with the topic switched on."""
    listed = person.ask("/subscribe")
    assert "Subscribed" in person.press(listed, f"b:en:on:{topic}")
    return person.next_reply()


def test_an_announcement_comes_with_one_tap_to_stop_and_can_be_read_again(newsy: Stage) -> None:
    ana, ben = newsy.person(), newsy.person()
    subscribe(ana, "*")
    subscribe(ben, "air-travel")

    approve(newsy, "visa-news")
    news = ana.next_reply()
    assert news.text.startswith("Visa news")
    assert "Unsubscribed: Visas" in ana.press(news, "b:en:st:visas")
    changed = ana.next_reply()
    approve(newsy, "flight-news")

    assert (changed.id, changed.text) == (news.id, news.text)
    assert changed.button("b:en:ag:visas").label.startswith("🔔")
    for person in (ana, ben):
        assert person.next_reply().text.startswith("Flight news")
    assert [(report(newsy, news_id)["audience"], report(newsy, news_id)["sent"]) for news_id in TITLES] == [
        (1, 1),
        (2, 2),
    ]
    recent = ben.ask("/latest")
    assert recent.text.index("Flight news") < recent.text.index("Visa news")
    ben.press(recent, "j:en:visa-news")
    again = ben.next_reply()
    assert again.is_edit
    assert again.text.startswith("Visa news")


def test_who_subscribes_gets_the_latest_announcement_of_the_topic_once(newsy: Stage) -> None:
    ana, ben = newsy.person(), newsy.person()
    subscribe(ana, "visas")
    approve(newsy, "visa-news")
    assert ana.next_reply().text.startswith("Visa news")

    listed = subscribe(ben, "visas")
    news = ben.next_reply()
    subscribe(ana, "air-travel")

    assert "✓" in listed.button("b:en:no:visas").label
    assert news.text.startswith("Visa news")
    assert news.button("b:en:st:visas").label.startswith("🔕")
    assert not ana.replies_so_far()


def test_who_blocks_the_bot_is_unreachable_until_they_start_it_again(newsy: Stage) -> None:
    ana = newsy.person()
    subscribe(ana, "visas")
    ana.block()
    newsy.bot.wait_for_line("subscriber unreachable")
    approve(newsy, "visa-news")

    ana.open_link("")
    welcome = ana.next_reply()
    approve(newsy, "flight-news")

    assert report(newsy, "visa-news")["audience"] == 0
    assert welcome.text.startswith("Welcome back!")
    exported = newsy.home.run("subscribers", "export", "-").out
    assert json.loads(exported) == {"chat_id": ana.id, "language": "en", "topics": ["visas"]}


def test_a_group_that_becomes_a_supergroup_stays_subscribed(newsy: Stage) -> None:
    admin = newsy.member("en", administers=True, forum=False, kind="group")
    subscribe(admin, "visas")

    moved = newsy.control.post(f"chats/{admin.chat_id}/migrate", {})
    admin.move(get_int(moved, "id"))
    listed = admin.ask("/subscribe")
    approve(newsy, "visa-news")

    assert listed.button("b:en:no:visas").label.startswith("✓")
    assert admin.next_reply().text.startswith("Visa news")


def test_a_channel_is_set_up_by_whoever_adds_the_bot(newsy: Stage) -> None:
    owner, stranger = newsy.person(), newsy.person()
    body: JsonObject = {"type": "channel", "title": "Travel news", "members": [owner.id], "bot_status": "left"}
    channel = get_int(newsy.control.post("chats", body), "id")
    newsy.control.post(f"chats/{channel}/members", {"bot": True, "status": "administrator", "actor_id": owner.id})

    offered = owner.next_reply()
    wish = next(key.data for key in offered.buttons if key.data.startswith("b:en:on:visas@"))
    forged = stranger.press(stranger.ask("/subscribe"), wish, forged=True)
    assert "Subscribed" in owner.press(offered, wish)
    listed = owner.next_reply()
    approve(newsy, "visa-news")

    assert "Travel news" in offered.text
    assert "administrators" in forged
    assert "Travel news" in listed.text
    assert Person(newsy.control, owner.id, newsy, channel).next_reply().text.startswith("Visa news")
    newsy.control.post(f"chats/{channel}/members", {"bot": True, "status": "kicked", "actor_id": owner.id})
    newsy.bot.wait_for_line("subscriber unreachable")


def test_forum_announcements_go_to_their_topic(newsy: Stage) -> None:
    admin = newsy.member("en", administers=True, forum=True)
    subscribe(admin, "visas")

    approve(newsy, "visa-news")

    assert admin.next_reply().thread_id == admin.thread_id


def test_a_forgotten_subscriber_gets_nothing_and_is_still_counted(newsy: Stage) -> None:
    ana = newsy.person()
    subscribe(ana, "visas")
    approve(newsy, "visa-news")
    assert ana.next_reply().text.startswith("Visa news")
    assert report(newsy, "visa-news")["sent"] == 1
    stored = ana.ask("/mydata")
    assert "Subscribed to: 🛂 Visas" in stored.text
    assert "Sent: 1" in stored.text
    ana.next_reply()

    ana.press(ana.ask("/forget"), "g:en:y")
    ana.next_reply()

    assert report(newsy, "visa-news")["sent"] == 1
    assert newsy.home.run("subscribers", "export", "-").out == ""


def test_subscribers_are_moved_in_and_out_beside_a_running_bot(newsy: Stage, tmp_path: Path) -> None:
    ana = newsy.person()
    timing: JsonObject = {"time_zone": "Asia/Tokyo", "digest_hour": 9}
    lines: list[JsonObject] = [
        {"chat_id": -100_123, "language": "ja", "topics": ["*"], "thread_id": 5, "timing": timing},
        {"chat_id": ana.id, "language": "en", "topics": ["air-travel", "visas"]},
    ]
    given, taken = tmp_path / "given.jsonl", tmp_path / "taken.jsonl"
    given.write_text("".join(f"{json.dumps(line)}\n" for line in lines), "utf-8")

    imported = [newsy.home.run("subscribers", "import", str(given)).code for _ in range(2)]
    exported = newsy.home.run("subscribers", "export", str(taken)).code

    assert (imported, exported) == ([0, 0], 0)
    assert [json.loads(line) for line in taken.read_text("utf-8").splitlines()] == lines
    assert "Subscribed to: 🛂 Visas, ✈️ Air travel" in ana.ask("/subscribe").text


def test_of_a_file_with_bad_lines_all_are_told_and_nothing_is_imported(home: Home) -> None:
    lines = ['{"chat_id": 1, "language": "en", "topics": ["visas"]}', "", "{", '{"chat_id": 1, "language": "en"}']

    done = home.run("subscribers", "import", "-", given="\n".join(lines))

    assert done.code == 1
    assert done.err.splitlines() == [
        "-:3: is not JSON",
        "-:4: topics is not a list of topics",
        "2 bad lines, nothing imported",
    ]
    assert home.run("subscribers", "export", "-").out == ""


def test_a_chat_comes_once_in_a_file_and_a_bad_line_does_not_count_as_having_come(home: Home) -> None:
    given = [(1, "en"), (2, "English"), (2, "en"), (1, "en")]
    lines = [json.dumps({"chat_id": chat_id, "language": language, "topics": []}) for chat_id, language in given]

    done = home.run("subscribers", "import", "-", given="\n".join(lines))

    assert done.code == 1
    assert done.err.splitlines() == [
        "-:2: language is not a code of two or three letters",
        "-:4: chat 1 came before",
        "2 bad lines, nothing imported",
    ]
    assert home.run("subscribers", "export", "-").out == ""


def test_a_file_that_is_not_there_is_told(home: Home, tmp_path: Path) -> None:
    done = home.run("subscribers", "import", str(tmp_path / "missing.jsonl"))

    assert done.code == 2
    assert "cannot be read" in done.err
