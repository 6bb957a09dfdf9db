"""An office and tablets on real databases, with real letters between them but no network: who talks when is ours."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from core.bootstrap import Core
from core.clock import FixedClock
from core.commands.base import Command
from core.commands.devices import PairDevice
from core.sync import office_ledger
from core.sync.assembly import office_engine, tablet_engine
from core.sync.envelope import open_envelope, seal
from core.sync.identity import OfficeIdentity, office_identity, prepare_tablet, tablet_keys
from core.sync.keys import KeyPair
from core.sync.letters import Ask, Bundle, Letter, encode
from core.sync.office_engine import OfficeEngine
from core.sync.office_ledger import Trusted
from core.sync.sql import ConnectionSql
from core.sync.tablet_engine import TabletEngine
from tests.helpers.cores import STORY_TIME, opened_office, opened_tablet
from tests.helpers.story import STORY, build_story


@dataclass
class Tablet:
    """A paired tablet; `sent` and `got` are the plaintexts of its letters."""

    core: Core
    person_id: str
    engine: TabletEngine
    keys: KeyPair
    sent: list[bytes] = field(default_factory=list)
    got: list[bytes] = field(default_factory=list)

    def does(self, command: Command) -> None:
        self.core.commands.execute(command, self.person_id)


class Sides:
    """The office with its tablets."""

    def __init__(self, folder: Path, office: Core, clock: FixedClock) -> None:
        self.folder = folder
        self.office = office
        self.clock = clock
        self.identity: OfficeIdentity = office_identity(office.database, office.settings.folder, clock)
        self.engine: OfficeEngine = office_engine(office, self.identity)
        self.tablets: list[Tablet] = []

    def planner_does(self, command: Command) -> None:
        self.office.commands.execute(command, STORY.mara)

    def pair(self, core: Core, person_id: str) -> Tablet:
        prepare_tablet(core.database, core.settings.folder, core.device_id)
        keys = tablet_keys(core.database)
        self.planner_does(
            PairDevice(
                device_id=core.device_id, person_id=person_id, sign_key=keys.public.sign.hex(),
                seal_key=keys.public.seal.hex(), name=f"{person_id}s platta",
            )
        )
        tablet = Tablet(core, person_id, tablet_engine(core), keys)
        self.tablets.append(tablet)
        return tablet

    def sender(self, tablet: Tablet) -> Trusted:
        with self.office.database.read() as session:
            found = office_ledger.trusted(ConnectionSql(session.connection()), tablet.core.device_id)
        assert found is not None
        return found

    def up(self, tablet: Tablet) -> int:
        """Sends everything; returns how many bundles it took."""
        count = 0
        while (bundle := tablet.engine.bundle()) is not None:
            raw = self.sealed(tablet, bundle)
            letter = self._opened_at_office(tablet, raw)
            assert isinstance(letter, Bundle)
            tablet.engine.on_ack(self.engine.receive(self.sender(tablet), letter, raw))
            self.engine.recover(tablet.core.device_id)
            count += 1
        return count

    def down(self, tablet: Tablet) -> int:
        """Fetches until there is nothing new; returns how many pages brought something."""
        pages = 0
        while True:
            raw = self.sealed(tablet, tablet.engine.ask())
            letter = self._opened_at_office(tablet, raw)
            assert isinstance(letter, Ask)
            page = self.engine.answer(self.sender(tablet), letter)
            tablet.got.append(encode(page))
            result = tablet.engine.on_page(page)
            if result == "nothing":
                return pages
            pages += 1
            assert pages < 100, "the tablet never comes to rest"

    def sync(self, *tablets: Tablet) -> None:
        """Up and down with each, until what one did has reached the others, too."""
        for tablet in tablets or self.tablets:
            self.up(tablet)
        for tablet in tablets or self.tablets:
            self.down(tablet)

    def sealed(self, tablet: Tablet, letter: Letter) -> bytes:
        tablet.sent.append(encode(letter))
        line = letter.epoch if isinstance(letter, Bundle | Ask) else ""
        return seal(
            letter, sender=tablet.core.device_id, keys=tablet.keys,
            recipient_seal_key=self.identity.keys.public.seal, line=line,
        )

    def _opened_at_office(self, tablet: Tablet, raw: bytes) -> Letter:
        return open_envelope(
            raw, keys=self.identity.keys, sign_key_of=lambda _: self.sender(tablet).sign_key
        ).letter


@contextmanager
def story_sides(folder: Path, *, released: bool = True) -> Iterator[tuple[Sides, Tablet]]:
    """The story's firm at the office, and Alex's paired, still empty tablet."""
    clock = FixedClock(STORY_TIME)
    with opened_office(folder / "office", clock) as office, opened_tablet(folder / "alex", clock) as core:
        build_story(office, released=released)
        sides = Sides(folder, office, clock)
        yield sides, sides.pair(core, STORY.alex)
