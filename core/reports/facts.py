"""What figures are made of, read in bulk: the visits of a period with everything recorded and billed on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from core.model.attachment import Signature
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.item import Item, PriceList
from core.model.money import Invoice, InvoiceLine
from core.model.visit import Activity, Expense, Material, Mileage, TimeEffort
from core.model.workforce import Person
from core.queries.billing import BILLED_STATES
from core.queries.prices import firm_settings, price_settings, priced_items
from core.rules.charging import FIXED_TRAVEL
from core.rules.invoicing import BilledLine
from core.rules.pricing import PricedItem, PriceSettings

APPROVED = ("approved", "billed", "credited")
"""States of records that count; those that still wait for approval are shown apart."""


@dataclass(frozen=True, slots=True)
class VisitFact:
    """A visit with an arrival stamp."""

    id: str
    call_id: str
    number: str
    kind: str
    subject: str
    customer: str
    contract_id: str | None
    price_list_id: str | None
    lead_id: str | None
    arrived_at: datetime
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RecordFact:
    """A record that counts: time (minutes), material or mileage (quantity), or expense (amount)."""

    kind: str
    id: str
    activity_id: str
    person_id: str
    at: datetime
    state: str
    charge_option: str
    charge_reason: str
    item_id: str | None = None
    time_kind: str = ""
    minutes: int = 0
    quantity: Decimal = Decimal(0)
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Billed:
    """What issued invoices, not credited since, hold of a visit: its net sum, and each record's line."""

    net: Decimal
    lines: Mapping[str, BilledLine]


NOT_BILLED = Billed(Decimal(0), {})


def visits_between(session: Session, start: datetime, end: datetime) -> tuple[VisitFact, ...]:
    """Visits that somebody arrived at in [start, end); a team counts once, a cancelled one not at all."""
    rows = session.execute(
        select(
            Activity.id, Activity.call_id, ServiceCall.number, ServiceCall.kind, ServiceCall.subject,
            BusinessPartner.name, ServiceCall.contract_id, BusinessPartner.price_list_id, Activity.lead_person_id,
            Activity.arrived_at, Activity.state, Activity.outcome,
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.arrived_at >= start, Activity.arrived_at < end, Activity.state != "cancelled")
        .order_by(Activity.arrived_at, Activity.id)
    )
    return tuple(
        VisitFact(
            id=row.id, call_id=row.call_id, number=row.number or "", kind=row.kind, subject=row.subject,
            customer=row.name or "", contract_id=row.contract_id, price_list_id=row.price_list_id,
            lead_id=row.lead_person_id, arrived_at=row.arrived_at, state=row.state, outcome=row.outcome,
        )
        for row in rows
        if row.arrived_at is not None
    )


def signatures_between(session: Session, start: datetime, end: datetime) -> dict[str, str]:
    """By visit: the state of the signature that counts, the newest, of visits that somebody arrived at in [start, end).
    """
    rows = session.execute(
        select(Signature.activity_id, Signature.state)
        .join(Activity, Activity.id == Signature.activity_id)
        .where(Activity.arrived_at >= start, Activity.arrived_at < end)
        .order_by(Signature.signed_at, Signature.id)
    )
    return {row.activity_id: row.state for row in rows}


def records_between(session: Session, start: datetime, end: datetime) -> dict[str, list[RecordFact]]:
    """By visit: every record of the visits that somebody arrived at in [start, end)."""
    found: dict[str, list[RecordFact]] = defaultdict(list)
    for record in (
        *_times(session, start, end), *_mileages(session, start, end), *_materials(session, start, end),
        *_expenses(session, start, end),
    ):
        found[record.activity_id].append(record)
    return found


def billed_between(session: Session, start: datetime, end: datetime) -> dict[str, Billed]:
    """By visit: what was invoiced of the visits that somebody arrived at in [start, end)."""
    rows = session.execute(
        select(
            InvoiceLine.activity_id, InvoiceLine.source_id, InvoiceLine.quantity, InvoiceLine.unit_price,
            InvoiceLine.charge_reason, InvoiceLine.net,
        )
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .join(Activity, Activity.id == InvoiceLine.activity_id)
        .where(
            Invoice.kind == "invoice", Invoice.state.in_(BILLED_STATES), Activity.arrived_at >= start,
            Activity.arrived_at < end,
        )
    )
    sums: dict[str, Decimal] = defaultdict(Decimal)
    lines: dict[str, dict[str, BilledLine]] = defaultdict(dict)
    for row in rows:
        sums[row.activity_id] += row.net
        fee = row.charge_reason == FIXED_TRAVEL
        lines[row.activity_id][row.source_id] = BilledLine(row.quantity, row.unit_price, fee)
    return {visit: Billed(net, lines[visit]) for visit, net in sums.items()}


class PriceBook:
    """Prices of the articles asked for, each price list read once; and what things cost the firm."""

    def __init__(self, session: Session, item_ids: Iterable[str]) -> None:
        self._session, self._item_ids = session, sorted(set(item_ids))
        lists = session.execute(select(PriceList.id, PriceList.valid_from))
        self._valid_from: dict[str, date | None] = {row.id: row.valid_from for row in lists}
        self._read: dict[str | None, tuple[PriceSettings, dict[str, PricedItem]]] = {}
        mileage = str(firm_settings(session).get("mileage_item", ""))
        costs = session.execute(select(Item.id, Item.cost).where(Item.id.in_([*self._item_ids, mileage])))
        self._costs: dict[str, Decimal] = {row.id: row.cost for row in costs}
        self._mileage = mileage
        people = session.execute(select(Person.id, Person.cost_per_hour))
        self.hourly: dict[str, Decimal] = {row.id: row.cost_per_hour for row in people}

    def prices(self, price_list_id: str | None, day: date) -> tuple[PriceSettings, dict[str, PricedItem]]:
        """The firm's choices and the articles at the list's prices, where it holds on that day."""
        begins = self._valid_from.get(price_list_id or "")
        key = None if begins is not None and day < begins else price_list_id
        if key not in self._read:
            settings = price_settings(self._session, key)
            self._read[key] = settings, priced_items(self._session, self._item_ids, key)
        return self._read[key]

    def cost(self, record: RecordFact) -> Decimal:
        """What a record cost the firm: hours at the person's cost, goods and kilometres at theirs."""
        if record.kind == "time":
            hourly = self.hourly.get(record.person_id, Decimal(0))
            return Decimal(record.minutes) * hourly / 60 if record.time_kind != "break" else Decimal(0)
        if record.kind == "expense":
            return record.amount
        item = record.item_id or (self._mileage if record.kind == "mileage" else "")
        return record.quantity * self._costs.get(item, Decimal(0))


def _counted(row: Any, start: datetime, end: datetime, *columns: InstrumentedAttribute[Any]) -> Select[Any]:
    """A kind of record of the period's visits: neither corrected by a later one nor withdrawn or declined."""
    return (
        select(
            row.id, row.activity_id, row.person_id, row.recorded_at, row.state, row.charge_option, row.charge_reason,
            *columns,
        )
        .join(Activity, Activity.id == row.activity_id)
        .where(
            Activity.arrived_at >= start, Activity.arrived_at < end, row.corrected_by_id.is_(None),
            row.state != "declined",
        )
    )


def _times(session: Session, start: datetime, end: datetime) -> Iterable[RecordFact]:
    statement = _counted(TimeEffort, start, end, TimeEffort.item_id, TimeEffort.kind, TimeEffort.minutes)
    for row in session.execute(statement.order_by(TimeEffort.start, TimeEffort.id)):
        yield _record("time", row, item_id=row.item_id, time_kind=row.kind, minutes=row.minutes)


def _mileages(session: Session, start: datetime, end: datetime) -> Iterable[RecordFact]:
    statement = _counted(Mileage, start, end, Mileage.item_id, Mileage.kilometres)
    for row in session.execute(statement.order_by(Mileage.recorded_at, Mileage.id)):
        yield _record("mileage", row, item_id=row.item_id, quantity=row.kilometres)


def _materials(session: Session, start: datetime, end: datetime) -> Iterable[RecordFact]:
    statement = _counted(Material, start, end, Material.item_id, Material.quantity)
    for row in session.execute(statement.order_by(Material.recorded_at, Material.id)):
        yield _record("material", row, item_id=row.item_id, quantity=row.quantity)


def _expenses(session: Session, start: datetime, end: datetime) -> Iterable[RecordFact]:
    statement = _counted(Expense, start, end, Expense.amount)
    for row in session.execute(statement.order_by(Expense.recorded_at, Expense.id)):
        yield _record("expense", row, amount=row.amount)


def _record(kind: str, row: Any, **what: Any) -> RecordFact:
    return RecordFact(
        kind=kind, id=row.id, activity_id=row.activity_id, person_id=row.person_id, at=row.recorded_at,
        state=row.state, charge_option=row.charge_option, charge_reason=row.charge_reason, **what,
    )
