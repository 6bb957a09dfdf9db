"""From one job to the next by J, K and the arrows; while a job is moved by keys, the arrows move it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

STEP_MINUTES = 15


class Steps:
    def __init__(self, page: "BoardPage") -> None:
        self._page = page

    def line(self, step: int) -> None:
        """The next line of the table, or card of the list."""
        if self._page.list.isVisible():
            self._page.list.step(step)
        else:
            self._card(step)

    def arrow(self, across: int, down: int) -> None:
        page = self._page
        if page.hub.by_keyboard:
            page.hub.step(across * STEP_MINUTES, down)
            page.list_pane.say_move(page.hub.drag)
            return
        if page.list.isVisible():
            page.list.step(down)
            return
        visit = page.current
        if visit is None or visit.start is None:
            if down:
                self._card(down)
            return
        row = page.view.scene.index_of(visit.person_id)
        found = self._neighbour(visit.id, row, across, down) if row is not None else None
        if found is not None:
            page.choose(found)
            other = page.view.scene.visits[found]
            number = page.view.scene.index_of(other.person_id)
            if number is not None and other.start is not None:
                page.view.reveal(number, other.start)

    def _card(self, step: int) -> None:
        page = self._page
        found = page.unplanned.cards.neighbour(step)
        if found is not None:
            page.choose(found)
            page.unplanned.cards.choose(found)

    def _neighbour(self, visit_id: str, row: int, across: int, down: int) -> str | None:
        """The job beside in the same row, or the nearest in time in the next row that has any."""
        scene = self._page.view.scene
        own = [bar.visit.id for bar in scene.bars(row)]
        if across:
            place = own.index(visit_id) + across
            return own[place] if 0 <= place < len(own) else None
        start = scene.visits[visit_id].start or 0
        row += down
        while 0 <= row < len(scene.rows):
            bars = scene.bars(row)
            if bars:
                return min(bars, key=lambda bar: abs(bar.start - start)).visit.id
            row += down
        return None
