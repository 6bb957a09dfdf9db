"""The list, the map or the board itself as a window of its own, for a second screen; closing it puts it back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QSplitter, QWidget

from office_app.shell_keys import bind_shell_keys
from office_app.widgets.basics import column

if TYPE_CHECKING:
    from office_app.board.page import BoardPage


@dataclass(frozen=True, slots=True)
class _Part:
    """What can stand alone: where it belongs, and how big its window is at first."""

    widget: QWidget
    home: QSplitter
    place: int
    size: QSize


class OwnWindow(QWidget):
    """Independent of the main window, so that each has its own place on its own screen."""

    def __init__(self, widget: QWidget, closed: Callable[[], None]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._closed = closed
        self.setLayout(column(widget, spacing=0, margins=(0, 0, 0, 0)))
        widget.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        self._closed()


class BreakOut:
    """One page's parts and their windows. What stood alone stands alone again the next time, where it stood."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        self._parts = {
            "list": _Part(page.unplanned, page.panes, 0, QSize(340, 860)),
            "board": _Part(page.boards, page.middle, 0, QSize(1500, 900)),
            "map": _Part(page.strip.map_pane, page.strip.splitter, 0, QSize(900, 700)),
        }
        self.windows: dict[str, OwnWindow] = {}

    def toggle(self, name: str) -> None:
        if name in self.windows:
            self.put_back(name)
        else:
            self.take_out(name)

    def take_out(self, name: str) -> None:
        page, part = self._page, self._parts[name]
        page.let_go()
        sizes = part.home.sizes()
        window = OwnWindow(part.widget, lambda: self.put_back(name))
        window.setObjectName(f"own_{name}")
        self.windows[name] = window
        self._name(name)
        window.resize(part.size)
        kept = page.context.remembered_in(f"own_{name}")
        geometry = kept.state("geometry")
        if geometry is not None:
            window.restoreGeometry(geometry)
        kept.keep("out", True)
        kept.keep("home_sizes", [str(size) for size in sizes])
        page.keyboard.bind_to(window)
        bind_shell_keys(window, page.context)
        window.show()
        page.place_details()

    def put_back(self, name: str, *, for_good: bool = True) -> None:
        """Into its old place; `for_good` when a person wants it so and not because the program ends."""
        window = self.windows.pop(name, None)
        if window is None:
            return
        page, part = self._page, self._parts[name]
        page.let_go()
        kept = page.context.remembered_in(f"own_{name}")
        kept.keep("geometry", window.saveGeometry())
        kept.keep("out", not for_good)
        part.home.insertWidget(part.place, part.widget)
        part.widget.show()
        sizes = kept.value("home_sizes", [])
        if isinstance(sizes, list) and all(str(size).isdigit() for size in sizes):
            part.home.setSizes([int(size) for size in sizes])
        window.hide()
        window.deleteLater()
        page.place_details()

    def restore(self) -> None:
        """What stood alone when this person left."""
        for name in self._parts:
            if self._page.context.remembered_in(f"own_{name}").yes("out", False):
                self.take_out(name)

    def close_all(self) -> None:
        for name in list(self.windows):
            self.put_back(name, for_good=False)

    def retranslate(self) -> None:
        for name in self.windows:
            self._name(name)

    def _name(self, name: str) -> None:
        self.windows[name].setWindowTitle(self._page.texts(f"board.own_{name}"))
