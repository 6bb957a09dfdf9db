"""What a planner does with jobs: each shown at once, stored by a command, and taken back from the screen if refused."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from core.changes import Changes
from core.commands.absence import RemoveAbsence
from core.commands.base import Command
from core.commands.copies import CopyVisit, SplitVisit
from core.commands.crew import SetHelpers
from core.commands.dispatch import (
    PinVisit,
    PlannedVisit,
    PlanVisit,
    PlanVisits,
    ResizeVisit,
    SwapVisits,
    UnplanVisit,
    UnplanVisits,
)
from core.commands.emergency import InsertVisit, Pushed
from core.commands.messages import TellCustomer
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.working_day import FreeTime, MoveAbsence, MoveBreak, MoveReservation, ReserveTime
from core.errors import TulpanError
from core.ids import new_id
from core.planning.emergency import Insertion
from core.planning.suggest import with_fixes
from core.presenters.board_drag import DragSession
from core.presenters.split_job import RestTime
from core.queries.board import VisitRow
from core.queries.messages import MessageRow, visit_messages
from core.rules.facts import Blocked, JobFacts, Minute, PlanningFacts, local_day, to_minute, to_moment
from core.rules.verdict import Verdict
from office_app.board.data import BoardData
from office_app.context import OfficeContext

Then = Callable[[Changes], None]


class BoardActions(QObject):
    """`shown`: rows to repaint at once. `sending`: a message waits and can still be stopped."""

    shown = Signal(object)
    sending = Signal(object, object)

    def __init__(self, context: OfficeContext, data: BoardData, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._data = context, data

    def plan(
        self, visit_id: str, person_id: str, start: Minute, duration: int | None = None,
        accepted: Iterable[str] = (), then: Then | None = None,
    ) -> None:
        scene = self._data.scene
        visit = scene.find(visit_id)
        if visit is not None and scene.index_of(person_id) is not None:
            was_unplanned = visit_id in scene.unplanned
            self.shown.emit(scene.put(scene.replan(visit, person_id, start, duration or visit.duration)))
            if was_unplanned:
                self._data.unplanned.emit()
        command = PlanVisit(
            activity_id=visit_id, person_id=person_id, start=to_moment(start), duration_minutes=duration,
            accepted=tuple(accepted),
        )
        self._do(command, visit_id, then=then)

    def plan_many(self, placed: Iterable[tuple[str, str, Minute]]) -> None:
        """Visits to (person, start) as one step. What speaks against each is judged where all of them have come to
        stand, and is recorded as accepted."""
        scene = self._data.scene
        found = [(visit, person_id, start) for visit_id, person_id, start in placed
                 if (visit := scene.find(visit_id)) is not None]
        rows: set[int] = set()
        for visit, person_id, start in found:
            rows |= scene.put(scene.replan(visit, person_id, start, visit.duration))
        self.shown.emit(rows)
        visits = tuple(
            PlannedVisit(activity_id=visit.id, person_id=person_id, start=to_moment(start),
                         accepted=self._against(visit, person_id, start))
            for visit, person_id, start in found
        )
        self._do(PlanVisits(visits=visits), *(visit.id for visit, _person, _start in found))

    def judge(self, visit: VisitRow, person_id: str, start: Minute) -> Verdict | None:
        """What speaks for and against a start, as far as the board knows the job."""
        session = DragSession(visit.job(self._data.scene.skills), self._data.scene.facts, self._data.now)
        return session.verdict(person_id, start)

    def _against(self, visit: VisitRow, person_id: str, start: Minute) -> tuple[str, ...]:
        verdict = self.judge(visit, person_id, start)
        return verdict.codes("soft") if verdict is not None else ()

    def unplan(self, *visit_ids: str) -> None:
        if len(visit_ids) == 1:
            self._do(UnplanVisit(activity_id=visit_ids[0]), visit_ids[0])
        elif visit_ids:
            self._do(UnplanVisits(activity_ids=visit_ids), *visit_ids)

    def resize(self, visit_id: str, minutes: int) -> None:
        self._do(ResizeVisit(activity_id=visit_id, duration_minutes=minutes), visit_id)

    def pin(self, visit_id: str) -> None:
        visit = self._data.scene.find(visit_id)
        if visit is not None and visit.planned:
            self._do(PinVisit(activity_id=visit_id, pinned=not visit.pinned), visit_id)

    def swap(self, first_id: str, second_id: str) -> list[tuple[VisitRow, Verdict]]:
        """Two visits change places at once; returned is what speaks against each where it has come to stand."""
        scene = self._data.scene
        pair = [visit for visit_id in (first_id, second_id) if (visit := scene.visits.get(visit_id)) is not None]
        judged: list[tuple[VisitRow, Verdict]] = []
        if len(pair) == 2 and all(visit.movable for visit in pair):
            places = [(visit.person_id or "", visit.start or 0) for visit in reversed(pair)]
            moved = [scene.replan(visit, *place, visit.duration) for visit, place in zip(pair, places, strict=True)]
            self.shown.emit({row for visit in moved for row in scene.put(visit)})
            judged = [(visit, verdict) for visit, place in zip(moved, places, strict=True)
                      if (verdict := self.judge(visit, *place)) is not None]
        accepted = {visit.id: verdict.codes("soft") for visit, verdict in judged}
        self._do(SwapVisits(
            first_id=first_id, second_id=second_id, first_accepted=accepted.get(first_id, ()),
            second_accepted=accepted.get(second_id, ()),
        ), first_id, second_id)
        return judged

    def insert(self, visit_id: str, proposal: Insertion) -> None:
        """Something urgent with all that it pushes: one step, one undo."""
        pushed = tuple(
            Pushed(activity_id=delay.activity_id, start=to_moment(delay.after)) for delay in proposal.delays
        )
        command = InsertVisit(
            activity_id=visit_id, person_id=proposal.person_id, start=to_moment(proposal.start), pushed=pushed,
        )
        self._do(command, visit_id)

    def toggle_helper(self, visit_id: str, person_id: str) -> None:
        """Adds a helper to a planned job, or takes him off it."""
        visit = self._data.scene.find(visit_id)
        if visit is None:
            return
        others = tuple(helper for helper in visit.helper_ids if helper != person_id)
        helpers = others if person_id in visit.helper_ids else (*visit.helper_ids, person_id)
        command = SetHelpers(
            activity_id=visit_id, helper_ids=helpers, assignment_ids=tuple(new_id() for _ in helpers)
        )
        self._do(command, visit_id)

    def copy(self, visit_id: str, then: Then | None = None) -> None:
        """The same job once more, among the unplanned; `then` may plan it."""
        self._do(CopyVisit(activity_id=visit_id, copy_id=new_id()), visit_id, then=then)

    def copy_to(self, visit_id: str, person_id: str, start: Minute, accepted: Iterable[str] = ()) -> None:
        codes = tuple(accepted)
        self.copy(visit_id, lambda done: self.plan(done.result or "", person_id, start, accepted=codes))

    def split(self, visit_id: str, first_minutes: int, rest: RestTime | None) -> None:
        """The rest of a long job goes to its time, or among the unplanned."""
        self._do(SplitVisit(
            activity_id=visit_id, rest_id=new_id(), first_minutes=first_minutes,
            person_id=rest.person_id if rest is not None else None, start=rest.start if rest is not None else None,
        ), visit_id)

    def move_block(self, person_id: str, block: Blocked, start: Minute, end: Minute) -> None:
        """A break, reserved time or an absence lies elsewhere or ends at another time."""
        moments = {"start": to_moment(start), "end": to_moment(end)}
        command: Command
        if block.kind == "break":
            command = MoveBreak(person_id=person_id, day=local_day(block.start), **moments)
        elif block.kind == "reserved":
            command = MoveReservation(reservation_id=block.id, **moments)
        else:
            command = MoveAbsence(absence_id=block.id, **moments)
        self._do(command)

    def remove_block(self, person_id: str, block: Blocked) -> None:
        """The break is as usual again, the time is free, the person is there after all."""
        command: Command
        if block.kind == "break":
            command = MoveBreak(person_id=person_id, day=local_day(block.start))
        elif block.kind == "reserved":
            command = FreeTime(reservation_id=block.id)
        else:
            command = RemoveAbsence(absence_id=block.id)
        self._do(command)

    def reserve(self, person_id: str, start: Minute, minutes: int) -> None:
        """Takes time for something that is no job; it is then dragged to where it belongs."""
        self._do(ReserveTime(
            reservation_id=new_id(), person_id=person_id, start=to_moment(start), end=to_moment(start + minutes),
        ))

    def release(self, visit_id: str) -> None:
        """Sends one job: its technician sees it now, the customer's SMS waits eight seconds."""
        visit = self._data.scene.find(visit_id)
        people = 1 + len(visit.helper_ids) if visit is not None else 1
        command = ReleaseVisit(
            activity_id=visit_id, assignment_ids=tuple(new_id() for _ in range(people)), message_id=new_id()
        )
        self._do(command, visit_id, then=lambda changes: self._on_released(visit_id, changes), toast=False)

    def withdraw(self, visit_id: str) -> None:
        self._do(WithdrawRelease(activity_id=visit_id), visit_id)

    def tell_cancelled(self, visit: VisitRow) -> None:
        """The customer who was told a time is told that nobody comes then."""
        if visit.told_from is None:
            return
        command = TellCustomer(
            message_id=new_id(), activity_id=visit.id, purpose="cancelled", arrival=to_moment(visit.told_from),
        )
        self._do(command, visit.id, then=lambda changes: self._on_released(visit.id, changes), toast=False)

    def unsent(self, first: Minute, last: Minute) -> list[VisitRow]:
        """What is to be sent of the jobs between two minutes, in the order of time."""
        return sorted(
            (visit for visit in self._data.scene.visits.values()
             if visit.start is not None and first <= visit.start < last and visit.unsent),
            key=lambda visit: visit.start or 0,
        )

    def with_ways_out(self, job: JobFacts, verdict: Verdict) -> Verdict:
        """The verdict with other times and other people on its conflicts, from what the board shows."""
        scene, now = self._data.scene, self._data.moment
        first = to_minute(now)
        everybody = tuple(
            facts for row in scene.rows if (facts := scene.facts(row.technician.id)) is not None
        )
        last = first + int(timedelta(days=max(1, self._data.days)).total_seconds() // 60)
        return with_fixes(PlanningFacts(first, last, first, everybody), job, verdict, now)

    def _do(self, command: Command, *visit_ids: str, then: Then | None = None, toast: bool = True) -> None:
        def failed(error: TulpanError) -> None:
            self._data.refresh(set(visit_ids))
            self._context.report(error)

        self._context.do(command, then, toast=toast, failed=failed, owner=self)

    def _on_released(self, visit_id: str, changes: Changes) -> None:
        """Whether an SMS waits is asked of the outbox: what is said is what is true."""

        def told(messages: tuple[MessageRow, ...]) -> None:
            waiting = next((message for message in messages if message.state == "queued"), None)
            if waiting is not None and changes.undo:
                self.sending.emit(changes, waiting)
            elif changes.label is not None:
                undo = (lambda: self._context.undo.undo(changes)) if changes.undo else None
                self._context.messages.show(self._context.texts.label(changes.label), undo)

        self._context.tasks.ask(visit_messages, visit_id, done=told, owner=self)
