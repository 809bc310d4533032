"""Groups without privacy mode, groups that get a new id, and inline results sent into a chat."""

from bot.playground.wire import get_int, get_list, get_object, get_str
from tests.e2e.stage import Stage

QUESTION = "Do Japanese citizens need a visa for Kazakhstan?"
TALK = ("Hello everyone", "Who comes tomorrow?", QUESTION, "I do.")


def test_without_privacy_mode_the_bot_stays_silent_among_others(stage: Stage) -> None:
    stage.control.patch("settings", {"privacy_mode": False})
    stage.start_bot().wait_for_line("serving")
    member = stage.member("en", administers=False, forum=False)
    for text in TALK:
        member.say(text)

    asked = member.say(f"@{stage.control.username(member.id)} {QUESTION}")

    assert member.next_reply().reply_to == asked
    assert member.replies_so_far() == ()


def test_a_group_that_becomes_a_supergroup_keeps_its_settings(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    member = stage.member("en", administers=True, forum=False, kind="group")
    member.say("/settings")
    settings = member.next_reply()
    member.press(settings, "m:en:on")
    member.next_reply()

    moved = stage.control.post(f"chats/{member.chat_id}/migrate", {})
    member.move(get_int(moved, "id"))
    member.say("/settings")

    assert member.next_reply().button("m:en:off").data == "m:en:off"


def test_an_inline_result_carries_its_sources_and_the_bot_does_not_answer_it(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    results = get_list(person.ask_inline(QUESTION), "results")
    first = results[0] if results and isinstance(results[0], dict) else {}

    sent = person.pick(person.ask_inline(QUESTION), get_str(first, "id"))

    links = [entity for entity in get_list(sent, "entities") if isinstance(entity, dict) and "url" in entity]
    assert links
    rows = get_list(get_object(sent, "reply_markup"), "inline_keyboard")
    assert "?start=e-en-visa-for-japanese" in str(rows)
    assert person.ask("/about").text
    assert person.replies_so_far() == ()


def test_an_answer_in_demand_is_first_among_the_most_asked(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    person.ask(QUESTION)

    results = get_list(person.ask_inline(""), "results")

    assert "visa-for-japanese" in str(results[0])
