"""What the page for things found offers: the other machines in the place, or the one that was met, and the photos."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity
from core.queries.checklist_state import INSTANCE_KIND
from core.queries.visit_facts import call_equipment

_STANDING = ("in_use", "suspended", "draft")


@dataclass(frozen=True, slots=True)
class OtherMachine:
    id: str
    name: str
    serial: str
    location_note: str


@dataclass(frozen=True, slots=True)
class FoundPhoto:
    """`thumbnail` is a small JPEG as base64; `instance_id` and `element_id` name the checklist step it belongs to."""

    id: str
    thumbnail: str
    instance_id: str
    element_id: str


@dataclass(frozen=True, slots=True)
class FindingSheet:
    customer: str
    machines: tuple[OtherMachine, ...]
    photos: tuple[FoundPhoto, ...]


def finding_sheet(session: Session, activity_id: str) -> FindingSheet | None:
    """None when the visit is not here."""
    row = session.execute(
        select(Activity.call_id, Activity.address_id, ServiceCall.address_id, BusinessPartner.name)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.id == activity_id)
    ).one_or_none()
    if row is None:
        return None
    call_id, visit_place, call_place, customer = row
    machines = _others(session, visit_place or call_place, call_equipment(session, call_id))
    return FindingSheet(customer or "", machines, _photos(session, activity_id))


def machine_finding(session: Session, equipment_id: str) -> FindingSheet | None:
    """The same for one machine that there is no visit at; None when it is not here."""
    row = session.execute(
        select(
            Equipment.id, Equipment.name, Equipment.serial, Equipment.location_note,
            BusinessPartner.name.label("customer"),
        )
        .outerjoin(BusinessPartner, BusinessPartner.id == Equipment.partner_id).where(Equipment.id == equipment_id)
    ).one_or_none()
    if row is None:
        return None
    machine = OtherMachine(row.id, row.name, row.serial, row.location_note)
    return FindingSheet(row.customer or "", (machine,), ())


def _others(session: Session, address_id: str | None, served: tuple[str, ...]) -> tuple[OtherMachine, ...]:
    if address_id is None:
        return ()
    rows = session.execute(
        select(Equipment.id, Equipment.name, Equipment.serial, Equipment.location_note)
        .where(
            Equipment.address_id == address_id, Equipment.id.not_in(served), Equipment.state.in_(_STANDING),
        )
        .order_by(Equipment.name, Equipment.id)
    )
    return tuple(OtherMachine(*found) for found in rows)


def _photos(session: Session, activity_id: str) -> tuple[FoundPhoto, ...]:
    instances = select(ChecklistInstance.id).where(ChecklistInstance.activity_id == activity_id)
    rows = session.execute(
        select(Attachment.id, Attachment.thumbnail, Attachment.object_kind, Attachment.object_id, Attachment.element_id)
        .where(
            Attachment.mime.like("image/%"),
            or_(
                (Attachment.object_kind == "activity") & (Attachment.object_id == activity_id),
                (Attachment.object_kind == INSTANCE_KIND) & Attachment.object_id.in_(instances),
            ),
        )
        .order_by(Attachment.taken_at.desc(), Attachment.id)
    )
    return tuple(
        FoundPhoto(row.id, row.thumbnail, row.object_id if row.object_kind == INSTANCE_KIND else "", row.element_id)
        for row in rows
    )
