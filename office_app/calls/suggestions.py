"""A list under a text box that is walked with the arrow keys while the box keeps the focus."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from core.rules.folding import fold
from office_app.theme import Theme

_ROW, _FOOTER, _PAD = 46, 30, 6


@dataclass(frozen=True)
class Suggestion:
    """One row; `payload` is what the owner gets back. A row with an `icon` is an action rather than a match."""

    title: str
    detail: str = ""
    right: str = ""
    icon: str = ""
    payload: Any = None


class SuggestionList(QWidget):
    """Painted rows with what was typed in bold; Up, Down, Enter and Esc of the watched box act here."""

    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, theme: Theme, box: QLineEdit, name: str) -> None:
        super().__init__()
        self._theme, self._box = theme, box
        self._rows: tuple[Suggestion, ...] = ()
        self._typed, self._footer, self._current = "", "", 0
        self.setObjectName(name)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()
        box.installEventFilter(self)
        theme.changed.connect(self.update)

    @property
    def rows(self) -> tuple[Suggestion, ...]:
        return self._rows

    @property
    def current(self) -> int:
        return self._current

    def show_rows(self, rows: Sequence[Suggestion], typed: str, footer: str = "") -> None:
        """Shows the rows, the first one marked; hides when there are none."""
        keep = self._rows[self._current].payload if self._rows else None
        self._rows, self._typed, self._footer = tuple(rows), typed, footer
        self._current = next((n for n, row in enumerate(self._rows) if keep is not None and row.payload == keep), 0)
        self.setVisible(bool(self._rows))
        self.setFixedHeight(self.sizeHint().height())
        self.setAccessibleName("; ".join(row.title for row in self._rows))
        self.updateGeometry()
        self.update()

    def close_list(self) -> None:
        self._rows = ()
        self.hide()

    def sizeHint(self) -> QSize:
        return QSize(200, len(self._rows) * _ROW + 2 * _PAD + (_FOOTER if self._footer else 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._box and event.type() == QEvent.Type.KeyPress and self.isVisible():
            return isinstance(event, QKeyEvent) and self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            step = 1 if key == Qt.Key.Key_Down else -1
            self._current = (self._current + step) % len(self._rows)
            self.update()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.chosen.emit(self._rows[self._current].payload)
            return True
        if key == Qt.Key.Key_Escape:
            self.close_list()
            self.dismissed.emit()
            return True
        return False

    def _row_at(self, y: float) -> int:
        row = int((y - _PAD) // _ROW)
        return row if 0 <= row < len(self._rows) else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        if row >= 0 and row != self._current:
            self._current = row
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position().y())
        if row >= 0:
            self.chosen.emit(self._rows[row].payload)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("borderStrong"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        for number, row in enumerate(self._rows):
            self._paint_row(painter, number, row)
        if self._footer:
            top = _PAD + len(self._rows) * _ROW
            painter.setPen(QPen(theme.colour("border"), 1))
            painter.drawLine(QPointF(14, top + 1), QPointF(self.width() - 14, top + 1))
            painter.setPen(theme.colour("text2"))
            painter.setFont(theme.font("dense"))
            foot = QRectF(18, top + 2, self.width() - 36, _FOOTER)
            painter.drawText(foot, Qt.AlignmentFlag.AlignVCenter, self._footer)

    def _paint_row(self, painter: QPainter, number: int, row: Suggestion) -> None:
        theme = self._theme
        box = QRectF(_PAD, _PAD + number * _ROW, self.width() - 2 * _PAD, _ROW)
        if number == self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accentSoft"))
            painter.drawRoundedRect(box, 7, 7)
        left = box.left() + 12
        if row.icon:
            painter.drawPixmap(round(left), round(box.center().y() - 9), theme.pixmap(row.icon, "accent", 18))
            left += 28
        painter.setFont(theme.font("dense", 500))
        right_width = QFontMetricsF(painter.font()).horizontalAdvance(row.right) + 12 if row.right else 0
        painter.setPen(theme.colour("text2"))
        to_the_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box.adjusted(0, 0, -12, 0), to_the_right, row.right)
        room = box.right() - left - right_width - 12
        title_height = 23 if row.detail else _ROW
        self._paint_title(painter, row.title, QRectF(left, box.top() + (3 if row.detail else 0), room, title_height))
        if row.detail:
            painter.setFont(theme.font("dense"))
            painter.setPen(theme.colour("text2"))
            detail = painter.fontMetrics().elidedText(row.detail, Qt.TextElideMode.ElideRight, round(room))
            painter.drawText(QRectF(left, box.top() + 23, room, 18), Qt.AlignmentFlag.AlignVCenter, detail)

    def _paint_title(self, painter: QPainter, title: str, box: QRectF) -> None:
        """The title with the typed part in bold, as far as it can be found in it."""
        theme = self._theme
        usual, strong = theme.font("body", 500), theme.font("body", 700)
        typed, folded = fold(self._typed), fold(title)
        start = folded.find(typed) if typed and len(folded) == len(title) else -1
        pieces = [(title, usual)]
        if start >= 0:
            end = start + len(typed)
            pieces = [(title[:start], usual), (title[start:end], strong), (title[end:], usual)]
        painter.setPen(theme.colour("text"))
        left = box.left()
        for text, font in pieces:
            painter.setFont(font)
            room = box.right() - left
            shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, round(room))
            painter.drawText(QRectF(left, box.top(), room, box.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            left += QFontMetricsF(font).horizontalAdvance(text)
