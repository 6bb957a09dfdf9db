"""A tablet holds what its technician needs and not one byte more."""

import hashlib
import itertools
import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.bootstrap import Core
from core.clock import FixedClock
from core.commands.crew import SetHelpers
from core.commands.customers import EditContact
from core.commands.dispatch import PlanVisit, UnplanVisit
from core.commands.favourites import StarItem
from core.commands.firm import EditFirm
from core.commands.records import RecordMaterial, RecordTime
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.stock import SetShelf
from core.commands.visit import ChangeStep
from core.errors import UserError
from core.ids import new_id
from core.model.attachment import Attachment
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.customer import Address, BusinessPartner, Contact
from core.model.device import SyncFlag
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.item import Item
from core.model.knowledge import ChecklistInstance
from core.model.money import Invoice
from core.model.stock import StockMove
from core.model.visit import Activity, Expense, Note, Reading, ServiceAssignment
from core.model.workforce import Absence, Person, PersonSkill, Reservation, Skill
from core.queries.favourites import favourites
from core.queries.job_sheet import CrewLacks, job_sheet
from core.queries.machine_sheet import machine_sheet
from core.queries.past_photos import PHOTOS_SHOWN, past_photos, past_strip
from core.storage.base import Entity
from core.storage.row_state import column_names, dump, entity_classes
from core.storage.unit_of_work import UnitOfWork
from core.sync import office_ledger
from core.sync.blob_transfer import unmoved
from core.sync.feed import Key
from core.sync.scope import BESIDE_VISITS, DAYS_AHEAD, DAYS_BACK, HISTORY_VISITS, scope
from core.sync.scope_columns import HISTORY, OWN, SHAPES, STAYS_AT_OFFICE, columns
from core.sync.scope_relevance import devices_concerned, may_concern, reach_of
from core.sync.sql import ConnectionSql
from tests.helpers.cores import opened_tablet
from tests.helpers.story import STORY, TODAY
from tests.sync.sides import Sides, Tablet, story_sides


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as made:
        yield made


class Office(Protocol):
    """Whoever has an office in a test."""

    office: Core
    clock: FixedClock


def office_adds(sides: Office, *rows: Entity) -> None:
    with sides.office.database.write() as session:
        work = UnitOfWork(
            session, now=sides.clock.now(), author_id=STORY.mara, device_id="office", command_id=new_id(),
            is_office=True,
        )
        for row in rows:
            work.add(row)
            session.flush()
        work.finish()


def scope_of(sides: Sides, person_id: str = STORY.alex, day: date = TODAY) -> dict[Key, str]:
    return sides.office.database.ask(scope, person_id, day)


def kinds(rows: dict[Key, str], kind: str) -> set[str]:
    return {row_id for one, row_id in rows if one == kind}


# ---- Columns --------------------------------------------------------------------------------------------------------


def test_every_kind_is_either_sent_or_stays() -> None:
    assert set(entity_classes()) == set(SHAPES) | STAYS_AT_OFFICE
    assert not set(SHAPES) & STAYS_AT_OFFICE


@pytest.mark.parametrize(("kind", "shape"), [(kind, shape) for kind, shapes in SHAPES.items() for shape in shapes])
def test_every_column_is_either_sent_or_withheld(kind: str, shape: str) -> None:
    """A new column fails here until somebody has decided whether technicians may see it (`scope_columns.SHAPES`)."""
    decided = SHAPES[kind][shape]
    assert set(decided.sent) | set(decided.withheld) | {"id"} == set(column_names(kind))
    assert not set(decided.sent) & set(decided.withheld)


def test_costs_never_travel() -> None:
    for kind, shapes in SHAPES.items():
        for shape in shapes:
            assert not {"cost", "cost_per_hour", "yearly_price"} & set(columns(kind, shape)), kind


# ---- Canaries -------------------------------------------------------------------------------------------------------

SECRET_TEXT = "KANARIEFAGEL"
SECRET_NUMBER = Decimal("7654321.1234")
COST, HOURLY_COST = Decimal("6543217.8912"), Decimal("5432176.7891")
MARGIN = Decimal("4321765.6789")
"""What the firm pays, and what is left to it when an article is sold: the price alone may be seen."""


def plant_canaries(sides: Office) -> None:
    """Marked values in everything that other people or the office keep to themselves."""
    with sides.office.database.write() as session:
        for item in session.scalars(select(Item)):
            item.cost, item.price = COST, COST + MARGIN
        for person in session.scalars(select(Person)):
            person.cost_per_hour = HOURLY_COST
            if person.id != STORY.alex:
                person.email, person.team = f"{SECRET_TEXT}@example", SECRET_TEXT
        for home in session.scalars(select(Address).where(Address.kind == "home", Address.id != "home-person-alex")):
            home.street = home.access_note = SECRET_TEXT
        firm = session.get(Firm, FIRM_ID)
        assert firm is not None
        firm.settings = firm.settings | {"sms_password": SECRET_TEXT, "sms_sender": SECRET_TEXT}
    moment = sides.clock.now()
    office_adds(
        sides,
        Absence(id="absence-milan", person_id=STORY.milan, kind="sick", start=moment, end=moment + timedelta(days=2),
                note=SECRET_TEXT),
        Reservation(id="talk-milan", person_id=STORY.milan, title=SECRET_TEXT, start=moment,
                    end=moment + timedelta(hours=1)),
        BusinessPartner(id="partner-other", number="99999", name=f"{SECRET_TEXT} AB"),
        Contact(id="contact-other", partner_id="partner-other", name=SECRET_TEXT, email=f"{SECRET_TEXT}@example"),
        ServiceCall(id="call-other", number="S-2026-09999", state="open", partner_id="partner-other",
                    problem=SECRET_TEXT, created_at=moment),
        Activity(id="visit-other", call_id="call-other", state="released", planned_start=moment,
                 lead_person_id=STORY.milan, released_at=moment, instructions=SECRET_TEXT),
        ServiceAssignment(id="assignment-other", activity_id="visit-other", person_id=STORY.milan, assigned_at=moment),
        Activity(id="visit-plan", call_id=STORY.call, state="planned", planned_start=moment, lead_person_id=STORY.alex,
                 subject=SECRET_TEXT),
        Note(id="note-other", call_id="call-other", person_id=STORY.mara, text=SECRET_TEXT, at=moment),
        Invoice(id="invoice-1", partner_id=STORY.partner, created_at=moment, buyer={"name": SECRET_TEXT}),
        SyncFlag(id="flag-1", code=SECRET_TEXT, command_id="x", at=moment),
        Attachment(id="photo-other", sha256="ab" * 32, mime="image/jpeg", size=1, object_kind="activity",
                   object_id="visit-other", caption=SECRET_TEXT, taken_at=moment),
        StockMove(id="move-other", warehouse_id=STORY.milan_van, item_id=STORY.detergent, quantity=SECRET_NUMBER,
                  kind="receipt", at=moment, person_id=STORY.milan),
    )  # fmt: skip
    _plant_beside(sides)


def _plant_beside(sides: Office) -> None:
    """A colleague's past visit to the machine beside: what was done is no secret, the talk about it is."""
    earlier = stands_beside(sides, "grinder", "visit-beside")
    office_adds(
        sides,
        Expense(id="expense-beside", activity_id=earlier, person_id=STORY.milan, text=SECRET_TEXT,
                amount=SECRET_NUMBER, recorded_at=sides.clock.now()),
        Note(id="note-beside", call_id="call-of-visit-beside", person_id=STORY.mara, text=SECRET_TEXT,
             at=sides.clock.now()),
        past_photo("photo-beside", "activity", earlier, file_name=SECRET_TEXT, caption=SECRET_TEXT, latitude=57.71),
        past_photo("receipt-beside", "activity", earlier, element_id="expense-beside", thumbnail=SECRET_TEXT),
    )
    with sides.office.database.write() as session:
        visit = session.get_one(Activity, earlier)
        visit.instructions = visit.report_email = SECRET_TEXT
        session.get_one(ServiceCall, "call-of-visit-beside").pending_reason = SECRET_TEXT


def past_photo(photo_id: str, kind: str, owner: str, days_ago: int = 60, **more: Any) -> Attachment:
    return Attachment(**{
        "id": photo_id, "sha256": hashlib.sha256(photo_id.encode()).hexdigest(), "mime": "image/jpeg", "size": 90_000,
        "object_kind": kind, "object_id": owner, "thumbnail": f"small {photo_id}",
        "taken_at": STORY.start - timedelta(days=days_ago), "taken_by_id": STORY.milan, **more,
    })


def stands_beside(sides: Office, machine: str, visit: str, days_ago: int = 60) -> str:
    """A machine that stands where Alex is going, and what Milan did on it once."""
    moment = STORY.start - timedelta(days=days_ago)
    with sides.office.database.read() as session:
        is_new = session.get(Equipment, machine) is None
    if is_new:
        office_adds(sides, Equipment(
            id=machine, number=f"M-{machine}", name="Kvarn", partner_id=STORY.partner, address_id=STORY.address
        ))
    office_adds(
        sides,
        ServiceCall(id=f"call-of-{visit}", number=f"S-{visit}", state="closed", partner_id=STORY.partner,
                    created_at=moment),
        ServiceCallEquipment(id=f"of-{visit}", call_id=f"call-of-{visit}", equipment_id=machine),
        Activity(id=visit, call_id=f"call-of-{visit}", state="done", subject="Malskivor", work_done="Bytt malskivor.",
                 planned_start=moment, finished_at=moment, released_at=moment, lead_person_id=STORY.milan),
        Reading(id=f"reading-{visit}", activity_id=visit, person_id=STORY.milan, quantity="Malgrad",
                value=Decimal(4), read_at=moment, equipment_id=machine),
    )  # fmt: skip
    return visit


def test_no_canary_is_in_any_byte_of_the_tablet_or_of_its_letters(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    plant_canaries(sides)
    sides.sync()
    alex.does(
        RecordMaterial(activity_id=STORY.visit, record_id=new_id(), item_id=STORY.gasket, quantity=Decimal(1))
    )
    sides.sync()
    alex.core.close()
    at_office = b"".join(file_bytes(sides.office))
    for canary in (SECRET_TEXT.encode(), *map(stored, (SECRET_NUMBER, COST, HOURLY_COST, COST + MARGIN))):
        assert canary in at_office, "this is how a leak would look"
    on_tablet = file_bytes(alex.core)
    assert any(b"Tulpan" in content for content in on_tablet)
    assert any(b"small photo-beside" in content for content in on_tablet), "what it looked like is no secret"
    assert any(stored(COST + MARGIN) in content for content in on_tablet), "the price is no secret"
    secrets = (SECRET_NUMBER, COST, HOURLY_COST, MARGIN)
    for content in (*on_tablet, *alex.got):
        for canary in (SECRET_TEXT.encode(), *map(stored, secrets), *(str(int(one)).encode() for one in secrets)):
            assert canary not in content


def test_of_a_colleague_s_certificates_the_lead_learns_only_what_his_job_lacks(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    ran_out = date(1987, 3, 11)
    office_adds(sides, Skill(id="gas", name="Gas", required_by_law=True), Skill(id="high", name="Höga höjder"))
    office_adds(
        sides, PersonSkill(id="sara-gas", person_id=STORY.sara, skill_id="gas", valid_to=ran_out),
        PersonSkill(id="sara-high", person_id=STORY.sara, skill_id="high", valid_to=ran_out),
        PersonSkill(id="alex-gas", person_id=STORY.alex, skill_id="gas"),
    )
    with sides.office.database.write() as session:
        session.get_one(Activity, STORY.visit).required_skill_ids = ["gas"]
    sides.office.commands.execute(
        SetHelpers(activity_id=STORY.visit, helper_ids=(STORY.sara,), assignment_ids=("part-of-sara",)), STORY.mara
    )
    sides.sync()
    sheet = alex.core.database.ask(job_sheet, STORY.visit, STORY.alex, sides.clock.now())
    assert sheet is not None and not sheet.certificates
    assert sheet.crew_lacks == (CrewLacks("Sara Nyström", "Gas", True),)
    with alex.core.database.read() as session:
        assert session.scalars(select(PersonSkill.id)).all() == ["alex-gas"]
    alex.core.close()
    assert any(ran_out.isoformat().encode() in content for content in file_bytes(sides.office))
    for content in (*file_bytes(alex.core), *alex.got):
        assert ran_out.isoformat().encode() not in content and b"sara-high" not in content


def test_a_star_follows_its_person_to_his_next_tablet_and_to_nobody_else(
    story: tuple[Sides, Tablet], tmp_path: Path
) -> None:
    sides, alex = story
    clock = sides.clock
    with opened_tablet(tmp_path / "next", clock) as core, opened_tablet(tmp_path / "milan", clock) as other:
        sides.sync()
        for item in (STORY.gasket, STORY.detergent):
            alex.does(StarItem(item_id=item, starred=True))
        alex.does(StarItem(item_id=STORY.gasket, starred=False))
        anew, milan = sides.pair(core, STORY.alex), sides.pair(other, STORY.milan)
        sides.sync()
        at_hand = core.database.ask(favourites, STORY.alex, clock.now())
        assert [one.item_id for one in at_hand.starred] == [STORY.detergent]
        anew.does(StarItem(item_id=STORY.valve, starred=True))
        sides.sync()
        for mine in (alex.core, core):
            found = mine.database.ask(favourites, STORY.alex, clock.now())
            assert [one.item_id for one in found.starred] == [STORY.valve, STORY.detergent]
        with milan.core.database.read() as session:
            assert not any(one.starred_item_ids for one in session.scalars(select(Person)))


def stored(number: Decimal) -> bytes:
    """As the database keeps it."""
    return int(number * 10_000).to_bytes(6, "big")


def file_bytes(core: Core) -> list[bytes]:
    return [path.read_bytes() for path in core.settings.folder.rglob("*") if path.is_file()]


# ---- What is in it --------------------------------------------------------------------------------------------------


def test_the_scope_of_the_story(story: tuple[Sides, Tablet]) -> None:
    sides, _alex = story
    rows = scope_of(sides)
    assert kinds(rows, "activity") == {STORY.visit, STORY.earlier_visit}
    assert rows["activity", STORY.earlier_visit] == HISTORY
    assert rows["person", STORY.alex] == OWN
    assert kinds(rows, "person") == {STORY.mara, STORY.alex, STORY.milan, STORY.sara}
    assert kinds(rows, "address") == {STORY.address, "home-person-alex"}
    assert kinds(rows, "reading") == {"reading-1931"}
    of_milan = {one for one in kinds(rows, "stock_move") if STORY.milan_van in one}
    assert of_milan == {f"opening-{STORY.milan_van}-{STORY.valve}"}, "a part that the visit needs"
    assert f"shelf-{STORY.main_store}-{STORY.gasket}" in kinds(rows, "stock_shelf"), "where it lies in the store"
    milan = scope_of(sides, STORY.milan)
    assert not any(STORY.main_store in one for one in kinds(milan, "stock_shelf")), "he needs none of it"
    assert not kinds(milan, "activity") and not kinds(milan, "business_partner")


def test_old_and_far_visits_are_not_in_it_but_open_ones_are(story: tuple[Sides, Tablet]) -> None:
    sides, _alex = story
    cases = {
        "yesterday": (-1, "done"), "last-month": (-DAYS_BACK + 1, "done"), "long-ago": (-DAYS_BACK - 2, "done"),
        "forgotten": (-DAYS_BACK - 40, "released"), "far": (DAYS_AHEAD + 40, "released"),
    }
    for name, (days, state) in cases.items():
        moment = STORY.start + timedelta(days=days)
        office_adds(
            sides,
            ServiceCall(id=f"call-{name}", number=f"S-{name}", state="open", created_at=moment),
            Activity(
                id=name, call_id=f"call-{name}", state=state, planned_start=moment, released_at=moment,
                finished_at=moment if state == "done" else None, lead_person_id=STORY.alex,
            ),
            ServiceAssignment(
                id=f"part-{name}", activity_id=name, person_id=STORY.alex, step="done" if state == "done" else "new",
                assigned_at=moment,
            ),
        )
    found = kinds(scope_of(sides), "activity")
    assert found >= {"yesterday", "last-month", "forgotten", "far"}
    assert "long-ago" not in found


def test_only_the_last_visits_of_a_machine_are_its_history(story: tuple[Sides, Tablet]) -> None:
    sides, _alex = story
    for number in range(HISTORY_VISITS + 5):
        moment = STORY.start - timedelta(days=40 + number)
        office_adds(
            sides,
            Activity(
                id=f"history-{number:02}", call_id=STORY.earlier_call, state="done", planned_start=moment,
                finished_at=moment, lead_person_id=STORY.milan, released_at=moment,
            ),
            Reading(
                id=f"reading-{number:02}", activity_id=f"history-{number:02}", person_id=STORY.milan,
                quantity="Panntryck", value=Decimal(1), read_at=moment, equipment_id=STORY.machine,
            ),
        )
    rows = scope_of(sides)
    history = {one for one in kinds(rows, "activity") if rows["activity", one] == HISTORY}
    assert history == {f"history-{number:02}" for number in range(HISTORY_VISITS)}
    assert len(kinds(rows, "reading")) == HISTORY_VISITS


def test_a_customers_other_machine_in_the_same_place_comes_along(story: tuple[Sides, Tablet]) -> None:
    sides, _alex = story
    office_adds(
        sides,
        Equipment(id="grinder", number="M-2", name="Kvarn", partner_id=STORY.partner, address_id=STORY.address),
        Equipment(id="elsewhere", number="M-3", name="Kvarn", partner_id=STORY.partner),
    )
    assert kinds(scope_of(sides), "equipment") == {STORY.machine, "grinder"}


def test_a_machine_beside_shows_what_a_colleague_did_on_it(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    for number in range(BESIDE_VISITS + 2):
        stands_beside(sides, "grinder", f"beside-{number}", days_ago=60 + number)
    sides.sync()
    sheet = alex.core.database.ask(machine_sheet, "grinder", STORY.alex, sides.clock.now())
    assert sheet is not None
    assert [one.activity_id for one in sheet.history] == [f"beside-{number}" for number in range(BESIDE_VISITS)]
    assert sheet.history[0].work_done == "Bytt malskivor." and sheet.history[0].technician == "Milan Petrović"
    assert sheet.history[0].readings == ("Malgrad 4",)
    own = alex.core.database.ask(machine_sheet, STORY.machine, STORY.alex, sides.clock.now())
    assert own is not None and [one.activity_id for one in own.history] == [STORY.earlier_visit]


def test_of_very_many_machines_beside_only_the_newest_visits_come_along(
    story: tuple[Sides, Tablet], monkeypatch: pytest.MonkeyPatch
) -> None:
    sides, _alex = story
    monkeypatch.setattr("core.sync.scope.BESIDE_IN_ALL", 3)
    for number in range(5):
        stands_beside(sides, f"grinder-{number}", f"beside-{number}", days_ago=60 - number)
    rows = scope_of(sides)
    history = {one for one in kinds(rows, "activity") if rows["activity", one] == HISTORY}
    assert history == {STORY.earlier_visit, "beside-2", "beside-3", "beside-4"}
    assert {f"grinder-{number}" for number in range(5)} < kinds(rows, "equipment")


def test_a_past_visit_shows_its_newest_photos_small_and_its_receipts_not_at_all(
    story: tuple[Sides, Tablet], monkeypatch: pytest.MonkeyPatch
) -> None:
    sides, alex = story
    earlier = stands_beside(sides, "grinder", "visit-beside")
    office_adds(
        sides,
        ChecklistInstance(id="steps-beside", activity_id=earlier, version_id=STORY.version, state="closed",
                          opened_at=STORY.start, opened_by_id=STORY.milan),
        *(past_photo(f"step-{number}", "checklist_instance", "steps-beside", 60 - number, element_id="gauge")
          for number in range(PHOTOS_SHOWN)),
        *(past_photo(f"visit-{number}", "activity", earlier, 70 - number) for number in range(3)),
        past_photo("receipt", "activity", earlier, 1, element_id="expense-1"),
        past_photo("invoice", "activity", earlier, 1, mime="application/pdf"),
        past_photo("earlier", "activity", STORY.earlier_visit, 90),
    )  # fmt: skip
    newest = [f"step-{number}" for number in reversed(range(PHOTOS_SHOWN))]
    rows = scope_of(sides)
    assert {one for one in kinds(rows, "attachment") if rows["attachment", one] == HISTORY} == {*newest, "earlier"}
    assert {"steps-beside"} == kinds(rows, "checklist_instance")
    sides.sync()
    with alex.core.database.read() as session:
        found = past_photos(session, [earlier, STORY.earlier_visit])
        strip = past_strip(session, earlier)
        wanted = unmoved(ConnectionSql(session.connection()))
    assert [one.id for one in found[earlier]] == newest and found[earlier][0].thumbnail == f"small {newest[0]}"
    assert [one.id for one in found[STORY.earlier_visit]] == ["earlier"]
    assert strip.steps == ("Foto av manometer",) * PHOTOS_SHOWN
    assert {is_past for sha256, _size, is_past in wanted if sha256 == found[earlier][0].sha256} == {True}, (
        "nobody has asked for the whole of it yet"
    )
    monkeypatch.setattr("core.sync.scope.PHOTOS_IN_ALL", 4)
    rows = scope_of(sides)
    assert {one for one in kinds(rows, "attachment") if rows["attachment", one] == HISTORY} == set(newest[:4])


# ---- A glance is enough ---------------------------------------------------------------------------------------------


def test_a_glance_never_overlooks_a_change(story: tuple[Sides, Tablet]) -> None:
    """Whatever the planner and the technicians do: when a tablet's rows change, the glance says that they may."""
    sides, _alex = story
    people = (STORY.alex, STORY.milan, STORY.sara)
    chance = random.Random(7)
    office_adds(
        sides,
        BusinessPartner(id="partner-b", number="2", name="Annan"),
        Equipment(id="machine-b", number="M-B", name="Kvarn", partner_id="partner-b"),
        ServiceCall(id="call-b", number="S-B", state="open", partner_id="partner-b", created_at=sides.clock.now()),
        Activity(id="visit-b", call_id="call-b", state="draft"),
    )
    stands_beside(sides, "grinder", "visit-beside")
    overlooked = 0
    for _ in range(60):
        before = {person: contents(sides, person) for person in people}
        counter = feed(sides)
        try:
            random_step(sides, chance)
        except UserError:
            continue
        changed = changes(sides, counter)
        for person in people:
            held = before[person]

            def holds(kind: str, row_id: str, held: dict[Key, object] = held) -> bool:
                return (kind, row_id) in held

            sees = may_concern(sides.office.database.ask(reach_of, changed), person, holds)
            if contents(sides, person) != held:
                assert sees, (person, changed)
            elif not sees:
                overlooked += 1
    assert overlooked > 20, "and it is worth its while"


def test_a_late_photo_of_a_past_checklist_is_noticed_by_who_has_that_visit(story: tuple[Sides, Tablet]) -> None:
    """A tablet holds the visit; the checklist it gets only with its first photo."""
    sides, _alex = story
    office_adds(sides, ChecklistInstance(
        id="steps-earlier", activity_id=STORY.earlier_visit, version_id=STORY.version, state="closed",
        opened_at=STORY.start, opened_by_id=STORY.milan,
    ))
    held, counter = contents(sides, STORY.alex), feed(sides)
    assert ("checklist_instance", "steps-earlier") not in held
    office_adds(sides, past_photo("late", "checklist_instance", "steps-earlier", element_id="gauge"))
    assert ("attachment", "late") in contents(sides, STORY.alex)
    reach = sides.office.database.ask(reach_of, changes(sides, counter))
    assert may_concern(reach, STORY.alex, lambda kind, row_id: (kind, row_id) in held)


def test_a_tablet_is_woken_when_a_glance_says_that_it_may_be_concerned(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    chance = random.Random(13)
    slept = 0
    for _ in range(40):
        sides.sync()
        counter = feed(sides)
        try:
            random_step(sides, chance)
        except UserError:
            continue
        with sides.office.database.read() as session:
            sql = ConnectionSql(session.connection())
            stream = next(one for one in all_streams(sql) if one.device_id == alex.core.device_id)
            reach = reach_of(session, changes(sides, counter))
            holds = partial(office_ledger.holds, sql, stream.id)
            woken = devices_concerned(session, reach)
            if may_concern(reach, STORY.alex, holds):
                assert woken is None or alex.core.device_id in woken
            else:
                assert woken == frozenset()
                slept += 1
    assert slept > 5, "and it may sleep through what is not for it"


def all_streams(sql: ConnectionSql) -> list[office_ledger.Stream]:
    rows = sql.rows("SELECT device_id, epoch FROM sync_stream")
    found = [office_ledger.find_stream(sql, row[0], row[1]) for row in rows]
    return [stream for stream in found if stream is not None]


def contents(sides: Sides, person: str) -> dict[Key, object]:
    def read(session: Session) -> dict[Key, object]:
        found: dict[Key, object] = {}
        for (kind, row_id), shape in scope(session, person, TODAY).items():
            row = session.get(entity_classes()[kind], row_id)
            assert row is not None
            state = dump(row)
            found[kind, row_id] = [shape, [state[name] for name in columns(kind, shape)]]
        return found

    return sides.office.database.ask(read)


def feed(sides: Sides) -> int:
    with sides.engine._store.read() as work:
        row = work.sql.one("SELECT value FROM counter WHERE name = 'feed'")
    return int(row[0]) if row else 0


def changes(sides: Sides, after: int) -> list[Key]:
    with sides.engine._store.read() as work:
        return [(row[0], row[1]) for row in work.sql.rows("SELECT kind, id FROM row_change WHERE seq > :s", s=after)]


_numbers = itertools.count()


def random_step(sides: Sides, chance: random.Random) -> None:
    visit = chance.choice((STORY.visit, "visit-b"))
    person = chance.choice((STORY.alex, STORY.milan, STORY.sara))
    start = STORY.start + timedelta(hours=chance.randrange(-4, 40))
    does = sides.planner_does
    match chance.randrange(11):
        case 0 | 1:
            does(PlanVisit(activity_id=visit, person_id=person, start=start, duration_minutes=60))
        case 2 | 3:
            does(ReleaseVisit(activity_id=visit, assignment_ids=(new_id(),), message_id=new_id()))
        case 4:
            does(WithdrawRelease(activity_id=visit, even_if_told=True))
        case 5:
            does(UnplanVisit(activity_id=visit))
        case 6:
            does(EditContact(contact_id=STORY.james, partner_id=STORY.partner, name=f"James {next(_numbers)}"))
        case 7:
            does(EditFirm(fields={"phone": f"+4631{next(_numbers):06}"}))
        case 8:
            place = chance.choice((STORY.alex_van, STORY.milan_van, STORY.main_store))
            item = chance.choice((STORY.gasket, STORY.detergent, STORY.detergent))
            does(SetShelf(
                shelf_id=new_id(), warehouse_id=place, item_id=item, shelf=f"K{next(_numbers) % 90}", minimum=Decimal(1)
            ))
        case 9:
            stands_beside(sides, "grinder", f"beside-{next(_numbers)}", days_ago=chance.randrange(1, 90))
        case _:
            record_somewhere(sides, visit, person)


def record_somewhere(sides: Sides, visit: str, person: str) -> None:
    sides.office.commands.execute(
        RecordTime(
            activity_id=visit, record_id=new_id(), kind="work", start=STORY.start,
            end=STORY.start + timedelta(minutes=10), minutes=10,
        ),
        person,
    )
    assignment = sides.office.database.ask(
        lambda s: s.scalar(
            select(ServiceAssignment.id).where(
                ServiceAssignment.activity_id == visit, ServiceAssignment.person_id == person
            )
        )
    )
    if assignment is not None:
        sides.office.commands.execute(
            ChangeStep(activity_id=visit, assignment_id=assignment, event_id=new_id(), target="travelling"), person
        )
