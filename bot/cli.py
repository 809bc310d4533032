"""The command line: parse, call, print. Every command's work is done elsewhere."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import track

from bot import evaluating
from bot.answering.answerer import Answerer
from bot.answering.batch import answer_lines, to_json
from bot.answering.replying import record
from bot.answering.wording import Wording
from bot.app import open_answerer, run_bot, stop_on_signals, utc_now
from bot.checking import ProblemFormat, check_directory, formatted, told_pairs
from bot.cli_announce import announce_app
from bot.cli_knowledge import knowledge_app
from bot.cli_storage import storage_app
from bot.cli_unanswered import unanswered_app
from bot.config import Settings, read_settings
from bot.demo import run_demo
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.logs import configure_logs
from bot.matching.evaluation import ask_all
from bot.matching.explaining import explain
from bot.matching.model import Question
from bot.matching.opening import open_matcher

app: Final = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Kazakhstan–Japan bot."
)
app.add_typer(announce_app, name="announce")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(unanswered_app, name="unanswered")
app.add_typer(storage_app)
KnowledgeOption = Annotated[
    Path | None, typer.Option("--knowledge", help="Knowledge directory instead of the shipped one.")
]


def settings() -> Settings:
    """Return the settings of the environment and start logging by them."""
    read = read_settings(os.environ)
    configure_logs(sys.stderr, read.log_format, read.secrets())
    return read


@app.command()
def run() -> None:
    """Run the bot with the token in KZJP_BOT_TOKEN."""
    read = settings()

    async def main() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run_bot(read, stop)

    asyncio.run(main())


@app.command()
def demo(port: Annotated[int, typer.Option(help="Port of the chat page; 0 for a free one.")] = 8080) -> None:
    """Run the bot with a local Telegram and a chat page: no token needed."""
    asyncio.run(run_demo(settings(), port))


@app.command()
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
        matcher = open_matcher(load_knowledge(directory), directory, read.cache_dir())
        typer.echo("\n".join(explain(matcher, Question(question, language))))
        return
    answerer, wording = open_answerer(directory, read.cache_dir()), Wording(load_phrases(directory))
    if question is None:
        _ask_batch(answerer, wording, language)
        return
    outcome = answerer.ask(Question(question, language), utc_now().date())
    shown = record(question, outcome, wording)
    typer.echo(to_json(shown) if as_json else shown.text)


def _ask_batch(answerer: Answerer, wording: Wording, language: str | None) -> None:
    lines = sys.stdin.buffer if sys.stdin.isatty() else sys.stdin.buffer.readlines()
    shown = track(lines, "Answering", console=Console(stderr=True), disable=not sys.stderr.isatty())
    for line in answer_lines(shown, answerer, wording, language, utc_now().date()):
        typer.echo(line)


@app.command()
def check(
    directory: Annotated[Path | None, typer.Argument(help="The shipped knowledge by default.")] = None,
    problem_format: Annotated[ProblemFormat, typer.Option("--format", help="How to print a problem.")] = (
        ProblemFormat.TEXT
    ),
    confusable: Annotated[bool, typer.Option(help="List entries that the matcher mixes up, too.")] = False,
) -> None:
    """Check a knowledge directory: every problem as path:line: message, exit 1 if there is any."""
    chosen = directory or read_settings(os.environ).knowledge_dir
    problems = check_directory(chosen, utc_now().date())
    for problem in problems:
        typer.echo(formatted(problem, problem_format, Path.cwd()))
    for line in told_pairs(chosen) if confusable else ():
        typer.echo(line)
    typer.echo(f"{chosen}: {len(problems)} problems" if problems else f"{chosen}: no problems", err=True)
    raise typer.Exit(1 if problems else 0)


@app.command()
def evaluate(
    questions: Annotated[
        list[Path] | None, typer.Option(help="Test question files; a file's folder names its language.")
    ] = None,
    knowledge: KnowledgeOption = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything as JSON, to keep and compare with.")
    ] = False,
    compare: Annotated[Path | None, typer.Option(help="List what changed since this earlier --json output.")] = None,
    floor: Annotated[Path | None, typer.Option(help="Exit 1 where a figure is worse than this file records.")] = None,
) -> None:
    """Ask the test questions and print how well they are understood."""
    read = read_settings(os.environ)
    answerer = open_answerer(knowledge or read.knowledge_dir, read.cache_dir())
    gathered = evaluating.gather(questions or (), tuple(answerer.knowledge.languages))
    shown = track(gathered, "Asking", console=Console(stderr=True), disable=not sys.stderr.isatty())
    trials = ask_all(answerer.searcher, answerer.knowledge, shown)
    measures = tuple(evaluating.grouped(trials))
    if as_json:
        typer.echo(evaluating.as_json(trials, measures))
    else:
        Console(width=200).print(evaluating.as_table(measures))
    for line in evaluating.changes(trials, compare) if compare else ():
        typer.echo(line, err=as_json)
    worse = tuple(evaluating.below_floor(measures, floor)) if floor else ()
    for line in worse:
        typer.echo(line, err=True)
    raise typer.Exit(1 if worse else 0)
