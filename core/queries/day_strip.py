"""One technician's day on one line: the visits with their status, for the strip beside a call."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import day_bounds
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Absence, WorkingTime
from core.rules.lifecycle import display_status


@dataclass(frozen=True, slots=True)
class StripBlock:
    """A visit, an absence (status `absent`) or nothing else; times UTC."""

    name: str
    start: datetime
    end: datetime
    status: str


@dataclass(frozen=True, slots=True)
class DayStrip:
    """What fills a person's day, and the shift in minutes from local midnight (None on a free day)."""

    person_id: str
    day: date
    blocks: tuple[StripBlock, ...]
    shift: tuple[int, int] | None


def day_strip(session: Session, person_id: str, day: date) -> DayStrip:
    first, last = day_bounds(day)
    blocks = []
    for row in session.execute(
        select(Activity.planned_start, Activity.planned_end, Activity.state, Activity.subject, BusinessPartner.name,
               ServiceAssignment.step)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(ServiceAssignment, (ServiceAssignment.activity_id == Activity.id)
                   & (ServiceAssignment.person_id == person_id) & (ServiceAssignment.step != "cancelled"))
        .where(Activity.lead_person_id == person_id, Activity.planned_start < last, Activity.planned_end > first,
               Activity.state.in_(("planned", "released", "in_execution", "done")))
        .order_by(Activity.planned_start)
    ):
        status = display_status(row.state, row.step or "")
        blocks.append(StripBlock(row.name or row.subject, row.planned_start, row.planned_end, status))
    for away in session.execute(
        select(Absence.kind, Absence.start, Absence.end)
        .where(Absence.person_id == person_id, Absence.start < last, Absence.end > first)
    ):
        blocks.append(StripBlock(away.kind, max(away.start, first), min(away.end, last), "absent"))
    shift = session.execute(
        select(WorkingTime.start_minute, WorkingTime.end_minute)
        .where(WorkingTime.person_id == person_id, WorkingTime.weekday == day.isoweekday())
    ).first()
    return DayStrip(person_id, day, tuple(blocks), (shift[0], shift[1]) if shift else None)
