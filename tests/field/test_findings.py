"""What is found on site is told to the office from the tablet's own pages."""

import pytest
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.ids import new_id
from core.model.equipment import Equipment
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
        screen.touch(f"machine_{GRINDER}")
        screen.type("findingTextArea", "Malskivorna skrapar")
        screen.touch("urgent")
        screen.touch("sendFinding", "Anmäl till kontoret")
        screen.sees("toastText", "Felet är sparat")
        screen.sees("jobPage")
    assert notes(tablet) == ["Mahlkönig E65S: Malskivorna skrapar"]


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
