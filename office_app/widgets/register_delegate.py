"""Paints a row of a register: a mark, two lines of text, and chips or figures at the right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from office_app.theme import Theme
from office_app.widgets.painted import draw_avatar
from office_app.widgets.register_view import ROW

HEIGHT = 68


@dataclass(frozen=True)
class RowLook:
    """What a row shows. `stripe` is a token colour or #RRGGBB; chips are (text, soft, ink, icon)."""

    title: str
    detail: str
    right: str = ""
    right_tone: str = "text2"
    stripe: str = ""
    icon: str = ""
    chip: tuple[str, str, str, str] | None = None
    avatar: tuple[str, int] | None = None


class RegisterDelegate(QStyledItemDelegate):
    """`look` turns a row into what is painted; a row that has not come yet is drawn as two pale bars."""

    def __init__(self, theme: Theme, look: Callable[[Any], RowLook]) -> None:
        super().__init__()
        self._theme, self._look = theme, look

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._theme
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        state = option.state  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accentSoft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("canvas"))
        painter.setPen(QPen(theme.colour("border"), 1))
        painter.drawLine(QPointF(box.left(), box.bottom() - 0.5), QPointF(box.right(), box.bottom() - 0.5))
        row = index.data(ROW)
        if row is None:
            self._paint_pale(painter, box)
        else:
            self._paint_row(painter, box, self._look(row), bool(state & QStyle.StateFlag.State_Selected))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(2, 2, -2, -3), 6, 6)
        painter.restore()

    def _paint_row(self, painter: QPainter, box: QRectF, look: RowLook, selected: bool) -> None:
        theme = self._theme
        if look.stripe:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.stripe) if look.stripe.startswith("#") else theme.colour(look.stripe))
            painter.drawRoundedRect(QRectF(box.left() + 6, box.top() + 12, 4, box.height() - 25), 2, 2)
        left = box.left() + 20
        if look.icon:
            circle = QRectF(left, box.center().y() - 18, 36, 36)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("surface" if selected else "accentSoft"))
            painter.drawRoundedRect(circle, 9, 9)
            painter.drawPixmap(round(left + 9), round(box.center().y() - 9), theme.pixmap(look.icon, "accentInk", 18))
            left += 48
        right = box.right() - 16
        if look.avatar is not None:
            draw_avatar(painter, theme, QRectF(right - 26, box.bottom() - 36, 26, 26), *look.avatar)
            painter.setBrush(Qt.BrushStyle.NoBrush)
        top, bottom = box.top() + 12, box.top() + 35
        upper_right = right - self._paint_chip(painter, right, top, look.chip)
        lower_right = right - (34 if look.avatar is not None else 0)
        if look.right:
            painter.setFont(theme.font("dense", 500))
            painter.setPen(theme.colour(look.right_tone))
            width = painter.fontMetrics().horizontalAdvance(look.right)
            beside = QRectF(lower_right - width, bottom, width + 1, 20)
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, look.right)
            lower_right -= width + 12
        self._text(painter, QRectF(left, top - 1, upper_right - left, 22), look.title, theme.font("body", 600), "text")
        self._text(painter, QRectF(left, bottom, lower_right - left, 20), look.detail, theme.font("dense"), "text2")

    def _paint_chip(self, painter: QPainter, right: float, top: float, chip: tuple[str, str, str, str] | None) -> float:
        """Draws the chip and returns the room it takes."""
        if chip is None:
            return 0.0
        text, soft, ink, icon = chip
        painter.setFont(self._theme.font("meta", 600))
        width = painter.fontMetrics().horizontalAdvance(text) + (34 if icon else 18)
        box = QRectF(right - width, top - 1, width, 21)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(soft))
        painter.drawRoundedRect(box, 10.5, 10.5)
        left = box.left() + 9
        if icon:
            painter.drawPixmap(round(left), round(box.center().y() - 6), self._theme.pixmap(icon, ink, 12))
            left += 16
        painter.setPen(QColor(ink))
        painter.drawText(QRectF(left, box.top(), box.right() - left, box.height()), Qt.AlignmentFlag.AlignVCenter, text)
        return width + 12

    def _text(self, painter: QPainter, box: QRectF, text: str, font: Any, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)

    def _paint_pale(self, painter: QPainter, box: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(box.left() + 20, box.top() + 16, 180, 12), 6, 6)
        painter.drawRoundedRect(QRectF(box.left() + 20, box.top() + 38, 260, 10), 5, 5)
