"""Numbers, payment references, and what is left to bill when part of a visit is billed already."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from core.rules.charging import FIXED_TRAVEL, IN_FIXED_TRAVEL
from core.rules.invoicing import BilledLine, invoice_number, left_to_bill, ocr_reference
from core.rules.pricing import ChargedRecord, PricedItem, PricedLine, PriceSettings, priced_lines, totals, totals_of

LABOUR = PricedItem("labour", "ARB", "Arbetstid", "labour", "h", Decimal(995))
FEE = PricedItem("travel", "RESA", "Fast resa", "travel", "st", Decimal(95))
SETTINGS = PriceSettings(labour=LABOUR, travel=FEE)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def work(number: int, minutes: int, person: str = "alex") -> ChargedRecord:
    return ChargedRecord(
        "time", f"work-{number}", person, AT, "chargeable", time_kind="work", minutes=minutes, item=LABOUR
    )


def travel(number: int) -> ChargedRecord:
    return ChargedRecord(
        "time", f"travel-{number}", "alex", AT, "chargeable", FIXED_TRAVEL, time_kind="travel", minutes=20, item=FEE
    )


def as_billed(line: PricedLine) -> BilledLine:
    return BilledLine(line.quantity, line.unit_price, line.reason_key == FIXED_TRAVEL)


@given(st.integers(2020, 2099), st.integers(1, 200_000))
def test_reference_passes_the_bank_s_checks(year: int, serial: int) -> None:
    reference = ocr_reference(invoice_number(year, serial))
    assert luhn.is_valid(reference)
    assert int(reference[-2]) == len(reference) % 10


def test_reference_of_the_worked_example() -> None:
    assert ocr_reference("20261234") == "2026123402"


@given(
    st.lists(st.tuples(st.integers(1, 600), st.sampled_from(["alex", "sara"])), min_size=1, max_size=8),
    st.integers(0, 8),
)
def test_billing_a_visit_in_two_goes_costs_what_billing_it_at_once_costs(
    minutes: list[tuple[int, str]], first: int
) -> None:
    records = [work(n, length, person) for n, (length, person) in enumerate(minutes)]
    before = priced_lines(records[:first], SETTINGS)
    billed = {line.source_id: as_billed(line) for line in before}
    whole = priced_lines(records, SETTINGS)
    rest = left_to_bill(whole, billed)
    hours = sum((line.quantity for line in (*before, *rest)), Decimal(0))
    assert hours == sum((line.quantity for line in whole), Decimal(0))
    assert {line.source_id for line in rest} == {record.id for record in records[first:]}


def test_the_travel_fee_is_taken_once() -> None:
    first = priced_lines([travel(2)], SETTINGS)
    rest = left_to_bill(priced_lines([travel(1), travel(2)], SETTINGS), {"travel-2": as_billed(first[0])})
    assert [(line.source_id, line.amount, line.reason_key) for line in rest] == [
        ("travel-1", Decimal(0), IN_FIXED_TRAVEL)
    ]


@pytest.mark.parametrize("option", ["internal", "not_done"])
def test_what_is_no_concern_of_the_customer_never_stands_on_an_invoice(option: str) -> None:
    hidden = priced_lines([replace(work(1, 60), charge_option=option)], SETTINGS)
    assert left_to_bill(hidden, {}) == ()


AMOUNTS = st.lists(
    st.tuples(
        st.sampled_from([Decimal(25), Decimal(12), Decimal(6), Decimal(0)]),
        st.integers(-500_000, 5_000_000).map(lambda ore: Decimal(ore) / 100),
    ),
    max_size=30,
)


@given(AMOUNTS)
def test_sums_add_up_to_the_ore(amounts: list[tuple[Decimal, Decimal]]) -> None:
    sums = totals_of(amounts)
    assert sums.net == sum((amount for _rate, amount in amounts), Decimal(0))
    assert sums.net == sum((row.base for row in sums.vat_rows), Decimal(0))
    assert sums.net + sums.vat + sums.rounding == sums.to_pay
    assert sums.to_pay == sums.to_pay.to_integral_value()
    assert abs(sums.rounding) <= Decimal("0.50")
    for row in sums.vat_rows:
        assert abs(row.amount - row.base * row.rate / 100) <= Decimal("0.005")


@given(AMOUNTS)
def test_a_credit_note_is_the_invoice_with_its_signs_turned(amounts: list[tuple[Decimal, Decimal]]) -> None:
    sums, back = totals_of(amounts), totals_of((rate, -amount) for rate, amount in amounts)
    assert (back.net, back.vat, back.rounding, back.to_pay) == (-sums.net, -sums.vat, -sums.rounding, -sums.to_pay)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=6))
def test_lines_are_the_sum(minutes: list[int]) -> None:
    lines = priced_lines([work(n, length) for n, length in enumerate(minutes)], SETTINGS)
    assert totals(left_to_bill(lines, {})) == totals(lines)
