"""The administrators' commands, ``kzjp announce …``: parse, call, print. The work is done in ``bot.announcing``."""

import asyncio
from typing import Annotated, Final

import typer

from bot import announce_report as shown
from bot.announcing.administration import Administration, Approved, Done, SecondNeeded
from bot.announcing.lifecycle import Action, Refusal
from bot.cli_announce_writing import writing_app
from bot.cli_announcing import (
    AdminOption,
    IdArgument,
    JsonOption,
    admin_id_of,
    drafts_of,
    known,
    moment_of,
    present,
    refuse,
    run_with,
    tell,
)
from bot.cli_settings import settings_now
from bot.storage.announcement_records import COMMAND_LINE, Announcement, Report

announce_app: Final = typer.Typer(no_args_is_help=True, help="Announcements: look at them, approve them, stop them.")
announce_app.add_typer(writing_app)
_POLL_S: Final = 0.5


@announce_app.command("list")
def list_announcements(as_json: JsonOption = False) -> None:
    """List all announcements, those in files that nobody approved yet included."""
    settings = settings_now()
    drafts = drafts_of(settings)

    async def look(administration: Administration) -> tuple[tuple[Announcement, ...], bool]:
        return await administration.all(), await administration.is_stopped()

    found, is_stopped = run_with(settings, drafts, look)
    typer.echo(shown.list_json(found) if as_json else shown.list_text(found))
    if is_stopped:
        typer.echo("all announcing is stopped; kzjp announce resume-all lets it go on", err=True)
    for problem in drafts.problems:
        typer.echo(str(problem), err=True)


@announce_app.command()
def show(announcement_id: IdArgument, as_json: JsonOption = False) -> None:
    """Show an announcement: its state, its text in each language, how many it would go to."""
    settings = settings_now()

    async def look(administration: Administration) -> tuple[Announcement, int]:
        announcement = known(await administration.get(announcement_id), announcement_id)
        return announcement, announcement.audience or await administration.audience(announcement)

    announcement, audience = run_with(settings, drafts_of(settings), look)
    typer.echo(shown.show_json(announcement, audience) if as_json else shown.show_text(announcement, audience))


@announce_app.command()
def approve(
    announcement_id: IdArgument,
    at: Annotated[str | None, typer.Option(help="When to begin, such as 2026-12-01T09:00+05:00.")] = None,
    admin: AdminOption = COMMAND_LINE,
    as_json: JsonOption = False,
) -> None:
    """Approve an announcement: its audience is frozen, and a running bot delivers it."""
    settings, moment, now = settings_now(), None if at is None else moment_of(at), present()
    admin_id, drafts = admin_id_of(settings, admin), drafts_of(settings)
    outcome = run_with(settings, drafts, lambda used: used.approve(announcement_id, admin_id, now, moment))
    match outcome:
        case Refusal():
            refuse(outcome, announcement_id, drafts)
        case Approved(audience=audience):
            told = f"approved: {audience} recipients, about {shown.duration(audience / settings.broadcast_rate)}"
        case SecondNeeded(audience=audience):
            told = f"approved once; {audience} recipients need another administrator's approval"
    tell(settings, announcement_id, told, as_json=as_json)


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
    settings = settings_now()
    found = run_with(settings, drafts_of(settings), lambda used: used.report(announcement_id))
    told = known(found, announcement_id)
    typer.echo(shown.report_json(told) if as_json else shown.report_text(told))


@announce_app.command()
def watch(announcement_id: IdArgument) -> None:
    """Show how an announcement's delivery goes on, until it ends."""
    settings = settings_now()

    async def follow(administration: Administration) -> Report:
        with shown.Progress() as progress:
            while True:
                found = known(await administration.report(announcement_id), announcement_id)
                if progress.show(found):
                    return found
                await asyncio.sleep(_POLL_S)

    typer.echo(shown.report_text(run_with(settings, drafts_of(settings), follow)))


@announce_app.command("requeue-uncertain")
def requeue_uncertain(
    announcement_id: IdArgument, admin: AdminOption = COMMAND_LINE, as_json: JsonOption = False
) -> None:
    """Send again what may have arrived or not; those it did reach get it twice."""
    settings, now = settings_now(), present()
    admin_id, drafts = admin_id_of(settings, admin), drafts_of(settings)
    outcome = run_with(settings, drafts, lambda used: used.requeue_uncertain(announcement_id, admin_id, now))
    if isinstance(outcome, Refusal):
        refuse(outcome, announcement_id, drafts)
    tell(settings, announcement_id, f"{outcome} deliveries are in the queue again", as_json=as_json)


@announce_app.command("stop-all")
def stop_all(admin: AdminOption = COMMAND_LINE) -> None:
    """Stop all announcing at once, in every process; answers go on."""
    settings = settings_now()
    admin_id = admin_id_of(settings, admin)
    run_with(settings, drafts_of(settings), lambda used: used.stop_all(admin_id, present()))
    typer.echo("all announcing is stopped")


@announce_app.command("resume-all")
def resume_all(admin: AdminOption = COMMAND_LINE) -> None:
    """Let announcing go on after stop-all."""
    settings = settings_now()
    admin_id = admin_id_of(settings, admin)
    run_with(settings, drafts_of(settings), lambda used: used.resume_all(admin_id, present()))
    typer.echo("announcing goes on")


def _act(action: Action, announcement_id: str, admin: int, *, as_json: bool) -> None:
    settings, now = settings_now(), present()
    admin_id, drafts = admin_id_of(settings, admin), drafts_of(settings)
    outcome = run_with(settings, drafts, lambda used: used.act(action, announcement_id, admin_id, now))
    match outcome:
        case Refusal():
            refuse(outcome, announcement_id, drafts)
        case Done(state=state):
            tell(settings, announcement_id, f"{announcement_id} is {state} now", as_json=as_json)
