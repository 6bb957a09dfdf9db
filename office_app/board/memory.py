"""What the board remembers per person: day, technician, zoom, scroll, panes, density, filters and the table's order."""

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QSplitter

from office_app.board.model.geometry import DENSITIES
from office_app.board.toolbar import VIEWS, View
from office_app.remembered import Remembered

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_KEEP_MS = 500


class Memory(QObject):
    """Keeps by itself, shortly after the person's hand has come to rest; a program that is killed has lost nothing."""

    def __init__(self, kept: Remembered, page: "BoardPage") -> None:
        super().__init__(page)
        self._kept, self._page = kept, page
        self._ready = False
        self.details_wanted = self._shows("details")
        self._soon = QTimer(self, singleShot=True, interval=_KEEP_MS)
        self._soon.timeout.connect(self.keep)

    # ---- Zoom and density ----

    def view(self) -> View:
        kept = self._kept.text("board/view", "day")
        return next((view for view in VIEWS if view == kept), "day")

    def keep_view(self, view: View) -> None:
        self._kept.keep("board/view", view)

    def day(self, today: date) -> date:
        """The day that was looked at, if that was today. Whoever starts the program again goes on where he was; whoever
        starts another day wants to see that day, whatever he looked at last night."""
        seen = self._kept.text("board/day").split("@")
        try:
            day, looked_on = map(date.fromisoformat, seen)
        except ValueError:
            return today
        return day if looked_on == today else today

    def keep_day(self, day: date, today: date) -> None:
        self._kept.keep("board/day", f"{day.isoformat()}@{today.isoformat()}")

    def keep_technician(self, person_id: str) -> None:
        """Whose day is shown on the map; it stays with the planner over night, as his filters do."""
        self._kept.keep("board/technician", person_id)

    def scale(self, view: View) -> float | None:
        """Pixels per hour that the person chose for this zoom, None as long as none was chosen."""
        return self._kept.number(f"board/scale_{view}")

    def keep_scale(self, view: View, scale: float) -> None:
        self._kept.keep(f"board/scale_{view}", round(scale, 2))

    def forget_scale(self, view: View) -> None:
        self._kept.forget(f"board/scale_{view}")
        self._kept.forget(f"board/scroll_{view}")

    def scroll(self, view: View) -> float | None:
        """How far this zoom was scrolled sideways."""
        return self._kept.number(f"board/scroll_{view}")

    def density(self) -> str:
        """The chosen row height, empty as long as none was chosen."""
        kept = self._kept.text("board/density")
        return kept if kept in DENSITIES else ""

    def keep_density(self, density: str) -> None:
        self._kept.keep("board/density", density)

    def keep_shown(self, pane: str, shown: bool) -> None:
        self._kept.keep(f"board/shows_{pane}", shown)
        if pane == "details":
            self.details_wanted = shown

    def list_wanted(self, view: View) -> bool:
        return self._kept.yes(f"board/shows_{list_name(view)}", view != "list")

    # ---- The whole page ----

    def restore(self) -> None:
        """Before the first rows are there: all but what they make scrollable."""
        page, kept = self._page, self._kept
        for name, splitter in self._splitters().items():
            state = kept.state(f"board/{name}")
            if state is not None:
                splitter.restoreState(state)
            splitter.splitterMoved.connect(self._changed)
        page.unplanned.setVisible(self.list_wanted(self.view()))
        page.strip.setVisible(self._shows("strip"))
        page.unplanned.restore({name: kept.text(f"board/unplanned_{name}") for name in page.unplanned.state()})
        page.unplanned.retranslate()
        page.unplanned.arranged.connect(self._changed)
        page.view.set_density(self.density())
        page.list_pane.restore({name: kept.text(f"board/list_{name}") for name in page.list_pane.state()})
        header = kept.state("board/list_header")
        if header is not None:
            page.list.horizontalHeader().restoreState(header)
        page.list_pane.arranged.connect(self._changed)
        page.list.horizontalHeader().sectionResized.connect(self._changed)
        for area in self._scrolled().values():
            area.verticalScrollBar().valueChanged.connect(self._changed)
        page.view.horizontalScrollBar().valueChanged.connect(self._changed)

    def restore_scroll(self) -> None:
        """When the first rows have come."""
        if self._ready:
            return
        for name, area in self._scrolled().items():
            found = self._kept.number(f"board/scroll_{name}")
            if found is not None:
                area.verticalScrollBar().setValue(round(found))
        chosen, view = self._kept.text("board/technician"), self._page.view
        if view.scene.index_of(chosen) is not None and not view.chosen_technician:
            self._page.show_technician(chosen)
        self._ready = True

    def keep(self) -> None:
        page, kept = self._page, self._kept
        self._soon.stop()
        if not self._ready:
            return  # nothing was shown yet that could be worth keeping
        if not page.out.windows:  # a splitter without one of its parts is not how the person wants it
            for name, splitter in self._splitters().items():
                kept.keep(f"board/{name}", splitter.saveState())
        for name, value in page.unplanned.state().items():
            kept.keep(f"board/unplanned_{name}", value)
        for name, value in page.list_pane.state().items():
            kept.keep(f"board/list_{name}", value)
        kept.keep("board/list_header", page.list.horizontalHeader().saveState())
        for name, area in self._scrolled().items():
            kept.keep(f"board/scroll_{name}", area.verticalScrollBar().value())
        if page.boards.currentWidget() is page.view and not page.days.coming:  # else it is another zoom's scroll
            kept.keep(f"board/scroll_{page.days.zoom}", page.view.horizontalScrollBar().value())

    def _changed(self, *_what: object) -> None:
        if self._ready:
            self._soon.start()

    def _splitters(self) -> dict[str, QSplitter]:
        page = self._page
        return {"panes": page.panes, "middle": page.middle, "strip": page.strip.splitter}

    def _scrolled(self) -> dict[str, QAbstractScrollArea]:
        """What is scrolled up and down, by the name it is kept under."""
        page = self._page
        return {"rows": page.view, "unplanned": page.unplanned.cards, "table": page.list}

    def _shows(self, pane: str) -> bool:
        return self._kept.yes(f"board/shows_{pane}", True)


def list_name(view: View) -> str:
    """Under which name it is kept whether the unplanned list is shown."""
    return "list_by_table" if view == "list" else "list"
