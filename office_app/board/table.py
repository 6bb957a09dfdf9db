"""The board as a table, with the same powers: whoever cannot use the picture chooses, plans and sends from here."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from core.presenters.board import clock_text, promise_text, urgency
from core.queries.board import VisitRow
from core.rules.facts import Minute, local_day
from core.texts import Texts
from office_app.board.look import Look
from office_app.board.scene import Scene

COLUMNS = ("when", "who", "customer", "fault", "promise", "status", "sms")
_PROMISE_WIDTH = 128
_ANY = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class _Line:
    visit_id: str
    status: str
    cells: tuple[str, ...]


class BoardTable(QAbstractTableModel):
    """Unplanned jobs first, the most urgent on top, then the plan in the order of time."""

    def __init__(self, scene: Scene, texts: Texts, look: Look, parent: QObject) -> None:
        super().__init__(parent)
        self._scene, self._texts, self._look = scene, texts, look
        self.lines: list[_Line] = []

    def refresh(self, now: Minute) -> None:
        waiting = sorted(self._scene.unplanned.values(), key=urgency)
        planned = sorted(self._scene.visits.values(), key=lambda visit: (visit.start or 0, visit.id))
        lines = [self._line(visit, now) for visit in (*waiting, *planned)]
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

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
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.ForegroundRole and COLUMNS[index.column()] == "status" and line.status:
            return QColor(self._look.bars[line.status].ink)
        if role == Qt.ItemDataRole.DecorationRole and COLUMNS[index.column()] == "status":
            if not line.status:
                return self._look.icon("circle-dashed", self._look.text2, 15)
            style = self._look.bars[line.status]
            return self._look.icon(style.icon, style.strong, 15)
        return None

    def _line(self, visit: VisitRow, now: Minute) -> _Line:
        texts = self._texts
        who = self._scene.technician(visit.person_id)
        when = ""
        if visit.start is not None and visit.end is not None:
            when = f"{clock_text(texts, visit.start)}–{clock_text(texts, visit.end)}"
            if local_day(visit.start) != local_day(now):
                when = f"{texts.day(local_day(visit.start))} {when}"
        if not when:
            when = texts.minutes(visit.duration)
        promised = visit.promised_to is not None or visit.due is not None or bool(visit.pending_reason)
        status = visit.shown_status(now) if visit.planned else ""
        return _Line(visit.id, status, (
            when, who.short_name if who is not None else "", visit.customer, visit.subject,
            promise_text(texts, visit, now) if promised else "",
            texts(f"board.status_{status or 'unplanned'}"), texts(f"sms.state_{visit.sms}") if visit.sms else "",
        ))


class BoardList(QTableView):
    """`chosen`: the job of the current line; keys of the board act on it."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(self, scene: Scene, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("boardList")
        self._refreshing = False
        self.rows = BoardTable(scene, texts, look, self)
        self.setModel(self.rows)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for number, name in enumerate(COLUMNS):
            wide = name in ("customer", "fault")
            mode = QHeaderView.ResizeMode.Stretch if wide else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(number, mode)
        header.setSectionResizeMode(COLUMNS.index("promise"), QHeaderView.ResizeMode.Interactive)
        header.resizeSection(COLUMNS.index("promise"), _PROMISE_WIDTH)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.lines[index.row()].visit_id))

    def refresh(self, now: Minute, current: str) -> None:
        """The scene has changed; the chosen line stays chosen and the scroll where it was."""
        place = self.verticalScrollBar().value()
        self._refreshing = True
        self.rows.refresh(now)
        self.mark(current)
        self._refreshing = False
        self.verticalScrollBar().setValue(place)

    def mark(self, visit_id: str) -> None:
        number = self.rows.row_of(visit_id)
        if number is None:
            self.clearSelection()
        elif number != self.currentIndex().row() or not self.selectionModel().hasSelection():
            self.selectRow(number)

    def step(self, lines: int) -> None:
        """The line so many further down."""
        wanted = min(max(0, self.currentIndex().row() + lines), len(self.rows.lines) - 1)
        if self.rows.lines:
            self.selectRow(wanted)

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and self.isVisible() and not self._refreshing:
            self.chosen.emit(self.rows.lines[current.row()].visit_id)
