"""Prices, lines and sums, exact to the öre."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from core.rules.charging import OPTIONS
from core.rules.pricing import (
    ORE,
    ChargedRecord,
    PricedItem,
    PriceSettings,
    hours,
    priced_lines,
    rounded_minutes,
    rounded_up,
    to_ore,
    totals,
    unit_price,
)  # fmt: skip
from core.rules.statement import exact, fingerprint, statement

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LABOUR = PricedItem("labour", "ARB", "Arbetstid", "labour", "h", Decimal(995))
FIXED_TRAVEL = PricedItem("travel", "RESA", "Fast resa", "travel", "st", Decimal(95))
HOURLY_TRAVEL = PricedItem("travel", "RESA", "Restid", "travel", "h", Decimal(600))
MILEAGE = PricedItem("km", "KM", "Körning", "travel", "km", Decimal("9.50"))
GASKET = PricedItem("gasket", "532-0017", "Packning E61", "part", "st", Decimal(89))
DETERGENT = PricedItem("detergent", "900-0004", "Rengöringsmedel", "consumable", "g", Decimal("0.76"))
BOOK = PricedItem("book", "B", "Bok", "part", "st", Decimal("101.37"), Decimal(6))
USUAL = PriceSettings(LABOUR, FIXED_TRAVEL, MILEAGE)
HOURLY = PriceSettings(LABOUR, HOURLY_TRAVEL, MILEAGE)


def record(kind: str, record_id: str, option: str = "chargeable", **what: Any) -> ChargedRecord:
    return ChargedRecord(
        kind=kind, id=record_id, person_id=what.pop("person", "alex"), at=NOW, charge_option=option, **what
    )


def work(record_id: str, minutes: int, option: str = "chargeable", **more: Any) -> ChargedRecord:
    return record("time", record_id, option, time_kind="work", minutes=minutes, item=LABOUR, **more)


def travel(
    record_id: str, minutes: int = 14, option: str = "chargeable", item: PricedItem = FIXED_TRAVEL
) -> ChargedRecord:
    return record(
        "time", record_id, option, time_kind="travel", minutes=minutes, item=item, reason_key="charge.fixed_travel"
    )


def mileage(record_id: str, kilometres: str, option: str = "chargeable") -> ChargedRecord:
    return record(
        "mileage", record_id, option, quantity=Decimal(kilometres), item=MILEAGE, reason_key="charge.in_fixed_travel"
    )


def material(record_id: str, item: PricedItem, quantity: str, option: str = "chargeable") -> ChargedRecord:
    return record("material", record_id, option, quantity=Decimal(quantity), item=item)


def test_james_pays_166_kronor() -> None:
    lines = priced_lines(
        [
            travel("t0"), work("t1", 85, "contract"), mileage("m1", "5.2"),
            material("g", GASKET, "1", "warranty_supplier"), material("d", DETERGENT, "50"),
        ],
        USUAL,
    )
    sums = totals(lines)
    assert [line.amount for line in lines] == [Decimal(95), 0, 0, 0, Decimal(38)]
    assert (sums.net, sums.vat, sums.rounding, sums.to_pay) == (
        Decimal(133), Decimal("33.25"), Decimal("-0.25"), Decimal(166)
    )
    assert lines[1].quantity == Decimal("1.42") and lines[1].list_amount == Decimal("1412.90")
    assert lines[3].list_amount == Decimal(89), "what the supplier is asked for"


def test_work_is_debited_by_the_started_quarter_of_the_whole_visit() -> None:
    lines = priced_lines([work("a", 20), work("b", 20), work("c", 25)], USUAL)
    assert sum(line.quantity for line in lines) == Decimal("1.25"), "65 minutes are five quarters, not three times two"
    assert [line.quantity for line in lines[:2]] == [Decimal("0.33"), Decimal("0.34")]


def test_two_people_are_rounded_each_for_himself() -> None:
    lines = priced_lines([work("a", 10), work("b", 10, person="sara")], USUAL)
    assert [line.quantity for line in lines] == [Decimal("0.25"), Decimal("0.25")]


def test_who_pays_for_a_started_quarter_is_told_of_it_where_it_stands() -> None:
    worked = {"a": 37, "b": 2, "c": 10}
    lines = priced_lines([work("a", 37), work("b", 2), work("c", 10, person="sara")], USUAL)
    assert rounded_up(lines, worked) == {"b": 45, "c": 15}
    assert not rounded_up(priced_lines([work("a", 37), work("b", 8)], USUAL), {"a": 37, "b": 8})
    assert not rounded_up(priced_lines([work("a", 37, "contract")], USUAL), worked)


def test_what_is_not_charged_is_not_rounded_up() -> None:
    lines = priced_lines([work("a", 20, "contract"), work("b", 20)], USUAL)
    assert [line.quantity for line in lines] == [Decimal("0.33"), Decimal("0.50")]


def test_a_firm_may_debit_by_the_minute_or_the_half_hour() -> None:
    assert [rounded_minutes(61, step) for step in (0, 1, 15, 30, 60)] == [61, 61, 75, 90, 120]
    assert rounded_minutes(60, 15) == 60
    by_minute = PriceSettings(LABOUR, FIXED_TRAVEL, MILEAGE, rounding_minutes=1)
    assert priced_lines([work("a", 61)], by_minute)[0].quantity == Decimal("1.02")


def test_a_fixed_journey_is_charged_once_and_includes_the_kilometres() -> None:
    lines = priced_lines([travel("t0"), travel("t1", 20), mileage("m", "12")], USUAL)
    assert [line.amount for line in lines] == [Decimal(95), 0, 0]
    assert [line.reason_key for line in lines] == [
        "charge.fixed_travel", "charge.in_fixed_travel", "charge.in_fixed_travel",
    ]


def test_kilometres_alone_carry_the_fixed_fee() -> None:
    (line,) = priced_lines([mileage("m", "12")], USUAL)
    assert (line.amount, line.reason_key, line.quantity) == (Decimal(95), "charge.fixed_travel", 1)


def test_a_journey_somebody_else_pays_for_does_not_carry_the_fee() -> None:
    lines = priced_lines([travel("t0", option="goodwill"), travel("t1")], USUAL)
    assert [line.amount for line in lines] == [0, Decimal(95)]


def test_an_hourly_journey_is_charged_by_time_and_kilometre() -> None:
    lines = priced_lines([travel("t0", 30, item=HOURLY_TRAVEL), mileage("m", "10")], HOURLY)
    assert [line.amount for line in lines] == [Decimal(300), Decimal(95)]


def test_breaks_and_expenses() -> None:
    pause = record("time", "p", "internal", time_kind="break", minutes=30)
    parking = record("expense", "e", amount=Decimal("48.50"), text="Parkering")
    lines = priced_lines([pause, parking], USUAL)
    assert [(line.amount, line.list_amount) for line in lines] == [(0, 0), (Decimal("48.50"), Decimal("48.50"))]
    assert lines[1].title == "Parkering"


def test_a_customers_own_price_comes_before_his_discount() -> None:
    assert unit_price(Decimal(100), Decimal(80), Decimal(10)) == Decimal(80)
    assert unit_price(Decimal("89.99"), None, Decimal(10)) == Decimal("80.99")
    assert unit_price(Decimal("0.0475"), None, Decimal(0)) == Decimal("0.0475")
    assert unit_price(Decimal(100), Decimal(0), Decimal(10)) == 0, "free is a price too"


def test_hours_have_two_decimals() -> None:
    assert [hours(minutes) for minutes in (1, 15, 85, 1440)] == [
        Decimal("0.02"), Decimal("0.25"), Decimal("1.42"), Decimal("24.00"),
    ]


records_strategy = st.lists(
    st.one_of(
        st.builds(work, st.uuids().map(str), st.integers(1, 1440), st.sampled_from(OPTIONS)),
        st.builds(travel, st.uuids().map(str), st.integers(1, 300), st.sampled_from(OPTIONS)),
        st.builds(
            mileage, st.uuids().map(str), st.decimals(0, 2000, places=1).map(str), st.sampled_from(OPTIONS)
        ),
        st.builds(
            material, st.uuids().map(str), st.sampled_from([GASKET, DETERGENT, BOOK]),
            st.decimals("0.0001", 1000, places=4).map(str), st.sampled_from(OPTIONS),
        ),
    ),
    max_size=12,
)
settings_strategy = st.sampled_from([USUAL, HOURLY, PriceSettings(), PriceSettings(LABOUR, rounding_minutes=30)])


@given(records_strategy, settings_strategy)
def test_the_parts_add_up_to_the_ore(records: list[ChargedRecord], settings: PriceSettings) -> None:
    lines = priced_lines(records, settings)
    sums = totals(lines)
    assert [line.source_id for line in lines] == [one.id for one in records]
    assert sum((line.amount for line in lines), Decimal(0)) == sums.net
    assert sum((row.base for row in sums.vat_rows), Decimal(0)) == sums.net
    assert sum((row.amount for row in sums.vat_rows), Decimal(0)) == sums.vat
    assert sums.net + sums.vat + sums.rounding == sums.to_pay
    assert sums.to_pay == sums.to_pay.to_integral_value() and abs(sums.rounding) <= Decimal("0.5")
    for row in sums.vat_rows:
        assert row.amount == to_ore(row.base * row.rate / 100)
    for line in lines:
        assert line.amount == to_ore(line.quantity * line.unit_price)
        assert line.amount % ORE == 0


@given(records_strategy, settings_strategy)
def test_every_krona_recorded_is_invoiced_claimed_or_given_away(
    records: list[ChargedRecord], settings: PriceSettings
) -> None:
    lines = priced_lines(records, settings)
    by_option = {option: Decimal(0) for option in OPTIONS}
    for line in lines:
        by_option[line.charge_option] += line.list_amount
        assert line.amount == (line.list_amount if line.charge_option == "chargeable" else 0)
    assert by_option["chargeable"] == totals(lines).net
    assert sum(by_option.values()) == sum((line.list_amount for line in lines), Decimal(0))


@given(st.lists(st.integers(1, 300), min_size=1, max_size=8), st.sampled_from([1, 10, 15, 30, 60]))
def test_debited_hours_are_the_rounded_sum(minutes: list[int], step: int) -> None:
    settings = PriceSettings(LABOUR, rounding_minutes=step)
    lines = priced_lines([work(f"w{n}", one) for n, one in enumerate(minutes)], settings)
    assert sum((line.quantity for line in lines), Decimal(0)) == hours(rounded_minutes(sum(minutes), step))
    assert all(line.quantity >= 0 for line in lines)


# ---- The statement --------------------------------------------------------------------------------------------------


def shown(records: list[ChargedRecord], **changes: Any) -> dict[str, Any]:
    lines = priced_lines(records, USUAL)
    what: dict[str, Any] = {
        "call_number": "S-2026-02048", "customer": "Kafé Tulpan", "outcome": "solved", "work_done": "Bytt packning.",
        "checklists": [{"name": "E61 felsökning tryck", "done": 9, "total": 9}],
    }
    return statement(lines=lines, sums=totals(lines), **(what | changes))


def test_the_same_content_has_the_same_fingerprint() -> None:
    records = [travel("t0"), material("d", DETERGENT, "50")]
    again = [travel("t0"), material("d", DETERGENT, "50.0000")]
    assert fingerprint(shown(records)) == fingerprint(shown(again))
    backwards = dict(reversed(list(shown(records).items())))
    assert fingerprint(backwards) == fingerprint(shown(records))


def test_anything_the_customer_saw_changes_the_fingerprint() -> None:
    records = [travel("t0"), material("d", DETERGENT, "50")]
    before = fingerprint(shown(records))
    assert fingerprint(shown([travel("t0"), material("d", DETERGENT, "51")])) != before
    assert fingerprint(shown([travel("t0", option="goodwill"), material("d", DETERGENT, "50")])) != before
    assert fingerprint(shown(records, work_done="Bytt två packningar.")) != before
    assert fingerprint(shown(records, checklists=[])) != before
    assert fingerprint(shown(records, outcome="temporary_fix")) != before


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4))
def test_a_number_is_written_one_way_only(number: Decimal) -> None:
    assert exact(number) == exact(number + Decimal("0.0000")) == exact(Decimal(exact(number)))
    assert "E" not in exact(number) and exact(number) != "-0"


def test_the_story_time_is_not_part_of_the_statement() -> None:
    now = work("t", 60)
    assert fingerprint(shown([replace(now, at=NOW + timedelta(hours=1))])) == fingerprint(shown([now]))
