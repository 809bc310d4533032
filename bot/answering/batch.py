"""Answering many questions: one a line in, one JSON object a line out, in order."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from bot.answering.answerer import Answerer
from bot.answering.replying import ReplyRecord, record
from bot.answering.wording import Wording
from bot.matching.model import Question


def to_json(shown: ReplyRecord) -> str:
    """Return the record as one line of JSON, half a surrogate pair as ``?``: UTF-8 cannot say it."""
    return json.dumps(asdict(shown), ensure_ascii=False).encode("utf-8", errors="replace").decode()


def answer_lines(
    lines: Iterable[bytes], answerer: Answerer, wording: Wording, language: str | None, today: dt.date
) -> Iterator[str]:
    """Yield a line of JSON for each line: a bare question, or ``{"q": …, "language": …}``."""
    for line in lines:
        question = _question(line.decode("utf-8", errors="replace").rstrip("\r\n"), language)
        yield to_json(record(question.text, answerer.ask(question, today), wording))


def _question(line: str, language: str | None) -> Question:
    if line.startswith("{"):
        try:
            given = json.loads(line)
        except (ValueError, RecursionError):
            return Question(line, language)
        if isinstance(given, dict) and isinstance(given.get("q"), str):
            own = given.get("language")
            return Question(given["q"], own if isinstance(own, str) else language)
    return Question(line, language)
