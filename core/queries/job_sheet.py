"""Everything about one visit that its technician needs on site: people, machine, parts, history, papers, checklists."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCall
from core.model.contract import ServiceContract
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.visit import Activity, ServiceAssignment, StatusEvent
from core.model.workforce import Person, PersonSkill, Skill
from core.queries.crew import CrewMember, crew
from core.queries.finishing import signs_later
from core.queries.job_knowledge import (
    ChecklistChoice,
    DiagramCard,
    DocumentCard,
    Subject,
    checklist_choices,
    diagrams,
    documents,
)  # fmt: skip
from core.queries.machine_history import HistoryRow, machine_history
from core.queries.parts import PartRow, visit_parts
from core.queries.visit_facts import call_equipment
from core.queries.whereabouts import whereabouts
from core.rules.lifecycle import ASSIGNMENT, STEPS_OPEN, display_status, may_take_back, next_steps
from core.rules.travel import Place, travel_minutes
from core.rules.warranty import WarrantyFacts, in_warranty


@dataclass(frozen=True, slots=True)
class Stamps:
    """When each step was taken, UTC."""

    released_at: datetime | None
    accepted_at: datetime | None
    travel_started_at: datetime | None
    arrived_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactCard:
    name: str
    role: str
    initials: str
    phone: str
    mobile: str
    email: str


@dataclass(frozen=True, slots=True)
class AddressCard:
    street: str
    zip: str
    city: str
    access_note: str
    latitude: float | None
    longitude: float | None

    @property
    def place(self) -> Place | None:
        return _place(self.latitude, self.longitude)


@dataclass(frozen=True, slots=True)
class EquipmentCard:
    """A machine of the call; `warranty_key` and `warranty_params` are the sentence about its warranty today."""

    id: str
    name: str
    serial: str
    category: str
    installed_on: date | None
    warranty_end: date | None
    in_warranty: bool
    contract_name: str
    location_note: str
    warranty_key: str
    warranty_params: dict[str, int]


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step that may be taken now."""

    target: str
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class LackingCertificate:
    """A skill that this job asks for and the technician has no valid certificate of; `expired_on` when he had one."""

    name: str
    expired_on: date | None
    by_law: bool


@dataclass(frozen=True, slots=True)
class CrewLacks:
    """A helper whom the office sent without a certificate that the job asks for."""

    person: str
    skill: str
    by_law: bool


@dataclass(frozen=True, slots=True)
class JobSheet:
    """The job's page. `travel_minutes` is the estimated drive from where the technician is, before he sets out."""

    activity_id: str
    assignment_id: str
    call_id: str
    call_number: str
    customer: str
    customer_phone: str
    subject: str
    problem: str
    priority: str
    start: datetime | None
    end: datetime | None
    promised_from: datetime | None
    promised_to: datetime | None
    step: str
    status: str
    role: str
    outcome: str
    travel_minutes: int | None
    stamps: Stamps
    contact: ContactCard | None
    address: AddressCard | None
    wish_text: str
    equipment: tuple[EquipmentCard, ...]
    parts: tuple[PartRow, ...]
    history: tuple[HistoryRow, ...]
    diagrams: tuple[DiagramCard, ...]
    documents: tuple[DocumentCard, ...]
    crew: tuple[CrewMember, ...]
    office_notes: str
    checklists: tuple[ChecklistChoice, ...]
    next: tuple[NextStep, ...]
    seen: bool
    ended_at: datetime | None = None
    reason: str = ""
    take_back: str = ""
    """The step to which a technician's own no can still be unsaid; empty when it cannot."""
    certificates: tuple[LackingCertificate, ...] = ()
    crew_lacks: tuple[CrewLacks, ...] = ()
    awaits_signature: bool = False
    """Done, and the customer was to sign later: he has not yet."""


def job_sheet(
    session: Session, activity_id: str, person_id: str, now: datetime, language: str = "sv"
) -> JobSheet | None:
    """The visit as this technician sees it; None when it (or his part of it) is not here."""
    row = _job(session, activity_id, person_id)
    if row is None:
        return None
    address = address_card(session, row.address_id or row.call_address_id)
    here = address.place if address else None
    origin = whereabouts(session, person_id, now) if row.step == "accepted" else None
    machine_ids = call_equipment(session, row.call_id)
    subject = _subject(session, row, machine_ids)
    ended_at, take_back = _ending(session, row, person_id)
    return JobSheet(
        activity_id=row.id, assignment_id=row.assignment_id, call_id=row.call_id, call_number=row.number or "",
        customer=row.customer or "", customer_phone=row.customer_phone or "",
        subject=row.subject or row.call_subject, problem=row.problem,
        priority=row.priority, start=row.planned_start, end=row.planned_end,
        promised_from=row.promised_from, promised_to=row.promised_to, step=row.step,
        status=display_status(row.state, row.step), role=row.role, outcome=row.outcome,
        travel_minutes=travel_minutes(origin, here) if origin is not None and here is not None else None,
        stamps=Stamps(_sent_at(row), row.accepted_at, row.travel_started_at, row.arrived_at, row.finished_at),
        contact=_contact(session, row.contact_id), address=address, wish_text=row.wish_text,
        equipment=machine_cards(session, machine_ids, row.contract_id, local(now).date()),
        parts=visit_parts(session, activity_id, person_id, here, now),
        history=machine_history(session, machine_ids, language=language),
        diagrams=diagrams(session, subject), documents=documents(session, subject),
        crew=crew(session, row.id, row.lead_person_id, row.helper_ids or (), person_id), office_notes=row.instructions,
        checklists=checklist_choices(session, subject), next=_next(row.step), seen=row.seen_at is not None,
        ended_at=ended_at, reason=row.reason, take_back=take_back,
        certificates=_lacking(session, row.required_skill_ids or [], person_id, local(now).date()),
        crew_lacks=_crew_lacks(session, row),
        awaits_signature=row.step == "done" and row.role == "lead" and signs_later(session, activity_id),
    )


def _sent_at(row: Any) -> datetime | None:
    """When it was sent to him: a helper who was called later got it later than the lead."""
    return max(row.released_at, row.assigned_at) if row.released_at is not None else None


def _ending(session: Session, row: Any, person_id: str) -> tuple[datetime | None, str]:
    """When he said no or broke off, and the step that a no can still be taken back to."""
    if row.step not in ("rejected", "aborted"):
        return None, ""
    event = session.execute(
        select(StatusEvent.at, StatusEvent.from_step)
        .where(StatusEvent.assignment_id == row.assignment_id, StatusEvent.to_step == row.step, StatusEvent.legal)
        .order_by(StatusEvent.at.desc(), StatusEvent.id.desc()).limit(1)
    ).one_or_none()
    if event is None:
        return row.finished_at, ""
    is_his = person_id in (row.lead_person_id, *(row.helper_ids or ()))
    return event.at, event.from_step if may_take_back(row.step, row.state, is_his) else ""


def _crew_lacks(session: Session, row: Any) -> tuple[CrewLacks, ...]:
    """For the lead only: he shares out the work. Asked for only where the visit has helpers and asks for something."""
    if row.role != "lead" or not row.helper_ids or not row.required_skill_ids:
        return ()
    crew = session.execute(
        select(Person.name, ServiceAssignment.lacking_skill_ids)
        .join(Person, Person.id == ServiceAssignment.person_id)
        .where(
            ServiceAssignment.activity_id == row.id, ServiceAssignment.person_id.in_(row.helper_ids),
            ServiceAssignment.step.in_(STEPS_OPEN),
        )
        .order_by(Person.name)
    ).all()
    wanted = {skill for one in crew for skill in one.lacking_skill_ids or []}
    if not wanted:
        return ()
    skills = {one.id: one for one in session.execute(
        select(Skill.id, Skill.name, Skill.required_by_law).where(Skill.id.in_(wanted))
    )}
    return tuple(
        CrewLacks(one.name, skills[skill].name, skills[skill].required_by_law)
        for one in crew for skill in one.lacking_skill_ids or [] if skill in skills
    )


def _lacking(session: Session, skill_ids: list[str], person_id: str, day: date) -> tuple[LackingCertificate, ...]:
    if not skill_ids:
        return ()
    has = (PersonSkill.skill_id == Skill.id) & (PersonSkill.person_id == person_id)
    rows = session.execute(
        select(Skill.name, Skill.required_by_law, PersonSkill.id, PersonSkill.valid_to)
        .outerjoin(PersonSkill, has).where(Skill.id.in_(skill_ids)).order_by(Skill.name)
    )
    return tuple(
        LackingCertificate(row.name, row.valid_to, row.required_by_law) for row in rows
        if row.id is None or (row.valid_to is not None and row.valid_to < day)
    )


def _next(step: str) -> tuple[NextStep, ...]:
    return tuple(NextStep(one.target, one.reason) for one in next_steps(ASSIGNMENT, step, "technician"))


def _job(session: Session, activity_id: str, person_id: str) -> Any:
    mine = ServiceAssignment
    return session.execute(
        select(
            Activity.id, mine.id.label("assignment_id"), Activity.call_id, ServiceCall.number, ServiceCall.problem,
            BusinessPartner.name.label("customer"), BusinessPartner.phone.label("customer_phone"),
            Activity.subject, ServiceCall.subject.label("call_subject"),
            ServiceCall.priority, ServiceCall.kind.label("call_kind"), ServiceCall.contact_id, ServiceCall.contract_id,
            ServiceCall.address_id.label("call_address_id"), ServiceCall.wish_text, ServiceCall.promised_from,
            ServiceCall.promised_to, Activity.planned_start,
            Activity.planned_end, Activity.state, Activity.outcome, Activity.address_id, Activity.helper_ids,
            Activity.instructions, Activity.required_skill_ids,
            Activity.checklist_template_ids, Activity.released_at, Activity.lead_person_id, mine.step, mine.role,
            mine.reason, mine.assigned_at, mine.accepted_at, mine.travel_started_at, mine.arrived_at, mine.finished_at,
            mine.seen_at,
        )
        .join(mine, mine.activity_id == Activity.id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.id == activity_id, mine.person_id == person_id)
        .where(or_(Activity.released_at.is_not(None), mine.step == "rejected"))
        .order_by(mine.assigned_at.desc(), mine.id.desc())
        .limit(1)
    ).one_or_none()


def _subject(session: Session, row: Any, machine_ids: tuple[str, ...]) -> Subject:
    machines = session.execute(
        select(Equipment.item_id, Equipment.category).where(Equipment.id.in_(machine_ids))
    ).all()
    return Subject(
        activity_id=row.id, item_ids=frozenset(one.item_id for one in machines if one.item_id),
        categories=frozenset(one.category for one in machines if one.category), call_kind=row.call_kind,
        template_ids=tuple(row.checklist_template_ids or ()), machine_ids=machine_ids,
    )


def _contact(session: Session, contact_id: str | None) -> ContactCard | None:
    row = session.execute(
        select(Contact.name, Contact.role, Contact.phone, Contact.mobile, Contact.email).where(Contact.id == contact_id)
    ).one_or_none()
    if row is None:
        return None
    initials = "".join(part[0] for part in row.name.split()[:2]).upper()
    return ContactCard(row.name, row.role, initials, row.phone, row.mobile, row.email)


def address_card(session: Session, address_id: str | None) -> AddressCard | None:
    row = session.execute(
        select(
            Address.street, Address.zip, Address.city, Address.access_note, Address.latitude, Address.longitude
        ).where(Address.id == address_id)
    ).one_or_none()
    return AddressCard(*row) if row else None


def machine_cards(
    session: Session, machine_ids: tuple[str, ...], contract_id: str | None, day: date
) -> tuple[EquipmentCard, ...]:
    """The machines, in the call's order; the contract shown is the one that decides about charging."""
    rows = session.execute(
        select(
            Equipment.id, Equipment.name, Equipment.serial, Equipment.category, Equipment.installed_on,
            Equipment.warranty_start, Equipment.warranty_end, Equipment.warranty_kind, Equipment.warranty_labour,
            Equipment.contract_id, Equipment.location_note,
        ).where(Equipment.id.in_(machine_ids))
    ).all()
    wanted = {contract_id, *(row.contract_id for row in rows)} - {None}
    contracts = {
        row.id: row for row in session.execute(
            select(ServiceContract.id, ServiceContract.name, ServiceContract.starts_on, ServiceContract.ends_on)
            .where(ServiceContract.id.in_(wanted))
        )
    }
    cards = []
    for row in sorted(rows, key=lambda one: machine_ids.index(one.id)):
        facts = WarrantyFacts(row.warranty_start, row.warranty_end, row.warranty_kind, row.warranty_labour)
        verdict = in_warranty(facts, day)
        contract = contracts.get(contract_id or row.contract_id or "")
        holds = contract is not None and contract.starts_on <= day and (contract.ends_on or day) >= day
        cards.append(
            EquipmentCard(
                id=row.id, name=row.name, serial=row.serial, category=row.category, installed_on=row.installed_on,
                warranty_end=row.warranty_end, in_warranty=verdict.covered,
                contract_name=contract.name if contract is not None and holds else "",
                location_note=row.location_note, warranty_key=verdict.reason_key, warranty_params=verdict.reason_params,
            )
        )
    return tuple(cards)


def _place(latitude: float | None, longitude: float | None) -> Place | None:
    return Place(latitude, longitude) if latitude is not None and longitude is not None else None
