"""Three people change one job without knowing of each other; the same end comes out in every order and by every way."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from sqlalchemy import select

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.base import Command
from core.commands.checklist import AnswerStep, CloseChecklist, StartChecklist
from core.commands.customers import EditAddress, EditContact
from core.commands.devices import ResolveClash
from core.commands.dispatch import PlanVisit
from core.commands.intake import EditCall
from core.commands.photos import AddPhoto
from core.commands.records import RecordTime
from core.commands.release import ReleaseVisit
from core.commands.visit import ChangeStep
from core.model.customer import Contact
from core.model.history import Journal
from core.queries.call_card import call_card
from core.queries.devices import quarantine
from core.queries.sort_out import CLASH, open_matters
from core.settings import Settings
from core.sync.client import TabletSync
from core.sync.hub import Hub
from tests.helpers.cores import STORY_TIME
from tests.helpers.finished_visit import picture
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import Watch, free_port, office_settings, pair

BEFORE, ALEX_HEARD, SARA_HEARD = "+46317001234", "+46701110001", "+46701110002"
TABLETS = {"alex": STORY.alex, "sara": STORY.sara}
WAYS = ("lan", "relay")
ORDERS = list(permutations(("office", "alex", "sara")))


@dataclass
class Field:
    """One technician's tablet; it talks when it is told to, by the way it is told."""

    core: Core
    sync: TabletSync

    def does(self, person_id: str, *commands: Command) -> None:
        for command in commands:
            self.core.commands.execute(command, person_id)


class Firm:
    """Mara's office and the two tablets that came in touch with it this morning."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self.clock = clock
        self.stick = folder / "stick"
        self.stick.mkdir(exist_ok=True)
        self.office = open_core(office_settings(folder / "office", free_port()), clock)
        self.cores = {
            name: open_core(Settings(role="tablet", folder=folder / name), clock) for name in TABLETS
        }

    def begin(self) -> None:
        self.hub = Hub(self.office)
        self.hub.folders.set_relay(str(self.stick))
        self.tablets = {name: Field(core, TabletSync(core, discover=False)) for name, core in self.cores.items()}
        for tablet in self.tablets.values():
            tablet.sync.set_relay(str(self.stick))

    def meets(self, name: str, way: str, number: str = "") -> None:
        """This tablet sends what it has and fetches what is new, until it is safe (and knows James's number)."""
        (self._by_relay if way == "relay" else self._by_network)(self.tablets[name], number)

    def _by_relay(self, tablet: Field, _number: str) -> None:
        for _ in range(3):
            tablet.sync.relay_now()
            self.hub.folders.relay_now()
        tablet.sync.relay_now()

    def _by_network(self, tablet: Field, number: str) -> None:
        watch = Watch()
        tablet.sync.add_address(f"127.0.0.1:{self.hub.address.port}")
        tablet.sync.network_enabled = True
        tablet.sync.subscribe(watch.stir)
        tablet.core.changes.subscribe(watch.stir)
        tablet.sync.start()
        try:
            watch.until(lambda: tablet.sync.status.is_safe and (not number or number_at(tablet.core) == number))
        finally:
            tablet.sync.stop()
        tablet.sync = TabletSync(tablet.core, discover=False)

    def close(self) -> None:
        self.hub.stop()
        for core in (*self.cores.values(), self.office):
            core.close()


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The firm after both tablets have fetched the released job; every order begins from a copy of it."""
    folder = tmp_path_factory.mktemp("morning")
    firm = Firm(folder, FixedClock(STORY_TIME))
    build_story(firm.office, released=False)
    mara = STORY.mara
    firm.office.commands.execute(
        EditContact(contact_id=STORY.james, partner_id=STORY.partner, mobile=BEFORE), mara
    )
    firm.office.commands.execute(
        PlanVisit(activity_id=STORY.visit, person_id=STORY.alex, start=STORY.start, helper_ids=(STORY.sara,)), mara
    )
    firm.office.commands.execute(
        ReleaseVisit(activity_id=STORY.visit, assignment_ids=("alex", "sara"), message_id="message"), mara
    )
    hub = Hub(firm.office)
    hub.start()
    for name, person_id in TABLETS.items():
        pair(hub, firm.cores[name], person_id, f"{name} platta")
    hub.stop()
    firm.begin()
    for name in TABLETS:
        firm.meets(name, "relay")
    firm.close()
    return folder


@contextmanager
def day(morning: Path, folder: Path) -> Iterator[Firm]:
    shutil.copytree(morning, folder, dirs_exist_ok=True)
    firm = Firm(folder, FixedClock(STORY_TIME))
    firm.begin()
    firm.hub.start()
    try:
        yield firm
    finally:
        firm.close()


def mara_moves(firm: Firm) -> None:
    """The time: changed before anybody has told her that Alex is there, for then it stands."""
    firm.clock.set(STORY.at("09:55"))
    firm.office.commands.execute(
        PlanVisit(
            activity_id=STORY.visit, person_id=STORY.alex, start=STORY.at("10:15"), helper_ids=(STORY.sara,)
        ),
        STORY.mara,
    )


def mara_changes(firm: Firm) -> None:
    """The address note and the priority."""
    firm.clock.set(STORY.at("10:00"))
    for command in (
        EditAddress(address_id=STORY.address, partner_id=STORY.partner, access_note="Kod 4711"),
        EditCall(call_id=STORY.call, priority="low"),
    ):
        firm.office.commands.execute(command, STORY.mara)


def alex_works(firm: Firm) -> None:
    """Two times, the checklist, and the contact's number."""
    firm.clock.set(STORY.at("10:05"))
    visit = STORY.visit
    alex, gauge = firm.tablets["alex"], picture(0.5)
    answers: dict[str, dict[str, str]] = {
        "off": {"answer": "yes"}, "leak": {"answer": "no"}, "pressure": {"value": "1.05"}, "brew": {"value": "27"},
        "clean": {"answer": "yes"},
    }
    alex.does(
        STORY.alex,
        *(
            ChangeStep(activity_id=visit, assignment_id="alex", event_id=f"alex-{target}", target=target)
            for target in ("accepted", "travelling", "arrived", "working")
        ),
        *(
            RecordTime(
                activity_id=visit, record_id=f"alex-{minutes}", kind="work", start=STORY.at("10:00"),
                end=STORY.at("10:30"), minutes=minutes,
            )
            for minutes in (30, 15)
        ),
        StartChecklist(activity_id=visit, instance_id="list", version_id=STORY.version),
        *(
            AnswerStep(activity_id=visit, instance_id="list", answer_id=f"a-{step}", element_id=step, value=value)
            for step, value in answers.items()
        ),
        AddPhoto(
            activity_id=visit, attachment_id="gauge", sha256=alex.core.blobs.put(gauge), mime="image/jpeg",
            size=len(gauge), object_kind="checklist_instance", object_id="list", element_id="gauge",
        ),
        CloseChecklist(activity_id=visit, instance_id="list"),
        EditContact(
            contact_id=STORY.james, partner_id=STORY.partner, mobile=ALEX_HEARD, base={"mobile": BEFORE}
        ),
    )


def sara_helps(firm: Firm) -> None:
    """A photo, and the same number, heard otherwise."""
    firm.clock.set(STORY.at("10:10"))
    photo = picture(0.4)
    sara = firm.tablets["sara"]
    sara.does(
        STORY.sara,
        ChangeStep(activity_id=STORY.visit, assignment_id="sara", event_id="sara-accepted", target="accepted"),
        AddPhoto(
            activity_id=STORY.visit, attachment_id="photo", sha256=sara.core.blobs.put(photo), mime="image/jpeg",
            size=len(photo), object_id=STORY.visit,
        ),
        EditContact(
            contact_id=STORY.james, partner_id=STORY.partner, mobile=SARA_HEARD, base={"mobile": BEFORE}
        ),
    )


EXPECTED: dict[str, object] = {
    "number": SARA_HEARD, "access": "Kod 4711", "priority": "low", "start": STORY.at("10:15"),
    "times": [("alex-15", Decimal("0.25")), ("alex-30", Decimal("0.50"))], "photos": ["gauge", "photo"],
    "checklists": ["closed"], "steps": [("Alex Lindqvist", "working"), ("Sara Nyström", "accepted")],
    "matters": [
        (CLASH, "mobile", ("Alex Lindqvist", ALEX_HEARD), ("Sara Nyström", SARA_HEARD), "Kafé Tulpan")
    ],
    "authors": ["Alex Lindqvist", "Mara Sandberg", "Sara Nyström"],
    "numbers ever": [BEFORE, ALEX_HEARD, SARA_HEARD], "quarantine": (),
}
"""Only the number is a question; nothing that anybody did is gone, the number that does not stand included."""


def number_at(core: Core) -> str:
    return str(core.database.ask(lambda session: session.get(Contact, STORY.james).mobile))  # type: ignore[union-attr]


def end_state(firm: Firm) -> dict[str, object]:
    """Everything that somebody did, as it stands at the office."""
    card = firm.office.database.ask(call_card, STORY.call)
    assert card is not None
    (visit,) = [one for one in card.visits if one.id == STORY.visit]
    matters = firm.office.database.ask(open_matters)
    return {
        "number": number_at(firm.office), "access": card.access_note, "priority": card.priority,
        "times": sorted((line.source_id, line.quantity) for line in visit.lines if line.source_kind == "time"),
        "photos": sorted(photo.id for photo in visit.photos),
        "start": visit.planned_start, "checklists": [one.state for one in visit.checklists],
        "steps": sorted((one.name, one.step) for one in visit.technicians),
        "matters": [
            (one.text_key, one.field, one.earlier and (one.earlier.person, one.earlier.value),
             one.later and (one.later.person, one.later.value), one.customer)
            for one in matters
        ],
        "authors": sorted({line.person for line in card.journal}),
        "numbers ever": sorted(
            firm.office.database.ask(
                lambda session: list(
                    session.scalars(select(Journal.new).where(Journal.field == "mobile", Journal.kind == "contact"))
                )
            )
        ),
        "quarantine": firm.office.database.ask(quarantine),
    }


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("order", ORDERS, ids="-".join)
def test_three_people_and_one_job_end_the_same_in_every_order(
    morning: Path, tmp_path: Path, order: tuple[str, ...], way: str
) -> None:
    with day(morning, tmp_path / "firm") as firm:
        mara_moves(firm)
        alex_works(firm)
        sara_helps(firm)
        acts: dict[str, Callable[[], None]] = {
            "office": lambda: mara_changes(firm), "alex": lambda: firm.meets("alex", way),
            "sara": lambda: firm.meets("sara", way),
        }
        for who in order:
            acts[who]()
        for name in TABLETS:  # and once more, so that each hears of the others
            firm.meets(name, way, SARA_HEARD)
        assert end_state(firm) == EXPECTED, order
        for tablet in firm.tablets.values():
            assert number_at(tablet.core) == SARA_HEARD
            status = tablet.sync.status
            assert status.waiting == status.photos == 0
            assert way == "lan" or status.arriving == 0, "and the job's papers are on each tablet"


def test_network_and_relay_in_turn_and_together_double_nothing(morning: Path, tmp_path: Path) -> None:
    """Alex's letters lie on the stick while the network has long taken them; then both at once."""
    with day(morning, tmp_path / "firm") as firm:
        mara_moves(firm)
        alex_works(firm)
        firm.tablets["alex"].sync.relay_now()
        firm.meets("alex", "lan")
        sara_helps(firm)
        firm.hub.folders.relay_now()
        mara_changes(firm)
        firm.meets("sara", "lan")
        for name in (*TABLETS, *TABLETS):
            firm.meets(name, "relay")
            firm.meets(name, "lan")
        assert end_state(firm) == EXPECTED


@pytest.mark.parametrize(
    ("keep", "mobile", "phone"),
    [("earlier", ALEX_HEARD, ""), ("later", SARA_HEARD, ""), ("both", SARA_HEARD, ALEX_HEARD)],
)
def test_mara_decides_and_the_tablets_hear_of_it(
    morning: Path, tmp_path: Path, keep: str, mobile: str, phone: str
) -> None:
    with day(morning, tmp_path / "firm") as firm:
        firm.office.commands.execute(
            EditContact(contact_id=STORY.james, partner_id=STORY.partner, phone=""), STORY.mara
        )
        alex_works(firm)
        sara_helps(firm)
        for name in ("sara", "alex"):
            firm.meets(name, "relay")
        (matter,) = firm.office.database.ask(open_matters)
        assert matter.text_key == CLASH and matter.can_keep_both
        decision = ResolveClash(flag_id=matter.id, keep=keep)  # type: ignore[arg-type]
        changes = firm.office.commands.execute(decision, STORY.mara)
        assert firm.office.database.ask(open_matters) == ()
        firm.meets("alex", "relay")
        for core in (firm.office, firm.tablets["alex"].core):
            numbers = select(Contact.mobile, Contact.phone).where(Contact.id == STORY.james)
            assert core.database.ask(lambda session, numbers=numbers: session.execute(numbers).one()) == (mobile, phone)
        (undo,) = changes.undo
        firm.office.commands.execute(undo, STORY.mara)
        assert number_at(firm.office) == SARA_HEARD
        assert len(firm.office.database.ask(open_matters)) == 1
