"""Paints the board's body: working time, hours, absences, breaks, driving and bars of the rows it is asked for."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from math import ceil, floor
from operator import attrgetter

from PySide6.QtGui import QPainter

from core.clock import local
from core.rules.facts import Blocked, Minute, Shift, local_day, to_moment
from core.rules.timeline import DAY_GAP
from core.texts import Texts
from office_app.board.model.arrange import Row
from office_app.board.model.day_loads import DayLoads
from office_app.board.model.geometry import Box, Boxes, Geometry
from office_app.board.model.scene import Scene
from office_app.board.painting.bars import Placed, paint_bars, placed
from office_app.board.painting.look import Look
from office_app.board.painting.plates import Lead


@dataclass
class Marks:
    """What the person at the screen has picked out; it changes no data."""

    selected: set[str] = field(default_factory=set)
    current: str = ""
    hovered: str = ""
    lifted: str = ""
    flashing: set[str] = field(default_factory=set)

    def all(self) -> set[str]:
        """Every visit that is drawn otherwise than the rest."""
        return {*self.selected, *self.flashing, self.current, self.hovered, self.lifted}


class BodyPainter:
    """Paints rows of a scene into a painter whose origin is the viewport's."""

    def __init__(self, look: Look, texts: Texts, marks: Marks, loads: DayLoads) -> None:
        self._look, self._texts, self._marks, self._loads = look, texts, marks, loads

    def paint(
        self, painter: QPainter, scene: Scene, geometry: Geometry, rows: Iterable[int], left: float, right: float,
        now: Minute,
    ) -> None:
        """The part of these rows between two x."""
        first, last = geometry.minutes_between(left, right)
        boxes, numbers = Boxes(geometry), list(rows)
        if not numbers:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        self._ground(painter, scene, geometry, numbers, left, right, first, last)
        self._grid(painter, geometry, numbers, left, right, first, last)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for number in numbers:
            if geometry.stacked:
                self._absences_of_days(painter, scene.arranged(number), geometry, number, first, last)
            else:
                self._absences(painter, scene.rows[number], boxes, number, first, last)
            if geometry.shows_day_loads:
                self._day_loads(painter, geometry, number, first, last)
        if geometry.shows_breaks:
            self._breaks(painter, scene, boxes, numbers, first, last)
        bars = [placed(boxes.bar(number, bar), bar, self._look, now)
                for number in numbers for bar in scene.bars_between(number, first - 1, last + 1)]
        if geometry.one_line:
            bars = [one._replace(until=geometry.words_until(one.bar, one.left + one.width)) for one in bars]
        if geometry.axis.pixels_per_hour >= 20 and not geometry.stacked:
            self._leads(painter, boxes, bars)
        paint_bars(painter, self._look, bars, self._marks, now)

    def _ground(
        self, painter: QPainter, scene: Scene, geometry: Geometry, numbers: list[int], left: float, right: float,
        first: Minute, last: Minute,
    ) -> None:
        """Working time and the rest, each pixel once; neighbours who work the same hours are filled together."""
        height, look = geometry.row_height, self._look
        end = ceil(right)
        for hours, group in groupby(numbers, lambda number: _hours(scene.rows[number], first, last)):
            same = list(group)
            x, top, depth = floor(left), floor(geometry.y_of(same[0])), height * len(same)
            for opens, closes in hours:
                if geometry.stacked:
                    day = geometry.axis.span_at(opens)
                    opens, closes = day.start, day.end
                low, high = max(x, geometry.pixel_of(opens)), min(end, geometry.pixel_of(closes))
                if high > low:
                    painter.fillRect(x, top, low - x, depth, look.off)
                    painter.fillRect(low, top, high - low, depth, look.surface)
                    x = high
            painter.fillRect(x, top, end - x, depth, look.off)

    def _grid(
        self, painter: QPainter, geometry: Geometry, numbers: list[int], left: float, right: float, first: Minute,
        last: Minute,
    ) -> None:
        look, height = self._look, geometry.row_height
        top, depth = floor(geometry.y_of(numbers[0])), height * len(numbers)
        scale = geometry.axis.pixels_per_hour
        every = 60 if scale >= 24 else 120 if scale >= 14 else 240
        for minute in () if geometry.stacked else hour_marks(geometry, first, last, every):
            painter.fillRect(geometry.pixel_of(minute), top, 1, depth, look.hour_line)
        for edge in day_edges(geometry):
            painter.fillRect(edge - DAY_GAP // 2, top, 2, depth, look.border)
        begin, length = floor(left), ceil(right) - floor(left)
        for y in range(top + height - 1, top + depth, height):
            painter.fillRect(begin, y, length, 1, look.border)

    def _absences(self, painter: QPainter, row: Row, boxes: Boxes, number: int, first: Minute, last: Minute) -> None:
        """Absences and reservations, hatched: one plate per shift that they take from."""
        technician = row.technician
        for block in (*technician.absences, *technician.reservations):
            if block.end > first and block.start < last:
                for shift in technician.shifts:
                    start, end = max(block.start, shift.start), min(block.end, shift.end)
                    if start < end:
                        self._away(painter, boxes.of(number, start, end), block)

    def _absences_of_days(
        self, painter: QPainter, row: Row, geometry: Geometry, number: int, first: Minute, last: Minute
    ) -> None:
        """Where a day is a column: the whole of it hatched, or a line among its jobs."""
        for piece in row.whole:
            if first <= piece.start < last:
                self._away(painter, geometry.day_box(number, piece.start), piece.block)
        for away in row.away:
            if first <= away.piece.start < last:
                box = geometry.place_box(number, away.piece.start, away.number, away.count)
                self._away(painter, box, away.piece.block)

    def _away(self, painter: QPainter, box: Box, block: Blocked) -> None:
        look, (left, top, width, height) = self._look, box
        text = word = self._texts(f"board.absence_{block.kind}")
        if block.title:
            same = block.title.casefold().startswith(word.casefold())
            text = block.title if same else f"{word} · {block.title}"
        look.away.draw(painter, left, top, width, height, look.ratio)
        painter.setFont(look.hours.font)
        painter.setPen(look.text2)
        look.hours.draw(painter, left + 12, top + (height - look.hours.height) / 2, text, width - 20)

    def _breaks(
        self, painter: QPainter, scene: Scene, boxes: Boxes, numbers: list[int], first: Minute, last: Minute
    ) -> None:
        """Each break as a small plate, with its word where there is room."""
        look, word = self._look, self._texts("board.break")
        wide = look.small.width(word)
        painter.setFont(look.small.font)
        painter.setPen(look.text2)
        for number in numbers:
            technician = scene.rows[number].technician
            for shift in _touching(technician.shifts, first, last):
                if shift.break_start is None or shift.break_end is None:
                    continue
                if any(away.start < shift.break_end and away.end > shift.break_start for away in technician.absences):
                    continue
                left, top, width, height = boxes.of(number, shift.break_start, shift.break_end)
                look.rest.draw(painter, left + 1, top + 6, width - 2, height - 12, look.ratio)
                if wide <= width - 6:
                    look.small.draw(painter, left + (width - wide) / 2, top + (height - look.small.height) / 2, word)

    def _day_loads(self, painter: QPainter, geometry: Geometry, number: int, first: Minute, last: Minute) -> None:
        """Under the bars of each day: how full it is."""
        look, spans = self._look, geometry.axis.spans
        percents = self._loads.of_row(number, local_day(spans[0].start), len(spans))
        bottom = floor(geometry.y_of(number)) + geometry.row_height
        painter.setFont(look.small.font)
        painter.setPen(look.text3)
        for span, percent in zip(spans, percents, strict=True):
            if percent is None or span.end < first or span.start > last:
                continue
            left, right = geometry.pixel_of(span.start) + 6, geometry.pixel_of(span.end) - 6
            look.small.draw_right(painter, right, bottom - 15, f"{percent} %")
            room = right - left - 34
            if room > 12:
                look.track.draw(painter, left, bottom - 9, room, 4, look.ratio)
                full = look.overfull if percent > 100 else look.filled
                full.draw(painter, left, bottom - 9, round(room * min(1, percent / 100)), 4, look.ratio)

    def _leads(self, painter: QPainter, boxes: Boxes, bars: list[Placed]) -> None:
        """Driving before a visit: a dotted line that ends at the bar."""
        ratio = self._look.ratio
        for left, top, _width, height, bar, style, _until in bars:
            if bar.travel:
                start, end = boxes.pixel(bar.start - bar.travel), left - 2
                if end > start:
                    style.lead.draw(painter, start, top + (height - Lead.HEIGHT) // 2, end - start, ratio)


def _touching(shifts: tuple[Shift, ...], first: Minute, last: Minute) -> tuple[Shift, ...]:
    """The shifts, which are sorted, that touch [first, last)."""
    low = bisect_right(shifts, first, key=_end)
    return shifts[low:bisect_left(shifts, last, low, key=_start)]


_start, _end = attrgetter("start"), attrgetter("end")


def _hours(row: Row, first: Minute, last: Minute) -> list[tuple[Minute, Minute]]:
    """Somebody's working time that touches [first, last)."""
    return [(shift.start, shift.end) for shift in _touching(row.technician.shifts, first, last)]


def hour_marks(geometry: Geometry, first: Minute, last: Minute, every: int) -> Iterable[Minute]:
    """Round local hours between two minutes that lie in a visible span."""
    for span in geometry.axis.spans:
        low, high = max(span.start, first), min(span.end, last)
        if low > high:
            continue
        minute = -(-low // 60) * 60
        while minute <= high:
            if every == 60 or local(to_moment(minute)).hour * 60 % every == 0:
                yield minute
            minute += 60


def day_edges(geometry: Geometry) -> Iterable[int]:
    """The x where a day ends and another begins."""
    spans = geometry.axis.spans
    return [geometry.pixel_of(span.start) for span in spans[1:]]
