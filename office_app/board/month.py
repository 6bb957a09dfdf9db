"""The month: one cell per technician and day, as full as the day is; a click opens the day."""

from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

from core.texts import Texts
from office_app.board.day_loads import DayLoads
from office_app.board.geometry import COLUMN
from office_app.board.look import Look
from office_app.board.scene import Scene
from office_app.widgets.painted import draw_avatar

_HEAD, _ROW = 44, 40


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

    def show_window(self, first_day: date, days: int) -> None:
        self.cells.first_day, self.cells.days = first_day, days
        self.cells.setMinimumHeight(_HEAD + _ROW * len(self.cells.scene.rows))
        self.cells.update()

    def update(self) -> None:  # type: ignore[override]
        self.cells.update()


class _Cells(QWidget):
    def __init__(self, look: Look, texts: Texts, scene: Scene, owner: MonthView) -> None:
        super().__init__()
        self.setObjectName("monthCanvas")
        self.scene, self.first_day, self.days = scene, date.min, 0
        self._look, self._texts, self._owner = look, texts, owner
        self._loads = DayLoads(scene)
        look.theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look.ratio = painter.deviceTransform().m11()
        painter.fillRect(event.rect(), look.surface)
        if not self.days:
            return
        width = (self.width() - COLUMN) / self.days
        self._heads(painter, width)
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
                self._cell(painter, QRectF(COLUMN + day * width, top, width, _ROW).adjusted(1.5, 2, -1.5, -2), percent)

    def _heads(self, painter: QPainter, width: float) -> None:
        look = self._look
        for offset in range(self.days):
            day = self.first_day + timedelta(days=offset)
            weekend = day.isoweekday() > 5
            painter.setPen(look.text3 if weekend else look.text)
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

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.days and event.position().x() > COLUMN:
            width = (self.width() - COLUMN) / self.days
            offset = min(self.days - 1, int((event.position().x() - COLUMN) // width))
            self._owner.day_chosen.emit(self.first_day + timedelta(days=offset))
