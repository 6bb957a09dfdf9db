"""The rows of the board as a table: what each job says in words, in which order, and which are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from core.planning.suggest import Suggestion
from core.presenters.board import clock_text, promise_text, urgency
from core.presenters.reasons import grade_text, reason_text
from core.queries.board import VisitRow
from core.rules.facts import Minute, local_day
from core.rules.folding import fold, sort_key
from core.texts import Texts
from core.tokens import STATUSES
from office_app.board.model.scene import Scene
from office_app.board.painting.look import GRADE_ICONS, GRADE_TONES, Look

COLUMNS = ("when", "who", "customer", "fault", "promise", "status", "best", "priority", "sms")
GROUPS = ("all", "unplanned", "unsent", "under_way", "trouble")
"""Which jobs the table shows."""
_ANY = QModelIndex | QPersistentModelIndex
_LAST = 10**9


@dataclass(frozen=True, slots=True)
class Line:
    """One job: its cells as words, and what each column is sorted by."""

    visit_id: str
    status: str
    grade: str
    cells: tuple[str, ...]
    keys: tuple[Any, ...]
    folded: str


class BoardTable(QAbstractTableModel):
    """By itself: unplanned jobs first, the most urgent on top, then the plan in the order of time."""

    def __init__(self, scene: Scene, texts: Texts, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._scene, self._texts, self._look = scene, texts, look
        self.lines: list[Line] = []
        self.best: dict[str, Suggestion | None] = {}
        self.text, self.group = "", "all"
        self.column, self.order = -1, Qt.SortOrder.AscendingOrder
        self.total = 0

    def refresh(self, now: Minute) -> None:
        waiting = sorted(self._scene.unplanned.values(), key=urgency)
        planned = sorted(self._scene.visits.values(), key=lambda visit: (visit.start or 0, visit.id))
        self.total = len(waiting) + len(planned)
        words = fold(self.text).split()
        lines = [
            line for visit in (*waiting, *planned) if _in_group(visit, self.group, now)
            for line in (self._line(visit, now),) if all(word in line.folded for word in words)
        ]
        self._show(self._sorted(lines))

    @property
    def sorted_by_best(self) -> bool:
        return 0 <= self.column < len(COLUMNS) and COLUMNS[self.column] == "best"

    def put_best(self, best: Mapping[str, Suggestion | None], now: Minute) -> None:
        """Who is best for some jobs is known now: only their lines change, in their places."""
        self.best |= best
        for number, line in enumerate(self.lines):
            visit = self._scene.unplanned.get(line.visit_id) if line.visit_id in best else None
            if visit is not None:
                self.lines[number] = self._line(visit, now)
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column, or (-1) as the table is by itself; jobs that are equal in it keep that order."""
        self.column, self.order = column, order
        self._show(self._sorted(self.lines))

    def row_of(self, visit_id: str) -> int | None:
        return next((number for number, line in enumerate(self.lines) if line.visit_id == visit_id), None)

    def rowCount(self, _parent: _ANY = QModelIndex()) -> int:  # noqa: B008
        return len(self.lines)

    def columnCount(self, _parent: _ANY = QModelIndex()) -> int:  # noqa: B008
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._texts(f"board.column_{COLUMNS[section]}")
        return None

    def data(self, index: _ANY, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line, column = self.lines[index.row()], COLUMNS[index.column()]
        if role == Qt.ItemDataRole.DisplayRole or (role == Qt.ItemDataRole.ToolTipRole and column == "best"):
            return line.cells[index.column()]
        if column == "status":
            return self._status(line, role)
        if column == "best" and line.grade:
            ink = self._look.theme.colour(GRADE_TONES[line.grade][1])  # type: ignore[index]
            if role == Qt.ItemDataRole.ForegroundRole:
                return QColor(ink)
            if role == Qt.ItemDataRole.DecorationRole:
                return self._look.icon(GRADE_ICONS[line.grade], ink, 15)  # type: ignore[index]
        return None

    def _status(self, line: Line, role: int) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and line.status:
            return QColor(self._look.bars[line.status].ink)
        if role == Qt.ItemDataRole.DecorationRole:
            if not line.status:
                return self._look.icon("circle-dashed", self._look.text2, 15)
            style = self._look.bars[line.status]
            return self._look.icon(style.icon, style.strong, 15)
        return None

    def _show(self, lines: list[Line]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def _sorted(self, lines: list[Line]) -> list[Line]:
        if not 0 <= self.column < len(COLUMNS):
            return lines
        column = self.column
        return sorted(lines, key=lambda line: line.keys[column], reverse=self.order == Qt.SortOrder.DescendingOrder)

    def _line(self, visit: VisitRow, now: Minute) -> Line:
        texts = self._texts
        technician = self._scene.technician(visit.person_id)
        who = technician.short_name if technician is not None else ""
        promised = visit.promised_to is not None or visit.due is not None or bool(visit.pending_reason)
        status = visit.shown_status(now) if visit.planned else ""
        best = self.best.get(visit.id) if not visit.planned else None
        nobody = not visit.planned and visit.id in self.best
        suggested = self._said(best, now) if best is not None else texts("board.best_nobody") if nobody else ""
        cells = (
            self._when(visit, now), who, visit.customer, visit.subject,
            promise_text(texts, visit, now) if promised else "",
            texts(f"board.status_{status or 'unplanned'}"), suggested,
            texts(f"board.priority_{visit.priority}"), texts(f"sms.state_{visit.sms}") if visit.sms else "",
        )
        keys = (
            (visit.start if visit.start is not None else -1, visit.duration), sort_key(who), sort_key(visit.customer),
            sort_key(visit.subject), visit.promised_to or visit.due or _LAST,
            STATUSES.index(status) if status else -1, best.start.timestamp() if best is not None else _LAST,
            urgency(visit), cells[-1],
        )
        said = fold(" ".join((*cells, visit.number, visit.wish_text)))
        return Line(visit.id, status, best.grade if best is not None else "", cells, keys, said)

    def _when(self, visit: VisitRow, now: Minute) -> str:
        texts = self._texts
        if visit.start is None or visit.end is None:
            return texts.minutes(visit.duration)
        when = f"{clock_text(texts, visit.start)}–{clock_text(texts, visit.end)}"
        day = local_day(visit.start)
        return when if day == local_day(now) else f"{texts.day(day)} {when}"

    def _said(self, best: Suggestion, now: Minute) -> str:
        """«Bäst: Alex 10:00 · 14 min resa»."""
        texts = self._texts
        at = texts.time(best.start)
        day = local_day(int(best.start.timestamp()) // 60)
        if day != local_day(now):
            at = f"{texts.relative_day(day, local_day(now))} {at}"
        return texts(
            "board.best_line", grade=grade_text(texts, best.verdict), person=best.name, time=at,
            reason=reason_text(texts, best.reason),
        )


def _in_group(visit: VisitRow, group: str, now: Minute) -> bool:
    if group == "unplanned":
        return not visit.planned
    if group == "unsent":
        return visit.unsent
    if group == "under_way":
        return visit.planned and visit.status in ("travelling", "on_site", "paused")
    if group == "trouble":
        return visit.planned and (visit.shown_status(now) == "deviation" or visit.changed or bool(visit.accepted))
    return True
