"""The customers' register and card: found by anything, changed in place, and everything can be taken back."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from core.bootstrap import Core
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from tests.helpers.kafe_tulpan import KafeTulpan, make_kafe_tulpan
from tests.office.windows import Desk, desk


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


@pytest.fixture
def mara(office: Core, firm: KafeTulpan, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    with desk(office, qapp, qtbot) as opened:
        yield opened


def said(mara: Desk) -> str:
    return "\n".join(one.text() for one in mara.find("customerCard").findChildren(QLabel) if one.isVisible())


def sees(mara: Desk, *words: str) -> None:
    mara.until(lambda: all(word in said(mara) for word in words))


def row(office: Core, kind: Any, row_id: str) -> Any:
    with office.database.read() as session:
        found = session.get(kind, row_id)
        session.expunge_all()
        return found


def replace(mara: Desk, name: str, text: str) -> None:
    mara.find(name).clear()
    mara.type(name, text)


@pytest.mark.parametrize("text", ["031-555 01 40", "tulpan", "Tulpangatan 7", "MK-77102", "wallin"])
def test_the_register_finds_a_customer_by_anything(mara: Desk, firm: KafeTulpan, text: str) -> None:
    page = mara.go("customers")
    mara.type("customersSearch", text)
    mara.until(lambda: page.list.rows.ids == (firm.partner,))
    mara.key("customersSearch", Qt.Key.Key_Return)
    sees(mara, "Kafé Tulpan")


def test_nothing_found_says_what_to_try(mara: Desk) -> None:
    page = mara.go("customers")
    mara.type("customersSearch", "xyzzy")
    mara.until(lambda: page.list.rows.ids == ())
    words = [one.text() for one in page.list.pane.empty.findChildren(QLabel)]
    assert "Ingen kund passar ”xyzzy”" in words


def test_the_card_shows_people_places_machines_agreements_and_calls(mara: Desk, firm: KafeTulpan) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "Kafé Tulpan", "James Wallin", "Tulpangatan 7", "Faema E61 Legend", "Guld", "S-2026-01989 · Filterbyte",
         "svar inom 4 h", "Ring på köksdörren")


def test_the_customer_is_changed_in_place_and_that_is_undone(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "Kafé Tulpan")
    mara.click("customerEdit")
    replace(mara, "customerForm_name", "Kafé Tulpan & Co")
    replace(mara, "customerForm_payment_days", "tio")
    mara.click("customerFormSave")
    mara.until(lambda: mara.shown("customerFormError"))
    assert "helt tal" in mara.find("customerFormError").text()
    replace(mara, "customerForm_payment_days", "10")
    mara.click("customerFormSave")
    mara.until(lambda: not mara.shown("customerForm"))
    sees(mara, "Kafé Tulpan & Co", "10 dagar")
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: row(office, BusinessPartner, firm.partner).name == "Kafé Tulpan")


def test_a_wrong_phone_number_is_refused_with_a_sentence_and_nothing_is_lost(
    mara: Desk, office: Core, firm: KafeTulpan
) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "James Wallin")
    mara.click("contactEdit")
    replace(mara, "contactForm_mobile", "12")
    replace(mara, "contactForm_role", "chef")
    mara.click("contactFormSave")
    mara.until(lambda: mara.shown("contactFormError"))
    assert "går inte att ringa" in mara.find("contactFormError").text()
    assert mara.find("contactForm_role").text() == "chef"
    replace(mara, "contactForm_mobile", "070-174 06 40")
    mara.key("contactForm_mobile", Qt.Key.Key_Return)
    mara.until(lambda: row(office, Contact, firm.james).mobile == "+46701740640")
    sees(mara, "chef · 070-174 06 40")


def test_a_contact_an_address_and_a_machine_are_added(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "James Wallin")
    mara.click("customerAddContact")
    mara.type("contactForm_name", "Åsa Björk")
    mara.click("contactFormSave")
    sees(mara, "Åsa Björk")
    mara.click("customerAddAddress")
    mara.type("addressForm_street", "Avenyn 1")
    mara.type("addressForm_city", "Göteborg")
    mara.click("addressFormSave")
    sees(mara, "Avenyn 1")
    mara.click("customerAddMachine")
    mara.type("machineForm_name", "Moccamaster")
    mara.type("machineForm_serial", "E61-20417")
    mara.click("machineFormSave")
    mara.until(lambda: mara.shown("machineFormError"))
    assert "Serienumret finns redan" in mara.find("machineFormError").text()
    replace(mara, "machineForm_serial", "MM-1")
    mara.click("machineFormSave")
    sees(mara, "Moccamaster")
    with office.database.read() as session:
        assert session.scalar(select(Address.latitude).where(Address.street == "Avenyn 1")) is not None
        assert session.scalar(select(Equipment.serial_key).where(Equipment.name == "Moccamaster")) == "MM1"


def test_a_new_customer_is_shown_at_once(mara: Desk) -> None:
    page = mara.go("customers")
    mara.click("customerNew")
    mara.type("newCustomer_name", "Bageri Surdeg")
    mara.type("newCustomer_phone", "031-711 23 99")
    mara.key("newCustomer_phone", Qt.Key.Key_Return)
    mara.until(lambda: page.card.card is not None and page.card.card.name == "Bageri Surdeg")
    mara.until(lambda: page.list.view.current_id == page.card.card.id)


def test_esc_closes_a_form_without_a_change(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "James Wallin")
    mara.click("customerEdit")
    replace(mara, "customerForm_name", "Fel")
    mara.key("customerForm_name", Qt.Key.Key_Escape)
    assert not mara.shown("customerForm")
    assert row(office, BusinessPartner, firm.partner).name == "Kafé Tulpan"


def test_a_new_call_from_the_card_knows_the_customer(mara: Desk, firm: KafeTulpan) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "James Wallin")
    mara.click("customerNewCall")
    mara.until(lambda: mara.window.place == "calls")
    flow = mara.window.pages["calls"].intake.flow
    mara.until(lambda: flow.presenter.customer is not None and flow.presenter.customer.id == firm.partner)


def test_the_card_speaks_both_languages_live(mara: Desk, firm: KafeTulpan) -> None:
    mara.go("customers", partner_id=firm.partner)
    sees(mara, "Öppna ärenden")
    mara.context.texts.set_language("en")
    sees(mara, "Open calls", "Contracts")
    mara.context.texts.set_language("sv")
    sees(mara, "Öppna ärenden")
