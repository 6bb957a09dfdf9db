"""What Alex sees when the office has blocked his tablet: his work goes there, and the tablet empties itself."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.bootstrap import Core, open_core
from core.commands.devices import RevokeDevice
from core.queries.devices import quarantine
from core.settings import Settings
from field_app.application import FieldApplication, begun_anew, opened
from tests.field.test_sync_pages import House, _is
from tests.helpers.standing_sync import STATES, Standing
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.sync.lan_pair import pair
from tests.sync.test_relay import worked


@pytest.fixture(autouse=True)
def no_exit(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    monkeypatch.setattr(QGuiApplication, "exit", lambda _code=0: None)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    try:
        yield made
    finally:
        made.close()


def blocks(house: House, device_id: str) -> None:
    house.office.commands.execute(RevokeDevice(device_id=device_id), STORY.mara)


def ends(application: FieldApplication) -> None:
    application.close()
    application.core.close()


@pytest.mark.parametrize("pin", ["", "2580"])
def test_a_blocked_tablet_hands_over_empties_itself_and_says_so(
    house: House, qtbot: QtBot, tmp_path: Path, pin: str
) -> None:
    core = house.tablet
    if pin:  # a second, encrypted tablet of Alex
        core.close()
        core = open_core(Settings(role="tablet", folder=tmp_path / "sealed", encrypt=True), house.clock, pin=pin)
        pair(house.hub, core, STORY.alex)
    application = FieldApplication(core, language="sv")
    application.show()
    screen = TabletScreen(application, qtbot)
    screen.until(lambda: _is(application.context.tablet.status.state == "sent"))
    application.context.tablet.setNetwork(False)
    core.commands.execute(worked(), STORY.alex)
    application.context.lock.set_pin("1234")
    blocks(house, core.device_id)
    application.context.tablet.setNetwork(True)
    screen.until(lambda: _is(application.is_to_be_reset))
    screen.sees("revokedWhat", "Kontoret har spärrat plattan")
    application.navigation.open("today")
    screen.sees("revokedPage", "spärrad")  # nothing else can be reached
    assert len(house.office.database.ask(quarantine)) == 1, "the work is there before anything goes"
    anew = begun_anew(application)
    again = TabletScreen(anew, qtbot)
    again.sees("revokedSafe", "Allt finns hos kontoret")
    again.sees("revokedWhat", "Espressoteknik")
    assert anew.core.device_id != core.device_id and anew.core.vault.kept == ""
    assert not anew.context.lock.has_pin, "the PIN of the screen is nobody's any more"
    again.touch("revokedPair")
    again.sees("pageTitle", "Koppla plattan till kontoret")
    ends(anew)
    fresh = opened(anew.core.settings, house.clock, "")
    assert fresh is not None and not fresh.vault.exists
    with tablet_screen(fresh, qtbot, person_id="") as third:
        third.sees("pageTitle", "Koppla plattan till kontoret")
    fresh.close()


def test_what_cannot_be_sent_goes_into_a_file_before_the_tablet_is_emptied(
    house: House, qtbot: QtBot, tmp_path: Path
) -> None:
    core = house.tablet
    application = FieldApplication(core, language="sv")
    application.show()
    screen = TabletScreen(application, qtbot)
    tablet = application.context.tablet
    screen.until(lambda: _is(tablet.status.state == "sent"))
    blocks(house, core.device_id)
    screen.until(lambda: _is(tablet.status.dismissed and application.is_to_be_reset))
    house.leaves_the_network()  # and before it has emptied itself something more was done
    application.is_to_be_reset = False
    core.commands.execute(worked(), STORY.alex)
    screen.sees("revokedSafe", "1 sak finns bara här")
    model = application.navigation.page_model
    assert model is not None
    model.clear()  # type: ignore[attr-defined]
    screen.until(lambda: _is(application.is_to_be_reset))
    stays = begun_anew(application)
    kept = TabletScreen(stays, qtbot)
    kept.sees("revokedSafe", "1 sak finns bara här")  # refused: it is nowhere else
    model = stays.navigation.page_model
    assert model is not None
    model.export_to_folder(QUrl.fromLocalFile(str(tmp_path)))  # type: ignore[attr-defined]
    kept.sees("revokedSafe", "ligger i filen")
    (file,) = tmp_path.glob("tulpan-*.tlpj")
    kept.touch("revokedClear")
    kept.until(lambda: _is(stays.is_to_be_reset))
    anew = begun_anew(stays)
    TabletScreen(anew, qtbot).sees("revokedSafe", file.name)
    ends(anew)
    imported = house.hub.folders.import_journal(file)
    assert (imported.is_revoked, imported.fresh) == (True, 1)


def test_the_page_says_what_waits_and_a_tablet_trusted_again_goes_on(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    standing = Standing(replace(STATES["needs_person"], dismissed=True))
    with tablet_screen(tablet, qtbot, sync=standing) as screen:
        shown = screen.application.context.tablet
        shown.start()
        screen.sees("revokedSafe", "2 saker finns bara här")
        screen.sees("revokedDo", "Låt plattan vara på")
        screen.application.navigation.back()
        screen.sees("revokedPage", "spärrad")
        standing.status = STATES["sent"]
        shown._on_heard(standing.status)
        screen.sees("pageTitle", "God morgon")
        screen.settle()
