"""Somebody's jobs given to others: each to the best who is free, near its time, and no two into the same gap."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from core.planning.suggest import Suggestion, suggest
from core.rules.facts import JobFacts, Minute, PlanningFacts, Stop, to_minute
from core.rules.verdict import GRADES

_NEAR = 60
_ORDER = {"emergency": 0, "high": 1, "normal": 2, "planned": 3}


@dataclass(frozen=True, slots=True)
class Replacement:
    """A job with where it was and who could take it; `suggestion` is None when nobody can."""

    job: JobFacts
    start: Minute
    suggestion: Suggestion | None


def replacements(
    facts: PlanningFacts, jobs: Iterable[tuple[JobFacts, Minute]], absent_id: str, now: datetime
) -> tuple[Replacement, ...]:
    """One per job, the most urgent first; each choice takes its time from those after it."""
    people = {person.person_id: person for person in facts.technicians if person.person_id != absent_id}
    found = []
    for job, start in sorted(jobs, key=lambda entry: (_ORDER.get(entry[0].priority, 2), entry[1])):
        others = PlanningFacts(facts.first, facts.last, facts.now, tuple(people.values()))
        chosen = _best(others, job, start, now)
        found.append(Replacement(job, start, chosen))
        if chosen is not None:
            person = people[chosen.person_id]
            stop = Stop(to_minute(chosen.start), to_minute(chosen.end), job.activity_id, job.name, job.place)
            stops = sorted((*person.stops, stop), key=lambda entry: (entry.start, entry.end, entry.activity_id))
            people[chosen.person_id] = replace(person, stops=tuple(stops))
    return tuple(found)


def _best(facts: PlanningFacts, job: JobFacts, start: Minute, now: datetime) -> Suggestion | None:
    """At about the time the customer expects; else any time that disturbs nothing; else the least bad."""
    wished = job
    if job.promised_to is None:
        wished = replace(job, promised_from=start, promised_to=start + _NEAR)
    for attempt in (wished, job):
        first = next(iter(suggest(facts, attempt, now, 1)), None)
        if first is not None and first.grade in GRADES[:3]:
            return first
    return next(iter(suggest(facts, job, now, 1)), None)
