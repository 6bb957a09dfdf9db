"""What Alex sees of the sync and can do about it: the states in words, stick, address, card, file and reset."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.settings import Settings
from core.sync.client import TabletSync
from core.sync.folder_state import FolderState
from core.sync.hub import Hub
from field_app.application import begun_anew
from field_app.device import files
from field_app.device.drives import Drive
from tests.helpers.cores import STORY_TIME
from tests.helpers.standing_sync import NOW, SENT, STATES, Standing
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.sync.lan_pair import free_port, office_settings, pair
from tests.sync.test_folders import efforts
from tests.sync.test_relay import worked

SAID = {
    "sent": ("Allt skickat 08:43", "Hos kontoret 08:43", "3 saker ännu inte i kontorets säkerhetskopia"),
    "backed_up": ("Allt skickat 08:43", "Hos kontoret 08:43", "I kontorets säkerhetskopia"),
    "offline": (
        "Offline · 3 sparade på plattan", "3 saker ännu inte hos kontoret (äldst 08:43)",
        "5 saker ännu inte i kontorets",
    ),
    "sending": ("Skickar 2 av 5", "4 saker ännu inte hos kontoret (äldst 08:43)", "4 saker ännu inte i kontorets"),
    "waiting_long": (
        "12 väntar sedan 03:43", "12 saker ännu inte hos kontoret (äldst 03:43)", "12 saker ännu inte i kontorets"
    ),
    "needs_person": ("Spärrad av kontoret", "2 saker ännu inte hos kontoret", "2 saker ännu inte i kontorets"),
    "restored": ("Jämför med kontoret", "Kontoret är återställt", "Ännu inte i"),
    "photos": ("Skickar bilder · 2 kvar", "2 bilder ännu inte hos kontoret", "2 saker ännu inte i kontorets"),
}
GREEN = {"sent", "backed_up"}


@pytest.mark.parametrize("name", STATES)
def test_each_state_is_said_in_words_and_only_what_is_safe_is_green(tablet: Core, qtbot: QtBot, name: str) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot, sync=Standing(STATES[name])) as screen:
        screen.application.context.tablet.start()
        screen.application.navigation.open("sync")
        headline, office, copies = SAID[name]
        screen.sees("syncHeadline", headline)
        screen.sees("syncSteps", "sparat på plattan")
        screen.sees("syncSteps", office)
        screen.sees("syncSteps", copies)
        is_green = screen.application.context.tablet.property("tone") == "good"
        assert is_green == (name in GREEN)
        screen.settle()


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        ("sync.problem_update", "Be kontoret uppdatera plattans program"),
        ("sync.problem_unknown", "Be kontoret parkoppla den på nytt"),
        ("sync.problem_letters", "Ring kontoret, de ser vad som behövs"),
    ],
)
def test_what_only_a_person_can_mend_is_said_with_what_to_do(
    tablet: Core, qtbot: QtBot, problem: str, says: str
) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot, sync=Standing(replace(SENT, state="needs_person", problem=problem))) as screen:
        screen.application.context.tablet.start()
        screen.application.navigation.open("sync")
        screen.sees("syncExplanation", says)
        screen.settle()


@pytest.mark.parametrize(
    ("waiting", "stick", "says"),
    [
        (2, "", "skickas när du slår på det igen"),
        (0, "", "Inget väntar på att skickas"),
        (2, "/media/stick", "läggs på minnet eller i mappen som är vald"),
    ],
)
def test_a_network_that_is_switched_off_says_where_the_work_goes(
    tablet: Core, qtbot: QtBot, waiting: int, stick: str, says: str
) -> None:
    build_story(tablet)
    off = replace(STATES["offline"], waiting=waiting, relay=FolderState(stick))
    with tablet_screen(tablet, qtbot, sync=Standing(off)) as screen:
        screen.application.context.tablet.start()
        screen.application.navigation.open("sync")
        screen.touch("networkSwitch")
        screen.sees("syncExplanation", says)
        screen.settle()


def test_a_tablet_that_was_put_back_says_so_and_what_becomes_of_the_work(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    found = Standing(replace(SENT, restored_at=NOW))
    with tablet_screen(tablet, qtbot, sync=found) as screen:
        screen.application.context.tablet.start()
        screen.application.navigation.open("sync")
        screen.sees("syncRestored", "lagts tillbaka från en kopia")
        screen.sees("syncRestored", "märktes 08:43")
        screen.sees("syncRestored", "räknar var sak bara en gång")
        screen.settle()


class House:
    """A paired tablet with its job, an office that can be put on the network, and a stick."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(STORY_TIME)
        self.stick = folder / "stick"
        self.stick.mkdir()
        self.office = open_core(office_settings(folder / "office", free_port()), self.clock)
        build_story(self.office)
        self.hub = Hub(self.office)
        self.address = self.hub.start()
        self.tablet = open_core(Settings(role="tablet", folder=folder / "alex"), self.clock)
        pair(self.hub, self.tablet, STORY.alex)
        self.hub.folders.set_relay(str(self.stick))
        sync = TabletSync(self.tablet, discover=False)
        sync.set_relay(str(self.stick))
        for _ in range(2):
            sync.relay_now()
            self.hub.folders.relay_now()
        sync.relay_now()
        sync.set_relay("")

    def leaves_the_network(self) -> None:
        """From now on the tablet reaches the office only by folders."""
        self.hub.stop()
        self.hub = Hub(self.office)

    def close(self) -> None:
        self.hub.stop()
        self.office.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    try:
        yield made
    finally:
        made.close()


def ready(screen: TabletScreen) -> None:
    screen.until(lambda: _is(screen.application.context.tablet.sync is not None))


def _is(truth: bool) -> None:
    assert truth


def test_a_stick_is_chosen_may_be_taken_out_only_when_all_was_read_again_and_brings_the_work(
    house: House, qtbot: QtBot
) -> None:
    house.leaves_the_network()
    with tablet_screen(house.tablet, qtbot, person_id="") as screen:
        ready(screen)
        house.tablet.commands.execute(worked(), STORY.alex)
        screen.application.navigation.open("sync")
        screen.touch("openRelay")
        screen.sees("stateTitle", "Inget minne är valt")
        screen.type("placeField", str(house.stick / "nowhere"))
        screen.touch("usePlace")
        screen.sees("stateTitle", "Minnet är inte här")
        screen.type("placeField", str(house.stick), clear=True)
        screen.touch("usePlace")
        screen.sees("stateTitle", "Minnet kan tas ur. 1 sak ligger där.")
        house.hub.folders.relay_now()
        assert efforts(house.office) == 1
        screen.touch("relayWrite")
        screen.sees("stateTitle", "Minnet kan tas ur. Inget väntar.")
        screen.touch("relayStop")
        screen.sees("stateTitle", "Inget minne är valt")
        screen.settle()
    house.tablet.close()


def test_a_new_folder_made_on_the_stick_brings_the_work(
    house: House, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.leaves_the_network()
    home, folder = tmp_path / "home", house.stick / "Till kontoret"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(files, "drives", lambda: (Drive(str(house.stick), "USB-MINNE", 10**9),))
    with tablet_screen(house.tablet, qtbot, person_id="") as screen:
        ready(screen)
        house.tablet.commands.execute(worked(), STORY.alex)
        screen.application.navigation.open("relay")
        screen.touch("otherFolder")
        screen.touch("root-USB-MINNE")
        screen.touch("newFolder", "Ny mapp")
        screen.type("newFolderName", folder.name)
        screen.touch("makeFolder", "Skapa")
        screen.sees("folderName", folder.name)
        screen.touch("takeChosen", "Använd mappen")
        screen.is_gone("browseSheet")
        screen.sees("stateTitle", "Minnet kan tas ur. 1 sak ligger där.")
        assert screen.sees("placeField").property("text") == str(folder)
        house.hub.folders.set_relay(str(folder))
        house.hub.folders.relay_now()
        assert efforts(house.office) == 1
        screen.touch("relayWrite")
        screen.sees("stateTitle", "Minnet kan tas ur. Inget väntar.")
        screen.settle()
    house.tablet.close()


def test_a_tablet_that_is_paired_while_it_starts_syncs_once(house: House, qtbot: QtBot) -> None:
    house.leaves_the_network()
    before = _threads_that_sync()
    with tablet_screen(house.tablet, qtbot, person_id="") as screen:
        tablet = screen.application.context.tablet
        tablet.paired()  # an answer that lies there already comes before the program's own start of the sync
        tablet.start()
        ready(screen)
        screen.settle()
        tablet.start()
        screen.settle()
        assert _threads_that_sync() == before + 1
    assert _threads_that_sync() == before
    house.tablet.close()


def _threads_that_sync() -> int:
    return sum(thread.name == "sync-up" for thread in threading.enumerate())


def test_an_address_that_is_typed_is_proved_and_used(house: House, qtbot: QtBot) -> None:
    with tablet_screen(house.tablet, qtbot, person_id="") as screen:
        ready(screen)
        screen.application.navigation.open("office_way")
        screen.sees("knownWays", "Senast bra")
        screen.type("wayAddress", "127.0.0.1:9")
        screen.touch("wayUse")
        screen.sees("wayVerdict", "går inte att nå")
        screen.type("wayAddress", f"127.0.0.1:{house.address.port}", clear=True)
        screen.touch("wayUse")
        screen.sees("wayVerdict", "Det är ert kontor")
        screen.until(lambda: screen.find("knownWays", "Ansluten nu"))
        screen.settle()
    house.tablet.close()


def test_another_office_at_an_address_gets_nothing(house: House, tmp_path: Path, qtbot: QtBot) -> None:
    stranger = open_core(office_settings(tmp_path / "stranger", free_port()), house.clock)
    hub = Hub(stranger)
    port = hub.start().port
    try:
        with tablet_screen(house.tablet, qtbot, person_id="") as screen:
            ready(screen)
            screen.application.navigation.open("office_way")
            screen.type("wayAddress", f"127.0.0.1:{port}")
            screen.touch("wayUse")
            screen.sees("wayVerdict", "någon annan än ert kontor")
            screen.settle()
        house.tablet.close()
    finally:
        hub.stop()
        stranger.close()


def test_the_card_takes_what_is_done_and_a_reset_waits_until_the_office_has_all(
    house: House, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    house.leaves_the_network()
    monkeypatch.setenv("HOME", str(tmp_path))
    card = tmp_path / "card"
    card.mkdir()
    with tablet_screen(house.tablet, qtbot, person_id="") as screen:
        ready(screen)
        screen.application.navigation.open("care")
        screen.type("placeField", str(card))
        screen.touch("usePlace")
        screen.until(lambda: screen.find("journalCard", "ligger på kortet"))
        house.tablet.commands.execute(worked(), STORY.alex)
        screen.sees("exportUnsent", "1 sak")
        take_in = house.hub.folders.import_journal
        screen.until(lambda: _is(take_in(next(card.glob("*.tlpj"))).total >= 1))
        screen.touch("resetAsk")
        screen.sees("resetRefused", "Inget har tagits bort")
        screen.touch("exportUnsent")
        screen.touch("takeChosen", "Använd mappen")
        screen.sees("exported", "Sparat och läst igen")
        file = next(tmp_path.glob("tulpan-*.tlpj"))
        # A whole file is a place of safety, too; one that was spoiled since is none.
        screen.touch("resetAsk")
        screen.sees("resetCard", f"ligger i filen {file}")
        screen.touch("resetCancel")
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        screen.touch("resetAsk")
        screen.sees("resetRefused", "Inget har tagits bort")
        file.write_bytes(whole)
        # The office has it from the card; once the tablet has heard so it may become new.
        screen.application.context.tablet.sync.set_relay(str(house.stick))
        screen.until(lambda: _meets(house, screen))
        screen.touch("resetAsk")
        screen.sees("resetCard", "Plattan blir tom")
        monkeypatch.setattr(QGuiApplication, "exit", lambda _code=0: None)
        screen.touch("resetDo")
        screen.until(lambda: _is(screen.application.is_to_be_reset))
        anew = begun_anew(screen.application)
        try:
            assert anew.core.device_id != house.tablet.device_id
            again = TabletScreen(anew, qtbot)
            again.sees("pageTitle", "Koppla plattan till kontoret")
        finally:
            anew.close()
            anew.core.close()


def _meets(house: House, screen: TabletScreen) -> None:
    screen.application.context.tablet.sync.relay_now()
    house.hub.folders.relay_now()
    _is(screen.application.context.tablet.sync.status.waiting == 0)


# ---- Pairing --------------------------------------------------------------------------------------------------------


@pytest.fixture
def new_tablet(tmp_path: Path) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=tmp_path / "new"), FixedClock(STORY_TIME))
    yield core
    core.close()


def test_a_picture_of_the_code_pairs(
    house: House, new_tablet: Core, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import qrcode

    monkeypatch.setenv("HOME", str(tmp_path))
    offer = house.hub.pairing.open(STORY.sara)
    path = tmp_path / "screen.png"
    qrcode.make(offer.qr_text).save(path)
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.touch("pairingPicture")
        screen.touch("entry-screen.png")
        digits = screen.words(screen.sees("pairingDigits")).replace(" ", "")
        screen.until(lambda: _is(house.hub.pairing.view().digits == digits))
        house.hub.pairing.confirm(STORY.mara)
        screen.until(lambda: screen.find("pageTitle", "Sara"))
        (tmp_path / "cat.txt").write_text("no picture")
    house.tablet.close()


def test_a_new_tablet_is_paired_by_stick_though_it_was_switched_off_between(
    house: House, new_tablet: Core, qtbot: QtBot
) -> None:
    house.leaves_the_network()
    stick = str(house.stick)
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.type("placeField", stick)
        screen.touch("usePlace")
        screen.sees("pairingError", "inget erbjudande")
        house.hub.folders.hello.open(STORY.sara)
        screen.touch("usePlace")
        screen.sees("aloudState", "läs siffrorna")
        digits = screen.words(screen.sees("aloudDigits"))
        screen.touch("aloudEqual")
        screen.sees("aloudState", "Väntar på svar")
        screen.settle()
    (seen,) = house.hub.folders.hello.view().tablets
    assert seen.fingerprint == digits
    house.hub.folders.hello.confirm(seen.device_id, seen.fingerprint, STORY.mara)
    with tablet_screen(new_tablet, qtbot, person_id="") as screen:
        screen.touch("aloudLook")
        screen.sees("pageTitle", "God morgon")
        ready(screen)
        screen.until(lambda: _is(screen.application.context.tablet.sync.folders.relay == stick))
        screen.until(lambda: (_meets(house, screen), screen.find("pageTitle", "Sara")))
        screen.settle()
    house.tablet.close()
