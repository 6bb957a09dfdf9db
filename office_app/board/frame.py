"""Where the board's rooms stand: the list at the left, board over strip in the middle, details at the right."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QSplitter, QStackedWidget

from office_app.board.panes.tray import BoardTray
from office_app.board.toolbar import View

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

NARROW = 1340
"""Below this width the details lie over the board's bars, which scroll; table and month are narrowed instead."""
_DETAILS = 316


class Frame:
    """The splitters of one page."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        self.boards = QStackedWidget()
        for board in (page.view, page.month, page.list_pane, page.nobody):
            self.boards.addWidget(board)
        self.middle = QSplitter(Qt.Orientation.Vertical)
        self.middle.addWidget(self.boards)
        self.middle.addWidget(page.strip)
        self.middle.setStretchFactor(0, 1)
        self.middle.setSizes([620, 300])
        self.panes = QSplitter(Qt.Orientation.Horizontal)
        for pane in (page.unplanned, self.middle, page.details):
            self.panes.addWidget(pane)
        self.panes.setStretchFactor(1, 1)
        self.panes.setSizes([284, 900, _DETAILS])
        for splitter in (self.middle, self.panes):
            splitter.setHandleWidth(1)
            splitter.setChildrenCollapsible(False)
        self.middle.splitterMoved.connect(lambda _place, _handle: self.place_details())
        page.unplanned.setMinimumWidth(240)
        page.unplanned.setMaximumWidth(420)
        page.details.setMinimumWidth(290)
        page.details.setMaximumWidth(420)

    def place_details(self) -> None:
        """Beside the board where there is room, else over its right edge and only while a job is chosen."""
        page, details = self._page, self._page.details
        narrow = page.width() < NARROW and self.boards.currentWidget() is page.view
        wanted = page.memory.details_wanted
        if narrow and details.parent() is not page:
            details.setParent(page)
        elif not narrow and details.parent() is not self.panes:
            self.panes.addWidget(details)
            left = [page.unplanned.width()] if page.unplanned.parent() is self.panes else []
            self.panes.setSizes([*left, page.width() - sum(left) - _DETAILS, _DETAILS])
        details.set_floating(narrow)
        for tray in self.boards.findChildren(BoardTray):
            tray.keep_clear_of(_DETAILS if narrow else 0)
        if narrow:
            top = page.bar.height()
            below = page.height()
            if page.strip.parent() is self.middle and page.strip.isVisible():
                below = page.strip.mapTo(page, QPoint(0, 0)).y() - 1  # what needs a person stays within reach
            details.setGeometry(page.width() - _DETAILS, top, _DETAILS, below - top)
            details.setVisible(wanted and bool(page.view.marks.current))
            details.raise_()
        else:
            details.setVisible(wanted)

    def place_list(self, view: View) -> None:
        """The table holds the unplanned jobs too; beside it the list is shown only to whom has asked for it."""
        if self._page.unplanned.parent() is self.panes:
            self._page.unplanned.setVisible(self._page.memory.list_wanted(view))
            self.panes.refresh()  # the board has its new width at once: what fits into it is asked next
