"""The painted parts of the tablet's preview: the gauge of a measured value, and the dots of the steps."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.rules.checklist import Element
from office_app.context import OfficeContext


class Gauge(QWidget):
    """The measured value between its limits: the approved range filled, the rest open."""

    def __init__(self, context: OfficeContext, element: Element) -> None:
        super().__init__()
        self._context, self._element = context, element
        self._value: float | None = None
        self.setFixedHeight(40)
        self.setVisible(element.low is not None or element.ok_low is not None or element.ok_high is not None)

    def show_value(self, value: float | None) -> None:
        self._value = value
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, element = self._context.theme, self._element
        limits = [one for one in (element.low, element.ok_low, element.ok_high, element.high) if one is not None]
        low, high = float(min(limits)), float(max(limits))
        if element.low is None or element.high is None:
            margin = (high - low) / 2 or abs(high) / 2 or 1.0
            low = low if element.low is not None else low - margin
            high = high if element.high is not None else high + margin
        span = high - low or 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(8, 8, self.width() - 16, 10)

        def x_of(value: float) -> float:
            return bar.left() + bar.width() * min(1.0, max(0.0, (value - low) / span))

        painter.setPen(QPen(theme.colour("badStrong"), 1))
        painter.setBrush(theme.colour("badSoft"))
        painter.drawRoundedRect(bar, 5, 5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("goodStrong"))
        left = x_of(float(element.ok_low)) if element.ok_low is not None else bar.left()
        right = x_of(float(element.ok_high)) if element.ok_high is not None else bar.right()
        painter.drawRect(QRectF(left, bar.top(), max(2.0, right - left), bar.height()))
        painter.setFont(theme.font("dense", 500))
        painter.setPen(theme.colour("text2"))
        for limit in limits:
            text = self._context.texts.number(limit.normalize())
            width = painter.fontMetrics().horizontalAdvance(text)
            at = min(max(x_of(float(limit)) - width / 2, 0), self.width() - width)
            painter.drawText(QRectF(at, 22, width + 2, 16), Qt.AlignmentFlag.AlignLeft, text)
        if self._value is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("text"))
            painter.drawRoundedRect(QRectF(x_of(self._value) - 3, 1, 6, 24), 3, 3)


class StepDots(QWidget):
    """Where in the checklist one is: done, now, to come, not called for."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._states: list[str] = []
        self.setFixedHeight(16)
        context.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(120, 16)

    def show_steps(self, states: list[str]) -> None:
        self._states = states
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max(1, self.width() // 14 - 1)
        now = self._states.index("now") if "now" in self._states else 0
        first = min(max(0, now - most // 2), max(0, len(self._states) - most))
        shown = self._states[first:first + most]
        x = (self.width() - len(shown) * 14 - 12) / 2
        for state in shown:
            width = 22 if state == "now" else 8
            filled = state in ("now", "done")
            painter.setPen(Qt.PenStyle.NoPen if filled else QPen(theme.colour("borderStrong"), 1.5))
            painter.setBrush(theme.colour("accent") if filled else theme.colour("surface"))
            painter.drawRoundedRect(QRectF(x, 4, width, 8), 4, 4)
            if state == "skipped":
                painter.drawLine(int(x), 8, int(x) + 8, 8)
            x += width + 6
