"""Invoice numbers, payment references, and what of a visit is left to bill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from core.rules.charging import FIXED_TRAVEL, IN_FIXED_TRAVEL
from core.rules.pricing import ZERO, PricedLine, to_ore

UNSEEN_OPTIONS = ("internal", "not_done")
"""Lines that are no concern of the customer's: they never stand on an invoice."""
FINAL_STATES = ("issued", "paid", "credited")


@dataclass(frozen=True, slots=True)
class BilledLine:
    """What an issued invoice, not credited since, already holds of a record."""

    quantity: Decimal
    unit_price: Decimal
    travel_fee: bool = False


def number_series(year: int) -> str:
    """The counter of a year's invoices and credit notes: one unbroken series for both."""
    return f"invoice-{year}"


def invoice_number(year: int, serial: int) -> str:
    """20260001: the year and the place in its series."""
    return f"{year}{serial:04d}"


def ocr_reference(number: str) -> str:
    """The number with a length digit (of the whole reference, last digit) and a Luhn check digit."""
    digits = "".join(sign for sign in number if sign.isdigit())
    counted = f"{digits}{(len(digits) + 2) % 10}"
    return counted + str(luhn_digit(counted))


def luhn_digit(digits: str) -> int:
    """The digit that makes the whole pass the modulus-10 check."""
    total = 0
    for place, sign in enumerate(reversed(digits)):
        doubled = int(sign) * (2 if place % 2 == 0 else 1)
        total += doubled // 10 + doubled % 10
    return -total % 10


def left_to_bill(lines: Sequence[PricedLine], billed: Mapping[str, BilledLine]) -> tuple[PricedLine, ...]:
    """The lines whose records are not billed, priced so that with what is billed they make what the whole costs.

    Work is rounded up once per visit and person: late minutes may have been paid for by that rounding already. The
    one travel fee is taken once.
    """
    rest = [
        line for line in lines if line.source_id not in billed and line.charge_option not in UNSEEN_OPTIONS
    ]
    fee_taken = any(one.travel_fee for one in billed.values())
    too_much = _billed_above(lines, billed)
    found: list[PricedLine] = []
    for line in reversed(rest):
        above = min(too_much.get(line.person_id, ZERO), line.quantity) if _is_charged_work(line) else ZERO
        if above:
            too_much[line.person_id] -= above
            line = _with(line, line.quantity - above, line.unit_price)
        elif fee_taken and line.reason_key == FIXED_TRAVEL:
            line = replace(_with(line, line.quantity, ZERO), reason_key=IN_FIXED_TRAVEL)
        found.append(line)
    return tuple(reversed(found))


def _billed_above(lines: Sequence[PricedLine], billed: Mapping[str, BilledLine]) -> dict[str, Decimal]:
    """Hours per person that the issued invoices hold above what the same records are worth today."""
    above: dict[str, Decimal] = {}
    for line in lines:
        if line.source_id in billed and _is_charged_work(line):
            more = billed[line.source_id].quantity - line.quantity
            above[line.person_id] = above.get(line.person_id, ZERO) + more
    return {person: hours for person, hours in above.items() if hours > 0}


def _is_charged_work(line: PricedLine) -> bool:
    return line.source_kind == "time" and line.charge_option == "chargeable" and line.reason_key != FIXED_TRAVEL


def _with(line: PricedLine, quantity: Decimal, unit_price: Decimal) -> PricedLine:
    return replace(line, quantity=quantity, unit_price=unit_price, amount=to_ore(quantity * unit_price))
