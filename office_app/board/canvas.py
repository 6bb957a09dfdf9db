"""The surface that the board is painted on; it answers where things are, for tests, tools and demonstrations."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAccessibleInterface
from PySide6.QtWidgets import QWidget

from core.rules.facts import to_minute

if TYPE_CHECKING:
    from office_app.board.view import BoardView


class BoardCanvas(QWidget):
    """All points are the canvas's own; `mapToGlobal` makes them global. None: not on the board."""

    def __init__(self, view: "BoardView") -> None:
        super().__init__()
        self.view = view
        self.setObjectName("boardCanvas")
        self.setMouseTracking(True)
        self.accessible: QAccessibleInterface | None = None

    def point_of(self, person_id: str, moment: str | datetime) -> QPoint | None:
        """Where a moment (a datetime, or its ISO form) lies in a technician's row, scrolled into view."""
        row = self.view.scene.index_of(person_id)
        if row is None:
            return None
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        self.view.reveal(row, to_minute(moment))
        geometry = self.view.geometry_now
        x = geometry.x_of(to_minute(moment))
        return QPoint(round(x), round(geometry.y_of(row) + geometry.row_height / 2))

    def bar_point(self, activity_id: str) -> QPoint | None:
        """The middle of a planned job's bar."""
        visit = self.view.scene.visits.get(activity_id)
        if visit is None or visit.start is None or visit.end is None:
            return None
        row = self.view.scene.index_of(visit.person_id)
        if row is None:
            return None
        self.view.reveal(row, visit.start)
        geometry = self.view.geometry_now
        bar = next(bar for bar in self.view.scene.bars(row) if bar.visit.id == activity_id)
        return geometry.bar_rect(row, bar).center().toPoint()

    def technician_of(self, name: str) -> str | None:
        """The id of the technician whose name begins so."""
        return next((row.technician.id for row in self.view.scene.rows if row.technician.name.startswith(name)), None)

    def shown_reasons(self) -> dict[str, str]:
        """While a job is dragged: what each visible row says, by the technician's short name."""
        return self.view.reasons()
