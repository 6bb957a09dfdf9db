"""A machine by itself, as a technician meets it: whose it is, what covers it, and what was done on it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.equipment import Equipment
from core.model.visit import Activity, ServiceAssignment
from core.queries.job_sheet import AddressCard, EquipmentCard, address_card, machine_cards
from core.queries.machine_history import HistoryRow, machine_history
from core.queries.machine_visit import visit_of_machine
from core.rules.lifecycle import STEPS_ON_SITE


@dataclass(frozen=True, slots=True)
class MachineSheet:
    """`visit_id` is his own open visit to it; `on_site_id` the one that he is on where the machine stands."""

    machine: EquipmentCard
    customer: str
    address: AddressCard | None
    history: tuple[HistoryRow, ...]
    visit_id: str
    on_site_id: str


def machine_sheet(
    session: Session, equipment_id: str, person_id: str, now: datetime, language: str = "sv"
) -> MachineSheet | None:
    """None when the machine is not here."""
    row = session.execute(
        select(Equipment.address_id, BusinessPartner.name)
        .outerjoin(BusinessPartner, BusinessPartner.id == Equipment.partner_id).where(Equipment.id == equipment_id)
    ).one_or_none()
    if row is None:
        return None
    return MachineSheet(
        machine=machine_cards(session, (equipment_id,), None, local(now).date())[0], customer=row.name or "",
        address=address_card(session, row.address_id),
        history=machine_history(session, [equipment_id], language=language),
        visit_id=visit_of_machine(session, equipment_id, person_id) or "",
        on_site_id=_on_site(session, row.address_id, person_id),
    )


def _on_site(session: Session, address_id: str | None, person_id: str) -> str:
    if address_id is None:
        return ""
    found = session.scalar(
        select(Activity.id)
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .where(
            ServiceAssignment.person_id == person_id, ServiceAssignment.step.in_(STEPS_ON_SITE),
            func.coalesce(Activity.address_id, ServiceCall.address_id) == address_id,
        )
        .order_by(ServiceAssignment.arrived_at.desc(), Activity.id)
        .limit(1)
    )
    return found or ""
