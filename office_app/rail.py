"""The dark rail at the left: every place with icon and word, and counts that follow the data."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from office_app.context import OfficeContext
from office_app.desk import DeskButton
from office_app.places import PLACES, Place
from office_app.theme import Theme

_WIDTH = 68


class RailButton(QAbstractButton):
    """One place: icon over word, a badge with the count, a crema mark when it is the one shown."""

    def __init__(self, theme: Theme, place: Place) -> None:
        super().__init__()
        self.place = place
        self._theme = theme
        self._count = 0
        self.setObjectName(f"rail_{place.key}")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFixedSize(_WIDTH, 58)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_count(self, count: int) -> None:
        if count != self._count:
            self._count = count
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, 58)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        active = self.isChecked() or self.underMouse() or self.hasFocus()
        white = QColor(theme.tokens.theme("light")["accentFg"])
        if active:
            tint = QColor(white)
            tint.setAlphaF(0.12 if self.isChecked() else 0.07)
            painter.setBrush(tint)
            painter.drawRoundedRect(QRectF(6, 2, _WIDTH - 12, 54), 10, 10)
        if self.isChecked():
            painter.setBrush(theme.colour("crema"))
            painter.drawRoundedRect(QRectF(0, 14, 3, 30), 1.5, 1.5)
        ink = white if active else theme.colour("railText")
        painter.drawPixmap(_WIDTH // 2 - 11, 9, theme.pixmap(self.place.icon, ink.name(), 22))
        painter.setFont(theme.font("meta", 600))
        painter.setPen(ink)
        painter.drawText(QRectF(0, 34, _WIDTH, 18), Qt.AlignmentFlag.AlignCenter, self.text())
        if self._count:
            text = str(self._count) if self._count < 100 else "99+"
            width = max(17, painter.fontMetrics().horizontalAdvance(text) + 9)
            badge = QRectF(_WIDTH / 2 + 5, 3, width, 17)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("crema"))
            painter.drawRoundedRect(badge, 8.5, 8.5)
            painter.setPen(QColor(theme.tokens.theme("light")["rail"]))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QWidget):
    """All places; `chosen` carries the key."""

    chosen = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 0, 14)
        layout.setSpacing(4)
        layout.addWidget(_Mark(context.theme), alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(12)
        self.buttons: dict[str, RailButton] = {}
        for place in PLACES:
            if place.bottom:
                layout.addStretch(1)
            button = RailButton(context.theme, place)
            button.clicked.connect(lambda _checked=False, key=place.key: self.chosen.emit(key))
            self.buttons[place.key] = button
            layout.addWidget(button)
        self.desk = DeskButton(context)
        layout.addWidget(self.desk, alignment=Qt.AlignmentFlag.AlignHCenter)
        context.texts.changed.connect(self.retranslate)
        context.theme.changed.connect(self.update)
        self.retranslate()

    def retranslate(self) -> None:
        for key, button in self.buttons.items():
            button.setText(self._context.texts(f"shell.place_{key}"))
            button.setToolTip(f"{button.text()} (G {button.place.shortcut})")
            button.setAccessibleName(button.text())

    def show_place(self, key: str) -> None:
        self.buttons[key].setChecked(True)


class _Mark(QWidget):
    """The product's mark: a cup on crema."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(36, 36)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("crema"))
        painter.drawRoundedRect(QRectF(self.rect()), 9, 9)
        ink = self._theme.tokens.theme("light")["rail"]
        painter.drawPixmap(8, 8, self._theme.pixmap("coffee", ink, 20))
