"""Whatever a planner does on the board, in any order, taking all of it back gives the exact board back."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.bootstrap import Core
from core.changes import Changes
from core.clock import at_local
from core.commands.absence import RecordAbsence
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
from core.commands.intake import IntakeForm, RegisterCall
from core.commands.release import ReleaseVisit
from core.commands.working_day import MoveBreak, ReserveTime
from core.errors import UserError
from core.ids import new_id
from core.queries.board import board
from core.texts import Texts
from tests.helpers.cores import opened_office
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan

TEXTS = Texts("sv")
VISITS = 3
Step = tuple[str, int, int, int]


def at(quarter: int) -> datetime:
    return at_local(TODAY, time()) + timedelta(minutes=15 * quarter)


class Desk:
    """A board with three jobs, made once per office: every example leaves it as it was."""

    def __init__(self, office: Core) -> None:
        self.office, self.firm = office, make_kafe_tulpan(office)
        self.visits = [self._visit(number) for number in range(VISITS)]

    def do(self, command: Command) -> Changes:
        return self.office.commands.execute(command, self.firm.mara)

    def seen(self) -> tuple[object, ...]:
        """The board as it is seen; how often the customer was nearly told is not on it."""
        found = self.office.database.ask(board, TODAY, 5, self.office.clock.now())
        return found.visits, found.unplanned, found.technicians

    def _visit(self, number: int) -> str:
        visit = new_id()
        form = IntakeForm(partner_id=(self.firm.partner, self.firm.husaren)[number % 2], problem=f"Fel {number}")
        self.do(RegisterCall(call_id=new_id(), activity_id=visit, form=form))
        if number == 2:
            self.do(PlanVisit(activity_id=visit, person_id=self.firm.elin, start=at(36)))
        return visit


Act = Callable[[KafeTulpan, str, str, str, datetime, int], Command]
ACTS: dict[str, Act] = {
    "plan": lambda _f, visit, _o, who, start, _n: PlanVisit(activity_id=visit, person_id=who, start=start),
    "plan many": lambda f, visit, other, who, start, n: PlanVisits(visits=(
        PlannedVisit(activity_id=visit, person_id=who, start=start, accepted=("overlap",)),
        PlannedVisit(activity_id=other, person_id=f.alex, start=start + timedelta(minutes=n)),
    )),
    "unplan": lambda _f, visit, *_: UnplanVisit(activity_id=visit),
    "unplan many": lambda _f, visit, other, *_: UnplanVisits(activity_ids=(visit, other)),
    "resize": lambda _f, visit, _o, _w, _s, n: ResizeVisit(activity_id=visit, duration_minutes=15 * (n % 9 + 1)),
    "pin": lambda _f, visit, _o, _w, _s, n: PinVisit(activity_id=visit, pinned=bool(n % 2)),
    "swap": lambda _f, visit, other, *_: SwapVisits(first_id=visit, second_id=other),
    "release": lambda _f, visit, *_: ReleaseVisit(
        activity_id=visit, assignment_ids=(new_id(), new_id()), message_id=new_id()
    ),
    "help": lambda _f, visit, _o, who, _s, n: SetHelpers(
        activity_id=visit, helper_ids=(who,) if n % 3 else (), assignment_ids=(new_id(),)
    ),
    "copy": lambda _f, visit, *_: CopyVisit(activity_id=visit, copy_id=new_id()),
    "split": lambda _f, visit, _o, who, start, _n: SplitVisit(
        activity_id=visit, rest_id=new_id(), first_minutes=30, person_id=who, start=start + timedelta(days=1)
    ),
    "insert": lambda _f, visit, other, who, start, _n: InsertVisit(
        activity_id=visit, person_id=who, start=start,
        pushed=(Pushed(activity_id=other, start=start + timedelta(hours=2)),),
    ),
    "away": lambda _f, _v, _o, who, start, n: RecordAbsence(
        absence_id=new_id(), person_id=who, start=start, end=start + timedelta(minutes=n)
    ),
    "break": lambda _f, _v, _o, who, start, n: MoveBreak(
        person_id=who, day=TODAY, start=start, end=start + timedelta(minutes=n)
    ),
    "reserve": lambda _f, _v, _o, who, start, n: ReserveTime(
        reservation_id=new_id(), person_id=who, start=start, end=start + timedelta(minutes=n)
    ),
}
steps = st.lists(
    st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, VISITS + 1), st.integers(0, 1), st.integers(28, 60)),
    max_size=9,
)


class Desks:
    """Examples share a desk, since each leaves it as it was; after one that did not, the next gets a fresh one."""

    def __init__(self, folders: pytest.TempPathFactory, open_ones: ExitStack) -> None:
        self._folders, self._open = folders, open_ones
        self._desk: Desk | None = None

    def take(self) -> Desk:
        desk, self._desk = self._desk, None
        if desk is None:
            desk = Desk(self._open.enter_context(opened_office(self._folders.mktemp("desk"))))
        return desk

    def give_back(self, desk: Desk) -> None:
        self._desk = desk


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    with ExitStack() as open_ones:
        yield Desks(tmp_path_factory, open_ones)


@given(steps)
@example([("plan", 0, 0, 28), ("split", 0, 0, 28), ("release", 3, 0, 28)])
@example([("copy", 2, 0, 28), ("plan", 3, 0, 28), ("release", 3, 0, 28)])
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
def test_any_actions_fully_undone_give_the_exact_board_back(desks: Desks, actions: list[Step]) -> None:
    desk = desks.take()
    before = desk.seen()
    done: list[Changes] = []
    copies: set[str | None] = set()
    for kind, which, who, quarter in actions:
        made = [changes.result for changes in done if changes.result in copies]
        visits = [*desk.visits, *made]
        visit, other = visits[which % len(visits)], visits[(which + 1) % len(visits)]
        person = (desk.firm.alex, desk.firm.elin)[who]
        try:
            changes = desk.do(ACTS[kind](desk.firm, visit, other, person, at(quarter), quarter))
        except UserError as refusal:
            assert TEXTS.error(refusal) != refusal.key
            continue
        done.append(changes)
        if kind in ("copy", "split"):
            copies.add(changes.result)
    for changes in reversed(done):
        for command in changes.undo:
            desk.do(command)
    assert desk.seen() == before
    desks.give_back(desk)
