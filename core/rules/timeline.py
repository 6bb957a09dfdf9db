"""The board's time axis: minutes to pixels and back, snapping and magnets, at every zoom and over DST nights."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import cached_property
from typing import Literal

from core.clock import at_local, day_bounds, local
from core.rules.facts import Minute, to_minute, to_moment

Zoom = Literal["day", "three_days", "week"]
ZOOM_DAYS: dict[Zoom, int] = {"day": 1, "three_days": 3, "week": 7}
PIXELS_PER_HOUR: dict[Zoom, float] = {"day": 84.0, "three_days": 30.0, "week": 12.0}
CLOSEST, FARTHEST = 240.0, 6.0
SNAP_MINUTES, FINE_SNAP_MINUTES, MAGNET_PIXELS = 15, 5, 8.0
DAY_GAP = 6
"""Pixels between two days whose nights are left out."""


@dataclass(frozen=True, slots=True)
class Span:
    """A visible stretch of real time; what lies between two spans takes no room."""

    start: Minute
    end: Minute


@dataclass(frozen=True)
class Timeline:
    """Spans side by side from x = 0. Minutes count real time: a spring day has 23 hours, an autumn day 25."""

    spans: tuple[Span, ...]
    pixels_per_hour: float

    @cached_property
    def _scale(self) -> float:
        return self.pixels_per_hour / 60

    @cached_property
    def _starts(self) -> list[Minute]:
        return [span.start for span in self.spans]

    @cached_property
    def _lefts(self) -> list[float]:
        lefts, x = [], 0.0
        for span in self.spans:
            lefts.append(x)
            x += (span.end - span.start) * self._scale + DAY_GAP
        return lefts

    @property
    def first(self) -> Minute:
        return self.spans[0].start

    @property
    def last(self) -> Minute:
        return self.spans[-1].end

    @cached_property
    def width(self) -> float:
        return self._lefts[-1] + (self.spans[-1].end - self.spans[-1].start) * self._scale

    def x_of(self, minute: float) -> float:
        """Where a minute lies; one that is left out lies at the end of the span before it."""
        index = max(0, bisect_right(self._starts, minute) - 1)
        span = self.spans[index]
        return self._lefts[index] + (min(max(minute, span.start), span.end) - span.start) * self._scale

    def minute_at(self, x: float) -> float:
        """The minute at an x; within the gap between two days, the end of the earlier one."""
        index = max(0, bisect_right(self._lefts, x) - 1)
        span = self.spans[index]
        return min(max(span.start + (x - self._lefts[index]) / self._scale, span.start), span.end)

    def span_at(self, minute: float) -> Span:
        """The span that holds a minute, or is nearest to it."""
        index = max(0, bisect_right(self._starts, minute) - 1)
        span, following = self.spans[index], self.spans[min(index + 1, len(self.spans) - 1)]
        return following if minute - span.end > following.start - minute >= 0 else span

    def shows(self, start: Minute, end: Minute) -> bool:
        """Whether any part of a stretch of time is visible."""
        return any(start < span.end and end > span.start for span in self.spans)

    def hours(self, every: int = 60) -> Iterator[Minute]:
        """The minutes at which the local clock shows a full hour (or every `every` minutes), in order."""
        for span in self.spans:
            minute = -(-span.start // every) * every
            while minute <= span.end:
                yield minute
                minute += every

    def scaled(self, pixels_per_hour: float) -> "Timeline":
        """The same spans at another zoom, within what is readable."""
        return replace(self, pixels_per_hour=min(CLOSEST, max(FARTHEST, pixels_per_hour)))


def timeline(first_day: date, days: int, pixels_per_hour: float, opens: int = 0, closes: int = 24) -> Timeline:
    """Days side by side. With more than one day only the hours from `opens` to `closes` (wall clock) are shown, and
    up to a week has a span for each day."""
    if days == 1 or (days > ZOOM_DAYS["week"] and (opens, closes) == (0, 24)):
        start, end = day_bounds(first_day)[0], day_bounds(first_day + timedelta(days=days - 1))[1]
        return Timeline((Span(to_minute(start), to_minute(end)),), pixels_per_hour)
    return Timeline(
        tuple(_hours_of(first_day + timedelta(days=offset), opens, closes) for offset in range(days)), pixels_per_hour
    )


def opening_hours(stretches: Iterable[tuple[Minute, Minute]], around: int = 1) -> tuple[int, int]:
    """The wall-clock hours that hold all these stretches of time with some room around them, at least 07–17."""
    opens, closes = 7 + around, 17 - around
    for start, end in stretches:
        begin, finish = local(to_moment(start)), local(to_moment(end))
        opens = min(opens, begin.hour)
        past_midnight = finish.date() > begin.date()
        closes = 24 if past_midnight else max(closes, finish.hour + (finish.minute > 0))
    return max(0, opens - around), min(24, closes + around)


def snap(
    axis: Timeline, minute: float, step: int = SNAP_MINUTES, magnets: Iterable[Minute] = (),
    reach: float = MAGNET_PIXELS,
) -> Minute:
    """The nearest magnet within `reach` pixels, else the nearest multiple of `step` on the wall clock."""
    x = axis.x_of(minute)
    near = min(
        ((abs(axis.x_of(magnet) - x), magnet) for magnet in magnets if axis.first <= magnet <= axis.last),
        default=None,
    )
    if near is not None and near[0] <= reach:
        return near[1]
    # The zone's offset is whole hours, so multiples of a step that divides an hour are the same on the wall clock.
    return int((minute + step / 2) // step) * step


def anchored_scroll(before: Timeline, after: Timeline, scroll: float, anchor_x: float) -> float:
    """The scroll that keeps the minute under `anchor_x` (pixels from the left of the view) where it is."""
    return after.x_of(before.minute_at(scroll + anchor_x)) - anchor_x


def scroll_showing(axis: Timeline, scroll: float, room: float, start: Minute, end: Minute, margin: float = 20) -> float:
    """The scroll nearest to this one that shows a stretch of time; one that is longer than the view fills it."""
    left, right = axis.x_of(start) - margin, axis.x_of(end) + margin - room
    return max(0.0, min(max(scroll, min(left, right)), max(left, right)))


def _hours_of(day: date, opens: int, closes: int) -> Span:
    start, end = day_bounds(day)
    low = to_minute(at_local(day, time(opens))) if opens else to_minute(start)
    return Span(low, to_minute(at_local(day, time(closes))) if closes < 24 else to_minute(end))
