"""The pairing page against a real hub over TLS, and the job that then arrives, is worked offline and is sent."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.release import ReleaseVisit, WithdrawRelease
from core.ids import new_id
from core.model.visit import ServiceAssignment
from core.queries.devices import devices
from core.settings import Settings
from core.sync.faults import OfficeUnreachable, PairingRefused
from core.sync.hub import Hub
from core.sync.joining import Joining
from core.sync.lan import Line
from core.sync.pairing_offer import VALID_FOR
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.sync.lan_pair import free_port, office_settings, pair


@contextmanager
def office_with_hub(folder: Path, clock: FixedClock) -> Iterator[tuple[Core, Hub]]:
    office = open_core(office_settings(folder, free_port()), clock)
    build_story(office, released=False)
    hub = Hub(office)
    hub.start()
    try:
        yield office, hub
    finally:
        hub.stop()
        office.close()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(STORY_TIME)


@pytest.fixture
def house(tmp_path: Path, clock: FixedClock) -> Iterator[tuple[Core, Hub]]:
    with office_with_hub(tmp_path / "office", clock) as made:
        yield made


@pytest.fixture
def new_tablet(tmp_path: Path, clock: FixedClock) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=tmp_path / "tablet"), clock)
    yield core
    core.close()


def send(office: Core) -> None:
    command = ReleaseVisit(activity_id=STORY.visit, assignment_ids=(STORY.assignment,), message_id=new_id())
    office.commands.execute(command, STORY.mara)


def step_at(office: Core) -> str:
    with office.database.read() as session:
        assignment = session.get(ServiceAssignment, STORY.assignment)
        return assignment.step if assignment is not None else ""


def pair_by_code(screen: TabletScreen, hub: Hub) -> None:
    offer = hub.pairing.open(STORY.alex)
    screen.type("pairingPayload", offer.qr_text)
    screen.touch("pairingJoin")
    digits = screen.words(screen.sees("pairingDigits")).replace(" ", "")
    screen.until(lambda: _is(hub.pairing.view().digits == digits))
    hub.pairing.confirm(STORY.mara)


def test_a_new_tablet_pairs_gets_its_job_works_offline_and_sends(
    house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot
) -> None:
    office, hub = house
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.sees("pageTitle", "Koppla plattan till kontoret")
        pair_by_code(screen, hub)
        screen.until(lambda: screen.find("pageTitle", "Alex"))
        screen.until(lambda: _is(not screen.application.context.tablet.status.receiving_first))
        send(office)
        screen.until(lambda: screen.find("newJobTitle", "Kafé Tulpan"))
        screen.touch("syncPill")
        screen.touch("networkSwitch")
        screen.sees("syncHeadline", "Offline")
        screen.touch("back")
        screen.touch("showNewJob")
        screen.touch("next", "Acceptera")
        screen.touch("next", "Starta resa")
        screen.sees("next", "Jag är framme")
        screen.sees("syncPill", "3 sparade på plattan")
        assert step_at(office) == "new"
        screen.touch("syncPill")
        screen.sees(f"unsent_{STORY.visit}", "Status (2)")
        screen.touch("networkSwitch")
        screen.until(lambda: screen.find("syncHeadline", "Allt skickat"))
        screen.until(lambda: _is(step_at(office) == "travelling"))  # sent is safe; it is carried out behind that
        screen.sees("nothingWaiting")


def test_a_tablet_that_has_an_office_and_was_ended_while_it_is_given_to_somebody_else_goes_on_by_itself(
    house: tuple[Core, Hub], new_tablet: Core, clock: FixedClock, qtbot: QtBot
) -> None:
    _office, hub = house
    pair(hub, new_tablet, STORY.alex)
    digits = Joining(new_tablet).join(hub.pairing.open(STORY.milan).qr_text)  # and then the power went
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.sees("pairingDigits", f"{digits[:3]} {digits[3:]}")
        hub.pairing.confirm(STORY.mara)
        screen.until(lambda: screen.find("pageTitle", "Milan"))
    Joining(new_tablet).join(hub.pairing.open(STORY.alex).qr_text)
    clock.advance(VALID_FOR + timedelta(minutes=1))
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.sees("pageTitle", "Milan")


def test_a_job_that_the_office_takes_back_is_told_on_the_open_page(
    house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot
) -> None:
    office, hub = house
    send(office)
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        pair_by_code(screen, hub)
        screen.until(lambda: screen.click(f"visit_{STORY.visit}"))
        screen.sees("next", "Acceptera")
        office.commands.execute(WithdrawRelease(activity_id=STORY.visit, even_if_told=True), STORY.mara)
        screen.until(lambda: screen.find("toToday"))


def test_a_scanned_pairing_code_pairs(house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot) -> None:
    _office, hub = house
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        offer = hub.pairing.open(STORY.alex)
        screen.touch("scanPairing")
        screen.sees("pageTitle", "Läs kontorets kod")
        screen.sees("scanHint", "Välj en bild av koden")
        screen.type("scanCode", "532-0017")
        screen.touch("scanLookUp", "Koppla")
        screen.sees("scanHint", "Läs QR-koden som kontoret visar när det parkopplar")
        screen.type("scanCode", offer.qr_text, clear=True)
        screen.touch("scanLookUp")
        screen.sees("pairingDigits")
        screen.until(lambda: _is(bool(hub.pairing.view().digits)))
        hub.pairing.confirm(STORY.mara)
        screen.until(lambda: screen.find("pageTitle", "Alex"))


def test_six_digits_are_compared_when_an_address_was_typed(
    house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot
) -> None:
    office, hub = house
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        hub.pairing.open(STORY.alex)
        screen.type("pairingAddress", f"127.0.0.1:{office.settings.hub_port}")
        screen.touch("pairingJoinAddress")
        digits = screen.words(screen.sees("pairingDigits")).replace(" ", "")
        assert hub.pairing.view().digits == digits
        screen.touch("digitsEqual")
        hub.pairing.confirm(STORY.mara)
        screen.until(lambda: screen.find("pageTitle", "Alex"))


def compare_digits(screen: TabletScreen, office: Core, hub: Hub) -> None:
    hub.pairing.open(STORY.alex)
    screen.type("pairingAddress", f"127.0.0.1:{office.settings.hub_port}")
    screen.touch("pairingJoinAddress")
    screen.sees("pairingDigits")


def test_the_tablet_waits_for_a_late_office_through_a_lost_answer(
    house: tuple[Core, Hub], new_tablet: Core, clock: FixedClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, hub = house
    monkeypatch.setattr("field_app.view_models.pairing._AFTER_SILENCE", 0)
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        compare_digits(screen, office, hub)
        screen.touch("digitsEqual")
        screen.sees("pairingState", "Väntar på kontoret – jämför siffrorna")
        clock.advance(timedelta(minutes=9))
        with monkeypatch.context() as away:
            away.setattr(Line, "post", _no_network)
            screen.sees("pairingHint", "svarar inte just nu")
        screen.sees("pairingHint", "Det får ta tio minuter")
        screen.sees("pairingCancel", "Avbryt")
        hub.pairing.confirm(STORY.mara)
        screen.until(lambda: screen.find("pageTitle", "Alex"))


def test_a_tablet_that_is_started_again_shows_its_digits_and_goes_on_waiting(
    house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot
) -> None:
    office, hub = house
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        compare_digits(screen, office, hub)
        digits = screen.words(screen.sees("pairingDigits"))
        screen.touch("digitsEqual")
        screen.sees("pairingState", "Väntar på kontoret")
        screen.settle()
    assert hub.pairing.view().state != "left"
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.sees("pairingDigits", digits)
        screen.sees("pairingState", "Väntar på kontoret")
        hub.pairing.confirm(STORY.mara)
        screen.until(lambda: screen.find("pageTitle", "Alex"))


def test_a_tablet_that_cancels_is_no_device_of_a_late_office(
    house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot
) -> None:
    office, hub = house
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        compare_digits(screen, office, hub)
        screen.touch("digitsEqual")
        screen.sees("pairingState", "Väntar på kontoret")
        screen.touch("pairingCancel")
        screen.sees("pairingJoinAddress")
        screen.until(lambda: _is(hub.pairing.view().state == "left"))
        with pytest.raises(PairingRefused):
            hub.pairing.confirm(STORY.mara)
        screen.settle()
    assert office.database.ask(devices) == ()


@pytest.mark.parametrize("accepted", [False, True], ids=["comparing", "waiting"])
def test_the_tablet_says_that_the_office_gave_up(
    house: tuple[Core, Hub], new_tablet: Core, qtbot: QtBot, accepted: bool
) -> None:
    office, hub = house
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        compare_digits(screen, office, hub)
        if accepted:
            screen.touch("digitsEqual")
        hub.pairing.close()
        screen.sees("pairingError", "Kontoret avbröt parkopplingen. Inget har ändrats.")
        screen.sees("pairingJoinAddress")


@pytest.mark.parametrize(
    ("field", "button", "typed", "said"),
    [
        ("pairingPayload", "pairingJoin", "TULPAN1:ABC", "Inget har ändrats"),
        ("pairingPayload", "pairingJoin", "hej", "Inget har ändrats"),
        ("pairingAddress", "pairingJoinAddress", "inte en adress", "Inget har ändrats"),
        ("pairingAddress", "pairingJoinAddress", "127.0.0.1:9", "går inte att nå"),
    ],
)
def test_a_wrong_code_or_address_is_one_sentence(
    tablet: Core, qtbot: QtBot, field: str, button: str, typed: str, said: str
) -> None:
    with tablet_screen(tablet, qtbot, person_id="") as screen:
        screen.type(field, typed)
        screen.touch(button)
        screen.sees("pairingError", said)
        screen.sees(button)


def _is(truth: bool) -> None:
    assert truth


def _no_network(*_: object, **__: object) -> NoReturn:
    raise OfficeUnreachable("no network")
