"""Where a job that is too long for its day is cut, and when the same technician can do the rest."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.planning.suggest import best_times
from core.queries.planning_facts import job_facts, planning_facts
from core.rules.facts import Minute, local_day, to_minute, to_moment

_DAYS = 14
_SHORTEST = 15


@dataclass(frozen=True, slots=True)
class SplitJob:
    """The first part's length, and the rest's technician and start."""

    first_minutes: int
    person_id: str
    start: datetime


def split_job(
    session: Any, activity_id: str, person_id: str, start: Minute, duration: int, now: datetime
) -> SplitJob | None:
    """Cut at the end of the working day when the job runs over it, else in the middle; the rest on a later day."""
    day = local_day(start)
    facts = planning_facts(session, day + timedelta(days=1), now, _DAYS, (person_id,))
    today = planning_facts(session, day, now, 1, (person_id,))
    who, own = facts.by_id.get(person_id), today.by_id.get(person_id)
    if who is None or own is None:
        return None
    shift = own.shift_at(start)
    until_evening = shift.end - start if shift is not None else 0
    first = until_evening if _SHORTEST <= until_evening <= duration - _SHORTEST else duration // 2 // 15 * 15
    if first < _SHORTEST:
        return None
    job = job_facts(session, (activity_id,))[activity_id]
    longest = max((shift.end - shift.start for shift in who.shifts), default=0)
    rest = replace(
        job, activity_id=f"{activity_id}:rest", duration=min(duration - first, longest), parts=(), promised_from=None,
        promised_to=None, due=None,
    )
    free = next(iter(best_times(facts, rest, who, max(to_minute(now), facts.first))), None)
    return None if free is None else SplitJob(first, person_id, max(free.start, to_moment(facts.first)))
