"""Leads a drag from where it began to where it ends: out of the list or a bar, by mouse or by keyboard."""

from typing import Literal, Protocol

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from core.queries.board import VisitRow
from core.rules.facts import JobFacts, Minute
from office_app.board.gestures.mouse import inside_body
from office_app.board.model.drag import Drag, Mode, Purpose
from office_app.board.model.geometry import COLUMN, HEADER
from office_app.board.view import BoardView

_EDGE_PIXELS, _EDGE_STEP, _EDGE_MS = 24, 14, 30
_EDGE_REST = 14  # ticks that the pointer must rest there, so that coming in over the edge scrolls nothing
_SHIFT, _ALT, _CTRL = (
    Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
)
End = Literal["planned", "resized", "unplanned", "helped", "copied", "cancelled"]


_ENDS: dict[Purpose, End] = {"move": "planned", "help": "helped", "copy": "copied"}


class Landing(Protocol):
    """A place beside the board's rows where a job can be dropped too: a day of the month, somebody on the map."""

    def landing(self, drag: Drag, point: QPoint) -> tuple[int, Minute] | None:
        """The row and start that a drop at this global point would mean, None when it lies elsewhere."""
        ...

    def show_drag(self, drag: Drag | None) -> None:
        """The drag has moved, or (None) is over."""
        ...


class DragHub(QObject):
    """One drag at a time. `began` asks for better facts about the job; `ended` says what the drop means."""

    began = Signal(object)
    outside = Signal(object, QPoint)
    ended = Signal(str, object)

    def __init__(self, view: BoardView, list_area: QWidget) -> None:
        super().__init__(view)
        self._view, self._list = view, list_area
        self.landings: list[Landing] = []
        self._global = QPoint()
        self._keys = Qt.KeyboardModifier.NoModifier
        self._by_keyboard = False
        self._resting = 0
        self._edge = QTimer(self, interval=_EDGE_MS)
        self._edge.timeout.connect(self._scroll_at_edge)
        view.mouse.moved.connect(self.move)
        view.mouse.dropped.connect(self.drop)

    @property
    def drag(self) -> Drag | None:
        return self._view.drag

    def begin(self, visit: VisitRow, mode: Mode, grab: float, point: QPoint, *, keyboard: bool = False) -> None:
        view = self._view
        if view.drag is not None or not view.scene.rows:
            return
        view.drag = Drag(view.scene, visit, mode, grab, view.now)
        if mode == "move" and visit.id in view.marks.selected:
            chosen = (view.scene.visits.get(other) for other in sorted(view.marks.selected - {visit.id}))
            view.drag.others = tuple(v for v in chosen if v is not None and v.movable and not v.pinned)
        view.marks.lifted = visit.id
        view.touch_visit(visit.id)
        view.drag.begin(view.geometry_now)
        self._by_keyboard = keyboard
        view.canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.began.emit(visit)
        if keyboard:
            self._start_by_keyboard(visit)
        else:
            self._edge.start()
            self.move(point, Qt.KeyboardModifier.NoModifier)
        view.canvas.update()

    def know(self, job: JobFacts) -> None:
        """Better facts about the job that is dragged have arrived."""
        drag = self.drag
        if drag is not None and drag.visit.id == job.activity_id:
            drag.know(job)
            if drag.target is not None:
                drag.at(self._view.geometry_now, drag.target.row, drag.target.start)
            else:
                drag.leave(self._view.geometry_now)
            self._view.canvas.update()

    def renew(self) -> None:
        """Other days were loaded under the drag, or somebody changed a row: everything is judged anew."""
        drag = self.drag
        if drag is None:
            return
        lost = drag.target is not None and drag.scene.index_of(drag.target.person_id) is None
        if not drag.scene.rows or (lost and self._by_keyboard):
            self.cancel()
            return
        drag.renew(self._view.geometry_now)
        self._view.canvas.update()

    def move(self, point: QPoint, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """The pointer is at a global point."""
        drag, view = self.drag, self._view
        if drag is None or self._by_keyboard:
            return
        self._global, self._keys = point, keys
        local = view.local(point)
        view.pointer = local
        on_board = view.isVisible() and inside_body(view, local)
        row = view.geometry_now.row_at(local.y()) if on_board else None
        elsewhere = None if on_board else self._landing(drag, point)
        if drag.mode == "resize":
            drag.over(view.geometry_now, local.x(), 0, fine=bool(keys & _CTRL))
        elif elsewhere is not None:
            drag.purpose = "move"
            drag.at(view.geometry_now, *elsewhere)
        elif row is None:
            if drag.target is not None or not drag.judged:
                drag.leave(view.geometry_now)
        else:
            drag.purpose = _purpose(drag, keys)
            plain = drag.purpose == "move"
            drag.over(
                view.geometry_now, local.x(), row, fine=plain and bool(keys & _CTRL),
                keep_row=plain and bool(keys & _SHIFT),
                keep_time=drag.purpose == "help" or (plain and bool(keys & _ALT)),
            )
        self._show(drag, on_board)
        view.canvas.update()

    def drop(self, point: QPoint) -> None:
        drag = self.drag
        if drag is None or self._by_keyboard:
            return
        self.move(point, self._keys)
        end: End = "cancelled"
        if drag.target is not None and drag.changes:
            end = _ENDS[drag.purpose] if drag.mode != "resize" else "resized"
        elif drag.target is None and drag.mode == "move" and self._over_list(point):
            end = "unplanned"
        self._end(end)

    def cancel(self) -> None:
        if self.drag is not None:
            self._end("cancelled")

    # ---- By keyboard ----

    def step(self, minutes: int, rows: int) -> None:
        """Moves the lifted job; the same verdicts as with the mouse."""
        drag, view = self.drag, self._view
        if drag is None or drag.target is None:
            return
        row = min(max(0, drag.target.row + rows), len(view.scene.rows) - 1)
        drag.at(view.geometry_now, row, drag.target.start + minutes)
        self._show_keyboard_target()

    def drop_here(self) -> None:
        drag = self.drag
        if drag is not None and self._by_keyboard:
            self._end("planned" if drag.changes else "cancelled")

    @property
    def by_keyboard(self) -> bool:
        return self.drag is not None and self._by_keyboard

    def _start_by_keyboard(self, visit: VisitRow) -> None:
        drag, view = self.drag, self._view
        assert drag is not None
        row = view.scene.index_of(visit.person_id) or 0
        quarter: Minute = -(-view.now // 15) * 15
        start = visit.start if visit.start is not None else max(quarter, visit.promised_from or quarter)
        drag.at(view.geometry_now, row, start)
        self._show_keyboard_target()

    def _show_keyboard_target(self) -> None:
        drag, view = self.drag, self._view
        if drag is None or drag.target is None:
            return
        view.reveal(drag.target.row, drag.target.start)
        geometry = view.geometry_now
        view.pointer = QPointF(geometry.x_of(drag.target.start), geometry.y_of(drag.target.row))
        for place in self.landings:
            place.show_drag(drag)
        view.canvas.update()

    # ---- Inside ----

    def _end(self, end: End) -> None:
        view, drag = self._view, self._view.drag
        self._edge.stop()
        self._by_keyboard = False
        view.drag, view.marks.lifted = None, ""
        view.mouse.forget()
        view.canvas.unsetCursor()
        assert drag is not None
        view.touch_visit(drag.visit.id)
        view.canvas.update()
        self.outside.emit(None, self._global)
        for place in self.landings:
            place.show_drag(None)
        self.ended.emit(end, drag)

    def _landing(self, drag: Drag, point: QPoint) -> tuple[int, Minute] | None:
        if drag.mode == "resize":
            return None
        return next((found for place in self.landings if (found := place.landing(drag, point)) is not None), None)

    def _show(self, drag: Drag, on_board: bool) -> None:
        shown_by_board = drag.mode == "resize" or (on_board and drag.target is not None)
        self.outside.emit(None if shown_by_board else drag.visit, self._global)
        for place in self.landings:
            place.show_drag(drag)

    def _over_list(self, point: QPoint) -> bool:
        return QRect(self._list.mapToGlobal(QPoint(0, 0)), self._list.size()).contains(point)

    def _scroll_at_edge(self) -> None:
        """Near an edge the board scrolls on while the pointer rests there."""
        view = self._view
        local = view.local(self._global)
        if not inside_body(view, local) or self.drag is None or self.drag.target is None:
            self._resting = 0
            return
        across = _push(local.x(), COLUMN, view.canvas.width())
        down = _push(local.y(), HEADER, view.canvas.height())
        self._resting = self._resting + 1 if across or down else 0
        if self._resting > _EDGE_REST:
            bars = view.horizontalScrollBar(), view.verticalScrollBar()
            before = bars[0].value(), bars[1].value()
            bars[0].setValue(before[0] + across)
            bars[1].setValue(before[1] + down)
            if (bars[0].value(), bars[1].value()) != before:
                self.move(self._global, self._keys)


def _purpose(drag: Drag, keys: Qt.KeyboardModifier) -> Purpose:
    """Ctrl with Shift asks the other technician to help, Ctrl with Alt leaves the job there and plans a copy."""
    if drag.mode != "move" or not keys & _CTRL:
        return "move"
    if keys & _SHIFT:
        return "help"
    return "copy" if keys & _ALT else "move"


def _push(at: float, low: float, high: float) -> int:
    if at < low + _EDGE_PIXELS:
        return -_EDGE_STEP
    return _EDGE_STEP if at > high - _EDGE_PIXELS else 0
