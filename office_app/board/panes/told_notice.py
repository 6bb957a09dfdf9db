"""Says at once when a customer who holds an SMS about a time has no visit any more, and offers the cancellation."""

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.presenters.board import clock_text
from core.queries.board import VisitRow
from core.queries.messages import LEFT
from core.rules.facts import Minute, local_day
from core.texts import Texts
from office_app.board.data import BoardData
from office_app.board.panes.notices import Notice
from office_app.context import OfficeContext

_SHOWN_MS, _ABOVE = 30_000, 64


class ToldNotice(Notice):
    """Of what was unplanned while this window looked on, by whatever way; it stays among what needs a person."""

    def __init__(
        self, context: OfficeContext, parent: QWidget, texts: Texts, data: BoardData,
        cancel: Callable[[VisitRow], None], look_at: Callable[[str], None],
    ) -> None:
        super().__init__(context, parent, "toldNotice", "message-square-text", "badStrong", "popover")
        self._texts, self._data, self._cancel, self._look_at = texts, data, cancel, look_at
        self._expected: set[str] = set()
        self._said = ""
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        data.rows.connect(lambda _rows, _flash: self._look())
        data.loaded.connect(self._look)

    def _look(self) -> None:
        scene, now = self._data.scene, self._data.now
        waiting = {visit.id: visit for visit in scene.unplanned.values() if _waits(visit, now)}
        lost = [visit for visit_id, visit in waiting.items() if visit_id in self._expected]
        self._expected -= waiting.keys()
        self._expected |= {visit.id for visit in scene.visits.values() if _waits(visit, now)}
        if lost:
            self._tell(lost[-1])
        elif self._said and self._said not in waiting:
            self._done()

    def _tell(self, visit: VisitRow) -> None:
        assert visit.told_from is not None
        self._said = visit.id
        self.say(self._texts("board.told_lost", customer=visit.customer, time=self._when(visit.told_from)), [
            ("toldCancel", self._texts("board.told_cancel"), "send", lambda: self._act(lambda: self._cancel(visit))),
            ("toldShow", self._texts("board.show"), "arrow-right", lambda: self._act(lambda: self._look_at(visit.id))),
            ("toldClose", self._texts("shell.close"), "x", self._done),
        ])
        self._timer.start()

    def _act(self, act: Callable[[], None]) -> None:
        self._done()
        act()

    def _done(self) -> None:
        self._said = ""
        self.hide()

    def _when(self, minute: Minute) -> str:
        clock = clock_text(self._texts, minute)
        day = local_day(minute)
        return clock if day == local_day(self._data.now) else f"{self._texts.day(day)} {clock}"

    def _place(self) -> None:
        """Above the other sentences, which the same step may have caused."""
        super()._place()
        self.move(self.x(), self.y() - _ABOVE)


def _waits(visit: VisitRow, now: Minute) -> bool:
    """An SMS about a time to come has left."""
    return visit.told_from is not None and visit.told_from > now and visit.sms in LEFT
