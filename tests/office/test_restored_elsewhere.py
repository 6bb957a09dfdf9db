"""The office's computer is lost: on a new one the first-run page brings the firm back, and the tablets the rest."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.model.visit import TimeEffort
from core.queries.firm import firm
from core.settings import Settings
from core.sync.client import TabletSync
from core.sync.hub import Hub
from office_app.application import OfficeApplication, started_anew
from office_app.first_run import FirstRun
from office_app.widgets.painted import Chip
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY, build_story
from tests.office.test_settings import click, said
from tests.sync.lan_pair import Watch, free_port, office_settings, pair
from tests.sync.test_relay import worked

PHOTO = b"a photo of a gasket"


def count(core: Core) -> int:
    chosen = select(func.count()).select_from(TimeEffort).where(TimeEffort.activity_id == STORY.visit)
    return int(core.database.ask(lambda session: session.scalar(chosen) or 0))


class LostOffice:
    """A firm with a tablet: one hour of its work is in a copy on another disk, the next only reached the office."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.disk, self.clock = folder, folder / "disk", FixedClock(STORY_TIME)
        self.disk.mkdir()
        self.watch = Watch()
        core = open_core(office_settings(folder / "old", free_port()), self.clock)
        build_story(core, released=True)
        hub = Hub(core)
        hub.set_backup_folder(self.disk)
        hub.start()
        self.generation = hub.identity.generation
        self.tablet = open_core(Settings(role="tablet", folder=folder / "alex"), self.clock)
        pair(hub, self.tablet, STORY.alex)
        self.sync = TabletSync(self.tablet, discover=False)
        self.sync.subscribe(self.watch.stir)
        self.sync.start()
        self.watch.until(self.is_settled)
        picture = core.blobs.put(PHOTO)
        with core.database.write() as session:
            session.connection().exec_driver_sql("UPDATE attachment SET sha256 = ?", (picture,))
        self.picture = picture
        self.works_until(core, 1)
        self.backup = hub.back_up_now()
        self.works_until(core, 3)
        hub.stop()
        core.close()
        shutil.rmtree(folder / "old")

    def works_until(self, office: Core, records: int) -> None:
        while count(self.tablet) < records:
            self.tablet.commands.execute(worked(), STORY.alex)
        self.sync.poke()
        self.watch.until(lambda: count(office) == records and self.is_settled(), "it did not reach the office")

    def is_settled(self) -> bool:
        return self.sync.status.state == "sent" and not self.sync.status.receiving_first

    def new_machine(self, application: QApplication) -> OfficeApplication:
        core = open_core(office_settings(self.folder / "new", free_port()), self.clock)
        program = OfficeApplication(core, application)
        program.show()
        return program

    def close(self) -> None:
        self.sync.stop()
        self.tablet.close()


@pytest.fixture
def lost(tmp_path: Path) -> Any:
    made = LostOffice(tmp_path)
    yield made
    made.close()


def test_the_first_run_page_restores_the_firm_and_the_tablet_sends_what_the_copy_lacks(
    lost: LostOffice, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "exit", lambda _code=0: None)  # the loop that `run` ends is pytest's own here
    program = lost.new_machine(qapp)
    page = program.window.findChild(FirstRun)
    click(page, qtbot, "firstRestore")
    assert "Inget ändras förrän du har sagt ja" in said(page)
    page.copies.look_in(lost.folder)  # the wrong folder
    qtbot.waitUntil(lambda: "Det finns ingen kopia" in said(page))
    page.copies.look_in(lost.disk)
    qtbot.waitUntil(lambda: "1 kopia" in said(page))
    click(page, qtbot, "restorePick_0")
    qtbot.waitUntil(lambda: "som det var idag 08:43" in said(page))
    words = said(page)
    assert "Espressoteknik Väst AB" in words
    assert "1 platta · 1 bild eller papper" in words
    assert "skickar själva igen allt som kopian saknar" in words and "gamla datorn" in words
    assert program.core.database.ask(firm) is None, "nothing stands here before somebody says yes"
    click(page, qtbot, "restoreYes")
    qtbot.waitUntil(lambda: program.to_put_back is not None)
    assert program.to_put_back is not None
    again = started_anew(program, program.to_put_back, qapp)
    try:
        assert again.window.objectName() == "office" and count(again.core) == 1
        assert again.core.blobs.get(lost.picture) == PHOTO
        assert any("Kontoret är som det var" in one.text() for one in again.window.findChildren(QLabel))
        qtbot.waitUntil(lambda: again.background.hub is not None)
        hub = again.background.hub
        assert hub is not None and hub.identity.generation != lost.generation
        assert hub.backups.folder == lost.disk, "the disk is here, so copies go on lying there"
        lost.sync.try_address(f"127.0.0.1:{hub.address.port}")  # the new computer has another address
        qtbot.waitUntil(lambda: count(again.core) == 3 and lost.is_settled(), timeout=20_000)
        assert count(lost.tablet) == 3
        qtbot.waitUntil(lambda: not again.context.tasks.busy)
    finally:
        again.close()


def test_a_copy_that_is_not_whole_is_said_and_another_can_be_chosen(
    lost: LostOffice, qapp: QApplication, qtbot: QtBot
) -> None:
    content = bytearray(lost.backup.path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    older = lost.disk / "office-20261120T080000Z.db"
    older.write_bytes(bytes(content))
    program = lost.new_machine(qapp)
    try:
        page = program.window.findChild(FirstRun)
        click(page, qtbot, "firstRestore")
        page.copies.look_in(lost.disk)
        qtbot.waitUntil(lambda: "2 kopior" in said(page))
        with qtbot.waitSignal(program.context.messages.failed) as told:
            click(page, qtbot, "restorePick_1")
        assert "skadad" in told.args[0]
        click(page, qtbot, "restorePick_0")
        qtbot.waitUntil(lambda: "som det var idag 08:43" in said(page))
        assert [one.text for one in page.findChildren(Chip) if one.isVisible()] == ["Kopian är hel"]
        qtbot.keyClick(page.copies.other, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: "2 kopior" in said(page))
        click(page, qtbot, "restoreBack")
        assert page.welcome.isVisible() and not page.copies.isVisible()
        assert program.core.database.ask(firm) is None
    finally:
        program.close()
