"""Step 1, who is calling: one box for phone, name, address or serial, and a new customer without a dialog."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout

from core.queries.customer_search import SearchHit
from core.queries.intake import IntakeCustomer, PersonAtCustomer
from office_app.calls.marks import Monogram
from office_app.calls.new_customer import NewCustomerForm
from office_app.calls.step import Step
from office_app.calls.suggestions import Suggestion, SuggestionList
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label, row
from office_app.widgets.painted import Chip

NEW = "new"
_ICONS = {"phone": "phone", "name": "users", "contact": "user", "street": "map-pin", "code": "layers",
          "call": "inbox", "number": "hash"}


class WhoStep(Step):
    """Emits what is typed and who is chosen; shows matches, the chosen customer, or the form for a new one."""

    typed = Signal(str)
    chosen = Signal(object)
    contact_chosen = Signal(str)
    new_wanted = Signal(str)
    cleared = Signal()
    next_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(context.theme, 1, "intakeStepWho")
        self._context = context
        self.box = QLineEdit()
        self.box.setObjectName("intakeWho")
        self.box.setProperty("kind", "big")
        self._icon = QAction(self.box)
        self.box.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.matches = SuggestionList(context.theme, self.box, "intakeMatches")
        self.panel = CustomerPanel(context)
        self.new_form = NewCustomerForm(context)
        for widget in (self.box, self.matches, self.panel, self.new_form):
            self.body.addWidget(widget)
        self.panel.hide()
        self.new_form.hide()
        self.box.textEdited.connect(self.typed)
        self.box.returnPressed.connect(self.next_wanted)
        self.matches.chosen.connect(self._on_chosen)
        self.panel.contact_chosen.connect(self.contact_chosen)
        self.panel.cleared.connect(self.cleared)
        context.theme.changed.connect(self._draw_icon)
        self._draw_icon()
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.set_texts(texts("intake.who_title"), texts("intake.who_hint"))
        self.box.setPlaceholderText(texts("intake.who_placeholder"))
        self.box.setAccessibleName(texts("intake.who_title"))
        self.panel.retranslate()
        self.new_form.retranslate()

    def show_matches(self, text: str, hits: Sequence[SearchHit]) -> None:
        """The matches, and last the way to a new customer."""
        texts = self._context.texts
        rows = [
            Suggestion(hit.name, self._detail(hit), texts(f"intake.found_by_{hit.area}"), "", hit) for hit in hits
        ]
        if len(text.strip()) >= 2:
            rows.append(Suggestion(texts("intake.new_customer", text=text.strip()), "", "", "user-plus", NEW))
        self.matches.show_rows(rows, text)

    def show_customer(self, customer: IntakeCustomer | None, contact_id: str | None) -> None:
        self.matches.close_list()
        self.panel.setVisible(customer is not None)
        if customer is not None:
            self.new_form.hide()
            self.panel.show_customer(customer, contact_id)

    def show_new_form(self, text: str) -> None:
        self.matches.close_list()
        self.panel.hide()
        self.new_form.begin(text)

    def _detail(self, hit: SearchHit) -> str:
        place = ", ".join(part for part in (hit.street, hit.city) if part)
        found = hit.matched if hit.area in ("phone", "code", "call") else ""
        return " · ".join(part for part in (found, hit.contact_name, place) if part)

    def _on_chosen(self, payload: object) -> None:
        if payload == NEW:
            self.new_wanted.emit(self.box.text().strip())
        else:
            self.chosen.emit(payload)

    def _draw_icon(self) -> None:
        self._icon.setIcon(self._context.theme.icon("phone", "text3", 18))


class CustomerPanel(QFrame):
    """The chosen customer: who is on the phone, where, and what was agreed with them."""

    contact_chosen = Signal(str)
    cleared = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._customer: IntakeCustomer | None = None
        self.setObjectName("intakeCustomer")
        self.setProperty("kind", "soft")
        theme = context.theme
        self.monogram = Monogram(theme, "", 44)
        self.name = label("", "section")
        self.place = label("", "second", wrap=True)
        self.person = QComboBox()
        self.person.setObjectName("intakeContact")
        self.person.setProperty("kind", "plain")
        self.person.setIconSize(QSize(0, 0))
        self.person.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.contract = Chip(theme, "", "surface", "shield-check")
        self.promise = label("", "accent")
        self.hold = Chip(theme, "", "bad", "triangle-alert")
        self.open_card = Button(theme, "", "quiet", "arrow-up-right", self._open, "intakeOpenCustomer")
        self.change = Button(theme, "", "quiet", "x", self.cleared.emit, "intakeForgetCustomer")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(row(self.name, self.hold, None, spacing=8))
        words.addLayout(row(self.person, None))
        words.addWidget(self.place)
        agreed = QVBoxLayout()
        agreed.setSpacing(4)
        agreed.addLayout(row(None, self.contract))
        agreed.addLayout(row(None, self.promise))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 12, 8, 12)
        layout.setSpacing(12)
        layout.addWidget(self.monogram)
        layout.addLayout(words, 1)
        layout.addLayout(agreed)
        layout.addLayout(row(self.open_card, self.change, spacing=0))
        self.person.activated.connect(self._on_person)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.change.setToolTip(texts("intake.other_customer"))
        self.change.setAccessibleName(texts("intake.other_customer"))
        self.open_card.setToolTip(texts("intake.open_customer"))
        self.open_card.setAccessibleName(texts("intake.open_customer"))
        if self._customer is not None:
            self.show_customer(self._customer, self.person.currentData())

    def show_customer(self, customer: IntakeCustomer, contact_id: str | None) -> None:
        texts = self._context.texts
        self._customer = customer
        self.monogram.set(customer.name)
        self.name.setText(customer.name)
        place = customer.places[0].line if customer.places else ""
        alone = [_named(person) for person in customer.contacts] if len(customer.contacts) == 1 else []
        self.place.setText(" · ".join(part for part in (*alone, place) if part))
        self.person.blockSignals(True)
        self.person.clear()
        for person in customer.contacts:
            self.person.addItem(_named(person), person.id)
        self.person.setCurrentIndex(max(0, self.person.findData(contact_id)))
        self.person.blockSignals(False)
        self.person.setVisible(len(customer.contacts) > 1)
        self.place.setToolTip(self.place.text())
        self.contract.setVisible(bool(customer.contract))
        self.contract.set(customer.contract)
        self.promise.setVisible(customer.response_hours is not None)
        self.promise.setText(texts("intake.response", hours=customer.response_hours or 0))
        self.hold.setVisible(customer.credit_hold)
        self.hold.set(texts("intake.credit_hold"))
        self.setAccessibleName(customer.name)

    def _on_person(self, index: int) -> None:
        self.contact_chosen.emit(self.person.itemData(index))

    def _open(self) -> None:
        if self._customer is not None:
            self._context.navigation.go("customers", partner_id=self._customer.id)


def _named(person: PersonAtCustomer) -> str:
    return f"{person.name}, {person.role}" if person.role else person.name
