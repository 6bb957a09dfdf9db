"""Measured values of a machine over time: a line through the points, a warning's colour where it was due."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from core.clock import local
from core.queries.equipment_history import ReadingSeries
from office_app.context import OfficeContext

_TONES = {"warn": "warnStrong", "fail": "badStrong"}
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 20, 14, 24


class ReadingPlot(QWidget):
    """One quantity; the point under the mouse says its value and day."""

    def __init__(self, context: OfficeContext, series: ReadingSeries) -> None:
        super().__init__()
        self._context, self._series = context, series
        self._near = -1
        self.setObjectName("readingPlot")
        self.setMouseTracking(True)
        self.setFixedHeight(170)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        texts = context.texts
        self.setAccessibleName("; ".join(
            f"{local(at).date().isoformat()} {texts.amount(value, series.unit)}"
            for at, value, _verdict in series.points
        ))
        context.theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, texts, series = self._context.theme, self._context.texts, self._series
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = self._range()
        painter.setFont(theme.font("meta"))
        for share in (0.0, 0.5, 1.0):
            y = self._y(low + (high - low) * share)
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(_LEFT, y), QPointF(self.width() - _RIGHT, y))
            painter.setPen(theme.colour("text3"))
            words = texts.number(low + (high - low) * share, 1 if high - low >= 1 else 2)
            painter.drawText(QRectF(0, y - 9, _LEFT - 8, 18), _right_middle(), words)
        places = self._places()
        painter.setPen(QPen(theme.colour("accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap,
                            Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(QPolygonF(places))
        for number, (place, (_at, _value, verdict)) in enumerate(zip(places, series.points)):
            painter.setPen(QPen(theme.colour("surface"), 2))
            painter.setBrush(theme.colour(_TONES.get(verdict, "accent")))
            painter.drawEllipse(place, 6 if number == self._near else 4.5, 6 if number == self._near else 4.5)
        self._paint_days(painter, places)
        self._paint_near(painter, places)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        distances = [abs(place.x() - event.position().x()) for place in self._places()]
        near = distances.index(min(distances)) if distances and min(distances) < 30 else -1
        if near != self._near:
            self._near = near
            self.update()

    def _paint_days(self, painter: QPainter, places: list[QPointF]) -> None:
        painter.setPen(self._context.theme.colour("text3"))
        points = self._series.points
        for number in sorted({0, len(points) - 1}):
            words = local(points[number][0]).date().isoformat()
            width = painter.fontMetrics().horizontalAdvance(words)
            x = min(max(places[number].x() - width / 2, _LEFT), self.width() - _RIGHT - width)
            painter.drawText(QRectF(x, self.height() - _BOTTOM + 4, width + 2, 18), Qt.AlignmentFlag.AlignCenter, words)

    def _paint_near(self, painter: QPainter, places: list[QPointF]) -> None:
        if not 0 <= self._near < len(places):
            return
        theme, texts = self._context.theme, self._context.texts
        at, value, _verdict = self._series.points[self._near]
        words = f"{texts.amount(value, self._series.unit)} · {local(at).date().isoformat()}"
        painter.setFont(theme.font("meta", 600))
        width = painter.fontMetrics().horizontalAdvance(words) + 16
        x = min(max(places[self._near].x() - width / 2, _LEFT), self.width() - _RIGHT - width)
        above = places[self._near].y() - 34
        box = QRectF(x, above if above > 0 else places[self._near].y() + 12, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("text"))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(theme.colour("surface"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _range(self) -> tuple[float, float]:
        values = [float(value) for _at, value, _verdict in self._series.points]
        low, high = min(values), max(values)
        room = (high - low) * 0.15 or max(abs(high) * 0.1, 0.1)
        return low - room, high + room

    def _y(self, value: float) -> float:
        low, high = self._range()
        return _TOP + (high - value) / (high - low) * (self.height() - _TOP - _BOTTOM)

    def _places(self) -> list[QPointF]:
        points = self._series.points
        first, last = points[0][0], points[-1][0]
        span = (last - first).total_seconds() or 1.0
        room = self.width() - _LEFT - _RIGHT - 12
        return [
            QPointF(_LEFT + 6 + ((at - first).total_seconds() / span * room if len(points) > 1 else room / 2),
                    self._y(float(value)))
            for at, value, _verdict in points
        ]


def _right_middle() -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
