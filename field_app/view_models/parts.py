"""What lies in the technician's van, with a search that forgives."""

from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.queries.van_stock import VanItem, van_stock
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


class PartsModel(PageModel):
    """The van's articles; what runs low says so in words."""

    EMPTY = {"title": "", "subtitle": "", "search": "", "state": "loading"}
    KINDS = ("stock_move", "stock_shelf", "item", "warehouse")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._items = RowModel("id", "name", "code", "amount", "shelf", "note", "tone", parent=self)
        self._search = ""

    items = Property(QObject, lambda self: self._items, constant=True)

    @Slot(str)
    def open(self, search: str = "") -> None:
        self._search = search
        self.refresh()

    @Slot(str)
    def find(self, text: str) -> None:
        self._search = text
        self.keep_place(search=text)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.ask(van_stock, self.author_id, self._search, done=self._arrived)

    def _arrived(self, items: tuple[VanItem, ...]) -> None:
        self._items.set_rows([self._row(one) for one in items])
        state = "shown" if items else "nothing_found" if self._search.strip() else "empty"
        self.show(
            title=self.texts("field.van"), subtitle=self.texts.count("field.articles", len(items)),
            search=self._search, state=state,
        )

    def _row(self, item: VanItem) -> dict[str, Any]:
        texts = self.texts
        if item.quantity < 0:
            note, tone = texts("field.stock_below_zero"), "bad"
        elif item.quantity == 0:
            note, tone = texts("field.stock_out"), "warn"
        elif item.minimum and item.quantity < item.minimum:
            note, tone = texts("field.stock_low", minimum=texts.number(item.minimum)), "warn"
        else:
            note, tone = "", "quiet"
        return {
            "id": item.item_id, "name": item.name, "code": texts("visit.article", code=item.code),
            "amount": texts.amount(item.quantity, item.unit),
            "shelf": texts("field.shelf", shelf=item.shelf) if item.shelf else "", "note": note, "tone": tone,
        }
