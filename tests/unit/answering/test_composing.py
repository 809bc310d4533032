"""Answers composed of entries and facts: footnotes, dates, caveats, languages, what replaced what."""

import datetime as dt

import pytest

from bot.answering.composing import Composer
from bot.answering.model import Caveat, CaveatKind, Choice, Passage, TopicLabel
from bot.knowledge.model import Source, SourceKind, Status
from tests.building import TODAY, a_base, a_fact, a_source, an_entry

NEWS = SourceKind.NEWS


def composer_of(answer: str, *facts: tuple[str, tuple[str, ...]]) -> Composer:
    """Return a composer of one entry ``x`` that cites facts with these sources."""
    return Composer(a_base([a_fact(name, sources) for name, sources in facts], [an_entry("x", answer)]))


def test_sources_are_numbered_in_the_order_of_their_first_citation() -> None:
    composer = composer_of("One.[^a] Two.[^b]", ("a", ("s2",)), ("b", ("s1",)))

    answer = composer.entry("x", "en", TODAY)

    assert answer is not None
    assert answer.passages == (Passage("One.", (1,)), Passage("Two.", (2,)))
    assert [(note.number, note.source.id) for note in answer.footnotes] == [(1, "s2"), (2, "s1")]


def test_a_source_cited_again_keeps_its_number() -> None:
    composer = composer_of("One.[^a] Two.[^b] Three.[^a]", ("a", ("s1", "s2")), ("b", ("s3", "s1")))

    answer = composer.entry("x", "en", TODAY)

    assert answer is not None
    assert [passage.footnotes for passage in answer.passages] == [(1, 2), (1, 3), (1, 2)]
    assert [note.source.id for note in answer.footnotes] == ["s1", "s2", "s3"]


def test_the_numbers_after_a_sentence_ascend() -> None:
    ten = tuple(f"s{number}" for number in range(1, 11))
    composer = composer_of("One.[^a] Two.[^b]", ("a", ten), ("b", ("s8", "s1", "s10")))

    answer = composer.entry("x", "en", TODAY)

    assert answer is not None
    assert answer.passages[1].footnotes == (1, 8, 10)


def test_two_facts_of_one_source_give_one_footnote() -> None:
    composer = composer_of("One.[^a][^b]", ("a", ("s1",)), ("b", ("s1",)))

    answer = composer.entry("x", "en", TODAY)

    assert answer is not None
    assert answer.passages == (Passage("One.", (1,)),)
    assert answer.facts == ("a", "b")


def test_a_former_id_is_told_by_the_fact_it_became() -> None:
    base = a_base([a_fact("new", also=("old",))], [an_entry("x", "One.[^old][^new]")])

    answer = Composer(base).entry("x", "en", TODAY)

    assert answer is not None
    assert answer.facts == ("new",)


def test_the_date_of_an_answer_is_its_newest_facts() -> None:
    base = a_base(
        [a_fact("a", as_of="2025-01-01"), a_fact("b", as_of="2026-03-04")], [an_entry("x", "One.[^a] Two.[^b]")]
    )

    answer = Composer(base).entry("x", "en", TODAY)

    assert answer is not None
    assert answer.as_of == dt.date(2026, 3, 4)


def test_an_answer_without_citations_has_no_date_and_no_footnotes() -> None:
    answer = Composer(a_base(entries=[an_entry("x", "One.")])).entry("x", "en", TODAY)

    assert answer is not None
    assert (answer.as_of, answer.footnotes, answer.caveats) == (None, (), ())


@pytest.mark.parametrize(
    ("status", "as_of", "review_by", "caveats"),
    [
        pytest.param(Status.IN_FORCE, "2026-01-02", None, [], id="new and in force"),
        pytest.param(Status.IN_FORCE, "2023-11-23", None, [], id="three years less a day or two"),
        pytest.param(Status.IN_FORCE, "2023-11-22", None, [CaveatKind.OLD], id="more than 1095 days"),
        pytest.param(Status.PLANNED, "2020-01-01", None, [CaveatKind.OLD], id="an old plan"),
        pytest.param(Status.PROPOSAL, "2020-01-01", None, [CaveatKind.OLD], id="an old proposal"),
        pytest.param(Status.PAST_EVENT, "2010-01-01", None, [], id="the past doesn't age"),
        pytest.param(Status.IN_FORCE, "2026-01-02", "2026-11-21", [CaveatKind.OLD], id="a review that is due"),
        pytest.param(Status.IN_FORCE, "2026-01-02", "2026-11-22", [], id="a review by today"),
        pytest.param(Status.PAST_EVENT, "2026-01-02", "2020-01-01", [], id="a review of the past"),
        pytest.param(Status.DATE_PASSED, "2024-01-01", None, [CaveatKind.DATE_PASSED], id="its date went by"),
        pytest.param(Status.SUPERSEDED, "2024-01-01", None, [CaveatKind.SUPERSEDED], id="superseded"),
    ],
)
def test_a_caveat_follows_from_status_and_age(
    status: Status, as_of: str, review_by: str | None, caveats: list[CaveatKind]
) -> None:
    base = a_base([a_fact("a", status=status, as_of=as_of, review_by=review_by)], [an_entry("x", "One.[^a]")])

    answer = Composer(base).entry("x", "en", TODAY)

    assert answer is not None
    assert answer.caveats == tuple(Caveat(kind, dt.date.fromisoformat(as_of)) for kind in caveats)


def test_an_old_fact_beside_a_new_one_needs_no_caveat() -> None:
    facts = [a_fact("a", as_of="2019-01-01"), a_fact("b", as_of="2026-01-01")]

    answer = Composer(a_base(facts, [an_entry("x", "One.[^a][^b]")])).entry("x", "en", TODAY)

    assert answer is not None
    assert answer.caveats == ()


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        pytest.param([a_source("s", NEWS, "2026-05-06")], True, id="one news report"),
        pytest.param([a_source("s", published="2026-05-06")], False, id="one official source"),
        pytest.param([a_source("s", NEWS, "2026-05-06"), a_source("t", NEWS)], False, id="two news reports"),
    ],
)
def test_a_lone_news_report_is_told(sources: list[Source], told: bool) -> None:
    fact = a_fact("a", tuple(source.id for source in sources))

    answer = Composer(a_base([fact], [an_entry("x", "One.[^a]")], sources)).entry("x", "en", TODAY)

    assert answer is not None
    assert (Caveat(CaveatKind.SINGLE_NEWS_SOURCE, dt.date(2026, 5, 6)) in answer.caveats) is told
    assert len(answer.caveats) == int(told)


def test_every_caveat_that_applies_is_told_in_order() -> None:
    facts = [
        a_fact("a", ("s",), status=Status.DATE_PASSED, as_of="2024-01-01"),
        a_fact("b", ("s",), status=Status.SUPERSEDED, as_of="2024-02-01"),
        a_fact("c", ("s",), as_of="2020-03-01"),
    ]
    base = a_base(facts, [an_entry("x", "One.[^a][^b][^c]")], [a_source("s", NEWS, "2024-04-01")])

    answer = Composer(base).entry("x", "en", TODAY)

    assert answer is not None
    assert answer.caveats == (
        Caveat(CaveatKind.DATE_PASSED, dt.date(2024, 1, 1)),
        Caveat(CaveatKind.SUPERSEDED, dt.date(2024, 2, 1)),
        Caveat(CaveatKind.OLD, dt.date(2020, 3, 1)),
        Caveat(CaveatKind.SINGLE_NEWS_SOURCE, dt.date(2024, 4, 1)),
    )


def test_a_fact_is_answered_with_its_statement_and_sources() -> None:
    answer = Composer(a_base([a_fact("a", ("s1", "s2"))])).fact("a", "en", TODAY)

    assert answer is not None
    assert answer.choice == Choice("fact", "a", "Statement of a.")
    assert answer.passages == (Passage("Statement of a.", (1, 2)),)
    assert (answer.known, answer.facts, answer.related) == (True, ("a",), ())


def test_a_superseded_fact_is_answered_with_what_replaced_it_at_last() -> None:
    facts = [
        a_fact("a", status=Status.SUPERSEDED, superseded_by="b"),
        a_fact("b", status=Status.SUPERSEDED, superseded_by="old-c"),
        a_fact("c", also=("old-c",)),
    ]

    answer = Composer(a_base(facts)).fact("a", "en", TODAY)

    assert answer is not None
    assert answer.choice == Choice("fact", "c", "Statement of c.")
    assert answer.facts == ("c",)


def test_a_superseded_fact_is_offered_as_what_replaced_it() -> None:
    facts = [a_fact("a", status=Status.SUPERSEDED, superseded_by="b"), a_fact("b")]

    assert Composer(a_base(facts)).choice("fact", "a", "en") == Choice("fact", "b", "Statement of b.")


def test_a_superseded_fact_without_successor_carries_the_caveat() -> None:
    answer = Composer(a_base([a_fact("a", status=Status.SUPERSEDED)])).fact("a", "en", TODAY)

    assert answer is not None
    assert [caveat.kind for caveat in answer.caveats] == [CaveatKind.SUPERSEDED]


def test_facts_that_supersede_each_other_are_not_answered() -> None:
    facts = [a_fact("a", superseded_by="b"), a_fact("b", superseded_by="a")]

    assert Composer(a_base(facts)).fact("a", "en", TODAY) is None


def test_what_the_knowledge_no_longer_has_is_none() -> None:
    composer = Composer(a_base())

    assert composer.entry("gone", "en", TODAY) is None
    assert composer.fact("gone", "en", TODAY) is None
    assert composer.choice("entry", "gone", "en") is None
    assert composer.choice("fact", "gone", "en") is None
    assert composer.topic("gone", "en") is None


def test_an_answer_is_in_the_readers_language_if_there_is_one() -> None:
    base = a_base([a_fact("a")], [an_entry("x", {"en": "One.[^a]", "kk": "Бір.[^a]"})], languages=("en", "ru", "kk"))

    answer = Composer(base).entry("x", "kk", TODAY)

    assert answer is not None
    assert (answer.language, answer.passages[0].text, answer.choice.heading) == ("kk", "Бір.", "Question of x in kk?")


def test_an_answer_falls_back_to_the_first_language_that_has_one() -> None:
    base = a_base([a_fact("a")], [an_entry("x", {"ru": "Один.[^a]", "en": "One.[^a]"})], languages=("en", "ru", "kk"))

    answer = Composer(base).entry("x", "kk", TODAY)

    assert answer is not None
    assert (answer.language, answer.passages[0].text, answer.choice.heading) == ("en", "One.", "Question of x in en?")


def test_an_honest_entry_is_told_as_not_known() -> None:
    answer = Composer(a_base([a_fact("a")], [an_entry("x", "No source.[^a]", known=False)])).entry("x", "en", TODAY)

    assert answer is not None
    assert not answer.known


def test_three_related_entries_are_offered_at_most() -> None:
    others = [an_entry(name, "One.") for name in ("a", "b", "c", "d")]
    base = a_base(entries=[an_entry("x", "One.", related=("a", "b", "c", "d")), *others])

    answer = Composer(base).entry("x", "en", TODAY)

    assert answer is not None
    assert [choice.id for choice in answer.related] == ["a", "b", "c"]
    assert answer.related[0] == Choice("entry", "a", "Question of a in en?")


def test_topics_and_their_entries_are_listed_in_order() -> None:
    entries = [an_entry("a", "One."), an_entry("b", "One.", topic="trade"), an_entry("c", "One.")]
    composer = Composer(a_base(entries=entries, topics=("visas", "trade")))

    assert composer.topics("ru") == (TopicLabel("visas", "", "Visas"), TopicLabel("trade", "", "Trade"))
    assert [choice.id for choice in composer.entries_of("visas", "en")] == ["a", "c"]
