"""What the board remembers per person and window: zoom, scales, panes, density, filters."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from office_app.board.geometry import DENSITIES
from office_app.board.toolbar import VIEWS, View

if TYPE_CHECKING:
    from office_app.board.page import BoardPage


class Memory:
    def __init__(self, settings: QSettings) -> None:
        self._settings = settings
        self.details_wanted = self._yes("details", True)

    def view(self) -> View:
        kept = str(self._settings.value("board/view", "day"))
        return next((view for view in VIEWS if view == kept), "day")

    def keep_view(self, view: View) -> None:
        self._settings.setValue("board/view", view)

    def scale(self, view: View) -> float | None:
        """Pixels per hour that the person chose for this zoom, None as long as none was chosen."""
        kept = self._settings.value(f"board/scale_{view}")
        return float(str(kept)) if kept is not None else None

    def keep_scale(self, view: View, scale: float) -> None:
        self._settings.setValue(f"board/scale_{view}", round(scale, 2))

    def forget_scale(self, view: View) -> None:
        self._settings.remove(f"board/scale_{view}")

    def density(self) -> str:
        """The chosen row height, empty as long as none was chosen."""
        kept = str(self._settings.value("board/density", ""))
        return kept if kept in DENSITIES else ""

    def keep_density(self, density: str) -> None:
        self._settings.setValue("board/density", density)

    def restore(self, page: "BoardPage") -> None:
        for name, splitter in (("panes", page.panes), ("middle", page.middle)):
            kept = self._settings.value(f"board/{name}")
            if isinstance(kept, QByteArray):
                splitter.restoreState(kept)
        page.unplanned.setVisible(self._yes("list", True))
        page.strip.setVisible(self._yes("strip", True))
        order, skill = (str(self._settings.value(f"board/{name}", "")) for name in ("order", "skill"))
        page.unplanned.restore(order, skill)
        page.unplanned.retranslate()
        page.view.set_density(self.density())

    def keep(self, page: "BoardPage") -> None:
        self._settings.setValue("board/panes", page.panes.saveState())
        self._settings.setValue("board/middle", page.middle.saveState())
        for name, value in page.unplanned.state().items():
            self._settings.setValue(f"board/{name}", value)

    def keep_shown(self, pane: str, shown: bool) -> None:
        self._settings.setValue(f"board/shows_{pane}", "yes" if shown else "no")
        if pane == "details":
            self.details_wanted = shown

    def _yes(self, pane: str, usual: bool) -> bool:
        return str(self._settings.value(f"board/shows_{pane}", "yes" if usual else "no")) == "yes"
