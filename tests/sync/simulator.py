"""One seed is one history: an office, tablets, a network that loses and doubles, a folder with tricks, misfortunes."""

import json
import random
import re
import zlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from core.sync import office_ledger as ledger
from core.sync.chain import genesis
from core.sync.letters import Ack, Ask, Bundle, Entry, Letter, Page, decode, encode
from core.sync.office_engine import OfficeEngine, TryLater
from core.sync.sql import set_state
from core.sync.tablet_engine import TabletEngine
from core.sync.tablet_ledger import pending_activities, read_cursor
from tests.sync import simulator_misfortunes as misfortunes
from tests.sync.simulator_relay import Question, Relay
from tests.sync.simulator_rest import AtRest
from tests.sync.toy import Crash, Snapshot, ToyStore
from tests.sync.toy_trade import KIND_ORDER, STEPS

MOMENTS_A_DAY = 400


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
    clone_tablet: float = 0.0015
    revoke: float = 0.0008
    poison: float = 0.05
    partition: float = 0.02
    damage: float = 0.02
    delay: float = 0.01
    long_pause: float = 0.004
    relay: float = 0.12
    relay_oddity: float = 0.15


@dataclass
class Tablet:
    """A tablet's disk, the program that runs on it, and the backups of both.

    `skew` is how far its clock is off, in moments; `is_twin`: a copy of another's disk that nobody noticed yet.
    """

    number: int
    name: str
    person: str
    store: ToyStore
    engine: TabletEngine
    snapshots: list[Snapshot] = field(default_factory=list)
    cut_off: int = 0
    skew: int = 0
    is_twin: bool = False
    question: Question | None = None


@dataclass
class _InFlight:
    tablet: int
    to_office: bool
    letter: bytes
    mark: int
    """What the envelope's signature vouches for; here the plain text's own checksum."""
    not_before: int = 0


class World:
    """Runs one history and checks it."""

    def __init__(
        self, seed: int, steps: int = 150, tablets: int = 4, faults: Faults | None = None,
        left_out: Collection[int] = (),
    ) -> None:
        self.seed = seed
        self.steps = steps
        self.left_out = left_out
        self.random = random.Random(seed)
        self._others = random.Random(f"who else wants to write, in {seed}")
        self.faults = faults or Faults()
        self.is_calm = False
        self.trace: list[str] = []
        self.mail: list[_InFlight] = []
        self.sent: list[_InFlight] = []
        self.written: dict[str, str] = {}
        self.excused: set[str] = set()
        self.poisonous: set[str] = set()
        self.condemned: set[str] = set()
        self.last_look: dict[int, int] = {}
        self.moment = 0
        self.ids = 0
        self._opened: dict[bytes, Letter] = {}
        self.office_store = ToyStore(is_office=True)
        self.office_snapshots: list[Snapshot] = []
        self._furnish(tablets)
        self.office = self._office()
        self.tablets = [self._new_tablet(number) for number in range(tablets)]
        self.relay = Relay(self)
        self.office_store.fault = self.fault
        for tablet in self.tablets:
            tablet.store.fault = self.fault

    # ---- Set-up -----------------------------------------------------------------------------------------------------

    def _furnish(self, tablets: int) -> None:
        with self.office_store.write() as work:
            set_state(work.sql, generation=self.mark())
            for number in range(tablets):
                work.sql.run(
                    "INSERT INTO device (id, person_id, name, sign_key, seal_key, paired_at, program_version) "
                    "VALUES (:id, :person, '', x'00', x'00', '', '')",
                    id=f"T{number}", person=f"P{number}",
                )
                work.sql.run("INSERT INTO stock VALUES (:id, :person, 20)", id=f"s-P{number}", person=f"P{number}")
                work.touch("stock", f"s-P{number}")

    def mark(self) -> str:
        return f"{self.random.getrandbits(128):032x}"

    def new_id(self, letter: str) -> str:
        self.ids += 1
        return f"{letter}{self.ids}"

    def stamp(self) -> str:
        self.moment += 1
        return f"{self.moment:06d}"

    def day(self) -> str:
        return str(self.moment // MOMENTS_A_DAY)

    def _office(self) -> OfficeEngine:
        return OfficeEngine(
            self.office_store, self, kind_order=KIND_ORDER, new_mark=self.mark, open_bundle=self._bundle,
            page_rows=self.random.choice((3, 8, 3000)), must_yield=lambda: self._others.random() < 0.1,
        )

    def _new_tablet(self, number: int) -> Tablet:
        store = ToyStore(is_office=False, is_old=self.random.random() < 0.25)
        name, epoch = f"T{number}", self.mark()
        with store.write() as work:
            set_state(work.sql, epoch=epoch, acked_hash=genesis(name, epoch))
        skew = self.random.choice((0, 0, -MOMENTS_A_DAY, MOMENTS_A_DAY, self.random.randrange(-300, 300)))
        return Tablet(number, name, f"P{number}", store, self.tablet_engine(store, name), skew=skew)

    def tablet_engine(self, store: ToyStore, name: str) -> TabletEngine:
        return TabletEngine(store, device_id=name, new_mark=self.mark, first_nonce=self.random.getrandbits(40))

    def fault(self) -> str:
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
        for store in (self.office_store, *(tablet.store for tablet in self.tablets)):
            store.give_back()
        return self

    def _step(self) -> None:
        chance = self.random.random()
        if chance < 0.18:
            self.office_does(self._plan)
        elif chance < 0.5:
            self._technician_works(self.random.choice(self.tablets))
        elif chance < 0.70:
            self._contact(self.random.randrange(len(self.tablets)))
        elif chance < 0.75:
            self.office_does(self.office.recover)
        elif self.mail:
            self._deliver_one()
        if self.random.random() < self.faults.relay:
            self.relay.step()
        misfortunes.step(self)

    def _deliver_one(self) -> None:
        piece = self.mail.pop(self.random.randrange(min(len(self.mail), 4)))
        if piece.not_before > self.moment and not self.is_calm:
            self.mail.append(piece)
        else:
            self.deliver(piece)

    # ---- People -----------------------------------------------------------------------------------------------------

    def office_does(self, what: Callable[[], object]) -> None:
        try:
            what()
        except Crash:
            self.restart_office()
        except TryLater:
            self.note("office disk full")

    def _plan(self) -> None:
        with self.office_store.write() as work:
            visits = [row[0] for row in work.sql.rows("SELECT id FROM activity ORDER BY id")]
            choice = self.random.random()
            person = self._someone()
            values = {"person": person, "slot": self.random.randrange(0, 9), "note": f"only-{person}"}
            if not visits or choice < 0.35:
                visit = self.new_id("v")
                work.sql.run(
                    "INSERT INTO activity (id, person, slot, status, own_note, colour, cost) "
                    "VALUES (:id, :person, :slot, 'new', :note, 'red', 'cost-price')",
                    id=visit, **values,
                )
            else:
                visit = self.random.choice(visits)
                change = "person = :person, own_note = :note" if choice < 0.6 else "slot = :slot"
                if choice > 0.9:
                    change = "status = 'cancelled'"
                work.sql.run(f"UPDATE activity SET {change} WHERE id = :id", id=visit, **values)
            work.touch("activity", visit)
        self.note(f"planned {visit}")

    def _someone(self) -> str:
        return self.random.choice(self.tablets).person

    def _technician_works(self, tablet: Tablet) -> None:
        visits = tablet.store.ids("activity")
        if not visits:
            return
        visit = self.random.choice(sorted(visits))
        order = self._order(tablet, visit)
        at = f"{int(self.stamp()) + tablet.skew + 10_000:06d}Z"
        entry = Entry(0, self.new_id("c"), tablet.person, at, json.dumps(order))
        try:
            with tablet.store.write() as work:
                work.handle(entry)
                work.log(entry, tablet.name)
        except Crash:
            self.restart_tablet(tablet)
        except TryLater:
            return
        if tablet.store.connection.execute("SELECT 1 FROM command_log WHERE id = ?", (entry.id,)).fetchone():
            self.written[entry.id] = tablet.name
            if order["type"] == "poison":
                self.poisonous.add(entry.id)
            self.note(f"{tablet.name} {order['type']} {entry.id} on {visit}")

    def _order(self, tablet: Tablet, visit: str) -> dict[str, Any]:
        order: dict[str, Any] = {"activity_id": visit, "row": self.new_id("t")}
        chance = self.random.random()
        if chance < self.faults.poison:
            return order | {"type": "poison", "minutes": self.random.randrange(1, 90)}
        if chance < 0.5:
            name = "mins" if tablet.store.is_old else "minutes"
            return order | {"type": "time", name: self.random.randrange(1, 90)}
        if chance < 0.65:
            return order | {"type": self.random.choice(("take", "take", "count")), "value": self.random.randrange(1, 9)}
        return order | {"type": "step", "status": self.random.choice(STEPS)}

    # ---- The network ------------------------------------------------------------------------------------------------

    def _contact(self, number: int) -> None:
        tablet = self.tablets[number]
        letter: Letter | None = None
        if self.random.random() < 0.55:
            letter = tablet.engine.bundle()
        self.send(number, True, letter or tablet.engine.ask())

    def send(self, number: int, to_office: bool, letter: Letter) -> None:
        content = encode(letter)
        piece = _InFlight(number, to_office, content, zlib.crc32(content))
        if to_office:
            self.sent.append(piece)
        if self.is_calm:
            self.mail.append(piece)
            return
        if self.tablets[number].cut_off or self.random.random() < self.faults.drop:
            return
        self.mail.append(misfortunes.on_the_way(self, piece))
        if self.random.random() < self.faults.duplicate:
            self.mail.append(piece)

    def deliver(self, piece: _InFlight) -> None:
        if zlib.crc32(piece.letter) != piece.mark:
            self.note("a damaged letter is not opened")
            return
        letter = self.opened(piece.letter)
        tablet = self.tablets[piece.tablet]
        if piece.to_office:
            reply = self.ask_office(tablet, letter, piece.letter)
            if reply is not None:
                self.send(piece.tablet, False, reply)
            return
        self.looks_like_his(tablet, piece.letter)
        self.on_tablet(tablet, lambda: self._taken(tablet, letter), type(letter).__name__)

    def _taken(self, tablet: Tablet, letter: Letter) -> str:
        if isinstance(letter, Ack):
            return tablet.engine.on_ack(letter)
        assert isinstance(letter, Page)
        return tablet.engine.on_page(letter)

    def on_tablet(self, tablet: Tablet, take: Callable[[], str], what: str) -> str:
        """Lets a tablet take something in; nothing that was not sent yet may vanish from before its technician."""
        shown = tablet.store.ids("activity")
        try:
            result = take()
        except Crash:
            self.restart_tablet(tablet)
            return "crash"
        except TryLater:
            return "full"
        self.note(f"{tablet.name} takes {what}: {result}")
        self._keeps_unsent_work_in_sight(tablet, shown)
        return result

    def looks_like_his(self, tablet: Tablet, content: bytes) -> None:
        """Neither prices nor what is another technician's ever leaves the office."""
        if b"cost-price" in content:
            raise self.violation(f"a cost price goes to {tablet.name}")
        for found in re.findall(rb"only-(P\d+)", content):
            if found.decode() != tablet.person:
                raise self.violation(f"what is {found.decode()}'s alone goes to {tablet.name}")

    def _keeps_unsent_work_in_sight(self, tablet: Tablet, shown: set[str]) -> None:
        """A visit with work that the office does not have yet is not taken away from before the technician's eyes."""
        taken = shown - tablet.store.ids("activity")
        if not taken:
            return
        sql = tablet.store.sql
        hidden = taken & pending_activities(sql, tablet.name, read_cursor(sql).acked)
        if hidden:
            raise self.violation(f"{tablet.name} no longer shows {hidden}, on which unsent work was done")

    def ask_office(self, tablet: Tablet, letter: Letter, raw: bytes) -> Letter | None:
        """The office's answer; None when it crashes, is full, or no longer talks to this tablet."""
        try:
            return self.office_answers(tablet, letter, raw)
        except Crash:
            self.restart_office()
        except TryLater:
            self.note("office disk full")
        return None

    def office_answers(self, tablet: Tablet, letter: Letter, raw: bytes) -> Letter | None:
        with self.office_store.read() as work:
            sender = ledger.trusted(work.sql, tablet.name)
        assert sender is not None
        if isinstance(letter, Bundle):
            ack = self.office.receive(sender, letter, raw)
            self.note(f"office: {tablet.name} {letter.entries[0].seq}-{letter.entries[-1].seq} {ack.verdict}")
            if self.is_calm or self.random.random() < 0.6:  # otherwise it is carried out later
                self.office_does(lambda: self.office.recover(tablet.name))
            return ack
        assert isinstance(letter, Ask)
        if sender.revoked:
            return None
        counter = ledger.feed_counter(self.office_store.sql)
        page = self.office.answer(sender, letter)
        self.last_look[tablet.number] = counter if page.page == page.base else -1
        self.note(f"office: {tablet.name} asks at {letter.have_page}, gets {page.page} on {page.base}")
        return page

    # ---- Starting again ---------------------------------------------------------------------------------------------

    def restart_office(self) -> None:
        self.note("office crashes")
        while True:
            self.office = self._office()
            try:
                self.office.recover()
                return
            except Crash:
                continue
            except TryLater:
                return

    def restart_tablet(self, tablet: Tablet) -> None:
        self.note(f"{tablet.name} crashes")
        tablet.engine = self.tablet_engine(tablet.store, tablet.name)

    # ---- What is known ----------------------------------------------------------------------------------------------

    def is_revoked(self, tablet: Tablet) -> bool:
        row = self.office_store.connection.execute(
            "SELECT revoked_at FROM device WHERE id = ?", (tablet.name,)
        ).fetchone()
        return row[0] is not None

    def known_at_office(self) -> set[str]:
        rows = self.office_store.connection.execute(
            "SELECT id FROM command_log UNION ALL SELECT command_id FROM sync_quarantine"
        ).fetchall()
        return {row[0] for row in rows}

    def log_of(self, tablet: Tablet) -> list[str]:
        return [row[0] for row in tablet.store.connection.execute("SELECT id FROM command_log")]

    def note(self, what: str) -> None:
        self.trace.append(what)

    def violation(self, what: str) -> Violation:
        return Violation(f"seed {self.seed}: {what}\n  " + "\n  ".join(self.trace[-60:]))

    def opened(self, raw: bytes) -> Letter:
        """What is written in these bytes; most letters are opened several times in a history."""
        letter = self._opened.get(raw)
        if letter is None:
            letter = self._opened[raw] = decode(raw)
        return letter

    def _bundle(self, raw: bytes) -> Bundle:
        letter = self.opened(raw)
        assert isinstance(letter, Bundle)
        return letter
