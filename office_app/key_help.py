"""The list of keys, over the window: those that work everywhere and those of the page that is shown («?»)."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from office_app.context import OfficeContext
from office_app.key_names import key_name
from office_app.places import PLACES
from office_app.shell_keys import SHELL_KEYS
from office_app.widgets.basics import clear_layout, label

_COLUMNS, _MARGIN = 3, 24


@dataclass(frozen=True, slots=True)
class KeySection:
    """A heading with its keys; each line is the keys and what they do, both as words."""

    title: str
    lines: tuple[tuple[str, str], ...]


def everywhere(context: OfficeContext) -> KeySection:
    texts = context.texts
    lines = [(key_name(keys[0]), texts(f"shell.key_{act}")) for act, keys in SHELL_KEYS.items()]
    lines += [(f"G {place.shortcut}", texts(f"shell.place_{place.key}")) for place in PLACES]
    return KeySection(texts("shell.keys_everywhere"), tuple(lines))


class KeyHelp(QFrame):
    """Any key closes it and gives the focus back."""

    def __init__(self, context: OfficeContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("keyHelp")
        self.setProperty("kind", "popover")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._context = context
        self._before: QWidget | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self.hide()

    def open(self, page: QWidget | None) -> None:
        """With the keys of this page, when it has any."""
        clear_layout(self._grid)
        sections = [everywhere(self._context)]
        if page is not None and hasattr(page, "key_sections"):
            sections = [*page.key_sections(), *sections]
        entries: list[tuple[str, str]] = []
        for section in sections:
            entries += [("", section.title), *section.lines]
        per_column = -(-len(entries) // _COLUMNS)
        for number, (keys, words) in enumerate(entries):
            line, place = number % per_column, number // per_column * 2
            if keys:
                self._grid.addWidget(label(keys, "strong"), line, place)
                self._grid.addWidget(label(words, "second"), line, place + 1)
            else:
                self._grid.addWidget(label(words, "accent"), line, place, 1, 2)
        parent = self.parentWidget()
        assert parent is not None
        self._before = parent.window().focusWidget()
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, max(8, (parent.height() - self.height()) // 2))
        self.show()
        self.raise_()
        self.setFocus()

    def close_help(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()
        self.close_help()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.hide()
