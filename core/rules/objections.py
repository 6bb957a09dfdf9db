"""What may speak against a plan, one small question each: ability, absence, time, travel, promise, parts."""

from collections.abc import Iterable, Iterator

from core.rules.facts import JobFacts, Minute, Shift, Stop, TechnicianFacts, local_day, to_moment
from core.rules.verdict import Conflict, Reason, Severity

_SEVERITY_ORDER = {"hard": 0, "soft": 1, "note": 2}


def rank(conflict: Conflict) -> int:
    return _SEVERITY_ORDER[conflict.severity]


def travel_reason(travel: int, before: Stop | None) -> Reason:
    if travel == 0 and before is None:
        return Reason("fit.reason_free")
    return Reason("fit.reason_travel", {"minutes": travel})


def barred(job: JobFacts, technician: TechnicianFacts, minute: Minute) -> Conflict | None:
    return next((c for c in skills(job, technician, minute) if c.severity == "hard"), None)


def skills(job: JobFacts, technician: TechnicianFacts, start: Minute) -> Iterator[Conflict]:
    for need in job.skills:
        severity: Severity = "hard" if need.by_law else "soft"
        if need.id not in technician.skills:
            yield Conflict("skill", severity, need.id, {"skill": need.name, "person": technician.name})
            continue
        valid_to = technician.skills[need.id]
        if valid_to is not None and valid_to < local_day(start):
            params = {"skill": need.name, "person": technician.name, "day": valid_to}
            yield Conflict("skill_expired", severity, need.id, params)


def absent(technician: TechnicianFacts, shift: Shift | None, start: Minute, end: Minute) -> Iterator[Conflict]:
    for absence in technician.absences:
        if absence.start < end and absence.end > start:
            whole_day = shift is None or (absence.start <= shift.start and absence.end >= shift.end)
            word = "day" if whole_day else ("until" if absence.start <= start else "from")
            params = {"person": technician.name, "kind": absence.kind,
                      "at": to_moment(absence.start if word == "from" else absence.end)}
            yield Conflict(f"absent_{word}", "hard", technician.person_id, params)


def overlaps(overlapping: list[Stop], start: Minute, end: Minute) -> Iterator[Conflict]:
    """A locked neighbour is named as one: it will not give way by itself."""
    if overlapping:
        free = max(stop.end for stop in overlapping)
        for stop in overlapping:
            shared = min(end, stop.end) - max(start, stop.start)
            params = {"name": stop.name, "minutes": shared, "at": to_moment(free)}
            yield Conflict("overlap_locked" if stop.pinned else "overlap", "soft", stop.activity_id, params)


def team(job: JobFacts, helpers: Iterable[TechnicianFacts], start: Minute, end: Minute) -> Iterator[Conflict]:
    """Those who come along must be there too: absence is a hard stop, another job of theirs a clash."""
    for helper in helpers:
        for absence in helper.absences:
            if absence.start < end and absence.end > start:
                params = {"person": helper.name, "kind": absence.kind, "at": to_moment(absence.end)}
                yield Conflict("team_absent", "hard", helper.person_id, params)
        for stop in helper.stops:
            if stop.start < end and stop.end > start and stop.activity_id != job.activity_id:
                params = {"person": helper.name, "name": stop.name, "at": to_moment(stop.end)}
                yield Conflict("team_busy", "soft", helper.person_id, params)


def reserved(technician: TechnicianFacts, start: Minute, end: Minute) -> Iterator[Conflict]:
    for block in technician.reservations:
        if block.start < end and block.end > start:
            yield Conflict("reserved", "soft", technician.person_id, {"name": block.title, "at": to_moment(block.end)})


def hours(shift: Shift | None, start: Minute, end: Minute) -> Iterator[Conflict]:
    if shift is None:
        yield Conflict("day_off", "soft")
    elif start < shift.start:
        yield Conflict("before_hours", "soft", "", {"at": to_moment(shift.start), "minutes": shift.start - start})
    elif end > shift.end:
        yield Conflict("overtime", "soft", "", {"at": to_moment(shift.end), "minutes": end - shift.end})


def too_early(ready: Minute, travel: int, start: Minute, overlapping: list[Stop]) -> Iterator[Conflict]:
    if ready > start and not overlapping:
        params = {"minutes": travel, "late": ready - start, "at": to_moment(ready)}
        yield Conflict("travel_late", "soft", "", params)


def promise(job: JobFacts, start: Minute, end: Minute) -> Iterator[Conflict]:
    if job.promised_to is not None and start > job.promised_to:
        params = {"minutes": start - job.promised_to, "at": to_moment(job.promised_to)}
        yield Conflict("promise_late", "soft", job.activity_id, params)
    elif job.promised_from is not None and start < job.promised_from:
        params = {"minutes": job.promised_from - start, "at": to_moment(job.promised_from)}
        yield Conflict("promise_early", "soft", job.activity_id, params)
    if job.respond_by is not None and start > job.respond_by:
        params = {"minutes": start - job.respond_by, "at": to_moment(job.respond_by)}
        yield Conflict("respond_late", "soft", job.activity_id, params)
    if job.due is not None and end > job.due:
        yield Conflict("due", "soft", job.activity_id, {"minutes": end - job.due, "at": to_moment(job.due)})


def next_late(after: Stop | None, slack: int | None) -> Iterator[Conflict]:
    if after is not None and slack is not None and slack < 0:
        code = "next_locked" if after.pinned else "next_late"
        yield Conflict(code, "soft", after.activity_id, {"name": after.name, "minutes": -slack})


def past(start: Minute, now: Minute | None) -> Iterator[Conflict]:
    if now is not None and start < now:
        yield Conflict("past", "soft", "", {"minutes": now - start})


def over_break(shift: Shift | None, start: Minute, end: Minute) -> Iterator[Conflict]:
    if shift is None or shift.break_start is None or shift.break_end is None:
        return
    if start < shift.break_end and end > shift.break_start:
        yield Conflict("break", "note", "", {"at": to_moment(shift.break_start)})


def parts(job: JobFacts, technician: TechnicianFacts) -> Iterator[Conflict]:
    needed = job.certain_parts
    have = job.parts_in_van(technician.person_id)
    if len(have) < len(needed):
        missing = next(part for part in needed if part not in have)
        yield Conflict("parts", "note", missing.item_id, {"have": len(have), "need": len(needed), "part": missing.name})
