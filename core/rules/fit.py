"""May this job be done by this technician at this time? One verdict, with its reason, for the screen and the system."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from core.rules import objections
from core.rules.facts import AFTER_HOURS, LONGEST, JobFacts, Minute, Shift, Stop, TechnicianFacts
from core.rules.travel import travel_minutes
from core.rules.verdict import Gap, Grade, Interval, RowVerdict, Verdict

NEAR_MINUTES = 20
"""Extra driving up to this, with nothing against it, makes a slot «best»."""
_WORST_GRADE: Mapping[str, Grade] = {"hard": "no", "soft": "conflict", "note": "possible"}


Team = Sequence[TechnicianFacts]
"""The helpers of a job, without its lead."""


def fit(
    job: JobFacts, technician: TechnicianFacts, start: Minute, now: Minute | None = None, team: Team = ()
) -> Verdict:
    """The verdict for one start. `now` makes the past a conflict and travel begin no earlier than now."""
    end = start + job.duration
    stops, index = _others(job, technician, start)
    shift = technician.shift_at(start)
    before, overlapping, after = _neighbours(stops, index, start, end, shift)
    travel = _travel_from(job, technician, before)
    left = before.end if before else (shift.start if shift else start)
    # The first visit of a day begins at the customer's door, so driving there from home never makes it late.
    ready = now + travel if now is not None and now > left else (left + travel if before else left)
    if job.begun:  # whoever works there need neither drive there nor begin any sooner
        ready, now = start, None
    onward = travel_minutes(job.place, after.place) if after else 0
    slack = after.start - end - onward if after else None
    direct = _direct(technician, before, after)
    found = (
        *objections.absent(technician, shift, start, end),
        *objections.skills(job, technician, start),
        *objections.overlaps(overlapping, start, end),
        *objections.team(job, _helpers(technician, team), start, end),
        *objections.reserved(technician, start, end),
        *objections.hours(shift, start, end),
        *objections.too_early(ready, travel, start, overlapping),
        *objections.promise(job, start, end),
        *objections.next_late(after, slack),
        *objections.past(start, now),
        *objections.over_break(shift, start, end),
        *objections.parts(job, technician),
    )
    extra = max(0, travel + onward - direct)
    in_van = len(job.parts_in_van(technician.person_id))
    verdict = Verdict(
        person_id=technician.person_id, grade="good", reason=objections.travel_reason(travel, before), start=start,
        end=end, conflicts=found, travel=travel, from_name=before.name if before else "", ready=ready, slack=slack,
        next_name=after.name if after else "", extra_travel=extra, parts=in_van, parts_needed=len(job.certain_parts),
        skills=tuple((need.name, technician.skills.get(need.id), need.id in technician.skills) for need in job.skills),
        from_place=before.place if before else technician.home,
    )
    worst = min(found, key=objections.rank, default=None)
    if worst is not None:
        return replace(verdict, grade=_WORST_GRADE[worst.severity], reason=worst.reason)
    return replace(verdict, grade="best") if extra <= NEAR_MINUTES else verdict


def feasible(
    job: JobFacts, technician: TechnicianFacts, first: Minute, last: Minute, now: Minute | None = None,
    team: Team = (),
) -> RowVerdict:
    """Where the job fits in a technician's window, computed once when a drag begins and looked up while it moves."""
    hard = objections.barred(job, technician, first)
    if hard is not None:
        return RowVerdict(technician.person_id, (), hard.reason)
    intervals = tuple(
        Interval(low, high)
        for gap in shared_gaps(job, technician, first, last, now, team)
        if (low := max(gap.earliest, job.promised_from or gap.earliest))
        <= (high := min(gap.latest, job.promised_to if job.promised_to is not None else gap.latest))
    )
    if intervals:
        return RowVerdict(technician.person_id, intervals)
    wished = job.promised_from if job.promised_from is not None and first <= job.promised_from < last else first
    return RowVerdict(technician.person_id, (), fit(job, technician, max(wished, now or wished), now, team).reason)


def shared_gaps(
    job: JobFacts, technician: TechnicianFacts, first: Minute, last: Minute, now: Minute | None = None,
    team: Team = (),
) -> Iterator[Gap]:
    """Every stretch of starts that disturbs neither the lead nor any of those who come along."""
    found = gaps(job, technician, first, last, now)
    for helper in _helpers(technician, team):
        found = _cut(found, _idle(job, helper, first, last + job.duration))
    return found


def gaps(
    job: JobFacts, technician: TechnicianFacts, first: Minute, last: Minute, now: Minute | None = None
) -> Iterator[Gap]:
    """Every stretch of starts in the window that disturbs no visit, absence, reservation or closing time, in order."""
    floor = first if now is None else max(first, now)
    who, length = technician.without(job.activity_id), job.duration
    for shift in who.shifts:
        if shift.start >= last:
            break
        if shift.end <= floor:
            continue
        for opening in who.openings(shift):
            low, high = max(opening.start, floor), min(opening.end - length, last)
            if low > high:  # most openings are too short or outside the window before any driving is measured
                continue
            before, after, left = opening.before, opening.after, opening.left
            travel = _travel_from(job, who, before)
            onward = travel_minutes(job.place, after.place) if after else 0
            if now is not None and now > left:
                low = max(low, now + travel)
            elif before:
                low = max(low, left + travel)
            if after:
                high = min(high, after.start - onward - length)
            if low <= high:
                yield Gap(low, high, travel, max(0, travel + onward - _direct(who, before, after)))


def barred(job: JobFacts, technician: TechnicianFacts, minute: Minute) -> bool:
    """Whether law or safety forbids this technician the job on that day, at any hour."""
    return objections.barred(job, technician, minute) is not None


def crown(verdicts: Mapping[str, Verdict]) -> dict[str, Verdict]:
    """Leaves «best» with the one that adds the least driving; the others that were best are good."""
    best = [verdict for verdict in verdicts.values() if verdict.grade == "best"]
    if len(best) < 2:
        return dict(verdicts)
    winner = min(best, key=lambda verdict: (verdict.extra_travel, -verdict.parts, verdict.person_id))
    return {
        person_id: replace(verdict, grade="good") if verdict.grade == "best" and verdict is not winner else verdict
        for person_id, verdict in verdicts.items()
    }


# ---- Those who come along -------------------------------------------------------------------------------------------


def _helpers(technician: TechnicianFacts, team: Team) -> list[TechnicianFacts]:
    """Without the lead: a helper who takes over the job is no longer his own helper."""
    return [helper for helper in team if helper.person_id != technician.person_id] if team else []


def _idle(job: JobFacts, helper: TechnicianFacts, first: Minute, last: Minute) -> list[tuple[Minute, Minute]]:
    """The starts at which a helper is neither away nor on another job; his own driving is left to the planner's eye."""
    taken = [(stop.start, stop.end) for stop in helper.stops if stop.activity_id != job.activity_id]
    taken += [(absence.start, absence.end) for absence in helper.absences]
    free, low = [], first
    for start, end in sorted(taken):
        if start - job.duration >= low:
            free.append((low, start - job.duration))
        low = max(low, end)
    return [*free, (low, last)] if low <= last else free


def _cut(found: Iterator[Gap], free: list[tuple[Minute, Minute]]) -> Iterator[Gap]:
    for gap in found:
        for start, end in free:
            low, high = max(gap.earliest, start), min(gap.latest, end)
            if low <= high:
                yield Gap(low, high, gap.travel, gap.extra)


# ---- What stands around a start -------------------------------------------------------------------------------------


def _others(job: JobFacts, technician: TechnicianFacts, start: Minute) -> tuple[tuple[Stop, ...], int]:
    """The technician's other stops and how many of them start at or before `start`."""
    others = technician.without(job.activity_id)
    return others.stops, others.stops_before(start)


def _neighbours(
    stops: tuple[Stop, ...], index: int, start: Minute, end: Minute, shift: Shift | None
) -> tuple[Stop | None, list[Stop], Stop | None]:
    """The last stop of the day that is over by `start`, those that overlap, and the first one that begins after."""
    opened = shift.start if shift else start - AFTER_HOURS
    closed = shift.end + AFTER_HOURS if shift else end + AFTER_HOURS
    before: Stop | None = None
    overlapping: list[Stop] = []
    position = index - 1
    while position >= 0 and stops[position].start > start - LONGEST:
        stop = stops[position]
        if stop.end > start:
            overlapping.insert(0, stop)
        elif stop.end > opened and (before is None or stop.end > before.end):
            before = stop
        position -= 1
    while index < len(stops) and stops[index].start < end:
        overlapping.append(stops[index])
        index += 1
    after = stops[index] if index < len(stops) and stops[index].start <= closed else None
    return before, overlapping, after


def _travel_from(job: JobFacts, technician: TechnicianFacts, before: Stop | None) -> int:
    if before is not None:
        return travel_minutes(before.place, job.place)
    return travel_minutes(technician.home, job.place) if technician.home is not None else 0


def _direct(technician: TechnicianFacts, before: Stop | None, after: Stop | None) -> int:
    """What the driving between the neighbours is without this job."""
    if after is None:
        return 0
    if before is None:
        return travel_minutes(technician.home, after.place) if technician.home is not None else 0
    return travel_minutes(before.place, after.place)
