"""What is shown beside a job for a moment, over its window: the quick look, its length, and where it is split."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

from core.presenters.board_drag import DragSession
from core.presenters.split_job import SplitJob, split_job
from core.queries.board import VisitRow
from core.rules.verdict import Verdict
from office_app.board.panes.duration_box import DurationBox
from office_app.board.panes.peek import Peek
from office_app.board.panes.split_box import SplitBox

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

Box = TypeVar("Box", bound=QWidget)


class SmallBoxes:
    """Of one page; each box is made when it is first asked for in a window."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        self._peek: Peek | None = None
        self._duration: DurationBox | None = None
        self._split: SplitBox | None = None

    def show_peek(self, visit: VisitRow, point: QPoint) -> None:
        page, over = self._page, self._window(visit)
        self._peek = _kept(self._peek, over) or Peek(over, page.context.theme, page.texts, page.view.scene)
        self._peek.show_at(visit, point, page.data.now)

    def hide_peek(self) -> bool:
        """True when it was shown."""
        shown = self._peek is not None and self._peek.isVisible()
        if self._peek is not None:
            self._peek.hide()
        return shown

    def ask_duration(self, visit: VisitRow, point: QPoint) -> None:
        page, over = self._page, self._window(visit)
        box = _kept(self._duration, over)
        if box is None:
            box = self._duration = DurationBox(over, page.context.theme, page.texts, self._judge)
            box.chosen.connect(page.actions_.resize)
            box.closed.connect(page.keyboard.on_focus_board)
        self.hide_peek()
        box.show_at(visit, point, page.data.now)

    def ask_split(self, visit: VisitRow, point: QPoint) -> None:
        """The box opens with a first proposal, once its times are known."""
        self._split_times(visit, None, lambda found: self._show_split(visit, found, point))

    def _show_split(self, visit: VisitRow, found: SplitJob | None, point: QPoint) -> None:
        page, over = self._page, self._window(visit)
        if found is None:
            page.context.messages.show(page.texts("board.error_split_short", customer=visit.customer))
            return
        box = _kept(self._split, over)
        if box is None:
            box = self._split = SplitBox(over, page.context.theme, page.texts)
            box.asked.connect(lambda visit, first, box=box: self._split_times(visit, first, box.know))
            box.chosen.connect(page.actions_.split)
            box.closed.connect(page.keyboard.on_focus_board)
        self.hide_peek()
        box.show_at(visit, found, point, page.data.now)

    def _split_times(
        self, visit: VisitRow, first_minutes: int | None, told: Callable[[SplitJob | None], None]
    ) -> None:
        page = self._page
        if visit.start is not None and visit.person_id is not None:
            page.context.tasks.ask(
                split_job, visit.id, visit.person_id, visit.start, visit.duration, page.data.moment, first_minutes,
                done=told, key=("split", id(self)), owner=page,
            )

    def _judge(self, visit: VisitRow, minutes: int) -> Verdict | None:
        """What speaks against another length where the job is planned."""
        if visit.start is None or visit.person_id is None:
            return None
        scene = self._page.view.scene
        session = DragSession(visit.job(scene.skills), scene.facts, self._page.data.now)
        session.resized(minutes)
        return session.verdict(visit.person_id, visit.start)

    def _window(self, visit: VisitRow) -> QWidget:
        """The list, the board or the table may stand in a window of its own."""
        page = self._page
        if page.list.isVisible():
            return page.list.window()
        return page.boards.window() if visit.planned else page.unplanned.window()


def _kept(box: Box | None, over: QWidget) -> Box | None:
    """The box that was made before, if it lies over the right window."""
    if box is not None and box.parent() is not over:
        box.deleteLater()
        return None
    return box
