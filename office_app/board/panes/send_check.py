"""Names the double bookings among jobs that are about to be sent; where there are none, nothing is asked."""

from collections.abc import Callable, Iterable

from PySide6.QtWidgets import QWidget

from core.presenters.board_clashes import Clash, clashes, clashes_text
from core.queries.board import VisitRow
from core.rules.verdict import Verdict
from core.texts import Texts
from office_app.board.actions import BoardActions
from office_app.board.data import BoardData
from office_app.board.panes.notices import Notice
from office_app.board.release_many import ReleaseMany
from office_app.context import OfficeContext


class SendCheck(Notice):
    """Stays until it is answered, or until the plan has no clash among these jobs any more."""

    def __init__(
        self, context: OfficeContext, parent: QWidget, texts: Texts, data: BoardData, actions: BoardActions,
        releases: ReleaseMany, look_at: Callable[[str], None],
    ) -> None:
        super().__init__(context, parent, "sendCheck", "triangle-alert", "badStrong", "popover")
        self._texts, self._data, self._actions, self._releases = texts, data, actions, releases
        self._look_at = look_at
        self._asked: tuple[str, ...] = ()
        self._found: tuple[Clash, ...] = ()
        self._shown = 0
        data.rows.connect(lambda _rows, _flash: self._renew())
        data.loaded.connect(self._renew)

    def send(self, visits: Iterable[VisitRow]) -> None:
        chosen = [visit for visit in visits if visit.planned]
        found = self._clashes(chosen)
        if not found:
            self._close()
            self._releases.send(chosen)
            return
        self._asked, self._found, self._shown = tuple(visit.id for visit in chosen), found, 0
        self.say(self._sentence(), [
            ("sendAnyway", self._texts("board.send_anyway"), "send", self._send),
            ("sendShow", self._texts("board.show"), "arrow-right", self._show_next),
            ("sendNot", self._texts("shell.close"), "x", self._close),
        ])

    def _sentence(self) -> str:
        return clashes_text(self._texts, self._found, self._data.now)

    def _clashes(self, visits: Iterable[VisitRow]) -> tuple[Clash, ...]:
        scene = self._data.scene

        def person(person_id: str | None) -> str:
            technician = scene.technician(person_id)
            return technician.short_name if technician is not None else "–"

        return clashes(visits, self._judge, scene.find, person)

    def _judge(self, visit: VisitRow) -> Verdict | None:
        assert visit.person_id is not None and visit.start is not None
        return self._actions.judge(visit, visit.person_id, visit.start)

    def _waiting(self) -> list[VisitRow]:
        """Those that were asked for and can still be sent."""
        found = (self._data.scene.visits.get(visit_id) for visit_id in self._asked)
        return [visit for visit in found if visit is not None and visit.state in ("planned", "released")]

    def _renew(self) -> None:
        if not self._asked:
            return
        found = self._clashes(self._waiting())
        if not found:
            self._close()
        elif found != self._found:
            self._found, self._shown = found, 0
            self.set_text(self._sentence())
            self._place()

    def _send(self) -> None:
        waiting = self._waiting()
        self._close()
        self._releases.send(waiting)

    def _show_next(self) -> None:
        """The first, then the next, and round again."""
        clash = self._found[self._shown % len(self._found)]
        self._shown += 1
        self._look_at(clash.visit.id)

    def _close(self) -> None:
        self._asked, self._found = (), ()
        self.hide()
