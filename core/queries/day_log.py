"""One person's day: his own entries and what he recorded on visits, in order."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import day_bounds
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.day_log import DayEntry
from core.model.visit import Activity, TimeEffort


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
    """`day` is the working day itself, None before it was begun."""

    date: date
    day: DaySpan | None
    spans: tuple[DaySpan, ...]

    @property
    def running(self) -> DaySpan | None:
        return next((one for one in self.spans if one.end is None), None)


def day_log(session: Session, person_id: str, day: date) -> DayLog:
    """What began on this day."""
    begins, ends = day_bounds(day)
    own = [
        DaySpan(row.id, row.kind, row.start, row.end, row.note)
        for row in session.execute(
            select(DayEntry.id, DayEntry.kind, DayEntry.start, DayEntry.end, DayEntry.note).where(
                DayEntry.person_id == person_id, DayEntry.removed.is_(False), DayEntry.start >= begins,
                DayEntry.start < ends,
            )
        )
    ]
    visits = [
        DaySpan(row.id, row.kind, row.start, row.end, "", row.activity_id, row.name or "")
        for row in session.execute(
            select(
                TimeEffort.id, TimeEffort.kind, TimeEffort.start, TimeEffort.end, TimeEffort.activity_id,
                BusinessPartner.name,
            )
            .join(Activity, Activity.id == TimeEffort.activity_id)
            .join(ServiceCall, ServiceCall.id == Activity.call_id)
            .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
            .where(
                TimeEffort.person_id == person_id, TimeEffort.corrected_by_id.is_(None),
                TimeEffort.state != "declined", TimeEffort.start >= begins, TimeEffort.start < ends,
            )
        )
    ]
    spans = sorted((*(one for one in own if one.kind != "day"), *visits), key=lambda one: (one.start, one.id))
    # Begun twice (the second on another tablet): the earlier begin counts.
    days = sorted((one for one in own if one.kind == "day"), key=lambda one: (one.start, one.id))
    return DayLog(day, days[0] if days else None, tuple(spans))
