"""What is in the hand while the board changes under it: judged anew, or let go of with a sentence that says why."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from core.queries.board import VisitRow
from core.rules.facts import local_day

if TYPE_CHECKING:
    from office_app.board.page import BoardPage


class Held(QObject):
    """A job, or a break, an absence or reserved time. Nothing that somebody else has changed is put down as it was."""

    def __init__(self, page: "BoardPage") -> None:
        super().__init__(page)
        self._page = page

    def rows_changed(self) -> None:
        """Some rows look different now."""
        page, drag = self._page, self._page.hub.drag
        if drag is not None:
            now = page.view.scene.find(drag.visit.id)
            # After a look at other days the job need not be among those shown, and nobody has touched it.
            if now != drag.visit and (now is not None or drag.generation == page.view.scene.generation):
                self._let_go(drag.visit)
            else:
                page.hub.renew()
        self._check_block()

    def window_loaded(self) -> None:
        """The scene was filled anew: because other days were asked for, or because much has changed."""
        page, drag = self._page, self._page.hub.drag
        if drag is not None:
            now = page.view.scene.find(drag.visit.id)
            if now != drag.visit and (now is not None or self._belongs(drag.visit)):
                self._let_go(drag.visit)
            else:
                page.hub.renew()
        self._check_block()

    def _belongs(self, visit: VisitRow) -> bool:
        """Whether a job as it was would be among what is loaded now."""
        return visit.start is None or self._page.days.holds(local_day(visit.start))

    def _let_go(self, visit: VisitRow) -> None:
        page = self._page
        page.hub.cancel()
        if page.data.by_others:
            page.context.messages.show(page.texts("board.drag_overtaken", customer=visit.customer))

    def _check_block(self) -> None:
        page, block = self._page, self._page.view.block
        if block is None:
            return
        technician = page.view.scene.technician(block.person_id)
        if technician is not None and block.stands(technician):
            return
        page.view.mouse.drop_block()
        if page.data.by_others:
            kind = block.piece.block.kind
            word = page.texts("board.break" if kind == "break" else f"board.absence_{kind}")
            who = technician.short_name if technician is not None else "–"
            page.context.messages.show(page.texts("board.block_overtaken", what=word, person=who))
