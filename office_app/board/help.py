"""The list of keys, over the page, opened and closed with «?»."""

from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from core.texts import Texts
from office_app.board.keys import KEYS, shown_keys
from office_app.widgets.basics import clear_layout, label

_COLUMNS = 2


class KeyHelp(QFrame):
    def __init__(self, page: QWidget, texts: Texts) -> None:
        super().__init__(page)
        self.setObjectName("keyHelp")
        self.setProperty("kind", "popover")
        self._texts, self._page = texts, page
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(24, 18, 24, 18)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(5)
        self.hide()

    def toggle(self) -> None:
        if self.isVisible():
            self.hide()
            return
        clear_layout(self._grid)
        self._grid.addWidget(label(self._texts("board.keys_title"), "heading"), 0, 0, 1, 2 * _COLUMNS)
        per_column = -(-len(KEYS) // _COLUMNS)
        for number, act in enumerate(KEYS):
            line, place = number % per_column + 1, number // per_column * 2
            self._grid.addWidget(label(shown_keys(act), "strong"), line, place)
            self._grid.addWidget(label(self._texts(f"board.key_{act}"), "second"), line, place + 1)
        self.adjustSize()
        page = self._page
        self.move((page.width() - self.width()) // 2, max(60, (page.height() - self.height()) // 2))
        self.show()
        self.raise_()
