"""What is found on site is told to the office from the tablet's own pages."""

import msgspec
import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.findings import ReportMachine
from core.ids import new_id
from core.model.customer import Address
from core.model.equipment import Equipment
from core.model.history import CommandLog
from core.model.visit import Note
from core.storage.unit_of_work import UnitOfWork
from tests.helpers.field_day import FieldDay, picture
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

GRINDER = "machine-grinder"


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    with tablet.database.write() as session:
        work = UnitOfWork(
            session, now=tablet.clock.now(), author_id=STORY.mara, device_id=tablet.device_id, command_id=new_id(),
            is_office=False,
        )
        work.add(
            Equipment(
                id=GRINDER, number="M-1002", name="Mahlkönig E65S", serial="MK-7781", serial_key="MK7781",
                partner_id=STORY.partner, address_id=STORY.address, location_note="Bredvid espressomaskinen",
            )
        )
        work.finish()
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


def notes(core: Core) -> list[str]:
    with core.database.read() as session:
        return list(session.scalars(select(Note.text)))


def opened(screen: TabletScreen, button: str) -> None:
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.touch("moreActions")
    screen.touch(button)
    screen.sees("findingPage")


def test_a_fault_on_another_machine_is_reported(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen, "reportFault")
        screen.sees(f"machine_{GRINDER}", "MK-7781 · Bredvid espressomaskinen")
        assert not screen.find("sendFinding").isEnabled()
        assert screen.find("sendFinding").property("detail") == "Välj maskin och beskriv felet först"
        screen.touch(f"machine_{GRINDER}")
        screen.type("findingTextArea", "Malskivorna skrapar")
        screen.touch("urgent")
        screen.touch("sendFinding", "Anmäl till kontoret")
        screen.sees("toastText", "Felet är sparat")
        screen.sees("jobPage")
    assert notes(tablet) == ["Mahlkönig E65S: Malskivorna skrapar"]


def scans(screen: TabletScreen, serial: str) -> None:
    screen.type("scanCode", serial)
    screen.touch("scanLookUp")
    screen.touch("scanOpenMachine", "Mahlkönig E65S")
    screen.sees("machinePage", "MK-7781")
    screen.sees("machineNoJob", "Du har inget öppet jobb")


def told(core: Core) -> list[tuple[str, str, bool]]:
    """What waits for the office about machines without a visit: words, need, and whether it is urgent."""
    with core.database.read() as session:
        rows = session.scalars(
            select(CommandLog.payload).where(CommandLog.type == "visit.report_machine/1").order_by(CommandLog.seq)
        ).all()
    found = [msgspec.json.decode(row, type=ReportMachine) for row in rows]
    return [(one.text, one.need, one.urgent) for one in found]


def test_a_scanned_machine_without_a_job_shows_its_history_and_its_fault_goes_with_the_job_on_site(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.touch("scanPart")
        scans(screen, "MK-7781")
        screen.touch("reportMachine")
        screen.sees("findingPage", "Fel på en annan maskin")
        screen.type("findingTextArea", "Malskivorna skrapar")
        screen.touch("sendFinding")
        screen.sees("toastText", "Felet är sparat")
        screen.sees("machinePage")
        screen.settle()
    assert notes(tablet) == ["Mahlkönig E65S: Malskivorna skrapar"]


def test_a_machine_met_away_from_any_job_is_told_to_the_office(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet.database.write() as session:
        session.add(Address(id="elsewhere", partner_id=STORY.partner, street="Kajen 2", zip="413 27", city="Göteborg"))
        session.flush()
        session.get_one(Equipment, GRINDER).address_id = "elsewhere"
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch("rail_scan")
        scans(screen, "MK-7781")
        screen.sees("machineFacts", "Kajen 2, Göteborg")
        screen.touch("proposeVisit")
        screen.sees("findingPage", "Föreslå besök")
        assert not screen.items("takeFindingPhoto"), "there is no visit that a photo could belong to"
        screen.type("findingTextArea", "Nya malskivor")
        screen.touch("sendFinding", "Föreslå för kontoret")
        screen.sees("toastText", "Förslaget är sparat")
        screen.touch("reportMachine")
        screen.touch("urgent")
        screen.type("findingTextArea", "Kåpan är sprucken")
        screen.touch("sendFinding", "Anmäl till kontoret")
        screen.sees("toastText", "Felet är sparat")
        screen.sees("machinePage")
        screen.settle()
    assert told(tablet) == [("Nya malskivor", "visit", False), ("Kåpan är sprucken", "fault", True)]


def test_a_machine_that_one_has_a_job_on_by_now_leads_to_it(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("machine", equipmentId=STORY.machine)
        screen.sees("history_" + STORY.earlier_visit, "Panntryck 0,92 bar")
        assert not screen.items("reportMachine")
        screen.touch("openMachineJob")
        screen.sees("jobPage", "Kafé Tulpan")


def test_a_failed_step_offers_a_return_with_its_words_and_photo(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    instance = alex.starts_checklist("instance")
    alex.answers(instance, "pressure", {"value": "0.3"})
    photo = alex.photographs(instance, "pressure")
    other = alex.photographs()
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId=instance, step="off")
        screen.sees("stepTitle", "Stäng av")
        assert not screen.items("proposeReturn")
        screen.application.navigation.open("checklist", instanceId=instance, step="pressure")
        screen.touch("proposeReturn")
        screen.sees("findingText", "Mät panntryck: 0,30 bar")
        model = screen.application.navigation.page_model
        assert model is not None
        screen.until(lambda: _same(model.view["chosen"], [photo]))
        screen.touch(f"findingPhoto-{other}")
        screen.until(lambda: _same(model.view["chosen"], [photo, other]))
        screen.touch("sendFinding")
        screen.sees("stepTitle", "Mät panntryck")
    assert notes(tablet) == ["Mät panntryck: 0,30 bar"]


def test_a_photo_taken_for_it_is_chosen_and_a_restart_keeps_the_words(
    alex: FieldDay, tablet: Core, qtbot: QtBot, tmp_path_factory: pytest.TempPathFactory
) -> None:
    alex.photographs()
    file = tmp_path_factory.mktemp("pictures") / "leak.jpg"
    file.write_bytes(picture())
    with tablet_screen(tablet, qtbot) as screen:
        opened(screen, "proposeReturn")
        screen.type("findingTextArea", "Byt ventilen")
        screen.touch("takeFindingPhoto")
        screen.sees("photoPage")
        screen.application.navigation.page_model.add_file(QUrl.fromLocalFile(str(file)))  # type: ignore[union-attr]
        screen.settle()
        screen.application.navigation.back()
        screen.sees("findingText", "Byt ventilen")
        model = screen.application.navigation.page_model
        assert model is not None
        screen.until(lambda: _same(len(model.view["chosen"]), 1))
        qtbot.waitUntil(lambda: len(screen.application.navigation.current.arguments.get("chosen", [])) == 1)
        screen.settle()
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("findingText", "Byt ventilen")
        model = screen.application.navigation.page_model
        assert model is not None
        screen.until(lambda: _same(len(model.view["chosen"]), 1))
        screen.settle()


def _same(found: object, wanted: object) -> None:
    assert found == wanted
