"""Of the own commands only those are laid over a page that it concerns, and the rows are as if it were all."""

import copy
import logging
import random
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from core.bootstrap import Core
from core.commands.base import Command
from core.commands.checklist import AnswerStep, StartChecklist
from core.commands.checkout import SetOutcome, WriteReport
from core.commands.customers import EditContact, EditEquipment
from core.commands.dispatch import PlanVisit
from core.commands.firm import EditFirm
from core.commands.records import RecordMaterial, RecordMileage, RecordTime, RemoveRecord
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.visit import AddNote, ChangeStep, MarkSeen
from core.errors import UserError
from core.ids import new_id
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner
from core.model.visit import Activity
from core.storage.unit_of_work import UnitOfWork
from core.sync import tablet_store
from core.sync.letters import Bundle, Page
from core.sync.scope_columns import SHAPES
from core.sync.sql import ConnectionSql, set_state
from core.sync.tablet_ledger import read_cursor
from tests.helpers.field_day import FULL_ANSWERS
from tests.helpers.story import STORY
from tests.sync.real_histories import Disk
from tests.sync.sides import Sides, Tablet, story_sides

VISITS = (STORY.visit, "visit-b", "visit-c")
"""Two of the same customer, and one of another."""
STEPS = 45
World = tuple[Sides, Tablet, list[Any]]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    logging.disable(logging.ERROR)  # commands that do not fit for now are meant here
    with story_sides(tmp_path_factory.mktemp("overlay")) as (sides, tablet):
        _more_visits(sides)
        sides.sync()
        disks = [Disk(sides.office), Disk(tablet.core)]
        yield sides, tablet, [(disk, disk.copy()) for disk in disks]
    logging.disable(logging.NOTSET)


def _more_visits(sides: Sides) -> None:
    with sides.office.database.write() as session:
        now = sides.clock.now()
        work = UnitOfWork(
            session, now=now, author_id=STORY.mara, device_id="office", command_id=new_id(), is_office=True
        )
        work.add(BusinessPartner(id="partner-b", number="K-2", name="Bageri Bullen", kind="company"))
        work.add(Address(id="address-b", partner_id="partner-b", street="Storgatan 1", zip="41138", city="Göteborg"))
        call = ServiceCall(id="call-b", number="A-2", subject="Degblandare", kind="repair", partner_id="partner-b",
                           address_id="address-b", created_at=now, created_by_id=STORY.mara)  # fmt: skip
        work.add(call)
        session.flush()
        work.add(Activity(id="visit-b", call_id=STORY.call, kind="visit", subject="Igen", address_id=STORY.address))
        work.add(Activity(id="visit-c", call_id="call-b", kind="visit", subject="Bullen", address_id="address-b"))
        work.finish()
    for hours, visit in enumerate(VISITS[1:], 2):
        sides.planner_does(
            PlanVisit(activity_id=visit, person_id=STORY.alex, start=STORY.start + timedelta(hours=hours))
        )
        sides.planner_does(ReleaseVisit(activity_id=visit, assignment_ids=(f"as-{visit}",), message_id=new_id()))


class Days:
    """One seed: both sides work, letters come and go, and every page is taken in twice: as it is, and over all."""

    def __init__(self, sides: Sides, tablet: Tablet, seed: int) -> None:
        self.sides, self.tablet = sides, tablet
        self.chance = random.Random(seed)
        self.disk = Disk(tablet.core)
        self.records: list[str] = []
        self.spared = 0

    def run(self) -> None:
        for _ in range(STEPS):
            match self.chance.randrange(10):
                case 0 | 1 | 2 | 3:
                    self._try(lambda: self.tablet.does(self._work()))
                case 4 | 5:
                    self._try(lambda: self.sides.planner_does(self._plan()))
                case 6 | 7:
                    self._up()
                case _:
                    self._down()
        self._from_scratch()

    def _try(self, does: Any) -> None:
        try:
            does()
        except UserError:
            """Refused where it was tried: nothing was done."""

    def _work(self) -> Command:
        visit, row, number = self.chance.choice(VISITS), new_id(), self.chance.randrange(1, 90)
        assignment = STORY.assignment if visit == STORY.visit else f"as-{visit}"
        match self.chance.randrange(12):
            case 0 | 1:
                self.records.append(row)
                return RecordTime(activity_id=visit, record_id=row, kind="work", start=STORY.start,
                                  end=STORY.start + timedelta(minutes=number), minutes=number)  # fmt: skip
            case 2:
                return RecordMaterial(
                    activity_id=visit, record_id=row, item_id=STORY.gasket, quantity=Decimal(number % 3 + 1)
                )
            case 3:
                return RecordMileage(activity_id=visit, record_id=row, kilometres=Decimal(number))
            case 4:
                return AddNote(activity_id=visit, note_id=row, text=str(number))
            case 5:
                return WriteReport(activity_id=visit, work_done=str(number))
            case 6:
                return StartChecklist(activity_id=visit, instance_id=f"list-{visit}", version_id=STORY.version)
            case 7:
                element, value = self.chance.choice(FULL_ANSWERS)
                return AnswerStep(activity_id=visit, instance_id=f"list-{visit}", answer_id=row, element_id=element,
                                  value=value)  # fmt: skip
            case 8:
                kind = self.chance.choice((EditContact, EditEquipment))
                if kind is EditContact:
                    return EditContact(contact_id=STORY.james, partner_id=STORY.partner, role=f"chef {number}")
                return EditEquipment(equipment_id=STORY.machine, location_note=f"rum {number}")
            case 9 if self.records:
                return RemoveRecord(activity_id=visit, kind="time", record_id=self.chance.choice(self.records))
            case 10:
                return SetOutcome(activity_id=visit, outcome="done", note=str(number))
            case _:
                target = self.chance.choice(("accepted", "travelling", "arrived", "working", "paused"))
                if self.chance.random() < 0.2:
                    return MarkSeen(activity_id=visit, assignment_id=assignment)
                return ChangeStep(activity_id=visit, assignment_id=assignment, event_id=row, target=target)

    def _plan(self) -> Command:
        visit, number = self.chance.choice(VISITS), self.chance.randrange(100)
        match self.chance.randrange(7):
            case 0:
                return WithdrawRelease(activity_id=visit, even_if_told=True)
            case 1 | 2:
                assignment = STORY.assignment if visit == STORY.visit else f"as-{visit}"
                return ReleaseVisit(activity_id=visit, assignment_ids=(assignment,), message_id=new_id())
            case 3:
                return EditContact(contact_id=STORY.james, partner_id=STORY.partner, name=f"James {number}")
            case 4 if number < 30:
                return EditFirm(fields={"phone": f"+46317000{number:02}"})
            case 5:
                return AddNote(activity_id=visit, note_id=new_id(), text=f"från kontoret {number}")
            case _:
                return PlanVisit(activity_id=visit, person_id=STORY.alex, start=STORY.start + timedelta(hours=number))

    # ---- Letters -----------------------------------------------------------------------------------------------------

    def _up(self) -> None:
        bundle = self.tablet.engine.bundle()
        if bundle is None or self.chance.random() < 0.2:
            return
        self._receive(bundle)
        if self.chance.random() < 0.7:
            self.sides.engine.recover()

    def _receive(self, bundle: Bundle) -> None:
        raw = self.sides.sealed(self.tablet, bundle)
        self.tablet.engine.on_ack(self.sides.engine.receive(self.sides.sender(self.tablet), bundle, raw))

    def _down(self) -> None:
        page = self.sides.engine.answer(self.sides.sender(self.tablet), self.tablet.engine.ask())
        before = self.disk.copy()
        all_over, seen = self._taken(copy.copy(self.tablet.engine), page, everything=True)
        self.disk.put_back(before)
        some, laid = self._taken(self.tablet.engine, page, everything=False)
        assert some == all_over
        self.spared += seen - laid

    def _taken(self, engine: Any, page: Page, *, everything: bool) -> tuple[dict[str, Any], int]:
        """The tablet's rows after the page, and how many own commands were laid over."""
        laid: list[int] = []
        with pytest.MonkeyPatch.context() as patch:
            replay = tablet_store.TabletDatabaseWork.replay

            def counted(work: Any, entries: Any) -> None:
                laid.append(len(entries))
                replay(work, entries)

            patch.setattr(tablet_store.TabletDatabaseWork, "replay", counted)
            if everything:
                patch.setattr(tablet_store, "concerned", lambda _sql, visits, _changed: visits)
                patch.setattr(tablet_store.TabletDatabaseWork, "is_changed", True)
            engine.on_page(page)
        return rows(self.tablet.core), sum(laid)

    def _from_scratch(self) -> None:
        """At last all is sent and carried out: then the office's word alone, received anew, is the same once more."""
        while (bundle := self.tablet.engine.bundle()) is not None:
            self._receive(bundle)
        self.sides.engine.recover()
        for _ in range(4):
            self._down()
        shown = rows(self.tablet.core)
        with self.tablet.core.database.write() as session:
            set_state(ConnectionSql(session.connection()), feed="", have_page=0)
        for _ in range(8):
            page = self.sides.engine.answer(self.sides.sender(self.tablet), self.tablet.engine.ask())
            self.tablet.engine.on_page(page)
        with self.tablet.core.database.look() as connection:
            cursor = read_cursor(ConnectionSql(connection))
        assert not cursor.baseline and cursor.settled == cursor.done
        assert rows(self.tablet.core) == shown


def rows(core: Core) -> dict[str, list[tuple[Any, ...]]]:
    with core.database.look() as connection:
        return {kind: sorted(ConnectionSql(connection).rows(f"SELECT * FROM {kind}"), key=repr) for kind in SHAPES}


@pytest.mark.parametrize("block", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_laying_over_what_is_concerned_is_laying_over_all(world: World, block: int) -> None:
    assert sum(played(world, seed) for seed in range(block * 12, block * 12 + 12)), "and at times it is not all"


def played(world: World, seed: int) -> int:
    """Plays a seed from the beginning; returns how many own commands were not laid over again in vain."""
    sides, tablet, beginning = world
    for disk, kept in beginning:
        disk.put_back(kept)
    days = Days(sides, tablet, seed)
    days.run()
    return days.spared


def test_to_lay_over_too_little_would_show(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablet_store, "concerned", lambda *_: set())
    with pytest.raises(AssertionError):
        for seed in range(12):
            played(world, seed)
