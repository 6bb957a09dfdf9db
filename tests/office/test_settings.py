"""What Mara does in the settings."""

from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from core.changes import Changes, Touched
from core.commands.base import Issued
from core.commands.devices import PairDevice, RemoveDevice
from core.commands.visit import ChangeStep
from core.errors import UserError
from core.ids import new_id
from core.model.device import Device
from core.queries.devices import devices
from core.queries.firm import PersonRow, firm
from core.queries.prices import article_of_code, standard_prices
from core.queries.visit_photos import keeps_position
from core.sync.hub import Hub
from office_app.background import mail_account
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
    def shown() -> list[QPushButton]:
        return [button for button in page.findChildren(QPushButton, name) if button.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    qtbot.mouseClick(shown()[0], Qt.MouseButton.LeftButton)


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


def test_what_is_to_be_sorted_out_names_the_job(context: OfficeContext, qtbot: QtBot) -> None:
    core = context.core
    late = ChangeStep(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target="done")
    core.commands.interpret(
        Issued(id=new_id(), person_id=STORY.alex, device_id="tablet", at=core.clock.now(), command=late)
    )
    page = shown(context, qtbot, "sort_out")
    qtbot.waitUntil(lambda: "Kafé Tulpan · " in said(page) and "Alex Lindqvist" in said(page))


def test_a_lost_tablet_is_blocked_and_taken_back(context: OfficeContext, qtbot: QtBot) -> None:
    device = "0199a000-0000-7000-8000-000000000001"
    page = shown(context, qtbot, "tablets")
    assert "Ingen platta" in said(page)
    context.do(
        PairDevice(device_id=device, person_id=STORY.alex, sign_key="11" * 32, seal_key="22" * 32, name="Getac")
    )
    qtbot.waitUntil(lambda: "Getac" in said(page))
    _heard_of(context, device)
    qtbot.waitUntil(lambda: page.findChild(QWidget, f"block_{device}") is not None)
    click(page, qtbot, f"block_{device}")
    qtbot.waitUntil(lambda: "raderar allt" in said(page))
    click(page, qtbot, f"keep_{device}")
    qtbot.waitUntil(lambda: "raderar allt" not in said(page))
    assert context.core.database.ask(devices)[0].revoked_at is None, "blocking empties the tablet: it is asked for"
    click(page, qtbot, f"block_{device}")
    qtbot.waitUntil(lambda: "raderar allt" in said(page))
    click(page, qtbot, f"sure_{device}")
    qtbot.waitUntil(lambda: context.core.database.ask(devices)[0].revoked_at is not None)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    click(page, qtbot, f"block_{device}")
    qtbot.waitUntil(lambda: context.core.database.ask(devices)[0].revoked_at is None)


def test_a_tablet_that_never_came_is_marked_and_goes_with_one_click(context: OfficeContext, qtbot: QtBot) -> None:
    """The answer to a pairing got lost and the tablet was never seen again."""
    ghost, used = "0199a000-0000-7000-8000-000000000001", "0199a000-0000-7000-8000-000000000002"
    page = shown(context, qtbot, "tablets")
    for device, name in ((ghost, "Spöket"), (used, "Getac")):
        context.do(
            PairDevice(device_id=device, person_id=STORY.alex, sign_key="11" * 32, seal_key="22" * 32, name=name)
        )
    qtbot.waitUntil(lambda: "Getac" in said(page))
    _heard_of(context, used)
    qtbot.waitUntil(lambda: "inte hörd av än" in said(page) and page.findChild(QWidget, f"remove_{used}") is None)
    with pytest.raises(UserError, match="error_device_in_use"):
        context.core.commands.execute(RemoveDevice(device_id=used), STORY.mara)
    click(page, qtbot, f"remove_{ghost}")
    qtbot.waitUntil(lambda: [row.id for row in context.core.database.ask(devices)] == [used])
    qtbot.waitUntil(lambda: "Spöket" not in said(page))
    context.undo.undo()
    qtbot.waitUntil(lambda: len(context.core.database.ask(devices)) == 2)


def _heard_of(context: OfficeContext, device_id: str) -> None:
    with context.core.database.write() as session:
        session.get_one(Device, device_id).last_contact_at = context.core.clock.now()
    context.core.changes.publish(Changes((Touched("device", device_id, "updated"),)))


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


def test_the_firms_prices_and_an_article_are_set_and_found_again(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "prices")

    def type_in(name: str, text: str) -> None:
        field = page.findChild(QLineEdit, f"price_{name}")
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, text)

    type_in("labour", "1 095,50")
    qtbot.keyClick(page.findChild(QLineEdit, "price_labour"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: context.core.database.ask(standard_prices).labour == Decimal("1095.50"))
    for name, text in (("code", "700-1"), ("name", "Brennare"), ("price", "150")):
        type_in(name, text)
    click(page, qtbot, "articleSave")
    qtbot.waitUntil(lambda: context.core.database.ask(article_of_code, "700-1") is not None)
    qtbot.waitUntil(lambda: page.findChild(QLineEdit, "price_code").text() == "")
    type_in("code", "700-1")
    qtbot.waitUntil(lambda: page.findChild(QLineEdit, "price_name").text() == "Brennare")


def test_who_sits_at_the_office_can_go_out_too_and_the_last_administrator_stays(
    context: OfficeContext, qtbot: QtBot
) -> None:
    page = shown(context, qtbot, "people")
    refused: list[str] = []

    def mara() -> PersonRow:
        found = context.core.database.ask(firm)
        assert found is not None
        return next(one for one in found.people if one.id == STORY.mara)

    context.messages.failed.connect(refused.append)
    click(page, qtbot, f"drives_{STORY.mara}")
    qtbot.waitUntil(lambda: "technician" in mara().roles)
    qtbot.waitUntil(lambda: not context.tasks.busy)
    click(page, qtbot, f"active_{STORY.mara}")
    qtbot.waitUntil(lambda: bool(refused))
    assert "enda administratören" in refused[0]


def test_the_mail_account_stays_on_this_computer(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "mail")
    assert "Ingen mejlserver" in said(page)
    for name, text in (("host", "smtp.example"), ("port", "465"), ("user", "verkstad"), ("password", "hemligt"),
                       ("sender", "service@verkstad.example")):
        field = page.findChild(QLineEdit, f"mail_{name}")
        field.clear()
        qtbot.keyClicks(field, text)
    box = page.findChild(QComboBox, "mail_security")
    box.setCurrentIndex(box.findData("tls"))
    click(page, qtbot, "mailSave")
    account = mail_account(context.settings)
    assert (account.host, account.port, account.user, account.password, account.security, account.sender) == (
        "smtp.example", 465, "verkstad", "hemligt", "tls", "service@verkstad.example"
    )
    assert "hemligt" not in repr(account) and "Ingen mejlserver" not in said(page)
    found = context.core.database.ask(firm)
    assert found is not None and "smtp.example" not in str(found.settings)


def test_where_photos_were_taken_is_kept_only_when_the_firm_says_so(context: OfficeContext, qtbot: QtBot) -> None:
    page = shown(context, qtbot, "firm")
    page.findChild(QCheckBox, "firm_photo_position").setChecked(True)
    qtbot.waitUntil(lambda: context.core.database.ask(keeps_position))


def test_what_qt_itself_says_in_a_file_dialog_follows_the_language(context: OfficeContext) -> None:
    def chooses() -> str:
        return QCoreApplication.translate("QFileDialog", "&Choose")

    assert chooses() == "&Välj"
    context.texts.set_language("en")
    assert chooses() == "&Choose"
