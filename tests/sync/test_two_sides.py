"""A technician's work and the planner's, on real databases and services, in whatever order they meet."""

import logging
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import func, select, text

from core.changes import Changes
from core.commands.customers import EditContact
from core.commands.dispatch import PlanVisit
from core.commands.records import RecordMaterial, RecordTime
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.commands.visit import AddNote, ChangeStep
from core.ids import new_id
from core.model.device import SyncFlag
from core.model.history import CommandLog
from core.model.stock import StockMove
from core.model.visit import Activity, Note, ServiceAssignment, TimeEffort
from core.queries.devices import devices, open_flags, quarantine, withdrawn_visits
from core.queries.job_sheet import job_sheet
from core.queries.parts import PartRow
from core.queries.today import today
from core.storage.backup import Backups
from core.sync.backed_up import note_backed_up
from core.sync.identity import prepare_tablet
from core.sync.office_engine import OfficeEngine
from core.sync.sql import ConnectionSql
from core.sync.tablet_ledger import read_cursor
from tests.helpers.cores import opened_tablet
from tests.helpers.story import STORY, TODAY
from tests.sync.sides import Sides, Tablet, story_sides


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as made:
        yield made


@pytest.fixture
def unreleased(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path, released=False) as made:
        yield made


def ask(core: Any, query: Any, *args: Any) -> Any:
    return core.database.ask(query, *args)


def visits_today(tablet: Tablet) -> list[str]:
    day = ask(tablet.core, today, tablet.person_id, TODAY, tablet.core.clock.now())
    return [visit.activity_id for visit in day.visits]


def value(core: Any, column: Any, row_id: str) -> Any:
    """One column of one row, None when the row is not there."""
    return ask(core, lambda s: s.scalar(select(column).where(column.class_.id == row_id)))


def minutes_on_visit(core: Any) -> list[int]:
    chosen = select(TimeEffort.minutes).where(TimeEffort.activity_id == STORY.visit).order_by(TimeEffort.minutes)
    return list(ask(core, lambda s: s.scalars(chosen).all()))


def step(target: str) -> ChangeStep:
    return ChangeStep(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target=target)


def worked(minutes: int = 45) -> RecordTime:
    return RecordTime(
        activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.at("10:00"), end=STORY.at("10:45"),
        minutes=minutes,
    )


def standing(tablet: Tablet) -> Any:
    with tablet.core.database.read() as session:
        return read_cursor(ConnectionSql(session.connection()))


def count(core: Any, row_class: Any) -> int:
    return int(core.database.ask(lambda session: session.scalar(select(func.count()).select_from(row_class))))


def test_that_the_offices_copy_holds_the_work_is_news_by_itself(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    alex.does(worked())
    sides.sync()
    assert (standing(alex).acked, standing(alex).backed_up) == (1, 0)
    copies = Backups(sides.office.settings, sides.clock)
    note_backed_up(sides.office.database, copies.make())
    sides.down(alex)
    assert standing(alex).backed_up == 1


def test_the_released_job_is_on_the_tablet_as_it_is_at_the_office(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    now = sides.clock.now()
    shown = ask(alex.core, job_sheet, STORY.visit, STORY.alex, now)
    at_office = ask(sides.office, job_sheet, STORY.visit, STORY.alex, now)
    assert shown is not None
    for name in shown.__dataclass_fields__:
        if name != "parts":  # how far it is to a colleague's home is not told
            assert getattr(shown, name) == getattr(at_office, name), name
    assert [part.where for part in shown.parts] == [part.where for part in at_office.parts]
    assert names_of(shown.parts) == names_of(at_office.parts) and "Milan Petrović" in str(names_of(shown.parts))


def names_of(parts: tuple[PartRow, ...]) -> list[list[str]]:
    return [[one.name for one in part.sources] for part in parts]


def test_a_planned_job_is_not_seen_until_it_is_sent(unreleased: tuple[Sides, Tablet]) -> None:
    sides, alex = unreleased
    sides.sync()
    assert visits_today(alex) == []
    assert value(alex.core, Activity.id, STORY.visit) is None
    sides.planner_does(
        ReleaseVisit(activity_id=STORY.visit, assignment_ids=(STORY.assignment,), message_id=new_id())
    )
    sides.sync()
    assert visits_today(alex) == [STORY.visit]
    new = ask(alex.core, today, STORY.alex, TODAY, sides.clock.now()).new_visits
    assert [one.activity_id for one in new] == [STORY.visit]
    sides.planner_does(WithdrawRelease(activity_id=STORY.visit, even_if_told=True))
    sides.sync()
    assert visits_today(alex) == []
    assert value(alex.core, Activity.id, STORY.visit) is None, "nothing of it stays on the tablet"


def test_work_done_offline_arrives_once_and_in_order(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    for target in ("accepted", "travelling", "arrived", "working"):
        alex.does(step(target))
    alex.does(worked())
    alex.does(
        RecordMaterial(activity_id=STORY.visit, record_id=new_id(), item_id=STORY.gasket, quantity=Decimal(1))
    )
    assert alex.engine.waiting().count == 6
    sides.sync()
    sides.sync()
    assert alex.engine.waiting().count == 0
    assert count(sides.office, TimeEffort) == 2, "the earlier visit's and this one"
    assert value(sides.office, ServiceAssignment.step, STORY.assignment) == "working"
    balance = select(func.sum(StockMove.quantity)).where(
        StockMove.warehouse_id == STORY.alex_van, StockMove.item_id == STORY.gasket
    )
    assert ask(sides.office, lambda s: s.scalar(balance)) == Decimal(3)
    assert ask(alex.core, lambda s: s.scalar(balance)) == Decimal(3)


def test_who_wants_to_write_at_the_office_waits_for_one_command_of_a_long_upload(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    for _number in range(12):
        alex.does(worked())
    seen: list[int] = []

    def write() -> None:
        with sides.office.database.write():
            seen.append(count(sides.office, TimeEffort))

    before, lock = count(sides.office, TimeEffort), sides.office.database.writer_lock
    carry_out, other = OfficeEngine._carry_out, threading.Thread(target=write)

    def with_company(engine: OfficeEngine, work: Any, sender: Any, entry: Any) -> None:
        carry_out(engine, work, sender, entry)
        if not other.ident:
            other.start()
            while not lock.is_wanted:
                other.join(0.01)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(OfficeEngine, "_carry_out", with_company)
        sides.sync()
    other.join(10)
    assert seen == [before + 1]
    assert count(sides.office, TimeEffort) == before + 12, "and nothing of the rest is forgotten"


def test_what_the_office_decides_overwrites_the_tablets_guess(story: tuple[Sides, Tablet]) -> None:
    """The office cancelled the visit; the tablet did not know and worked on."""
    sides, alex = story
    sides.sync()
    alex.does(step("travelling"))
    sides.planner_does(WithdrawRelease(activity_id=STORY.visit, even_if_told=True))
    sides.planner_does(
        PlanVisit(activity_id=STORY.visit, person_id=STORY.milan, start=STORY.at("13:00"), duration_minutes=90)
    )
    alex.does(step("arrived"))
    alex.does(worked())
    sides.down(alex)
    assert visits_today(alex) == [STORY.visit], "his own unsent work is never taken from before his eyes"
    assert ask(alex.core, withdrawn_visits, STORY.alex) == {STORY.visit}, "but it is said"
    sides.sync()
    assert minutes_on_visit(sides.office) == [45], "the work is kept"
    assert ask(sides.office, open_flags), "and somebody is asked to look at it"
    assert value(sides.office, ServiceAssignment.step, STORY.assignment) == "cancelled"
    assert value(alex.core, ServiceAssignment.step, STORY.assignment) == "cancelled"
    assert visits_today(alex) == []
    assert value(alex.core, Activity.id, STORY.visit) is not None, "he can still see what he did there"
    assert ask(alex.core, withdrawn_visits, STORY.alex) == {STORY.visit}


def test_a_no_stays_with_who_said_it_and_taken_back_it_leaves_nothing_to_sort_out(
    story: tuple[Sides, Tablet]
) -> None:
    sides, alex = story
    sides.sync()
    said_no = msgspec.structs.replace(step("rejected"), reason="Saknar delar")
    alex.does(said_no)
    sides.sync()
    found = ask(alex.core, today, STORY.alex, TODAY, sides.clock.now())
    assert found.visits == () and [one.activity_id for one in found.declined] == [STORY.visit]
    assert "visit.flag_rejected" in [flag.text_key for flag in ask(sides.office, open_flags)]
    alex.does(step("new"))
    sides.sync()
    assert value(sides.office, ServiceAssignment.step, STORY.assignment) == "new"
    assert ask(sides.office, open_flags) == ()
    alex.does(msgspec.structs.replace(said_no, event_id=new_id()))
    sides.sync()
    sides.planner_does(
        PlanVisit(activity_id=STORY.visit, person_id=STORY.milan, start=STORY.at("13:00"), duration_minutes=90)
    )
    alex.does(step("new"))
    sides.sync()
    assert value(sides.office, ServiceAssignment.step, STORY.assignment) == "rejected", "it is Milan's now"
    assert value(alex.core, ServiceAssignment.step, STORY.assignment) == "rejected"
    assert "visit.flag_step" in [flag.text_key for flag in ask(sides.office, open_flags)]
    sheet = ask(alex.core, job_sheet, STORY.visit, STORY.alex, sides.clock.now())
    assert sheet is not None and sheet.take_back == ""


def test_an_accepted_but_untouched_visit_goes_when_it_is_withdrawn(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    alex.does(step("accepted"))
    sides.sync()
    sides.planner_does(WithdrawRelease(activity_id=STORY.visit, even_if_told=True))
    sides.sync()
    assert value(alex.core, Activity.id, STORY.visit) is None


def test_the_office_edits_while_the_tablet_works(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    alex.does(step("travelling"))
    alex.does(AddNote(activity_id=STORY.visit, note_id="note-alex", text="Portkoden är 1234"))
    sides.planner_does(EditContact(contact_id=STORY.james, partner_id=STORY.partner, name="James W. Wallin"))
    sides.sync()
    contact = ask(alex.core, lambda s: s.execute(text("SELECT name FROM contact")).scalar_one())
    assert contact == "James W. Wallin"
    assert count(sides.office, Note) == 1
    assert value(alex.core, ServiceAssignment.step, STORY.assignment) == "travelling"


def test_one_bad_command_stops_nothing(story: tuple[Sides, Tablet], caplog: pytest.LogCaptureFixture) -> None:
    sides, alex = story
    sides.sync()
    alex.does(step("travelling"))
    alex.does(worked(30))
    with alex.core.database.write() as session:  # a command of a version that this office does not know
        session.add(
            CommandLog(
                id=new_id(), type="visit.future/9", payload='{"type":"visit.future/9","activity_id":"visit-2048"}',
                person_id=STORY.alex, device_id=alex.core.device_id, at=sides.clock.now(), activity_id=STORY.visit,
            )
        )
    alex.does(worked(15))
    with caplog.at_level(logging.CRITICAL):
        sides.sync()
    assert minutes_on_visit(sides.office) == [15, 30]
    (waiting,) = ask(sides.office, quarantine)
    assert "visit.future" in waiting.payload and waiting.person_name == "Alex Lindqvist"
    assert alex.engine.waiting().count == 0, "it is at the office, though not understood"
    assert not sides.engine.replay_quarantined(waiting.command_id)
    sides.engine.dismiss_quarantined(waiting.command_id)
    assert ask(sides.office, quarantine) == ()
    sides.engine.take_up_quarantined(waiting.command_id)
    assert ask(sides.office, quarantine) == (waiting,), "put aside by mistake"


def test_a_tablet_may_not_do_the_offices_work(story: tuple[Sides, Tablet], caplog: pytest.LogCaptureFixture) -> None:
    sides, alex = story
    sides.sync()
    with caplog.at_level(logging.CRITICAL):
        alex.does(PlanVisit(activity_id=STORY.visit, person_id=STORY.milan, start=STORY.start, duration_minutes=30))
        sides.sync()
    assert value(sides.office, Activity.lead_person_id, STORY.visit) == STORY.alex
    assert len(ask(sides.office, quarantine)) == 1


def test_nobody_can_write_in_another_technicians_name(
    story: tuple[Sides, Tablet], caplog: pytest.LogCaptureFixture
) -> None:
    sides, alex = story
    sides.sync()
    alex.core.commands.execute(worked(), STORY.milan)
    with caplog.at_level(logging.CRITICAL):
        sides.sync()
    assert count(sides.office, TimeEffort) == 1
    assert "NotTheAuthor" in ask(sides.office, quarantine)[0].error


def test_the_same_letter_twice_changes_nothing(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    alex.does(worked())
    bundle = alex.engine.bundle()
    assert bundle is not None
    raw = sides.sealed(alex, bundle)
    for _ in range(3):
        ack = sides.engine.receive(sides.sender(alex), bundle, raw)
        assert sides.engine.recover()
    assert alex.engine.on_ack(ack) == "applied"
    assert count(sides.office, TimeEffort) == 2
    assert count(sides.office, SyncFlag) == 0


def test_a_restored_tablet_loses_nothing_that_had_arrived(story: tuple[Sides, Tablet], tmp_path: Path) -> None:
    sides, alex = story
    sides.sync()
    alex.core.database.close()
    before = (alex.core.settings.database_path).read_bytes()
    alex.does(worked(20))
    sides.sync()
    alex.core.close()
    for leftover in alex.core.settings.folder.glob("tablet.db-*"):
        leftover.unlink()
    alex.core.settings.database_path.write_bytes(before)
    with opened_tablet(alex.core.settings.folder, sides.clock) as again:
        assert not prepare_tablet(again.database, again.settings.folder, again.device_id), "no start in between"
        alex = sides.pair(again, STORY.alex)
        alex.does(worked(25))
        sides.sync(alex)
        sides.sync(alex)
        assert minutes_on_visit(sides.office) == [20, 25]
        assert minutes_on_visit(again) == [20, 25]


def test_an_older_database_in_a_newer_folder_begins_a_new_epoch(story: tuple[Sides, Tablet]) -> None:
    _sides, alex = story
    core = alex.core
    with core.database.write() as session:
        session.execute(text("UPDATE sync_state SET value = 'ffff' WHERE name = 'token'"))
    assert prepare_tablet(core.database, core.settings.folder, core.device_id)
    assert not prepare_tablet(core.database, core.settings.folder, core.device_id)


def test_the_screens_are_told_what_changed(unreleased: tuple[Sides, Tablet]) -> None:
    sides, alex = unreleased
    sides.sync()
    on_tablet: list[Changes] = []
    at_office: list[Changes] = []
    alex.core.changes.subscribe(on_tablet.append)
    sides.office.changes.subscribe(at_office.append)
    sides.planner_does(
        ReleaseVisit(activity_id=STORY.visit, assignment_ids=(STORY.assignment,), message_id=new_id())
    )
    sides.sync()
    assert {row.kind for changes in on_tablet for row in changes.touched} >= {"activity", "service_assignment"}
    at_office.clear()
    alex.does(worked())
    sides.sync()
    assert any(changes.touches("time_effort") for changes in at_office)
    on_tablet.clear()
    sides.sync()
    assert not on_tablet, "nothing new, nothing repainted"


def test_the_roster_tells_how_each_tablet_stands(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    alex.does(worked())
    sides.engine.note_contact(sides.sender(alex), alex.engine.ask())
    (row,) = ask(sides.office, devices)
    assert (row.person_name, row.waiting, row.quarantined) == ("Alex Lindqvist", 1, 0)
    assert row.oldest_waiting == sides.clock.now()


@pytest.mark.parametrize("broken", [0, 1, 2, None])
def test_own_commands_are_laid_over_together_and_one_that_does_not_fit_stays_alone(
    story: tuple[Sides, Tablet], broken: int | None
) -> None:
    sides, tablet = story
    sides.sync()
    for minutes in (10, 20, 30):
        tablet.does(worked(minutes))
    with tablet.core.database.write() as session:
        seqs = session.execute(text("SELECT seq FROM command_log ORDER BY seq DESC LIMIT 3")).scalars().all()
        if broken is not None:
            session.execute(
                text("UPDATE command_log SET payload = '{}' WHERE seq = :seq"), {"seq": seqs[::-1][broken]}
            )
        session.execute(text("DELETE FROM time_effort"))
    sides.planner_does(AddNote(activity_id=STORY.visit, note_id=new_id(), text="Ring först"))
    sides.down(tablet)
    left = [minutes for place, minutes in enumerate((10, 20, 30)) if place != broken]
    assert sorted(minutes_on_visit(tablet.core)) == left
