"""Where a job that is too long for its day is cut, and when the same technician can do the rest."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from core.planning.suggest import best_times
from core.queries.planning_facts import job_facts, planning_facts
from core.rules.facts import JobFacts, Minute, PlanningFacts, TechnicianFacts, local_day, to_minute
from core.rules.running import SHORTEST
from core.texts import Texts

_DAYS = 15
_CHOICES = 4


@dataclass(frozen=True, slots=True)
class RestTime:
    """A time for the rest; `late` are the minutes by which it misses the promise or the deadline of the whole job."""

    person_id: str
    start: datetime
    late: int = 0


@dataclass(frozen=True, slots=True)
class SplitJob:
    """The first part's length, and the times that the rest can have, the soonest first, one a day."""

    first_minutes: int
    rest_minutes: int
    times: tuple[RestTime, ...]


def split_job(
    session: Any, activity_id: str, person_id: str, start: Minute, duration: int, now: datetime,
    first_minutes: int | None = None,
) -> SplitJob | None:
    """Cut where it is asked for, else at the end of the working day when the job runs over it, else in the middle."""
    facts = planning_facts(session, local_day(start), now, _DAYS, (person_id,))
    who = facts.by_id.get(person_id)
    if who is None:
        return None
    first = _cut(who, start, duration) if first_minutes is None else first_minutes
    if min(first, duration - first) < SHORTEST:
        return None
    job = job_facts(session, (activity_id,))[activity_id]
    times = _rest_times(facts, who, job, duration - first, max(to_minute(now), start + duration))
    return SplitJob(first, duration - first, tuple(times))


def _cut(who: TechnicianFacts, start: Minute, duration: int) -> int:
    shift = who.shift_at(start)
    until_evening = shift.end - start if shift is not None else 0
    return until_evening if SHORTEST <= until_evening <= duration - SHORTEST else duration // 2 // 15 * 15


def _rest_times(
    facts: PlanningFacts, who: TechnicianFacts, job: JobFacts, minutes: int, after: Minute
) -> Iterator[RestTime]:
    """The first free time of each day from when the whole job would have been over."""
    longest = max((shift.end - shift.start for shift in who.shifts), default=0)
    rest = replace(
        job, activity_id=f"{job.activity_id}:rest", duration=min(minutes, longest), parts=(), promised_from=None,
        promised_to=None, due=None,
    )
    days: set[date] = set()
    for free in best_times(facts, rest, who, after):
        start = to_minute(free.start)
        if local_day(start) in days:
            continue
        days.add(local_day(start))
        yield RestTime(who.person_id, free.start, _late(job, start, minutes))
        if len(days) == _CHOICES - 1:
            return


def _late(job: JobFacts, start: Minute, minutes: int) -> int:
    after_promise = start - job.promised_to if job.promised_to is not None else 0
    after_due = start + minutes - job.due if job.due is not None else 0
    return max(0, after_promise, after_due)


def rest_text(texts: Texts, found: RestTime, today: date) -> str:
    """«måndag 30 november 07:45 · 2 dygn 16 h efter löftet»."""
    day = local_day(to_minute(found.start))
    said = f"{texts.relative_day(day, today)} {texts.time(found.start)}"
    return f"{said} · {texts('board.split_late', minutes=texts.span(found.late))}" if found.late else said
