"""``kzjp announce correct``, ``draft`` and ``audit``: what sets right, what is new, and who did what."""

import asyncio
from dataclasses import replace
from typing import Annotated, Final

import typer

from bot import announce_report as shown
from bot.announcing.drafting import write_drafts
from bot.announcing.lifecycle import Refusal
from bot.cli_announcing import (
    AdminOption,
    IdArgument,
    JsonOption,
    admin_id_of,
    drafts_of,
    known,
    present,
    refuse,
    run_with,
    tell,
)
from bot.cli_settings import settings_now
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.knowledge.versions import directory_at
from bot.storage.announcement_records import COMMAND_LINE
from bot.storage.audit import SqlAudit
from bot.storage.database import migrate, open_engine

writing_app: Final = typer.Typer()


@writing_app.command()
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
    settings, now = settings_now(), present()
    admin_id, drafts = admin_id_of(settings, admin), drafts_of(settings)
    draft = known(drafts().get(file_id), file_id)
    correction = replace(draft, corrects=announcement_id, is_edit=is_edit)
    outcome = run_with(settings, drafts, lambda used: used.correct(correction, admin_id, now))
    if isinstance(outcome, Refusal):
        refuse(outcome, file_id if outcome is Refusal.TAKEN else announcement_id, drafts)
    tell(settings, file_id, f"{file_id} corrects {announcement_id}; approve it to send it", as_json=as_json)


@writing_app.command()
def draft(
    since: Annotated[
        str, typer.Option(help="The knowledge when last announced: a directory, or a git revision of it.")
    ],
) -> None:
    """Write announcements out of what is new in the knowledge since then, one file a topic, to be reviewed."""
    settings = settings_now()
    with directory_at(since, settings.knowledge_dir) as directory:
        old, new = load_knowledge(directory), load_knowledge(settings.knowledge_dir)
    written = tuple(
        write_drafts(settings.knowledge_dir, old, new, load_phrases(settings.knowledge_dir), present().date())
    )
    for path in written:
        typer.echo(path)
    if not written:
        typer.echo("nothing new to announce", err=True)


@writing_app.command()
def audit(
    announcement_id: Annotated[str | None, typer.Argument(metavar="[ID]")] = None,
    limit: Annotated[int, typer.Option(help="How many entries.")] = 50,
    as_json: JsonOption = False,
) -> None:
    """List what administrators did, newest first."""

    async def read() -> tuple[str, ...]:
        engine = open_engine(settings_now().storage_url())
        try:
            await migrate(engine)
            entries = await SqlAudit(engine).newest(limit, announcement_id)
        finally:
            await engine.dispose()
        return tuple(shown.audit_json(entry) if as_json else shown.audit_text(entry) for entry in entries)

    for line in asyncio.run(read()):
        typer.echo(line)
