"""The curators' look at what could not be answered, ``kzjp unanswered …``: parse, call, print."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Annotated, Final, TypeVar

import typer

from bot.cli_settings import settings_now
from bot.storage.behind import WriteBehind
from bot.storage.database import migrate, open_engine
from bot.storage.records import UnansweredQuestion
from bot.storage.unanswered import SqlUnansweredStore

unanswered_app: Final = typer.Typer(no_args_is_help=True, help="Questions that got no answer, without their chats.")
Given = TypeVar("Given")


@unanswered_app.command("list")
def list_questions(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """List the questions, oldest first, with the nearest entries."""
    for question in asyncio.run(_with_store(SqlUnansweredStore.all)):
        typer.echo(_as_json(question) if as_json else _as_text(question))


@unanswered_app.command("forget")
def forget(
    numbers: Annotated[list[int] | None, typer.Argument(metavar="[ID]…", help="All of them by default.")] = None,
) -> None:
    """Delete questions, such as those that have an answer now."""
    deleted = asyncio.run(_with_store(lambda store: store.forget(numbers or None)))
    typer.echo(f"{deleted} forgotten")


async def _with_store(use: Callable[[SqlUnansweredStore], Awaitable[Given]]) -> Given:
    engine = open_engine(settings_now().storage_url())
    try:
        await migrate(engine)
        return await use(SqlUnansweredStore(engine, WriteBehind(engine)))
    finally:
        await engine.dispose()


def _as_json(question: UnansweredQuestion) -> str:
    shown = {
        "id": question.number,
        "text": question.text,
        "language": question.language,
        "day": question.day.isoformat(),
        "reason": question.reason,
        "nearest": question.nearest,
    }
    return json.dumps(shown, ensure_ascii=False)


def _as_text(question: UnansweredQuestion) -> str:
    text = " ".join(question.text.split())
    nearest = ", ".join(question.nearest) or "nothing near"
    return f"{question.number}  {question.day}  {question.language}  {question.reason}  {text}  ({nearest})"
