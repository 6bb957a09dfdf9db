"""«Lös…»: what can be done about one row of «Att åtgärda», the best replacements first, each one click."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from core.commands.messages import RequeueMessage
from core.planning.suggest import Suggestion
from core.presenters.board import Attention
from core.presenters.job_plan import JobPlan, job_plan
from core.presenters.reasons import grade_text, reason_text
from core.rules.facts import local_day, to_minute

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_BY_MOVING = frozenset({"rejected", "absent", "late", "promise", "clash", "told_unplanned"})
Act = tuple[str, Callable[[], None]]


class SolveMenu:
    """Shows the job at once; the menu follows when its suggestions are known."""

    def __init__(self, page: "BoardPage") -> None:
        self._page = page
        page.strip.solving.connect(self._on_solving)

    def _on_solving(self, entry: Attention, point: QPoint) -> None:
        page = self._page
        page.look_at(entry.activity_id)
        page.context.tasks.ask(
            job_plan, entry.activity_id, page.data.moment, done=lambda plan: self._show(entry, plan, point),
            key=("solve", id(self)), owner=page,
        )

    def _show(self, entry: Attention, plan: JobPlan | None, point: QPoint) -> None:
        menu = QMenu(self._page)
        menu.setObjectName("solveMenu")
        for text, act in self._acts(entry, plan):
            menu.addAction(text).triggered.connect(act)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point - QPoint(0, menu.sizeHint().height()))

    def _acts(self, entry: Attention, plan: JobPlan | None) -> Iterator[Act]:
        page, texts = self._page, self._page.texts
        visit = page.view.scene.find(entry.activity_id)
        if entry.kind in _BY_MOVING and visit is not None and visit.movable and plan is not None:
            now = visit.person_id, visit.start
            for offer in plan.suggestions:
                if (offer.person_id, to_minute(offer.start)) != now:
                    yield self._replacement(entry.activity_id, offer)
        if entry.kind == "changed":
            yield texts("board.send_again"), lambda: page.actions_.release(entry.activity_id)
        elif entry.kind == "message":
            again = RequeueMessage(message_id=entry.row_id)
            yield texts("board.solve_send_sms"), lambda: page.context.do(again, owner=page)
        elif entry.kind == "flag":
            yield texts("board.solve_sort_out"), lambda: page.context.navigation.go("settings", section="sort_out")
        yield texts("board.solve_open"), lambda: page.open_call(entry.activity_id)

    def _replacement(self, visit_id: str, offer: Suggestion) -> Act:
        page, texts = self._page, self._page.texts
        start = to_minute(offer.start)
        time = texts.time(offer.start)
        if local_day(start) != local_day(page.data.now):
            time = f"{texts.day(local_day(start))} {time}"
        words = texts(
            "board.solve_move", person=offer.name, time=time, grade=grade_text(texts, offer.verdict),
            reason=reason_text(texts, offer.verdict.reason),
        )
        accepted = offer.verdict.codes("soft")

        def move() -> None:
            visit = page.view.scene.find(visit_id)
            page.unlocked(
                [visit] if visit is not None else [],
                lambda: page.actions_.plan(visit_id, offer.person_id, start, accepted=accepted),
            )

        return words, move
