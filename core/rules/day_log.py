"""A day laid out in order: what was done when, what lies between, and how much of each there was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

KINDS = ("work", "travel", "break", "office", "standby")
GAP = "gap"
SHORTEST_GAP = timedelta(minutes=5)
"""Less than this between two things is nothing to ask about."""


@dataclass(frozen=True, slots=True)
class Span:
    """Something that was done from `start` to `end`; `source` is its own row."""

    kind: str
    start: datetime
    end: datetime
    source: str = ""


def laid_out(begin: datetime, end: datetime, spans: Sequence[Span]) -> tuple[Span, ...]:
    """The day in order with its gaps, nothing counted twice: what begins later gives way to what has begun.

    A span that lies before the day's begin or after its end lengthens the day: what was done was done.
    """
    known = sorted((one for one in spans if one.end > one.start), key=lambda one: (one.start, one.end, one.source))
    here = min(begin, known[0].start) if known else begin
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
