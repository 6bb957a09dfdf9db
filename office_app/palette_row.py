"""One row of the palette: icon, what it is, where it belongs, and at the right the key that does the same."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from office_app.theme import Theme

DETAIL, KEYS = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_LOW, _HIGH, _SIDE, _ICON = 38, 50, 12, 18


class PaletteRow(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent) -> None:  # type: ignore[no-untyped-def]
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(option.rect.width(), _HIGH if index.data(DETAIL) else _LOW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme, box = self._theme, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accentSoft"))
            painter.drawRoundedRect(QRectF(box).adjusted(4, 1, -4, -1), 7, 7)
        icon = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(icon, QIcon):
            icon.paint(painter, QRect(box.left() + _SIDE, box.center().y() - _ICON // 2, _ICON, _ICON))
        right = box.right() - _SIDE
        keys = index.data(KEYS)
        if keys:
            right = self._cap(painter, right, box, str(keys)) - 10
        words = QRect(box.left() + _SIDE + _ICON + 12, box.top(), 0, box.height())
        words.setRight(right)
        painter.setPen(theme.colour("accentInk" if chosen else "text"))
        painter.setFont(theme.font("body", 500))
        detail = index.data(DETAIL)
        title = words.adjusted(0, 6, 0, -words.height() // 2) if detail else words
        self._line(painter, title, str(index.data(Qt.ItemDataRole.DisplayRole)))
        if detail:
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font("dense"))
            self._line(painter, words.adjusted(0, words.height() // 2 - 1, 0, -5), str(detail))
        painter.restore()

    def _line(self, painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _cap(self, painter: QPainter, right: int, box: QRect, keys: str) -> int:
        theme = self._theme
        painter.setFont(theme.font("meta", 600))
        width = painter.fontMetrics().horizontalAdvance(keys) + 14
        cap = QRectF(right - width, box.center().y() - 10, width, 20)
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(cap, 5, 5)
        painter.setPen(theme.colour("text2"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, keys)
        return right - width
