"""Revisions: what the program reads off the files' names is what Alembic finds in them."""

from bot.storage.revision_steps import revisions
from bot.storage.revisions import is_known, newest_revision


def test_the_newest_by_name_is_the_last_step() -> None:
    assert revisions()[0] == newest_revision()


def test_every_step_is_known_and_nothing_else() -> None:
    assert all(map(is_known, revisions()))
    assert not is_known("9999")
    assert not is_known("0001_chats")
