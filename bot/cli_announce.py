"""The administrators' commands, ``kzjp announce …``: parse, call, print. The work is done in ``bot.announcing``."""

import asyncio
import datetime as dt
import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Final, NoReturn, TypeVar

import typer

from bot import announce_report as shown
from bot.announcing.administration import Administration, Approved, Done, SecondNeeded
from bot.announcing.drafting import write_drafts
from bot.announcing.file_drafts import FileDrafts
from bot.announcing.lifecycle import Action, Refusal
from bot.config import Settings, read_settings
from bot.errors import UsageError
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.storage.announcement_records import COMMAND_LINE, Announcement, Report
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.audit import SqlAudit
from bot.storage.database import migrate, open_engine
from bot.storage.switches import SqlSwitches
from bot.subscribing.timing import due_at

announce_app: Final = typer.Typer(no_args_is_help=True, help="Announcements: look at them, approve them, stop them.")
_POLL_S: Final = 0.5
_REFUSED: Final = {
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


@announce_app.command("list")
def list_announcements(as_json: JsonOption = False) -> None:
    """List all announcements, those in files that nobody approved yet included."""
    settings, drafts = _settings(), _drafts(_settings())
    found = _run(settings, drafts, Administration.all)
    typer.echo(shown.list_json(found) if as_json else shown.list_text(found))
    for problem in drafts.problems:
        typer.echo(str(problem), err=True)


@announce_app.command()
def show(announcement_id: IdArgument, as_json: JsonOption = False) -> None:
    """Show an announcement: its state, its text in each language, how many it would go to."""
    settings = _settings()

    async def look(administration: Administration) -> tuple[Announcement, int]:
        announcement = _known(await administration.get(announcement_id), announcement_id)
        return announcement, announcement.audience or await administration.audience(announcement)

    announcement, audience = _run(settings, _drafts(settings), look)
    typer.echo(shown.show_json(announcement, audience) if as_json else shown.show_text(announcement, audience))


@announce_app.command()
def approve(
    announcement_id: IdArgument,
    at: Annotated[str | None, typer.Option(help="When to begin, such as 2026-12-01T09:00+05:00.")] = None,
    admin: AdminOption = COMMAND_LINE,
    as_json: JsonOption = False,
) -> None:
    """Approve an announcement: its audience is frozen, and a running bot delivers it."""
    settings, moment, now = _settings(), None if at is None else _moment(at), _now()
    admin_id, drafts = _admin(settings, admin), _drafts(settings)
    outcome = _run(settings, drafts, lambda used: used.approve(announcement_id, admin_id, now, moment))
    match outcome:
        case Refusal():
            _refuse(outcome, announcement_id, drafts)
        case Approved(audience=audience):
            told = f"approved: {audience} recipients, about {shown.duration(audience / settings.broadcast_rate)}"
        case SecondNeeded(audience=audience):
            told = f"approved once; {audience} recipients need another administrator's approval"
    _tell(settings, announcement_id, told, as_json=as_json)


@announce_app.command()
def pause(announcement_id: IdArgument, admin: AdminOption = COMMAND_LINE, as_json: JsonOption = False) -> None:
    """Pause an announcement; what is under way ends."""
    _act(Action.PAUSE, announcement_id, admin, as_json=as_json)


@announce_app.command()
def resume(announcement_id: IdArgument, admin: AdminOption = COMMAND_LINE, as_json: JsonOption = False) -> None:
    """Let a paused announcement go on."""
    _act(Action.RESUME, announcement_id, admin, as_json=as_json)


@announce_app.command()
def cancel(announcement_id: IdArgument, admin: AdminOption = COMMAND_LINE, as_json: JsonOption = False) -> None:
    """Cancel an announcement for good: what was not sent yet expires."""
    _act(Action.CANCEL, announcement_id, admin, as_json=as_json)


@announce_app.command()
def report(announcement_id: IdArgument, as_json: JsonOption = False) -> None:
    """Count an announcement's deliveries by state, with the reasons of what was not sent."""
    settings = _settings()
    found = _run(settings, _drafts(settings), lambda used: used.report(announcement_id))
    told = _known(found, announcement_id)
    typer.echo(shown.report_json(told) if as_json else shown.report_text(told))


@announce_app.command()
def watch(announcement_id: IdArgument) -> None:
    """Show how an announcement's delivery goes on, until it ends."""
    settings = _settings()

    async def follow(administration: Administration) -> Report:
        with shown.Progress() as progress:
            while True:
                found = _known(await administration.report(announcement_id), announcement_id)
                if progress.show(found):
                    return found
                await asyncio.sleep(_POLL_S)

    typer.echo(shown.report_text(_run(settings, _drafts(settings), follow)))


@announce_app.command("requeue-uncertain")
def requeue_uncertain(
    announcement_id: IdArgument, admin: AdminOption = COMMAND_LINE, as_json: JsonOption = False
) -> None:
    """Send again what may have arrived or not; those it did reach get it twice."""
    settings, now = _settings(), _now()
    admin_id, drafts = _admin(settings, admin), _drafts(settings)
    outcome = _run(settings, drafts, lambda used: used.requeue_uncertain(announcement_id, admin_id, now))
    if isinstance(outcome, Refusal):
        _refuse(outcome, announcement_id, drafts)
    _tell(settings, announcement_id, f"{outcome} deliveries are in the queue again", as_json=as_json)


@announce_app.command()
def correct(
    announcement_id: IdArgument,
    file_id: Annotated[str, typer.Option("--by", metavar="ID", help="The file announcement that sets it right.")],
    is_edit: Annotated[
        bool, typer.Option("--edit/--send", help="Edit what was sent, or send the correction as a message.")
    ],
    admin: AdminOption = COMMAND_LINE,
    as_json: JsonOption = False,
) -> None:
    """Correct what was sent, for just those who got it; approve the correction like any announcement."""
    settings, now = _settings(), _now()
    admin_id, drafts = _admin(settings, admin), _drafts(settings)
    draft = _known(drafts().get(file_id), file_id)
    correction = replace(draft, corrects=announcement_id, is_edit=is_edit)
    outcome = _run(settings, drafts, lambda used: used.correct(correction, admin_id, now))
    if isinstance(outcome, Refusal):
        _refuse(outcome, file_id if outcome is Refusal.TAKEN else announcement_id, drafts)
    _tell(settings, file_id, f"{file_id} corrects {announcement_id}; approve it to send it", as_json=as_json)


@announce_app.command()
def draft(
    since: Annotated[Path, typer.Option(help="The knowledge directory as it was when last announced.")],
) -> None:
    """Write announcements out of what is new in the knowledge since then, one file a topic, to be reviewed."""
    settings = _settings()
    old, new = load_knowledge(since), load_knowledge(settings.knowledge_dir)
    written = tuple(write_drafts(settings.knowledge_dir, old, new, load_phrases(settings.knowledge_dir), _now().date()))
    for path in written:
        typer.echo(path)
    if not written:
        typer.echo("nothing new to announce", err=True)


@announce_app.command("stop-all")
def stop_all(admin: AdminOption = COMMAND_LINE) -> None:
    """Stop all announcing at once, in every process; answers go on."""
    settings = _settings()
    admin_id = _admin(settings, admin)
    _run(settings, _drafts(settings), lambda used: used.stop_all(admin_id, _now()))
    typer.echo("all announcing is stopped")


@announce_app.command("resume-all")
def resume_all(admin: AdminOption = COMMAND_LINE) -> None:
    """Let announcing go on after stop-all."""
    settings = _settings()
    admin_id = _admin(settings, admin)
    _run(settings, _drafts(settings), lambda used: used.resume_all(admin_id, _now()))
    typer.echo("announcing goes on")


@announce_app.command()
def audit(
    announcement_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    limit: Annotated[int, typer.Option(help="How many entries.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List what administrators did, newest first."""

    async def read() -> tuple[str, ...]:
        engine = open_engine(_settings().storage_url())
        try:
            await migrate(engine)
            entries = await SqlAudit(engine).newest(limit, announcement_id)
        finally:
            await engine.dispose()
        return tuple(shown.audit_json(entry) if as_json else shown.audit_text(entry) for entry in entries)

    for line in asyncio.run(read()):
        typer.echo(line)


def _act(action: Action, announcement_id: str, admin: int, *, as_json: bool) -> None:
    settings, now = _settings(), _now()
    admin_id, drafts = _admin(settings, admin), _drafts(settings)
    outcome = _run(settings, drafts, lambda used: used.act(action, announcement_id, admin_id, now))
    match outcome:
        case Refusal():
            _refuse(outcome, announcement_id, drafts)
        case Done(state=state):
            _tell(settings, announcement_id, f"{announcement_id} is {state} now", as_json=as_json)


def _tell(settings: Settings, announcement_id: str, told: str, *, as_json: bool) -> None:
    """Print what was done, or the announcement as it is now."""
    if not as_json:
        typer.echo(told)
        return
    found = _run(settings, _drafts(settings), lambda used: used.get(announcement_id))
    announcement = _known(found, announcement_id)
    typer.echo(shown.show_json(announcement, announcement.audience))


def _run(settings: Settings, drafts: FileDrafts, use: Use[Given]) -> Given:
    async def work() -> Given:
        engine = open_engine(settings.storage_url())
        try:
            await migrate(engine)
            store, switches = SqlAnnouncementStore(engine), SqlSwitches(engine)
            return await use(Administration(store, switches, drafts, due_at, settings.second_approval_above))
        finally:
            await engine.dispose()

    return asyncio.run(work())


def _refuse(refusal: Refusal, announcement_id: str, drafts: FileDrafts) -> NoReturn:
    told = [str(problem) for problem in drafts.problems if Path(problem.path).stem == announcement_id]
    raise UsageError("\n".join([_REFUSED[refusal].format(id=announcement_id), *told]))


def _known(found: Given | None, announcement_id: str) -> Given:
    if found is None:
        raise UsageError(_REFUSED[Refusal.UNKNOWN].format(id=announcement_id))
    return found


def _admin(settings: Settings, admin: int) -> int:
    if admin != COMMAND_LINE and admin not in settings.admins:
        raise UsageError(f"{admin} is not in KZJP_ADMINS")
    return admin


def _moment(text: str) -> dt.datetime:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"not a time such as 2026-12-01T09:00+05:00: {text!r}") from error
    if moment.tzinfo is None:
        raise UsageError(f"a time needs its offset, such as 2026-12-01T09:00+05:00: {text!r}")
    return moment


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def _settings() -> Settings:
    return read_settings(os.environ)


def _drafts(settings: Settings) -> FileDrafts:
    return FileDrafts(settings.knowledge_dir, lambda: load_knowledge(settings.knowledge_dir), _now)
