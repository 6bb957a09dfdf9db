"""The list of calls: drafts, new, planned, under way, ready to invoice; read a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, case, exists, func, or_, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.customer_search import customer_search
from core.rules.lifecycle import call_progress, display_status

Filter = Literal["drafts", "new", "planned", "ongoing", "invoice", "all"]
FILTERS: tuple[Filter, ...] = ("drafts", "new", "planned", "ongoing", "invoice", "all")
Order = Literal["number", "customer", "promised", "planned", "priority"]
PRIORITIES = ("emergency", "high", "normal", "planned")
_OPEN = ("open", "pending")


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call in the list. `progress` is what its visits say; `status` one of the seven looks, "" without a visit."""

    id: str
    number: str
    subject: str
    customer: str
    city: str
    machine: str
    progress: str
    status: str
    priority: str
    created_at: datetime
    promised_from: datetime | None
    promised_to: datetime | None
    due_at: datetime | None
    planned: datetime | None
    technician: str
    initials: str
    colour: int
    who_text: str


def call_counts(session: Session) -> dict[str, int]:
    """How many calls each filter holds."""
    counts: dict[str, int] = {}
    for name in FILTERS:
        counts[name] = session.scalar(select(func.count()).select_from(ServiceCall).where(_belongs(name))) or 0
    return counts


def call_ids(session: Session, which: Filter, text: str = "", order: Order = "number") -> tuple[str, ...]:
    """The ids of the whole list in its order; the rows themselves are read as they come into view."""
    wanted: Select[str] = select(ServiceCall.id).where(_belongs(which))
    if text.strip():
        wanted = wanted.where(_matches(session, text.strip()))
    return tuple(session.scalars(_ordered(wanted, order)))


def call_rows(session: Session, ids: tuple[str, ...]) -> tuple[CallRow, ...]:
    """These calls, in this order; those that are gone are left out."""
    rows = {
        row.id: row for row in session.execute(
            select(
                ServiceCall.id, ServiceCall.number, ServiceCall.subject, ServiceCall.state, ServiceCall.priority,
                ServiceCall.created_at, ServiceCall.promised_from, ServiceCall.promised_to, ServiceCall.due_at,
                ServiceCall.intake, BusinessPartner.name.label("customer"), Address.city,
            )
            .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
            .outerjoin(Address, Address.id == ServiceCall.address_id)
            .where(ServiceCall.id.in_(ids))
        )
    }
    visits, machines = _visits(session, ids), _machines(session, ids)
    return tuple(_row(rows[one], visits.get(one, []), machines.get(one, "")) for one in ids if one in rows)


def found_calls(session: Session, text: str, limit: int) -> tuple[CallRow, ...]:
    """Calls by number, subject or customer, the newest first; without a text simply the newest."""
    return call_rows(session, call_ids(session, "all", text)[:limit])


def _row(row: Any, visits: list[Any], machine: str) -> CallRow:
    progress = call_progress(row.state, [visit.state for visit in visits])
    shown = _most_telling(visits)
    status = ""
    if shown is not None and shown.state != "draft":
        status = display_status(shown.state, shown.step or "")
    return CallRow(
        row.id, row.number or "", row.subject, row.customer or "", row.city or "", machine, progress, status,
        row.priority, row.created_at, row.promised_from, row.promised_to, row.due_at,
        shown.planned_start if shown else None, (shown.name or "") if shown else "",
        (shown.initials or "") if shown else "", (shown.colour or 0) if shown else 0,
        (row.intake or {}).get("who_text", "") if row.state == "draft" else "",
    )


def _most_telling(visits: list[Any]) -> Any:
    """The visit the list shows: one under way, else the next, else the latest."""
    for states in (("in_execution",), ("released", "planned"), ("draft",)):
        for visit in visits:
            if visit.state in states:
                return visit
    return visits[-1] if visits else None


def _belongs(which: Filter) -> ColumnElement[bool]:
    def visit_in(*states: str) -> ColumnElement[bool]:
        return exists().where(Activity.call_id == ServiceCall.id, Activity.state.in_(states))

    match which:
        case "drafts":
            return ServiceCall.state == "draft"
        case "new":
            return ServiceCall.state.in_(_OPEN) & ~visit_in("planned", "released", "in_execution")
        case "planned":
            return ServiceCall.state.in_(_OPEN) & visit_in("planned", "released") & ~visit_in("in_execution")
        case "ongoing":
            return ServiceCall.state.in_(_OPEN) & visit_in("in_execution")
        case "invoice":
            return ServiceCall.state == "technically_complete"
        case _:
            return ServiceCall.state != "draft"


def _matches(session: Session, text: str) -> ColumnElement[bool]:
    """By number, customer in any way intake knows, or words of the subject."""
    found = customer_search(session, text, 50)
    calls = [match.call_id for match in found if match.call_id]
    partners = [match.partner_id for match in found if not match.call_id]
    return or_(
        ServiceCall.id.in_(calls), ServiceCall.partner_id.in_(partners),
        func.lower(ServiceCall.subject).contains(text.lower(), autoescape=True),
    )


def _ordered(wanted: Select[str], order: Order) -> Select[str]:
    if order == "customer":
        return wanted.outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id).order_by(
            BusinessPartner.name, ServiceCall.created_at.desc()
        )
    if order == "promised":
        moment = func.coalesce(ServiceCall.promised_to, ServiceCall.due_at)
        return wanted.order_by(moment.is_(None), moment, ServiceCall.id)
    if order == "planned":
        start = (
            select(func.max(Activity.planned_start)).where(Activity.call_id == ServiceCall.id).scalar_subquery()
        )
        return wanted.order_by(start.is_(None), start.desc(), ServiceCall.id)
    if order == "priority":
        rank = case({name: n for n, name in enumerate(PRIORITIES)}, value=ServiceCall.priority, else_=2)
        return wanted.order_by(rank, ServiceCall.created_at.desc())
    return wanted.order_by(ServiceCall.created_at.desc(), ServiceCall.id.desc())


def _visits(session: Session, ids: tuple[str, ...]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in session.execute(
        select(Activity.call_id, Activity.state, Activity.planned_start, Person.name, Person.initials, Person.colour,
               ServiceAssignment.step)
        .outerjoin(Person, Person.id == Activity.lead_person_id)
        .outerjoin(ServiceAssignment, (ServiceAssignment.activity_id == Activity.id)
                   & (ServiceAssignment.role == "lead") & (ServiceAssignment.step != "cancelled"))
        .where(Activity.call_id.in_(ids), Activity.state != "cancelled")
        .order_by(Activity.planned_start, Activity.id)
    ):
        found.setdefault(row.call_id, []).append(row)
    return found


def _machines(session: Session, ids: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in session.execute(
        select(ServiceCallEquipment.call_id, Equipment.name)
        .join(Equipment, Equipment.id == ServiceCallEquipment.equipment_id)
        .where(ServiceCallEquipment.call_id.in_(ids)).order_by(ServiceCallEquipment.id)
    ):
        found[row.call_id] = f"{found[row.call_id]}, {row.name}" if row.call_id in found else row.name
    return found
