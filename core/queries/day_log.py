"""A person's day, or everybody's: own entries and what was recorded on visits, in order."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import day_bounds, local
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.day_log import DayEntry
from core.model.visit import Activity, ServiceAssignment, TimeEffort
from core.model.workforce import Person
from core.queries.records import unrecorded
from core.rules.current_job import UNDER_WAY
from core.rules.day_log import LONGEST
from core.rules.open_day import REST, end_of, is_forgotten, last_sign, shared_out, working_days
from core.rules.working_time import AHEAD

_Dates = tuple[date, ...]
_ONE_DAY = timedelta(days=1)
_ASKED_FOR = timedelta(days=31)
"""Nobody remembers when he went home longer ago than that."""


@dataclass(frozen=True, slots=True)
class DaySpan:
    """One thing of the day; `activity_id` and `customer` where it belongs to a visit. Without `end` it runs still.

    `is_unended` when nobody said its end: it is where the next thing began. `is_unrecorded` is time on a job that only
    its stamps tell of.
    """

    id: str
    kind: str
    start: datetime
    end: datetime | None
    note: str = ""
    activity_id: str = ""
    customer: str = ""
    is_unended: bool = False
    is_unrecorded: bool = False


@dataclass(frozen=True, slots=True)
class DayLog:
    """`day` is the working day itself, None before it was begun; `day_ids` are its rows: begun on two tablets, two.

    What was done past midnight belongs to the day that it was begun on. `is_current`: things are begun in this one.
    `is_forgotten`: it has no end, and `last_sign` is when something was noted in it last. `unended` are other dates
    whose end was forgotten.
    """

    date: date
    day: DaySpan | None
    spans: tuple[DaySpan, ...]
    day_ids: tuple[str, ...] = ()
    last_sign: datetime | None = None
    is_current: bool = False
    is_newest: bool = False
    is_forgotten: bool = False
    unended: _Dates = ()
    job: DaySpan | None = None
    """The visit under way, as far as it is not recorded; it stays so when the day is ended."""
    counts_from: datetime | None = None
    """Until then the hours count in the day before, where something went on past this day's begin."""

    @property
    def is_open(self) -> bool:
        return self.day is not None and self.day.end is None

    @property
    def running(self) -> DaySpan | None:
        """What he began and has not ended; a job under way ends with its own buttons."""
        return next((one for one in self.spans if one.end is None and not one.activity_id), None)

    def unended_at(self, moment: datetime) -> tuple[DaySpan, ...]:
        """What he began himself and never ended, with the ends that it has when the day or the next thing comes then.
        """
        begun = (one for one in self.spans if not one.activity_id and (one.is_unended or one.end is None))
        return tuple(
            replace(one, end=end_of(replace(one, end=None), self.spans, max(moment, one.start), False, moment))
            for one in begun
        )


@dataclass(frozen=True, slots=True)
class PersonDay:
    """A technician's day as the office sees it."""

    person_id: str
    name: str
    initials: str
    colour: int
    log: DayLog


def day_log(session: Session, person_id: str, now: datetime, day: date | None = None) -> DayLog:
    """This day, or the one that he is in: the open one, however late it is, else today.

    With what his stamps tell of the jobs that he has not finished.
    """
    jobs = _on_jobs(session, person_id, now)
    current = _current(session, person_id, jobs, now)
    log = _logs(session, [person_id], day or current, now, jobs)[person_id]
    unended = tuple(one for one in forgotten_days(session, person_id, now) if one != log.date)
    under_way = next((one for one in reversed(jobs) if one.end is None), None)
    return replace(log, is_current=log.date == current, unended=unended, job=under_way)


def forgotten_days(session: Session, person_id: str, now: datetime) -> tuple[date, ...]:
    """The dates whose working day was never ended, though he is not in it any more; the latest first.

    Those that a wrong clock began before they came are among them.
    """
    begun = session.scalars(
        select(DayEntry.start).where(
            DayEntry.person_id == person_id, DayEntry.kind == "day", DayEntry.removed.is_(False),
            DayEntry.end.is_(None), DayEntry.start >= now - _ASKED_FOR,
        )
    ).all()
    dates = sorted({local(moment).date() for moment in begun}, reverse=True)
    today = local(now).date()
    return tuple(
        one for one in dates if one > today or _logs(session, [person_id], one, now)[person_id].is_forgotten
    )


def day_logs(session: Session, day: date, now: datetime) -> tuple[PersonDay, ...]:
    """Everybody's day: the technicians, by name."""
    people = session.execute(
        select(Person.id, Person.name, Person.initials, Person.colour)
        .where(Person.active, Person.roles.contains("technician")).order_by(Person.name, Person.id)
    ).all()
    logs = _logs(session, [row.id for row in people], day, now)
    return tuple(PersonDay(row.id, row.name, row.initials, row.colour, logs[row.id]) for row in people)


def _on_jobs(session: Session, person_id: str, now: datetime) -> tuple[DaySpan, ...]:
    """The journeys and the work that only stamps tell of; what nobody went on with for a day has an end unknown."""
    rows = session.execute(
        select(ServiceAssignment.id, ServiceAssignment.activity_id, BusinessPartner.name)
        .join(Activity, Activity.id == ServiceAssignment.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(ServiceAssignment.person_id == person_id, ServiceAssignment.step.in_(UNDER_WAY))
        .order_by(ServiceAssignment.id)
    ).all()
    found = [
        DaySpan(
            f"stamps-{row.id}-{span.start:%Y%m%d%H%M}", span.kind, span.start, span.end, "", row.activity_id,
            row.name or "", is_unrecorded=True,
        )
        for row in rows for span in unrecorded(session, row.activity_id, person_id, now)
        if span.end is not None or now - span.start < LONGEST
    ]
    return tuple(sorted(found, key=lambda one: (one.start, one.id)))


def _current(session: Session, person_id: str, jobs: Sequence[DaySpan], now: datetime) -> date:
    """The date of the day that he is in: the one begun last while it is open, or that of a job in the night."""
    today = local(now).date()
    last = _newest(session, [person_id], now).get(person_id)
    if last is not None and _logs(session, [person_id], last, now)[person_id].is_open:
        return last
    night = today - _ONE_DAY
    at_work = any(one.end is None and local(one.start).date() == night and now - one.start < REST for one in jobs)
    return night if at_work and (last is None or last < night) else today


def _newest(session: Session, person_ids: list[str], now: datetime) -> dict[str, date]:
    """The date of each one's latest day; what a clock that went ahead put into the time to come is none."""
    rows = session.execute(
        select(DayEntry.person_id, func.max(DayEntry.start).label("start"))
        .where(
            DayEntry.person_id.in_(person_ids), DayEntry.kind == "day", DayEntry.removed.is_(False),
            DayEntry.start <= now + AHEAD,
        )
        .group_by(DayEntry.person_id)
    )
    return {row.person_id: local(row.start).date() for row in rows}


def _logs(
    session: Session, person_ids: list[str], day: date, now: datetime, jobs: Sequence[DaySpan] = ()
) -> dict[str, DayLog]:
    """With the days beside it: what was done past midnight belongs to the one that it was begun in."""
    begins, ends = day_bounds(day - _ONE_DAY)[0], day_bounds(day + _ONE_DAY)[1]
    own: dict[str, list[DaySpan]] = defaultdict(list)
    for row in session.execute(
        select(DayEntry.person_id, DayEntry.id, DayEntry.kind, DayEntry.start, DayEntry.end, DayEntry.note).where(
            DayEntry.person_id.in_(person_ids), DayEntry.removed.is_(False), DayEntry.start >= begins,
            DayEntry.start < ends,
        )
    ):
        own[row.person_id].append(DaySpan(row.id, row.kind, row.start, row.end, row.note))
    visits: dict[str, list[DaySpan]] = defaultdict(list)
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
    latest = _newest(session, person_ids, now)
    return {
        person: log_of(day, own[person], visits[person], jobs, latest.get(person), now) for person in person_ids
    }


def log_of(
    day: date, own: Sequence[DaySpan], visits: Sequence[DaySpan], jobs: Sequence[DaySpan], latest: date | None,
    now: datetime,
) -> DayLog:
    """One person's day of what he noted himself, recorded on visits and only has stamps for, from the day before on.

    No hour counts in two days: what begins later gives way to what has begun, over midnight as within a day.
    """
    before = _log(day - _ONE_DAY, own, visits, jobs, latest, now)
    until = max((one.end for one in before.spans if one.end is not None), default=None)
    return replace(_log(day, own, visits, jobs, latest, now), counts_from=until)


def _log(
    day: date, own: Sequence[DaySpan], visits: Sequence[DaySpan], jobs: Sequence[DaySpan], latest: date | None,
    now: datetime,
) -> DayLog:
    rows, entries = [one for one in own if one.kind == "day"], [one for one in own if one.kind != "day"]
    days = working_days(rows)
    dates = shared_out(days, (*entries, *visits, *jobs))
    here = sorted(
        (one for one in (*entries, *visits, *jobs) if dates[one.id] == day), key=lambda one: (one.start, one.id)
    )
    work = days.get(day)
    sign = last_sign(work, here, now)
    forgotten = work is not None and is_forgotten(work, sign, latest == day, now)
    is_over = forgotten or (work is None and local(now).date() > day and now - sign >= REST)
    end = work.end if work is not None else None
    known = []
    for one in here:
        ends = end_of(one, here, end, is_over, sign)
        if not one.is_unrecorded:
            known.append(replace(one, end=ends, is_unended=one.end is None and ends is not None))
    for job in here:
        if job.is_unrecorded:
            limit = end or (sign if is_over else None)
            known.extend(_beside(replace(job, end=job.end or (max(limit, job.start) if limit else None)), known))
    known.sort(key=lambda one: (one.start, one.id))
    first = next((one for one in rows if work is not None and one.id == work.ids[0]), None)
    return DayLog(
        day, replace(first, end=end) if first is not None else None, tuple(known),
        day_ids=work.ids if work is not None else (), last_sign=sign, is_newest=latest == day, is_forgotten=forgotten,
    )


def _beside(job: DaySpan, noted: Sequence[DaySpan]) -> Iterator[DaySpan]:
    """What is left of time on a job beside what he noted himself meanwhile: a break is a break."""
    here = job.start
    for one in sorted(noted, key=lambda one: (one.start, one.id)):
        if one.is_unrecorded or (one.end is not None and one.end <= here):
            continue
        if job.end is not None and one.start >= job.end:
            break
        if one.start > here:
            yield replace(job, id=f"{job.id}-{here:%H%M}", start=here, end=one.start)
        if one.end is None:
            return
        here = one.end
    if job.end is None or here < job.end:
        yield replace(job, id=f"{job.id}-{here:%H%M}", start=here)
