"""Makes and changes customers, their people, places and machines; everything can be taken back."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.commands.customers import (
    AddEquipment,
    EditAddress,
    EditContact,
    EditCustomer,
    EditEquipment,
    LinkCode,
    NewCustomer,
    RemoveAddress,
    RemoveContact,
    RemoveCustomer,
    RemoveEquipment,
)
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.firm import FIRM_ID, Firm
from core.model.item import FurtherCode
from core.model.visit import Activity, Reading
from core.rules.folding import serial_key
from core.services.clash import without_clashes
from core.services.editing import apply_edit, given, phone_kept
from core.storage.unit_of_work import UnitOfWork

_PHONES = ("phone", "mobile")


def new_customer(command: NewCustomer, work: UnitOfWork) -> None:
    name = command.name.strip()
    work.guard(bool(name), "customers.error_name_needed")
    number = phone_kept(work, command.phone)
    firm = work.find(Firm, FIRM_ID)
    partner = work.find(BusinessPartner, command.partner_id) or work.add(BusinessPartner(
        id=command.partner_id, number=_free_number(work, "customer", "K-", 10001, BusinessPartner.number), name=name,
        kind=command.kind, phone=number, email=command.email.strip(), org_number=command.org_number.strip(),
        note=command.note.strip(), language=firm.language if firm else "sv",
        payment_days=int(firm.settings.get("payment_days", 30)) if firm else 30, verified=work.is_office,
    ))
    if command.contact_id and command.contact_name.strip():
        work.add(Contact(
            id=command.contact_id, partner_id=partner.id, name=command.contact_name.strip(),
            role=command.contact_role.strip(), mobile=number, email=command.email.strip(),
        ))
    if command.address_id and (command.street.strip() or command.city.strip()):
        place = Address(
            id=command.address_id, partner_id=partner.id, street=command.street.strip(), zip=command.zip.strip(),
            city=command.city.strip(),
        )
        _place_roughly(work, place)
        work.add(place)
    work.undo_with(RemoveCustomer(partner_id=partner.id))
    work.label("customers.done_new", name=name)
    work.result(partner.id)


def remove_customer(command: RemoveCustomer, work: UnitOfWork) -> None:
    partner = work.get(BusinessPartner, command.partner_id)
    used = _exists(work, ServiceCall.partner_id, partner.id) or _exists(work, Equipment.partner_id, partner.id)
    if not work.guard(not used, "customers.error_in_use", name=partner.name):
        return
    for kind in (Contact, Address):
        for row in work.session.scalars(select(kind).where(kind.partner_id == partner.id)):
            work.session.delete(row)
    work.session.delete(partner)
    work.label("customers.done_removed", name=partner.name)


def edit_customer(command: EditCustomer, work: UnitOfWork) -> None:
    partner = work.get(BusinessPartner, command.partner_id)
    values = _checked(work, given(command, without=("partner_id", "base")))
    if not work.guard(bool(values.get("name", "-")), "customers.error_name_needed"):
        return
    _keep_undo(work, apply_edit(command, partner, without_clashes(work, partner, values, command.base)))
    work.label("customers.done_edited", name=partner.name)
    work.result(partner.id)


def edit_contact(command: EditContact, work: UnitOfWork) -> None:
    values = _checked(work, given(command, without=("contact_id", "partner_id", "base")))
    contact = work.find(Contact, command.contact_id)
    if not work.guard(bool(values.get("name", "-" if contact else "")), "customers.error_contact_name_needed"):
        return
    if contact is None:
        contact = work.add(Contact(id=command.contact_id, partner_id=command.partner_id, **values))
        work.undo_with(RemoveContact(contact_id=contact.id))
    else:
        _keep_undo(work, apply_edit(command, contact, without_clashes(work, contact, values, command.base)))
    work.label("customers.done_contact", name=contact.name)
    work.result(contact.id)


def remove_contact(command: RemoveContact, work: UnitOfWork) -> None:
    contact = work.get(Contact, command.contact_id)
    used = _exists(work, ServiceCall.contact_id, contact.id)
    if not work.guard(not used, "customers.error_in_use", name=contact.name):
        return
    work.session.delete(contact)
    work.label("customers.done_contact_removed", name=contact.name)


def edit_address(command: EditAddress, work: UnitOfWork) -> None:
    values = given(command, without=("address_id", "partner_id", "base"))
    place = work.find(Address, command.address_id)
    if not work.guard(bool(values.get("street", "-" if place else "")), "customers.error_street_needed"):
        return
    if place is None:
        place = Address(id=command.address_id, partner_id=command.partner_id, **values)
        _place_roughly(work, place)
        place = work.add(place)
        work.undo_with(RemoveAddress(address_id=place.id))
    else:
        values = without_clashes(work, place, values, command.base)
        moved = {"street", "zip", "city"} & {name for name, value in values.items() if getattr(place, name) != value}
        if moved and "latitude" not in values:
            fresh = Address(street=values.get("street", place.street), zip=values.get("zip", place.zip),
                            city=values.get("city", place.city))
            _place_roughly(work, fresh)
            values |= {"latitude": fresh.latitude, "longitude": fresh.longitude}
        _keep_undo(work, apply_edit(command, place, values))
    work.label("customers.done_address", street=place.street)
    work.result(place.id)


def remove_address(command: RemoveAddress, work: UnitOfWork) -> None:
    place = work.get(Address, command.address_id)
    columns = (ServiceCall.address_id, Equipment.address_id, Activity.address_id)
    used = any(_exists(work, column, place.id) for column in columns)
    if not work.guard(not used, "customers.error_in_use", name=place.street):
        return
    work.session.delete(place)
    work.label("customers.done_address_removed", street=place.street)


def add_equipment(command: AddEquipment, work: UnitOfWork) -> None:
    work.guard(bool(command.name.strip()), "equipment.error_name_needed")
    key = serial_key(command.serial)
    if not _serial_is_free(work, key, command.equipment_id):
        return
    number = _free_number(work, "equipment", "U-", 10001, Equipment.number)
    machine = work.find(Equipment, command.equipment_id) or work.add(Equipment(
        id=command.equipment_id, number=number, name=command.name.strip(), serial=command.serial.strip(),
        serial_key=key, item_id=command.item_id, manufacturer=command.manufacturer.strip(), category=command.category,
        partner_id=command.partner_id, address_id=command.address_id or _first_site(work, command.partner_id),
        label_code=command.label_code.strip() or number, gtin=command.gtin, installed_on=command.installed_on,
        warranty_start=command.warranty_start, warranty_end=command.warranty_end,
        location_note=command.location_note.strip(), verified=work.is_office,
    ))
    work.undo_with(RemoveEquipment(equipment_id=machine.id))
    work.label("equipment.done_added", name=machine.name)
    work.result(machine.id)


def remove_equipment(command: RemoveEquipment, work: UnitOfWork) -> None:
    machine = work.get(Equipment, command.equipment_id)
    columns = (ServiceCallEquipment.equipment_id, Reading.equipment_id)
    used = any(_exists(work, column, machine.id) for column in columns)
    if not work.guard(not used, "customers.error_in_use", name=machine.name):
        return
    for further in work.session.scalars(select(FurtherCode).where(FurtherCode.equipment_id == machine.id)):
        work.session.delete(further)
    work.session.flush()
    work.session.delete(machine)
    work.label("equipment.done_removed", name=machine.name)


def edit_equipment(command: EditEquipment, work: UnitOfWork) -> None:
    machine = work.get(Equipment, command.equipment_id)
    values = given(command, without=("equipment_id", "base"))
    if not work.guard(bool(values.get("name", "-")), "equipment.error_name_needed"):
        return
    if "serial" in values and not _serial_is_free(work, serial_key(values["serial"]), machine.id):
        return
    undo = apply_edit(command, machine, without_clashes(work, machine, values, command.base))
    machine.serial_key = serial_key(machine.serial)
    _keep_undo(work, undo)
    work.label("equipment.done_edited", name=machine.name)
    work.result(machine.id)


def link_code(command: LinkCode, work: UnitOfWork) -> None:
    machine = work.get(Equipment, command.equipment_id)
    code = command.code.strip()
    if not machine.serial:
        if not _serial_is_free(work, serial_key(code), machine.id):
            return
        work.undo_with(EditEquipment(equipment_id=machine.id, serial=""))
        machine.serial, machine.serial_key = code, serial_key(code)
    else:
        work.undo_with(EditEquipment(equipment_id=machine.id, label_code=machine.label_code))
        machine.label_code = code
    work.label("equipment.done_linked", code=code, name=machine.name)
    work.result(machine.id)


def _checked(work: UnitOfWork, values: dict[str, Any]) -> dict[str, Any]:
    """The values with their phone numbers in E.164."""
    return values | {name: phone_kept(work, values[name]) for name in _PHONES if name in values}


def _serial_is_free(work: UnitOfWork, key: str, equipment_id: str) -> bool:
    """True unless another machine in use has this serial."""
    other = None
    if key:
        other = work.session.execute(
            select(Equipment.name, BusinessPartner.name.label("owner"))
            .join(BusinessPartner, BusinessPartner.id == Equipment.partner_id)
            .where(Equipment.serial_key == key, Equipment.id != equipment_id, Equipment.state != "scrapped")
        ).first()
    name, owner = (other.name, other.owner) if other is not None else ("", "")
    return work.guard(other is None, "equipment.error_serial_taken", name=name, owner=owner)


def _keep_undo(work: UnitOfWork, undo: Any) -> None:
    if undo is not None:
        work.undo_with(undo)


def _exists(work: UnitOfWork, column: InstrumentedAttribute[Any], value: str) -> bool:
    return work.session.scalar(select(func.count()).where(column == value).limit(1)) != 0


def _first_site(work: UnitOfWork, partner_id: str) -> str | None:
    return work.session.scalar(
        select(Address.id).where(Address.partner_id == partner_id)
        .order_by((Address.kind != "site"), Address.id).limit(1)
    )


def _free_number(work: UnitOfWork, series: str, prefix: str, first: int, column: InstrumentedAttribute[str]) -> str:
    """The next number of a series that no imported row has taken; a tablet uses a provisional one."""
    if not work.is_office:
        return f"{prefix}{work.command_id[-12:]}"
    while True:
        number = f"{prefix}{work.next_number(series, first)}"
        if not _exists(work, column, number):
            return number


def _place_roughly(work: UnitOfWork, place: Address) -> None:
    """Coordinates from what the office already knows: the same street number, else the middle of its zip or city."""
    if place.latitude is not None:
        return
    known = select(func.avg(Address.latitude), func.avg(Address.longitude)).where(Address.latitude.is_not(None))
    for like in (
        (Address.street == place.street) & (Address.city == place.city) if place.street else None,
        (Address.zip == place.zip) if place.zip else None,
        (Address.city == place.city) if place.city else None,
    ):
        if like is None:
            continue
        latitude, longitude = work.session.execute(known.where(like)).one()
        if latitude is not None:
            place.latitude, place.longitude = latitude, longitude
            return


HANDLERS = {
    NewCustomer: new_customer, RemoveCustomer: remove_customer, EditCustomer: edit_customer,
    EditContact: edit_contact, RemoveContact: remove_contact, EditAddress: edit_address, RemoveAddress: remove_address,
    AddEquipment: add_equipment, RemoveEquipment: remove_equipment, EditEquipment: edit_equipment, LinkCode: link_code,
}
