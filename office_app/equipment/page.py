"""Utrustning: the register at the left, one machine's card at the right."""

from typing import Any

from PySide6.QtWidgets import QWidget

from office_app.context import OfficeContext
from office_app.equipment.equipment_card import EquipmentCardView
from office_app.equipment.equipment_list import EquipmentList
from office_app.equipment.labels import LabelPrinter
from office_app.top_bar import TopBar
from office_app.widgets.register_page import lay_out, slash_searches


def create_page(context: OfficeContext) -> QWidget:
    return EquipmentPage(context)


class EquipmentPage(QWidget):
    """`open(equipment_id=…)` shows one machine."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.setObjectName("equipment")
        self.setProperty("kind", "page")
        self.list = EquipmentList(context)
        self.card = EquipmentCardView(context)
        self.printer = LabelPrinter(context, self)
        lay_out(self, TopBar(context, "shell.place_equipment"), self.list, self.card)
        slash_searches(self, self.list.pane)
        self.list.chosen.connect(self.card.show_machine)
        self.list.labels_wanted.connect(self.printer.print_labels)
        self.card.label_wanted.connect(self.printer.print_labels)

    def open(self, equipment_id: str = "", **_target: Any) -> None:
        if equipment_id:
            self.card.show_machine(equipment_id)
            self.list.select(equipment_id)
