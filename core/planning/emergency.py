"""Something urgent is broken into a full day: where it does the least harm, and exactly what harm that is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.rules.facts import JobFacts, Minute, PlanningFacts, Shift, Stop, TechnicianFacts, to_minute
from core.rules.fit import barred
from core.rules.travel import travel_minutes

_LEAD_MINUTES, _STEP = 5, 5
_DELAY, _OVERTIME, _BROKEN, _MISSING_PART = 0.4, 1.0, 60.0, 12.0  # in minutes that the urgent customer waits


@dataclass(frozen=True, slots=True)
class Delay:
    """A visit that begins later than planned; `breaks` when that is after what its customer was promised."""

    activity_id: str
    name: str
    before: Minute
    after: Minute
    breaks: bool

    @property
    def minutes(self) -> int:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Insertion:
    """The urgent job with one technician from `start`; `kept` is whether its own promise is kept."""

    person_id: str
    name: str
    start: Minute
    travel: int
    delays: tuple[Delay, ...]
    overtime: int
    kept: bool
    harm: float

    @property
    def broken(self) -> int:
        return sum(delay.breaks for delay in self.delays) + (not self.kept)


def insertions(
    facts: PlanningFacts, job: JobFacts, others: Mapping[str, JobFacts], now: datetime, count: int = 3
) -> tuple[Insertion, ...]:
    """The least harm first, one per technician. `others` are the visits that may be pushed to later; all else that is
    in the day (begun, locked, away, reserved) stays exactly where it is."""
    minute = to_minute(now)
    found: list[Insertion] = []
    for technician in facts.technicians:
        shift = technician.shift_at(minute)
        if shift is None or shift.end <= minute or barred(job, technician, minute):
            continue
        possible = _of(technician, shift, job, others, minute)
        if possible:
            found.append(min(possible, key=_order))
    return tuple(sorted(found, key=_order)[:count])


def _of(
    technician: TechnicianFacts, shift: Shift, job: JobFacts, others: Mapping[str, JobFacts], now: Minute
) -> list[Insertion]:
    stops = [s for s in technician.stops if s.end > now and s.start < shift.end and s.activity_id != job.activity_id]
    earlier = [stop for stop in technician.stops if shift.start <= stop.start and stop.end <= now]
    found = []
    for place in range(len(stops) + 1):
        before = stops[place - 1] if place else (earlier[-1] if earlier else None)
        made = _at(technician, shift, job, others, now, before, stops[place:])
        if made is not None:
            found.append(made)
    return found


def _at(
    technician: TechnicianFacts, shift: Shift, job: JobFacts, others: Mapping[str, JobFacts], now: Minute,
    before: Stop | None, after: list[Stop],
) -> Insertion | None:
    """Right after one visit, pushing those that follow as far as they must; None when something cannot give way."""
    travel = travel_minutes(before.place if before is not None else technician.home, job.place)
    leaves = max(now + _LEAD_MINUTES, before.end if before is not None else shift.start)
    start = _rounded(max(leaves + travel, job.promised_from or 0))
    if start >= shift.end or _blocked(technician, start, start + job.duration):
        return None
    delays: list[Delay] = []
    end, place = start + job.duration, job.place
    for stop in after:
        earliest = end + travel_minutes(place, stop.place)
        begins = stop.start
        if earliest > stop.start:
            moved = others.get(stop.activity_id)
            begins = _rounded(earliest)
            if moved is None or stop.pinned or _blocked(technician, begins, begins + stop.end - stop.start):
                return None
            delays.append(Delay(stop.activity_id, stop.name, stop.start, begins, _breaks(moved, stop, begins)))
        end, place = begins + stop.end - stop.start, stop.place
    planned = max([shift.end, *(stop.end for stop in after)])
    overtime = max(0, end - planned)
    kept = (job.promised_to is None or start <= job.promised_to) and (
        job.due is None or start + job.duration <= job.due
    )
    missing = len(job.certain_parts) - len(job.parts_in_van(technician.person_id))
    broken = sum(delay.breaks for delay in delays) + (not kept)
    harm = (
        start - now + _DELAY * sum(delay.minutes for delay in delays) + _OVERTIME * overtime + _BROKEN * broken
        + _MISSING_PART * missing
    )
    return Insertion(technician.person_id, technician.name, start, travel, tuple(delays), overtime, kept, harm)


def _breaks(job: JobFacts, stop: Stop, begins: Minute) -> bool:
    """Whether this push, and not something before it, breaks what was promised."""
    late = job.promised_to is not None and stop.start <= job.promised_to < begins
    length = stop.end - stop.start
    return late or (job.due is not None and stop.end <= job.due < begins + length)


def _blocked(technician: TechnicianFacts, start: Minute, end: Minute) -> bool:
    return any(
        block.start < end and block.end > start for block in (*technician.absences, *technician.reservations)
    )


def _rounded(minute: Minute) -> Minute:
    return -(-minute // _STEP) * _STEP


def _order(insertion: Insertion) -> tuple[float, Minute, str]:
    return insertion.harm, insertion.start, insertion.person_id
