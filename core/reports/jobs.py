"""Each visit of a period as a job: what it brought in, what it cost, who worked on it, and what somebody else paid."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.contract import ServiceContract
from core.reports.facts import (
    APPROVED,
    NOT_BILLED,
    Billed,
    PriceBook,
    RecordFact,
    VisitFact,
    billed_between,
    records_between,
    signatures_between,
    visits_between,
)  # fmt: skip
from core.reports.period import Period
from core.rules.invoicing import left_to_bill
from core.rules.pricing import ChargedRecord, PricedItem, PricedLine, PriceSettings, priced_lines

ZERO = Decimal(0)
_ORE = Decimal("0.01")
_YEAR_DAYS = 365
WARRANTY = ("warranty_own", "warranty_supplier")


@dataclass(frozen=True, slots=True)
class Job:
    """One visit. Money in kronor excl. VAT; `shares` are the technicians' parts of its margin, by labour minutes.

    `approved` is false while nothing on it is approved: then it has no margin yet, and no contract's share.
    `revenue` is invoiced or ready to be, with the visit's share of its contract's price; `pending` is the value of what
    waits for approval, which is in neither revenue nor cost. `list_value` is what all recorded would cost a payer.
    """

    activity_id: str
    call_id: str
    number: str
    kind: str
    subject: str
    customer: str
    arrived_at: datetime
    day: date
    outcome: str
    technicians: tuple[str, ...]
    revenue: Decimal
    contract: Decimal
    cost: Decimal
    pending: Decimal
    list_value: Decimal
    warranty_value: Decimal
    shares: Mapping[str, Decimal]
    approved: bool
    signature: str = ""
    """Of a job that is done: signed, refused, absent, remote_pending (later) or missing; empty while it is not done."""

    @property
    def margin(self) -> Decimal:
        return self.revenue - self.cost


def jobs(session: Session, period: Period, now: datetime) -> tuple[Job, ...]:
    """The period's jobs in the order of arrival."""
    start, end = period.bounds
    visits = visits_between(session, start, end)
    records, billed = records_between(session, start, end), billed_between(session, start, end)
    book = PriceBook(session, {record.item_id for rows in records.values() for record in rows if record.item_id})
    signatures = signatures_between(session, start, end)
    contracts = _contract_shares(session, visits, period.up_to(local(now).date()))
    return tuple(
        _job(visit, records.get(visit.id, []), billed.get(visit.id, NOT_BILLED), book,
             contracts.get(visit.contract_id or "", ZERO), signatures.get(visit.id, "missing"))
        for visit in visits
    )


def _job(
    visit: VisitFact, records: Sequence[RecordFact], billed: Billed, book: PriceBook, contract: Decimal,
    signature: str,
) -> Job:
    day = local(visit.arrived_at).date()
    settings, items = book.prices(visit.price_list_id, day)
    lines = _lines(records, settings, items)
    states = {record.id: record.state for record in records}
    approved = [line for line in lines if states[line.source_id] in APPROVED]
    ready = sum((line.amount for line in left_to_bill(approved, billed.lines)), ZERO)
    waiting = sum((line.amount for line in lines if states[line.source_id] not in APPROVED), ZERO)
    costs = (book.cost(record) for record in records if record.state in APPROVED)
    cost = sum(costs, ZERO).quantize(_ORE, ROUND_HALF_UP)
    settled = bool(approved or billed.lines)
    contract = contract if settled else ZERO
    revenue = billed.net + ready + contract
    minutes = labour_minutes(records)
    people = tuple(minutes) or ((visit.lead_id,) if visit.lead_id else ())
    return Job(
        activity_id=visit.id, call_id=visit.call_id, number=visit.number, kind=visit.kind, subject=visit.subject,
        customer=visit.customer, arrived_at=visit.arrived_at, day=day, outcome=visit.outcome, technicians=people,
        revenue=revenue, contract=contract, cost=cost, pending=waiting,
        list_value=sum((line.list_amount for line in lines), ZERO),
        warranty_value=sum((line.list_amount for line in lines if line.charge_option in WARRANTY), ZERO),
        shares=_shares(revenue - cost, minutes, visit.lead_id) if settled else {}, approved=settled,
        signature=signature if visit.state == "done" else "",
    )


def labour_minutes(records: Sequence[RecordFact]) -> dict[str, int]:
    """Minutes of work (and waiting) per person, in the order they first worked."""
    found: dict[str, int] = {}
    for record in records:
        if record.kind == "time" and record.time_kind in ("work", "wait"):
            found[record.person_id] = found.get(record.person_id, 0) + record.minutes
    return found


def _shares(margin: Decimal, minutes: Mapping[str, int], lead_id: str | None) -> dict[str, Decimal]:
    """The margin by labour minutes; the öre that do not divide go to the last, so that the parts make the whole."""
    total = sum(minutes.values())
    if not total:
        return {lead_id: margin} if lead_id else {}
    parts, left = {}, margin
    for person in list(minutes)[:-1]:
        parts[person] = (margin * minutes[person] / total).quantize(_ORE, ROUND_HALF_UP)
        left -= parts[person]
    return {**parts, list(minutes)[-1]: left}


def _lines(
    records: Sequence[RecordFact], settings: PriceSettings, items: Mapping[str, PricedItem]
) -> tuple[PricedLine, ...]:
    return priced_lines((_charged(record, settings, items) for record in records), settings)


def _charged(record: RecordFact, settings: PriceSettings, items: Mapping[str, PricedItem]) -> ChargedRecord:
    usual = settings.travel if record.time_kind == "travel" else settings.labour
    usual = settings.mileage if record.kind == "mileage" else usual
    item = items.get(record.item_id or "")
    if item is None and record.kind in ("time", "mileage"):
        item = usual
    return ChargedRecord(
        kind=record.kind, id=record.id, person_id=record.person_id, at=record.at, charge_option=record.charge_option,
        reason_key=record.charge_reason, time_kind=record.time_kind, minutes=record.minutes, quantity=record.quantity,
        amount=record.amount, item=item,
    )


def _contract_shares(session: Session, visits: Sequence[VisitFact], period: Period) -> dict[str, Decimal]:
    """A contract's price for the days of the period in which it held, divided by its visits."""
    counted = Counter(visit.contract_id for visit in visits if visit.contract_id)
    rows = session.execute(
        select(ServiceContract.id, ServiceContract.yearly_price, ServiceContract.starts_on, ServiceContract.ends_on)
        .where(ServiceContract.id.in_(list(counted)))
    )
    shares: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        first = max(period.first, row.starts_on)
        end = min(period.end, row.ends_on + timedelta(days=1)) if row.ends_on else period.end
        days = max(0, (end - first).days)
        shares[row.id] = (row.yearly_price * days / _YEAR_DAYS / counted[row.id]).quantize(_ORE, ROUND_HALF_UP)
    return shares
