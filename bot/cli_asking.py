"""``kzjp ask``: one question in the terminal, or one a line. It needs neither Telegram nor a database."""

import datetime as dt
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.answering.answerer import Answerer
from bot.answering.batch import answer_lines, to_json
from bot.answering.opening import open_answerer
from bot.answering.replying import record
from bot.answering.wording import Wording
from bot.config import read_settings
from bot.knowledge.phrases import load_phrases
from bot.matching.explaining import explain
from bot.matching.model import Question
from bot.matching.opening import open_base

ask_app: Final = typer.Typer(add_completion=False)
KnowledgeOption = Annotated[
    Path | None, typer.Option("--knowledge", help="Knowledge directory instead of the shipped one.")
]


@ask_app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question; with --batch, none.")] = None,
    language: Annotated[str | None, typer.Option(help="Answer in this language instead of the question's.")] = None,
    knowledge: KnowledgeOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    batch: Annotated[bool, typer.Option(help="Answer each line of standard input with a line of JSON.")] = False,
    explained: Annotated[bool, typer.Option("--explain", help="Show why it leads where it does.")] = False,
) -> None:
    """Answer a question in the terminal."""
    if (question is None) is not batch:
        raise typer.BadParameter("give a question, or --batch and questions on standard input")
    read = read_settings(os.environ)
    directory = knowledge or read.knowledge_dir
    if question is not None and explained:
        matcher = open_base(directory, read.cache_dir()).matcher
        typer.echo("\n".join(explain(matcher, Question(question, language))))
        return
    answerer, wording = open_answerer(directory, read.cache_dir()), Wording(load_phrases(directory))
    today = dt.datetime.now(dt.UTC).date()
    if question is None:
        _ask_batch(answerer, wording, language, today)
        return
    shown = record(question, answerer.ask(Question(question, language), today), wording)
    typer.echo(to_json(shown) if as_json else shown.text)


def _ask_batch(answerer: Answerer, wording: Wording, language: str | None, today: dt.date) -> None:
    lines = sys.stdin.buffer if sys.stdin.isatty() else sys.stdin.buffer.readlines()
    with typer.progressbar(lines, label="Answering", file=sys.stderr, hidden=not sys.stderr.isatty()) as shown:
        for line in answer_lines(shown, answerer, wording, language, today):
            typer.echo(line)
