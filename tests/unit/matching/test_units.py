"""What can be found: entries, and facts that no entry cites."""

from bot.knowledge.model import Status
from bot.matching.units import Unit, units_of
from tests.building import a_base, a_fact, an_entry


def test_entries_come_first_with_their_texts_in_the_language() -> None:
    entry = an_entry("x", {"en": "One.[^a] Two.[^a]", "ru": "Один.[^a]"}, {"en": ["Q?", "q"], "ru": ["В?"]})
    facts = [a_fact("a", statement={"en": "A.", "ru": "А."}), a_fact("b", statement={"en": "B."})]

    units = units_of(a_base(facts, [entry], languages=("en", "ru")), "en")

    assert units == (
        Unit("entry", "x", frozenset({"a"}), ("Q?", "q"), (), ("One. Two.", "A.")),
        Unit("fact", "b", frozenset({"b"}), ("B.",), (), ("B.",)),
    )


def test_a_superseded_fact_cannot_be_found() -> None:
    assert units_of(a_base([a_fact("a", status=Status.SUPERSEDED, superseded_by="b")]), "en") == ()


def test_a_fact_cited_by_its_former_id_is_no_unit_of_its_own() -> None:
    base = a_base([a_fact("new", also=("old",))], [an_entry("x", "One.[^old]")])

    assert [unit.id for unit in units_of(base, "en")] == ["x"]


def test_units_are_in_the_same_order_in_every_language() -> None:
    base = a_base([a_fact("b"), a_fact("a")], [an_entry("y", "One."), an_entry("x", "One.")], languages=("en", "ja"))

    assert [unit.id for unit in units_of(base, "en")] == [unit.id for unit in units_of(base, "ja")]
