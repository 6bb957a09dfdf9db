"""The left side of a register page: a search box, filter chips with counts, and the list."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QStackedLayout, QVBoxLayout, QWidget

from office_app.theme import Theme
from office_app.widgets.basics import Button
from office_app.widgets.painted import EmptyState
from office_app.widgets.register_view import RegisterView
from office_app.widgets.wrapped_row import WrappedRow

_TYPING_MS = 60


class RegisterPane(QWidget):
    """`asked` says that another list is wanted: the text and the filter are read from here."""

    asked = Signal()

    def __init__(self, theme: Theme, view: RegisterView, filters: Sequence[str], name: str) -> None:
        super().__init__()
        self.view = view
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = QLineEdit()
        self.box.setObjectName(f"{name}Search")
        self.box.setClearButtonEnabled(True)
        self._icon = QAction(self.box)
        self._theme = theme
        self.box.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.chips: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        for one in filters:
            chip = Button(theme, "", "chip", "", partial(self._on_chip, one), f"{name}Filter_{one}")
            chip.setProperty("small", "true")
            self._group.addButton(chip)
            self.chips[one] = chip
        self.empty = EmptyState(theme, "inbox", "")
        self._stack = QStackedLayout()
        self._stack.addWidget(view)
        self._stack.addWidget(self.empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 14, 0, 0)
        layout.setSpacing(10)
        head = QVBoxLayout()
        head.setContentsMargins(16, 0, 16, 2)
        head.setSpacing(10)
        head.addWidget(self.box)
        head.addLayout(WrappedRow(*self.chips.values()))
        layout.addLayout(head)
        layout.addLayout(self._stack, 1)
        self.which = filters[0] if filters else ""
        if filters:
            self.chips[self.which].setChecked(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_TYPING_MS)
        self._timer.timeout.connect(self.asked)
        self.box.textChanged.connect(lambda _text: self._timer.start())
        self.box.installEventFilter(self)
        theme.changed.connect(self._draw)
        self._draw()

    @property
    def text(self) -> str:
        return self.box.text().strip()

    def choose_filter(self, which: str) -> None:
        self.chips[which].setChecked(True)
        self._on_chip(which)

    def show_empty(self, empty: bool, title: str = "", sentence: str = "") -> None:
        self._stack.setCurrentIndex(1 if empty else 0)
        self.empty.set_texts(title, sentence)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up, Down and Enter in the search box act on the list; Esc empties the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.view.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.view.rows.ids:
                if not self.view.current_id or self.view.rows.place_of(self.view.current_id) < 0:
                    self.view.select(self.view.rows.ids[0])
                self.view.setFocus()
                return True
            if key == Qt.Key.Key_Escape and self.box.text():
                self.box.clear()
                return True
        return super().eventFilter(watched, event)

    def _on_chip(self, which: str) -> None:
        self.which = which
        self.asked.emit()

    def _draw(self) -> None:
        self._icon.setIcon(self._theme.icon("search", "text3", 18))
