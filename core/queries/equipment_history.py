"""One machine with its life: owner, warranty, visits with what was done, parts used and readings over time."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.money import InvoiceLine
from core.model.visit import Activity, Material, Reading, TimeEffort
from core.model.workforce import Person


@dataclass(frozen=True, slots=True)
class PastVisit:
    """A visit to the machine. `reading` is the last value measured then, as (quantity, value, unit)."""

    visit_id: str
    call_id: str
    number: str
    day: datetime
    title: str
    subject: str
    kind: str
    technician: str
    minutes: int
    net: Decimal | None
    parts: tuple[str, ...]
    reading: tuple[str, Decimal, str] | None
    state: str
    outcome: str


@dataclass(frozen=True, slots=True)
class ReadingSeries:
    """One quantity over time, oldest first: (when, value, verdict)."""

    quantity: str
    unit: str
    points: tuple[tuple[datetime, Decimal, str], ...]


@dataclass(frozen=True, slots=True)
class EquipmentCard:
    id: str
    number: str
    name: str
    serial: str
    manufacturer: str
    category: str
    model: str
    item_id: str | None
    partner_id: str
    customer: str
    address_id: str | None
    place: str
    location_note: str
    access_note: str
    state: str
    label_code: str
    gtin: str
    installed_on: date | None
    warranty_start: date | None
    warranty_end: date | None
    warranty_kind: str
    warranty_labour: bool
    contract: str
    next_service_on: date | None
    visits: tuple[PastVisit, ...]
    readings: tuple[ReadingSeries, ...]
    calls: int


def equipment_card(session: Session, equipment_id: str, limit: int = 40) -> EquipmentCard | None:
    """The machine, or None when it is gone."""
    row = session.execute(
        select(Equipment, Item.name, BusinessPartner.name, Address.street, Address.city, Address.access_note,
               ServiceContract.name)
        .join(BusinessPartner, BusinessPartner.id == Equipment.partner_id)
        .outerjoin(Item, Item.id == Equipment.item_id)
        .outerjoin(Address, Address.id == Equipment.address_id)
        .outerjoin(ServiceContract, ServiceContract.id == Equipment.contract_id)
        .where(Equipment.id == equipment_id)
    ).one_or_none()
    if row is None:
        return None
    machine, model, customer, street, city, access_note, contract = row
    calls = session.scalar(
        select(func.count(func.distinct(ServiceCallEquipment.call_id)))
        .where(ServiceCallEquipment.equipment_id == equipment_id)
    )
    return EquipmentCard(
        machine.id, machine.number, machine.name, machine.serial, machine.manufacturer, machine.category, model or "",
        machine.item_id, machine.partner_id, customer, machine.address_id,
        ", ".join(part for part in (street or "", city or "") if part), machine.location_note, access_note or "",
        machine.state, machine.label_code, machine.gtin, machine.installed_on, machine.warranty_start,
        machine.warranty_end, machine.warranty_kind, machine.warranty_labour, contract or "", machine.next_service_on,
        equipment_history(session, equipment_id, limit), readings_over_time(session, equipment_id), calls or 0,
    )


def equipment_history(session: Session, equipment_id: str, limit: int = 10) -> tuple[PastVisit, ...]:
    """Visits to the machine that have begun or ended, the latest first."""
    rows = session.execute(
        select(Activity.id, Activity.call_id, ServiceCall.number, Activity.arrived_at, Activity.planned_start,
               Activity.work_done, ServiceCall.subject, ServiceCall.kind, Person.name, Activity.state, Activity.outcome)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .join(ServiceCallEquipment, ServiceCallEquipment.call_id == ServiceCall.id)
        .outerjoin(Person, Person.id == Activity.lead_person_id)
        .where(ServiceCallEquipment.equipment_id == equipment_id, Activity.state.in_(("in_execution", "done")),
               Activity.planned_start.is_not(None))
        .order_by(func.coalesce(Activity.arrived_at, Activity.planned_start).desc()).limit(limit)
    ).all()
    ids = [row.id for row in rows]
    minutes, parts = _minutes(session, ids), _parts(session, ids)
    net, readings = _net(session, ids), _last_reading(session, ids, equipment_id)
    return tuple(
        PastVisit(
            row.id, row.call_id, row.number or "", row.arrived_at or row.planned_start,
            _title(row.work_done, row.subject), row.subject, row.kind, row.name or "", minutes.get(row.id, 0),
            net.get(row.id), tuple(parts.get(row.id, ())), readings.get(row.id), row.state, row.outcome,
        )
        for row in rows
    )


def readings_over_time(session: Session, equipment_id: str) -> tuple[ReadingSeries, ...]:
    """Every measured quantity of the machine, those with most values first."""
    points: dict[tuple[str, str], list[tuple[datetime, Decimal, str]]] = {}
    for row in session.execute(
        select(Reading.quantity, Reading.unit, Reading.read_at, Reading.value, Reading.verdict)
        .where(Reading.equipment_id == equipment_id).order_by(Reading.read_at, Reading.id)
    ):
        points.setdefault((row.quantity, row.unit), []).append((row.read_at, row.value, row.verdict))
    series = [ReadingSeries(quantity, unit, tuple(found)) for (quantity, unit), found in points.items()]
    return tuple(sorted(series, key=lambda one: (-len(one.points), one.quantity)))


def _title(work_done: str, subject: str) -> str:
    first = next((line.strip() for line in work_done.splitlines() if line.strip()), "")
    text = first.split(". ")[0].rstrip(".") or subject
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def _minutes(session: Session, ids: list[str]) -> dict[str, int]:
    rows = session.execute(
        select(TimeEffort.activity_id, func.sum(TimeEffort.minutes))
        .where(TimeEffort.activity_id.in_(ids), TimeEffort.kind == "work", TimeEffort.corrected_by_id.is_(None))
        .group_by(TimeEffort.activity_id)
    )
    return {row[0]: int(row[1] or 0) for row in rows}


def _net(session: Session, ids: list[str]) -> dict[str, Decimal]:
    rows = session.execute(
        select(InvoiceLine.activity_id, func.sum(InvoiceLine.net))
        .where(InvoiceLine.activity_id.in_(ids)).group_by(InvoiceLine.activity_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _parts(session: Session, ids: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in session.execute(
        select(Material.activity_id, Item.name).join(Item, Item.id == Material.item_id)
        .where(Material.activity_id.in_(ids), Material.corrected_by_id.is_(None)).order_by(Material.id)
    ):
        found.setdefault(row[0], []).append(row[1])
    return found


def _last_reading(session: Session, ids: list[str], equipment_id: str) -> dict[str, tuple[str, Decimal, str]]:
    rows = session.execute(
        select(Reading.activity_id, Reading.quantity, Reading.value, Reading.unit)
        .where(Reading.activity_id.in_(ids), Reading.equipment_id == equipment_id).order_by(Reading.read_at)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in rows}
