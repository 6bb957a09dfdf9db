"""The register of customers: found by anything a caller may say, in three orders."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from core.changes import Changes
from core.clock import local
from core.queries.customer_list import CustomerRow, customer_ids, customer_rows
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, column, row
from office_app.widgets.register_delegate import RegisterDelegate, RowLook
from office_app.widgets.register_pane import RegisterPane
from office_app.widgets.register_view import RegisterRows, RegisterView

ORDERS = ("name", "recent", "number")
_SHOWN_BY = ("business_partner", "contact", "address", "equipment", "service_call", "service_contract")


class CustomerList(QWidget):
    """Emits the chosen customer, and that a new one is wanted."""

    chosen = Signal(str)
    new_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._wanted = ""
        self.setObjectName("customerRegister")
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.rows = RegisterRows(context.tasks, customer_rows, _words, self)
        self._delegate = RegisterDelegate(context.theme, self._look)
        self.view = RegisterView(self.rows, self._delegate, "customerList")
        self.pane = RegisterPane(context.theme, self.view, ORDERS, "customers")
        self.new = Button(context.theme, "", "", "user-plus", self.new_wanted.emit, "customerNew")
        self.setLayout(column(self.pane, row(self.new, None, margins=(16, 10, 16, 10)), spacing=0))
        self.pane.asked.connect(self.refresh)
        self.view.chosen.connect(self.chosen)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.pane.box.setPlaceholderText(texts("customers.search"))
        self.new.setText(texts("customers.new"))
        for order, chip in self.pane.chips.items():
            chip.setText(texts(f"customers.order_{order}"))
        self.view.viewport().update()

    def refresh(self) -> None:
        self._context.tasks.ask(
            customer_ids, self.pane.text, self.pane.which, done=self._show, key="customers.ids", owner=self
        )

    def select(self, partner_id: str) -> None:
        self._wanted = partner_id
        if self.view.select(partner_id):
            self._wanted = ""
        else:
            self.pane.box.clear()
            self.refresh()

    def _show(self, ids: tuple[str, ...]) -> None:
        texts = self._context.texts
        self.rows.set_ids(ids, local(self._context.core.clock.now()).date())
        if self.pane.text:
            self.pane.show_empty(not ids, texts("customers.empty_found", text=self.pane.text),
                                 texts("customers.empty_found_hint"))
        else:
            self.pane.show_empty(not ids, texts("customers.empty"), texts("customers.empty_hint"))
        if self._wanted and self.view.select(self._wanted):
            self._wanted = ""

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_SHOWN_BY):
            self.refresh()

    def _look(self, row_: CustomerRow) -> RowLook:
        texts, theme = self._context.texts.current, self._context.theme
        chip = None
        if row_.open_calls:
            status = theme.status("released")
            chip = (texts.count("customers.open_calls", row_.open_calls), status.soft, status.ink, "")
        detail = " · ".join(part for part in (row_.contact, row_.city) if part)
        return RowLook(row_.name, detail, row_.phone, "text2", "", "store", chip)


def _words(row_: CustomerRow) -> str:
    return " ".join(part for part in (row_.name, row_.number, row_.contact, row_.city, row_.phone) if part)
