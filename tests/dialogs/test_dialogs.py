"""Plays every transcript against the real bot process."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.dialogs.conftest import Theatre
from tests.dialogs.judging import Judge, check_inline
from tests.dialogs.transcript import PRESSED, Deleted, Dialog, Expected, KnowledgeName, Step, read_dialogs
from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage

DIALOGS = dict(read_dialogs())


class Player:
    """Plays one person of a transcript."""

    def __init__(self, dialog: Dialog, person: Person, stage: Stage, judge: Judge) -> None:
        self._person = person
        self._bot = stage.control.username(self._person.id)
        self._language = dialog.language_code
        self._stage = stage
        self._judge = judge
        self._last: Message | None = None
        self._said_id = 0
        self._pressed = ""

    def play(self, step: Step) -> None:
        """Act, and check what is seen then."""
        if step.say_one_of is not None:
            self._try(step.say_one_of, step.expect or Expected())
            return
        notice = self._act(step)
        if step.expect is None or step.inline is not None:
            return
        if step.expect.notice is not None:
            assert notice == self._judge.say(
                step.expect.notice, step.expect.language or self._language, step.expect.about
            )
            if step.expect.edited is None and step.expect.rebuttoned is None:
                return
        self._look(step.expect)

    def unexpected(self) -> tuple[Message, ...]:
        """Return what the bot has said beyond the transcript so far."""
        return self._person.replies_so_far()

    def _try(self, texts: Sequence[str], expected: Expected) -> None:
        for text in texts[:-1]:
            self._said_id = self._person.say(text)
            with suppress(AssertionError):
                self._look(expected)
                return
        self._said_id = self._person.say(texts[-1])
        self._look(expected)

    def _act(self, step: Step) -> str:
        if step.wait:
            return ""
        if step.press is not None or step.forge is not None:
            return self._press(step)
        if step.inline is not None:
            check_inline(self._person.ask_inline(step.inline), step.expect or Expected())
        elif step.open is not None:
            self._person.open_link(step.open)
        elif step.edit is not None:
            self._person.edit(self._said_id, step.edit.replace("{bot}", self._bot))
        elif step.delete is not None:
            self._delete(step.delete)
        elif step.restart:
            self._stage.restart_bot()
        else:
            self._said_id = self._write(step)
        return ""

    def _write(self, step: Step) -> int:
        if step.send is not None:
            return self._person.send(step.send, step.caption.replace("{bot}", self._bot))
        if step.reply is not None:
            assert self._last is not None, "there is no message to reply to"
            return self._person.say_in_reply(step.reply, self._last.id)
        text = step.say if step.ask is None else self._judge.heading(step.ask, self._language)
        return self._person.say((text or "").replace("{bot}", self._bot) * step.times)

    def _delete(self, what: Deleted) -> None:
        assert self._last is not None, "there is no message to delete"
        self._person.delete(self._said_id if what == "question" else self._last.id)

    def _press(self, step: Step) -> str:
        assert self._last is not None, "there is no message to press a button of"
        if step.forge is not None:
            return self._person.press(self._last, step.forge, forged=True)
        self._pressed = self._last.button(step.press or "").data
        return self._person.press(self._last, self._pressed)

    def _look(self, expected: Expected) -> None:
        seen = self._person.next_reply()
        if expected.entry == PRESSED:
            expected = replace(expected, entry=self._pressed.split(":")[2])
        if expected.edited is not None:
            assert (self._last is not None and seen.id == self._last.id) is expected.edited
            assert seen.is_edit is expected.edited
        if expected.rebuttoned is not None:
            assert (self._last is not None and seen.id == self._last.id and not seen.is_edit) is expected.rebuttoned
        if expected.answers_it is not None:
            assert (seen.reply_to == self._said_id) is expected.answers_it
        if expected.in_topic is not None:
            assert (seen.thread_id == self._person.thread_id) is expected.in_topic
        if expected.chart is not None:
            assert self._last is not None
            assert seen.reply_to == self._last.id
            self._judge.check(seen, expected, expected.language or self._language)
            return
        self._judge.check(seen, expected, expected.language or self._language)
        self._last = seen


def _person(dialog: Dialog, stage: Stage) -> Person:
    if dialog.room == "private":
        return stage.person(dialog.language_code)
    is_forum, kind = dialog.room == "forum", "channel" if dialog.room == "channel" else "supergroup"
    return stage.member(dialog.language_code, administers=dialog.administers, forum=is_forum, kind=kind)


@pytest.mark.parametrize("name", DIALOGS)
def test_the_bot_answers_as_the_transcript_tells(
    name: str, theatre: Theatre, judges: Mapping[KnowledgeName, Judge]
) -> None:
    dialog = DIALOGS[name]
    stage = theatre.stages[dialog.knowledge]
    stage.control.forget_calls()
    person = theatre.administrators.get(name) or _person(dialog, stage)
    player = Player(dialog, person, stage, judges[dialog.knowledge])
    for step in dialog.steps:
        player.play(step)
    assert not player.unexpected(), "the bot said more than the transcript tells"
    stage.check(*dialog.refused)
