"""Keeps the board's scene true: asks for a window of days, then only for what committed changes touched."""

from datetime import date, datetime

from PySide6.QtCore import QObject, QTimer, Signal

from core.changes import Changes
from core.presenters.job_plan import suggestion_counts
from core.qt.collector import set_aside
from core.queries.board import (
    TECHNICIAN_KINDS,
    WINDOW_KINDS,
    BoardChange,
    BoardRows,
    board,
    board_change,
    board_rows_for,
)
from core.queries.technician_days import TechnicianDays, technician_days
from core.rules.facts import Minute, to_minute
from office_app.board.model.scene import Scene
from office_app.context import OfficeContext

_TICK_MS = 5_000
_MANY = 5_000  # visits whose rows the collector should not walk through
_COUNTED = 40  # suggestions are counted for so many cards; further down nobody looks before they moved up


class BoardData(QObject):
    """`loaded`: the scene was filled anew. `rows`: these rows look different, and these visits others changed."""

    loaded = Signal()
    rows = Signal(object, object)
    unplanned = Signal()
    counted = Signal(dict)
    ticked = Signal(int)

    def __init__(self, context: OfficeContext, scene: Scene, parent: QObject) -> None:
        super().__init__(parent)
        self.scene = scene
        self.first_day, self.days = date.min, 0
        self.ready = False
        self.by_others = False  # whether what `rows` or `loaded` tells just now was somebody else's doing
        self._own_reload = False
        self._context = context
        self._missed: list[Changes] | None = None
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(lambda: self.ticked.emit(self.now))
        self._timer.start()
        context.tasks.changed.connect(self._on_changed)

    @property
    def moment(self) -> datetime:
        return self._context.core.clock.now()

    @property
    def now(self) -> Minute:
        return to_minute(self.moment)

    def show(self, first_day: date, days: int) -> None:
        """Asks for a window; until it arrives the old one stays."""
        self.first_day, self.days = first_day, days
        self.reload()

    def reload(self) -> None:
        if not self.days:
            return
        self._missed = []
        self._context.tasks.ask(
            board, self.first_day, self.days, self.moment, done=self._on_loaded, key=("board", id(self)), owner=self
        )

    def refresh(self, visit_ids: set[str]) -> None:
        """Asks how these visits are stored: after a refusal, what was shown at once is taken back."""
        self._context.tasks.ask(
            board_rows_for, visit_ids, self.first_day, self.days, self.moment, done=self._on_change, owner=self
        )

    def count_suggestions(self, visit_ids: tuple[str, ...]) -> None:
        self._context.tasks.ask(
            suggestion_counts, visit_ids[:_COUNTED], self.moment, done=self.counted.emit,
            key=("suggestion_counts", id(self)), owner=self,
        )

    def _on_loaded(self, found: BoardRows) -> None:
        self.scene.load(found)
        self.ready = True
        self.by_others, self._own_reload = not self._own_reload, False
        self.loaded.emit()
        self.by_others = False
        self.unplanned.emit()
        missed, self._missed = self._missed or [], None
        if len(found.visits) > _MANY:
            QTimer.singleShot(0, self, set_aside)
        for changes in missed:  # committed while the window was being read: it may hold them or not
            self._ask_change(changes)

    def _on_changed(self, changes: Changes) -> None:
        if not self.days:
            return
        others = changes.author_id != self._context.tasks.author_id
        if changes.touches(*WINDOW_KINDS):
            self._own_reload = not others
            self.reload()
            return
        if changes.touches(*TECHNICIAN_KINDS):
            self._context.tasks.ask(
                technician_days, self.first_day, self.days, self.moment,
                done=lambda found: self._on_technicians(found, others), key=("technicians", id(self)),
                owner=self,
            )
        if self._missed is not None:
            self._missed.append(changes)
        self._ask_change(changes)

    def _on_technicians(self, found: tuple[TechnicianDays, ...], others: bool) -> None:
        touched = self.scene.put_technicians(found)
        if touched is None:
            self.reload()
        elif touched:
            self.by_others = others
            self.rows.emit(touched, set())
            self.by_others = False
            self.unplanned.emit()

    def _ask_change(self, changes: Changes) -> None:
        others = changes.author_id != self._context.tasks.author_id
        self._context.tasks.ask(
            board_change, changes, self.first_day, self.days, self.moment,
            done=lambda change: self._on_change(change, others), owner=self,
        )

    def _on_change(self, change: BoardChange, others: bool = False) -> None:
        before = dict(self.scene.unplanned)
        known = {row.id: self.scene.find(row.id) for row in change.rows}
        touched = self.scene.apply(change)
        flash = {row.id for row in change.rows if others and known[row.id] is not None and known[row.id] != row}
        self.by_others = others
        self.rows.emit(touched, flash)
        self.by_others = False
        if self.scene.unplanned != before:
            self.unplanned.emit()
