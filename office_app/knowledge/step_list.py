"""The steps of a checklist in order: select, drag to another place, move with Alt and the arrows."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.presenters.checklist_designer import ICONS, Design, branch_lines, summary
from core.rules.checklist import Element, words
from office_app.context import OfficeContext

_ELEMENT = Qt.ItemDataRole.UserRole
_FACTS = Qt.ItemDataRole.UserRole + 1
_HEADING, _STEP, _BRANCH = 40, 56, 19
"""Pixels of a heading, of a step, and of each line about when it comes and where it leads."""
_BRANCH_ICONS = {"show": "split", "require": "lock", "jump": "arrow-right"}
_EDGE = 24


class StepList(QListWidget):
    """Shows a Design. Gestures are only told: selected, moved(id, place), removed, copied, shifted(id, ±1)."""

    selected = Signal(str)
    moved = Signal(str, int)
    shifted = Signal(str, int)
    removed = Signal(str)
    copied = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._pressed: QPoint | None = None
        self._dragged = ""
        self._target: int | None = None
        self.setObjectName("stepList")
        self.setItemDelegate(_Delegate(context, self))
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.NoDragDrop)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("kind", "bare")
        self.currentItemChanged.connect(self._on_current)
        context.theme.changed.connect(self.viewport().update)

    def show_design(self, design: Design) -> None:
        """The steps, with scroll and selection kept."""
        texts, numbers = self._context.texts.current, design.numbers()
        wrong = {problem.element_id for problem in design.problems}
        scroll = self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for element in design.elements:
            block = next((one for one in design.elements if element.within and one.id == element.within), None)
            inside = texts("knowledge.in_block", block=words(block.title, texts.language)) if block is not None else ""
            branches = branch_lines(element, design.elements, texts)
            facts: dict[str, Any] = {
                "number": numbers.get(element.id, 0),
                "summary": " · ".join(part for part in (summary(element, texts), inside) if part),
                "wrong": element.id in wrong,
                "branches": branches,
                "title": words(element.title, texts.language) or texts("knowledge.untitled"),
            }
            said = " · ".join((facts["summary"], *(line for _kind, line in branches)))
            item = QListWidgetItem(f"{facts['number'] or ''} {facts['title']} · {said}".strip())
            item.setData(_ELEMENT, element)
            item.setData(_FACTS, facts)
            tall = _STEP + _BRANCH * len(branches) if element.is_step else _HEADING
            item.setSizeHint(QSize(100, tall))
            self.addItem(item)
            if element.id == design.selected:
                self.setCurrentItem(item)
        self.blockSignals(False)
        self.verticalScrollBar().setValue(scroll)
        if self.currentItem() is not None:
            self.scrollToItem(self.currentItem())

    def point_of(self, number: int, share: float = 0.5) -> QPoint | None:
        """Where row `number` (from 0) is on the screen's viewport, at that share of its height."""
        item = self.item(number)
        if item is None:
            return None
        box = self.visualItemRect(item)
        return QPoint(box.center().x(), box.top() + round(box.height() * share))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        item = self.itemAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and item is not None:
            self._pressed = event.position().toPoint()
            self._dragged = item.data(_ELEMENT).id

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        if self._target is None and (point - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self._target = self._gap_at(point)
        self._scroll_near_edges(point)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        target, dragged = self._target, self._dragged
        self._stop_dragging()
        super().mouseReleaseEvent(event)
        if target is not None:
            place = next(n for n in range(self.count()) if self.item(n).data(_ELEMENT).id == dragged)
            self.moved.emit(dragged, target - 1 if target > place else target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        current = self.currentItem()
        element: Element | None = current.data(_ELEMENT) if current is not None else None
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape and self._target is not None:
            self._stop_dragging()
        elif element is None:
            super().keyPressEvent(event)
        elif alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(element.id, -1 if event.key() == Qt.Key.Key_Up else 1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(element.id)
        elif control and event.key() == Qt.Key.Key_D:
            self.copied.emit(element.id)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._target is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = self._gap_y(self._target)
        painter.setPen(QPen(self._context.theme.colour("accent"), 3))
        painter.drawLine(10, y, self.viewport().width() - 10, y)

    def _gap_at(self, point: QPoint) -> int:
        for number in range(self.count()):
            if point.y() < self.visualItemRect(self.item(number)).center().y():
                return number
        return self.count()

    def _gap_y(self, gap: int) -> int:
        if gap < self.count():
            return max(2, self.visualItemRect(self.item(gap)).top())
        return self.visualItemRect(self.item(self.count() - 1)).bottom()

    def _scroll_near_edges(self, point: QPoint) -> None:
        bar = self.verticalScrollBar()
        if point.y() < _EDGE:
            bar.setValue(bar.value() - 12)
        elif point.y() > self.viewport().height() - _EDGE:
            bar.setValue(bar.value() + 12)

    def _stop_dragging(self) -> None:
        self._pressed, self._dragged, self._target = None, "", None
        self.unsetCursor()
        self.viewport().update()

    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            self.selected.emit(item.data(_ELEMENT).id)


class _Delegate(QStyledItemDelegate):
    """Number, title, what it asks for, and when it is shown."""

    def __init__(self, context: OfficeContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._context.theme
        element: Element = index.data(_ELEMENT)
        facts = index.data(_FACTS)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        box = QRectF(option.rect).adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.colour("accentSoft" if chosen else "canvas"))
            painter.drawRoundedRect(box, 8, 8)
        ink = theme.colour("accentInk" if chosen else "text")
        left = box.left() + 44
        width = box.right() - left - (34 if facts["wrong"] else 12)
        if element.is_step:
            self._number(painter, QRectF(box.left() + 10, box.top() + 11, 26, 26), str(facts["number"]), chosen)
            self._line(painter, QRectF(left, box.top() + 7, width, 20), facts["title"], theme.font("body", 600), ink)
            second = theme.colour("text2" if chosen else "text3")
            icon = theme.pixmap(ICONS[element.kind], second.name(), 14)
            painter.drawPixmap(int(left), int(box.top()) + 31, icon)
            area = QRectF(left + 20, box.top() + 28, width - 20, 20)
            self._line(painter, area, facts["summary"], theme.font("dense"), second)
            for n, (kind, said) in enumerate(facts["branches"]):
                top = box.top() + 47 + n * _BRANCH
                painter.drawPixmap(int(left), int(top) + 3, theme.pixmap(_BRANCH_ICONS[kind], "accent", 14))
                area = QRectF(left + 20, top, width - 20, 20)
                self._line(painter, area, said, theme.font("dense", 500), theme.colour("accent"))
        else:
            mark = theme.pixmap("bookmark", ink.name(), 16)
            painter.drawPixmap(int(box.left()) + 15, int(box.center().y()) - 8, mark)
            area = QRectF(left, box.top(), width, box.height())
            self._line(painter, area, facts["title"], theme.font("section", 700), ink)
        if facts["wrong"]:
            mark = theme.pixmap("triangle-alert", "warnStrong", 18)
            painter.drawPixmap(int(box.right()) - 28, int(box.center().y()) - 9, mark)
        painter.restore()

    def _number(self, painter: QPainter, box: QRectF, text: str, chosen: bool) -> None:
        theme = self._context.theme
        painter.setBrush(theme.colour("accent" if chosen else "sunken"))
        painter.drawEllipse(box)
        painter.setFont(theme.font("dense", 600))
        painter.setPen(theme.colour("accentFg" if chosen else "text2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(Qt.PenStyle.NoPen)

    @staticmethod
    def _line(painter: QPainter, area: QRectF, text: str, font, colour: QColor) -> None:  # type: ignore[no-untyped-def]
        painter.setFont(font)
        painter.setPen(colour)
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setPen(Qt.PenStyle.NoPen)
