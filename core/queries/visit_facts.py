"""What decides who pays on a visit: the kind of call, its contract, its machine's warranty, and the day."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.contract import ServiceContract
from core.model.customer import BusinessPartner
from core.model.equipment import Equipment
from core.model.visit import Activity
from core.rules.charging import Coverage
from core.rules.warranty import WarrantyFacts
from core.storage.batch import recalled

_VERSION_AT = 15
"""Where a UUID says its version, counted from 1."""
MET_ON_SITE = func.substr(ServiceCallEquipment.id, _VERSION_AT, 1) == "7"


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """A visit with its call and customer, as charging and pricing need them."""

    activity_id: str
    call_id: str
    call_number: str
    call_kind: str
    customer: str
    price_list_id: str | None
    payment_days: int
    language: str
    contact_id: str | None
    equipment_ids: tuple[str, ...]
    contract_id: str | None
    day: date | None


@recalled(Activity, ServiceCall, BusinessPartner, ServiceCallEquipment)
def visit_facts(session: Session, activity_id: str) -> VisitFacts | None:
    """The facts, or None when the visit is not here; `day` is the one it was (or is to be) carried out."""
    row = session.execute(
        select(
            Activity.id, Activity.call_id, Activity.arrived_at, Activity.planned_start, ServiceCall.number,
            ServiceCall.kind, ServiceCall.contact_id, ServiceCall.contract_id, BusinessPartner.name,
            BusinessPartner.price_list_id, BusinessPartner.payment_days, BusinessPartner.language,
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.id == activity_id)
    ).one_or_none()
    if row is None:
        return None
    moment = row.arrived_at or row.planned_start
    return VisitFacts(
        activity_id=row.id, call_id=row.call_id, call_number=row.number or "", call_kind=row.kind,
        customer=row.name or "", price_list_id=row.price_list_id,
        payment_days=30 if row.payment_days is None else row.payment_days, language=row.language or "sv",
        contact_id=row.contact_id, equipment_ids=call_equipment(session, row.call_id), contract_id=row.contract_id,
        day=local(moment).date() if moment else None,
    )


def call_equipment(session: Session, call_id: str) -> tuple[str, ...]:
    """The machines of a call: those it was registered for, then those met on site in the order they were added.

    The first is what checklist, warranty and report are about, whatever is found beside it. A link that was registered
    follows from its call (`derived_id`, no UUIDv7); one made on site is a UUIDv7 and sorts by birth.
    """
    return tuple(
        session.scalars(
            select(ServiceCallEquipment.equipment_id)
            .where(ServiceCallEquipment.call_id == call_id).order_by(MET_ON_SITE, ServiceCallEquipment.id)
        )
    )


def registered_equipment(session: Session, call_id: str) -> tuple[str, ...]:
    """Only the machines that the office registered the call for."""
    return tuple(
        session.scalars(
            select(ServiceCallEquipment.equipment_id)
            .where(ServiceCallEquipment.call_id == call_id, ~MET_ON_SITE).order_by(ServiceCallEquipment.id)
        )
    )


@recalled(Equipment)
def warranty_of(session: Session, equipment_id: str | None) -> WarrantyFacts | None:
    if equipment_id is None:
        return None
    row = session.execute(
        select(
            Equipment.warranty_start, Equipment.warranty_end, Equipment.warranty_kind, Equipment.warranty_labour
        ).where(Equipment.id == equipment_id)
    ).one_or_none()
    return WarrantyFacts(*row) if row else None


@recalled(Equipment, ServiceContract)
def contract_of(session: Session, facts: VisitFacts, equipment_id: str | None) -> Coverage | None:
    """The call's contract, else the machine's own."""
    contract_id = facts.contract_id
    if contract_id is None and equipment_id is not None:
        contract_id = session.scalar(select(Equipment.contract_id).where(Equipment.id == equipment_id))
    if contract_id is None:
        return None
    row = session.execute(
        select(
            ServiceContract.name, ServiceContract.covers_labour, ServiceContract.covers_travel,
            ServiceContract.covers_parts, ServiceContract.starts_on, ServiceContract.ends_on,
        ).where(ServiceContract.id == contract_id)
    ).one_or_none()
    return Coverage(*row) if row else None
