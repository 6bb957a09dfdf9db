"""The month: one cell per technician and day, as full as the day is; a click opens the day, a drop plans into it."""

from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from core.clock import day_bounds
from core.presenters.board import clock_text
from core.presenters.reasons import grade_text, reason_text
from core.rules.facts import Minute, Shift, local_day, to_minute
from core.rules.timeline import SNAP_MINUTES
from core.rules.verdict import RowVerdict
from core.texts import Texts
from office_app.board.model.day_loads import DayLoads
from office_app.board.model.drag import Drag
from office_app.board.model.geometry import COLUMN
from office_app.board.model.scene import Scene
from office_app.board.painting.look import Look
from office_app.widgets.painted import draw_avatar

_HEAD, _ROW = 44, 40
_TIP_HEIGHT = 30
Cell = tuple[int, int]
"""A row and a day counted from the first one."""


class MonthView(QScrollArea):
    """Loads are computed once per window and row version, not per painting."""

    day_chosen = Signal(object)

    def __init__(self, look: Look, texts: Texts, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("boardMonth")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.cells = _Cells(look, texts, scene, self)
        self.setWidget(self.cells)

    def show_window(self, first_day: date, days: int, today: date) -> None:
        self.cells.first_day, self.cells.days, self.cells.today = first_day, days, today
        self.cells.setMinimumHeight(_HEAD + _ROW * len(self.cells.scene.rows))
        self.cells.update()

    def update(self) -> None:  # type: ignore[override]
        self.cells.update()

    def cell_point(self, person_id: str, day: date) -> QPoint | None:
        """The middle of a technician's day, as a global point."""
        row = self.cells.scene.index_of(person_id)
        if row is None or not self.cells.days:
            return None
        box = self.cells.box((row, (day - self.cells.first_day).days))
        return self.cells.mapToGlobal(box.center().toPoint())

    # ---- A job is dragged over it ----

    def landing(self, drag: Drag, point: QPoint) -> tuple[int, Minute] | None:
        """The first start of that day that disturbs nothing; where there is none the cell says why."""
        if not self.isVisible() or not self.viewport().rect().contains(self.viewport().mapFromGlobal(point)):
            self.cells.aim = None
            return None
        self.cells.aim = cell = self.cells.cell_at(QPointF(self.cells.mapFromGlobal(point)))
        start = None if cell is None else self.cells.first_start(drag, cell)
        return None if cell is None or start is None else (cell[0], start)

    def show_drag(self, drag: Drag | None) -> None:
        self.cells.drag = drag
        if drag is None:
            self.cells.aim = None
        if self.isVisible():
            self.cells.update()


class _Cells(QWidget):
    def __init__(self, look: Look, texts: Texts, scene: Scene, owner: MonthView) -> None:
        super().__init__()
        self.setObjectName("monthCanvas")
        self.scene, self.first_day, self.days = scene, date.min, 0
        self.today = date.min
        self.drag: Drag | None = None
        self.aim: Cell | None = None
        self._look, self._texts, self._owner = look, texts, owner
        self._loads = DayLoads(scene)
        look.theme.changed.connect(self.update)

    # ---- Where and when ----

    def box(self, cell: Cell) -> QRectF:
        width = (self.width() - COLUMN) / self.days
        row, day = cell
        return QRectF(COLUMN + day * width, _HEAD + row * _ROW, width, _ROW).adjusted(1.5, 2, -1.5, -2)

    def cell_at(self, point: QPointF) -> Cell | None:
        row = int((point.y() - _HEAD) // _ROW)
        if not self.days or point.x() <= COLUMN or not 0 <= row < len(self.scene.rows):
            return None
        width = (self.width() - COLUMN) / self.days
        return row, min(self.days - 1, int((point.x() - COLUMN) // width))

    def first_start(self, drag: Drag, cell: Cell) -> Minute | None:
        row, day = cell
        verdict = self._row_verdict(drag, row)
        low, high = (to_minute(moment) for moment in day_bounds(self.first_day + timedelta(days=day)))
        return None if verdict is None else verdict.first_within(low, high, SNAP_MINUTES)

    def _row_verdict(self, drag: Drag, row: int) -> RowVerdict | None:
        """The whole month of a row at once; the session computes it when it is first asked for."""
        first = to_minute(day_bounds(self.first_day)[0])
        last = to_minute(day_bounds(self.first_day + timedelta(days=self.days - 1))[1])
        return drag.session.row(self.scene.rows[row].technician.id, max(first, drag.session.now), last)

    # ---- Painting ----

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.ratio = painter.deviceTransform().m11()
        painter.fillRect(event.rect(), look.surface)
        if not self.days:
            return
        self._heads(painter, (self.width() - COLUMN) / self.days)
        for number, row in enumerate(self.scene.rows):
            top = _HEAD + number * _ROW
            if top > event.rect().bottom() or top + _ROW < event.rect().top():
                continue
            who = row.technician
            draw_avatar(painter, look.theme, QRectF(12, top + 8, 24, 24), who.initials, who.colour)
            painter.setFont(look.body.font)
            painter.setPen(look.text)
            look.body.draw(painter, 46, top + _ROW / 2 - look.body.height / 2, who.short_name, COLUMN - 56)
            for day, percent in enumerate(self._loads.of_row(number, self.first_day, self.days)):
                self._cell(painter, self.box((number, day)), percent)
            if self.drag is not None:
                self._fits(painter, self.drag, number)
        if self.drag is not None and self.aim is not None:
            self._aim(painter, self.drag, self.aim)

    def _heads(self, painter: QPainter, width: float) -> None:
        look = self._look
        for offset in range(self.days):
            day = self.first_day + timedelta(days=offset)
            weekend = day.isoweekday() > 5
            ink = look.text3 if weekend else look.text
            if day == self.today:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(look.accent)
                painter.drawRoundedRect(QRectF(COLUMN + offset * width + 1, 19, width - 2, _HEAD - 22), 6, 6)
                ink = look.theme.colour("accentFg")
            painter.setPen(ink)
            line = look.title if width >= 24 else look.small_strong
            painter.setFont(line.font)
            line.draw_centred(painter, COLUMN + (offset + 0.5) * width, 20, str(day.day))
            painter.setFont(look.small.font)
            painter.setPen(look.text3)
            letter = self._texts(f"calendar.weekday_{day.isoweekday()}")[:1].upper()
            look.small.draw_centred(painter, COLUMN + (offset + 0.5) * width, 5, letter)
        painter.setPen(QPen(look.border, 1))
        painter.drawLine(QPointF(0, _HEAD - 0.5), QPointF(self.width(), _HEAD - 0.5))

    def _cell(self, painter: QPainter, box: QRectF, percent: int | None) -> None:
        """Free days are flat; the fuller, the stronger; over full is marked in red with its number."""
        look = self._look
        painter.setPen(Qt.PenStyle.NoPen)
        if percent is None:
            painter.setBrush(look.off)
            painter.drawRoundedRect(box, 5, 5)
            return
        over = percent > 100
        name = "badStrong" if over else "accent"
        painter.setBrush(look.theme.colour(name, min(0.9, 0.06 + 0.84 * min(percent, 100) / 100)))
        painter.drawRoundedRect(box, 5, 5)
        if box.width() > 22:
            painter.setFont(look.small.font)
            painter.setPen(look.theme.colour("accentFg") if percent > 55 else look.text2)
            look.small.draw_centred(painter, box.center().x(), box.center().y() - look.small.height / 2, str(percent))

    def _fits(self, painter: QPainter, drag: Drag, number: int) -> None:
        """Days with no room for the dragged job step back; those with room get a line at their foot."""
        for day in range(self.days):
            box = self.box((number, day))
            painter.setPen(Qt.PenStyle.NoPen)
            if self.first_start(drag, (number, day)) is None:
                painter.setBrush(self._look.veil)
                painter.drawRoundedRect(box, 5, 5)
            else:
                painter.setBrush(self._look.theme.colour("goodStrong"))
                painter.drawRoundedRect(QRectF(box.left() + 3, box.bottom() - 4, box.width() - 6, 3), 1.5, 1.5)

    def _aim(self, painter: QPainter, drag: Drag, cell: Cell) -> None:
        look = self._look
        box = self.box(cell)
        fits = self.first_start(drag, cell) is not None
        painter.setPen(QPen(look.accent if fits else look.theme.colour("badStrong"), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 5, 5)
        text = self._said(drag, cell)
        width = look.title.width(text) + 24
        left = min(max(COLUMN + 4.0, box.center().x() - width / 2), self.width() - width - 6)
        above = box.top() - _TIP_HEIGHT - 4
        tip = QRectF(left, above if above > 0 else box.bottom() + 4, width, _TIP_HEIGHT)
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(look.surface)
        painter.drawRoundedRect(tip, 8, 8)
        painter.setFont(look.title.font)
        painter.setPen(look.text if fits else look.theme.colour("badInk"))
        look.title.draw(painter, tip.left() + 12, tip.center().y() - look.title.height / 2, text)

    def _said(self, drag: Drag, cell: Cell) -> str:
        """«Alex 10:00 · Bäst: 14 min resa», or why there is no room that day."""
        row, day = cell
        technician = self.scene.rows[row].technician
        start = self.first_start(drag, cell)
        if start is None:
            start = self._asked(technician.shifts, self.first_day + timedelta(days=day))
            verdict = drag.session.verdict(technician.id, start)
            why = "" if verdict is None or not verdict.conflicts else reason_text(self._texts, verdict.reason)
            return f"{technician.short_name} · {why or self._texts('board.month_full')}"
        verdict = drag.session.verdict(technician.id, start)
        assert verdict is not None
        words = f"{grade_text(self._texts, verdict)}: {reason_text(self._texts, verdict.reason)}"
        return f"{technician.short_name} {clock_text(self._texts, start)} · {words}"

    def _asked(self, shifts: tuple[Shift, ...], day: date) -> Minute:
        """When the day's work would begin."""
        opens = to_minute(day_bounds(day)[0])
        return next((shift.start for shift in shifts if local_day(shift.start) == day), opens)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        cell = self.cell_at(event.position())
        if cell is not None:
            self._owner.day_chosen.emit(self.first_day + timedelta(days=cell[1]))
