"""May this job be done by this technician at this time? One verdict, with its reason, for the screen and the system."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from core.rules.facts import (
    Blocked,
    JobFacts,
    Minute,
    Shift,
    Stop,
    TechnicianFacts,
    local_day,
    to_moment,
)
from core.rules.travel import travel_minutes

Grade = Literal["best", "good", "possible", "conflict", "no"]
Severity = Literal["hard", "soft", "note"]
GRADES: tuple[Grade, ...] = ("best", "good", "possible", "conflict", "no")

NEAR_MINUTES = 20
"""Extra driving up to this, with nothing against it, makes a slot «best»."""
_LONGEST = 24 * 60
_AFTER_HOURS = 8 * 60  # a visit that begins within this after closing still belongs to the day
_WORST_GRADE: Mapping[str, Grade] = {"hard": "no", "soft": "conflict", "note": "possible"}


@dataclass(frozen=True, slots=True)
class Reason:
    """A text key with plain values (times are datetimes, spans are ints named `minutes`)."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out of a conflict: `move` to another time with the same person, or `person` at a time."""

    kind: Literal["move", "person"]
    person_id: str
    name: str
    start: Minute


@dataclass(frozen=True, slots=True)
class Conflict:
    """What speaks against a plan. `subject` is the id of the visit, person, skill or part that it is about.

    `hard` stops exist only for law and safety; `soft` ones a person may accept; a `note` only lowers the grade.
    """

    code: str
    severity: Severity
    subject: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()

    @property
    def reason(self) -> Reason:
        return Reason(f"fit.reason_{self.code}", self.params)

    @property
    def sentence(self) -> Reason:
        return Reason(f"fit.sentence_{self.code}", self.params)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of one job with one technician at one start.

    `travel` leads there from `from_name` (empty: from home); `ready` is when he could be at the door; `slack` is what
    is left before he must leave for `next_name` (None when nothing follows); `extra_travel` is what the day's driving
    grows by. `parts` of `parts_needed` lie in his van. `skills` pairs each needed skill with its last valid day.
    """

    person_id: str
    grade: Grade
    reason: Reason
    start: Minute
    end: Minute
    conflicts: tuple[Conflict, ...] = ()
    travel: int = 0
    from_name: str = ""
    ready: Minute = 0
    slack: int | None = None
    next_name: str = ""
    extra_travel: int = 0
    parts: int = 0
    parts_needed: int = 0
    skills: tuple[tuple[str, date | None, bool], ...] = ()

    @property
    def allowed(self) -> bool:
        """Whether a person may plan it so, accepting what is soft."""
        return self.grade != "no"

    def codes(self, severity: Severity) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.code for c in self.conflicts if c.severity == severity))


@dataclass(frozen=True, slots=True)
class Gap:
    """Starts from `earliest` to `latest` with nothing in the way; `travel`/`extra` as in Verdict."""

    earliest: Minute
    latest: Minute
    travel: int
    extra: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Starts from `start` to `end` (both included) that get at least `grade`."""

    start: Minute
    end: Minute
    grade: Grade


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One technician's window: where the job fits, or the first reason why it does not."""

    person_id: str
    intervals: tuple[Interval, ...]
    reason: Reason | None = None

    def at(self, start: Minute) -> Grade | None:
        """The grade of the interval that holds this start, None outside all of them."""
        index = bisect_right(self.intervals, start, key=lambda interval: interval.start)
        if index and start <= self.intervals[index - 1].end:
            return self.intervals[index - 1].grade
        return None


def fit(job: JobFacts, technician: TechnicianFacts, start: Minute, now: Minute | None = None) -> Verdict:
    """The verdict for one start. `now` makes the past a conflict and travel begin no earlier than now."""
    end = start + job.duration
    stops, index = _others(job, technician, start)
    shift = technician.shift_at(start)
    before, overlapping, after = _neighbours(stops, index, start, end, shift)
    travel = _travel_from(job, technician, before)
    left = before.end if before else (shift.start if shift else start)
    # The first visit of a day begins at the customer's door, so driving there from home never makes it late.
    ready = now + travel if now is not None and now > left else (left + travel if before else left)
    onward = travel_minutes(job.place, after.place) if after else 0
    slack = after.start - end - onward if after else None
    direct = _direct(technician, before, after)
    found = (
        *_absent(technician, shift, start, end),
        *_skills(job, technician, start),
        *_overlaps(overlapping, start, end),
        *_reserved(technician, start, end),
        *_hours(shift, start, end),
        *_too_early(ready, travel, start, overlapping),
        *_promise(job, start, end),
        *_next_late(after, slack),
        *_past(start, now),
        *_break(shift, start, end),
        *_parts(job, technician),
    )
    extra = max(0, travel + onward - direct)
    in_van = len(job.parts_in_van(technician.person_id))
    verdict = Verdict(
        person_id=technician.person_id, grade="good", reason=_travel_reason(job, travel, before), start=start, end=end,
        conflicts=found, travel=travel, from_name=before.name if before else "", ready=ready, slack=slack,
        next_name=after.name if after else "", extra_travel=extra, parts=in_van, parts_needed=len(job.certain_parts),
        skills=tuple((need.name, technician.skills.get(need.id), need.id in technician.skills) for need in job.skills),
    )
    worst = min(found, key=_rank, default=None)
    if worst is not None:
        return replace(verdict, grade=_WORST_GRADE[worst.severity], reason=worst.reason)
    return replace(verdict, grade="best") if extra <= NEAR_MINUTES else verdict


def feasible(
    job: JobFacts, technician: TechnicianFacts, first: Minute, last: Minute, now: Minute | None = None
) -> RowVerdict:
    """Where the job fits in a technician's window, computed once when a drag begins and looked up while it moves."""
    hard = _barred(job, technician, first)
    if hard is not None:
        return RowVerdict(technician.person_id, (), hard.reason)
    intervals = tuple(
        Interval(low, high, fit(job, technician, low, now).grade)
        for gap in gaps(job, technician, first, last, now)
        if (low := max(gap.earliest, job.promised_from or gap.earliest))
        <= (high := min(gap.latest, job.promised_to if job.promised_to is not None else gap.latest))
    )
    if intervals:
        return RowVerdict(technician.person_id, intervals)
    wished = job.promised_from if job.promised_from is not None and first <= job.promised_from < last else first
    return RowVerdict(technician.person_id, (), fit(job, technician, max(wished, now or wished), now).reason)


def gaps(
    job: JobFacts, technician: TechnicianFacts, first: Minute, last: Minute, now: Minute | None = None
) -> Iterator[Gap]:
    """Every stretch of starts in the window that disturbs no visit, absence, reservation or closing time, in order."""
    floor = first if now is None else max(first, now)
    stops = tuple(stop for stop in technician.stops if stop.activity_id != job.activity_id)
    for shift in technician.shifts:
        if shift.end <= floor or shift.start >= last:
            continue
        blocks = sorted(
            (block for block in (*technician.absences, *technician.reservations)
             if block.start < shift.end and block.end > shift.start),
            key=lambda block: block.start,
        )
        before: Stop | None = None
        for after in (*_stops_of(stops, shift), None):
            travel = _travel_from(job, technician, before)
            onward = travel_minutes(job.place, after.place) if after else 0
            left = before.end if before else shift.start
            opens = now + travel if now is not None and now > left else (left + travel if before else left)
            closes = min(shift.end, after.start - onward if after else shift.end) - job.duration
            if max(opens, floor) <= min(closes, last):
                extra = max(0, travel + onward - _direct(technician, before, after))
                for low, high in _free(max(opens, floor, shift.start), min(closes, last), blocks, job.duration):
                    yield Gap(low, high, travel, extra)
            if after is not None and (before is None or after.end > before.end):
                before = after


def barred(job: JobFacts, technician: TechnicianFacts, minute: Minute) -> bool:
    """Whether law or safety forbids this technician the job on that day, at any hour."""
    return _barred(job, technician, minute) is not None


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


# ---- What stands around a start -------------------------------------------------------------------------------------


def _start_of(stop: Stop) -> Minute:
    return stop.start


def _others(job: JobFacts, technician: TechnicianFacts, start: Minute) -> tuple[tuple[Stop, ...], int]:
    """The technician's other stops and how many of them start at or before `start`."""
    if technician.has(job.activity_id):
        stops = tuple(stop for stop in technician.stops if stop.activity_id != job.activity_id)
        return stops, bisect_right(stops, start, key=_start_of)
    return technician.stops, technician.stops_before(start)


def _stops_of(stops: tuple[Stop, ...], shift: Shift) -> list[Stop]:
    """The stops that belong to a shift's day: not over when it begins, and begun soon after it ends at the latest."""
    low = bisect_right(stops, shift.start - _LONGEST, key=_start_of)
    high = bisect_right(stops, shift.end + _AFTER_HOURS, key=_start_of)
    return [stop for stop in stops[low:high] if stop.end > shift.start]


def _neighbours(
    stops: tuple[Stop, ...], index: int, start: Minute, end: Minute, shift: Shift | None
) -> tuple[Stop | None, list[Stop], Stop | None]:
    """The last stop of the day that is over by `start`, those that overlap, and the first one that begins after."""
    opened = shift.start if shift else start - _AFTER_HOURS
    closed = shift.end + _AFTER_HOURS if shift else end + _AFTER_HOURS
    before: Stop | None = None
    overlapping: list[Stop] = []
    position = index - 1
    while position >= 0 and stops[position].start > start - _LONGEST:
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


def _free(low: Minute, high: Minute, blocks: list[Blocked], duration: int) -> Iterator[tuple[Minute, Minute]]:
    """The parts of [low, high] where a job of this length touches no block."""
    for block in blocks:
        if block.end <= low:
            continue
        if block.start - duration >= high:
            break
        if block.start - duration >= low:
            yield low, block.start - duration
        low = block.end
    if low <= high:
        yield low, high


# ---- What may speak against it --------------------------------------------------------------------------------------

_SEVERITY_ORDER = {"hard": 0, "soft": 1, "note": 2}


def _rank(conflict: Conflict) -> int:
    return _SEVERITY_ORDER[conflict.severity]


def _travel_reason(job: JobFacts, travel: int, before: Stop | None) -> Reason:
    if travel == 0 and before is None:
        return Reason("fit.reason_free")
    return Reason("fit.reason_travel", {"minutes": travel})


def _barred(job: JobFacts, technician: TechnicianFacts, minute: Minute) -> Conflict | None:
    return next((c for c in _skills(job, technician, minute) if c.severity == "hard"), None)


def _skills(job: JobFacts, technician: TechnicianFacts, start: Minute) -> Iterator[Conflict]:
    for need in job.skills:
        severity: Severity = "hard" if need.by_law else "soft"
        if need.id not in technician.skills:
            yield Conflict("skill", severity, need.id, {"skill": need.name, "person": technician.name})
            continue
        valid_to = technician.skills[need.id]
        if valid_to is not None and valid_to < local_day(start):
            params = {"skill": need.name, "person": technician.name, "day": valid_to}
            yield Conflict("skill_expired", severity, need.id, params)


def _absent(technician: TechnicianFacts, shift: Shift | None, start: Minute, end: Minute) -> Iterator[Conflict]:
    for absence in technician.absences:
        if absence.start < end and absence.end > start:
            whole_day = shift is None or (absence.start <= shift.start and absence.end >= shift.end)
            word = "day" if whole_day else ("until" if absence.start <= start else "from")
            params = {"person": technician.name, "kind": absence.kind,
                      "at": to_moment(absence.start if word == "from" else absence.end)}
            yield Conflict(f"absent_{word}", "hard", technician.person_id, params)


def _overlaps(overlapping: list[Stop], start: Minute, end: Minute) -> Iterator[Conflict]:
    if overlapping:
        free = max(stop.end for stop in overlapping)
        for stop in overlapping:
            shared = min(end, stop.end) - max(start, stop.start)
            params = {"name": stop.name, "minutes": shared, "at": to_moment(free)}
            yield Conflict("overlap", "soft", stop.activity_id, params)


def _reserved(technician: TechnicianFacts, start: Minute, end: Minute) -> Iterator[Conflict]:
    for block in technician.reservations:
        if block.start < end and block.end > start:
            yield Conflict("reserved", "soft", technician.person_id, {"name": block.title, "at": to_moment(block.end)})


def _hours(shift: Shift | None, start: Minute, end: Minute) -> Iterator[Conflict]:
    if shift is None:
        yield Conflict("day_off", "soft")
    elif start < shift.start:
        yield Conflict("before_hours", "soft", "", {"at": to_moment(shift.start), "minutes": shift.start - start})
    elif end > shift.end:
        yield Conflict("overtime", "soft", "", {"at": to_moment(shift.end), "minutes": end - shift.end})


def _too_early(ready: Minute, travel: int, start: Minute, overlapping: list[Stop]) -> Iterator[Conflict]:
    if ready > start and not overlapping:
        params = {"minutes": travel, "late": ready - start, "at": to_moment(ready)}
        yield Conflict("travel_late", "soft", "", params)


def _promise(job: JobFacts, start: Minute, end: Minute) -> Iterator[Conflict]:
    if job.promised_to is not None and start > job.promised_to:
        params = {"minutes": start - job.promised_to, "at": to_moment(job.promised_to)}
        yield Conflict("promise_late", "soft", job.activity_id, params)
    elif job.promised_from is not None and start < job.promised_from:
        params = {"minutes": job.promised_from - start, "at": to_moment(job.promised_from)}
        yield Conflict("promise_early", "soft", job.activity_id, params)
    if job.due is not None and end > job.due:
        yield Conflict("due", "soft", job.activity_id, {"minutes": end - job.due, "at": to_moment(job.due)})


def _next_late(after: Stop | None, slack: int | None) -> Iterator[Conflict]:
    if after is not None and slack is not None and slack < 0:
        yield Conflict("next_late", "soft", after.activity_id, {"name": after.name, "minutes": -slack})


def _past(start: Minute, now: Minute | None) -> Iterator[Conflict]:
    if now is not None and start < now:
        yield Conflict("past", "soft", "", {"minutes": now - start})


def _break(shift: Shift | None, start: Minute, end: Minute) -> Iterator[Conflict]:
    if shift is None or shift.break_start is None or shift.break_end is None:
        return
    if start < shift.break_end and end > shift.break_start:
        yield Conflict("break", "note", "", {"at": to_moment(shift.break_start)})


def _parts(job: JobFacts, technician: TechnicianFacts) -> Iterator[Conflict]:
    needed = job.certain_parts
    have = job.parts_in_van(technician.person_id)
    if len(have) < len(needed):
        missing = next(part for part in needed if part not in have)
        yield Conflict("parts", "note", missing.item_id, {"have": len(have), "need": len(needed), "part": missing.name})
