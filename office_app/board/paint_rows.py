"""Paints the board's body: working time, hours, absences, breaks, driving and bars of the rows it is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from core.clock import local
from core.rules.facts import Blocked, Minute, local_day, to_moment
from core.rules.timeline import DAY_GAP
from core.texts import Texts
from office_app.board.day_loads import DayLoads
from office_app.board.geometry import Geometry
from office_app.board.look import Look
from office_app.board.paint_bars import Placed, paint_bars
from office_app.board.scene import Row, Scene


@dataclass
class Marks:
    """What the person at the screen has picked out; it changes no data."""

    selected: set[str] = field(default_factory=set)
    current: str = ""
    hovered: str = ""
    lifted: str = ""
    flashing: set[str] = field(default_factory=set)


class BodyPainter:
    """Paints rows of a scene into a painter whose origin is the viewport's."""

    def __init__(self, look: Look, texts: Texts, marks: Marks, loads: DayLoads) -> None:
        self._look, self._texts, self._marks, self._loads = look, texts, marks, loads

    def paint(
        self, painter: QPainter, scene: Scene, geometry: Geometry, rows: Iterable[int], left: float, right: float,
        now: Minute,
    ) -> None:
        """The part of these rows between two x."""
        look = self._look
        first, last = int(geometry.minute_at(left)), int(geometry.minute_at(right)) + 1
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrushOrigin(QPointF(-geometry.scroll_x, -geometry.scroll_y))
        numbers = list(rows)
        for number in numbers:
            self._ground(painter, scene.rows[number], geometry, number, left, right, first, last)
        if numbers:
            self._grid(painter, geometry, numbers, left, right, first, last)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for number in numbers:
            self._blocks(painter, scene.rows[number], geometry, number, first, last)
        for number in numbers:
            if geometry.shows_day_loads:
                self._day_loads(painter, geometry, number, first, last)
            bars = scene.bars_between(number, first - 1, last + 1)
            if bars:
                placed = [(geometry.bar_rect(number, bar), bar) for bar in bars]
                self._leads(painter, geometry, placed)
                paint_bars(painter, look, placed, self._marks, now)

    def _ground(
        self, painter: QPainter, row: Row, geometry: Geometry, number: int, left: float, right: float, first: Minute,
        last: Minute,
    ) -> None:
        top, height = geometry.y_of(number), geometry.row_height
        painter.fillRect(QRectF(left, top, right - left, height), self._look.off)
        for shift in row.technician.shifts:
            if shift.end > first and shift.start < last:
                low, high = max(left, geometry.x_of(shift.start)), min(right, geometry.x_of(shift.end))
                painter.fillRect(QRectF(low, top, high - low, height), self._look.surface)

    def _grid(
        self, painter: QPainter, geometry: Geometry, numbers: list[int], left: float, right: float, first: Minute,
        last: Minute,
    ) -> None:
        top = geometry.y_of(numbers[0])
        bottom = geometry.y_of(numbers[-1]) + geometry.row_height
        painter.setPen(self._look.hour_line)
        scale = geometry.axis.pixels_per_hour
        every = 60 if scale >= 24 else 120 if scale >= 14 else 240
        lines = [QLineF(x, top, x, bottom) for minute in hour_marks(geometry, first, last, every)
                 if left - 1 <= (x := round(geometry.x_of(minute))) <= right + 1]
        if lines:
            painter.drawLines(lines)
        for edge in day_edges(geometry):
            painter.fillRect(QRectF(edge - DAY_GAP / 2, top, 2, bottom - top), self._look.border)
        painter.setPen(self._look.row_line)
        ends = (round(geometry.y_of(number)) + geometry.row_height - 1 for number in numbers)
        painter.drawLines([QLineF(left, y, right, y) for y in ends])

    def _blocks(
        self, painter: QPainter, row: Row, geometry: Geometry, number: int, first: Minute, last: Minute
    ) -> None:
        """Absences and reservations hatched, breaks as a small plate."""
        look, technician = self._look, row.technician
        for block in (*technician.absences, *technician.reservations):
            if block.end > first and block.start < last:
                word = self._texts(f"board.absence_{block.kind}")
                if not block.title.casefold().startswith(word.casefold()):
                    word = f"{word} · {block.title}" if block.title else word
                else:
                    word = block.title
                self._block(painter, geometry, number, row, block, word)
        if not geometry.shows_breaks:
            return
        painter.setFont(look.small.font)
        for shift in technician.shifts:
            if shift.break_start is None or shift.break_end is None or shift.break_end <= first or shift.start >= last:
                continue
            if any(away.start < shift.break_end and away.end > shift.break_start for away in technician.absences):
                continue
            box = geometry.span_rect(number, shift.break_start, shift.break_end).adjusted(1, 6, -1, -6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.block)
            painter.drawRoundedRect(box, 5, 5)
            painter.setPen(look.text2)
            word = self._texts("board.break")
            if look.small.width(word) <= box.width() - 4:
                look.small.draw_centred(painter, box.center().x(), box.center().y() - look.small.height / 2, word)

    def _block(
        self, painter: QPainter, geometry: Geometry, number: int, row: Row, block: Blocked, text: str
    ) -> None:
        """One plate per shift that it takes from; outside working hours it says nothing."""
        look = self._look
        for shift in row.technician.shifts:
            start, end = max(block.start, shift.start), min(block.end, shift.end)
            if start >= end:
                continue
            box = geometry.span_rect(number, start, end)
            painter.setPen(look.row_line)
            painter.setBrush(look.block_hatch)
            painter.drawRoundedRect(box, 6, 6)
            painter.setFont(look.hours.font)
            painter.setPen(look.text2)
            look.hours.draw(painter, box.left() + 12, box.center().y() - look.hours.height / 2, text, box.width() - 20)

    def _day_loads(self, painter: QPainter, geometry: Geometry, number: int, first: Minute, last: Minute) -> None:
        """Under the bars of each day: how full it is."""
        look, spans = self._look, geometry.axis.spans
        percents = self._loads.of_row(number, local_day(spans[0].start), len(spans))
        bottom = geometry.y_of(number) + geometry.row_height
        painter.setFont(look.small.font)
        for span, percent in zip(spans, percents, strict=True):
            if percent is None or span.end < first or span.start > last:
                continue
            left, width = geometry.x_of(span.start) + 6, geometry.x_of(span.end) - geometry.x_of(span.start) - 12
            text = f"{percent} %"
            room = width - 34
            painter.setPen(look.text3)
            look.small.draw_right(painter, left + width, bottom - 15, text)
            if room > 12:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.block)
                painter.drawRoundedRect(QRectF(left, bottom - 9, room, 4), 2, 2)
                painter.setBrush(look.theme.colour("badStrong") if percent > 100 else look.accent)
                painter.drawRoundedRect(QRectF(left, bottom - 9, room * min(1, percent / 100), 4), 2, 2)

    def _leads(self, painter: QPainter, geometry: Geometry, placed: list[Placed]) -> None:
        """Driving before a visit: a dotted line that ends at the bar."""
        if geometry.axis.pixels_per_hour < 20:
            return
        for box, bar in placed:
            start = geometry.x_of(bar.start - bar.travel) if bar.travel else box.left()
            if box.left() - start > 3:
                middle = box.center().y()
                painter.setPen(self._look.bars[bar.visit.status].dotted)
                painter.drawLine(QPointF(start, middle), QPointF(box.left() - 2, middle))


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


def day_edges(geometry: Geometry) -> Iterable[float]:
    """The x where a day ends and another begins."""
    spans = geometry.axis.spans
    return [geometry.x_of(span.start) for span in spans[1:]]
