"""What records cost the customer: price per item, lines, value added tax and the whole kronor to pay."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import Any

from core.rules.charging import FIXED_TRAVEL, IN_FIXED_TRAVEL

ZERO = Decimal(0)
ORE = Decimal("0.01")
KRONA = Decimal(1)
HUNDRED = Decimal(100)
USUAL_VAT = Decimal(25)
LABOUR_ROUNDING_MINUTES = 15
"""Work is debited by the started quarter of an hour per visit and person, as is usual in Swedish service trades; the
firm's setting `labour_rounding_minutes` changes it (0 or 1: by the minute)."""


@dataclass(frozen=True, slots=True)
class PricedItem:
    """An article at this customer's price, per unit excl. VAT; `vat_rate` in percent."""

    id: str
    code: str
    name: str
    kind: str
    unit: str
    price: Decimal
    vat_rate: Decimal = USUAL_VAT


@dataclass(frozen=True, slots=True)
class ChargedRecord:
    """A record that counts (not corrected, not withdrawn), with who pays for it.

    `quantity` is pieces of a material or kilometres; `minutes` are of a time record; `amount` is of an expense.
    """

    kind: str
    id: str
    person_id: str
    at: datetime
    charge_option: str
    reason_key: str = ""
    reason_params: Mapping[str, Any] = field(default_factory=dict)
    time_kind: str = ""
    minutes: int = 0
    quantity: Decimal = ZERO
    amount: Decimal = ZERO
    text: str = ""
    item: PricedItem | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line as it is invoiced: amount = quantity × unit_price, to the öre, excl. VAT.

    A line somebody else pays for has unit_price 0; `list_amount` is what it would have cost, for claims and leakage.
    """

    source_kind: str
    source_id: str
    person_id: str
    item_id: str | None
    code: str
    title: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount: Decimal
    list_price: Decimal
    list_amount: Decimal
    vat_rate: Decimal
    charge_option: str
    reason_key: str
    reason_params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class VatRow:
    """One rate's tax base and tax, to the öre."""

    rate: Decimal
    base: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Totals:
    """net + vat + rounding = to_pay; only `to_pay` is in whole kronor (öresavrundning)."""

    net: Decimal
    vat_rows: tuple[VatRow, ...]
    vat: Decimal
    rounding: Decimal
    to_pay: Decimal


@dataclass(frozen=True, slots=True)
class PriceSettings:
    """The firm's choices. Travel is a fixed fee per visit when its item is not sold by the hour."""

    labour: PricedItem | None = None
    travel: PricedItem | None = None
    mileage: PricedItem | None = None
    rounding_minutes: int = LABOUR_ROUNDING_MINUTES

    @property
    def fixed_travel(self) -> bool:
        return is_fixed(self.travel)


def is_fixed(travel: PricedItem | None) -> bool:
    """Whether coming costs one fee per visit, whatever the way."""
    return travel is not None and travel.unit != "h"


def to_ore(amount: Decimal) -> Decimal:
    return amount.quantize(ORE, ROUND_HALF_UP)


def unit_price(price: Decimal, own_price: Decimal | None, discount: Decimal) -> Decimal:
    """A customer's price: his price list's line, else the item's price less the list's discount, in whole öre.

    An undiscounted price keeps its four decimals (0,0475 kr a gram); a discounted one is rounded as it is printed.
    """
    if own_price is not None:
        return own_price
    if not discount:
        return price
    return to_ore(price * (HUNDRED - discount) / HUNDRED)


def priced_lines(records: Iterable[ChargedRecord], settings: PriceSettings) -> tuple[PricedLine, ...]:
    """One line per record, in the order given; the same records always give the same lines."""
    ordered = tuple(records)
    debited = _debited_hours(ordered, settings.rounding_minutes)
    carrier = _travel_carrier(ordered) if settings.fixed_travel else None
    return tuple(_line(record, settings, debited, carrier) for record in ordered)


def _line(
    record: ChargedRecord, settings: PriceSettings, debited: Mapping[str, Decimal], carrier: str | None
) -> PricedLine:
    item, quantity, unit, reason_key = record.item, record.quantity, "", record.reason_key
    list_price = item.price if item else ZERO
    travels = record.kind == "mileage" or record.time_kind == "travel"
    if record.kind == "time":
        quantity, unit = debited.get(record.id, hours(record.minutes)), "h"
    elif record.kind == "expense":
        quantity, list_price = Decimal(1), record.amount
    if settings.fixed_travel and travels:
        if record.id == carrier and settings.travel is not None:
            item, quantity, unit, list_price = settings.travel, Decimal(1), "", settings.travel.price
        else:
            list_price = ZERO
        if reason_key in (FIXED_TRAVEL, IN_FIXED_TRAVEL):
            reason_key = FIXED_TRAVEL if record.id == carrier else IN_FIXED_TRAVEL
    if record.kind == "time" and record.time_kind not in ("work", "wait", "travel"):
        list_price = ZERO
    charged_price = list_price if record.charge_option == "chargeable" else ZERO
    return PricedLine(
        source_kind=record.kind, source_id=record.id, person_id=record.person_id, item_id=item.id if item else None,
        code=item.code if item else "", title=record.text or (item.name if item else ""), quantity=quantity,
        unit=unit or (item.unit if item else {"mileage": "km"}.get(record.kind, "st")), unit_price=charged_price,
        amount=to_ore(quantity * charged_price), list_price=list_price, list_amount=to_ore(quantity * list_price),
        vat_rate=item.vat_rate if item else USUAL_VAT, charge_option=record.charge_option,
        reason_key=reason_key, reason_params=dict(record.reason_params),
    )


def hours(minutes: int) -> Decimal:
    """Minutes as hours with two decimals: 85 → 1.42."""
    return (Decimal(minutes) / 60).quantize(ORE, ROUND_HALF_UP)


def rounded_minutes(minutes: int, step: int) -> int:
    """Minutes up to the next started step."""
    return minutes if step <= 1 else int((Decimal(minutes) / step).to_integral_value(ROUND_CEILING)) * step


def _debited_hours(records: Sequence[ChargedRecord], step: int) -> dict[str, Decimal]:
    """Hours per chargeable work record: the visit's sum per person is rounded up once, on the last record.

    Each record gets the difference of the rounded running sums, so that the lines add up to the rounded total.
    """
    groups: dict[str, list[ChargedRecord]] = {}
    for record in records:
        if record.kind == "time" and record.time_kind in ("work", "wait") and record.charge_option == "chargeable":
            groups.setdefault(record.person_id, []).append(record)
    debited: dict[str, Decimal] = {}
    for group in groups.values():
        running, before = 0, ZERO
        for place, record in enumerate(group, 1):
            running += record.minutes
            upto = hours(rounded_minutes(running, step) if place == len(group) else running)
            debited[record.id] = upto - before
            before = upto
    return debited


def rounded_up(lines: Iterable[PricedLine], worked: Mapping[str, int]) -> dict[str, int]:
    """The lines that carry what rounding up has added, each with the minutes that are debited in all.

    `worked` has the minutes of the work records by their id. A customer who reads two minutes at the price of eight
    must be told why.
    """
    groups: dict[str, list[PricedLine]] = {}
    for line in lines:
        if line.source_id in worked and line.amount:
            groups.setdefault(line.person_id, []).append(line)
    found = {}
    for group in groups.values():
        debited = round(sum(line.quantity for line in group) * 60)
        if debited > sum(worked[line.source_id] for line in group):
            found[group[-1].source_id] = debited
    return found


def _travel_carrier(records: Sequence[ChargedRecord]) -> str | None:
    """The record that the one travel fee stands on: the first journey, or the first kilometres when none was timed.

    A journey that somebody else pays for carries the fee only when no journey is the customer's.
    """
    travels = [r for r in records if r.kind == "time" and r.time_kind == "travel"]
    travels = travels or [r for r in records if r.kind == "mileage"]
    chargeable = [record for record in travels if record.charge_option == "chargeable"]
    return next((record.id for record in chargeable or travels), None)


def totals(lines: Iterable[PricedLine]) -> Totals:
    """Sums of the lines: VAT per rate in öre, the amount to pay in whole kronor."""
    return totals_of((line.vat_rate, line.amount) for line in lines)


def totals_of(amounts: Iterable[tuple[Decimal, Decimal]]) -> Totals:
    """The same of (VAT rate, amount excl. VAT). Turning every amount's sign turns every sum's sign."""
    bases: dict[Decimal, Decimal] = {}
    for rate, amount in amounts:
        bases[rate] = bases.get(rate, ZERO) + amount
    rates = [rate for rate in sorted(bases, reverse=True) if bases[rate]]
    rows = tuple(VatRow(rate, bases[rate], to_ore(bases[rate] * rate / HUNDRED)) for rate in rates)
    net = sum(bases.values(), ZERO)
    vat = sum((row.amount for row in rows), ZERO)
    to_pay = (net + vat).quantize(KRONA, ROUND_HALF_UP)
    return Totals(net, rows, vat, to_pay - net - vat, to_pay)
