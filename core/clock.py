"""The only place that reads the time, so that tests and replays can stand still."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

FIRM_ZONE = ZoneInfo("Europe/Stockholm")


class Clock(Protocol):
    """Anything that can tell the time as an aware UTC datetime."""

    def now(self) -> datetime: ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class ShiftedClock:
    """The computer's clock moved by a fixed offset, for the demo and for offices that correct a tablet's clock."""

    def __init__(self, offset: timedelta) -> None:
        self.offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset


class FixedClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, step: timedelta) -> None:
        self._now += step

    def set(self, moment: datetime) -> None:
        self._now = moment.astimezone(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on the firm's wall clock."""
    return moment.astimezone(FIRM_ZONE)


def at_local(day: date, clock_time: time) -> datetime:
    """A wall-clock time of the firm as UTC (the earlier one in the doubled autumn hour)."""
    return datetime.combine(day, clock_time, FIRM_ZONE).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The firm's calendar day as [start, end) in UTC; 23, 24 or 25 hours long."""
    return at_local(day, time()), at_local(day + timedelta(days=1), time())


def days_between(first: date, last: date) -> Iterator[date]:
    """Each calendar day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
