"""Who is best for each unplanned job of the table: asked for the lines that are looked at, a few at a time."""

from PySide6.QtCore import QObject, QTimer, Signal

from core.errors import TulpanError
from core.planning.suggest import Suggestion
from core.presenters.job_plan import best_suggestions
from office_app.board.data import BoardData
from office_app.board.panes.table import BoardList
from office_app.context import OfficeContext

_CHUNK = 25
_REST_MS = 40


class Bests(QObject):
    """`found`: visit id → suggestion, None where nobody can. After a change all are asked anew; until the answer comes
    the old ones stay. When the table is sorted by them, the jobs that nobody sees are asked for too."""

    found = Signal(dict)

    def __init__(self, context: OfficeContext, data: BoardData, table: BoardList) -> None:
        super().__init__(table)
        self._context, self._data, self._table = context, data, table
        self._fresh: set[str] = set()
        self._round = 0
        self._asking = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._ask)
        table.looked.connect(self._rest.start)

    def renew(self) -> None:
        """Something has changed that a suggestion may rest on."""
        self._round += 1
        self._fresh.clear()
        self._rest.start()

    def _ask(self) -> None:
        if self._asking or not self._table.isVisible():
            return
        wanted = [visit_id for visit_id in self._table.wanting() if visit_id not in self._fresh][:_CHUNK]
        if not wanted:
            return
        self._asking, asked_in = True, self._round

        def told(best: dict[str, Suggestion]) -> None:
            self._asking = False
            if asked_in == self._round:
                self._fresh.update(wanted)
            self.found.emit({visit_id: best.get(visit_id) for visit_id in wanted})
            self._ask()

        def failed(error: TulpanError) -> None:
            self._asking = False
            self._context.report(error)

        self._context.tasks.ask(
            best_suggestions, tuple(wanted), self._data.moment, done=told, failed=failed, owner=self
        )
