"""Offers a message with the new time as soon as a sent job has slipped further than the firm lets pass in silence."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from core.presenters.board import clock_text
from core.queries.board import VisitRow
from core.queries.firm import FirmRow, firm
from core.rules.facts import Minute
from core.texts import Texts
from office_app.board.data import BoardData
from office_app.board.panes.notices import Notice
from office_app.board.release_many import ReleaseMany
from office_app.context import OfficeContext

SLIP_MINUTES = 15
"""A firm sets its own with `slip_minutes`."""
_SHOWN_MS, _ABOVE = 15_000, 64


class SlipNotice(Notice):
    """Nothing has to be answered: what is not sent stays among what needs a person."""

    def __init__(
        self, context: OfficeContext, parent: QWidget, texts: Texts, data: BoardData, releases: ReleaseMany
    ) -> None:
        super().__init__(context, parent, "slipNotice", "message-square-text", "warnStrong", "popover")
        self._texts, self._data, self._releases = texts, data, releases
        self._threshold = SLIP_MINUTES
        self._offered: dict[str, Minute] = {}
        self._timer = QTimer(self, singleShot=True, interval=_SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        data.rows.connect(lambda _rows, _flash: self._look())
        context.tasks.ask(firm, done=self._on_firm, owner=self)

    def _on_firm(self, found: FirmRow | None) -> None:
        if found is not None:
            self._threshold = int(str(found.settings.get("slip_minutes", SLIP_MINUTES)))

    def _look(self) -> None:
        slipped = [visit for visit in self._data.scene.visits.values() if visit.changed and self._slipped(visit)]
        now = {visit.id: visit.start or 0 for visit in slipped}
        new = [visit for visit in slipped if self._offered.get(visit.id) != visit.start]
        self._offered = now
        if new:
            self._offer(new)
        elif not now:
            self.hide()

    def _slipped(self, visit: VisitRow) -> bool:
        if visit.state not in ("planned", "released") or visit.told_from is None or visit.start is None:
            return False
        return abs(visit.start - visit.told_from) >= self._threshold

    def _offer(self, visits: list[VisitRow]) -> None:
        first = visits[0]
        assert first.told_from is not None and first.start is not None
        if len(visits) == 1:
            text = self._texts(
                "board.slipped", customer=first.customer, told=clock_text(self._texts, first.told_from),
                now=clock_text(self._texts, first.start),
            )
        else:
            text = self._texts("board.slipped_many", n=len(visits))
        self.say(text, [
            ("slipSend", self._texts("board.send_again"), "send", lambda: self._send(visits)),
            ("slipLater", self._texts("shell.close"), "x", self.hide),
        ])
        self._timer.start()

    def _send(self, visits: list[VisitRow]) -> None:
        self.hide()
        self._releases.send(visits)

    def _place(self) -> None:
        """Above the sentence about a conflict, which the same move may have caused."""
        super()._place()
        self.move(self.x(), self.y() - _ABOVE)
