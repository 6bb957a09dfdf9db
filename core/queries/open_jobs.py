"""What the office can change about the jobs at hand: when, where, what, with whom, and whether they are still his."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.visit_facts import registered_equipment


@dataclass(frozen=True, slots=True)
class Named:
    """A row that is told apart by its id and said by its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class OpenJob:
    """`taken` when the office has cancelled it or given it to somebody else. `machines` are those that the office
    registered it for: what the technician met on site is his own news. `access_note` is how to get in at the address,
    `phone` the number under which the contact is called.
    """

    activity_id: str
    customer: str
    start: datetime | None
    taken: bool
    problem: str = ""
    instructions: str = ""
    priority: str = "normal"
    address: Named | None = None
    contact: Named | None = None
    access_note: str = ""
    phone: str = ""
    machines: tuple[Named, ...] = ()
    people: tuple[Named, ...] = ()


def open_jobs(session: Session, activity_ids: Sequence[str], person_id: str) -> tuple[OpenJob, ...]:
    rows = session.execute(
        select(
            Activity.id, Activity.call_id, BusinessPartner.name, Activity.planned_start, Activity.state,
            Activity.instructions, Activity.lead_person_id, Activity.helper_ids, ServiceAssignment.step,
            ServiceCall.problem, ServiceCall.priority, ServiceCall.contact_id, Contact.name.label("contact"),
            Address.id.label("address_id"), Address.street, Address.access_note,
            Contact.mobile.label("mobile"), Contact.phone.label("phone"),
        )
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Contact, Contact.id == ServiceCall.contact_id)
        .outerjoin(Address, Address.id == func.coalesce(Activity.address_id, ServiceCall.address_id))
        .where(Activity.id.in_(activity_ids), ServiceAssignment.person_id == person_id)
        .order_by(Activity.id)
    )
    return tuple(_job(session, row, person_id) for row in rows.all())


def _job(session: Session, row: Any, person_id: str) -> OpenJob:
    others = [one for one in (row.lead_person_id, *(row.helper_ids or ())) if one and one != person_id]
    return OpenJob(
        activity_id=row.id, customer=row.name or "", start=row.planned_start,
        taken="cancelled" in (row.state, row.step), problem=row.problem, instructions=row.instructions,
        priority=row.priority, address=Named(row.address_id, row.street) if row.address_id else None,
        contact=Named(row.contact_id, row.contact or "") if row.contact_id else None,
        access_note=row.access_note or "", phone=row.mobile or row.phone or "",
        machines=_named(session, Equipment, registered_equipment(session, row.call_id)),
        people=_named(session, Person, others),
    )


def _named(session: Session, table: type[Equipment] | type[Person], ids: Sequence[str]) -> tuple[Named, ...]:
    """In the order of `ids`; one that has not arrived yet is none."""
    if not ids:
        return ()
    names = {row.id: row.name for row in session.execute(select(table.id, table.name).where(table.id.in_(ids)))}
    return tuple(Named(one, names[one]) for one in ids if one in names)
