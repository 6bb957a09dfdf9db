"""A visit with its best technicians: what the details pane shows and the keys 1, 2 and 3 plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from core.clock import day_bounds, local
from core.planning.suggest import Suggestion, suggest
from core.queries.job_details import JobDetails, job_details
from core.queries.planning_facts import job_facts, planning_facts
from core.rules.facts import JobFacts, to_minute, to_moment
from core.rules.verdict import GRADES

_DAYS_AHEAD, _LONGEST_LOOK, _SOON = 3, 7, 10
_FREE = GRADES[:3]
_TOO_LATE = frozenset({"due", "promise_late"})


@dataclass(frozen=True, slots=True)
class JobPlan:
    """Details, needs, and at most three suggestions, the best first."""

    details: JobDetails
    job: JobFacts
    suggestions: tuple[Suggestion, ...]


def job_plan(session: Any, activity_id: str, now: datetime) -> JobPlan | None:
    """The plan of a visit, or None when it is gone. Suggestions look three days ahead, further for a later promise."""
    details = job_details(session, activity_id)
    if details is None:
        return None
    job = job_facts(session, (activity_id,))[activity_id]
    first, days = _looked_at(job, local(now).date())
    facts = planning_facts(session, first, now, days)
    return JobPlan(details, job, suggest(facts, job, now))


def _looked_at(job: JobFacts, today: date) -> tuple[date, int]:
    """The first day and the number of days that suggestions for a job come from."""
    first, days = today, _DAYS_AHEAD
    if job.promised_from is not None:
        first = max(today, local(to_moment(job.promised_from)).date())
    if job.promised_to is not None:
        days = max(1, min(_LONGEST_LOOK, (local(to_moment(job.promised_to)).date() - first).days + 1))
    return first, days


def _disturbs_nobody(suggestion: Suggestion) -> bool:
    return suggestion.grade in _FREE or set(suggestion.verdict.codes("soft")) <= _TOO_LATE


def suggestion_counts(session: Any, activity_ids: Iterable[str], now: datetime) -> dict[str, int]:
    """How many of the technicians that `job_plan` suggests could take each of these visits without disturbing anybody.

    A promise that can no longer be kept does not make a free time less free.
    """
    return {
        activity_id: sum(map(_disturbs_nobody, found))
        for activity_id, found in _suggested(session, activity_ids, now, 3)
    }


def best_suggestions(session: Any, activity_ids: Iterable[str], now: datetime) -> dict[str, Suggestion]:
    """The best technician for each of these visits; none for a visit that nobody can take."""
    return {activity_id: found[0] for activity_id, found in _suggested(session, activity_ids, now, 1) if found}


def _suggested(
    session: Any, activity_ids: Iterable[str], now: datetime, count: int
) -> Iterator[tuple[str, tuple[Suggestion, ...]]]:
    """Each job over the days that it is looked at for. The days soon to come are read once for all jobs."""
    today = local(now).date()
    jobs = job_facts(session, activity_ids)
    looks = {activity_id: _looked_at(job, today) for activity_id, job in jobs.items()}
    read = cache(lambda first, days: planning_facts(session, first, now, days))
    ends = (_days_until(today, first, days) for first, days in looks.values())
    shared = max((end for end in ends if end <= _SOON), default=0)
    for activity_id, (first, days) in looks.items():
        if _days_until(today, first, days) <= shared:
            opens, closes = day_bounds(first)[0], day_bounds(first + timedelta(days=days - 1))[1]
            facts = replace(read(today, shared), first=to_minute(opens), last=to_minute(closes))
        else:
            facts = read(first, days)
        yield activity_id, suggest(facts, jobs[activity_id], now, count)


def _days_until(today: date, first: date, days: int) -> int:
    return (first - today).days + days
