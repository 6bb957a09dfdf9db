"""The records behind a figure: a table from which a call opens."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedWidget, QTableView, QWidget

from core.presenters.insight_records import Records
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, column, label, row
from office_app.widgets.painted import EmptyState

_Index = QModelIndex | QPersistentModelIndex
_NOTHING = Records("", (), ())


class RecordsModel(QAbstractTableModel):
    """The cells; numbers to the right, what needs a look in its colour."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.records = _NOTHING

    def show_records(self, records: Records) -> None:
        self.beginResetModel()
        self.records = records
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.records.lines)

    def columnCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.records.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole):  # type: ignore[no-untyped-def]
        line = self.records.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.cells[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() in self.records.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ForegroundRole:
            last = index.column() == len(line.cells) - 1
            if index.column() == 0:
                return self._context.theme.colour("accent")
            return self._context.theme.colour("badInk") if line.tone == "bad" and last else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole):  # type: ignore[no-untyped-def]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.records.columns[section]
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in self.records.numeric else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None


class RecordsPane(QWidget):
    """Emits `closed`; a click on a call's number, a double click or Enter opens the call."""

    closed = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.title, self.count = label("", "section", wrap=True), label("", "meta")
        self.close_button = Button(context.theme, "", "icon", "x", self.closed.emit, "insightRecordsClose")
        self.model = RecordsModel(context)
        self.table = QTableView()
        self.table.setObjectName("insightRecords")
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(32)
        self.table.setProperty("kind", "dense")
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(44)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        # Looking at every row of two years would make opening slow.
        header.setResizeContentsPrecision(60)
        self.empty = EmptyState(context.theme, "search", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.open_button = Button(context.theme, "", "", "arrow-up-right", self._open_current, "insightOpenCall")
        self.setLayout(column(
            row(column(self.title, self.count, spacing=2), None, self.close_button), self.stack,
            row(self.open_button, None), spacing=10, margins=(18, 16, 18, 16),
        ))
        self.table.clicked.connect(lambda index: self._open(index) if index.column() == 0 else None)
        self.table.doubleClicked.connect(self._open)
        self.table.activated.connect(self._open)
        selection = self.table.selectionModel()
        selection.selectionChanged.connect(lambda *_: self.open_button.setEnabled(selection.hasSelection()))

    def retranslate(self) -> None:
        texts = self._context.texts
        self.close_button.setToolTip(texts("insight.close_records"))
        self.close_button.setAccessibleName(texts("insight.close_records"))
        self.open_button.setText(texts("insight.open_call"))
        self.empty.set_texts(texts("insight.records_none"))

    def show_records(self, records: Records) -> None:
        """The rows, with the selected one and the scroll kept where they were."""
        if records == self.model.records:
            return
        same = records.title == self.model.records.title
        scroll, chosen = self.table.verticalScrollBar().value(), self._call_of(self.table.currentIndex())
        self.title.setText(records.title)
        self.count.setText(self._context.texts.count("insight.records_count", len(records.lines)))
        self.model.show_records(records)
        self.stack.setCurrentWidget(self.table if records.lines else self.empty)
        self.open_button.setVisible(bool(records.lines))
        self.open_button.setEnabled(False)
        self._stretch_name()
        if same:
            self.table.verticalScrollBar().setValue(scroll)
            calls = [line.call_id for line in records.lines]
            if chosen in calls:
                self.table.selectRow(calls.index(chosen))

    def _stretch_name(self) -> None:
        """Names and faults take what room is left."""
        header = self.table.horizontalHeader()
        for section in range(self.model.columnCount()):
            stretched = section in self.model.records.wide
            header.setSectionResizeMode(
                section, QHeaderView.ResizeMode.Stretch if stretched else QHeaderView.ResizeMode.ResizeToContents
            )

    def _call_of(self, index: _Index) -> str:
        return self.model.records.lines[index.row()].call_id if index.isValid() else ""

    def _open_current(self) -> None:
        self._open(self.table.currentIndex())

    def _open(self, index: _Index) -> None:
        call_id = self._call_of(index)
        if call_id:
            self._context.navigation.go("calls", call_id=call_id)
