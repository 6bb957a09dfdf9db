"""What lies in the technician's van, with a search that forgives and knows the stores' shelves too."""

from typing import Any

from PySide6.QtCore import Property, QObject, Slot

from core.presenters.shelves import shelf_words
from core.queries.shelves import ShelfRow, lying
from core.queries.van_stock import VanItem
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class PartsModel(PageModel):
    """The van's articles; what runs low says so in words."""

    EMPTY = {"title": "", "subtitle": "", "search": "", "state": "loading"}
    KINDS = ("stock_move", "stock_shelf", "item", "warehouse")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._items = RowModel("id", "name", "code", "amount", "shelf", "note", "tone", parent=self)
        self._search = ""

    items = Property(RowModel, lambda self: self._items, constant=True)

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
        self.ask(lying, self.author_id, self._search, done=self._arrived)

    def _arrived(self, items: tuple[ShelfRow, ...]) -> None:
        self._items.set_rows([self._row(one) for one in items])
        state = "shown" if items else "nothing_found" if self._search.strip() else "empty"
        self.show(
            title=self.texts("field.van"), subtitle=self.texts.count("field.articles", len(items)),
            search=self._search, state=state,
        )

    def _row(self, row: ShelfRow) -> dict[str, Any]:
        item, texts = row.item, self.texts
        note, tone = self._note(item) if not row.place else ("", "quiet")
        return {
            "id": f"{row.place}{item.item_id}", "name": item.name, "code": texts("visit.article", code=item.code),
            "amount": texts.amount(item.quantity, item.unit), "shelf": shelf_words(row, texts),
            "note": note, "tone": tone,
        }

    def _note(self, item: VanItem) -> tuple[str, str]:
        if item.quantity < 0:
            return self.texts("field.stock_below_zero"), "bad"
        if item.quantity == 0:
            return self.texts("field.stock_out"), "warn"
        if item.minimum and item.quantity < item.minimum:
            return self.texts("field.stock_low", minimum=self.texts.number(item.minimum)), "warn"
        return "", "quiet"
