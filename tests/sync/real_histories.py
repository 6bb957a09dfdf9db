"""Random histories through the real services and databases: an office and two tablets, losses, crashes, restores."""

import logging
import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import event

from core.bootstrap import Core
from core.clock import FixedClock, local
from core.commands.base import Command
from core.commands.checklist import AnswerStep, StartChecklist
from core.commands.checkout import WriteReport
from core.commands.dispatch import PlanVisit
from core.commands.records import RecordExpense, RecordMaterial, RecordMileage, RecordTime, RemoveRecord
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.visit import AddNote, ChangeStep
from core.errors import UserError
from core.ids import new_id
from core.storage.row_bulk import read_rows
from core.sync import office_ledger
from core.sync.assembly import office_engine, tablet_engine
from core.sync.identity import new_mark
from core.sync.letters import Ack, Ask, Bundle, Letter, Page, decode, encode
from core.sync.scope import scope
from core.sync.scope_columns import SHAPES, columns
from core.sync.sql import ConnectionSql, set_state
from core.sync.tablet_engine import TabletEngine
from core.sync.tablet_ledger import read_cursor
from tests.helpers.cores import STORY_TIME, opened_office, opened_tablet
from tests.helpers.field_day import FULL_ANSWERS
from tests.helpers.story import STORY, build_story
from tests.sync.sides import Sides, Tablet

STEPS = 22
STEP_ORDER = ("accepted", "travelling", "arrived", "working")


class PowerCut(BaseException):
    """The program ends in the middle of a transaction."""


class Disk:
    """One program's database file: copied, put back, and cut off in a transaction."""

    def __init__(self, core: Core) -> None:
        self._path = str(core.settings.database_path)
        self.cut_next = False
        event.listen(core.database.engine, "commit", self._before_commit)
        # The power is cut by the test alone; waiting for the real disk would only take time.
        event.listen(core.database.engine, "connect", _hasty)
        core.database.engine.dispose()

    def _before_commit(self, _connection: Any) -> None:
        if self.cut_next:
            self.cut_next = False
            raise PowerCut

    def copy(self) -> sqlite3.Connection:
        kept = sqlite3.connect(":memory:")
        now = sqlite3.connect(self._path)
        now.backup(kept)
        now.close()
        return kept

    def put_back(self, kept: sqlite3.Connection) -> None:
        now = sqlite3.connect(self._path)
        _hasty(now, None)
        kept.backup(now)
        now.close()


def _hasty(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute("PRAGMA synchronous=OFF")


class RealWorld:
    """The opened programs; each history begins from the same files."""

    def __init__(self, sides: Sides, tablets: list[Tablet]) -> None:
        self.sides = sides
        self.tablets = tablets
        self.cores = [sides.office, *(tablet.core for tablet in tablets)]
        self.disks = [Disk(core) for core in self.cores]
        self.beginning = [disk.copy() for disk in self.disks]

    def play(self, seed: int) -> "History":
        for disk, kept in zip(self.disks, self.beginning, strict=True):
            disk.put_back(kept)
        history = History(self, seed)
        history.run()
        return history


@contextmanager
def real_world(folder: Path) -> Iterator[RealWorld]:
    clock = FixedClock(STORY_TIME)
    logging.disable(logging.ERROR)  # quarantined and ill-fitting commands are meant here
    with (
        opened_office(folder / "office", clock) as office, opened_tablet(folder / "alex", clock) as alex,
        opened_tablet(folder / "milan", clock) as milan,
    ):  # fmt: skip
        build_story(office, released=True)
        sides = Sides(folder, office, clock)
        tablets = [sides.pair(alex, STORY.alex), sides.pair(milan, STORY.milan)]
        sides.sync()
        yield RealWorld(sides, tablets)
    logging.disable(logging.NOTSET)


class History:
    """One seed."""

    def __init__(self, world: RealWorld, seed: int) -> None:
        self.world = world
        self.seed = seed
        self.random = random.Random(seed)
        self.trace: list[str] = []
        self.mail: list[tuple[int, bool, bytes]] = []
        self.lost: set[str] = set()
        self.written: set[str] = set()
        self.snapshots: list[tuple[int, sqlite3.Connection]] = []
        self.records: list[tuple[int, str]] = []
        self.restart_office()
        self.engines: list[TabletEngine] = [tablet_engine(tablet.core) for tablet in world.tablets]

    # ---- One history -------------------------------------------------------------------------------------------------

    def run(self) -> None:
        for _ in range(STEPS):
            self._step()
        self._come_to_rest()
        self._check()

    def _step(self) -> None:
        chance = self.random.random()
        which = self.random.randrange(len(self.world.tablets))
        if chance < 0.42 and (holders := [n for n in range(len(self.engines)) if self._holds_visit(n)]):
            which = self.random.choice(holders)
            self._guarded(which + 1, lambda: self._technician(which))
        elif chance < 0.52:
            self._guarded(0, self._planner)
        elif chance < 0.72:
            self._contact(which)
        elif chance < 0.94 and self.mail:
            self.deliver(*self.mail.pop(self.random.randrange(min(3, len(self.mail)))))
        elif chance < 0.96:
            place = self.random.randrange(len(self.world.disks))
            self.snapshots.append((place, self.world.disks[place].copy()))
        elif chance < 0.975 and self.snapshots:
            self._restore(*self.random.choice(self.snapshots))
        else:
            self._guarded(0, self.office.recover)

    def _guarded(self, place: int, work: Callable[[], object]) -> None:
        """Does it, perhaps with a power cut at its first commit."""
        disk = self.world.disks[place]
        disk.cut_next = self.random.random() < 0.06
        try:
            work()
        except PowerCut:
            self.trace.append(f"power cut at {place}")
            self._restart(place)
        except UserError as refused:
            self.trace.append(f"refused: {refused.key}")
        finally:
            disk.cut_next = False

    # ---- People ------------------------------------------------------------------------------------------------------

    def _holds_visit(self, which: int) -> bool:
        with self.world.tablets[which].core.database.look() as connection:
            found = ConnectionSql(connection).one("SELECT 1 FROM activity WHERE id = :id", id=STORY.visit)
        return found is not None

    def _technician(self, which: int) -> None:
        tablet = self.world.tablets[which]
        command = self._work(which)
        before = self._log(which)
        tablet.does(command)
        self.written |= self._log(which) - before
        self.trace.append(f"{tablet.person_id} {type(command).__name__}")

    def _work(self, which: int) -> Command:
        kind, record = self.random.randrange(9), new_id()
        visit, minutes = STORY.visit, self.random.randrange(1, 90)
        if kind == 0:
            self.records.append((which, record))
            return RecordTime(
                activity_id=visit, record_id=record, kind="work", start=STORY.start,
                end=STORY.start + timedelta(minutes=minutes), minutes=minutes,
            )  # fmt: skip
        if kind == 1:
            return RecordMaterial(
                activity_id=visit, record_id=record, item_id=STORY.gasket, quantity=Decimal(self.random.randrange(1, 4))
            )
        if kind == 2:
            return RecordMileage(activity_id=visit, record_id=record, kilometres=Decimal(minutes))
        if kind == 3:
            return RecordExpense(activity_id=visit, record_id=record, text="Parkering", amount=Decimal(minutes))
        if kind == 4:
            return AddNote(activity_id=visit, note_id=record, text=f"nr {minutes}")
        if kind == 5:
            return WriteReport(activity_id=visit, work_done=f"gjort {minutes}")
        if kind == 6:
            return StartChecklist(activity_id=visit, instance_id="instance-1", version_id=STORY.version)
        if kind == 7 and self.random.random() < 0.4 and self.records:
            return RemoveRecord(activity_id=visit, kind="time", record_id=self.random.choice(self.records)[1])
        if kind == 7:
            element, value = self.random.choice(FULL_ANSWERS)
            return AnswerStep(
                activity_id=visit, instance_id="instance-1", answer_id=record, element_id=element, value=value
            )
        return ChangeStep(
            activity_id=visit, assignment_id=STORY.assignment, event_id=record, target=self.random.choice(STEP_ORDER)
        )

    def _planner(self) -> None:
        chance = self.random.random()
        if chance < 0.15:
            command: Command = WithdrawRelease(activity_id=STORY.visit, even_if_told=True)
        elif chance < 0.6:
            command = ReleaseVisit(
                activity_id=STORY.visit, assignment_ids=(STORY.assignment,), message_id=new_id()
            )
        else:
            command = PlanVisit(
                activity_id=STORY.visit, person_id=self.random.choice((STORY.alex, STORY.alex, STORY.milan)),
                start=STORY.start + timedelta(minutes=30 * self.random.randrange(6)),
            )
        self.world.sides.planner_does(command)
        self.trace.append(f"office {type(command).__name__}")

    # ---- Letters -----------------------------------------------------------------------------------------------------

    def _contact(self, which: int) -> None:
        bundle = self.engines[which].bundle() if self.random.random() < 0.55 else None
        self.send(which, True, bundle or self.engines[which].ask())

    def send(self, which: int, is_up: bool, letter: Letter, *, safely: bool = False) -> None:
        if not safely and self.random.random() < 0.1:
            return
        self.mail.append((which, is_up, encode(letter)))
        if not safely and self.random.random() < 0.08:
            self.mail.append(self.mail[-1])

    def deliver(self, which: int, is_up: bool, raw: bytes, *, safely: bool = False) -> None:
        letter = decode(raw)
        if is_up:
            answer: list[Letter] = []
            self._guarded(0, lambda: answer.append(self._answered(which, letter)))
            for one in answer:
                self.send(which, False, one, safely=safely)
            return
        engine = self.engines[which]
        assert isinstance(letter, Ack | Page)
        take: Callable[[], object] = (
            (lambda: engine.on_ack(letter)) if isinstance(letter, Ack) else (lambda: engine.on_page(letter))
        )
        self._guarded(which + 1, take)

    def _answered(self, which: int, letter: Letter) -> Letter:
        tablet = self.world.tablets[which]
        sender = self.world.sides.sender(tablet)
        if isinstance(letter, Bundle):
            ack = self.office.receive(sender, letter, self.world.sides.sealed(tablet, letter))
            if self.random.random() < 0.7:
                self.office.recover(tablet.core.device_id)
            return ack
        assert isinstance(letter, Ask)
        return self.office.answer(sender, letter)

    # ---- Misfortunes -------------------------------------------------------------------------------------------------

    def _restart(self, place: int) -> None:
        if place:
            self.engines[place - 1] = tablet_engine(self.world.tablets[place - 1].core)
        else:
            self.restart_office()

    def restart_office(self) -> None:
        self.office = office_engine(self.world.sides.office, self.world.sides.identity)
        self.office.recover()

    def _restore(self, place: int, kept: sqlite3.Connection) -> None:
        self.trace.append(f"restored {place}")
        known, logs = self._known(), [self._log(which) for which in range(len(self.engines))]
        self.world.disks[place].put_back(kept)
        if place:
            self.lost |= logs[place - 1] - self._log(place - 1) - known
            self._restart(place)
            self.engines[place - 1].new_epoch()
            return
        self.lost |= self.written - set().union(*logs)
        with self.world.sides.office.database.write() as session:
            set_state(ConnectionSql(session.connection()), generation=new_mark())
        self.restart_office()

    # ---- At rest -----------------------------------------------------------------------------------------------------

    def _come_to_rest(self) -> None:
        while self.mail:
            self.deliver(*self.mail.pop(0), safely=True)
        self.office.recover()
        for _contact in range(50):
            quiet = 0
            for which, engine in enumerate(self.engines):
                bundle = engine.bundle()
                answer = self._answered(which, bundle or engine.ask())
                self.office.recover()
                result = engine.on_ack(answer) if isinstance(answer, Ack) else engine.on_page(answer)  # type: ignore[arg-type]
                quiet += bundle is None and result == "nothing" and self._is_settled(which)
            if quiet == len(self.engines):
                return
        raise AssertionError(self._story("did not come to rest"))

    def _is_settled(self, which: int) -> bool:
        with self.world.tablets[which].core.database.look() as connection:
            cursor = read_cursor(ConnectionSql(connection))
        return cursor.done == cursor.settled == cursor.acked and not cursor.baseline

    def _check(self) -> None:
        known = self._known()
        missing = self.written - known - self.lost
        assert not missing, self._story(f"lost: {missing}")
        for which in range(len(self.engines)):
            assert self._log(which) <= known, self._story(f"of {which} never arrived: {self._log(which) - known}")
            self._check_view(which)
        with self.world.sides.office.database.look() as connection:
            sql = ConnectionSql(connection)
            doubled = sql.rows("SELECT id FROM command_log WHERE id IN (SELECT command_id FROM sync_quarantine)")
            moved = sql.one(
                "SELECT (SELECT COUNT(*) FROM material), "
                "(SELECT COUNT(DISTINCT source_id) FROM stock_move WHERE source_id IN (SELECT id FROM material))"
            )
        assert not doubled, self._story("done and in quarantine, too")
        assert moved is not None and moved[0] == moved[1], self._story(f"used and taken from stock: {moved}")

    def _check_view(self, which: int) -> None:
        """The tablet shows the office's scope and nothing else; what is in quarantine may be laid over it."""
        office, tablet = self.world.sides.office, self.world.tablets[which]
        with office.database.look() as connection:
            if office_ledger.quarantined(ConnectionSql(connection), tablet.core.device_id):
                return
        with office.database.read() as there, tablet.core.database.read() as here:
            wanted = scope(there, tablet.person_id, local(office.clock.now()).date())
            for kind in SHAPES:
                shown = {str(row[0]) for row in ConnectionSql(here.connection()).rows(f"SELECT id FROM {kind}")}
                right = {row_id: shape for (of, row_id), shape in wanted.items() if of == kind}
                assert shown == set(right), self._story(f"{which} shows other rows of {kind}: {shown ^ set(right)}")
                for shape in set(right.values()) if kind != "firm" else ():  # its settings are cut down on the way
                    names, ids = columns(kind, shape), [row_id for row_id in right if right[row_id] == shape]
                    told, held = read_rows(there, kind, names, ids), read_rows(here, kind, names, ids)
                    assert told == held, self._story(f"{which} shows another {kind}: {held}, office {told}")

    def _known(self) -> set[str]:
        with self.world.sides.office.database.look() as connection:
            rows = ConnectionSql(connection).rows(
                "SELECT id FROM command_log UNION ALL SELECT command_id FROM sync_quarantine"
            )
        return {str(row[0]) for row in rows}

    def _log(self, which: int) -> set[str]:
        with self.world.tablets[which].core.database.look() as connection:
            return {str(row[0]) for row in ConnectionSql(connection).rows("SELECT id FROM command_log")}

    def _story(self, what: str) -> str:
        return f"seed {self.seed}: {what}\n  " + "\n  ".join(self.trace)
