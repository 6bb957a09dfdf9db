"""Customers with their people, places and machines."""

from datetime import date

from msgspec import UNSET, UnsetType

from core.commands.base import Command


class NewCustomer(Command, frozen=True, kw_only=True, tag="customers.new/1"):
    """A customer, with the person who called and the place when they are known."""

    partner_id: str
    name: str
    kind: str = "company"
    phone: str = ""
    email: str = ""
    org_number: str = ""
    note: str = ""
    contact_id: str | None = None
    contact_name: str = ""
    contact_role: str = ""
    address_id: str | None = None
    street: str = ""
    zip: str = ""
    city: str = ""


class RemoveCustomer(Command, frozen=True, kw_only=True, tag="customers.remove/1"):
    """Takes a new customer back, as long as nothing has happened with it."""

    partner_id: str


class EditCustomer(Command, frozen=True, kw_only=True, tag="customers.edit/1"):
    """New values of a customer; what is left out stays as it is."""

    partner_id: str
    name: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    org_number: str | UnsetType = UNSET
    vat_number: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    payment_days: int | UnsetType = UNSET
    price_list_id: str | UnsetType | None = UNSET
    credit_hold: bool | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    note: str | UnsetType = UNSET
    base: dict[str, str] = {}
    """From a tablet: what the person saw in these fields; shows whether somebody else changed them meanwhile."""


class EditContact(Command, frozen=True, kw_only=True, tag="customers.edit_contact/1"):
    """A new or changed person at a customer."""

    contact_id: str
    partner_id: str
    name: str | UnsetType = UNSET
    role: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    mobile: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    sms_consent: bool | UnsetType = UNSET
    is_site_contact: bool | UnsetType = UNSET
    base: dict[str, str] = {}
    """From a tablet: what the person saw in these fields; shows whether somebody else changed them meanwhile."""


class RemoveContact(Command, frozen=True, kw_only=True, tag="customers.remove_contact/1"):
    """Takes a new contact back."""

    contact_id: str


class EditAddress(Command, frozen=True, kw_only=True, tag="customers.edit_address/1"):
    """A new or changed place of a customer; without coordinates they are guessed from known places nearby."""

    address_id: str
    partner_id: str
    kind: str | UnsetType = UNSET
    street: str | UnsetType = UNSET
    zip: str | UnsetType = UNSET
    city: str | UnsetType = UNSET
    latitude: float | UnsetType | None = UNSET
    longitude: float | UnsetType | None = UNSET
    access_note: str | UnsetType = UNSET
    base: dict[str, str] = {}
    """From a tablet: what the person saw in these fields; shows whether somebody else changed them meanwhile."""


class RemoveAddress(Command, frozen=True, kw_only=True, tag="customers.remove_address/1"):
    """Takes a new address back."""

    address_id: str


class AddEquipment(Command, frozen=True, kw_only=True, tag="equipment.add/1"):
    """A machine at a customer; without a label code it gets its own number as code."""

    equipment_id: str
    partner_id: str
    name: str
    serial: str = ""
    item_id: str | None = None
    manufacturer: str = ""
    category: str = "espresso"
    address_id: str | None = None
    label_code: str = ""
    gtin: str = ""
    installed_on: date | None = None
    warranty_start: date | None = None
    warranty_end: date | None = None
    location_note: str = ""


class RemoveEquipment(Command, frozen=True, kw_only=True, tag="equipment.remove/1"):
    """Takes a new machine back, as long as nothing has happened with it."""

    equipment_id: str


class EditEquipment(Command, frozen=True, kw_only=True, tag="equipment.edit/1"):
    """New values of a machine; what is left out stays as it is. A new `partner_id` is a change of owner."""

    equipment_id: str
    name: str | UnsetType = UNSET
    serial: str | UnsetType = UNSET
    item_id: str | UnsetType | None = UNSET
    manufacturer: str | UnsetType = UNSET
    category: str | UnsetType = UNSET
    partner_id: str | UnsetType = UNSET
    address_id: str | UnsetType | None = UNSET
    state: str | UnsetType = UNSET
    label_code: str | UnsetType = UNSET
    gtin: str | UnsetType = UNSET
    installed_on: date | UnsetType | None = UNSET
    warranty_start: date | UnsetType | None = UNSET
    warranty_end: date | UnsetType | None = UNSET
    warranty_kind: str | UnsetType = UNSET
    warranty_labour: bool | UnsetType = UNSET
    location_note: str | UnsetType = UNSET
    next_service_on: date | UnsetType | None = UNSET
    base: dict[str, str] = {}
    """From a tablet: what the person saw in these fields; shows whether somebody else changed them meanwhile."""


class LinkCode(Command, frozen=True, kw_only=True, tag="equipment.link_code/1"):
    """A scanned code that nobody knew belongs to this machine: it becomes its serial, or its label if it has one."""

    equipment_id: str
    code: str


COMMANDS = (
    NewCustomer, RemoveCustomer, EditCustomer, EditContact, RemoveContact, EditAddress, RemoveAddress, AddEquipment,
    RemoveEquipment, EditEquipment, LinkCode,
)
