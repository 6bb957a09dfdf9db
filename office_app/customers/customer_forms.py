"""The forms of a customer's card: the customer, a contact, an address, a machine, and a new customer."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QVBoxLayout

from core.changes import Changes
from core.commands.customers import AddEquipment, EditAddress, EditContact, EditCustomer
from core.ids import new_id
from core.queries.customer_card import CustomerCard
from core.queries.intake import PersonAtCustomer, PlaceOfCustomer
from office_app.calls.new_customer import NewCustomerForm
from office_app.context import OfficeContext
from office_app.widgets.field_form import Field, FieldForm

CATEGORIES = ("espresso", "grinder", "water", "brewer", "cooling", "boiler", "lock", "electric", "ventilation", "other")
_CUSTOMER = (
    Field("name", span=4), Field("language", "choice", 2, ("sv", "en"), "customers.field_language_"),
    Field("phone"), Field("email"),
    Field("org_number", span=2), Field("vat_number", span=2), Field("payment_days", span=2), Field("note", span=6),
    Field("credit_hold", "check", 6),
)
_CONTACT = (
    Field("name"), Field("role"), Field("mobile", span=2), Field("phone", span=2), Field("email", span=2),
    Field("sms_consent", "check"), Field("is_site_contact", "check"),
)
_ADDRESS = (
    Field("street", span=4), Field("kind", "choice", 2, ("site", "billing", "depot"), "customers.field_kind_"),
    Field("zip", span=2), Field("city", span=4), Field("access_note", span=6),
)
_MACHINE = (
    Field("name", span=4), Field("category", "choice", 2, CATEGORIES, "equipment.category_"), Field("serial"),
    Field("manufacturer"), Field("location_note", span=6),
)


class CustomerForms(QObject):
    """Keeps the forms while the card is drawn anew around them. `made` carries a new customer's id."""

    made = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._partner_id, self._row_id = "", ""
        self.customer = FieldForm(context, "customerForm", "customers.field_", _CUSTOMER)
        self.contact = FieldForm(context, "contactForm", "customers.field_", _CONTACT)
        self.address = FieldForm(context, "addressForm", "customers.field_", _ADDRESS)
        self.machine = FieldForm(context, "machineForm", "equipment.field_", _MACHINE)
        self.new = NewCustomerForm(context)
        self.all = (self.new, self.customer, self.contact, self.address, self.machine)
        self.customer.submitted.connect(self._save_customer)
        self.contact.submitted.connect(self._save_contact)
        self.address.submitted.connect(self._save_address)
        self.machine.submitted.connect(self._save_machine)
        self.new.saved.connect(lambda partner_id, _name: self.made.emit(partner_id))
        context.texts.changed.connect(self.new.retranslate)

    def keep(self) -> None:
        """Takes the forms out of a layout that is about to be emptied."""
        for form in self.all:
            form.setParent(None)

    def put_into(self, layout: QVBoxLayout, card: CustomerCard | None) -> None:
        for form in self.all:
            was_open = not form.isHidden()
            layout.addWidget(form)
            form.setVisible(was_open)

    def hide_all(self) -> None:
        for form in self.all:
            form.hide()

    def begin_new(self) -> None:
        self.hide_all()
        self.new.begin("")
        self.new.fields["name"].setFocus()

    def begin_customer(self, card: CustomerCard) -> None:
        self._open(card.id)
        names = [field.key for field in _CUSTOMER]
        self.customer.begin("customers.form_customer", {name: getattr(card, name) for name in names})

    def begin_contact(self, card: CustomerCard, person: PersonAtCustomer | None) -> None:
        self._open(card.id, person.id if person else "")
        values: dict[str, Any] = {"sms_consent": True}
        if person is not None:
            values = {"name": person.name, "role": person.role, "mobile": person.mobile, "phone": person.landline,
                      "email": person.email, "sms_consent": person.sms_consent, "is_site_contact": person.on_site}
        self.contact.begin("customers.form_contact", values)

    def begin_address(self, card: CustomerCard, place: PlaceOfCustomer | None) -> None:
        self._open(card.id, place.id if place else "")
        names = [field.key for field in _ADDRESS]
        values = {name: getattr(place, name) for name in names} if place else {}
        self.address.begin("customers.form_address", values)

    def begin_machine(self, card: CustomerCard) -> None:
        self._open(card.id)
        self.machine.begin("equipment.form_new", {"category": "other"})

    def _open(self, partner_id: str, row_id: str = "") -> None:
        self.hide_all()
        self._partner_id, self._row_id = partner_id, row_id

    def _save_customer(self, values: dict[str, Any]) -> None:
        days = str(values.pop("payment_days")).strip()
        if not days.isdigit():
            self.customer.refuse(self._context.texts("customers.error_number"), "payment_days")
            return
        self._do(self.customer, EditCustomer(partner_id=self._partner_id, payment_days=int(days), **values))

    def _save_contact(self, values: dict[str, Any]) -> None:
        command = EditContact(contact_id=self._row_id or new_id(), partner_id=self._partner_id, **values)
        self._do(self.contact, command)

    def _save_address(self, values: dict[str, Any]) -> None:
        command = EditAddress(address_id=self._row_id or new_id(), partner_id=self._partner_id, **values)
        self._do(self.address, command)

    def _save_machine(self, values: dict[str, Any]) -> None:
        self._do(self.machine, AddEquipment(equipment_id=new_id(), partner_id=self._partner_id, **values))

    def _do(self, form: FieldForm, command: Any) -> None:
        done: Callable[[Changes], None] = lambda _changes: form.hide()  # noqa: E731  named for its type
        self._context.do(command, done, failed=form.on_failed, owner=form)
