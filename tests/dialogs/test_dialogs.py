"""Plays every transcript against the real bot process."""

from collections.abc import Mapping

import pytest

from tests.dialogs.judging import Judge
from tests.dialogs.transcript import Dialog, KnowledgeName, Step, read_dialogs
from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage

DIALOGS = dict(read_dialogs())


class Player:
    """Plays one person of a transcript."""

    def __init__(self, dialog: Dialog, stage: Stage, judge: Judge) -> None:
        self._person: Person = stage.person(dialog.language_code)
        self._language = dialog.language_code
        self._stage = stage
        self._judge = judge
        self._last: Message | None = None
        self._said_id = 0

    def play(self, step: Step) -> None:
        """Act, and check what is seen then."""
        notice = self._act(step)
        expected = step.expect
        if expected is None:
            return
        language = expected.language or self._language
        if expected.notice is not None:
            assert notice == self._judge.say(expected.notice, language)
            return
        seen = self._person.next_reply()
        if expected.edited is not None:
            assert (self._last is not None and seen.id == self._last.id) is expected.edited
            assert seen.is_edit is expected.edited
        if expected.answers_it is not None:
            assert (seen.reply_to == self._said_id) is expected.answers_it
        self._judge.check(seen, expected, language)
        self._last = seen

    def unexpected(self) -> tuple[Message, ...]:
        """Return what the bot has said beyond the transcript so far."""
        return self._person.replies_so_far()

    def _act(self, step: Step) -> str:
        if step.say is not None:
            self._said_id = self._person.say(step.say * step.times)
        elif step.edit is not None:
            self._person.edit(self._said_id, step.edit)
        elif step.send is not None:
            self._said_id = self._person.send(step.send)
        elif step.restart:
            self._stage.restart_bot()
        else:
            return self._press(step)
        return ""

    def _press(self, step: Step) -> str:
        assert self._last is not None, "there is no message to press a button of"
        if step.forge is not None:
            return self._person.press(self._last, step.forge, forged=True)
        return self._person.press(self._last, self._last.button(step.press or "").data)


@pytest.mark.parametrize("name", DIALOGS)
def test_the_bot_answers_as_the_transcript_tells(
    name: str, stages: Mapping[KnowledgeName, Stage], judges: Mapping[KnowledgeName, Judge]
) -> None:
    dialog = DIALOGS[name]
    stage = stages[dialog.knowledge]
    stage.control.forget_calls()
    player = Player(dialog, stage, judges[dialog.knowledge])
    for step in dialog.steps:
        player.play(step)
    assert not player.unexpected(), "the bot said more than the transcript tells"
    stage.check()
