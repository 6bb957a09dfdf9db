"""What the keys of the number pad make of a number, and where a value stands on its gauge."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.presenters.number_pad import NumberPad, gauge
from core.rules.checklist import Element, Kind, may_be_negative

KEYS = st.lists(st.sampled_from([*"0123456789", "decimal", ",", ".", "minus", "back", "clear", "5x", ""]), max_size=24)
LIMIT = st.none() | st.decimals(Decimal(-60), Decimal(60), places=1)


def typed(pad: NumberPad, *keys: str) -> NumberPad:
    for key in keys:
        pad = pad.press(key)
    return pad


@given(KEYS, st.integers(0, 3), st.booleans(), st.integers(1, 8))
def test_whatever_is_pressed_stays_a_number_of_this_step(
    keys: list[str], decimals: int, signed: bool, longest: int
) -> None:
    pad = typed(NumberPad(decimals=decimals, signed=signed, longest=longest), *keys)
    whole, _, fraction = pad.text.removeprefix("-").partition(".")
    assert len(whole) <= longest
    assert len(fraction) <= decimals
    assert not whole.startswith("0") or whole == "0"
    assert signed or "-" not in pad.text
    assert pad.value is None or pad.value == Decimal(pad.text.rstrip("."))


@given(st.decimals(Decimal(-9999), Decimal(9999), places=2))
def test_a_kept_value_opens_again_and_is_typed_again_as_it_was(value: Decimal) -> None:
    pad = NumberPad(signed=True).with_value(value)
    assert pad.value == value
    again = NumberPad(signed=True).with_text(format(value, "f"))
    assert again.value == value


@given(KEYS, st.integers(0, 3))
def test_minus_pressed_twice_is_nothing_and_clear_is_empty(keys: list[str], decimals: int) -> None:
    pad = typed(NumberPad(decimals=decimals, signed=True), *keys)
    assert typed(pad, "minus", "minus") == pad
    assert typed(pad, "clear").value is None


def test_the_sign_can_come_first_or_last_and_goes_with_the_last_digit() -> None:
    pad = NumberPad(signed=True, decimals=1)
    assert typed(pad, "minus", "1", "8", ",", "5").shown == "−18,5"
    assert typed(pad, "1", "8", ",", "5", "minus").shown == "−18,5"
    assert typed(pad, "minus", "4", "back", "back").text == ""
    assert typed(pad, "minus").value is None
    assert NumberPad(signed=True, decimals=1, language="en").with_value(Decimal("-2.5")).shown == "−2.5"


@pytest.mark.parametrize(
    ("kind", "low", "negative"),
    [
        ("measure", None, True), ("measure", "-30", True), ("measure", "0", True),
        ("number", None, True), ("number", "-5", True), ("number", "0", False), ("number", "2", False),
        ("counter", None, False), ("time", None, False), ("material", None, False), ("repeat", None, False),
    ],
)
def test_what_is_measured_may_lie_below_zero_what_is_counted_may_not(
    kind: Kind, low: str | None, negative: bool
) -> None:
    assert may_be_negative(Element(id="a", kind=kind, low=Decimal(low) if low else None)) is negative


@given(st.decimals(Decimal(-99), Decimal(99), places=1), st.lists(LIMIT, min_size=4, max_size=4))
def test_the_needle_and_the_approved_range_stand_in_the_order_of_the_numbers(
    value: Decimal, limits: list[Decimal | None]
) -> None:
    in_order = sorted(limit for limit in limits if limit is not None)
    low, ok_low, ok_high, high = (in_order.pop(0) if limit is not None else None for limit in limits)
    found = gauge(value, low, ok_low, ok_high, high)
    if all(limit is None for limit in limits):
        assert found is None
        return
    assert found is not None and found.needle is not None
    assert 0.0 <= found.ok_from <= found.ok_to <= 1.0
    assert 0.0 <= found.needle <= 1.0
    if ok_low is not None and value < ok_low:
        assert found.needle <= found.ok_from
    if ok_high is not None and value > ok_high:
        assert found.needle >= found.ok_to
    if (ok_low is None or value >= ok_low) and (ok_high is None or value <= ok_high):
        assert found.ok_from <= found.needle <= found.ok_to


@pytest.mark.parametrize(
    ("value", "needle"), [("0", 0.0), ("1", 0.5), ("1.5", 0.75), ("2", 1.0), ("9", 1.0), ("-1", 0.0)]
)
def test_the_needle_stands_at_its_share_and_never_leaves_the_gauge(value: str, needle: float) -> None:
    found = gauge(Decimal(value), Decimal(0), Decimal("0.8"), Decimal("1.2"), Decimal(2))
    assert found is not None
    assert found.needle == pytest.approx(needle)
    assert (found.ok_from, found.ok_to) == (pytest.approx(0.4), pytest.approx(0.6))


def test_missing_ends_lie_a_quarter_beyond_and_nothing_typed_has_no_needle() -> None:
    found = gauge(None, None, Decimal(8), Decimal(12), None)
    assert found is not None
    assert found.needle is None
    assert (found.ok_from, found.ok_to) == (pytest.approx(1 / 6), pytest.approx(5 / 6))
    one_sided = gauge(Decimal(4), None, Decimal(4), None, None)
    assert one_sided is not None and one_sided.needle == one_sided.ok_from
    assert one_sided.ok_to == 1.0
