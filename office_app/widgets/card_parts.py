"""Pieces that record cards are made of: sections, facts with an icon, and a body that is drawn anew in place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from office_app.theme import Theme
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row


def section(title: str, *items: QWidget | QLayout | int | None, button: QWidget | None = None, spacing: int = 6
            ) -> QVBoxLayout:
    """A heading with what belongs under it."""
    return column(row(label(title, "section"), None, *([button] if button else [])), *items, spacing=spacing)


def fact(theme: Theme, icon: str, text: str, second: str = "", tone: str = "") -> QHBoxLayout:
    """An icon with one line, and a quieter one below it."""
    first = label(text, wrap=True, selectable=True)
    if tone:
        first.setProperty("tone", tone)
    words = column(first, spacing=1)
    if second:
        words.addWidget(label(second, "dense", wrap=True, selectable=True))
    colour = {"warn": "warnInk", "bad": "badInk", "good": "goodInk"}.get(tone, "text3")
    picture = IconLabel(theme, icon, colour, 17)
    picture.setAlignment(Qt.AlignmentFlag.AlignTop)
    picture.setContentsMargins(0, 1, 0, 0)
    layout = row(picture, spacing=10)
    layout.addLayout(words, 1)
    return layout


def pair(name: str, value: str, tone: str = "", strong: bool = False) -> QHBoxLayout:
    """A name at the left and its value at the right, on one line."""
    shown = label(value, "strong" if strong else "")
    if tone:
        shown.setProperty("tone", tone)
    named = label(name, "strong" if strong else "second", wrap=True)
    layout = row(spacing=12)
    layout.addWidget(named, 1)
    layout.addWidget(shown, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return layout


def link_card(theme: Theme, icon: str, title: str, detail: str, act: Callable[[], None], name: str, tone: str = ""
              ) -> Card:
    """A card that leads to another record."""
    card = Card(selectable=True, name=name)
    card.clicked.connect(act)
    second = label(detail, "dense", wrap=True)
    if tone:
        second.setProperty("tone", tone)
    layout = row(IconLabel(theme, icon, "accent", 20), spacing=12, margins=(13, 9, 12, 9))
    layout.addLayout(column(label(title, "strong", wrap=True), second, spacing=1), 1)
    card.setLayout(layout)
    card.setAccessibleName(f"{title} {detail}")
    return card


def boxed(*items: QWidget | QLayout | int | None, kind: str = "card", spacing: int = 8, name: str = "",
          margins: tuple[int, int, int, int] = (18, 16, 18, 16)) -> QFrame:
    """A surface around what belongs together."""
    frame = Card(kind, name=name)
    frame.setLayout(column(*items, spacing=spacing, margins=margins))
    return frame


class RecordCard(QScrollArea):
    """A scrolling body that is drawn anew from a record, and stays where it was scrolled to."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll = 0
        inner = QWidget()
        inner.setProperty("kind", "page")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(28, 20, 28, 28)
        self.body.setSpacing(14)
        self.setWidget(inner)

    def begin(self, keep_scroll: bool) -> None:
        """Empties the body; what is drawn next appears where the old was scrolled to, or at the top."""
        if self.viewport().updatesEnabled():
            self._scroll = self.verticalScrollBar().value() if keep_scroll else 0
        clear_layout(self.body)
        # New widgets show, polish and ask for room in several rounds; until then the old picture stays, so that
        # nothing is seen squeezed together.
        self.viewport().setUpdatesEnabled(False)
        QTimer.singleShot(0, self, lambda: QTimer.singleShot(0, self, self._appear))

    def _appear(self) -> None:
        self.body.activate()
        self.viewport().setUpdatesEnabled(True)
        self.verticalScrollBar().setValue(self._scroll)


def two_columns(left: list[Any], right: list[Any], right_width: int = 300, spacing: int = 14) -> QHBoxLayout:
    """Wide at the left, narrow at the right, both beginning at the top."""
    side = QWidget()
    side.setFixedWidth(right_width)
    side.setLayout(column(*right, None, spacing=spacing))
    layout = QHBoxLayout()
    layout.setSpacing(spacing)
    layout.addLayout(column(*left, None, spacing=spacing), 1)
    layout.addWidget(side)
    return layout


def actions(*buttons: Button) -> QHBoxLayout:
    return row(*buttons, spacing=8)


def quiet_line(text: str) -> QLabel:
    return label(text, "second", wrap=True)
