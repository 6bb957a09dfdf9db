"""The board as a table, with the same powers: whoever cannot use the picture chooses, plans and sends from here."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLineEdit, QTableView, QWidget

from core.planning.suggest import Suggestion
from core.presenters.board import clock_text
from core.presenters.reasons import grade_text, reason_text
from core.rules.facts import Minute
from core.texts import Texts
from office_app.board.model.drag import Drag
from office_app.board.model.scene import Scene
from office_app.board.painting.look import Look
from office_app.board.panes.small import FilterChip
from office_app.board.panes.table_rows import COLUMNS, GROUPS, BoardTable
from office_app.widgets.basics import column, label, row
from office_app.widgets.wrapped_row import WrappedRow

_WIDTHS = {"when": 104, "who": 78, "customer": 150, "fault": 150, "promise": 164, "status": 112, "best": 252,
           "priority": 84, "sms": 84}
_FILTER_MS = 120


class BoardList(QTableView):
    """`chosen`: the ids of the marked lines, and the current one; keys and menu of the board act on them.
    `looked`: other lines may be in view."""

    chosen = Signal(list, str)
    opened = Signal(str)
    looked = Signal()
    menu = Signal(str, QPoint)

    def __init__(self, scene: Scene, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setObjectName("boardList")
        self._refreshing = False
        self.rows = BoardTable(scene, texts, look, self)
        self.setModel(self.rows)
        self.selectionModel().selectionChanged.connect(self._on_selection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(36)
        self._set_header()
        self.verticalScrollBar().valueChanged.connect(self.looked)
        self.rows.modelReset.connect(self.looked)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.lines[index.row()].visit_id))

    def _set_header(self) -> None:
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionsMovable(True)
        header.setMinimumSectionSize(72)
        header.setStretchLastSection(False)
        for number, name in enumerate(COLUMNS):
            header.resizeSection(number, _WIDTHS[name])
        header.setSectionResizeMode(COLUMNS.index("fault"), QHeaderView.ResizeMode.Stretch)
        self.setSortingEnabled(True)

    # ---- What the page asks ----

    def refresh(self, now: Minute, current: str) -> None:
        """The scene has changed; the marked lines stay marked and the scroll where it was."""
        place, marked = self.verticalScrollBar().value(), self.marked()
        self._refreshing = True
        self.rows.refresh(now)
        self._mark_all([visit_id for visit_id in marked if visit_id != current], current)
        self._refreshing = False
        self.verticalScrollBar().setValue(place)

    def mark(self, visit_id: str) -> None:
        """This job is looked at; when it is among the marked lines they stay marked."""
        if visit_id and visit_id in self.marked():
            return
        self._refreshing = True
        self._mark_all([], visit_id)
        self._refreshing = False

    def marked(self) -> list[str]:
        return [self.rows.lines[index.row()].visit_id for index in self.selectionModel().selectedRows()]

    def wanting(self) -> list[str]:
        """The unplanned jobs whose best technician is of interest: those in view, then, when the table is sorted by
        it, all others."""
        lines = self.rows.lines
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        seen = lines[max(0, first) : last + 1 if last >= 0 else len(lines)]
        others = lines if self.rows.sorted_by_best else []
        return list(dict.fromkeys(line.visit_id for line in (*seen, *others) if not line.status))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.looked.emit()

    def step(self, lines: int) -> None:
        """The line so many further down."""
        wanted = min(max(0, self.currentIndex().row() + lines), len(self.rows.lines) - 1)
        if self.rows.lines:
            self.selectRow(wanted)

    # ---- Inside ----

    def _mark_all(self, others: list[str], current: str) -> None:
        selection = self.selectionModel()
        number = self.rows.row_of(current)
        selection.clearSelection()
        flags = selection.SelectionFlag
        if number is not None:
            selection.setCurrentIndex(self.rows.index(number, 0), flags.ClearAndSelect | flags.Rows)
        for visit_id in others:
            other = self.rows.row_of(visit_id)
            if other is not None:
                selection.select(self.rows.index(other, 0), flags.Select | flags.Rows)

    def _on_selection(self, *_what: object) -> None:
        if self._refreshing or not self.isVisible():
            return
        marked = self.marked()
        index = self.currentIndex()
        current = self.rows.lines[index.row()].visit_id if index.isValid() else ""
        self.chosen.emit(marked, current if current in marked else (marked[-1] if marked else ""))

    def _on_menu(self, point: QPoint) -> None:
        index = self.indexAt(point)
        if index.isValid():
            self.menu.emit(self.rows.lines[index.row()].visit_id, self.viewport().mapToGlobal(point))


class ListPane(QWidget):
    """The table with its filter over it, and the sentence of a job that is being moved by keys."""

    arranged = Signal()

    def __init__(self, scene: Scene, texts: Texts, look: Look) -> None:
        super().__init__()
        self.setProperty("kind", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._texts, self._scene = texts, scene
        self._now: Minute = 0
        self.table = BoardList(scene, texts, look)
        self.filter = QLineEdit()
        self.filter.setObjectName("listFilterText")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(250)
        self._wait = QTimer(self, singleShot=True, interval=_FILTER_MS)
        self._wait.timeout.connect(self._filtered)
        self.filter.textChanged.connect(lambda _text: self._wait.start())
        self.chips = {group: FilterChip(look.theme, "", f"listGroup_{group}") for group in GROUPS}
        for group, chip in self.chips.items():
            chip.clicked.connect(lambda _checked=False, group=group: self._choose(group))
        self.count = label("", "meta")
        self.moving = label("", "strong")
        self.moving.setObjectName("listMoving")
        self.moving.hide()
        head = row(self.filter, spacing=8)
        groups = row(margins=(0, 4, 0, 0))  # a row that wraps stands at the top: beside the box it is let down a little
        groups.addLayout(WrappedRow(*self.chips.values()), 1)
        head.addLayout(groups, 1)
        head.addWidget(self.count)
        self.setLayout(column(head, self.moving, self.table, spacing=8, margins=(12, 10, 12, 12)))
        self.table.horizontalHeader().sortIndicatorChanged.connect(lambda *_what: self.arranged.emit())
        self.retranslate()

    def retranslate(self) -> None:
        self.filter.setPlaceholderText(self._texts("board.filter_hint"))
        for group, chip in self.chips.items():
            chip.setText(self._texts(f"board.group_{group}"))
            chip.updateGeometry()
        self._say_count()

    def refresh(self, now: Minute, current: str) -> None:
        self._now = now
        self.table.refresh(now, current)
        self._say_count()

    def show_best(self, best: Mapping[str, Suggestion | None]) -> None:
        """The best technician of some unplanned jobs, in words."""
        rows = self.table.rows
        rows.put_best(best, self._now)
        if rows.sorted_by_best:
            current = self.table.currentIndex()
            shown = rows.lines[current.row()].visit_id if current.isValid() else ""
            self.table.refresh(self._now, shown if shown in self.table.marked() else "")

    def say_move(self, drag: Drag | None) -> None:
        """While a job is moved by keys: where it would land, and the same verdict as on the board."""
        target = drag.target if drag is not None else None
        self.moving.setVisible(target is not None)
        if drag is None or target is None:
            return
        who, texts = self._scene.technician(target.person_id), self._texts
        self.moving.setText(texts(
            "board.list_moving", customer=drag.visit.customer, person=who.short_name if who else "–",
            time=clock_text(texts, target.start), grade=grade_text(texts, target.verdict),
            reason=reason_text(texts, target.verdict.reason),
        ))

    def clear_filter(self) -> bool:
        """True when there was something to clear."""
        had = bool(self.filter.text())
        self.filter.clear()
        return had

    def state(self) -> dict[str, str]:
        header = self.table.horizontalHeader()
        down = header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder
        return {
            "text": self.filter.text(), "group": self.table.rows.group, "sorted": str(self.table.rows.column),
            "order": "down" if down else "up",
        }

    def restore(self, kept: Mapping[str, str]) -> None:
        self.filter.setText(kept["text"])
        self.table.rows.text = kept["text"]
        self.table.rows.group = kept["group"] if kept["group"] in GROUPS else "all"
        number = next((n for n in range(len(COLUMNS)) if str(n) == kept["sorted"]), -1)
        order = Qt.SortOrder.DescendingOrder if kept["order"] == "down" else Qt.SortOrder.AscendingOrder
        self.table.sortByColumn(number, order)
        self._check_chips()

    def _choose(self, group: str) -> None:
        self.table.rows.group = group
        self._check_chips()
        self._filtered()

    def _check_chips(self) -> None:
        for group, chip in self.chips.items():
            chip.setChecked(group == self.table.rows.group)

    def _filtered(self) -> None:
        self.table.rows.text = self.filter.text()
        index = self.table.currentIndex()
        current = self.table.rows.lines[index.row()].visit_id if index.isValid() else ""
        self.table.refresh(self._now, current)
        self._say_count()
        self.arranged.emit()

    def _say_count(self) -> None:
        rows = self.table.rows
        self.count.setText(self._texts("board.list_count", shown=len(rows.lines), total=rows.total))
