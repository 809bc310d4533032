"""What the administrators' commands share: options, drafts in files, the database, and how a refusal is told."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeVar

import typer

from bot import announce_report as shown
from bot.announcing.administration import Administration
from bot.announcing.file_drafts import FileDrafts
from bot.announcing.lifecycle import Refusal
from bot.config import Settings
from bot.errors import UsageError
from bot.knowledge.reading import load_knowledge
from bot.storage.announcement_records import COMMAND_LINE
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.database import migrate, open_engine
from bot.storage.switches import SqlSwitches
from bot.subscribing.timing import due_at

REFUSED: Final = {
    Refusal.UNKNOWN: "there is no announcement {id!r}",
    Refusal.BROKEN_FILE: "the file of {id!r} has problems",
    Refusal.ALREADY: "{id!r} is that already; see: kzjp announce show {id}",
    Refusal.NOT_NOW: "{id!r} is in no state for that; see: kzjp announce show {id}",
    Refusal.SAME_ADMIN: "{id!r} needs the approval of another administrator; say who with --as",
    Refusal.EXPIRED: "{id!r} is past its day",
    Refusal.IN_THE_PAST: "the time given is past",
    Refusal.NOTHING_SENT: "nothing of it was sent yet: cancel it instead",
    Refusal.TAKEN: "there is an announcement {id!r} already",
    Refusal.UNWRITTEN: "{id!r} has no text yet",
    Refusal.UNCHANGED: "{id!r} says just what it is to correct",
}
Given = TypeVar("Given")
Use = Callable[[Administration], Awaitable[Given]]
IdArgument = Annotated[str, typer.Argument(metavar="ID")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
AdminOption = Annotated[
    int, typer.Option("--as", metavar="USER_ID", help="An administrator of KZJP_ADMINS; the command line by default.")
]


def tell(settings: Settings, announcement_id: str, told: str, *, as_json: bool) -> None:
    """Print what was done, or the announcement as it is now."""
    if not as_json:
        typer.echo(told)
        return
    found = run_with(settings, drafts_of(settings), lambda used: used.get(announcement_id))
    announcement = known(found, announcement_id)
    typer.echo(shown.show_json(announcement, announcement.audience))


def run_with(settings: Settings, drafts: FileDrafts, use: Use[Given]) -> Given:
    """Do something with the announcements, and return what comes of it."""

    async def work() -> Given:
        engine = open_engine(settings.storage_url())
        try:
            await migrate(engine)
            store, switches = SqlAnnouncementStore(engine), SqlSwitches(engine)
            return await use(Administration(store, switches, drafts, due_at, settings.second_approval_above))
        finally:
            await engine.dispose()

    return asyncio.run(work())


def refuse(refusal: Refusal, announcement_id: str, drafts: FileDrafts) -> NoReturn:
    """Say why it cannot be done, and what is wrong with the announcement's file.

    Raises:
        UsageError: always.
    """
    told = [str(problem) for problem in drafts.problems if Path(problem.path).stem == announcement_id]
    raise UsageError("\n".join([REFUSED[refusal].format(id=announcement_id), *told]))


def known(found: Given | None, announcement_id: str) -> Given:
    """Return what was found.

    Raises:
        UsageError: if nothing was.
    """
    if found is None:
        raise UsageError(REFUSED[Refusal.UNKNOWN].format(id=announcement_id))
    return found


def admin_id_of(settings: Settings, admin: int) -> int:
    """Return the administrator's id.

    Raises:
        UsageError: if there is no such administrator.
    """
    if admin != COMMAND_LINE and admin not in settings.admins:
        raise UsageError(f"{admin} is not in KZJP_ADMINS")
    return admin


def moment_of(text: str) -> dt.datetime:
    """Return the moment that a text names.

    Raises:
        UsageError: if it names none.
    """
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"not a time such as 2026-12-01T09:00+05:00: {text!r}") from error
    if moment.tzinfo is None:
        raise UsageError(f"a time needs its offset, such as 2026-12-01T09:00+05:00: {text!r}")
    return moment


def present() -> dt.datetime:
    """Return the present moment."""
    return dt.datetime.now(dt.UTC)


def drafts_of(settings: Settings) -> FileDrafts:
    """Return what lies in the knowledge directory's files."""
    return FileDrafts(settings.knowledge_dir, lambda: load_knowledge(settings.knowledge_dir), present)
