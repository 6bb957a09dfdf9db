"""The places in the rail, in order; each is a page of its own, loaded when it is first visited."""

from dataclasses import dataclass
from importlib import import_module

from PySide6.QtWidgets import QWidget

from office_app.context import OfficeContext


@dataclass(frozen=True)
class Place:
    """A page by its key: text `shell.place_<key>`, icon, module with `create_page`, and its key after G."""

    key: str
    icon: str
    module: str
    shortcut: str
    bottom: bool = False

    def create(self, context: OfficeContext) -> QWidget:
        page: QWidget = import_module(self.module).create_page(context)
        return page


PLACES = (
    Place("calls", "inbox", "office_app.calls.page", "I"),
    Place("board", "chart-gantt", "office_app.board.page", "P"),
    Place("customers", "users", "office_app.customers.page", "K"),
    Place("equipment", "layers", "office_app.equipment.page", "U"),
    Place("stock", "package", "office_app.stock.page", "L"),
    Place("knowledge", "book-open", "office_app.knowledge.page", "B"),
    Place("invoicing", "receipt", "office_app.invoicing.page", "F"),
    Place("insight", "chart-column", "office_app.insight.page", "R"),
    Place("settings", "settings", "office_app.settings.page", "S", bottom=True),
)
