"""What Mara does about the tablets: the roster, every way of pairing, what is to be sorted out, relay and backups."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select

from core.bootstrap import Core, open_core
from core.changes import Changes
from core.clock import FixedClock
from core.commands.base import Issued
from core.commands.beginning import BeganAnew
from core.commands.customers import EditContact
from core.commands.devices import PairDevice, RemoveDevice, RevokeDevice, TrustDevice
from core.commands.intake import CancelCall
from core.ids import new_id
from core.model.customer import Contact
from core.model.visit import TimeEffort
from core.queries.devices import devices
from core.queries.sort_out import held_back, open_matters
from core.settings import Settings
from core.storage.backup import BACKUPS, Backups
from core.sync.client import TabletSync
from core.sync.hub import Hub
from core.sync.joining import Joining
from core.sync.joining_file import FileJoining
from office_app.application import OfficeApplication, started_anew
from office_app.context import OfficeContext
from office_app.settings.backup_section import BackupSection
from office_app.settings.page import SettingsPage
from office_app.settings.tablets_section import TabletsSection
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY, build_story
from tests.office.test_settings import click, said, shown
from tests.sync.lan_pair import free_port
from tests.sync.test_relay import worked

OLD = "0199a000-0000-7000-8000-000000000001"


@pytest.fixture
def hub(context: OfficeContext) -> Iterator[Hub]:
    """The exchange, as the program starts it; its door stays shut where a test does not open it."""
    made = Hub(context.core)
    context.services["background"].hub = made
    yield made
    made.stop()


@pytest.fixture
def tablet(tmp_path: Path) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=tmp_path / "tablet"), FixedClock(STORY_TIME))
    yield core
    core.close()


def opened(hub: Hub) -> Hub:
    """Lets tablets in."""
    settings = hub._core.settings
    object.__setattr__(settings, "hub_host", "127.0.0.1")
    object.__setattr__(settings, "hub_port", free_port())
    object.__setattr__(settings, "announce", False)
    hub.start()
    return hub


def wait(context: OfficeContext, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.tasks.busy)


def known(context: OfficeContext, device_id: str = OLD, name: str = "Getac 2") -> None:
    context.core.commands.execute(
        PairDevice(device_id=device_id, person_id=STORY.alex, sign_key="11" * 32, seal_key="22" * 32, name=name),
        STORY.mara,
    )


def count(core: Core) -> int:
    chosen = select(func.count()).select_from(TimeEffort).where(TimeEffort.activity_id == STORY.visit)
    return int(core.database.ask(lambda session: session.scalar(chosen) or 0))


# ---- Pairing --------------------------------------------------------------------------------------------------------


def test_six_digits_pair_without_a_camera_and_the_replaced_tablet_is_blocked(
    context: OfficeContext, qtbot: QtBot, hub: Hub, tablet: Core
) -> None:
    known(context)
    opened(hub)
    page = shown(context, qtbot, "tablets")
    click(page, qtbot, f"replace_{OLD}")
    assert "spärras Getac 2: vid nästa kontakt skickar den det som är kvar" in said(page)
    click(page, qtbot, "pairCancel")
    assert "spärras" not in said(page), "nothing of the kind happens now"
    click(page, qtbot, f"replace_{OLD}")
    click(page, qtbot, "pairBy_digits")
    assert f"127.0.0.1:{hub.address.port}" in said(page)
    joining = Joining(tablet, "Ny platta")
    digits = joining.join_nearby(hub.address.addresses[0])
    joining.accept()
    qtbot.waitUntil(lambda: f"{digits[:3]} {digits[3:]}" in said(page))
    assert "Ny platta" in said(page)
    click(page, qtbot, "pairConfirm")
    qtbot.waitUntil(lambda: joining.wait().state == "confirmed")

    def replaced() -> bool:
        rows = {row.id: row for row in context.core.database.ask(devices)}
        return rows[OLD].revoked_at is not None and rows[tablet.device_id].revoked_at is None

    qtbot.waitUntil(replaced)
    wait(context, qtbot)


def test_two_tablets_of_one_technician_stand_beside_each_other(context: OfficeContext, qtbot: QtBot) -> None:
    known(context)
    known(context, "0199a000-0000-7000-8000-000000000002", "Telefonen")
    page = shown(context, qtbot, "tablets")
    qtbot.waitUntil(lambda: "Getac 2" in said(page) and "Telefonen" in said(page))
    assert said(page).count("Alex Lindqvist") == 2 and "parkopplad idag" not in said(page)
    with context.core.database.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE device SET name = 'Getac 2', last_contact_at = ?", (STORY.at("08:41").isoformat(" "),)
        )
    page.findChild(TabletsSection)._refresh()
    qtbot.waitUntil(lambda: said(page).count("Getac 2 · parkopplad idag 08:43") == 2)


def test_a_blocked_tablet_says_whether_it_must_be_paired_again_and_a_restore_what_it_cannot_send_again(
    context: OfficeContext, qtbot: QtBot, hub: Hub
) -> None:
    known(context)
    context.core.commands.execute(RevokeDevice(device_id=OLD), STORY.mara)
    page = shown(context, qtbot, "tablets")
    qtbot.waitUntil(lambda: "Tas spärren tillbaka innan dess fortsätter den som förut" in said(page))
    hub.backups.make()
    with context.core.database.write() as session:
        at = (context.core.clock.now() + timedelta(hours=1)).isoformat()
        session.connection().exec_driver_sql(
            "INSERT INTO sync_stream (device_id, epoch, have_through, have_hash, done_through, feed, page, confirmed, "
            "issued, scanned_feed, scanned_day, first_contact_at, last_contact_at, last_work_at, waiting, "
            "oldest_waiting_at, last_way, backed_up) VALUES (?, 'e', 1, '', 1, '', 0, 0, '', -1, '', ?, ?, ?, 0, '', "
            "'lan', 0)", (OLD, at, at, at),
        )
    page.findChild(TabletsSection)._refresh()
    qtbot.waitUntil(lambda: "Tas spärren tillbaka måste den ändå parkopplas på nytt" in said(page))
    page.open(section="backup")
    page.findChild(BackupSection)._refresh()
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "restore_0") is not None)
    click(page, qtbot, "restore_0")
    qtbot.waitUntil(lambda: "Arbete som kom efter kopian från Getac 2 finns sedan bara i databasen" in said(page))
    context.core.commands.execute(TrustDevice(device_id=OLD), STORY.mara)
    click(page, qtbot, "restoreNo")
    click(page, qtbot, "restore_0")
    wait(context, qtbot)
    qtbot.waitUntil(lambda: "skickar själva igen" in said(page))
    assert "finns sedan bara i databasen" not in said(page), "only where it is true"
    # It was emptied on its own wish, and says so as the new tablet that it is now.
    known(context, "0199a000-0000-7000-8000-000000000002", "Getac 3")
    context.core.commands.execute(BeganAnew(former=OLD), STORY.alex)
    click(page, qtbot, "restoreNo")
    click(page, qtbot, "restore_0")
    qtbot.waitUntil(lambda: "Arbete som kom efter kopian från Getac 2 finns sedan bara i databasen" in said(page))
    page.open(section="tablets")
    qtbot.waitUntil(lambda: "Tömd och parkopplad på nytt idag 08:43" in said(page))
    wait(context, qtbot)


def test_a_tablet_that_is_not_known_stands_under_the_roster_and_is_paired_again(
    context: OfficeContext, qtbot: QtBot, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    known(context)
    aside = context.core.settings.folder / BACKUPS / "office-before-restore.db"
    aside.parent.mkdir(exist_ok=True)
    with (
        closing(sqlite3.connect(context.core.settings.database_path)) as office,
        closing(sqlite3.connect(aside)) as copy,
    ):
        office.backup(copy)
    context.core.commands.execute(RemoveDevice(device_id=OLD), STORY.mara)
    page = shown(context, qtbot, "tablets")
    section = page.findChild(TabletsSection)
    assert "hörde av sig" not in said(page)
    for device_id in (OLD, "0199a000-0000-7000-8000-0000000000aa"):
        hub._desk.strangers.heard(device_id)
    section._refresh()
    qtbot.waitUntil(lambda: "hörde av sig idag 08:43 (Getac 2, Alex Lindqvist)" in said(page))
    assert "En okänd platta hörde av sig idag 08:43\n" in said(page) and "den kommer inte in" in said(page)
    opened: list[str] = []
    monkeypatch.setattr(section.panel, "open", lambda person_id: opened.append(person_id) or True)
    click(page, qtbot, f"stranger_{OLD}")
    assert opened == [STORY.alex]
    known(context)
    section._refresh()
    qtbot.waitUntil(lambda: "Alex Lindqvist)" not in said(page))


def test_a_tablet_gets_another_name_in_its_row(context: OfficeContext, qtbot: QtBot) -> None:
    known(context)
    page = shown(context, qtbot, "tablets")
    click(page, qtbot, f"rename_{OLD}")
    box = page.findChild(QLineEdit, f"name_{OLD}")
    assert box is not None and box.text() == "Getac 2"
    box.setText("Bilens platta")
    known(context, "0199a000-0000-7000-8000-000000000002", "Telefonen")
    wait(context, qtbot)
    assert page.findChild(QLineEdit, f"name_{OLD}") is box, "news of another tablet does not take the words away"
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Bilens platta" in said(page) and "Telefonen" in said(page))
    wait(context, qtbot)


def test_a_tablet_is_paired_by_file_and_the_roster_tells_of_relay_and_what_waits(
    context: OfficeContext, qtbot: QtBot, hub: Hub, tablet: Core, tmp_path: Path
) -> None:
    page = shown(context, qtbot, "tablets")
    click(page, qtbot, "pairTablet")
    click(page, qtbot, "pairBy_file")
    assert "Ingen mapp för överföring" in said(page)
    hub.folders.set_relay(str(tmp_path))
    click(page, qtbot, "pairBy_file")
    joining = FileJoining(tablet, "Alex platta")
    qtbot.waitUntil(lambda: len(joining.offers(str(tmp_path))) == 1)
    digits = joining.join(str(tmp_path), joining.offers(str(tmp_path))[0])
    joining.accept()
    qtbot.waitUntil(lambda: digits in said(page))
    click(page, qtbot, f"helloConfirm_{tablet.device_id}")
    qtbot.waitUntil(lambda: joining.look().state == "confirmed")
    sync = TabletSync(tablet, discover=False)
    sync.relay_now()
    hub.folders.relay_now()
    sync.relay_now()
    for _ in range(2):
        tablet.commands.execute(worked(), STORY.alex)
    sync.relay_now()
    hub.folders.relay_now()
    wait(context, qtbot)
    qtbot.waitUntil(lambda: "genom överföringsmappen" in said(page))
    qtbot.waitUntil(lambda: "2 saker är hos kontoret men ännu inte i en säkerhetskopia" in said(page))
    wait(context, qtbot)


def test_a_lost_tablets_file_is_taken_in(
    context: OfficeContext, qtbot: QtBot, hub: Hub, tablet: Core, tmp_path: Path
) -> None:
    hub.folders.set_relay(str(tmp_path))
    hub.folders.hello.open(STORY.alex)
    joining = FileJoining(tablet)
    joining.join(str(tmp_path), joining.offers(str(tmp_path))[0])
    joining.accept()
    (seen,) = hub.folders.hello.view().tablets
    hub.folders.hello.confirm(seen.device_id, seen.fingerprint, STORY.mara)
    joining.look()
    sync = TabletSync(tablet, discover=False)
    for _ in range(2):
        sync.relay_now()
        hub.folders.relay_now()
    sync.relay_now()
    tablet.commands.execute(worked(), STORY.alex)
    path = sync.export_unsent(str(tmp_path))
    context.core.commands.execute(RevokeDevice(device_id=tablet.device_id), STORY.mara)
    page = shown(context, qtbot, "tablets")
    with qtbot.waitSignal(context.messages.shown) as told:
        page.findChild(TabletsSection).take_file(path)
    assert "väntar under Att reda ut" in told.args[0]
    page.open(section="sort_out")
    qtbot.waitUntil(lambda: "är spärrad" in said(page))
    click(page, qtbot, f"replayAll_{tablet.device_id}")
    qtbot.waitUntil(lambda: count(context.core) == 1)
    qtbot.waitUntil(lambda: "Allt är klart" in said(page))
    path.write_bytes(path.read_bytes() + b"\x00\x00\x09\x00torn")
    with qtbot.waitSignal(context.messages.shown) as told:
        page.findChild(TabletsSection).take_file(path)
    assert "fanns redan hos kontoret. Slutet av filen saknas" in told.args[0]
    assert "1 sak kom med, från idag 08:43" in told.args[0]
    (tmp_path / "wrong.tlpj").write_bytes(b"hello")
    with qtbot.waitSignal(context.messages.failed) as told:
        page.findChild(TabletsSection).take_file(tmp_path / "wrong.tlpj")
    assert "ingen kopia från en platta" in told.args[0]


# ---- Att reda ut ----------------------------------------------------------------------------------------------------


def captions(page: SettingsPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QPushButton) if one.isVisible())


def clash(context: OfficeContext) -> None:
    """Mara writes James's number at 08:43; Alex, who saw the one before, had written another at 08:40."""
    core = context.core
    core.commands.execute(
        EditContact(contact_id=STORY.james, partner_id=STORY.partner, mobile="0705550140", phone=""), STORY.mara
    )
    known(context)
    core.commands.interpret(
        Issued(
            id=new_id(), person_id=STORY.alex, device_id=OLD, at=STORY.at("08:40"),
            command=EditContact(
                contact_id=STORY.james, partner_id=STORY.partner, mobile="0705550199", base={"mobile": "0705550100"}
            ),
        )
    )


@pytest.mark.parametrize(
    ("keep", "mobile", "phone"),
    [("earlier", "+46705550199", ""), ("later", "+46705550140", ""), ("both", "+46705550140", "+46705550199")],
)
def test_two_numbers_are_shown_with_who_and_when_and_one_the_other_or_both_are_kept(
    context: OfficeContext, qtbot: QtBot, keep: str, mobile: str, phone: str
) -> None:
    clash(context)
    page = shown(context, qtbot, "sort_out")
    qtbot.waitUntil(lambda: "mobilnumret" in said(page))
    words = said(page)
    assert "Alex Lindqvist · idag 08:40" in words and "Mara Sandberg · idag 08:43" in words
    assert "070-555 01 99" in words and "070-555 01 40" in words and "Kafé Tulpan" in words
    buttons = [one.text() for one in page.findChildren(QPushButton) if one.isVisible()]
    assert "+46" not in words + "".join(buttons) and any("070-555 01 99" in one for one in buttons)
    (matter,) = context.core.database.ask(open_matters)
    assert page.findChild(object, "settings_sort_out").text() == "Att reda ut · 1"
    click(page, qtbot, f"keep_{keep}_{matter.id}")
    numbers = select(Contact.mobile, Contact.phone).where(Contact.id == STORY.james)
    qtbot.waitUntil(
        lambda: context.core.database.ask(lambda session: session.execute(numbers).one()) == (mobile, phone)
    )
    qtbot.waitUntil(lambda: "Allt är klart" in said(page))
    wait(context, qtbot)
    click(page, qtbot, "sortedOutFold")
    qtbot.waitUntil(lambda: "Utrett av Mara Sandberg idag 08:43" in said(page))
    alex, mara = "070-555 01 99 (Alex Lindqvist, idag 08:40)", "070-555 01 40 (Mara Sandberg, idag 08:43)"
    assert f"{'Inte valt' if keep == 'later' else 'Valt'}: {alex}" in said(page)
    assert f"{'Inte valt' if keep == 'earlier' else 'Valt'}: {mara}" in said(page)
    click(page, qtbot, f"again_{matter.id}")
    qtbot.waitUntil(lambda: [one.id for one in context.core.database.ask(open_matters)] == [matter.id])
    before = ("+46705550140", "")
    assert context.core.database.ask(lambda session: session.execute(numbers).one()) == before, "as before the decision"
    wait(context, qtbot)
    context.undo.undo()
    qtbot.waitUntil(
        lambda: context.core.database.ask(lambda session: session.execute(numbers).one()) == (mobile, phone)
    )
    wait(context, qtbot)
    context.undo.undo()
    qtbot.waitUntil(lambda: context.core.database.ask(open_matters) != ())


def test_work_on_a_cancelled_job_shows_both_sides(context: OfficeContext, qtbot: QtBot) -> None:
    core = context.core
    known(context)
    core.commands.execute(CancelCall(call_id=STORY.call, reason="Kunden löste det", note_id="note"), STORY.mara)
    core.commands.interpret(
        Issued(id=new_id(), person_id=STORY.alex, device_id=OLD, at=STORY.at("09:50"), command=worked())
    )
    page = shown(context, qtbot, "sort_out")
    qtbot.waitUntil(lambda: "avbokat på kontoret" in said(page))
    words = said(page)
    assert "Alex Lindqvist · Getac 2 · idag 09:50" in words
    assert "Mara Sandberg · idag 08:43" in words
    assert "avbokat" in words, "what the office had done stands beside it"
    (matter,) = core.database.ask(open_matters)
    asked: list[tuple[str, dict[str, str]]] = []
    context.navigation.requested.connect(lambda place, target: asked.append((place, target)))
    click(page, qtbot, f"open_{matter.id}")
    assert asked == [("calls", {"call_id": STORY.call})]
    click(page, qtbot, f"resolve_{matter.id}")
    qtbot.waitUntil(lambda: "Allt är klart" in said(page))
    wait(context, qtbot)
    assert "avbokat" not in said(page), "folded"
    click(page, qtbot, "sortedOutFold")
    qtbot.waitUntil(lambda: "Utrett av Mara Sandberg idag 08:43" in said(page) and "avbokat" in said(page))
    click(page, qtbot, f"again_{matter.id}")
    qtbot.waitUntil(lambda: [one.id for one in core.database.ask(open_matters)] == [matter.id])
    wait(context, qtbot)


def test_what_could_not_be_carried_out_is_looked_at_tried_again_and_put_aside(
    context: OfficeContext, qtbot: QtBot, hub: Hub
) -> None:
    known(context)
    core = context.core
    payload = {
        "type": "records.time/1", "activity_id": "visit-not-yet", "record_id": "late", "kind": "work",
        "start": STORY.start.isoformat(), "end": STORY.at("10:30").isoformat(), "minutes": 30,
    }
    with core.database.write() as session:
        for number, minutes in ((1, 30), (2, 45)):
            session.connection().exec_driver_sql(
                "INSERT INTO sync_quarantine (command_id, stream_id, device_id, seq, person_id, at, payload, error, "
                "received_at, resolved_at, resolution, resolved_by) VALUES (?, 1, ?, ?, ?, ?, ?, "
                "'UserError: errors.row_gone', ?, '', '', '')",
                (f"command-{number}", OLD, number, STORY.alex, STORY.start.isoformat(),
                 json.dumps(payload | {"minutes": minutes, "record_id": f"late-{number}"}), STORY.start.isoformat()),
            )
    page = shown(context, qtbot, "sort_out")
    qtbot.waitUntil(lambda: "2 saker från Alex Lindqvist" in said(page))
    click(page, qtbot, "look_command-1")
    qtbot.waitUntil(lambda: "Posten finns inte längre; någon annan har tagit bort den" in said(page))
    assert {"Från", "idag 10:30", "Minuter", "30", "Slag", "Arbetstid"} <= set(said(page).split("\n"))
    assert "late-1" not in said(page) and "errors." not in said(page), "no id, no code"
    with qtbot.waitSignal(context.messages.failed) as told:
        click(page, qtbot, "replay_command-1")
    assert "Den är kvar" in told.args[0]
    wait(context, qtbot)
    heard: list[Changes] = []
    core.changes.subscribe(heard.append)
    with qtbot.waitSignal(context.messages.shown) as put_aside:
        click(page, qtbot, "dismiss_command-2")
    qtbot.waitUntil(lambda: len(core.database.ask(held_back)) == 1)
    put_aside.args[1]()  # «Ångra» on the toast
    qtbot.waitUntil(lambda: len(core.database.ask(held_back)) == 2)
    qtbot.waitUntil(lambda: "2 saker från Alex Lindqvist" in said(page))
    click(page, qtbot, "dismiss_command-2")
    qtbot.waitUntil(lambda: any(one.ids("device") == {OLD} for one in heard))  # its row tells so in the list of tablets
    qtbot.waitUntil(lambda: len(core.database.ask(held_back)) == 1)
    qtbot.waitUntil(lambda: "Undanlagt och utrett · 1" in captions(page))
    click(page, qtbot, "sortedOutFold")
    qtbot.waitUntil(lambda: "Lades undan av Mara Sandberg idag 08:43" in said(page))
    click(page, qtbot, "look_command-2")
    qtbot.waitUntil(lambda: "45" in said(page).split("\n"))  # what it holds can still be looked at
    click(page, qtbot, "takeUp_command-2")
    qtbot.waitUntil(lambda: len(core.database.ask(held_back)) == 2)
    qtbot.waitUntil(lambda: "Undanlagt och utrett" not in captions(page))
    click(page, qtbot, "dismiss_command-2")
    qtbot.waitUntil(lambda: len(core.database.ask(held_back)) == 1)
    with core.database.write() as session:
        session.connection().exec_driver_sql(
            "UPDATE sync_quarantine SET payload = replace(payload, 'visit-not-yet', ?)", (STORY.visit,)
        )
    click(page, qtbot, "replay_command-1")
    qtbot.waitUntil(lambda: count(core) == 1)
    qtbot.waitUntil(lambda: "Allt är klart" in said(page))


# ---- Relay and backups ----------------------------------------------------------------------------------------------


def test_the_relay_folder_is_chosen_and_one_that_is_not_there_is_refused(
    context: OfficeContext, qtbot: QtBot, hub: Hub, tmp_path: Path
) -> None:
    page = shown(context, qtbot, "relay")
    assert "Ingen mapp vald" in _chips(page)
    field = page.findChild(QLineEdit, "relayFolder")
    field.setText(str(tmp_path / "nowhere"))
    with qtbot.waitSignal(context.messages.failed):
        click(page, qtbot, "relaySave")
    assert hub.folders.relay == ""
    field.setText(str(tmp_path))
    page.findChild(QLineEdit, "relayForTablets").setText("//server/tulpan")
    with qtbot.waitSignal(context.messages.shown):
        click(page, qtbot, "relaySave")
    assert (hub.folders.relay, hub.folders.proposed) == (str(tmp_path), "//server/tulpan")
    assert "I bruk" in _chips(page)
    assert "Senast läst idag 08:43. Är mappen ett USB-minne kan det tas ur nu" in said(page)
    hub.folders._on_writing()
    click(page, qtbot, "settings_tablets")
    click(page, qtbot, "settings_relay")
    qtbot.waitUntil(lambda: "Ta inte ur ett USB-minne än" in said(page) and "Skriver filer" in _chips(page))
    click(page, qtbot, "relayOff")
    qtbot.waitUntil(lambda: hub.folders.relay == "")
    wait(context, qtbot)


def _chips(page: SettingsPage) -> str:
    from office_app.widgets.painted import Chip

    return "\n".join(chip.text for chip in page.findChildren(Chip) if chip.isVisible())


def test_a_copy_is_made_and_listed_and_kept_on_another_disk(
    context: OfficeContext, qtbot: QtBot, hub: Hub, tmp_path: Path
) -> None:
    page = shown(context, qtbot, "backup")
    qtbot.waitUntil(lambda: "Ingen kopia är gjord än" in said(page))
    with qtbot.waitSignal(context.messages.shown):
        click(page, qtbot, "backupNow")
    qtbot.waitUntil(lambda: "Idag 08:43" in said(page) and "öppnad och genomläst" in said(page))
    disk = tmp_path / "disk"
    disk.mkdir()
    page.findChild(BackupSection).keep_in(disk)
    qtbot.waitUntil(lambda: str(disk) in said(page) and "Ingen kopia är gjord än" in said(page))
    click(page, qtbot, "backupNow")
    qtbot.waitUntil(lambda: len(list(disk.glob("office-*.db"))) == 1)
    assert Hub(context.core).backups.folder == disk, "remembered"
    wait(context, qtbot)


def test_a_copy_is_put_back_in_the_program(
    office: Core, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The loop that `run` ends is pytest's own here.
    monkeypatch.setattr(QApplication, "exit", lambda _code=0: None)
    build_story(office)
    settings = office.settings
    hub = Hub(office)
    generation = hub.identity.generation
    backup = hub.back_up_now()
    office.commands.execute(worked(), STORY.alex)
    assert count(office) == 1
    program = OfficeApplication(office, qapp)
    program.show()
    program.window.show_place("settings", section="backup")  # type: ignore[attr-defined]
    page = program.window.pages["settings"]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "restore_0") is not None)
    click(page, qtbot, "restore_0")
    assert "skickar själva igen allt som kopian saknar" in said(page)
    click(page, qtbot, "restoreYes")
    qtbot.waitUntil(lambda: program.to_put_back is not None)
    assert program.to_put_back is not None and program.to_put_back.backup == backup
    again = started_anew(program, program.to_put_back, qapp)
    try:
        assert again.core is not office and count(again.core) == 0
        qtbot.waitUntil(lambda: again.background.hub is not None)
        assert again.background.hub is not None
        assert again.background.hub.identity.generation != generation, "the tablets will notice"
        toasts = [one.text() for one in again.window.findChildren(QLabel) if "Kontoret är som det var" in one.text()]
        assert toasts
        offered = Backups(settings, again.core.clock).offered()
        assert [one.path.name for one in offered if one.is_set_aside] == ["office-before-restore.db"]
        again.window.show_place("settings", section="backup")  # type: ignore[attr-defined]
        page = again.window.pages["settings"]  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: "som kontoret var innan en kopia lades tillbaka" in said(page))
    finally:
        again.close()


def test_an_office_whose_keys_are_gone_says_so_and_a_copy_brings_them_back(
    office: Core, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QApplication, "exit", lambda _code=0: None)
    build_story(office)
    before = Hub(office)
    before.back_up_now()
    with office.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM sync_identity WHERE name = 'office_keys'")
    program = OfficeApplication(office, qapp)
    program.show()
    qtbot.waitUntil(
        lambda: any("nycklar för plattorna saknas" in one.text() for one in program.window.findChildren(QLabel))
    )
    assert program.background.hub is None
    program.window.show_place("settings", section="backup")  # type: ignore[attr-defined]
    page = program.window.pages["settings"]  # type: ignore[attr-defined]
    qtbot.waitUntil(lambda: page.findChild(QPushButton, "restore_0") is not None)
    click(page, qtbot, "restore_0")
    click(page, qtbot, "restoreYes")
    qtbot.waitUntil(lambda: program.to_put_back is not None)
    assert program.to_put_back is not None
    again = started_anew(program, program.to_put_back, qapp)
    try:
        qtbot.waitUntil(lambda: again.background.hub is not None)
        assert again.background.hub is not None
        assert again.background.hub.identity.keys.to_bytes() == before.identity.keys.to_bytes(), "tablets know it"
    finally:
        again.close()
