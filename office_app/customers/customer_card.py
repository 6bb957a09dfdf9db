"""One customer: people, places, machines, agreements, calls and money; everything is changed in place."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.changes import Changes
from core.clock import local
from core.presenters.call_rows import call_detail, call_when, look_of, state_text
from core.presenters.intake_texts import machine_note
from core.queries.call_list import CallRow
from core.queries.customer_card import Agreement, CustomerCard, customer_card
from core.queries.intake import PersonAtCustomer, PlaceOfCustomer
from office_app.calls.machine_step import ICONS
from office_app.calls.marks import Monogram
from office_app.context import OfficeContext
from office_app.customers.customer_forms import CustomerForms
from office_app.widgets.basics import Button, Card, column, label, row
from office_app.widgets.card_parts import (
    RecordCard,
    boxed,
    fact,
    link_card,
    pair,
    quiet_line,
    section,
    two_columns,
)
from office_app.widgets.painted import Chip, EmptyState

_FOLLOWS = ("business_partner", "contact", "address", "equipment", "service_contract", "service_call", "activity",
            "service_assignment", "invoice")
_OPEN = ("open", "pending", "planned", "released", "in_execution")
_MACHINES, _PAST = 24, 12


class CustomerCardView(RecordCard):
    """Shows one customer by its id."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__("customerCard")
        self._context = context
        self._partner_id = ""
        self._card: CustomerCard | None = None
        self.forms = CustomerForms(context)
        self.forms.made.connect(self.show_customer)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(partial(self._draw, True))
        context.theme.changed.connect(partial(self._draw, True))
        self._draw(False)

    @property
    def card(self) -> CustomerCard | None:
        return self._card

    def show_customer(self, partner_id: str) -> None:
        if partner_id != self._partner_id:
            self._partner_id = partner_id
            self.forms.hide_all()
        self._ask()

    def begin_new(self) -> None:
        """The form for a new customer, above whatever is shown."""
        self.forms.begin_new()
        self.verticalScrollBar().setValue(0)

    def _ask(self) -> None:
        if self._partner_id:
            today = local(self._context.core.clock.now()).date()
            self._context.tasks.ask(
                customer_card, self._partner_id, today, done=self._take, key="customers.card", owner=self
            )

    def _take(self, card: CustomerCard | None) -> None:
        same = card is not None and self._card is not None and card.id == self._card.id
        if not (same and card == self._card):
            self._card = card
            self._draw(same)

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_FOLLOWS):
            self._ask()

    # Drawing

    def _draw(self, keep_scroll: bool) -> None:
        card, texts = self._card, self._context.texts
        self.forms.keep()
        self.begin(keep_scroll)
        self.forms.put_into(self.body, card)
        if card is None:
            title = texts("customers.gone" if self._partner_id else "customers.choose_title")
            self.body.addWidget(EmptyState(self._context.theme, "users", title, texts("customers.choose_hint")), 1)
            return
        today = local(self._context.core.clock.now()).date()
        self.body.insertLayout(0, self._head(card))
        left = [self._machines(card, today), *self._calls(card, today), self._invoices(card)]
        right = [self._contacts(card), self._addresses(card), self._agreements(card), self._money(card)]
        self.body.addLayout(two_columns(left, right, 310))
        self.body.addStretch(1)

    def _head(self, card: CustomerCard) -> QVBoxLayout:
        texts, theme = self._context.texts.current, self._context.theme
        facts = [texts("customers.number", number=card.number)]
        if card.org_number:
            facts.append(texts("customers.org", number=card.org_number))
        name = label(card.name, "title", selectable=True)
        name.setObjectName("customerName")
        new_call = Button(theme, texts("customers.new_call"), "primary", "plus", partial(
            self._context.navigation.go, "calls", new=True, partner_id=card.id), "customerNewCall")
        edit = Button(theme, texts("customers.edit"), "", "pencil", partial(self.forms.begin_customer, card),
                      "customerEdit")
        chips: list[Any] = [
            Chip(theme, one.name, "neutral", "shield-check")
            for one in card.agreements[:1]
        ]
        if card.credit_hold:
            chips.append(Chip(theme, texts("intake.credit_hold"), "bad", "triangle-alert"))
        reach = " · ".join(part for part in (card.phone, card.email) if part)
        layout = column(
            row(Monogram(theme, card.name, 52),
                column(label(" · ".join(facts), "meta"), name, spacing=1), None, edit, new_call, spacing=12),
            spacing=8,
        )
        layout.addLayout(row(label(reach, "second", selectable=True), *chips, None, spacing=10))
        if card.note:
            layout.addWidget(boxed(fact(theme, "info", card.note, tone="warn"), kind="warn", margins=(14, 9, 14, 9)))
        return layout

    def _machines(self, card: CustomerCard, today: date) -> QWidget:
        texts, theme = self._context.texts.current, self._context.theme
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, machine in enumerate(card.machines[:_MACHINES]):
            note, tone = machine_note(texts, machine, today)
            detail = " · ".join(part for part in (machine.serial, note) if part)
            grid.addWidget(link_card(
                theme, ICONS.get(machine.category, "box"), machine.name, detail,
                partial(self._context.navigation.go, "equipment", equipment_id=machine.id), "customerMachine",
                "" if tone == "second" else tone,
            ), number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        add = self._link("customers.add", "customerAddMachine", partial(self.forms.begin_machine, card))
        inside: Any = grid if card.machines else quiet_line(texts("customers.no_machines"))
        return boxed(section(texts("customers.machines"), inside, button=add, spacing=8))

    def _calls(self, card: CustomerCard, today: date) -> list[QWidget]:
        texts = self._context.texts
        current = [one for one in card.calls if one.progress in _OPEN or one.progress == "draft"]
        past = [one for one in card.calls if one not in current][:_PAST]
        shown: list[Any] = [self._call(one, today) for one in current] or [quiet_line(texts("customers.no_open_calls"))]
        boxes: list[QWidget] = [boxed(section(texts("customers.calls_open"), *shown))]
        older: list[Any] = [self._call(one, today) for one in past] or [quiet_line(texts("customers.no_calls"))]
        if card.call_count > len(current) + len(past):
            older.append(label(texts("customers.calls_more", n=len(past), of=card.call_count), "dense"))
        boxes.append(boxed(section(texts("customers.calls_past"), *older)))
        return boxes

    def _call(self, one: CallRow, today: date) -> Card:
        texts, theme = self._context.texts.current, self._context.theme
        card = Card(selectable=True, name="customerCall")
        card.clicked.connect(partial(self._context.navigation.go, "calls", call_id=one.id))
        chip = Chip(theme)
        look = look_of(one.progress, one.status)
        words = state_text(texts, one.progress, one.status)
        if look:
            chip.set_status(look, words)
        else:
            chip.set(words, "neutral", "circle-dashed")
        second = " · ".join(part for part in (call_when(texts, one, today), one.technician, one.machine) if part)
        layout = row(spacing=10, margins=(13, 8, 12, 8))
        layout.addLayout(column(label(call_detail(texts, one), "strong", wrap=True), label(second, "dense", wrap=True),
                                spacing=1), 1)
        layout.addWidget(chip)
        card.setLayout(layout)
        card.setAccessibleName(f"{call_detail(texts, one)} {words}")
        return card

    def _invoices(self, card: CustomerCard) -> QWidget:
        texts, theme = self._context.texts.current, self._context.theme
        links: list[Any] = []
        for one in card.invoices[:6]:
            facts = [texts.money(one.to_pay), texts(f"calls.invoice_{one.state}")]
            if one.due_on is not None and one.state == "issued":
                facts.append(texts("customers.due_on", day=one.due_on.isoformat()))
            links.append(link_card(theme, "receipt", one.number or texts("calls.invoice_draft"), " · ".join(facts),
                                   partial(self._context.navigation.go, "invoicing", invoice_id=one.id),
                                   "customerInvoice"))
        return boxed(section(texts("customers.invoices"), *(links or [quiet_line(texts("customers.no_invoices"))])))

    def _contacts(self, card: CustomerCard) -> QWidget:
        texts = self._context.texts
        add = self._link("customers.add", "customerAddContact", partial(self.forms.begin_contact, card, None))
        lines: list[Any] = [self._person(card, person) for person in card.contacts]
        return boxed(section(texts("customers.contacts"), *(lines or [quiet_line(texts("customers.no_contacts"))]),
                             button=add, spacing=10))

    def _person(self, card: CustomerCard, person: PersonAtCustomer) -> Any:
        reach = " · ".join(part for part in (person.role, person.phone) if part)
        layout = fact(self._context.theme, "user", person.name, "\n".join(
            part for part in (reach, person.email) if part
        ))
        layout.addWidget(self._link("customers.edit", "contactEdit", partial(self.forms.begin_contact, card, person)))
        return layout

    def _addresses(self, card: CustomerCard) -> QWidget:
        texts = self._context.texts
        add = self._link("customers.add", "customerAddAddress", partial(self.forms.begin_address, card, None))
        lines: list[Any] = [self._place(card, place) for place in card.places]
        return boxed(section(texts("customers.addresses"), *(lines or [quiet_line(texts("customers.no_addresses"))]),
                             button=add, spacing=10))

    def _place(self, card: CustomerCard, place: PlaceOfCustomer) -> Any:
        kind = f"customers.field_kind_{place.kind}"
        where = " ".join(part for part in (place.zip, place.city) if part)
        named = self._context.texts(kind) if self._context.texts.has(kind) and place.kind != "site" else ""
        below = " · ".join(part for part in (where, named) if part)
        layout = fact(self._context.theme, "map-pin", place.street or place.city,
                      "\n".join(part for part in (below, place.access_note) if part))
        layout.addWidget(self._link("customers.edit", "addressEdit", partial(self.forms.begin_address, card, place)))
        return layout

    def _agreements(self, card: CustomerCard) -> QWidget:
        texts = self._context.texts
        lines = [self._agreement(one) for one in card.agreements]
        return boxed(section(texts("customers.agreements"),
                             *(lines or [quiet_line(texts("customers.no_agreements"))]), spacing=10))

    def _agreement(self, one: Agreement) -> Any:
        texts = self._context.texts.current
        covered = [texts(f"customers.covers_{name}") for name, yes in (
            ("labour", one.covers_labour), ("travel", one.covers_travel), ("parts", one.covers_parts)) if yes]
        facts = [texts("customers.covers", what=", ".join(covered))] if covered else []
        promises = []
        if one.response_hours:
            promises.append(texts("customers.respond_within", hours=one.response_hours))
        if one.fix_hours:
            promises.append(texts("customers.fix_within", hours=one.fix_hours))
        if promises:
            facts.append(", ".join(promises))
        start = one.starts_on.isoformat()
        span = texts("customers.valid", start=start, end=one.ends_on.isoformat()) if one.ends_on else texts(
            "customers.valid_from", start=start)
        facts.append(f"{span} · {texts('customers.yearly', amount=texts.money(one.yearly_price))}")
        return fact(self._context.theme, "shield-check", one.name, "\n".join(facts))

    def _money(self, card: CustomerCard) -> QWidget:
        texts = self._context.texts.current
        lines = [pair(texts("customers.last_year"), texts.money(card.money.last_year)),
                 pair(texts("customers.unpaid"), texts.money(card.money.unpaid))]
        if card.money.overdue:
            lines.append(pair(texts("customers.overdue"), texts.money(card.money.overdue), "bad"))
        lines.append(pair(texts("customers.payment"), texts("customers.payment_days", days=card.payment_days)))
        if card.price_list:
            lines.append(pair(texts("customers.price_list"), card.price_list))
        return boxed(section(texts("customers.money"), *lines))

    def _link(self, key: str, name: str, act: Any) -> Button:
        return Button(self._context.theme, self._context.texts(key), "link", "", act, name)
