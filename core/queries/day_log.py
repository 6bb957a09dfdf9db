"""A person's day, or everybody's: own entries and what was recorded on visits, in order."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import day_bounds
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.day_log import DayEntry
from core.model.visit import Activity, ServiceAssignment, TimeEffort
from core.model.workforce import Person
from core.queries.pauses import pauses
from core.rules.lifecycle import STEPS_ON_SITE
from core.rules.working_time import whole_minute

_UNDER_WAY = ("travelling", *(step for step in STEPS_ON_SITE if step != "paused"))


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One thing of the day; `activity_id` and `customer` where it belongs to a visit. Without `end` it runs still."""

    id: str
    kind: str
    start: datetime
    end: datetime | None
    note: str = ""
    activity_id: str = ""
    customer: str = ""


@dataclass(frozen=True, slots=True)
class DayLog:
    """`day` is the working day itself, None before it was begun; `job` a visit under way, as far as it is not recorded.
    """

    date: date
    day: DaySpan | None
    spans: tuple[DaySpan, ...]
    job: DaySpan | None = None

    @property
    def running(self) -> DaySpan | None:
        return next((one for one in self.spans if one.end is None), None)


@dataclass(frozen=True, slots=True)
class PersonDay:
    """A technician's day as the office sees it."""

    person_id: str
    name: str
    initials: str
    colour: int
    log: DayLog


def day_log(session: Session, person_id: str, day: date) -> DayLog:
    """What began on this day, with the visit that is under way."""
    log = _logs(session, [person_id], day)[person_id]
    return replace(log, job=_under_way(session, person_id, log))


def _under_way(session: Session, person_id: str, log: DayLog) -> DaySpan | None:
    """The journey or the work that his stamps tell of, from where its records or his last pause end."""
    begins, ends = day_bounds(log.date)
    row = session.execute(
        select(
            ServiceAssignment.id, ServiceAssignment.activity_id, ServiceAssignment.step,
            ServiceAssignment.travel_started_at, ServiceAssignment.arrived_at, BusinessPartner.name,
        )
        .join(Activity, Activity.id == ServiceAssignment.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            ServiceAssignment.person_id == person_id, ServiceAssignment.step.in_(_UNDER_WAY),
            ServiceAssignment.travel_started_at >= begins, ServiceAssignment.travel_started_at < ends,
        )
        .order_by(ServiceAssignment.travel_started_at.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    begun = row.arrived_at or row.travel_started_at
    here = [one.end for one in log.spans if one.activity_id == row.activity_id and one.end is not None]
    resumed = [one.end for one in pauses(session, row.id) if one.end is not None]
    start = whole_minute(max((begun, *here, *resumed)))
    kind = "travel" if row.step == "travelling" else "work"
    return DaySpan(f"under-way-{row.activity_id}", kind, start, None, "", row.activity_id, row.name or "")


def day_logs(session: Session, day: date) -> tuple[PersonDay, ...]:
    """Everybody's day: the technicians, by name."""
    people = session.execute(
        select(Person.id, Person.name, Person.initials, Person.colour)
        .where(Person.active, Person.roles.contains("technician")).order_by(Person.name, Person.id)
    ).all()
    logs = _logs(session, [row.id for row in people], day)
    return tuple(PersonDay(row.id, row.name, row.initials, row.colour, logs[row.id]) for row in people)


def _logs(session: Session, person_ids: list[str], day: date) -> dict[str, DayLog]:
    begins, ends = day_bounds(day)
    own: dict[str, list[DaySpan]] = {person: [] for person in person_ids}
    for row in session.execute(
        select(DayEntry.person_id, DayEntry.id, DayEntry.kind, DayEntry.start, DayEntry.end, DayEntry.note).where(
            DayEntry.person_id.in_(person_ids), DayEntry.removed.is_(False), DayEntry.start >= begins,
            DayEntry.start < ends,
        )
    ):
        own[row.person_id].append(DaySpan(row.id, row.kind, row.start, row.end, row.note))
    visits: dict[str, list[DaySpan]] = {person: [] for person in person_ids}
    for effort in session.execute(
        select(
            TimeEffort.person_id, TimeEffort.id, TimeEffort.kind, TimeEffort.start, TimeEffort.end,
            TimeEffort.activity_id, BusinessPartner.name,
        )
        .join(Activity, Activity.id == TimeEffort.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            TimeEffort.person_id.in_(person_ids), TimeEffort.corrected_by_id.is_(None),
            TimeEffort.state != "declined", TimeEffort.start >= begins, TimeEffort.start < ends,
        )
    ):
        visits[effort.person_id].append(
            DaySpan(effort.id, effort.kind, effort.start, effort.end, "", effort.activity_id, effort.name or "")
        )
    return {person: _log(day, own[person], visits[person]) for person in person_ids}


def _log(day: date, own: list[DaySpan], visits: list[DaySpan]) -> DayLog:
    spans = sorted((*(one for one in own if one.kind != "day"), *visits), key=lambda one: (one.start, one.id))
    # Begun twice (the second on another tablet): the earlier begin counts.
    days = sorted((one for one in own if one.kind == "day"), key=lambda one: (one.start, one.id))
    return DayLog(day, days[0] if days else None, tuple(spans))
