"""One seed is one history: an office, tablets, a network that loses, doubles and reorders, crashes, restores."""

import json
import random
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from core.sync import office_ledger as ledger
from core.sync.chain import genesis
from core.sync.letters import Ack, Ask, Bundle, Entry, Letter, Page, decode, encode
from core.sync.office_engine import OfficeEngine, TryLater
from core.sync.office_ledger import Trusted
from core.sync.sql import set_state
from core.sync.tablet_engine import TabletEngine
from core.sync.tablet_ledger import pending_activities, read_cursor
from tests.sync.simulator_rest import AtRest
from tests.sync.toy import KIND_ORDER, STEPS, Crash, ToySql, ToyStore


class Violation(AssertionError):
    """A promise was broken; the text begins with the seed that shows it."""


@dataclass
class Faults:
    """What this history may meet; shares of each occasion."""

    drop: float = 0.1
    duplicate: float = 0.08
    crash: float = 0.02
    full: float = 0.01
    restore_office: float = 0.004
    restore_tablet: float = 0.006
    poison: float = 0.05
    partition: float = 0.02


@dataclass
class Tablet:
    """A tablet's disk, the program that runs on it, and the backups of both."""

    name: str
    person: str
    store: ToyStore
    engine: TabletEngine
    snapshots: list[bytes] = field(default_factory=list)
    cut_off: int = 0


@dataclass
class _InFlight:
    tablet: int
    to_office: bool
    letter: bytes


class World:
    """Runs one history and checks it."""

    def __init__(
        self, seed: int, steps: int = 120, tablets: int = 3, faults: Faults | None = None,
        left_out: Collection[int] = (),
    ) -> None:
        self.seed = seed
        self.steps = steps
        self.left_out = left_out
        self.random = random.Random(seed)
        self.faults = faults or Faults()
        self.is_calm = False
        self.trace: list[str] = []
        self.mail: list[_InFlight] = []
        self.sent: list[_InFlight] = []
        self.written: dict[str, str] = {}
        self.excused: set[str] = set()
        self.poisonous: set[str] = set()
        self.last_look: dict[str, int] = {}
        self.moment = 0
        self.ids = 0
        self.office_store = ToyStore(is_office=True)
        self.office_snapshots: list[bytes] = []
        with self.office_store.write() as work:
            set_state(work.sql, generation=self.mark())
            for number in range(tablets):
                work.sql.run(
                    "INSERT INTO device (id, person_id, name, sign_key, seal_key, paired_at, program_version) "
                    "VALUES (:id, :person, '', x'00', x'00', '', '')",
                    id=f"T{number}", person=f"P{number}",
                )
        self.office = self._office()
        self.tablets = [self._new_tablet(number) for number in range(tablets)]
        self.office_store.fault = self._fault
        for tablet in self.tablets:
            tablet.store.fault = self._fault

    # ---- Set-up -----------------------------------------------------------------------------------------------------

    def mark(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def new_id(self, letter: str) -> str:
        self.ids += 1
        return f"{letter}{self.ids}"

    def stamp(self) -> str:
        self.moment += 1
        return f"{self.moment:06d}"

    def day(self) -> str:
        return str(self.moment // 400)

    def _office(self) -> OfficeEngine:
        return OfficeEngine(
            self.office_store, self, kind_order=KIND_ORDER, new_mark=self.mark, open_bundle=_bundle,
            page_rows=self.random.choice((3, 8, 3000)),
        )

    def _new_tablet(self, number: int) -> Tablet:
        store = ToyStore(is_office=False)
        name, epoch = f"T{number}", self.mark()
        with store.write() as work:
            set_state(work.sql, epoch=epoch, acked_hash=genesis(name, epoch))
        return Tablet(name, f"P{number}", store, self._engine(store, name))

    def _engine(self, store: ToyStore, name: str) -> TabletEngine:
        return TabletEngine(store, device_id=name, new_mark=self.mark, first_nonce=self.random.getrandbits(40))

    def _fault(self) -> str:
        if self.is_calm:
            return ""
        chance = self.random.random()
        if chance < self.faults.crash:
            return self.random.choice(("before", "after"))
        return "full" if chance < self.faults.crash + self.faults.full else ""

    # ---- One history ------------------------------------------------------------------------------------------------

    def run(self) -> "World":
        for number in range(self.steps):
            if number not in self.left_out:
                # Each step has its own chances, so that the others stay as they were when one is left out.
                self.random.seed(self.seed * 1_000_003 + number)
                self._step()
        self.random.seed(-self.seed - 1)
        AtRest(self).check()
        return self

    def _step(self) -> None:
        chance = self.random.random()
        if chance < 0.18:
            self._office_does(self._plan)
        elif chance < 0.5:
            self._technician_works(self.random.choice(self.tablets))
        elif chance < 0.72:
            self._contact(self.random.randrange(len(self.tablets)))
        elif self.mail:
            self.deliver(self.mail.pop(self.random.randrange(min(len(self.mail), 4))))
        self._misfortune()

    def _misfortune(self) -> None:
        if self.random.random() < 0.05:
            self.office_snapshots.append(self.office_store.snapshot())
            tablet = self.random.choice(self.tablets)
            tablet.snapshots.append(tablet.store.snapshot())
        if self.random.random() < self.faults.partition:
            self.random.choice(self.tablets).cut_off = self.random.randrange(5, 40)
        for tablet in self.tablets:
            tablet.cut_off = max(0, tablet.cut_off - 1)
        if self.office_snapshots and self.random.random() < self.faults.restore_office:
            self._restore_office()
        if self.random.random() < self.faults.restore_tablet:
            self._restore_tablet(self.random.choice(self.tablets))

    # ---- People -----------------------------------------------------------------------------------------------------

    def _office_does(self, what: Callable[[], None]) -> None:
        try:
            what()
        except Crash:
            self._restart_office()
        except TryLater:
            self._note("office disk full")

    def _plan(self) -> None:
        with self.office_store.write() as work:
            visits = [row[0] for row in work.sql.rows("SELECT id FROM activity ORDER BY id")]
            choice = self.random.random()
            if not visits or choice < 0.35:
                visit = self.new_id("v")
                work.sql.run(
                    "INSERT INTO activity VALUES (:id, :person, :slot, 'new', 0)",
                    id=visit, person=self._someone(), slot=self.random.randrange(0, 9),
                )
            else:
                visit = self.random.choice(visits)
                change = "person = :person" if choice < 0.6 else "slot = :slot"
                if choice > 0.9:
                    change = "status = 'cancelled'"
                work.sql.run(
                    f"UPDATE activity SET {change} WHERE id = :id",
                    id=visit, person=self._someone(), slot=self.random.randrange(0, 9),
                )
            work.touch("activity", visit)
        self._note(f"planned {visit}")

    def _someone(self) -> str:
        return self.random.choice(self.tablets).person

    def _technician_works(self, tablet: Tablet) -> None:
        visits = list(tablet.store.table("activity"))
        if not visits:
            return
        visit = self.random.choice(sorted(visits))
        order: dict[str, Any] = {"activity_id": visit, "row": self.new_id("t"), "minutes": self.random.randrange(1, 90)}
        chance = self.random.random()
        if chance < self.faults.poison:
            order["type"] = "poison"
        elif chance < 0.6:
            order["type"] = "time"
        else:
            order |= {"type": "step", "status": self.random.choice(STEPS)}
        entry = Entry(0, self.new_id("c"), tablet.person, self.stamp() + "Z", json.dumps(order))
        try:
            with tablet.store.write() as work:
                work.handle(entry)
                work.log(entry, tablet.name)
        except Crash:
            self._restart_tablet(tablet)
        except TryLater:
            return
        if tablet.store.connection.execute("SELECT 1 FROM command_log WHERE id = ?", (entry.id,)).fetchone():
            self.written[entry.id] = tablet.name
            if order["type"] == "poison":
                self.poisonous.add(entry.id)
            self._note(f"{tablet.name} {order['type']} {entry.id} on {visit}")

    # ---- The network ------------------------------------------------------------------------------------------------

    def _contact(self, number: int) -> None:
        tablet = self.tablets[number]
        letter: Letter | None = None
        if self.random.random() < 0.55:
            letter = tablet.engine.bundle()
        self.send(number, True, letter or tablet.engine.ask())

    def send(self, number: int, to_office: bool, letter: Letter) -> None:
        piece = _InFlight(number, to_office, encode(letter))
        if to_office:
            self.sent.append(piece)
        if self.is_calm:
            self.mail.append(piece)
            return
        if self.tablets[number].cut_off or self.random.random() < self.faults.drop:
            return
        self.mail.append(piece)
        if self.random.random() < self.faults.duplicate:
            self.mail.append(piece)

    def deliver(self, piece: _InFlight) -> None:
        letter = decode(piece.letter)
        tablet = self.tablets[piece.tablet]
        if piece.to_office:
            try:
                reply = self.office_answers(tablet, letter, piece.letter)
            except Crash:
                self._restart_office()
                return
            except TryLater:
                return
            self.send(piece.tablet, False, reply)
            return
        shown = set(tablet.store.table("activity"))
        try:
            if isinstance(letter, Ack):
                result = tablet.engine.on_ack(letter)
            else:
                assert isinstance(letter, Page)
                result = tablet.engine.on_page(letter)
            self._note(f"{tablet.name} takes {type(letter).__name__}: {result}")
            self._keeps_unsent_work_in_sight(tablet, shown)
        except Crash:
            self._restart_tablet(tablet)
        except TryLater:
            return

    def _keeps_unsent_work_in_sight(self, tablet: Tablet, shown: set[str]) -> None:
        """A visit with work that the office does not have yet is not taken away from before the technician's eyes."""
        sql = ToySql(tablet.store.connection)
        unsent = pending_activities(sql, tablet.name, read_cursor(sql).acked)
        hidden = (shown & unsent) - set(tablet.store.table("activity"))
        if hidden:
            raise self.violation(f"{tablet.name} no longer shows {hidden}, on which unsent work was done")

    def office_answers(self, tablet: Tablet, letter: Letter, raw: bytes) -> Letter:
        sender = Trusted(tablet.name, tablet.person, b"", b"", False)
        if isinstance(letter, Bundle):
            ack = self.office.receive(sender, letter, raw)
            self._note(f"office: {tablet.name} {letter.entries[0].seq}-{letter.entries[-1].seq} {ack.verdict}")
            return ack
        assert isinstance(letter, Ask)
        counter = ledger.feed_counter(ToySql(self.office_store.connection))
        page = self.office.answer(sender, letter)
        self.last_look[tablet.name] = counter if page.page == page.base else -1
        self._note(f"office: {tablet.name} asks at {letter.have_page}, gets {page.page} on {page.base}")
        return page

    # ---- Misfortunes ------------------------------------------------------------------------------------------------

    def _restart_office(self) -> None:
        self._note("office crashes")
        while True:
            self.office = self._office()
            try:
                self.office.recover()
                return
            except Crash:
                continue

    def _restart_tablet(self, tablet: Tablet) -> None:
        self._note(f"{tablet.name} crashes")
        tablet.engine = self._engine(tablet.store, tablet.name)

    def _restore_office(self) -> None:
        self._note("office restored")
        self.office_store.restore(self.random.choice(self.office_snapshots))
        if self.random.random() < 0.7:  # otherwise nobody noticed that it was
            self.office_store.connection.execute(
                "UPDATE sync_state SET value = ? WHERE name = 'generation'", (self.mark(),)
            )
        logged = {command for tablet in self.tablets for command in self.log_of(tablet)}
        self.excused |= set(self.written) - logged
        self._restart_office()

    def _restore_tablet(self, tablet: Tablet) -> None:
        if not tablet.snapshots:
            return
        self._note(f"{tablet.name} restored")
        at_office = self.known_at_office()
        before = set(self.log_of(tablet))
        tablet.store.restore(self.random.choice(tablet.snapshots))
        tablet.snapshots.clear()
        # What had not reached the office is lost with the disk; what had must never be.
        self.excused |= before - set(self.log_of(tablet)) - at_office
        self._restart_tablet(tablet)
        if self.random.random() < 0.7:  # otherwise nobody noticed that it was
            self.is_calm, was = True, self.is_calm
            tablet.engine.new_epoch()
            self.is_calm = was

    def known_at_office(self) -> set[str]:
        rows = self.office_store.connection.execute(
            "SELECT id FROM command_log UNION ALL SELECT command_id FROM sync_quarantine"
        ).fetchall()
        return {row[0] for row in rows}

    def log_of(self, tablet: Tablet) -> list[str]:
        return [row[0] for row in tablet.store.connection.execute("SELECT id FROM command_log")]

    def _note(self, what: str) -> None:
        self.trace.append(what)

    def violation(self, what: str) -> Violation:
        return Violation(f"seed {self.seed}: {what}\n  " + "\n  ".join(self.trace[-60:]))


def _bundle(raw: bytes) -> Bundle:
    letter = decode(raw)
    assert isinstance(letter, Bundle)
    return letter
