"""Customers and machines: found at once after they are written, phones checked, everything undoable."""

import pytest

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.commands.customers import (
    AddEquipment,
    EditAddress,
    EditContact,
    EditCustomer,
    EditEquipment,
    LinkCode,
    NewCustomer,
)
from core.errors import UserError
from core.ids import new_id
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.queries.customer_search import SearchHit, customer_search
from tests.helpers.kafe_tulpan import KafeTulpan, make_kafe_tulpan


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


def told(office: Core, command: Command, firm: KafeTulpan) -> Changes:
    return office.commands.execute(command, firm.mara)


def found(office: Core, text: str) -> tuple[SearchHit, ...]:
    return office.database.ask(customer_search, text)


@pytest.mark.parametrize(
    "text",
    ["031-555 01 40", "0315550140", "+46 31 555 01 40", "555 01 40", "070-555 01 40", "Kafé Tul", "kafe tulpan",
     "tulp", "TULPAN", "James", "wallin", "Tulpangatan", "tulpangatan 7", "E61-20417", "e6120417", "20417", "TU-2001",
     "S-2026-01989", "1989", "K-1042", "tulpan james"],
)
def test_kafe_tulpan_is_found_by_whatever_the_caller_says(office: Core, firm: KafeTulpan, text: str) -> None:
    assert found(office, text)[0].name == "Kafé Tulpan"


def test_a_match_says_what_was_found(office: Core, firm: KafeTulpan) -> None:
    assert (found(office, "0705550140")[0].contact_id, found(office, "0705550140")[0].matched) == (
        firm.james, "070-555 01 40"
    )
    assert found(office, "0705550140")[0].certain
    machine = found(office, "E61 20417")[0]
    assert (machine.equipment_id, machine.matched) == (firm.espresso, "Faema E61 Legend · E61-20417")
    call = found(office, "S-2026-01989")[0]
    assert call.call_id == firm.calls[-1]


def test_one_letter_finds_nothing_and_two_find_beginnings(office: Core, firm: KafeTulpan) -> None:
    assert found(office, "k") == ()
    assert [match.name for match in found(office, "ka")] == ["Kafé Tulpan"]
    assert [match.name for match in found(office, "hu")] == ["Café Husaren"]
    assert found(office, "qq") == ()


@pytest.mark.parametrize("text", ['"', "' OR 1=1", "%%%", "tulpan*", "(((", "\\", "a AND b", "\x00ka", "kafé\n\ttul"])
def test_odd_characters_are_only_text(office: Core, firm: KafeTulpan, text: str) -> None:
    assert isinstance(found(office, text), tuple)


def test_a_new_customer_is_found_at_once_and_gone_after_undo(office: Core, firm: KafeTulpan) -> None:
    command = NewCustomer(
        partner_id=new_id(), name="Bageri Surdeg", phone="031-711 00 22", contact_id=new_id(), contact_name="Mia Dahl",
        address_id=new_id(), street="Tulpangatan 9", zip="411 01", city="Göteborg",
    )
    changes = told(office, command, firm)
    assert changes.result == command.partner_id
    match = found(office, "surdeg")[0]
    assert (match.contact_name, match.street) == ("Mia Dahl", "Tulpangatan 9")
    with office.database.read() as session:
        partner, place = session.get(BusinessPartner, command.partner_id), session.get(Address, command.address_id)
        assert partner is not None and partner.phone == "+46317110022"
        assert partner.number == "K-10001"
        assert place is not None and place.latitude == pytest.approx(57.705)  # its zip is known from Kafé Tulpan
    told(office, changes.undo[0], firm)
    assert found(office, "surdeg") == ()


def test_a_phone_number_that_cannot_be_dialled_is_explained_in_one_sentence(office: Core, firm: KafeTulpan) -> None:
    with pytest.raises(UserError) as error:
        told(office, NewCustomer(partner_id=new_id(), name="Bageri Surdeg", phone="031-12"), firm)
    assert "031-12" in office.texts.error(error.value)
    assert found(office, "surdeg") == ()


def test_renaming_moves_the_customer_in_the_search(office: Core, firm: KafeTulpan) -> None:
    changes = told(office, EditCustomer(partner_id=firm.partner, name="Kafé Pion"), firm)
    assert found(office, "pion")[0].partner_id == firm.partner
    assert [match.area for match in found(office, "tulpan")] == ["street"]
    told(office, changes.undo[0], firm)
    assert [match.area for match in found(office, "tulpan")] == ["name"]


def test_a_contact_is_added_and_changed(office: Core, firm: KafeTulpan) -> None:
    contact = new_id()
    told(office, EditContact(contact_id=contact, partner_id=firm.partner, name="Sara Ek", mobile="0705551234"), firm)
    told(office, EditContact(contact_id=contact, partner_id=firm.partner, role="bagare"), firm)
    with office.database.read() as session:
        row = session.get(Contact, contact)
        assert row is not None and (row.name, row.role, row.mobile) == ("Sara Ek", "bagare", "+46705551234")


def test_a_moved_address_gets_a_new_place_on_the_map_and_undo_the_old(office: Core, firm: KafeTulpan) -> None:
    change = EditAddress(address_id=firm.address, partner_id=firm.partner, street="Haga Nygata 28", zip="413 01")
    changes = told(office, change, firm)
    with office.database.read() as session:
        place = session.get(Address, firm.address)
        assert place is not None and place.latitude == pytest.approx(57.698)
    told(office, changes.undo[0], firm)
    with office.database.read() as session:
        place = session.get(Address, firm.address)
        assert place is not None and (place.street, place.latitude) == ("Tulpangatan 7", 57.705)


def test_a_machine_gets_number_label_and_place(office: Core, firm: KafeTulpan) -> None:
    machine = new_id()
    command = AddEquipment(equipment_id=machine, partner_id=firm.partner, name="Nuova Simonelli", serial="ns 1")
    told(office, command, firm)
    with office.database.read() as session:
        row = session.get(Equipment, machine)
        assert row is not None
        assert (row.number, row.label_code, row.address_id) == ("U-10001", "U-10001", firm.address)
    assert found(office, "NS1")[0].equipment_id == machine


def test_a_serial_belongs_to_one_machine(office: Core, firm: KafeTulpan) -> None:
    double = AddEquipment(equipment_id=new_id(), partner_id=firm.husaren, name="Faema", serial="e61 20417")
    with pytest.raises(UserError) as error:
        told(office, double, firm)
    assert "Kafé Tulpan" in office.texts.error(error.value)


def test_an_unknown_code_is_tied_to_a_machine(office: Core, firm: KafeTulpan) -> None:
    changes = told(office, LinkCode(equipment_id=firm.grinder, code="7310999"), firm)
    assert found(office, "7310999")[0].equipment_id == firm.grinder
    told(office, changes.undo[0], firm)
    assert found(office, "7310999") == ()


def test_a_machine_changes_owner_and_the_search_follows(office: Core, firm: KafeTulpan) -> None:
    told(office, EditEquipment(equipment_id=firm.grinder, partner_id=firm.husaren), firm)
    assert found(office, "MK-77102")[0].name == "Café Husaren"
