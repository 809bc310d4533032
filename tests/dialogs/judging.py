"""Judging a reply: whether it is what a transcript expects, by the knowledge and the phrases themselves."""

from dataclasses import dataclass

from bot.charting.reading import Charts
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.phrases import Phrases
from bot.playground.wire import JsonObject, get_list, get_object, get_str
from tests.dialogs.transcript import Expected
from tests.e2e.people import Message

ANSWER_ENTITIES = frozenset({"bold", "italic", "text_link", "expandable_blockquote"})
MAX_INLINE_RESULTS = 20
MAX_QUESTION_LENGTH = 1000
UNANSWERED_DAYS = 90


def check_inline(answer: JsonObject, expected: Expected) -> None:
    """Fail where the answer to an inline query is not what is expected; each result has to carry its sources."""
    results = [result for result in get_list(answer, "results") if isinstance(result, dict)]
    found = [get_str(result, "id") for result in results]
    assert len(found) <= MAX_INLINE_RESULTS
    assert len(found) >= len(expected.results), found
    for part, result_id in zip(expected.results, found, strict=False):
        assert part in result_id, found
    for result in results:
        assert "<a href=" in get_str(get_object(result, "input_message_content"), "message_text")
        assert get_str(result, "description")
    assert get_str(get_object(answer, "button"), "start_parameter") == (expected.start or "")


@dataclass(frozen=True, slots=True)
class Judge:
    """Knows what the bot may say."""

    knowledge: KnowledgeBase
    phrases: Phrases
    charts: Charts

    def check(self, seen: Message, expected: Expected, language: str) -> None:
        """Fail where ``seen`` is not what is expected of a reply in ``language``."""
        if expected.entry is not None:
            self._check_answer(seen, expected.entry, language)
        if expected.finds is not None and not any(expected.finds in button.data for button in seen.buttons):
            self._check_answer(seen, expected.finds, language)
        assert bool(seen.photo) is (expected.chart is not None)
        if expected.chart is not None:
            self._check_chart(seen, expected.chart, language)
        for phrase in expected.phrases:
            assert self.say(phrase, language, expected.about) in seen.text
        for text in expected.contains:
            assert text in seen.text
        for text in expected.not_contains:
            assert text not in seen.text
        for label in expected.buttons:
            seen.button(label)
        for address in expected.links:
            assert any(address in button.url for button in seen.buttons), f"no link to {address}: {seen.buttons}"
        for label in expected.no_buttons:
            assert all(label not in button.data for button in seen.buttons)
        assert set(expected.entities) <= {entity.kind for entity in seen.entities}

    def say(self, phrase: str, language: str, about: str | None = None) -> str:
        """Return a phrase with the values the bot fills in, the title of the topic it is ``about`` among them."""
        topic = "" if about is None else self.knowledge.pick(self.knowledge.topics[about].title, language)[1]
        return self.phrases.say(
            language,
            phrase,
            example=self.phrases.say(language, "example-question"),
            topic=topic,
            automatic=self.phrases.say(language, "language-automatic"),
            limit=MAX_QUESTION_LENGTH,
            days=UNANSWERED_DAYS,
            facts=len(self.knowledge.facts),
            sources=len(self.knowledge.sources),
            entries=len(self.knowledge.entries),
        )

    def heading(self, entry_id: str, language: str) -> str:
        """Return an entry's first utterance, which stands above its answer."""
        return self.knowledge.pick(self.knowledge.entries[entry_id].utterances, language)[1][0].text

    def _check_chart(self, seen: Message, chart_id: str, language: str) -> None:
        chart = self.charts.get(chart_id)
        assert chart is not None
        assert seen.text.startswith(self.knowledge.pick(chart.title, language)[1])
        facts = [self.knowledge.fact(point.fact) for point in chart.points()]
        assert set(seen.links()) == {self.knowledge.sources[source].url for fact in facts for source in fact.sources}
        for point in chart.points():
            assert str(point.period.year) in seen.text

    def _check_answer(self, seen: Message, entry_id: str, language: str) -> None:
        entry = self.knowledge.entries[entry_id]
        assert seen.text.startswith(f"{self.heading(entry_id, language)}\n"), f"not the answer of {entry_id}: {seen}"
        _, sentences = self.knowledge.pick(entry.answer, language)
        cited = [self.knowledge.fact(citation) for sentence in sentences for citation in sentence.citations]
        urls = {self.knowledge.sources[source].url for fact in cited for source in fact.sources}
        assert set(seen.links()) == urls
        assert {entity.kind for entity in seen.entities} >= ANSWER_ENTITIES
        for sentence in sentences:
            assert f"{sentence.text} [" in seen.text
