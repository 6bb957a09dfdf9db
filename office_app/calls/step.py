"""A numbered step of the intake: a mark that becomes a tick, a title, and how to do it fast."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from office_app.theme import Theme
from office_app.widgets.basics import label, row


class StepMark(QWidget):
    """A number in a circle; a tick on accent when the step is good enough."""

    def __init__(self, theme: Theme, number: int) -> None:
        super().__init__()
        self._theme, self._number, self.done = theme, number, False
        self.setFixedSize(24, 24)
        theme.changed.connect(self.update)

    def set_done(self, done: bool) -> None:
        if done != self.done:
            self.done = done
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent" if self.done else "sunken"))
        painter.drawEllipse(QRectF(self.rect()))
        if self.done:
            painter.drawPixmap(5, 5, theme.pixmap("check", "accentFg", 14, stroke=2.5))
            return
        painter.setPen(theme.colour("text2"))
        painter.setFont(theme.font("dense", 700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class Step(QWidget):
    """Header and body of one step; put widgets into `body`."""

    def __init__(self, theme: Theme, number: int, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.mark = StepMark(theme, number)
        self.title = label("", "section")
        self.hint = label("", "meta")
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.body.setContentsMargins(0, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(9)
        layout.addLayout(row(self.mark, self.title, None, self.hint, spacing=10))
        layout.addLayout(self.body)

    def set_texts(self, title: str, hint: str) -> None:
        self.title.setText(title)
        self.hint.setText(hint)

    def set_done(self, done: bool) -> None:
        self.mark.set_done(done)
        self.setAccessibleName(f"{self.title.text()}{' ✓' if done else ''}")
