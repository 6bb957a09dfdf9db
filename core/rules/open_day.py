"""Which day a thing belongs to when work goes past midnight, and when the end of a day was forgotten."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from core.clock import local
from core.rules.day_log import LONGEST

REST = timedelta(hours=11)
"""The daily rest of the working hours act: who noted nothing for so long, and into another date, has gone home."""


class Timed(Protocol):
    """Anything of a day; without `end` it has none that anybody said."""

    @property
    def id(self) -> str: ...
    @property
    def start(self) -> datetime: ...
    @property
    def end(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class WorkingDay:
    """From when to when somebody worked; its date is the one it began on. `ids` are its rows, the first one first."""

    date: date
    start: datetime
    end: datetime | None
    ids: tuple[str, ...]


def working_days(rows: Iterable[Timed]) -> dict[date, WorkingDay]:
    """One for each date, whatever number of tablets it was begun on: the first begin and the last end count.

    It is open when it was begun once more after the last end that was said, and over where the next date's begins.
    """
    by_date: dict[date, list[Timed]] = {}
    for row in rows:
        by_date.setdefault(local(row.start).date(), []).append(row)
    found = {}
    for day, group in by_date.items():
        group.sort(key=lambda row: (row.start, row.id))
        end = max((row.end for row in group if row.end is not None), default=None)
        if end is not None and any(row.end is None and row.start >= end for row in group):
            end = None
        following = by_date.get(day + timedelta(days=1), ())
        limit = min((row.start for row in following), default=None)
        if end is not None and limit is not None:
            end = max(min(end, limit), group[0].start)
        found[day] = WorkingDay(day, group[0].start, end, tuple(row.id for row in group))
    return found


def shared_out(days: Mapping[date, WorkingDay], things: Iterable[Timed]) -> dict[str, date]:
    """The date of each thing, by id: its own, or the one before while that day was not over.

    A day that nobody ended is over when the next one begins, after a day and a night, or before a rest: what comes
    then is no work of yesterday's.
    """
    found: dict[str, date] = {}
    signs = {day.date: day.start for day in days.values()}
    for one in sorted(things, key=lambda thing: (thing.start, thing.id)):
        own = local(one.start).date()
        before = days.get(own - timedelta(days=1))
        found[one.id] = own
        if before is not None and _goes_on(before, days.get(own), one.start, signs[before.date]):
            found[one.id] = before.date
        belongs = found[one.id]
        if belongs in signs:
            signs[belongs] = max(signs[belongs], one.end or one.start)
    return found


def _goes_on(day: WorkingDay, following: WorkingDay | None, moment: datetime, last_sign: datetime) -> bool:
    if following is not None and moment >= following.start:
        return False
    if day.end is not None:
        return moment < day.end
    return moment < day.start + LONGEST and moment - last_sign < REST


def last_sign(day: WorkingDay | None, things: Iterable[Timed], now: datetime) -> datetime:
    """When anything of the day was noted last, and had passed: until then it has lasted for certain."""
    moments = [moment for one in things for moment in (one.start, one.end) if moment is not None and moment <= now]
    return max((day.start, *moments)) if day is not None else max(moments, default=now)


def is_forgotten(day: WorkingDay, sign: datetime, is_newest: bool, now: datetime) -> bool:
    """Whether its end has to be asked for: it is open, but he cannot have been at work since."""
    if day.end is not None:
        return False
    if not is_newest or now - day.start > LONGEST:
        return True
    return local(now).date() > day.date and now - sign >= REST


def end_of(
    one: Timed, things: Sequence[Timed], day_end: datetime | None, is_over: bool, sign: datetime
) -> datetime | None:
    """The end of something that nobody ended: where the next thing begins or the day ends; None while it runs.

    In a day whose end was forgotten nothing is counted past the last thing that was noted.
    """
    if one.end is not None:
        return one.end
    ends = [other.start for other in things if (other.start, other.id) > (one.start, one.id)]
    if day_end is not None:
        ends.append(day_end)
    elif is_over:
        ends.append(sign)
    return max(one.start, min(ends)) if ends else None
