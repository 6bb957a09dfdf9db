"""How technicians' available time was used: work, travel, other, waiting for approval, and idle, adding up to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity, TimeEffort
from core.queries.technician_days import TechnicianDays, technician_days
from core.reports.facts import APPROVED
from core.reports.period import Period
from core.rules.facts import Blocked, Shift, to_minute

PARTS = ("work", "travel", "other", "pending")


@dataclass(frozen=True, slots=True)
class DayOnJob:
    """A technician's minutes on one visit."""

    activity_id: str
    call_id: str
    number: str
    customer: str
    day: date
    work: int
    travel: int
    other: int
    pending: int


@dataclass(frozen=True, slots=True)
class Utilisation:
    """Minutes of one technician; `available` is shift less breaks and absence, up to now.

    Recorded overtime makes the whole larger than what was available: shares are of the larger one.
    """

    person_id: str
    name: str
    initials: str
    colour: int
    available: int
    work: int
    travel: int
    other: int
    pending: int
    days: tuple[DayOnJob, ...]

    @property
    def recorded(self) -> int:
        return self.work + self.travel + self.other + self.pending

    @property
    def idle(self) -> int:
        return max(0, self.available - self.recorded)

    @property
    def whole(self) -> int:
        return max(self.available, self.recorded)


def utilisation(session: Session, period: Period, now: datetime) -> tuple[Utilisation, ...]:
    """The active technicians in the firm's order."""
    begun = period.up_to(local(now).date())
    if not begun.days:
        return ()
    people = technician_days(session, begun.first, begun.days, now)
    until = min(to_minute(now), to_minute(begun.bounds[1]))
    days = _days_on_jobs(session, period)
    return tuple(_of(person, until, tuple(days.get(person.id, ()))) for person in people)


def available_minutes(shifts: Iterable[Shift], absences: Iterable[Blocked], until: int) -> int:
    """Minutes of the shifts before `until`, less breaks and absences; what overlaps is taken off once."""
    away = tuple((one.start, one.end) for one in absences)
    total = 0
    for shift in shifts:
        off = [*away]
        if shift.break_start is not None and shift.break_end is not None:
            off.append((shift.break_start, shift.break_end))
        total += _uncovered(shift.start, min(shift.end, until), off)
    return total


def _uncovered(start: int, end: int, taken: list[tuple[int, int]]) -> int:
    minutes, at = 0, start
    for begin, finish in sorted(taken):
        if finish <= at or begin >= end:
            continue
        minutes += max(0, begin - at)
        at = max(at, finish)
    return minutes + max(0, end - at)


def _of(person: TechnicianDays, until: int, days: tuple[DayOnJob, ...]) -> Utilisation:
    work, travel, other, pending = (sum(getattr(day, part) for day in days) for part in PARTS)
    return Utilisation(
        person.id, person.name, person.initials, person.colour,
        available_minutes(person.shifts, person.absences, until), work, travel, other, pending, days,
    )


def _days_on_jobs(session: Session, period: Period) -> dict[str, list[DayOnJob]]:
    start, end = period.bounds
    rows = session.execute(
        select(
            TimeEffort.person_id, TimeEffort.activity_id, TimeEffort.kind, TimeEffort.minutes, TimeEffort.state,
            TimeEffort.start, ServiceCall.id, ServiceCall.number, BusinessPartner.name,
        )
        .join(Activity, Activity.id == TimeEffort.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            TimeEffort.start >= start, TimeEffort.start < end, TimeEffort.corrected_by_id.is_(None),
            TimeEffort.state != "declined", TimeEffort.kind != "break",
        )
        .order_by(TimeEffort.start)
    )
    sums: dict[tuple[str, str, str, str, str, date], dict[str, int]] = {}
    for person, activity, kind, minutes, state, begun, call, number, customer in rows:
        key = (person, activity, call, number or "", customer or "", local(begun).date())
        part = "pending" if state not in APPROVED else kind if kind in ("work", "travel") else "other"
        parts = sums.setdefault(key, dict.fromkeys(PARTS, 0))
        parts[part] += minutes
    found: dict[str, list[DayOnJob]] = defaultdict(list)
    for (person, activity, call, number, customer, day), parts in sums.items():
        found[person].append(DayOnJob(activity, call, number, customer, day, **parts))
    return found
