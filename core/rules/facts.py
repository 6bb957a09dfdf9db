"""What planning reasons about: a job's needs and a technician's day, as plain values on one minute scale."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from core.clock import local
from core.rules.travel import Place

Minute = int
"""Whole minutes since 1970-01-01 UTC: sorts, subtracts and compares fast, and knows no zone."""

LONGEST = 24 * 60
"""No visit takes longer."""
AFTER_HOURS = 8 * 60
"""A visit that begins within this after closing still belongs to the day."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ONE = timedelta(minutes=1)


def to_minute(moment: datetime) -> Minute:
    """The minute that a moment lies in."""
    return (moment - _EPOCH) // _ONE


def to_moment(minute: Minute) -> datetime:
    return _EPOCH + minute * _ONE


def local_day(minute: Minute) -> date:
    """The firm's calendar day of a minute."""
    return local(to_moment(minute)).date()


@dataclass(frozen=True, slots=True)
class SkillNeed:
    """A skill that the job asks for; `by_law` makes a missing one a hard stop."""

    id: str
    name: str
    by_law: bool = False


@dataclass(frozen=True, slots=True)
class PartNeed:
    """A part that the job is thought to need; `maybe` ones are good to have along."""

    item_id: str
    name: str
    quantity: Decimal = Decimal(1)
    maybe: bool = False


@dataclass(frozen=True, slots=True)
class JobFacts:
    """What a job needs. `van_stock` and `been_here` say, by person id, what of it lies in whose van and how often
    that person has been there. By `respond_by` a contract wants somebody there; once it has `begun` somebody is."""

    activity_id: str
    name: str
    duration: int = 60
    place: Place | None = None
    skills: tuple[SkillNeed, ...] = ()
    parts: tuple[PartNeed, ...] = ()
    promised_from: Minute | None = None
    promised_to: Minute | None = None
    due: Minute | None = None
    priority: str = "normal"
    van_stock: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)
    been_here: Mapping[str, int] = field(default_factory=dict)
    respond_by: Minute | None = None
    helper_ids: tuple[str, ...] = ()
    begun: bool = False

    def parts_in_van(self, person_id: str) -> tuple[PartNeed, ...]:
        """The needed parts (those that are certain) that lie in this person's van in full."""
        van = self.van_stock.get(person_id, {})
        return tuple(part for part in self.parts if not part.maybe and van.get(part.item_id, 0) >= part.quantity)

    @property
    def certain_parts(self) -> tuple[PartNeed, ...]:
        return tuple(part for part in self.parts if not part.maybe)


@dataclass(frozen=True, slots=True)
class Shift:
    """One working day of a person, with its break where there is one."""

    start: Minute
    end: Minute
    break_start: Minute | None = None
    break_end: Minute | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit that a technician already has."""

    start: Minute
    end: Minute
    activity_id: str
    name: str
    place: Place | None = None
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Blocked:
    """Time that is not free: an absence (`kind` sick, vacation, …), a reservation (`kind` reserved) or a break, which
    is free for a price. `id` names the stored row; a break has none."""

    start: Minute
    end: Minute
    kind: str
    title: str = ""
    id: str = ""


class Opening(NamedTuple):
    """A stretch of a shift between two visits that no absence or reservation takes.

    He is free from `left` on: when the visit `before` is over, or his shift begins.
    """

    start: Minute
    end: Minute
    left: Minute
    before: Stop | None
    after: Stop | None


@dataclass(frozen=True)
class TechnicianFacts:
    """One technician's time, place and ability; shifts, stops, absences and reservations are sorted by start."""

    person_id: str
    name: str
    home: Place | None = None
    skills: Mapping[str, date | None] = field(default_factory=dict)
    """Skill id → the last day it is valid, None for ever."""
    shifts: tuple[Shift, ...] = ()
    stops: tuple[Stop, ...] = ()
    absences: tuple[Blocked, ...] = ()
    reservations: tuple[Blocked, ...] = ()

    @cached_property
    def _starts(self) -> list[Minute]:
        return [stop.start for stop in self.stops]

    @cached_property
    def _shift_starts(self) -> list[Minute]:
        return [shift.start for shift in self.shifts]

    @cached_property
    def _activity_ids(self) -> frozenset[str]:
        return frozenset(stop.activity_id for stop in self.stops)

    @cached_property
    def _openings(self) -> dict[tuple[Minute, Minute], tuple[Opening, ...]]:
        return {}

    @cached_property
    def _lighter(self) -> dict[str, "TechnicianFacts"]:
        return {}

    def without(self, activity_id: str) -> "TechnicianFacts":
        """The same days as if this visit were not planned."""
        if activity_id not in self._activity_ids:
            return self
        found = self._lighter.get(activity_id)
        if found is None:
            stops = tuple(stop for stop in self.stops if stop.activity_id != activity_id)
            found = self._lighter[activity_id] = replace(self, stops=stops)
        return found

    def openings(self, shift: Shift) -> tuple[Opening, ...]:
        """Where something could be slipped into one of his shifts; whatever the job, it is worked out once."""
        key = shift.start, shift.end
        found = self._openings.get(key)
        if found is None:
            found = self._openings[key] = tuple(self._cut_open(shift))
        return found

    def stops_of(self, shift: Shift) -> tuple[Stop, ...]:
        """What belongs to a shift's day: not over when it begins, and begun soon after it ends at the latest."""
        low, high = self.stops_before(shift.start - LONGEST), self.stops_before(shift.end + AFTER_HOURS)
        return tuple(stop for stop in self.stops[low:high] if stop.end > shift.start)

    def stops_before(self, minute: Minute) -> int:
        """How many stops start at or before this minute."""
        return bisect_right(self._starts, minute)

    def shift_at(self, minute: Minute) -> Shift | None:
        """The shift of the calendar day that this minute lies in."""
        index = bisect_right(self._shift_starts, minute)
        day = local_day(minute)
        for shift in self.shifts[max(0, index - 1) : index + 1]:
            if local_day(shift.start) == day:
                return shift
        return None


    def _cut_open(self, shift: Shift) -> Iterator[Opening]:
        blocks = sorted(
            (block for block in (*self.absences, *self.reservations)
             if block.start < shift.end and block.end > shift.start),
            key=lambda block: block.start,
        )
        before: Stop | None = None
        for after in (*self.stops_of(shift), None):
            left = before.end if before else shift.start
            start, end = left, min(shift.end, after.start) if after else shift.end
            for block in blocks:
                if block.start >= end:
                    break
                if block.start > start:
                    yield Opening(start, block.start, left, before, after)
                start = max(start, block.end)
            if start < end:
                yield Opening(start, end, left, before, after)
            if after is not None and (before is None or after.end >= before.end):
                before = after


@dataclass(frozen=True)
class PlanningFacts:
    """Everybody's days from `first` to `last` (minutes)."""

    first: Minute
    last: Minute
    now: Minute
    technicians: tuple[TechnicianFacts, ...]

    @cached_property
    def by_id(self) -> Mapping[str, TechnicianFacts]:
        return {technician.person_id: technician for technician in self.technicians}
