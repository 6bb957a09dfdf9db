"""Everything about one visit that the planner's details pane shows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.stock import StockMove, StockShelf, Warehouse
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.model.workforce import Person
from core.queries.messages import MessageRow, visit_messages
from core.queries.reservations import RESERVED, held_for_others

_HISTORY = 5


@dataclass(frozen=True, slots=True)
class ContactRow:
    id: str
    name: str
    role: str
    phone: str
    mobile: str
    sms_consent: bool


@dataclass(frozen=True, slots=True)
class MachineRow:
    id: str
    name: str
    serial: str
    category: str
    installed_on: date | None
    warranty_end: date | None
    location_note: str


@dataclass(frozen=True, slots=True)
class StockPlace:
    """Where a part lies: `kind` main or van, the warehouse's or the driver's name, the shelf, and how many."""

    kind: str
    name: str
    person_id: str | None
    shelf: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class PartRow:
    item_id: str
    name: str
    quantity: Decimal
    unit: str
    maybe: bool
    places: tuple[StockPlace, ...]
    reserved_at: str = ""


@dataclass(frozen=True, slots=True)
class PastVisit:
    activity_id: str
    call_id: str
    at: datetime
    text: str
    person: str


@dataclass(frozen=True, slots=True)
class Accepted:
    """A conflict that somebody saw and planned over."""

    code: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class JobDetails:
    """A visit with its call; `messages` newest first, `history` the customer's latest finished visits."""

    activity_id: str
    call_id: str
    number: str
    customer: str
    partner_id: str | None
    subject: str
    problem: str
    priority: str
    contract: str
    promised_from: datetime | None
    promised_to: datetime | None
    wish_text: str
    due_at: datetime | None
    street: str
    zip: str
    city: str
    access_note: str
    contact: ContactRow | None
    machines: tuple[MachineRow, ...]
    parts: tuple[PartRow, ...]
    history: tuple[PastVisit, ...]
    history_count: int
    messages: tuple[MessageRow, ...]
    state: str
    step: str
    lead: str
    lead_id: str | None
    helpers: tuple[str, ...]
    planned_start: datetime | None
    planned_end: datetime | None
    duration_minutes: int
    released_at: datetime | None
    seen_at: datetime | None
    told_from: datetime | None
    revision: int
    pinned: bool
    accepted: tuple[Accepted, ...]

    @property
    def waiting_message(self) -> MessageRow | None:
        """The customer message that can still be stopped, if there is one."""
        return next((message for message in self.messages if message.can_be_stopped), None)


def job_details(session: Session, activity_id: str) -> JobDetails | None:
    """The visit, or None when it is gone."""
    activity = session.get(Activity, activity_id)
    call = session.get(ServiceCall, activity.call_id) if activity is not None else None
    if activity is None or call is None:
        return None
    partner = session.get(BusinessPartner, call.partner_id) if call.partner_id else None
    address_id = activity.address_id or call.address_id
    address = session.get(Address, address_id) if address_id else None
    contract = session.get(ServiceContract, call.contract_id) if call.contract_id else None
    names = _names(session, {activity.lead_person_id, *activity.helper_ids} - {None})
    part = _lead_part(session, activity)
    history, count = _history(session, call, activity.id)
    return JobDetails(
        activity_id=activity.id, call_id=call.id, number=call.number or "",
        customer=partner.name if partner else call.subject, partner_id=call.partner_id,
        subject=activity.subject or call.subject, problem=call.problem, priority=call.priority,
        contract=contract.name if contract else "", promised_from=call.promised_from, promised_to=call.promised_to,
        wish_text=call.wish_text, due_at=call.due_at, street=address.street if address else "",
        zip=address.zip if address else "", city=address.city if address else "",
        access_note=address.access_note if address else "", contact=_contact(session, call),
        machines=_machines(session, call.id), parts=_parts(session, activity.id), history=history, history_count=count,
        messages=visit_messages(session, activity.id), state=activity.state, step=part.step if part else "",
        lead=names.get(activity.lead_person_id or "", ""), lead_id=activity.lead_person_id,
        helpers=tuple(names[helper] for helper in activity.helper_ids if helper in names),
        planned_start=activity.planned_start, planned_end=activity.planned_end,
        duration_minutes=activity.duration_minutes, released_at=activity.released_at,
        seen_at=part.seen_at if part else None, told_from=activity.told_from, revision=activity.release_revision,
        pinned=activity.pinned, accepted=_accepted(session, activity),
    )


def site_contact(session: Session, call: ServiceCall) -> Contact | None:
    """Who is told about a visit: the call's contact, else the customer's first person on site."""
    if call.contact_id:
        return session.get(Contact, call.contact_id)
    return session.scalars(
        select(Contact).where(Contact.partner_id == call.partner_id)
        .order_by(Contact.is_site_contact.desc(), Contact.id)
    ).first()


def _contact(session: Session, call: ServiceCall) -> ContactRow | None:
    contact = site_contact(session, call)
    if contact is None:
        return None
    return ContactRow(contact.id, contact.name, contact.role, contact.phone, contact.mobile, contact.sms_consent)


def _names(session: Session, person_ids: Iterable[str | None]) -> dict[str, str]:
    rows = session.execute(select(Person.id, Person.name).where(Person.id.in_(list(person_ids))))
    return {row.id: row.name for row in rows}


def _accepted(session: Session, activity: Activity) -> tuple[Accepted, ...]:
    kept = activity.accepted_conflicts or []
    names = _names(session, {entry["by"] for entry in kept})
    return tuple(
        Accepted(entry["code"], names.get(entry["by"], ""), datetime.fromisoformat(entry["at"])) for entry in kept
    )


def _lead_part(session: Session, activity: Activity) -> ServiceAssignment | None:
    return session.scalars(
        select(ServiceAssignment)
        .where(
            ServiceAssignment.activity_id == activity.id, ServiceAssignment.person_id == activity.lead_person_id,
            ServiceAssignment.step != "cancelled",
        )
        .order_by(ServiceAssignment.assigned_at.desc(), ServiceAssignment.id.desc())
    ).first()


def _machines(session: Session, call_id: str) -> tuple[MachineRow, ...]:
    rows = session.execute(
        select(
            Equipment.id, Equipment.name, Equipment.serial, Equipment.category, Equipment.installed_on,
            Equipment.warranty_end, Equipment.location_note,
        )
        .join(ServiceCallEquipment, ServiceCallEquipment.equipment_id == Equipment.id)
        .where(ServiceCallEquipment.call_id == call_id).order_by(ServiceCallEquipment.id)
    )
    return tuple(MachineRow(*row) for row in rows)


def _parts(session: Session, activity_id: str) -> tuple[PartRow, ...]:
    rows = session.execute(
        select(
            RequiredMaterial.item_id, Item.name, RequiredMaterial.quantity, Item.unit, RequiredMaterial.maybe,
            RequiredMaterial.state, Warehouse.name.label("place"),
        )
        .join(Item, Item.id == RequiredMaterial.item_id)
        .outerjoin(Warehouse, Warehouse.id == RequiredMaterial.warehouse_id)
        .where(RequiredMaterial.activity_id == activity_id)
        .order_by(RequiredMaterial.maybe, RequiredMaterial.id)
    ).all()
    item_ids = [row.item_id for row in rows]
    places = _places(session, item_ids, held_for_others(session, item_ids, activity_id))
    return tuple(
        PartRow(
            row.item_id, row.name, row.quantity, row.unit, row.maybe, tuple(places.get(row.item_id, ())),
            (row.place or "") if row.state in RESERVED else "",
        )
        for row in rows
    )


def _places(
    session: Session, item_ids: list[str], put_aside: dict[tuple[str, str], Decimal]
) -> dict[str, list[StockPlace]]:
    """Where how many lie that are not put aside for another visit."""
    if not item_ids:
        return {}
    shelves = {
        (row.warehouse_id, row.item_id): row.shelf
        for row in session.execute(
            select(StockShelf.warehouse_id, StockShelf.item_id, StockShelf.shelf)
            .where(StockShelf.item_id.in_(item_ids))
        )
    }
    found: dict[str, list[StockPlace]] = defaultdict(list)
    quantity = func.sum(StockMove.quantity)
    for row in session.execute(
        select(
            StockMove.item_id, Warehouse.id, Warehouse.kind, Warehouse.name, Warehouse.person_id,
            quantity.label("quantity"),
        )
        .join(Warehouse, Warehouse.id == StockMove.warehouse_id)
        .where(StockMove.item_id.in_(item_ids))
        .group_by(StockMove.item_id, Warehouse.id, Warehouse.kind, Warehouse.name, Warehouse.person_id)
        .having(quantity > 0).order_by(Warehouse.kind, Warehouse.name)
    ):
        shelf = shelves.get((row.id, row.item_id), "")
        free = row.quantity - put_aside.get((row.id, row.item_id), Decimal(0))
        if free > 0:
            found[row.item_id].append(StockPlace(row.kind, row.name, row.person_id, shelf, free))
    return found


def _history(session: Session, call: ServiceCall, but_activity_id: str) -> tuple[tuple[PastVisit, ...], int]:
    if not call.partner_id:
        return (), 0
    mine = (
        ServiceCall.partner_id == call.partner_id, Activity.state == "done", Activity.id != but_activity_id,
        Activity.planned_start.is_not(None),
    )
    rows = session.execute(
        select(
            Activity.id, Activity.call_id, func.coalesce(Activity.arrived_at, Activity.planned_start).label("at"),
            Activity.work_done, Activity.subject, Person.name,
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(Person, Person.id == Activity.lead_person_id)
        .where(*mine).order_by(Activity.planned_start.desc()).limit(_HISTORY)
    )
    past = tuple(
        PastVisit(row.id, row.call_id, row.at, (row.work_done or row.subject).split("\n")[0], row.name or "")
        for row in rows
    )
    count = session.scalar(select(func.count()).select_from(Activity).join(ServiceCall).where(*mine))
    return past, count or 0

