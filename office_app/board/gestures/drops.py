"""What a drag means to the page: it begins at a card or a bar, and a drop becomes an action or a sentence."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from core.queries.board import VisitRow
from core.queries.planning_facts import job_facts
from core.rules.facts import JobFacts, Minute
from core.rules.verdict import Fix
from office_app.board.gestures.ghost import GhostCard
from office_app.board.model.drag import Drag, Target
from office_app.board.toolbar import HoldToPress

if TYPE_CHECKING:
    from office_app.board.page import BoardPage


class Drops(QObject):
    """Joins list, board and drag hub of one page."""

    def __init__(self, page: "BoardPage") -> None:
        super().__init__(page)
        self._page = page
        self.ghost = GhostCard(page)
        bar = page.toolbar
        self._hold = HoldToPress([bar.back, bar.on, *bar.views.values()], self)
        cards, hub = page.unplanned.cards, page.hub
        hub.landings = [page.month, page.strip.map]
        page.view.mouse.lifted.connect(self._on_bar_lifted)
        cards.lifted.connect(self._on_card_lifted)
        cards.moved.connect(hub.move)
        cards.dropped.connect(hub.drop)
        hub.began.connect(self._on_drag_began)
        hub.outside.connect(self._on_drag_outside)
        hub.ended.connect(self._on_drag_ended)

    def _on_bar_lifted(self, visit_id: str, mode: str, grab: float, point: QPoint) -> None:
        visit = self._page.view.scene.visits.get(visit_id)
        if visit is not None:
            self._page.hub.begin(visit, mode, grab, point)  # type: ignore[arg-type]

    def _on_card_lifted(self, visit_id: str, point: QPoint) -> None:
        visit = self._page.view.scene.unplanned.get(visit_id)
        if visit is not None:
            self._page.hub.begin(visit, "place", 0.0, point)

    def _on_drag_began(self, visit: VisitRow) -> None:
        self._page.unplanned.cards.lifted_id = visit.id
        self._page.unplanned.cards.canvas.update()
        self._page.conflict.hide()
        if self._page.details.floating:
            self._page.details.hide()
        self._page.context.tasks.ask(
            job_facts, (visit.id,), done=self._on_job_known, key=("dragged", id(self)), owner=self,
        )

    def _on_job_known(self, found: dict[str, JobFacts]) -> None:
        for job in found.values():
            self._page.hub.know(job)

    def _on_drag_outside(self, visit: VisitRow | None, point: QPoint) -> None:
        self._hold.pointer(point, self._page.hub.drag is not None)
        self.ghost.follow(self._page.unplanned.cards.picture(visit.id) if visit is not None else None, point)

    def _on_drag_ended(self, end: str, drag: Drag) -> None:
        self._page.unplanned.cards.lifted_id = ""
        self._page.unplanned.cards.forget()
        self._page.unplanned.cards.canvas.update()
        self.ghost.follow(None, QPoint())
        self._page.place_details()
        if end == "planned":
            self._page.unlocked([drag.visit], lambda: self._drop(drag))
        elif end == "resized":
            assert drag.target is not None
            self._page.actions_.resize(drag.visit.id, drag.target.duration)
        elif end == "helped":
            assert drag.target is not None
            self._page.actions_.toggle_helper(drag.visit.id, drag.target.person_id)
        elif end == "copied":
            assert drag.target is not None
            target = drag.target
            self._page.actions_.copy_to(
                drag.visit.id, target.person_id, target.start, target.verdict.codes("soft")
            )
        elif end == "unplanned":
            chosen = self._page.view.marks.selected
            self._page.unplan(*(sorted(chosen) if drag.visit.id in chosen else (drag.visit.id,)))

    def _drop(self, drag: Drag) -> None:
        """Soft conflicts are accepted and told with their ways out; law and safety let the job snap back."""
        target = drag.target
        assert target is not None
        verdict = target.verdict
        rows = self._page.view.scene.rows
        company = [(other, rows[row].technician.id, start) for other, row, start in drag.company()]
        if company and self._stopped(drag, target, company):
            return
        if not verdict.allowed:
            told = self._page.actions_.with_ways_out(drag.session.job, verdict)
            self._page.conflict.tell(told, lambda fix: self._choose_fix(drag.visit.id, fix))
            return
        others = [(other.id, person_id, start) for other, person_id, start in company]
        if others:
            self._page.actions_.plan_many([(drag.visit.id, target.person_id, target.start), *others])
        else:
            self._page.actions_.plan(drag.visit.id, target.person_id, target.start, accepted=verdict.codes("soft"))
        self._page.choose(drag.visit.id)
        if verdict.codes("soft"):
            told = self._page.actions_.with_ways_out(drag.session.job, verdict)
            self._page.conflict.tell(told, lambda fix: self._choose_fix(drag.visit.id, fix))

    def _stopped(self, drag: Drag, target: Target, company: list[tuple[VisitRow, str, Minute]]) -> bool:
        """Several jobs go together or not at all; the one that law or safety forbids is named with its reason."""
        judged = [(drag.visit, target.verdict)]
        judged += [(visit, verdict) for visit, person_id, start in company
                   if (verdict := self._page.actions_.judge(visit, person_id, start)) is not None]
        stopped = [(visit, verdict) for visit, verdict in judged if not verdict.allowed]
        if stopped:
            self._page.conflict.tell_group(*stopped[0], left=len(stopped) - 1)
        return bool(stopped)

    def _choose_fix(self, visit_id: str, fix: Fix) -> None:
        self._page.actions_.plan(visit_id, fix.person_id, fix.start)
