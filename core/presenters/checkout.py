"""The checkout page in words: what it costs, what is missing, and the one thing to do next."""

from dataclasses import dataclass
from decimal import Decimal

from core.queries.checkout import Checkout, CheckoutLine
from core.rules.finishing import Missing
from core.texts import Texts

PLACES = {
    "arrival": "job", "checklist": "checklist", "checklist_not_started": "checklist", "time": "records",
    "overlap": "records", "quote_limit": "records", "report": "report", "outcome": "outcome",
    "outcome_reason": "outcome", "signature": "signature", "signature_outdated": "signature",
    "no_signature_outdated": "signature",
}
"""Where a technician mends what is missing."""


@dataclass(frozen=True, slots=True)
class MissingRow:
    """One missing thing in words, and the place where it is mended; `name` is the checklist's that it is about."""

    code: str
    text: str
    place: str
    blocking: bool
    name: str


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line ready to show. `reason` says why it costs what it costs; `free` when somebody else pays."""

    source_kind: str
    source_id: str
    icon: str
    title: str
    detail: str
    amount: str
    reason: str
    free: bool


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """What the page says. `next_place` is where «Avsluta jobbet» leads while something is missing."""

    lines: tuple[LineRow, ...]
    missing: tuple[MissingRow, ...]
    can_finish: bool
    next_place: str
    to_pay: str
    signature_usable: bool


def checkout_page(checkout: Checkout, texts: Texts) -> CheckoutPage:
    """The page in the language of `texts`."""
    missing = tuple(_missing(one, texts) for one in checkout.missing)
    blocking = [one for one in missing if one.blocking]
    # The customer signs last: everything else that he is to see must be there first.
    before_signing = [one for one in blocking if one.place != "signature"]
    return CheckoutPage(
        lines=tuple(_line(line, texts) for line in checkout.lines), missing=missing, can_finish=not blocking,
        next_place=blocking[0].place if blocking else "finish", to_pay=texts.money(checkout.to_pay_incl),
        signature_usable=not before_signing,
    )


def confirmations(confirmed: str, texts: Texts) -> tuple[str, ...]:
    """What the customer's name stands for, in his words; on the tablet and on the printed report."""
    work = (texts(f"visit.confirms_{confirmed}"),) if confirmed else ()
    return (*work, texts("visit.confirms_price"))


def _missing(one: Missing, texts: Texts) -> MissingRow:
    params = {name: texts.money(value) if isinstance(value, Decimal) else value for name, value in one.params.items()}
    text = texts(f"visit.missing_{one.code}", **params)
    return MissingRow(one.code, text, PLACES[one.code], one.blocking, str(one.params.get("name", "")))


def _line(line: CheckoutLine, texts: Texts) -> LineRow:
    free = line.charge_option != "chargeable"
    if line.source_kind == "time" and free:
        amount = texts.minutes(line.minutes)
    else:
        amount = texts.money(line.amount)
    reason = texts(line.reason_key, **line.reason_params) if line.reason_key else ""
    reason = " · ".join(part for part in (reason, debited_words(line, texts)) if part)
    return LineRow(line.source_kind, line.source_id, line.icon, line.title, line.detail, amount, reason, free)


def debited_words(line: CheckoutLine, texts: Texts) -> str:
    """Why the last of the work costs more than its minutes; the same on the tablet and on the report."""
    return texts("charge.rounded_up", span=texts.minutes(line.debited)) if line.debited else ""
