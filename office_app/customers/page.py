"""Kunder: the register at the left, one customer's card at the right."""

from typing import Any

from PySide6.QtWidgets import QWidget

from office_app.context import OfficeContext
from office_app.customers.customer_card import CustomerCardView
from office_app.customers.customer_list import CustomerList
from office_app.top_bar import TopBar
from office_app.widgets.register_page import lay_out, slash_searches


def create_page(context: OfficeContext) -> QWidget:
    return CustomersPage(context)


class CustomersPage(QWidget):
    """`open(partner_id=…)` shows one customer."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.setObjectName("customers")
        self.setProperty("kind", "page")
        self.list = CustomerList(context)
        self.card = CustomerCardView(context)
        lay_out(self, TopBar(context, "shell.place_customers"), self.list, self.card)
        slash_searches(self, self.list.pane)
        self.list.chosen.connect(self.card.show_customer)
        self.list.new_wanted.connect(self.card.begin_new)
        self.card.forms.made.connect(self.list.select)

    def open(self, partner_id: str = "", **_target: Any) -> None:
        if partner_id:
            self.card.show_customer(partner_id)
            self.list.select(partner_id)
