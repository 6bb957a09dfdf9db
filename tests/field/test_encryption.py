"""A tablet's encryption as its technician meets it: choosing it, the restart, the PIN at the start, and off again."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.errors import SurroundingsError, UserError
from core.qt.driving import NotYet
from core.settings import Settings
from core.storage.encrypting import Form
from core.sync.erasing import erase
from core.sync.joining import Joining
from field_app.application import FieldApplication, begun_anew, begun_in_form, opened
from field_app.beginning_anew import anew
from field_app.opening import opening_window
from tests.field.test_pairing_page import office_with_hub
from tests.helpers.cores import STORY_TIME
from tests.helpers.drawer import Drawer
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import Screen, TabletScreen, tablet_screen


@pytest.fixture
def drawer() -> Drawer:
    return Drawer()


@pytest.fixture
def tablet(tmp_path: Path, drawer: Drawer) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=tmp_path), FixedClock(STORY_TIME), keystore=drawer)
    build_story(core)
    yield core
    core.close()


@pytest.fixture(autouse=True)
def stays(monkeypatch: pytest.MonkeyPatch) -> None:
    """The program's loop is the test's own here."""
    monkeypatch.setattr(QGuiApplication, "exit", lambda _code=0: None)


def chooses(screen: TabletScreen, wish: str, *pins: str) -> None:
    """Up to the last question, typing these PINs on the way."""
    screen.application.navigation.open("encryption")
    screen.touch(f"encryption_{wish}")
    for pin in pins:
        screen.until(lambda: _is(not screen.items("encryptionPad")[0].property("busy")))
        for digit in pin:
            screen.touch(f"key-{digit}")
        screen.touch("encryptionNext", "Nästa")
    screen.sees("encryptionNext", "")


def restarts(screen: TabletScreen, qtbot: QtBot) -> TabletScreen:
    """Touches the last button and does what `run` does then."""
    screen.touch("encryptionNext", "Starta om nu")
    application = screen.application
    form = screen.until(lambda: _is(application.wanted_form is not None) or application.wanted_form)
    return TabletScreen(begun_in_form(application, form), qtbot)


def ends(screen: TabletScreen) -> Core:
    core = screen.application.core
    screen.settle()
    screen.application.close()
    core.close()
    return core


def _is(truth: bool) -> None:
    assert truth


def tells(folder: Path) -> bool:
    return any(b"SQLite format" in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_pin_encrypts_opens_and_is_taken_off_again(tablet: Core, qtbot: QtBot, tmp_path: Path) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch("rail_more")
        screen.touch("openEncryption", "Av")
        screen.sees("encryptionPage", "disken kan läsas")
        chooses(screen, "pin", "2580", "2581")
        screen.sees("encryptionSays", "olika")
        for _ in range(2):
            for digit in "2580":
                screen.touch(f"key-{digit}")
            screen.touch("encryptionNext", "Nästa")
        screen.sees("encryptionSays", "startar om och krypterar")
        again = restarts(screen, qtbot)
    again.application.navigation.open("encryption")
    again.sees("encryptionPage", "en PIN-kod öppnar")
    chooses(again, "off", "1111")
    again.sees("toast", "inte plattans PIN-kod")
    again.sees("encryptionSays", "gäller nu")
    ends(again)
    assert not tells(tmp_path)

    settings = again.application.core.settings
    opening, window = opening_window(
        settings, lambda pin: open_core(settings, FixedClock(STORY_TIME), pin=pin), asks=True
    )
    window.show()
    page = Asked(window, qtbot)
    page.types("2581")
    page.sees("openingSays", "inte plattans PIN-kod")
    page.types("2580")
    qtbot.waitUntil(lambda: opening.core is not None)
    window.close()
    core = opening.core
    assert core is not None
    with tablet_screen(core, qtbot) as screen:
        chooses(screen, "off", "2580")
        screen.sees("encryptionSays", "läsbart igen")
        plain = restarts(screen, qtbot)
    plain.application.navigation.open("encryption")
    plain.sees("encryptionPage", "disken kan läsas")
    ends(plain)
    assert tells(tmp_path) and not (tmp_path / "vault.json").exists()


class Asked(Screen):
    """The page before the first one, without a program behind it."""

    def __init__(self, window: Any, qtbot: QtBot) -> None:
        self.window = window
        self._qtbot = qtbot

    def types(self, digits: str) -> None:
        for digit in digits:
            self.touches(f"key-{digit}")
        self.touches("openingOpen")

    def touches(self, target: str) -> None:
        def tries() -> None:
            try:
                self.click(target)
            except NotYet as reason:
                raise AssertionError(str(reason)) from reason

        self.window.grabWindow()
        self._qtbot.waitUntil(tries)

    def sees(self, target: str, text: str) -> None:
        self._qtbot.waitUntil(lambda: any(text in self.words(item) for item in self.items(target)))


def test_the_computer_keeps_the_key_and_a_pin_takes_it_over_at_once(
    tablet: Core, drawer: Drawer, qtbot: QtBot, tmp_path: Path
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        chooses(screen, "system")
        screen.sees("encryptionSays", "Datorn håller nyckeln")
        again = restarts(screen, qtbot)
    assert len(drawer.kept) == 1 and not tells(tmp_path)
    chooses(again, "pin", "4711", "4711")
    again.touch("encryptionNext", "Byt")
    again.sees("toast", "Den nya PIN-koden gäller")
    assert not drawer.kept and again.application.core.vault.kept == "pin"
    ends(again)


def test_what_cannot_be_done_is_said_before_anything_is_changed(
    tablet: Core, drawer: Drawer, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        tablet.vault.keystore = Shut()
        screen.application.navigation.open("encryption")
        screen.touch("encryption_system")
        screen.sees("toast", "säkra plats för nycklar kan inte användas")
        monkeypatch.setattr("field_app.view_models.encryption.can_encrypt", lambda: False)
        screen.touch("encryption_pin")
        screen.sees("toast", "inte installerad")
        screen.settle()
    assert not (tmp_path / "vault.json").exists()


class Shut(Drawer):
    """A computer without a safe place."""

    def get(self, name: str) -> str | None:
        raise SurroundingsError("vault.no_keystore", detail="NoKeyringError")

    def set(self, name: str, secret: str) -> None:
        raise SurroundingsError("vault.no_keystore", detail="NoKeyringError")


def test_a_start_that_cannot_encrypt_leaves_the_tablet_as_it_was(tablet: Core, drawer: Drawer, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        tablet.vault.keystore = Shut()
        again = TabletScreen(begun_in_form(screen.application, Form(is_encrypted=True)), qtbot)
    again.sees("toast", "säkra plats för nycklar kan inte användas")
    assert again.application.core.vault.kept == ""
    ends(again)


def emptied(folder: Path, qtbot: QtBot, drawer: Drawer, pin: str) -> TabletScreen:
    """A tablet that was encrypted, after its reset."""
    settings = Settings(role="tablet", folder=folder, encrypt=True)
    core = open_core(settings, FixedClock(STORY_TIME), pin=pin, keystore=drawer)
    application = FieldApplication(core, language="sv")
    application.show()
    screen = TabletScreen(begun_anew(application), qtbot)
    assert screen.application.core.device_id != core.device_id
    return screen


def test_a_reset_tablet_takes_nothing_of_an_office_until_a_new_pin_is_chosen(
    tmp_path: Path, qtbot: QtBot, drawer: Drawer
) -> None:
    with office_with_hub(tmp_path / "office", FixedClock(STORY_TIME)) as (_office, hub):
        offer, folder = hub.pairing.open(STORY.alex), tmp_path / "tablet"
        screen = emptied(folder, qtbot, drawer, "2580")
        screen.sees("pageTitle", "Koppla plattan till kontoret")
        screen.sees("pairingKey", "Inga uppgifter kommer hit förrän den är krypterad igen")
        plain = ends(screen)
        assert plain.vault.kept == "" and tells(folder), "it stands readable, with nothing of anybody in it"
        core = opened(Settings(role="tablet", folder=folder), FixedClock(STORY_TIME), "", drawer)  # the next morning
        assert core is not None
        with pytest.raises(UserError, match="key_owed"):
            Joining(core).join(offer.qr_text)
        application = FieldApplication(core, language="sv")
        application.show()
        screen = TabletScreen(application, qtbot)
        screen.touch("pairingChooseKey", "Till kryptering")
        chooses(screen, "pin", "4711", "4711")
        again = restarts(screen, qtbot)
        again.type("pairingPayload", offer.qr_text)
        again.touch("pairingJoin")
        again.until(lambda: _is(hub.pairing.view().digits != ""))
        hub.pairing.confirm(STORY.mara)
        again.sees("todayPage", "")
        ends(again)
        assert not tells(folder)


def test_the_computer_keeps_a_new_key_for_a_reset_tablet_as_it_kept_the_old(
    tmp_path: Path, qtbot: QtBot, drawer: Drawer
) -> None:
    screen = emptied(tmp_path, qtbot, drawer, "")
    screen.sees("pairingJoin", "")
    assert ends(screen).vault.kept == "system" and not tells(tmp_path)
    erase(screen.application.core.settings, screen.application.core.vault)
    core = opened(Settings(role="tablet", folder=tmp_path), FixedClock(STORY_TIME), "", Shut())
    assert core is not None and core.vault.owed == "system", "without its keeper it waits for a PIN"
    core.close()
    core = opened(Settings(role="tablet", folder=tmp_path), FixedClock(STORY_TIME), "", drawer)
    assert core is not None and (core.vault.kept, core.vault.owed) == ("system", "")
    core.close()


def at_its_page(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, acts: Callable[["Asked"], None], wrong: int = 3
) -> None:
    """What a person does at the page that the program opens, within the program's own loop, after wrong PINs."""

    def made(*told: Any, **more: Any) -> Any:
        opening, window = opening_window(*told, **more)

        def begins() -> None:
            try:
                page = Asked(window, qtbot)
                for _ in range(wrong):
                    page.types("1111")
                    page.sees("openingSays", "inte plattans PIN-kod")
                acts(page)
            finally:
                qtbot.waitUntil(lambda: not opening.property("working"))
                opening.leave()  # whatever happened, the loop ends

        QTimer.singleShot(0, window, begins)
        return opening, window

    monkeypatch.setattr("field_app.opening.opening_window", made)


def test_who_has_forgotten_the_pin_begins_anew_and_the_old_folder_lies_beside(
    tmp_path: Path, qtbot: QtBot, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tablet"
    settings = Settings(role="tablet", folder=folder, encrypt=True)
    old = open_core(settings, FixedClock(STORY_TIME), pin="2580", keystore=drawer)
    old.close()
    QSettings(str(folder / "tablet.ini"), QSettings.Format.IniFormat).setValue("language", "sv")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".db"}
    aside = tmp_path / "tablet-locked-20261124-0843"
    file = f"tulpan-{old.device_id[:8]}.tlpj"
    monkeypatch.setattr("field_app.application._is_unseen", lambda: False)
    asked = Settings(role="tablet", folder=folder, language="")

    def thinks_better(page: Asked) -> None:
        page.touches("openingForgotten")
        page.sees("beginAnew", file)
        page.sees("beginAnew", f"under namnet {aside.name}")
        page.touches("beginAnewNext")
        page.sees("beginAnew", "Säkert att du vill")
        page.touches("beginAnewCancel")
        page.sees("openingSays", "Är den glömd")

    at_its_page(monkeypatch, qtbot, thinks_better)
    assert opened(asked, FixedClock(STORY_TIME), "", drawer) is None and not aside.exists(), "nothing was done"

    def begins(page: Asked) -> None:
        page.touches("openingForgotten")
        page.touches("beginAnewNext")
        page.touches("beginAnewSure")
        page.sees("beginAnewDone", str(aside))
        page.touches("beginAnewOn")

    at_its_page(monkeypatch, qtbot, begins)
    core = opened(asked, FixedClock(STORY_TIME), "", drawer)
    assert core is not None and core.device_id != old.device_id and core.vault.owed == "pin"
    with tablet_screen(core, qtbot) as screen:
        screen.application.navigation.open("pairing")
        screen.sees("pairingKey", "Inga uppgifter kommer hit förrän den är krypterad igen")
        screen.settle()
    core.close()
    assert {path.name: path.read_bytes() for path in aside.iterdir() if path.suffix == ".db"} == before
    again = open_core(Settings(role="tablet", folder=aside), FixedClock(STORY_TIME), pin="2580", keystore=drawer)
    assert again.device_id == old.device_id, "who remembers the PIN after all opens the old one"
    again.close()


def test_a_key_that_the_computer_has_lost_is_tried_again_or_the_tablet_begins_anew(
    tmp_path: Path, qtbot: QtBot, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, clock = tmp_path / "tablet", FixedClock(STORY_TIME)
    old = open_core(Settings(role="tablet", folder=folder, encrypt=True), clock, keystore=drawer)
    old.close()
    kept = dict(drawer.kept)
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".db"}
    asked, aside = Settings(role="tablet", folder=folder, language="sv"), tmp_path / "tablet-locked-20261124-0843"
    with pytest.raises(SurroundingsError, match=r"vault\.no_keystore"):
        opened(asked, clock, "", Shut())  # where nobody sees a page it is one sentence
    monkeypatch.setattr("field_app.application._is_unseen", lambda: False)

    def waits(page: Asked) -> None:
        page.sees("keyGone", "Nyckeln till plattan kan inte hämtas")
        page.sees("keyGone", "svarar inte (NoKeyringError)")
        page.sees("keyGone", "Inget har ändrats. Allt som är skickat finns hos kontoret.")
        page.touches("keyGoneAgain")
        page.touches("openingClose")

    at_its_page(monkeypatch, qtbot, waits, wrong=0)
    assert opened(asked, clock, "", Shut()) is None

    def finds_it_again(page: Asked) -> None:
        page.sees("keyGone", "Nyckeln till plattan är borta")
        page.sees("keyGone", "någon annan är inloggad")
        page.touches("keyGoneAgain")
        qtbot.waitUntil(lambda: page.find("keyGoneAgain").isEnabled())
        page.sees("keyGone", "Nyckeln till plattan är borta")
        drawer.kept.update(kept)  # logged in as the one who encrypted it
        page.touches("keyGoneAgain")

    drawer.kept.clear()
    at_its_page(monkeypatch, qtbot, finds_it_again, wrong=0)
    core = opened(asked, clock, "", drawer)
    assert core is not None and core.device_id == old.device_id
    core.close()

    def begins(page: Asked) -> None:
        page.touches("keyGoneAnew")
        page.sees("beginAnew", "går förlorat utan nyckeln")
        page.sees("beginAnew", f"under namnet {aside.name}")
        page.touches("beginAnewNext")
        page.touches("beginAnewCancel")
        page.touches("keyGoneAnew")
        page.touches("beginAnewNext")
        page.sees("beginAnew", "bara nyckeln kan öppna mappen")
        page.touches("beginAnewSure")
        page.sees("beginAnewDone", str(aside))
        page.touches("beginAnewOn")

    drawer.kept["another program's"] = "none of ours"
    for name in kept:
        drawer.kept[name] = "spoiled"
    at_its_page(monkeypatch, qtbot, begins, wrong=0)
    core = opened(asked, clock, "", drawer)
    assert core is not None and core.device_id != old.device_id
    assert (core.vault.kept, core.vault.owed) == ("system", ""), "a new key is kept as the old one was"
    core.close()
    assert {path.name: path.read_bytes() for path in aside.iterdir() if path.suffix == ".db"} == before
    drawer.kept.update(kept)
    again = open_core(Settings(role="tablet", folder=aside), clock, keystore=drawer)
    assert again.device_id == old.device_id, "whoever finds the key after all opens the old one"
    again.close()


@pytest.mark.parametrize("spoiled", [b"", b"{}", b'{"kept": "system"'])
def test_a_file_about_the_key_that_cannot_be_read_has_the_same_way_out(
    tmp_path: Path, qtbot: QtBot, drawer: Drawer, monkeypatch: pytest.MonkeyPatch, spoiled: bytes
) -> None:
    folder = tmp_path / "tablet"
    settings = Settings(role="tablet", folder=folder, encrypt=True, language="sv")
    open_core(settings, FixedClock(STORY_TIME), pin="2580", keystore=drawer).close()
    (folder / "vault.json").write_bytes(spoiled)
    monkeypatch.setattr("field_app.application._is_unseen", lambda: False)

    def begins(page: Asked) -> None:
        for touched in ("keyGoneAnew", "beginAnewNext", "beginAnewSure", "beginAnewOn"):
            page.touches(touched)

    at_its_page(monkeypatch, qtbot, begins, wrong=0)
    core = opened(Settings(role="tablet", folder=folder, language="sv"), FixedClock(STORY_TIME), "", drawer)
    assert core is not None and core.vault.owed == "pin", "nothing of a firm comes here before somebody chose a PIN"
    core.close()


def test_a_folder_that_cannot_be_renamed_leaves_the_tablet_as_it_was(
    tmp_path: Path, qtbot: QtBot, drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(role="tablet", folder=tmp_path / "tablet", encrypt=True)
    open_core(settings, FixedClock(STORY_TIME), pin="2580", keystore=drawer).close()

    def refuses(path: Path, _target: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    opening, window = opening_window(
        Settings(role="tablet", folder=tmp_path / "tablet", language="sv"),
        lambda pin: open_core(settings, FixedClock(STORY_TIME), pin=pin, keystore=drawer), asks=True,
        anew=anew(settings, FixedClock(STORY_TIME), drawer),
    )
    window.show()
    page = Asked(window, qtbot)
    for _ in range(3):
        page.types("1111")
        page.sees("openingSays", "inte plattans PIN-kod")
    page.touches("openingForgotten")
    page.touches("beginAnewNext")
    monkeypatch.setattr(Path, "rename", refuses)
    page.touches("beginAnewSure")
    page.sees("openingSays", "Permission denied")
    monkeypatch.undo()
    page.types("2580")
    qtbot.waitUntil(lambda: opening.core is not None)
    window.close()
    window.setSource(QUrl())
    assert opening.core is not None
    opening.core.close()


def test_an_encrypted_tablet_asks_for_its_pin_when_somebody_can_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(role="tablet", folder=tmp_path, encrypt=True)
    open_core(settings, FixedClock(STORY_TIME), pin="2580").close()
    asked: list[Settings] = []
    monkeypatch.setattr("field_app.application._is_unseen", lambda: False)
    monkeypatch.setattr("field_app.application.open_on_screen", lambda one, opens, **_more: asked.append(one))
    assert opened(settings, FixedClock(STORY_TIME), "") is None and asked == [settings]
    core = opened(settings, FixedClock(STORY_TIME), "2580")
    assert core is not None
    core.close()
