"""Labels, buttons, cards and lines in the tokens' look, so that pages never style anything themselves."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from office_app.theme import Theme

Box = TypeVar("Box", bound=QBoxLayout)
_ICON, _ICON_GAP = 17, 5


def label(text: str = "", role: str = "", *, wrap: bool = False, selectable: bool = False) -> QLabel:
    """A text in one of the style sheet's roles: title, heading, section, strong, second, meta, good, warn, bad…"""
    widget = QLabel(text)
    widget.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        widget.setProperty("role", role)
    widget.setWordWrap(wrap)
    if selectable:
        widget.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return widget


def set_role(widget: QWidget, **properties: object) -> None:
    """Changes style properties (role, kind, selected…) of a shown widget and restyles it."""
    for name, value in properties.items():
        widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def line(vertical: bool = False) -> QFrame:
    frame = QFrame()
    frame.setProperty("kind", "vline" if vertical else "line")
    return frame


def row(*items: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
        ) -> QHBoxLayout:
    """A horizontal layout; an int is a fixed space, None is a stretch."""
    return _filled(QHBoxLayout(), items, spacing, margins)


def column(*items: QWidget | QLayout | int | None, spacing: int = 8,
           margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout; an int is a fixed space, None is a stretch."""
    return _filled(QVBoxLayout(), items, spacing, margins)


def _filled(box: Box, items: tuple[QWidget | QLayout | int | None, ...], spacing: int,
            margins: tuple[int, int, int, int]) -> Box:
    box.setSpacing(spacing)
    box.setContentsMargins(*margins)
    for item in items:
        if item is None:
            box.addStretch(1)
        elif isinstance(item, int):
            box.addSpacing(item)
        elif isinstance(item, QLayout):
            box.addLayout(item)
        else:
            box.addWidget(item)
    return box


def clear_layout(layout: QLayout) -> None:
    """Removes everything from a layout; the widgets are deleted when control returns to Qt."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear_layout(inner)


class IconLabel(QLabel):
    """An icon that follows the theme."""

    def __init__(self, theme: Theme, icon: str, colour: str = "text2", size: int = 18) -> None:
        super().__init__()
        self._theme, self._icon, self._colour, self._size = theme, icon, colour, size
        theme.changed.connect(self._draw)
        self._draw()

    def set_icon(self, icon: str, colour: str | None = None) -> None:
        self._icon, self._colour = icon, colour or self._colour
        self._draw()

    def _draw(self) -> None:
        self.setPixmap(self._theme.pixmap(self._icon, self._colour, self._size))


class Button(QPushButton):
    """A push button in one of the kinds: primary, secondary (default), quiet, danger, icon, chip, segment, urgency."""

    def __init__(self, theme: Theme, text: str = "", kind: str = "", icon: str = "",
                 clicked: Callable[[], None] | None = None, name: str = "") -> None:
        super().__init__(text)
        self._theme, self._icon = theme, icon
        self._kind = kind
        if kind:
            self.setProperty("kind", kind)
        if name:
            self.setObjectName(name)
        if kind in ("chip", "segment", "side", "urgency"):
            self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        if clicked is not None:
            self.clicked.connect(lambda _checked=False: clicked())
        if icon:
            # The styles leave next to no room between icon and text, so the icon brings it along.
            self.setIconSize(QSize(_ICON + (0 if kind == "icon" else _ICON_GAP), _ICON))
            theme.changed.connect(self._draw)
            self.toggled.connect(self._draw)
            self._draw()

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self._draw()

    def _draw(self, _value: object = None) -> None:
        if self._kind == "primary" or (self._kind == "chip" and self.isChecked()):
            colour = "accentFg"
        elif self._kind == "quiet":
            colour = "accent"
        elif self._kind == "danger":
            colour = "badInk"
        else:
            colour = "text2"
        self.setIcon(self._theme.icon(self._icon, colour, _ICON, 0 if self._kind == "icon" else _ICON_GAP))


class Card(QFrame):
    """A surface with a thin border; `selectable` ones answer to the mouse and Enter and can be selected."""

    clicked = Signal()

    def __init__(self, kind: str = "card", selectable: bool = False, name: str = "") -> None:
        super().__init__()
        self.setProperty("kind", kind)
        self.setProperty("selectable", "true" if selectable else "false")
        if name:
            self.setObjectName(name)
        self._selectable = selectable
        if selectable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_selected(self, selected: bool) -> None:
        set_role(self, selected="true" if selected else "false")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        inside = self.rect().contains(event.position().toPoint())
        if self._selectable and event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        if self._selectable and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.clicked.emit()
            return
        super().keyPressEvent(event)
