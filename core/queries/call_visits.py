"""The visits of a call as the office follows them: each step as it happens, and everything recorded on the way."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment, ServiceReport, Signature
from core.model.item import Item
from core.model.knowledge import ChecklistInstance
from core.model.stock import Warehouse
from core.model.visit import Activity, Reading, RequiredMaterial, ServiceAssignment, StatusEvent
from core.model.workforce import Person
from core.queries.checklist_state import ChecklistState, checklist_states
from core.queries.report_mail import ReportMail, report_mail
from core.queries.reservations import RESERVED, likely_lead, lots
from core.queries.visit_lines import visit_lines
from core.rules.lifecycle import display_status
from core.rules.pricing import PricedLine
from core.rules.reserving import lot_for


@dataclass(frozen=True, slots=True)
class Technician:
    """Who is on the visit, and how far: `step` is empty while it is only planned."""

    person_id: str
    name: str
    initials: str
    colour: int
    phone: str
    role: str
    step: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepEvent:
    """One step of the timeline. `legal` is false for one that came out of order; it is shown all the same."""

    at: datetime
    step: str
    person: str
    reason: str
    legal: bool


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture or file; `thumbnail` is a small JPEG as base64, the bytes are in the blob store when they have come."""

    id: str
    sha256: str
    mime: str
    file_name: str
    thumbnail: str
    caption: str
    taken_at: datetime
    taken_by: str
    visible_to_customer: bool
    element_id: str
    marks: tuple[Any, ...] = ()
    pair: str = ""


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    quantity: str
    value: Decimal
    unit: str
    verdict: str
    read_at: datetime
    equipment_id: str | None


@dataclass(frozen=True, slots=True)
class NeededPart:
    """A part that the visit needs; `warehouse` is where it is put aside, `could_lie` where it could be."""

    id: str
    name: str
    code: str
    quantity: Decimal
    unit: str
    state: str
    warehouse: str
    maybe: bool
    could_lie: str | None

    @property
    def is_reserved(self) -> bool:
        return self.state in RESERVED and self.warehouse != ""


@dataclass(frozen=True, slots=True)
class Signed:
    """The signature, or why there is none; `strokes` are as in `core.rules.pen`."""

    state: str
    name: str
    role: str
    reason: str
    signed_at: datetime
    strokes: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class VisitCard:
    """One visit with all that is known of it. `status` is one of the seven looks; lines are priced as invoiced."""

    id: str
    subject: str
    state: str
    status: str
    planned_start: datetime | None
    planned_end: datetime | None
    duration_minutes: int
    released_at: datetime | None
    told_from: datetime | None
    told_to: datetime | None
    technicians: tuple[Technician, ...]
    timeline: tuple[StepEvent, ...]
    outcome: str
    outcome_reason: str
    outcome_note: str
    fault_found: str
    work_done: str
    approval: str
    needed: tuple[NeededPart, ...]
    lines: tuple[PricedLine, ...]
    readings: tuple[MeasuredValue, ...]
    photos: tuple[Photo, ...]
    checklists: tuple[ChecklistState, ...]
    signature: Signed | None
    report_sha256: str
    report_version: int
    report_email: str
    mail: ReportMail | None


def call_visits(session: Session, call_id: str) -> tuple[VisitCard, ...]:
    """All visits of the call, the latest first; those still to be planned before them."""
    rows = session.execute(
        select(Activity).where(Activity.call_id == call_id)
        .order_by(Activity.planned_start.is_(None).desc(), Activity.planned_start.desc(), Activity.id.desc())
    ).scalars().all()
    names = _people(session)
    return tuple(_card(session, row, names) for row in rows)


def visit_card(session: Session, activity_id: str) -> VisitCard | None:
    """One visit, or None when it is gone."""
    visit = session.get(Activity, activity_id)
    return _card(session, visit, _people(session)) if visit is not None else None


def _people(session: Session) -> dict[str, Any]:
    return {row.id: row for row in session.execute(
        select(Person.id, Person.name, Person.initials, Person.colour, Person.phone)
    )}


def _card(session: Session, visit: Activity, people: dict[str, Any]) -> VisitCard:
    technicians = _technicians(session, visit, people)
    lead = next((one for one in technicians if one.role == "lead"), None)
    report = session.execute(
        select(ServiceReport.pdf_sha256, ServiceReport.version).where(ServiceReport.activity_id == visit.id)
        .order_by(ServiceReport.version.desc())
    ).first()
    begun = visit.state in ("released", "in_execution", "done")
    return VisitCard(
        visit.id, visit.subject, visit.state, display_status(visit.state, lead.step if lead else ""),
        visit.planned_start, visit.planned_end, visit.duration_minutes, visit.released_at, visit.told_from,
        visit.told_to, technicians, _timeline(session, visit.id, people), visit.outcome, visit.outcome_reason,
        visit.outcome_note, visit.fault_found, visit.work_done, visit.approval, _needed(session, visit),
        visit_lines(session, visit.id) if begun else (), _readings(session, visit.id),
        _photos(session, visit.id, people), checklist_states(session, visit.id), _signature(session, visit.id),
        report.pdf_sha256 if report else "", report.version if report else 0, visit.report_email,
        report_mail(session, visit.id) if report else None,
    )


def _technicians(session: Session, visit: Activity, people: dict[str, Any]) -> tuple[Technician, ...]:
    parts = session.execute(
        select(ServiceAssignment.person_id, ServiceAssignment.role, ServiceAssignment.step, ServiceAssignment.seen_at)
        .where(ServiceAssignment.activity_id == visit.id, ServiceAssignment.step != "cancelled")
        .order_by((ServiceAssignment.role != "lead"), ServiceAssignment.assigned_at)
    ).all()
    found = [
        Technician(part.person_id, *_named(people, part.person_id), part.role, part.step, part.seen_at)
        for part in parts
    ]
    if not found and visit.lead_person_id:
        found = [Technician(visit.lead_person_id, *_named(people, visit.lead_person_id), "lead", "", None)]
        found += [Technician(one, *_named(people, one), "helper", "", None) for one in visit.helper_ids]
    return tuple(found)


def _named(people: dict[str, Any], person_id: str) -> tuple[str, str, int, str]:
    person = people.get(person_id)
    return (person.name, person.initials, person.colour, person.phone) if person else ("–", "–", 0, "")


def _timeline(session: Session, visit_id: str, people: dict[str, Any]) -> tuple[StepEvent, ...]:
    return tuple(
        StepEvent(row.at, row.to_step, _named(people, row.person_id)[0], row.reason, row.legal)
        for row in session.execute(
            select(StatusEvent.at, StatusEvent.to_step, StatusEvent.person_id, StatusEvent.reason, StatusEvent.legal)
            .where(StatusEvent.activity_id == visit_id).order_by(StatusEvent.at, StatusEvent.id)
        )
    )


def _needed(session: Session, visit: Activity) -> tuple[NeededPart, ...]:
    def could_lie(item_id: str, state: str, quantity: Decimal) -> str | None:
        if state != "required" or visit.state not in ("draft", "planned", "released"):
            return None
        lot = lot_for(quantity, likely_lead(session, visit), lots(session, item_id))
        return lot.warehouse_id if lot is not None else None

    return tuple(
        NeededPart(*row[:6], row[6] or "", row[7], could_lie(row[8], row[5], row[3]))
        for row in session.execute(
            select(
                RequiredMaterial.id, Item.name, Item.code, RequiredMaterial.quantity, Item.unit, RequiredMaterial.state,
                Warehouse.name, RequiredMaterial.maybe, RequiredMaterial.item_id,
            )
            .join(Item, Item.id == RequiredMaterial.item_id)
            .outerjoin(Warehouse, Warehouse.id == RequiredMaterial.warehouse_id)
            .where(RequiredMaterial.activity_id == visit.id).order_by(RequiredMaterial.maybe, RequiredMaterial.id)
        )
    )


def _readings(session: Session, visit_id: str) -> tuple[MeasuredValue, ...]:
    return tuple(
        MeasuredValue(*row)
        for row in session.execute(
            select(Reading.quantity, Reading.value, Reading.unit, Reading.verdict, Reading.read_at,
                   Reading.equipment_id)
            .where(Reading.activity_id == visit_id).order_by(Reading.read_at, Reading.id)
        )
    )


def _photos(session: Session, visit_id: str, people: dict[str, Any]) -> tuple[Photo, ...]:
    """Pictures of the visit itself and of its checklists, in the order they were taken."""
    checklists = select(ChecklistInstance.id).where(ChecklistInstance.activity_id == visit_id)
    rows = session.execute(
        select(Attachment.id, Attachment.sha256, Attachment.mime, Attachment.file_name, Attachment.thumbnail,
               Attachment.caption, Attachment.taken_at, Attachment.taken_by_id, Attachment.visible_to_customer,
               Attachment.element_id, Attachment.marks, Attachment.pair)
        .where(or_(
            (Attachment.object_kind == "activity") & (Attachment.object_id == visit_id),
            (Attachment.object_kind == "checklist_instance") & Attachment.object_id.in_(checklists),
        ))
        .order_by(Attachment.taken_at, Attachment.id)
    )
    return tuple(
        Photo(
            row.id, row.sha256, row.mime, row.file_name, row.thumbnail, row.caption, row.taken_at,
            _named(people, row.taken_by_id or "")[0], row.visible_to_customer, row.element_id,
            tuple(row.marks), row.pair,
        )
        for row in rows
    )


def _signature(session: Session, visit_id: str) -> Signed | None:
    row = session.execute(
        select(Signature.state, Signature.name, Signature.role, Signature.reason, Signature.signed_at,
               Signature.strokes)
        .where(Signature.activity_id == visit_id).order_by(Signature.signed_at.desc(), Signature.id.desc())
    ).first()
    return Signed(row[0], row[1], row[2], row[3], row[4], tuple(row[5])) if row else None
