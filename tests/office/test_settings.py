"""What Mara does in the settings."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.commands.devices import PairDevice
from core.queries.devices import devices
from core.queries.firm import firm
from core.sync.hub import Hub
from office_app.context import OfficeContext
from office_app.settings.page import SettingsPage, create_page
from tests.helpers.story import STORY


def shown(context: OfficeContext, qtbot: QtBot, section: str) -> SettingsPage:
    page = create_page(context)
    assert isinstance(page, SettingsPage)
    qtbot.addWidget(page)
    page.resize(1300, 860)
    page.open(section=section)
    page.show()
    qtbot.waitUntil(lambda: not context.tasks.busy)
    return page


def said(page: QWidget) -> str:
    return "\n".join(found.text() for found in page.findChildren(QLabel) if found.isVisible())


def click(page: QWidget, qtbot: QtBot, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None and button.isVisible(), name
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_language_and_look_change_at_once_and_are_remembered(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "look")
    click(page, qtbot, "language_en")
    click(page, qtbot, "theme_dark")
    assert "Look and language" in said(page)
    assert context.theme.mode == "dark"
    assert (context.settings.value("language"), context.settings.value("theme")) == ("en", "dark")


def test_a_field_of_the_firm_is_saved_when_it_is_left_and_can_be_undone(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "firm")
    field = page.findChild(QLineEdit, "firm_bankgiro")
    before = field.text()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "991-2346")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.core.database.ask(firm).fields["bankgiro"] == "991-2346")
    qtbot.waitUntil(lambda: context.undo.undo_label is not None)
    field.clearFocus()
    context.undo.undo()
    qtbot.waitUntil(lambda: field.text() == before)


def test_a_new_technician_appears_with_his_van(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "people")
    qtbot.keyClicks(page.findChild(QLineEdit, "newPersonName"), "Petra Ny")
    click(page, qtbot, "addPerson")
    qtbot.waitUntil(lambda: "Petra Ny" in said(page))


def test_a_person_without_a_name_is_refused_with_a_sentence(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "people")
    with qtbot.waitSignal(context.messages.failed) as told:
        click(page, qtbot, "addPerson")
    assert "Skriv namnet" in told.args[0]


def test_a_number_that_cannot_be_dialled_never_reaches_a_customers_sms(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "people")
    name, phone = page.findChild(QLineEdit, "newPersonName"), page.findChild(QLineEdit, "newPersonPhone")
    qtbot.keyClicks(name, "Petra Ny")
    qtbot.keyClicks(phone, "07012")
    with qtbot.waitSignal(context.messages.failed) as told:
        click(page, qtbot, "addPerson")
    assert "07012" in told.args[0]
    assert name.text() == "Petra Ny"
    phone.clear()
    qtbot.keyClicks(phone, "070-174 06 40")
    click(page, qtbot, "addPerson")
    qtbot.waitUntil(lambda: "Petra Ny" in said(page))
    people = context.core.database.ask(firm).people
    assert [person.phone for person in people if person.name == "Petra Ny"] == ["+46701740640"]


def test_a_lost_tablet_is_blocked_and_taken_back(context: OfficeContext, qtbot: QtBot) -> None:
    device = "0199a000-0000-7000-8000-000000000001"
    page = shown(context, qtbot, "tablets")
    assert "Ingen platta" in said(page)
    context.do(
        PairDevice(device_id=device, person_id=STORY.alex, sign_key="11" * 32, seal_key="22" * 32, name="Getac")
    )
    qtbot.waitUntil(lambda: "Getac" in said(page))
    click(page, qtbot, f"block_{device}")
    now = context.core.clock.now()
    qtbot.waitUntil(lambda: context.core.database.ask(devices, now)[0].revoked_at is not None)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    click(page, qtbot, f"block_{device}")
    qtbot.waitUntil(lambda: context.core.database.ask(devices, now)[0].revoked_at is None)


def test_pairing_shows_a_code_only_when_the_exchange_runs(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "tablets")
    with qtbot.waitSignal(context.messages.failed):
        click(page, qtbot, "pairTablet")
    background = context.services["background"]
    background.hub = Hub(context.core)
    click(page, qtbot, "pairTablet")
    assert "Parkoppla platta för" in said(page)
    assert background.hub.pairing.view().state == "open"
    click(page, qtbot, "pairCancel")
    assert background.hub.pairing.view().state == "refused"
