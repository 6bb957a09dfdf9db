"""The stretch of days that figures are about, cut in the firm's zone."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from core.clock import at_local

PeriodKind = Literal["week", "month", "quarter", "year", "all"]
PERIOD_KINDS: tuple[PeriodKind, ...] = ("week", "month", "quarter", "year", "all")
_QUARTER = 3


@dataclass(frozen=True, slots=True)
class Period:
    """[first, end): the day `end` is no longer in it."""

    first: date
    end: date

    @property
    def days(self) -> int:
        return (self.end - self.first).days

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """The same as moments (UTC)."""
        return at_local(self.first, time()), at_local(self.end, time())

    @property
    def weeks(self) -> tuple[date, ...]:
        """The Mondays of the ISO weeks that the period touches."""
        monday = self.first - timedelta(days=self.first.weekday())
        return tuple(monday + timedelta(days=7 * n) for n in range((self.end - monday).days // 7 + 1)
                     if monday + timedelta(days=7 * n) < self.end)

    def up_to(self, day: date) -> "Period":
        """What of it has begun by the end of that day."""
        return Period(self.first, max(self.first, min(self.end, day + timedelta(days=1))))


def named_period(kind: PeriodKind, today: date, back: int = 0) -> Period:
    """The week, month, quarter or year of today, or one `back` steps ago; «all» is the two years up to today."""
    if kind == "all":
        return Period(_months(today.replace(day=1), -23), today + timedelta(days=1))
    if kind == "week":
        monday = today - timedelta(days=today.weekday() + 7 * back)
        return Period(monday, monday + timedelta(days=7))
    size = {"month": 1, "quarter": _QUARTER, "year": 12}[kind]
    month = today.month - 1
    first = _months(date(today.year, month - month % size + 1, 1), -size * back)
    return Period(first, _months(first, size))


def _months(first: date, by: int) -> date:
    """The first of a month some months away."""
    month = first.year * 12 + first.month - 1 + by
    return date(month // 12, month % 12 + 1, 1)
