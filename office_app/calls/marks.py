"""Small painted marks of the intake: a firm's monogram, a key cap on a coloured button, and the call timer."""

from PySide6.QtCore import QElapsedTimer, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from office_app.context import OfficeContext
from office_app.theme import Theme


class Monogram(QWidget):
    """The first letters of a firm's name on accent, square with round corners: a firm is not a person."""

    def __init__(self, theme: Theme, name: str, size: int = 44) -> None:
        super().__init__()
        self._theme, self._letters = theme, ""
        self.setFixedSize(size, size)
        theme.changed.connect(self.update)
        self.set(name)

    def set(self, name: str) -> None:
        self._letters = "".join(word[0] for word in name.split()[:2]).upper()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent"))
        painter.drawRoundedRect(QRectF(self.rect()), 10, 10)
        painter.setPen(self._theme.colour("accentFg"))
        font = self._theme.font("section", 700)
        font.setPixelSize(round(self.height() * 0.34))
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._letters)


class CallTimer(QWidget):
    """How long the call has lasted; a click stops it when the caller has hung up, and starts it again."""

    toggled = Signal(bool)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._clock = QElapsedTimer()
        self._before = 0
        self._running = False
        self._tick = QTimer(self)
        self._tick.setInterval(500)
        self._tick.timeout.connect(self.update)
        self.setObjectName("intakeTimer")
        self.setFixedSize(150, 32)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        context.theme.changed.connect(self.update)

    @property
    def seconds(self) -> int:
        return self._before + (self._clock.elapsed() // 1000 if self._running else 0)

    def start(self, before: int = 0) -> None:
        self._before, self._running = before, True
        self._clock.start()
        self._tick.start()
        self.update()

    def stop(self) -> None:
        self._before, self._running = self.seconds, False
        self._tick.stop()
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._running:
            self.stop()
        else:
            self.start(self._before)
        self.toggled.emit(self._running)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, texts = self._context.theme, self._context.texts
        minutes, seconds = divmod(self.seconds, 60)
        text = texts("intake.in_call" if self._running else "intake.call_ended", time=f"{minutes:02d}:{seconds:02d}")
        back, ink = ("goodSoft", "goodInk") if self._running else ("sunken", "text2")
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(back))
        painter.drawRoundedRect(QRectF(self.rect()), 16, 16)
        painter.setBrush(theme.colour("goodStrong" if self._running else "text3"))
        painter.drawEllipse(QRectF(15, 12, 8, 8))
        painter.setPen(theme.colour(ink))
        painter.setFont(theme.font("body", 600))
        painter.drawText(self.rect().adjusted(32, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, text)
        self.setAccessibleName(text)
