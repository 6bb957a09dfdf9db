"""What Mara sees while a tablet is paired: its digits whatever way she chose, who gave up, and a folder to choose."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.clock import FixedClock
from core.queries.devices import devices, trusted_device_ids
from core.sync.client import TabletSync
from core.sync.hub import Hub
from core.sync.joining import Joining
from core.sync.pairing_desk import SILENT_AFTER
from office_app.background import Devices
from office_app.context import OfficeContext
from office_app.settings.page import SettingsPage
from office_app.settings.pairing_panel import PairingPanel
from tests.helpers.story import STORY
from tests.office.test_settings import click, said, shown
from tests.office.test_sync_settings import hub, opened, tablet, wait  # noqa: F401


@pytest.fixture
def page(context: OfficeContext, qtbot: QtBot, hub: Hub) -> Iterator[SettingsPage]:  # noqa: F811
    opened(hub)
    made = shown(context, qtbot, "tablets")
    click(made, qtbot, "pairTablet")
    yield made
    wait(context, qtbot)


def asks(hub: Hub, tablet: Core) -> tuple[Joining, str]:  # noqa: F811
    joining = Joining(tablet, "Ny platta")
    digits = joining.join_nearby(hub.address.addresses[0])
    return joining, f"{digits[:3]} {digits[3:]}"


def focused(page: SettingsPage) -> str:
    widget = page.window().focusWidget()
    return widget.objectName() if widget is not None else ""


def test_digits_are_shown_on_the_file_tab_too(
    page: SettingsPage, qtbot: QtBot, hub: Hub, tablet: Core  # noqa: F811
) -> None:
    click(page, qtbot, "pairBy_file")
    joining, digits = asks(hub, tablet)
    qtbot.waitUntil(lambda: digits in said(page))
    assert "Jämför siffrorna med dem på plattan Ny platta" in said(page)
    click(page, qtbot, "pairConfirm")
    qtbot.waitUntil(lambda: "Väntar på att Ny platta också säger ja" in said(page))
    joining.accept()
    assert joining.wait().state == "confirmed"
    qtbot.waitUntil(lambda: "Klart." in said(page))


def test_a_tablet_that_gives_up_or_is_silent_is_told_of_and_the_next_code_is_one_click_away(
    page: SettingsPage, context: OfficeContext, qtbot: QtBot, hub: Hub, tablet: Core  # noqa: F811
) -> None:
    joining, digits = asks(hub, tablet)
    qtbot.waitUntil(lambda: digits in said(page))
    clock = context.core.clock
    assert isinstance(clock, FixedClock)
    clock.advance(SILENT_AFTER + timedelta(seconds=1))
    qtbot.waitUntil(lambda: "Ny platta svarar inte just nu" in said(page))
    joining.leave()
    qtbot.waitUntil(lambda: "Ny platta avbröt parkopplingen. Inget har ändrats" in said(page))
    assert digits not in said(page) and not context.core.database.ask(devices)
    click(page, qtbot, "pairAnew")
    qtbot.waitUntil(lambda: "läs koden" in said(page))
    assert focused(page) == "pairCopy", "where it goes on, and not on «Avbryt»"
    _again, anew = asks(hub, tablet)
    qtbot.waitUntil(lambda: anew in said(page))
    assert focused(page) == "pairConfirm"


def test_the_file_tab_lets_a_folder_be_chosen_there(
    page: SettingsPage, context: OfficeContext, qtbot: QtBot, hub: Hub, tmp_path: Path  # noqa: F811
) -> None:
    page.open(section="relay")
    page.open(section="tablets")
    click(page, qtbot, "pairBy_file")
    assert "Välj en här" in said(page)
    panel = page.findChild(PairingPanel)
    assert panel.choose_folder.isVisible() and panel.choose_folder.text() == "Välj mapp…"
    panel.use_folder(str(tmp_path))
    qtbot.waitUntil(lambda: "ett erbjudande ligger i mappen" in said(page))
    assert str(tmp_path) in said(page) and not panel.choose_folder.isVisible()
    page.open(section="relay")
    assert page.findChild(QLineEdit, "relayFolder").text() == str(tmp_path)


def test_the_list_and_the_bar_at_the_top_ask_one_who_is_connected(
    page: SettingsPage, context: OfficeContext, qtbot: QtBot, hub: Hub, tablet: Core  # noqa: F811
) -> None:
    joining, _digits = asks(hub, tablet)
    joining.accept()
    hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "confirmed"
    bar = Devices(context.tasks, trusted_device_ids, lambda: hub.connected)
    sync = TabletSync(tablet, discover=False)
    sync.start()
    try:
        qtbot.waitUntil(lambda: "I kontakt just nu" in said(page) and bar.connected == 1)
        assert "Senaste kontakt" not in said(page)
        qtbot.waitUntil(lambda: hub._desk.presence._waiting[tablet.device_id] == 1)  # all has come; it waits for news
    finally:
        sync.stop()

    # At once, and not when a tablet that only went silent would be missed (`GONE_AFTER`).
    qtbot.waitUntil(lambda: "Senaste kontakt idag 08:43" in said(page) and bar.connected == 0)
    assert "I kontakt just nu" not in said(page)
