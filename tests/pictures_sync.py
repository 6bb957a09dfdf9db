"""Draws everything about the sync at the office, so that a person can look at it: `python -m tests.pictures_sync`.

Tablets in every state, each way of pairing, what is to be sorted out, relay and backups. The tablet's own pages
about it are in `tests.pictures`.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QPushButton

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.base import Issued
from core.commands.customers import EditContact
from core.commands.devices import PairDevice, ResolveClash, RevokeDevice
from core.commands.intake import CancelCall
from core.ids import new_id
from core.queries.sort_out import open_matters
from core.settings import VERSION, Settings
from core.sync import office_ledger as ledger
from core.sync.hub import Hub
from core.sync.joining import Joining
from core.sync.joining_file import FileJoining
from core.sync.sql import ConnectionSql
from office_app.application import OfficeApplication, qt_application
from office_app.first_run import FirstRun
from office_app.settings.tablets_section import TabletsSection
from tests.helpers.cores import STORY_TIME, opened_tablet
from tests.helpers.fonts import use_bundled_fonts
from tests.helpers.story import STORY, build_story
from tests.pictures import settle
from tests.sync.lan_pair import free_port
from tests.sync.test_relay import worked

NOW = STORY_TIME + timedelta(hours=2)
THEMES = ("light", "dark")
DEVICES = (
    ("0199a000-0000-7000-8000-000000000001", STORY.alex, "Getac UX10 · bil 2", VERSION, "lan", 0, 0, 0),
    ("0199a000-0000-7000-8000-000000000002", STORY.alex, "Alex telefon", VERSION, "relay", 3, 140, 12),
    ("0199a000-0000-7000-8000-000000000003", STORY.milan, "Surface Go", "0.0.9", "lan", 12, 330, 0),
    ("0199a000-0000-7000-8000-000000000004", STORY.sara, "Borttappad platta", VERSION, "file", 0, 900, 0),
)
"""id, person, name, version, way, what waits, minutes since the last contact, what no copy holds."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.pictures_sync")
    parser.add_argument("--out", type=Path, default=Path("pictures-sync"))
    parser.add_argument("--language", choices=("sv", "en"), default="sv")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    application = qt_application()
    use_bundled_fonts(application)
    with tempfile.TemporaryDirectory() as folder:
        draw_office(application, Path(folder), chosen.out, chosen.language)
        draw_first_run(application, Path(folder), chosen.out, chosen.language)
    print(f"{len(list(chosen.out.glob('*.png')))} pictures in {chosen.out}")
    return 0


# ---- The office -----------------------------------------------------------------------------------------------------


def draw_office(application: QApplication, folder: Path, out: Path, language: str) -> None:
    clock = FixedClock(STORY_TIME)
    settings = Settings(
        role="office", folder=folder / "office", language=language, announce=False, hub_host="127.0.0.1",
        hub_port=free_port(), sms_gateway="off",
    )
    core = open_core(settings, clock)
    build_story(core)
    build_matters(core, clock)
    office = OfficeApplication(core, application)
    office.show()
    office.window.resize(1440, 1000)
    wait_for(lambda: office.background.hub is not None)
    hub = office.background.hub
    assert hub is not None
    for _ in range(3):
        clock.advance(timedelta(minutes=40))
        hub.back_up_now()
    clock.set(NOW)
    note_devices(core)
    core.commands.execute(
        PairDevice(
            device_id="0199a000-0000-7000-8000-0000000000ff", person_id=STORY.sara, sign_key="33" * 32,
            seal_key="44" * 32, name="Getac 7",
        ),
        STORY.mara,
    )
    stick = folder / "TULPAN"
    stick.mkdir()
    hub.folders.set_relay(str(stick), "//server/tulpan")
    hub.folders.relay_now()
    hub._desk.strangers.heard("0199a000-0000-7000-8000-0000000000aa")
    for theme in THEMES:
        office.context.theme.set_mode(theme)
        picture = Pictures(office, out, theme)
        for section in ("tablets", "relay", "sort_out", "backup"):
            picture.take(section)
        picture.sorted_out()
        picture.pairing(hub, folder, stick)
    office.close()


def draw_first_run(application: QApplication, folder: Path, out: Path, language: str) -> None:
    """A new computer, and the copies of the office above, which it may become."""
    clock = FixedClock(NOW)
    core = open_core(Settings(role="office", folder=folder / "new", language=language, announce=False), clock)
    program = OfficeApplication(core, application)
    program.show()
    page = program.window.findChild(FirstRun)
    copies = page.copies

    def take(name: str) -> None:
        settle(program.context.tasks)
        program.window.grab().save(str(out / f"office-first-{name}-{theme}.png"))

    for theme in THEMES:
        program.context.theme.set_mode(theme)
        take("run")
        page.bring_back.click()
        take("restore")
        copies.look_in(folder / "stick-of-another")
        take("restore-none")
        copies.look_in(folder / "office")
        take("restore-copies")
        copies.findChild(QPushButton, "restorePick_0").click()
        take("restore-question")
        copies._show_only(None)
        copies._show_progress(48, 120)
        take("restore-progress")
        copies.back.setEnabled(True)
        copies.back.click()
    program.close()


class Pictures:
    """Takes pictures of one office in one theme."""

    def __init__(self, office: OfficeApplication, out: Path, theme: str) -> None:
        self._office, self._out, self._theme = office, out, theme

    def take(self, section: str, name: str = "") -> Any:
        window: Any = self._office.window
        window.show_place("settings", section=section)
        settle(self._office.context.tasks)
        window.grab().save(str(self._out / f"office-{name or section}-{self._theme}.png"))
        return window.pages["settings"]

    def sorted_out(self) -> None:
        """What was put aside and decided, unfolded, at the end of its page."""
        page = self.take("sort_out")
        fold = page.findChild(QPushButton, "sortedOutFold")
        fold.click()
        settle(self._office.context.tasks)
        area = page.stack.currentWidget()
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
        self.take("sort_out", "sorted-out")
        fold.click()

    def pairing(self, hub: Hub, folder: Path, stick: Path) -> None:
        page = self.take("tablets")
        roster = page.findChild(TabletsSection)
        roster._renaming = DEVICES[0][0]
        roster._fill()
        self.take("tablets", "rename")
        roster._renaming = ""
        roster._ask_block(DEVICES[2][0])
        self.take("tablets", "block")
        roster._ask_block("")
        panel = page.findChild(object, "pairingPanel")
        panel.open(STORY.alex)
        self.take("tablets", "pairing-code")
        panel._choose("digits")
        self.take("tablets", "pairing-digits")
        with opened_tablet(folder / f"new-{self._theme}") as core:
            Joining(core, "Getac F110").join_nearby(hub.address.addresses[0])
            self.take("tablets", "pairing-compare")
            panel._cancel()
            panel.open(STORY.alex)
            panel._choose("file")
            settle(self._office.context.tasks)
            self.take("tablets", "pairing-file")
            joining = FileJoining(core, "Getac F110")
            joining.join(str(stick), joining.offers(str(stick))[0])
            for _look in range(2):  # the first look asks, the second shows
                panel.refresh()
                settle(self._office.context.tasks)
            self.take("tablets", "pairing-file-answer")
        panel._cancel()
        settle(self._office.context.tasks)
        backup = self.take("backup").findChild(object, "restore_0")
        backup.click()
        self.take("backup", "restore")


def build_matters(core: Core, clock: FixedClock) -> None:
    """Tablets that brought things which somebody must look at."""
    for device_id, person_id, name, _version, _way, *_rest in DEVICES:
        core.commands.execute(
            PairDevice(device_id=device_id, person_id=person_id, sign_key="11" * 32, seal_key="22" * 32, name=name),
            STORY.mara,
        )
    core.commands.execute(RevokeDevice(device_id=DEVICES[3][0]), STORY.mara)

    def brings(device: int, clock_time: str, command: Any) -> None:
        core.commands.interpret(
            Issued(
                id=new_id(), person_id=DEVICES[device][1], device_id=DEVICES[device][0], at=STORY.at(clock_time),
                command=command,
            )
        )

    core.commands.execute(
        EditContact(contact_id=STORY.james, partner_id=STORY.partner, mobile="0705550140", phone=""), STORY.mara
    )
    brings(0, "08:40", EditContact(
        contact_id=STORY.james, partner_id=STORY.partner, mobile="0705550199", base={"mobile": "0705550100"}
    ))
    core.commands.execute(
        EditContact(contact_id=STORY.james, partner_id=STORY.partner, email="james@kafetulpan.se"), STORY.mara
    )
    brings(0, "08:41", EditContact(
        contact_id=STORY.james, partner_id=STORY.partner, email="j.bond@kafetulpan.se", base={"email": ""}
    ))
    mail = next(one for one in core.database.ask(open_matters) if one.field == "email")
    core.commands.execute(ResolveClash(flag_id=mail.id, keep="later"), STORY.mara)
    core.commands.execute(CancelCall(call_id=STORY.call, reason="Löst", note_id="note"), STORY.mara)
    brings(0, "09:50", worked())
    payload = {
        "type": "records.time/1", "activity_id": STORY.visit, "record_id": "late", "kind": "work",
        "start": STORY.start.isoformat(), "end": STORY.at("10:30").isoformat(), "minutes": 30,
    }
    with core.database.write() as session:
        for number in (1, 2, 3):
            session.connection().exec_driver_sql(
                "INSERT INTO sync_quarantine (command_id, stream_id, device_id, seq, person_id, at, payload, error, "
                "received_at, resolved_at, resolution, resolved_by) VALUES (?, 1, ?, ?, ?, ?, ?, ?, ?, '', '', '')",
                (f"command-{number}", DEVICES[3][0], number, STORY.sara, STORY.start.isoformat(),
                 json.dumps(payload), "NotTheAuthor: the tablet is revoked", STORY.start.isoformat()),
            )
        ledger.resolve_quarantine(
            ConnectionSql(session.connection()), "command-3", "dismissed", STORY.at("10:40").isoformat(), STORY.mara
        )


def note_devices(core: Core) -> None:
    """The contacts that the tablets have had, as the exchange writes them down."""
    with core.database.write() as session:
        connection = session.connection()
        for device_id, _person, _name, version, way, waiting, minutes, unproven in DEVICES:
            at = (NOW - timedelta(minutes=minutes)).isoformat()
            connection.exec_driver_sql(
                "INSERT INTO sync_stream (device_id, epoch, have_through, have_hash, done_through, feed, page, "
                "confirmed, issued, scanned_feed, scanned_day, first_contact_at, last_contact_at, last_work_at, "
                "waiting, oldest_waiting_at, last_way, backed_up) VALUES (?, 'e', ?, '', ?, '', 0, 0, '', -1, '', ?, "
                "?, ?, ?, ?, ?, 0)",
                (device_id, unproven, unproven, at, at, at, waiting, at if waiting else "", way),
            )
            connection.exec_driver_sql("UPDATE device SET program_version = ? WHERE id = ?", (version, device_id))


def wait_for(true: Any) -> None:
    application = QApplication.instance()
    assert application is not None
    while not true():
        application.processEvents()


if __name__ == "__main__":
    sys.exit(main())
