"""One technician's day as a strip of hours, with the offered visit dashed in it."""

from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.clock import local
from core.queries.day_strip import DayStrip, StripBlock
from office_app.context import OfficeContext

_HEAD, _BAR = 26, 34
_EARLIEST, _LATEST = 8, 16


class DayStripView(QWidget):
    """Hours on top, the visits below them, and the offered one with a dashed outline."""

    def __init__(self, context: OfficeContext, strip: DayStrip, name: str, start: datetime, end: datetime) -> None:
        super().__init__()
        self._context, self._strip = context, strip
        self._name, self._start, self._end = name, start, end
        self.setObjectName("intakeDay")
        self.setFixedHeight(_HEAD + _BAR + 18)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        hours = [_hour(moment) for block in strip.blocks for moment in (block.start, block.end)]
        hours += [_hour(start), _hour(end)]
        shift = strip.shift or (_EARLIEST * 60, _LATEST * 60)
        self._first = int(min(*hours, shift[0] / 60))
        self._last = int(-(-max(*hours, shift[1] / 60) // 1))
        self.setAccessibleName("; ".join(f"{context.texts.time(b.start)} {b.name}" for b in strip.blocks))
        context.theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setFont(theme.font("meta", 600))
        for hour in range(self._first, self._last + 1):
            x = self._x(hour)
            painter.setPen(theme.colour("text2"))
            painter.drawText(QRectF(x - 20, 5, 40, 18), Qt.AlignmentFlag.AlignCenter, f"{hour:02d}")
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(x, _HEAD), QPointF(x, self.height() - 8))
        for block in self._strip.blocks:
            self._paint_block(painter, block)
        self._paint_offer(painter)

    def _paint_block(self, painter: QPainter, block: StripBlock) -> None:
        theme, texts = self._context.theme, self._context.texts
        box = self._box(block.start, block.end)
        if block.status == "absent":
            soft, strong, ink = theme.hex("sunken"), theme.hex("text3"), theme.hex("text2")
            name = texts("intake.day_absent")
        else:
            look = theme.status(block.status)
            soft, strong, ink, name = look.soft, look.strong, look.ink, block.name
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft))
        painter.drawRoundedRect(box, 6, 6)
        painter.setBrush(QColor(strong))
        painter.drawRect(QRectF(box.left(), box.top() + 1, 3.5, box.height() - 2))
        self._paint_name(painter, box.adjusted(9, 0, -4, 0), name, QColor(ink))

    def _paint_offer(self, painter: QPainter) -> None:
        theme = self._context.theme
        box = self._box(self._start, self._end)
        painter.setBrush(theme.colour("accentSoft"))
        painter.setPen(QPen(theme.colour("accent"), 1.6, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(box.adjusted(0.8, 0.8, -0.8, -0.8), 6, 6)
        self._paint_name(painter, box.adjusted(9, 0, -5, 0), self._name, theme.colour("accentInk"))

    def _paint_name(self, painter: QPainter, box: QRectF, name: str, ink: QColor) -> None:
        painter.setFont(self._context.theme.font("meta", 600))
        painter.setPen(ink)
        shown = painter.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _x(self, hour: float) -> float:
        return 22 + (hour - self._first) / max(1, self._last - self._first) * (self.width() - 44)

    def _box(self, start: datetime, end: datetime) -> QRectF:
        left, right = self._x(_hour(start)), self._x(_hour(end))
        return QRectF(left, _HEAD + 2, max(6.0, right - left - 1), _BAR)


def _hour(moment: datetime) -> float:
    at = local(moment)
    return at.hour + at.minute / 60
