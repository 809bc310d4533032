"""Stopping and dying: no question is lost, whatever way the process ends."""

import time

import pytest

from tests.e2e.people import Person
from tests.e2e.stage import Stage
from tests.e2e.test_faults import ANSWER, QUESTION, fault

PEOPLE = 40


@pytest.fixture
def forks() -> bool:
    """The whole of an exit counts."""
    return False


def ask_all(stage: Stage) -> tuple[Person, ...]:
    """Let many people ask at once, of a bot whose sending takes its time."""
    stage.control.put_faults(rules=(fault("slow", "sendMessage", delay=0.7),))
    people = stage.people(PEOPLE)
    for person in people:
        person.say(QUESTION)
    return people


def test_a_bot_told_to_stop_finishes_what_it_began_and_leaves_the_rest_to_the_next(stage: Stage) -> None:
    people = ask_all(stage)
    stage.start_bot()
    people[0].next_reply()
    asked_late = stage.people(5)
    for person in asked_late:
        person.say(QUESTION)

    started = time.monotonic()
    assert stage.bot.terminate() == 0
    assert time.monotonic() - started < 8

    pending = stage.control.pending()
    unanswered = [person for person in (*people[1:], *asked_late) if not person.replies_so_far()]
    assert len(unanswered) == pending
    stage.control.put_faults()
    stage.start_bot().wait_for_line("serving")  # before that, a signal ends it without a word
    for person in (*people[1:], *asked_late):
        assert ANSWER in person.next_reply().text
    assert stage.bot.terminate() == 0
    assert all(person.replies_so_far() == () for person in (*people, *asked_late)), "someone was answered twice"


def test_an_idle_bot_stops_at_once(stage: Stage) -> None:
    stage.start_bot()
    assert ANSWER in stage.person().ask(QUESTION).text

    started = time.monotonic()
    assert stage.bot.terminate() == 0
    assert time.monotonic() - started < 3


def test_a_bot_that_is_still_waiting_for_telegram_stops_at_once(stage: Stage) -> None:
    stage.control.put_faults(rules=(fault("502", "getMe"),))
    stage.start_bot()
    stage.bot.wait_for_line("request repeated|cannot be reached")

    started = time.monotonic()
    assert stage.bot.terminate() == 0
    assert time.monotonic() - started < 3


def test_after_a_kill_in_the_middle_every_question_is_answered_at_least_once(stage: Stage) -> None:
    people = ask_all(stage)
    stage.start_bot()
    people[0].next_reply()
    stage.bot.kill()

    stage.control.put_faults()
    stage.start_bot()
    for person in people[1:]:
        assert ANSWER in person.next_reply().text


def test_what_people_chose_is_kept_through_a_kill(stage: Stage) -> None:
    stage.start_bot()
    person = stage.person("en")
    person.press(person.ask("/language"), "l:en")
    person.next_reply()
    stage.bot.kill()
    stage.start_bot()

    assert ANSWER in person.ask(QUESTION).text
    stage.check("answerCallbackQuery", "editMessageText")  # the press came again after the kill
    stage.control.forget_calls()
