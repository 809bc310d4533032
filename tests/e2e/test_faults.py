"""A Telegram that fails: the bot lives on, waits as told, and answers when it can."""

from collections.abc import Sequence

import pytest

from bot.playground.wire import JsonObject
from tests.e2e.people import Call
from tests.e2e.stage import Stage

QUESTION = "Do Japanese citizens need a visa for Kazakhstan?"
ANSWER = "up to 30 days"

MORE_THAN_COME_AT_A_TIME = 120


def fault(kind: str, *methods: str, **more: float) -> JsonObject:
    """Return one fault for some methods."""
    return {"kind": kind, "methods": list(methods), **more}


def gap_s(calls: Sequence[Call], code: int) -> float:
    """Return the time from the first call that was refused with ``code`` to the next of the same method."""
    refused = next(call for call in calls if call.code == code)
    return min(call.at for call in calls if call.at > refused.at and call.method == refused.method) - refused.at


@pytest.mark.parametrize("kind", ["500", "502", "reset_before", "garbage"])
def test_failing_polls_are_tried_again_until_questions_come_through(stage: Stage, kind: str) -> None:
    stage.start_bot()
    person = stage.person()
    stage.control.put_faults(script=(fault(kind, "getUpdates"), fault(kind, "getUpdates")))

    assert ANSWER in person.ask(QUESTION).text
    assert stage.control.script_left() == 0


def test_an_answer_gets_through_server_errors_and_dropped_connections_once(stage: Stage) -> None:
    script = tuple(fault(kind, "sendMessage") for kind in ("502", "reset_before", "500"))
    stage.control.put_faults(script=script)
    person = stage.person()
    person.say(QUESTION)
    stage.start_bot()

    assert ANSWER in person.next_reply().text
    assert stage.bot.terminate() == 0
    assert person.replies_so_far() == ()


def test_a_question_survives_an_answer_whose_fate_is_unknown(stage: Stage) -> None:
    stage.control.put_faults(script=(fault("reset_after", "sendMessage"),))
    person = stage.person()
    person.say(QUESTION)
    stage.start_bot()

    assert ANSWER in person.next_reply().text
    assert ANSWER in person.ask(QUESTION).text


def test_everyone_is_answered_while_a_third_of_all_calls_fail(stage: Stage) -> None:
    kinds = ("500", "502", "reset_before")
    stage.control.put_faults(rules=tuple(fault(kind, probability=0.12) for kind in kinds))
    people = stage.people(12)
    for person in people:
        person.say(QUESTION)
    stage.start_bot()

    for person in people:
        assert ANSWER in person.next_reply().text


def test_the_bot_waits_for_a_telegram_that_is_down_at_the_start(stage: Stage) -> None:
    stage.control.put_faults(script=tuple(fault(kind, "getMe") for kind in ("502",) * 7))
    person = stage.person()
    person.say(QUESTION)
    stage.start_bot()
    stage.bot.wait_for_line("request repeated|cannot be reached")
    stage.control.put_faults()

    assert ANSWER in person.next_reply().text


def test_the_wait_that_telegram_asks_for_is_obeyed(stage: Stage) -> None:
    stage.control.put_faults(script=(fault("flood", "sendMessage", retry_after=2),))
    person = stage.person()
    person.say(QUESTION)
    stage.start_bot()

    assert ANSWER in person.next_reply().text
    assert gap_s(stage.control.calls("sendMessage"), 429) >= 2


def test_the_wait_that_telegram_asks_for_between_polls_is_obeyed(stage: Stage) -> None:
    stage.control.put_faults(script=(fault("flood", "getUpdates", retry_after=2),))
    person = stage.person()
    person.say(QUESTION)
    stage.start_bot()

    assert ANSWER in person.next_reply().text
    assert gap_s(stage.control.calls("getUpdates"), 429) >= 2


def test_one_persons_flood_wait_does_not_hold_up_the_others(stage: Stage) -> None:
    first, second = stage.people(2)
    stage.control.put_faults(script=(fault("flood", "sendMessage", retry_after=5),))
    first.say(QUESTION)
    stage.start_bot()
    stage.bot.wait_for_line("request repeated")

    assert ANSWER in second.ask(QUESTION).text
    assert first.replies_so_far() == ()
    assert ANSWER in first.next_reply().text


def test_a_long_flood_wait_keeps_nobody_elses_updates_from_coming_and_outlives_the_process(stage: Stage) -> None:
    stage.control.put_faults(script=(fault("flood", "sendMessage", retry_after=60),))
    stage.start_bot()
    waiting = stage.person()
    waiting.say(QUESTION)
    stage.bot.wait_for_line("asked")

    people = stage.people(MORE_THAN_COME_AT_A_TIME)
    for person in people:
        person.say(QUESTION)
    answers = stage.answers(people, ANSWER, within_s=30.0)

    assert set(answers) == {1}
    stage.bot.kill()
    assert waiting.replies_so_far() == ()
    stage.start_bot()
    assert ANSWER in waiting.next_reply().text


def test_someone_who_blocks_the_bot_does_not_disturb_it(stage: Stage) -> None:
    stage.control.put_faults(script=(fault("slow", "sendMessage", delay=0.5),))
    leaver, stayer = stage.people(2)
    leaver.say(QUESTION)
    stage.control.post(f"users/{leaver.id}/block", {})
    stage.start_bot()

    assert ANSWER in stayer.ask(QUESTION).text
    stage.check("sendMessage")
    stage.control.forget_calls()


def test_a_token_that_telegram_refuses_ends_the_bot_with_a_clear_message(stage: Stage) -> None:
    access = stage.home.access(stage.playground) | {"BOT_TOKEN": "987654321:AAanother-token_that-was-revoked-01"}
    done = stage.home.run("run", **access)

    assert done.code == 2
    assert "401" in done.err
    assert "token" in done.err
    assert "AAanother" not in done.out + done.err
    stage.control.forget_calls()


def test_of_two_bots_with_one_token_both_say_so_and_people_are_answered(stage: Stage) -> None:
    first = stage.start_bot()
    first.wait_for_line("serving")
    second = stage.start_bot(DATABASE_URL=f"sqlite:///{stage.home.folder / 'other.db'}")
    second.wait_for_line("serving")
    for program in (first, second):
        program.wait_for_line("another process polls with this token")
    person = stage.person()
    assert ANSWER in person.ask(QUESTION).text

    assert second.terminate() == 0
    assert ANSWER in stage.person().ask(QUESTION).text
    assert first.terminate() == 0
    stage.check("getUpdates")
    stage.control.forget_calls()


@pytest.mark.parametrize(
    "update",
    [
        {"callback_query": {"id": "1", "from": {"id": 1, "is_bot": False, "first_name": "X"}, "chat_instance": "1"}},
        {"something_new_in_2030": {"id": 5}},
        {"message": {"message_id": 1, "chat": {"id": 5, "type": "private"}, "sticker": {"file_id": "x"}}},
        {"message": {"message_id": 1, "date": 0, "chat": {"id": -5, "type": "channel", "title": "?"}}},
    ],
    ids=["callback without message", "kind unknown to us", "message cut short", "message without content"],
)
def test_an_update_nobody_expects_does_not_keep_the_next_question_waiting(stage: Stage, update: JsonObject) -> None:
    stage.control.post("updates", update)
    person = stage.person()
    person.say(QUESTION)
    stage.start_bot()

    assert ANSWER in person.next_reply().text
    stage.check("answerCallbackQuery")
    stage.control.forget_calls()
