"""Administrators' buttons: what they carry, and what forged ones carry."""

import datetime as dt

import pytest

from bot.tg.orders import (
    Order,
    Ordered,
    decode_moment,
    decode_order,
    encode_moment,
    encode_order,
    fits_order,
    order_button,
    page_of,
)

ID = "2026-11-30-120000"
MOMENT = dt.datetime(2026, 12, 1, 4, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    ("about", "what"), [("", ""), ("", "air-travel"), (ID, ""), (ID, "ja"), (f"{ID}-19", "x" * 20)]
)
def test_a_button_carries_its_order(order: Order, about: str, what: str) -> None:
    ordered = Ordered("ja", order, about, what)

    assert fits_order(ordered)
    assert decode_order(encode_order(ordered)) == ordered


def test_an_id_that_is_too_long_does_not_fit() -> None:
    assert not fits_order(Ordered("en", Order.CARD, "x" * 60))


def test_a_label_is_cut_where_telegram_would_refuse_it() -> None:
    assert len(order_button("x" * 300, Ordered("en", Order.LIST)).text) == 100


@pytest.mark.parametrize(
    "data",
    ["", "d:", "d:en", "d:en:zz", "d:EN:ca:x", "d:en:ca:x y", "d:en:ca:x:", "d:en:ca:x:y:z", "d:en:ca:x\n", "b:en:to"],
)
def test_what_is_no_order_decodes_to_nothing(data: str) -> None:
    assert decode_order(data) is None


@pytest.mark.parametrize("at", [None, MOMENT])
def test_a_moment_is_kept_to_the_minute(at: dt.datetime | None) -> None:
    assert decode_moment(encode_moment(at)) == at


@pytest.mark.parametrize("what", ["x", "-1", "99999999999", "1.5"])
def test_a_forged_moment_is_refused(what: str) -> None:
    with pytest.raises(ValueError, match="is no moment"):
        decode_moment(what)


@pytest.mark.parametrize(("what", "page"), [("", 0), ("3", 3), ("x", 0), ("99999", 0)])
def test_a_page_that_is_none_is_the_first(what: str, page: int) -> None:
    assert page_of(what) == page
