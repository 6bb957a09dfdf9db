"""What the board says in words and figures: promises, what needs a person, and how full the day is."""

from array import array
from collections.abc import Iterable, Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Literal

from core.clock import local
from core.queries.board import Trouble, VisitRow
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Minute, local_day, to_moment
from core.rules.travel import travel_minutes
from core.texts import Texts

_NEIGHBOURLY = frozenset({"overlap", "overlap_locked", "travel_late", "next_late", "next_locked"})
PRIORITIES = ("emergency", "high", "normal", "planned")
PRIORITY_TONES = {"emergency": "bad", "high": "warn", "normal": "planned", "planned": "planned"}
Severity = Literal["bad", "warn"]


@dataclass(frozen=True, slots=True)
class Attention:
    """One row of «Att åtgärda»: a text key for the headline and one for the line under it, with plain values."""

    kind: str
    severity: Severity
    activity_id: str
    row_id: str
    key: str
    params: Mapping[str, Any]
    detail_key: str
    detail_params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HourLoad:
    """Minutes of one hour of all technicians together; `free` is what is left of their working time."""

    start: Minute
    work: int
    travel: int
    free: int


# ---- Unplanned ------------------------------------------------------------------------------------------------------


def urgency(visit: VisitRow) -> tuple[int, Minute, Minute]:
    """Sorts the most urgent first: priority, then the promise or deadline, then age."""
    order = PRIORITIES.index(visit.priority) if visit.priority in PRIORITIES else 2
    waiting = 10 if visit.pending_reason else 0  # what waits for a part cannot be done, however urgent
    return order + waiting, visit.promised_to or visit.due or visit.created + 10**7, visit.created


def promise_text(texts: Texts, visit: VisitRow, now: Minute) -> str:
    """«Lovat 10:00–12:00», «Idag före 15:00», «I morgon», «Före 27 november», «Väntar på del»."""
    if visit.pending_reason:
        key = f"board.pending_{visit.pending_reason}"
        return texts(key) if texts.has(key) else texts("board.pending")
    today = local_day(now)
    if visit.promised_to is not None:
        day = _day_word(texts, local_day(visit.promised_to), today)
        to = texts.time(to_moment(visit.promised_to))
        if visit.promised_from is None or visit.promised_from == visit.promised_to:
            return texts("board.promise_before", day=day[:1].upper() + day[1:], to=to)
        start = texts.time(to_moment(visit.promised_from))
        return texts("board.promise_window", day=day, **{"from": start, "to": to})
    if visit.due is not None:
        due = local_day(visit.due)
        if visit.due < now:
            return texts("board.due_passed", day=_day_word(texts, due, today))
        if due == today:
            return texts("board.due_today", to=texts.time(to_moment(visit.due)))
        if due - today == timedelta(days=1):
            return texts("board.due_tomorrow")
        return texts("board.due_before", day=_short_day(texts, due, today))
    return texts("board.no_promise")


def _day_word(texts: Texts, day: date, today: date) -> str:
    return texts("calendar.today") if day == today else _short_day(texts, day, today)


def _short_day(texts: Texts, day: date, today: date) -> str:
    if day - today == timedelta(days=1):
        return texts("calendar.tomorrow")
    return f"{day.day} {texts(f'calendar.month_{day.month}')[:3]}"


# ---- Att åtgärda ----------------------------------------------------------------------------------------------------


def attention(
    of_people: Iterable[Attention], unplanned: Iterable[VisitRow], trouble: Iterable[Trouble], now: Minute
) -> tuple[Attention, ...]:
    """What needs a person, the worst first; each is gone by itself once it is solved."""
    found = list(of_people)
    found += [
        _row("told_unplanned", "bad", visit, {"customer": visit.customer}, {"at": to_moment(visit.told_from)})
        for visit in unplanned if visit.told_from is not None and visit.told_from > now
    ]
    found += [
        Attention(entry.kind, "warn", entry.activity_id, entry.row_id, f"board.attention_{entry.kind}",
                  {"customer": entry.customer or "–"}, entry.code if entry.kind == "flag" else "board.detail_message",
                  entry.params)
        for entry in trouble
    ]
    return tuple(sorted(found, key=lambda row: row.severity != "bad"))


def person_attention(
    visits: Sequence[VisitRow], technician: TechnicianDays | None, now: Minute
) -> tuple[Attention, ...]:
    """What of one person's visits needs a look; None: of somebody who is not on the board."""
    planned = [visit for visit in visits if visit.planned and visit.state != "done"]
    return (*(row for visit in visits for row in _of_visit(visit, technician, now)), *_clashes(planned, technician))


def _of_visit(visit: VisitRow, technician: TechnicianDays | None, now: Minute) -> Iterable[Attention]:
    if visit.start is None or visit.end is None or visit.state == "done":
        return
    who = {"person": technician.short_name if technician is not None else "–"}
    customer = {"customer": visit.customer}
    if visit.step in ("rejected", "aborted"):
        yield _row(visit.step, "bad", visit, customer | who, who)
    elif visit.movable and technician is not None and any(
        absence.start < visit.end and absence.end > visit.start for absence in technician.absences
    ):
        yield _row("absent", "bad", visit, customer | who, who)
    elif visit.late_from is not None and now >= visit.late_from:
        yield _row("late", "bad", visit, customer | {"minutes": now - visit.start}, who)
    elif visit.promised_to is not None and visit.start > visit.promised_to and visit.movable:
        yield _row("promise", "bad", visit, customer | {"minutes": visit.start - visit.promised_to}, who)
    if visit.changed:
        yield _row("changed", "warn", visit, customer, who)


def _clashes(visits: list[VisitRow], technician: TechnicianDays | None) -> Iterable[Attention]:
    """Visits of one person that overlap and that nobody has accepted."""
    ordered = sorted(visits, key=lambda visit: (visit.start or 0, visit.id))
    name = technician.short_name if technician is not None else "–"
    for before, after in pairwise(ordered):
        assert before.end is not None and after.start is not None
        shared = before.end - after.start
        accepted = _NEIGHBOURLY.intersection((*before.accepted, *after.accepted))
        if shared > 0 and not accepted:
            params = {"customer": after.customer, "other": before.customer, "minutes": shared}
            yield _row("clash", "warn", after if after.movable else before, params, {"person": name})


def _row(
    kind: str, severity: Severity, visit: VisitRow, params: Mapping[str, Any], detail: Mapping[str, Any]
) -> Attention:
    key, detail_key = f"board.attention_{kind}", f"board.detail_{kind}"
    return Attention(kind, severity, visit.id, visit.id, key, params, detail_key, detail)


# ---- Load -----------------------------------------------------------------------------------------------------------


class HourMinutes:
    """Minutes of work, driving and working time in each of `count` hours; those of several people are added up."""

    def __init__(self, count: int) -> None:
        self.work, self.travel, self.available = (array("i", bytes(4 * count)) for _ in range(3))

    def add(self, other: "HourMinutes", sign: int = 1) -> None:
        for mine, theirs in ((self.work, other.work), (self.travel, other.travel), (self.available, other.available)):
            for number, minutes in enumerate(theirs):
                if minutes:
                    mine[number] += sign * minutes

    def loads(self, first: Minute) -> tuple[HourLoad, ...]:
        """Every hour in which anybody works or is planned."""
        hours = zip(self.work, self.travel, self.available, strict=True)
        return tuple(
            HourLoad(first + number * 60, work, travel, max(0, available - work - travel))
            for number, (work, travel, available) in enumerate(hours) if work or travel or available > 0
        )


def hour_minutes(
    visits: Iterable[VisitRow], technician: TechnicianDays, first: Minute, last: Minute
) -> HourMinutes:
    """One technician's hours in [first, last) with these visits of his, which come in the order of their starts."""
    found = HourMinutes(max(0, (last - first + 59) // 60))
    away = [(block.start, block.end) for block in (*technician.absences, *technician.reservations)]
    for shift in technician.shifts:
        spread(found.available, first, shift.start, shift.end)
        if shift.break_start is not None and shift.break_end is not None:
            spread(found.available, first, shift.break_start, shift.break_end, -1)
        for start, end in away:
            spread(found.available, first, max(start, shift.start), min(end, shift.end), -1)
    origin = technician.home
    for visit in visits:
        assert visit.start is not None and visit.end is not None
        spread(found.work, first, visit.start, visit.end)
        drive = travel_minutes(origin, visit.place) if origin is not None else 0
        spread(found.travel, first, visit.start - drive, visit.start)
        origin = visit.place
    return found


def load_percent(loads: Iterable[HourLoad]) -> int:
    """Work and driving of what there is."""
    busy = total = 0
    for hour in loads:
        busy += hour.work + hour.travel
        total += hour.work + hour.travel + hour.free
    return round(100 * busy / total) if total else 0


def spread(hours: MutableSequence[int], first: Minute, start: Minute, end: Minute, sign: int = 1) -> None:
    """Adds the minutes of [start, end) to the hours they fall in."""
    position = max(start, first)
    end = min(end, first + 60 * len(hours))
    while position < end:
        index = (position - first) // 60
        until = min(end, first + 60 * (index + 1))
        hours[index] += sign * (until - position)
        position = until


def clock_text(texts: Texts, minute: Minute) -> str:
    return texts.time(to_moment(minute))


def day_title(texts: Texts, first_day: date, days: int) -> str:
    """«tisdag 24 november», or «24–26 november» or «30 nov – 6 dec» for several days."""
    if days == 1:
        return texts.day(first_day)
    last = first_day + timedelta(days=days - 1)
    month = texts(f"calendar.month_{last.month}")
    if first_day.month == last.month:
        return f"{first_day.day}–{last.day} {month}"
    return f"{first_day.day} {texts(f'calendar.month_{first_day.month}')[:3]} – {last.day} {month[:3]}"


def local_hour(minute: Minute) -> int:
    return local(to_moment(minute)).hour
