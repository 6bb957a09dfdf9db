"""A day laid out in order: what was done when, what lies between, and how much of each there was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from core.clock import at_local, local
from core.rules.working_time import may_end

KINDS = ("work", "travel", "break", "office", "standby")
GAP = "gap"
SHORTEST_GAP = timedelta(minutes=5)
"""Less than this between two things is nothing to ask about."""
LONGEST = timedelta(hours=24)
NIGHT = timedelta(hours=6)
"""A start that is typed on the other side of midnight lies no farther away than this."""
ONE_SHIFT = timedelta(hours=18)
"""A clock time that would make something longer than this was not meant for the next morning."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was done from `start` to `end`; `source` is its own row."""

    kind: str
    start: datetime
    end: datetime
    source: str = ""


def clock_time(digits: str) -> time | None:
    """The time that is typed without a colon: 8 → 08:00, 730 → 07:30, 1435 → 14:35; None while it is none."""
    if not digits.isascii() or not digits.isdecimal() or len(digits) > 4:
        return None
    hour, minute = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    return time(int(hour), int(minute)) if int(hour) < 24 and int(minute) < 60 else None


def end_meant(clock: time, start: datetime, longest: timedelta = ONE_SHIFT) -> datetime:
    """The moment that a typed end stands for: past midnight when the work went on into the night.

    In the hour that comes twice in autumn it is the first one after the start.
    """
    day = local(start).date()
    same = at_local(day, clock)
    later = (at_local(day, clock.replace(fold=1)), at_local(day + timedelta(days=1), clock))
    return next((one for one in (same, *later) if start < one <= start + longest), same)


def start_meant(clock: time, before: datetime, end: datetime | None) -> datetime:
    """The moment that a typed start stands for: on its date, or in a night nearby on the other side of midnight."""
    day = local(before).date()
    same, other = (
        [at_local(day + timedelta(days=step), clock.replace(fold=fold)) for step in steps for fold in (0, 1)]
        for steps in ((0,), (-1, 1))
    )
    meant = [*same, *(one for one in other if abs(one - before) <= NIGHT)]
    possible = [one for one in meant if end is None or one < end]
    return min(possible or same, key=lambda one: abs(one - before))


def why_not(start: datetime, end: datetime | None, before: datetime, after: datetime, now: datetime) -> str:
    """Why one end of a thing cannot be moved from `before` to `after`, as a text's key; empty when it can.

    What is moved earlier needs not have passed: that is how a clock that went ahead is put right.
    """
    if end is not None and not start < end <= start + LONGEST:
        return "day_log.error_span"
    return "record.not_yet" if after > before and not may_end(after, now) else ""


def laid_out(
    begin: datetime, end: datetime, spans: Sequence[Span], since: datetime | None = None
) -> tuple[Span, ...]:
    """The day in order with its gaps, nothing counted twice: what begins later gives way to what has begun.

    A span that lies before the day's begin or after its end lengthens the day: what was done was done. `since` is until
    when the day before has counted.
    """
    known = sorted((one for one in spans if one.end > one.start), key=lambda one: (one.start, one.end, one.source))
    here = min(begin, known[0].start) if known else begin
    here = max(here, since) if since is not None else here
    found: list[Span] = []
    for one in known:
        start = max(one.start, here)
        if start - here >= SHORTEST_GAP:
            found.append(Span(GAP, here, start))
        if one.end > start:
            found.append(Span(one.kind, start, one.end, one.source))
            here = one.end
    if end - here >= SHORTEST_GAP:
        found.append(Span(GAP, here, end))
    return tuple(found)


def minutes_by_kind(day: Sequence[Span]) -> dict[str, int]:
    """Whole minutes of each kind, gaps among them."""
    seconds: dict[str, float] = {}
    for one in day:
        seconds[one.kind] = seconds.get(one.kind, 0) + (one.end - one.start).total_seconds()
    return {kind: round(total / 60) for kind, total in seconds.items()}
