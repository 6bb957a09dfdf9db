"""The board itself: one scroll area that paints technicians and time, and shows what is dragged over it."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from core.presenters.board import clock_text, hour_minutes, load_percent
from core.presenters.reasons import grade_text, reason_text
from core.queries.board import VisitRow
from core.rules.facts import Minute
from core.rules.timeline import Span, Timeline, anchored_scroll, scroll_showing
from core.rules.verdict import Verdict
from core.texts import Texts
from office_app.board import accessible
from office_app.board.canvas import BoardCanvas
from office_app.board.gestures.mouse import BoardMouse
from office_app.board.model.blocks import BlockDrag
from office_app.board.model.day_loads import DayLoads
from office_app.board.model.drag import Drag
from office_app.board.model.geometry import COLUMN, HEADER, MARGIN, Geometry
from office_app.board.model.scene import Scene
from office_app.board.painting.layer import Layer
from office_app.board.painting.look import Look
from office_app.board.painting.margins import FramePainter, RowLoad
from office_app.board.painting.overlay import OverlayPainter
from office_app.board.painting.rows import BodyPainter, Marks

_FLASH_MS = 1_200


class BoardView(QAbstractScrollArea):
    """Shows a scene. What the person does with it is told by signals of `mouse`; nothing is stored from here."""

    zoomed = Signal(float)

    def __init__(self, look: Look, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("boardView")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.scene, self.marks, self.now = Scene(), Marks(), 0
        self.geometry_now = Geometry(Timeline((Span(0, 24 * 60),), 84.0))
        self.drag: Drag | None = None
        self.block: BlockDrag | None = None
        self.pointer = QPointF()
        self.title = ""
        self._texts = texts
        self._loads: dict[int, RowLoad] = {}
        self.look = look
        self._body = BodyPainter(self.look, texts, self.marks, DayLoads(self.scene))
        self._frame, self._overlay = FramePainter(self.look, texts), OverlayPainter(self.look, texts)
        self._layer, self._people = Layer(self._paint_part), Layer(self._paint_people)
        self._chosen_technician = ""
        accessible.install()
        self.canvas = BoardCanvas(self)
        self.setViewport(self.canvas)
        self.canvas.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.mouse = BoardMouse(self)
        self.setCornerWidget(QWidget())
        self._density = ""
        self._fullest = 0  # as it was loaded: rows do not grow under the planner's hand
        self.horizontalScrollBar().setSingleStep(40)
        self.verticalScrollBar().setSingleStep(24)
        look.theme.changed.connect(self._on_theme)

    # ---- What is shown ----

    def show_axis(self, axis: Timeline, scroll: float | None = None) -> None:
        """Another stretch of time or another zoom; without a scroll the place stays as near as it can."""
        self.geometry_now.axis = axis
        self._set_row_height()
        self._layer.invalidate()
        self._set_ranges()
        if scroll is not None:
            self.horizontalScrollBar().setValue(round(scroll))
        self._sync_scroll()
        self.canvas.update()

    def loaded(self) -> None:
        """The scene was filled anew."""
        self.geometry_now.rows = len(self.scene.rows)
        self._fullest = self.scene.fullest_day() if self.geometry_now.many_days else 0
        self.mouse.forget()
        if self.block is not None and self.scene.index_of(self.block.person_id) != self.block.row:
            self.mouse.drop_block()
        self._set_row_height()
        self._loads.clear()
        self._forget_pictures()
        self._set_ranges()
        self._sync_scroll()
        self.canvas.update()

    def rows_changed(self, rows: Iterable[int], flash: Iterable[str] = ()) -> None:
        """Only these rows look different."""
        for number in rows:
            self._loads.pop(number, None)
            self._touch_row(number)
        names = set(flash)
        if names:
            self.marks.flashing |= names
            QTimer.singleShot(_FLASH_MS, self, lambda: self._end_flash(names))
        self.canvas.update()

    def set_now(self, now: Minute) -> None:
        if now != self.now:
            self.now = now
            self.rows_changed(self.scene.running())

    def set_density(self, density: str) -> None:
        """A chosen row height; without one all technicians are shown if they can be."""
        self._density = density
        self._set_row_height()
        self._forget_pictures()
        self._set_ranges()
        self._sync_scroll()
        self.canvas.update()

    def select(self, visit_ids: Iterable[str], current: str = "") -> None:
        before = self.marks.selected | {self.marks.current}
        self.marks.selected, self.marks.current = set(visit_ids), current
        for visit_id in before | self.marks.selected | {current}:
            self.touch_visit(visit_id)
        chosen = self.scene.visits.get(current)
        accessible.say_focus(self, current)
        self.canvas.setAccessibleName(self.tip(chosen) if chosen is not None else self._texts("shell.place_board"))

    def touch_visit(self, visit_id: str) -> None:
        visit = self.scene.visits.get(visit_id)
        if visit is not None:
            for number in self.scene.rows_of(visit):
                self._touch_row(number)
            self.canvas.update()

    def scroll_for(self, start: Minute, end: Minute, scroll: float | None = None) -> float:
        """The nearest scroll (to this one, else to the present) that shows a stretch of time."""
        at = self.horizontalScrollBar().value() if scroll is None else scroll
        return scroll_showing(self.geometry_now.axis, at, self.canvas.width() - COLUMN, start, end)

    def scroll_across(self, to: float) -> None:
        """At once, and again when it is known whether the other scroll bar takes room: that changes how far it goes."""
        bar = self.horizontalScrollBar()
        bar.setValue(round(to))
        QTimer.singleShot(0, bar, lambda: bar.setValue(round(to)))

    def zoom_by(self, factor: float, anchor: float | None = None) -> None:
        """Keeps the minute under `anchor` (pixels from the canvas's left) where it is."""
        geometry = self.geometry_now
        middle = (self.canvas.width() - COLUMN) / 2
        at = middle if anchor is None else max(0.0, anchor - COLUMN)
        after = geometry.axis.scaled(geometry.axis.pixels_per_hour * factor)
        scroll = anchored_scroll(geometry.axis, after, geometry.scroll_x, at)
        self.show_axis(after, scroll)
        self.zoomed.emit(after.pixels_per_hour)

    def reveal(self, row: int, minute: Minute, end: Minute | None = None) -> None:
        """Scrolls as little as needed for this to be seen."""
        geometry = self.geometry_now
        y = geometry.y_of(row)
        self.scroll_across(self.scroll_for(minute, minute + 60 if end is None else end))
        up_down = self.verticalScrollBar()
        if y < HEADER:
            up_down.setValue(round(up_down.value() - (HEADER - y)))
        elif y + geometry.row_height > geometry.height:
            up_down.setValue(round(up_down.value() + y + geometry.row_height - geometry.height))

    def reasons(self) -> dict[str, str]:
        """What each visible row says to the dragged job."""
        if self.drag is None:
            return {}
        rows = (self.scene.rows[number].technician for number in self.geometry_now.visible_rows())
        found = {who.short_name: self.drag.verdicts.get(who.id) for who in rows}
        return {
            name: f"{grade_text(self._texts, verdict)}: {reason_text(self._texts, verdict.reason)}"
            for name, verdict in found.items() if verdict is not None
        }

    def job_count(self, number: int) -> str:
        """«4 jobb»."""
        return self._texts.count("board.row_jobs", len(self.scene.bars(number)))

    def tip(self, visit: VisitRow) -> str:
        """What a bar too narrow for its words says under the pointer."""
        assert visit.start is not None and visit.end is not None
        times = f"{clock_text(self._texts, visit.start)}–{clock_text(self._texts, visit.end)}"
        status = self._texts(f"board.status_{visit.shown_status(self.now)}")
        said = f"{visit.customer}\n{visit.subject}\n{times} · {status}"
        if visit.copy:
            said = f"{said} · {self._texts('board.copy_mark')}"
        return f"{said}\n{self._texts('board.locked_covers')}" if visit.pinned else said

    @property
    def chosen_technician(self) -> str:
        return self._chosen_technician

    @chosen_technician.setter
    def chosen_technician(self, person_id: str) -> None:
        before, self._chosen_technician = self._chosen_technician, person_id
        for number in map(self.scene.index_of, (before, person_id)):
            if number is not None:
                self._touch_row(number)
        self.canvas.update()

    # ---- Painting ----

    def paintEvent(self, _event: QPaintEvent) -> None:
        geometry = self.geometry_now
        painter = QPainter(self.canvas)
        self.look.ratio = painter.deviceTransform().m11()
        height = max(1, geometry.height - HEADER)
        self._layer.fit(QSize(max(1, geometry.width - COLUMN), height), self.look.ratio)
        self._layer.draw(painter, COLUMN, HEADER)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        target = self.drag.target if self.drag is not None else None
        if self.drag is not None:
            self._overlay.drag(painter, geometry, self.drag)
        if self.drag is not None and self.drag.verdicts:
            self._paint_column(painter, geometry.visible_rows(), self.drag.verdicts, target.row if target else None)
        else:
            self._people.fit(QSize(COLUMN, height), self.look.ratio)
            self._people.draw(painter, 0, HEADER)
        self._frame.header(painter, geometry, self.now, self._texts("board.technicians"), self.title)
        self._overlay.now(painter, geometry, self.now)
        if self.drag is not None and target is not None:
            self._overlay.pill(painter, geometry, self.drag, target)
            self._overlay.card(painter, geometry, self.drag, self.pointer)
        elif self.block is not None:
            self._overlay.block(painter, geometry, self.block)
        elif self.mouse.band is not None:
            self._overlay.band(painter, self.mouse.band)

    def _paint_people(self, painter: QPainter, part: QRectF) -> None:
        """A part of the column of technicians with their loads."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(0, -HEADER)
        self._paint_column(painter, self._rows_between(part.top(), part.bottom()))
        painter.translate(0, HEADER)

    def _paint_column(
        self, painter: QPainter, rows: range, verdicts: Mapping[str, Verdict] | None = None, target: int | None = None
    ) -> None:
        geometry = self.geometry_now
        painter.save()
        painter.setClipRect(QRectF(0, HEADER, COLUMN, geometry.height - HEADER), Qt.ClipOperation.IntersectClip)
        silent = [number for number in rows if self.scene.rows[number].technician.id not in (verdicts or {})]
        loads = {number: self._load_of(number) for number in silent}
        below = max(HEADER, geometry.y_of(geometry.rows))
        painter.fillRect(QRectF(0, below, COLUMN, max(0.0, geometry.height - below)), self.look.surface)
        self._frame.column(painter, self.scene, geometry, rows, loads, verdicts or {}, target, self.chosen_technician)
        painter.restore()

    def _rows_between(self, top: float, bottom: float) -> range:
        """The rows that a stretch below the header touches."""
        geometry = self.geometry_now
        low = int((top + geometry.scroll_y) // geometry.row_height)
        high = int((bottom - 1 + geometry.scroll_y) // geometry.row_height)
        return range(max(0, low), min(geometry.rows, high + 1))

    def _paint_part(self, painter: QPainter, part: QRectF) -> None:
        """One part of the body, given in the body's own coordinates."""
        geometry = self.geometry_now
        rows = self._rows_between(part.top(), part.bottom())
        end = max(part.top(), geometry.y_of(rows.stop) - HEADER)
        painter.fillRect(QRectF(part.left(), end, part.width(), max(0.0, part.bottom() - end)), self.look.canvas)
        painter.translate(-COLUMN, -HEADER)
        box = part.translated(COLUMN, HEADER)
        self._body.paint(painter, self.scene, geometry, rows, box.left(), box.right(), self.now)
        painter.translate(COLUMN, HEADER)

    def _load_of(self, number: int) -> RowLoad:
        found = self._loads.get(number)
        if found is None:
            axis = self.geometry_now.axis
            visits = [visit for visit in self.scene.in_order(number) if visit.start is not None
                      and axis.first <= visit.start < axis.last]
            hours = hour_minutes(visits, self.scene.rows[number].technician, axis.first, axis.last)
            found = self._loads[number] = RowLoad(len(visits), load_percent(hours.loads(axis.first)))
        return found

    def _touch_row(self, number: int) -> None:
        geometry = self.geometry_now
        top = round(geometry.y_of(number) - HEADER)
        self._layer.touch(QRect(0, top, max(1, geometry.width - COLUMN), geometry.row_height))
        self._people.touch(QRect(0, top, COLUMN, geometry.row_height))

    def _end_flash(self, visit_ids: set[str]) -> None:
        self.marks.flashing -= visit_ids
        for visit_id in visit_ids:
            self.touch_visit(visit_id)

    def _on_theme(self) -> None:
        self._forget_pictures()
        self.canvas.update()

    def _forget_pictures(self) -> None:
        self._layer.invalidate()
        self._people.invalidate()

    # ---- Scrolling ----

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self._layer.scroll(dx, dy)
        self._people.scroll(0, dy)
        self._sync_scroll()
        self.canvas.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.geometry_now.width, self.geometry_now.height = self.canvas.width(), self.canvas.height()
        self._set_row_height()
        self._set_ranges()
        self._forget_pictures()
        super().resizeEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1.0015 ** event.angleDelta().y(), event.position().x())
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            bar = self.horizontalScrollBar()
            bar.setValue(bar.value() - (event.angleDelta().y() or event.angleDelta().x()))
            event.accept()
        else:
            super().wheelEvent(event)

    def _set_row_height(self) -> None:
        self.geometry_now.fit_rows(self._density, self._fullest)

    def _set_ranges(self) -> None:
        geometry = self.geometry_now
        across = max(0, round(geometry.axis.width) - (geometry.width - COLUMN) + MARGIN)
        down = max(0, geometry.content_height - (geometry.height - HEADER))
        for bar, most, page in (
            (self.horizontalScrollBar(), across, geometry.width - COLUMN),
            (self.verticalScrollBar(), down, geometry.height - HEADER),
        ):
            bar.setRange(0, most)
            bar.setPageStep(max(1, page))

    def _sync_scroll(self) -> None:
        self.geometry_now.scroll_x = self.horizontalScrollBar().value()
        self.geometry_now.scroll_y = self.verticalScrollBar().value()

    # ---- Mouse and keys ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.mouse.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.mouse.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.mouse.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the page has the keys; the scroll area would take the arrows

    def local(self, point: QPoint) -> QPointF:
        """A global point on the canvas."""
        return QPointF(self.canvas.mapFromGlobal(point))

