"""Arranges one technician's bars: side by side where they overlap, in lines where they are too short for their names.

Close enough, a bar lies at its time and its words in it. With some days in view it is one line high and its name may
go on behind it, so neighbours lie on different lines (`line`, `room`). With a week in view a day is a column in which
everything of that day stands one under the other (`number`, `count`).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from core.queries.board import VisitRow
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Minute, TechnicianFacts, local_day
from core.rules.travel import travel_minutes
from office_app.board.model.blocks import Piece, pieces

LINES = 2
"""On so many lines bars lie whose names go on behind them."""


@dataclass(slots=True)
class Bar:
    """A visit in one row: its lane among those it overlaps, and the minutes of driving before it.

    `line` of `lines`, with nothing else on it until `room`; `number` of `count` things that day.
    """

    visit: VisitRow
    start: Minute
    end: Minute
    helper: bool = False
    lane: int = 0
    lanes: int = 1
    travel: int = 0
    line: int = 0
    lines: int = LINES
    room: Minute = 0
    number: int = 0
    count: int = 1


@dataclass(slots=True)
class Away:
    """What takes up a part of a day besides jobs, and its place among them."""

    piece: Piece
    number: int = 0
    count: int = 1


@dataclass(slots=True)
class Row:
    """One technician's bars by start; `version` grows whenever anything in it looks different.

    `away`: absences and reserved time of a part of a day; `whole`: those that take all of one.
    """

    technician: TechnicianDays
    bars: list[Bar] = field(default_factory=list)
    away: list[Away] = field(default_factory=list)
    whole: list[Piece] = field(default_factory=list)
    starts: list[Minute] = field(default_factory=list)
    longest: int = 0
    version: int = 0
    facts: TechnicianFacts | None = None
    sorted: bool = False
    visits: dict[str, VisitRow] = field(default_factory=dict)


def arrange(row: Row) -> None:
    """Sorts a row's bars, gives each its places, and measures the driving between them."""
    person = row.technician.id
    row.bars = [
        Bar(visit, visit.start, max(visit.end, visit.start + 1), visit.person_id != person)
        for visit in row.visits.values() if visit.start is not None and visit.end is not None
    ]
    row.bars.sort(key=lambda bar: (bar.start, bar.end, bar.visit.id))
    row.starts = [bar.start for bar in row.bars]
    row.longest = max((bar.end - bar.start for bar in row.bars), default=0)
    cluster: list[Bar] = []
    until, before = 0, None
    for bar in row.bars:
        if cluster and bar.start >= until:
            _lay(cluster)
            cluster = []
        cluster.append(bar)
        until = max(until, bar.end)
        bar.travel = _travel(row, before, bar)
        before = bar
    _lay(cluster)
    _put_in_lines(row.bars)
    row.away, row.whole = _days_and_parts(row.technician)
    _number(sorted((*row.bars, *row.away), key=_start) if row.away else row.bars)
    row.sorted = True


def place_for(row: Row, start: Minute, besides: Iterable[str]) -> int:
    """Which place a job with this start would take in its day; `besides` are no longer there."""
    day, gone = _day(start // 60), set(besides)
    starts = [bar.start for bar in row.bars if _day(bar.start // 60) == day and bar.visit.id not in gone]
    starts += [away.piece.start for away in row.away if _day(away.piece.start // 60) == day]
    return sum(1 for other in starts if other <= start)


def _lay(cluster: list[Bar]) -> None:
    ends: list[Minute] = []
    for bar in cluster:
        lane = next((n for n, end in enumerate(ends) if end <= bar.start), len(ends))
        ends[lane : lane + 1] = [bar.end]
        bar.lane = lane
    for bar in cluster:
        bar.lanes = len(ends)


def _put_in_lines(bars: list[Bar]) -> None:
    """Bars that overlap keep their lanes; between them the lines take turns. From the last to the first each learns
    how far its line is free: until the next bar that is as high up as it, with the driving before that."""
    last = LINES - 1
    for bar in bars:
        bar.line, bar.lines = ((last + 1) % LINES, LINES) if bar.lanes == 1 else (bar.lane, max(LINES, bar.lanes))
        last = min(bar.line, LINES - 1)
    free: list[Minute] = [1 << 40] * LINES
    shut: Minute = 1 << 40  # by bars of many lanes, which lie across both lines
    for bar in reversed(bars):
        begins = bar.start - bar.travel
        if bar.lines > LINES:
            bar.room = bar.end
            shut = begins
            free = [begins] * LINES
        else:
            bar.room = max(bar.end, min(free[bar.line], shut))
            free[bar.line] = begins


def _start(thing: Bar | Away) -> Minute:
    return thing.start if isinstance(thing, Bar) else thing.piece.start


def _number(things: Sequence[Bar | Away]) -> None:
    """In each day one after the other; what is there the whole day is drawn behind them and not counted."""
    days = [(_day(_start(thing) // 60), thing) for thing in things]
    counts = Counter(day for day, _thing in days)
    seen: Counter[int] = Counter()
    for day, thing in days:
        thing.number, thing.count = seen[day], counts[day]
        seen[day] += 1


def _days_and_parts(technician: TechnicianDays) -> tuple[list[Away], list[Piece]]:
    """Absences and reserved time that leave something of a shift, and those that leave nothing of it."""
    parts: list[Away] = []
    whole: list[Piece] = []
    if technician.shifts and (technician.absences or technician.reservations):
        shifts = {(shift.start, shift.end) for shift in technician.shifts}
        for piece in pieces(technician, technician.shifts[0].start, technician.shifts[-1].end):
            if (piece.start, piece.end) in shifts:
                whole.append(piece)
            elif piece.block.kind != "break":
                parts.append(Away(piece))
    return parts, whole


@cache
def _day(hour: int) -> int:
    """The day of an hour, as a number; asked for every bar, and the zone's rules are slow to ask."""
    return local_day(hour * 60).toordinal()


def _travel(row: Row, before: Bar | None, bar: Bar) -> int:
    """Minutes of driving to a bar: from the visit before it that day, else from home."""
    if bar.visit.place is None:
        return 0
    if before is not None and bar.start - before.end < 12 * 60 and before.visit.place is not None:
        return travel_minutes(before.visit.place, bar.visit.place)
    return travel_minutes(row.technician.home, bar.visit.place) if row.technician.home is not None else 0
