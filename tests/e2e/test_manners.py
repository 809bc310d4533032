"""Manners of the real process: typing, flood protection, what curators get to see, and what is forgotten."""

import json

from bot.tg.flood import BURST
from tests.e2e.stage import Stage

QUESTION = "Do Japanese citizens need a visa for Kazakhstan?"
NOT_COVERED = "How do I bake sourdough bread? Write to dana@example.org"


def test_typing_is_shown_where_an_answer_takes_long_and_only_there(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    person.ask(QUESTION)
    quick = stage.control.calls("sendChatAction")
    stage.control.put_faults(script=({"kind": "slow", "methods": ["sendMessage"], "delay_s": 1.0},))
    person.ask(QUESTION)

    assert quick == ()
    assert len(stage.control.calls("sendChatAction")) == 1


def test_a_flood_is_answered_up_to_the_budget_told_once_and_then_met_with_silence(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    flooder, bystander = stage.person(), stage.person()
    for _ in range(BURST * 2):
        flooder.say("thanks")

    said = [flooder.next_reply().text]
    while "lot of messages" not in said[-1]:
        said.append(flooder.next_reply().text)

    assert len(said) > BURST
    assert "visa" in bystander.ask(QUESTION).text
    stage.control.wait_until_confirmed()
    assert not any("lot of messages" in reply.text for reply in flooder.replies_so_far())


def test_a_flood_of_inline_queries_is_answered_up_to_the_budget_and_told_nothing(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    flooder, bystander = stage.person(), stage.person()
    bystander.ask(QUESTION)
    for number in range(BURST * 2):
        stage.control.post("inline", {"user_id": flooder.id, "query": f"visa {number}"}, wait=0)

    reply = bystander.ask(QUESTION)
    stage.control.wait_until_confirmed()

    assert "visa" in reply.text
    assert BURST <= len(stage.control.calls("answerInlineQuery")) < BURST * 2
    assert flooder.replies_so_far() == ()


def test_curators_see_what_was_not_answered_and_not_who_asked(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    person.ask(NOT_COVERED)
    listed = stage.home.run("unanswered", "list", "--json").out
    forgotten = stage.home.run("unanswered", "forget").out

    [question] = [json.loads(line) for line in listed.splitlines()]
    assert (question["language"], question["reason"]) == ("en", "declined")
    assert "sourdough" in question["text"]
    assert "example.org" not in question["text"]
    assert str(person.id) not in listed
    assert forgotten.strip() == "1 forgotten"
    assert stage.home.run("unanswered", "list").out == ""


def test_curators_see_a_question_whose_offered_answers_were_all_refused(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    offered = person.ask("visa")
    person.press(offered, offered.button("n:en").data)
    person.next_reply()

    [question] = [json.loads(line) for line in stage.home.run("unanswered", "list", "--json").out.splitlines()]
    assert (question["text"], question["reason"]) == ("visa", "none-of-these")
    assert question["nearest"]


def test_a_flooders_buttons_do_not_turn_for_ever(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    answer = person.ask(QUESTION)
    data = answer.button("v:en:ue:").data

    notices = [person.press(answer, data) for _ in range(BURST * 2)]

    assert sum("lot of messages" in notice for notice in notices) == 1
    assert "" in notices
