"""The movements of an article, the newest first: what happened, who did it, and the balance after it."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate

from core.presenters.stock import amount, move_words, signed
from core.queries.stock import MoveRow
from office_app.context import OfficeContext

ROW_HEIGHT = 54
_ROW = Qt.ItemDataRole.UserRole
_ICONS = {
    "receipt": "package-plus", "transfer": "arrow-left-right", "use": "wrench", "count": "clipboard-check",
    "opening": "package", "reversal": "undo-2",
}
Index = QModelIndex | QPersistentModelIndex


class MoveRows(QAbstractListModel):
    """`_ROW` gives a MoveRow."""

    def __init__(self, context: OfficeContext, parent: Any) -> None:
        super().__init__(parent)
        self._context = context
        self.moves: tuple[MoveRow, ...] = ()
        self.unit = ""
        self._of_one_place = False

    def set_moves(self, moves: tuple[MoveRow, ...], unit: str, *, of_one_place: bool) -> None:
        self.beginResetModel()
        self.moves, self.unit, self._of_one_place = moves, unit, of_one_place
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.moves)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        move = self.moves[index.row()]
        if role == _ROW:
            return move
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return " · ".join((*self.words(move), self.figure(move)))
        return None

    def words(self, move: MoveRow) -> tuple[str, str]:
        """What happened; and when, where and by whom."""
        texts = self._context.texts
        title = move_words(texts.current, move)
        if move.reversed:
            title += f" ({texts('stock.reversed')})"
        place = "" if self._of_one_place else move.place
        return title, " · ".join(part for part in (texts.date_time(move.at), place, move.person) if part)

    def figure(self, move: MoveRow) -> str:
        return signed(self._context.texts.current, move.quantity, self.unit)

    def balance(self, move: MoveRow) -> str:
        texts = self._context.texts
        return texts("stock.balance", n=amount(texts.current, move.balance, self.unit))


class MoveDelegate(QStyledItemDelegate):
    """An icon by its kind, two lines, the change over the balance at the right."""

    def __init__(self, context: OfficeContext, rows: MoveRows) -> None:
        super().__init__()
        self._context, self._rows = context, rows

    def sizeHint(self, option: Any, index: Index) -> QSize:
        return QSize(200, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        theme, move, box = self._context.theme, index.data(_ROW), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_MouseOver and move.reason.call_id:
            painter.fillRect(box, theme.colour("canvas"))
        painter.setPen(theme.colour("border"))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        painter.drawPixmap(
            round(box.left()), round(box.center().y() - 9), theme.pixmap(_ICONS.get(move.kind, "package"), "text3", 18)
        )
        title, detail = self._rows.words(move)
        figure, balance = self._rows.figure(move), self._rows.balance(move)
        top = QRectF(box.left() + 30, box.top() + 8, box.width() - 30, 19)
        low = QRectF(box.left() + 30, box.top() + 27, box.width() - 30, 18)
        ink = "text3" if move.reversed else "goodInk" if move.quantity > 0 else "text"
        taken = self._write(painter, top, figure, ink, 600, right=True)
        self._write(painter, top.adjusted(0, 0, -taken - 10, 0), title, "text3" if move.reversed else "text", 500)
        taken = self._write(painter, low, balance, "text3", 400, "meta", right=True)
        self._write(painter, low.adjusted(0, 0, -taken - 10, 0), detail, "text2", 400, "meta")
        painter.restore()

    def _write(
        self, painter: QPainter, box: QRectF, text: str, ink: str, weight: int, use: str = "body", right: bool = False
    ) -> float:
        painter.setFont(self._context.theme.font(use, weight))
        painter.setPen(self._context.theme.colour(ink))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return float(painter.fontMetrics().horizontalAdvance(shown))


class HistoryList(QListView):
    """Emits the call that a used part belongs to when its movement is clicked."""

    call_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.rows = MoveRows(context, self)
        self.setObjectName("stockHistory")
        self.setProperty("kind", "register")
        self.setModel(self.rows)
        self._delegate = MoveDelegate(context, self.rows)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.activated.connect(self._on_activated)
        self.clicked.connect(self._on_activated)

    def _on_activated(self, index: QModelIndex) -> None:
        call_id = self.rows.moves[index.row()].reason.call_id
        if call_id:
            self.call_wanted.emit(call_id)
