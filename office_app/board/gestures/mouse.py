"""The board's own mouse: choosing, lifting bars, resizing, the rubber band. It only tells; others act."""

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolTip

from office_app.board.model.blocks import BlockDrag
from office_app.board.model.geometry import COLUMN, HEADER, START_PIXELS
from office_app.board.model.hit import Hit, hit

if TYPE_CHECKING:
    from office_app.board.view import BoardView

_CTRL = Qt.KeyboardModifier.ControlModifier


class BoardMouse(QObject):
    """`lifted`: a bar was taken (visit id, «move» or «resize», minutes into it). While something is dragged, wherever
    it came from, `moved` and `dropped` pass the pointer on. A break or an absence stays in its row, so its drag is led
    here to the end and told as a whole (`block_moved`)."""

    chosen = Signal(list, str)
    opened = Signal(str)
    lifted = Signal(str, str, float, QPoint)
    moved = Signal(QPoint, object)
    dropped = Signal(QPoint)
    technician = Signal(str)
    menu = Signal(str, QPoint)
    person_menu = Signal(str, QPoint)
    block_menu = Signal(object, QPoint)
    block_moved = Signal(object)

    def __init__(self, view: "BoardView") -> None:
        super().__init__(view)
        self._view = view
        self._pressed: tuple[QPointF, Hit] | None = None
        self.band: QRectF | None = None

    def press(self, event: QMouseEvent) -> None:
        view, point = self._view, event.position()
        found = hit(view.scene, view.geometry_now, point)
        view.setFocus(Qt.FocusReason.MouseFocusReason)
        event.accept()
        if view.drag is not None or view.block is not None or self.band is not None:
            return  # another button, while something is in the hand
        if event.button() == Qt.MouseButton.RightButton and found.kind == "column" and found.row is not None:
            who = view.scene.rows[found.row].technician.id
            self.person_menu.emit(who, event.globalPosition().toPoint())
            return
        if event.button() == Qt.MouseButton.RightButton and found.bar is not None:
            self.chosen.emit([found.bar.visit.id], found.bar.visit.id)
            self.menu.emit(found.bar.visit.id, event.globalPosition().toPoint())
            return
        if event.button() == Qt.MouseButton.RightButton and found.piece is not None:
            self.block_menu.emit(self._block(found), event.globalPosition().toPoint())
            return
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = (point, found)
        if found.bar is not None:
            self._choose(found.bar.visit.id, bool(event.modifiers() & _CTRL))
        elif found.kind == "column" and found.row is not None:
            self.technician.emit(view.scene.rows[found.row].technician.id)

    def move(self, event: QMouseEvent) -> None:
        view, point = self._view, event.position()
        event.accept()
        if view.drag is not None:
            self.moved.emit(event.globalPosition().toPoint(), event.modifiers())
            return
        if view.block is not None:
            fine = bool(event.modifiers() & _CTRL)
            view.block.over(view.geometry_now.axis, view.geometry_now.minute_at(point.x()), fine=fine)
            view.canvas.update()
            return
        if self._pressed is None:
            self._hover(point, event)
            return
        start, found = self._pressed
        if (point - start).manhattanLength() < START_PIXELS:
            return
        if found.bar is not None:
            self._lift(found, start, event)
        elif found.piece is not None and not view.geometry_now.stacked:
            view.block = self._block(found)
            view.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.move(event)
        elif found.kind in ("row", "nothing"):
            self.band = QRectF(start, point).normalized()
            view.canvas.update()

    def release(self, event: QMouseEvent) -> None:
        view = self._view
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        pressed, self._pressed = self._pressed, None
        if view.drag is not None:
            self.dropped.emit(event.globalPosition().toPoint())
        elif view.block is not None:
            block = view.block
            self.drop_block()
            if block.changes:
                self.block_moved.emit(block)
        elif self.band is not None:
            self._choose_band(self.band)
            self.band = None
            view.canvas.update()
        elif pressed is not None and pressed[1].kind in ("row", "nothing", "header", "block", "block_edge"):
            self.chosen.emit([], "")

    def double_click(self, event: QMouseEvent) -> None:
        found = hit(self._view.scene, self._view.geometry_now, event.position())
        event.accept()
        if found.bar is not None:
            self.opened.emit(found.bar.visit.id)

    def forget(self) -> None:
        """The drag ended elsewhere (Escape)."""
        self._pressed = None

    def drop_block(self) -> None:
        """Lets go of a break or an absence; nothing is stored by this."""
        self._view.block, self._pressed = None, None
        self._view.canvas.unsetCursor()
        self._view.canvas.update()

    def drop_band(self) -> None:
        """Lets go of the rubber band; what is chosen stays."""
        self.band, self._pressed = None, None
        self._view.canvas.update()

    def _block(self, found: Hit) -> BlockDrag:
        assert found.piece is not None and found.row is not None
        person_id = self._view.scene.rows[found.row].technician.id
        grip: Literal["move", "resize"] = "resize" if found.kind == "block_edge" else "move"
        return BlockDrag(found.row, person_id, found.piece, grip, found.minute - found.piece.start)

    def _choose(self, visit_id: str, more: bool) -> None:
        selected = set(self._view.marks.selected) if more else set()
        selected ^= {visit_id} if more else set()
        if not more:
            keep = self._view.marks.selected
            selected = keep if visit_id in keep and len(keep) > 1 else {visit_id}
        self.chosen.emit(sorted(selected), visit_id)

    def _lift(self, found: Hit, start: QPointF, event: QMouseEvent) -> None:
        assert found.bar is not None
        visit = found.bar.visit
        resizable = found.kind == "edge" and not found.bar.helper
        if not visit.movable and not (resizable and visit.state == "in_execution"):
            self._pressed = None
            return
        geometry = self._view.geometry_now
        # Where a day is a column, the pointer is at no time of the job; a nearer zoom may follow during the drag.
        grab = 0.0 if geometry.stacked else geometry.minute_at(start.x()) - found.bar.start
        mode = "resize" if resizable else "move"
        self.lifted.emit(visit.id, mode, grab, event.globalPosition().toPoint())

    def _choose_band(self, band: QRectF) -> None:
        view = self._view
        geometry = view.geometry_now
        first, last = geometry.minutes_between(band.left(), band.right())
        top = geometry.row_at(max(band.top(), HEADER)) or 0
        bottom = geometry.row_at(band.bottom())
        rows = range(top, (bottom if bottom is not None else geometry.rows - 1) + 1)
        ids = [
            bar.visit.id for row in rows for bar in view.scene.bars_between(row, first, last)
            if geometry.bar_rect(row, bar).intersects(band)
        ]
        self.chosen.emit(sorted(set(ids)), ids[0] if ids else "")

    def _hover(self, point: QPointF, event: QMouseEvent) -> None:
        view = self._view
        found = hit(view.scene, view.geometry_now, point)
        over = found.bar.visit.id if found.bar is not None else ""
        if over != view.marks.hovered:
            before, view.marks.hovered = view.marks.hovered, over
            view.touch_visit(before)
            view.touch_visit(over)
            QToolTip.hideText()
        block = found.piece is not None and not view.geometry_now.stacked
        movable = block or (found.bar is not None and found.bar.visit.movable)
        if found.kind in ("edge", "block_edge") and movable:
            view.canvas.setCursor(Qt.CursorShape.SizeHorCursor)
        elif movable:
            view.canvas.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            view.canvas.unsetCursor()
        narrow = found.bar is not None and view.geometry_now.bar_rect(found.row or 0, found.bar).width() < 120
        if found.bar is not None and (narrow or found.bar.visit.pinned) and found.kind == "bar":
            QToolTip.showText(event.globalPosition().toPoint(), view.tip(found.bar.visit), view.canvas)


def inside_body(view: "BoardView", point: QPointF) -> bool:
    return COLUMN <= point.x() < view.canvas.width() and HEADER <= point.y() < view.canvas.height()
