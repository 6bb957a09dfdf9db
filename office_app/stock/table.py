"""The table of articles: name, shelf, quantity, minimum, value and level; sorted by any column."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView

from core.presenters.stock import LEVEL_TONES, amount, level_words
from core.queries.stock import Level, StockRow
from core.rules.folding import sort_key
from office_app.context import OfficeContext

COLUMNS = ("article", "shelf", "quantity", "minimum", "value", "level")
WIDTHS = {"shelf": 66, "quantity": 88, "minimum": 66, "value": 98, "level": 118}
ROW_HEIGHT = 50
_PADDING = 8
"""As the style sheet gives the header, so that figures stand under their titles."""
_RIGHT = ("quantity", "minimum", "value")
_ROW = Qt.ItemDataRole.UserRole
_WORST_FIRST: dict[Level, int] = {"negative": 0, "out": 1, "low": 2, "ok": 3, "none": 4}
_KEYS: dict[str, Callable[[StockRow], Any]] = {
    "article": lambda row: sort_key(row.name), "shelf": lambda row: (not row.shelf, row.shelf),
    "quantity": lambda row: row.quantity, "minimum": lambda row: row.minimum, "value": lambda row: row.value,
    "level": lambda row: _WORST_FIRST[row.level],
}
Index = QModelIndex | QPersistentModelIndex


class ArticleRows(QAbstractTableModel):
    """Rows as the query gave them, in the order of the chosen column."""

    def __init__(self, context: OfficeContext, parent: Any) -> None:
        super().__init__(parent)
        self._context = context
        self._column, self._down = "article", False
        self.rows: list[StockRow] = []

    def set_rows(self, rows: tuple[StockRow, ...]) -> None:
        self.beginResetModel()
        self.rows = self._ordered(list(rows))
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column = COLUMNS[column] if 0 <= column < len(COLUMNS) else "article"
        self._down = order == Qt.SortOrder.DescendingOrder
        self.beginResetModel()
        self.rows = self._ordered(self.rows)
        self.endResetModel()

    def place_of(self, item_id: str) -> int:
        return next((n for n, row in enumerate(self.rows) if row.item_id == item_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._context.texts(f"stock.column_{COLUMNS[section]}")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(COLUMNS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._words(row, COLUMNS[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == 0:
            return f"{row.name} · {row.code}"
        return None

    def _words(self, row: StockRow, column: str) -> str:
        texts = self._context.texts
        if column == "article":
            return row.name
        if column == "shelf":
            return row.shelf
        if column == "quantity":
            return amount(texts.current, row.quantity, row.unit)
        if column == "minimum":
            return texts.number(row.minimum) if row.minimum else "–"
        if column == "value":
            return texts.money(row.value, 0)
        return level_words(texts.current, row.level)

    def _ordered(self, rows: list[StockRow]) -> list[StockRow]:
        by_name = sorted(rows, key=lambda row: (sort_key(row.name), row.code))
        return sorted(by_name, key=_KEYS[self._column], reverse=self._down)


class ArticleDelegate(QStyledItemDelegate):
    """Name over number, figures at the right, the level as a chip."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(60, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        theme, column = self._context.theme, COLUMNS[index.column()]
        row, box = index.data(_ROW), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accentSoft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("canvas"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        inner = box.adjusted(_PADDING, 0, -_PADDING, 0)
        if column == "article":
            self._write(painter, QRectF(inner.left(), box.top() + 7, inner.width(), 19), row.name, "text", 600)
            lower = QRectF(inner.left(), box.top() + 26, inner.width(), 17)
            self._write(painter, lower, row.code, "text3", 400, "meta")
        elif column == "level":
            self._chip(painter, inner, row.level)
        else:
            faint = column != "quantity"
            ink = "badInk" if column == "quantity" and row.quantity < 0 else "text2" if faint else "text"
            self._write(
                painter, inner, index.data(), ink, 400 if faint else 600, align=_alignment(column)
            )
        painter.restore()

    def _write(
        self, painter: QPainter, box: QRectF, text: str, ink: str, weight: int, use: str = "body",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    ) -> None:
        painter.setFont(self._context.theme.font(use, weight))
        painter.setPen(self._context.theme.colour(ink))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, align, shown)

    def _chip(self, painter: QPainter, box: QRectF, level: Level) -> None:
        if level == "none":
            return
        tone, text = LEVEL_TONES[level], level_words(self._context.texts.current, level)
        theme = self._context.theme
        painter.setFont(theme.font("meta", 600))
        icon = {"good": "check"}.get(tone, "triangle-alert")
        width = painter.fontMetrics().horizontalAdvance(text) + 36
        pill = QRectF(box.left(), box.center().y() - 11, width, 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(f"{tone}Soft"))
        painter.drawRoundedRect(pill, 11, 11)
        painter.drawPixmap(round(pill.left() + 9), round(pill.center().y() - 6), theme.pixmap(icon, f"{tone}Ink", 12))
        painter.setPen(theme.colour(f"{tone}Ink"))
        painter.drawText(pill.adjusted(26, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, text)


class ArticleTable(QTableView):
    """Emits the id of the article that was chosen; keeps choice and scroll when newer rows come."""

    chosen = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.model_rows = ArticleRows(context, self)
        self._current, self._filling = "", False
        self.setObjectName("stockTable")
        self.setModel(self.model_rows)
        self._delegate = ArticleDelegate(context)
        self.setItemDelegate(self._delegate)
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for number, column in enumerate(COLUMNS):
            if column in WIDTHS:
                self.setColumnWidth(number, WIDTHS[column])
        header.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.model_rows.modelAboutToBeReset.connect(self._keep)
        self.model_rows.modelReset.connect(self._restore)
        self._scroll = 0

    @property
    def current_id(self) -> str:
        return self._current

    def select(self, item_id: str) -> bool:
        """Chooses an article; false when it is not in the list."""
        self._current = item_id
        place = self.model_rows.place_of(item_id)
        if place >= 0:
            self.setCurrentIndex(self.model_rows.index(place, 0))
        return place >= 0

    def show_shelves(self, shown: bool) -> None:
        """All places together have no shelves."""
        self.setColumnHidden(COLUMNS.index("shelf"), not shown)

    def step(self, by: int) -> None:
        place = self.model_rows.place_of(self._current) + by
        if 0 <= place < len(self.model_rows.rows):
            self.setCurrentIndex(self.model_rows.index(place, 0))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if self._filling or not current.isValid():
            return
        item_id = self.model_rows.rows[current.row()].item_id
        if item_id != self._current:
            self._current = item_id
            self.chosen.emit(item_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_J, Qt.Key.Key_K):
            self.step(1 if event.key() == Qt.Key.Key_J else -1)
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        self._scroll, self._filling = self.verticalScrollBar().value(), True

    def _restore(self) -> None:
        place = self.model_rows.place_of(self._current)
        if place >= 0:
            self.setCurrentIndex(self.model_rows.index(place, 0))
        self._filling = False
        self.verticalScrollBar().setValue(self._scroll)


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
