"""The list of warehouses and vans at the left of the stock page, with all of them together on top."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView

from core.queries.stock import StockOverview, StockPlace
from office_app.context import OfficeContext
from office_app.widgets.register_delegate import RegisterDelegate, RowLook
from office_app.widgets.register_view import ROW

WIDTH = 282
Index = QModelIndex | QPersistentModelIndex


class PlaceRows(QAbstractListModel):
    """`ROW` gives a StockPlace; the first has no id and stands for all of them."""

    def __init__(self, context: OfficeContext, parent: Any) -> None:
        super().__init__(parent)
        self._context = context
        self.places: tuple[StockPlace, ...] = ()

    def set_overview(self, overview: StockOverview) -> None:
        self.beginResetModel()
        self.places = (_together(overview, self._context), *overview.places)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        return 0 if parent.isValid() else len(self.places)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        place = self.places[index.row()]
        if role == ROW:
            return place
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            look = place_look(place, self._context)
            return " · ".join(part for part in (look.title, look.detail, look.chip[0] if look.chip else "") if part)
        return None


class PlaceList(QListView):
    """Emits the id of the place that was chosen, "" for all together."""

    chosen = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.rows = PlaceRows(context, self)
        self._current = ""
        self.setObjectName("stockPlaces")
        self.setProperty("kind", "register")
        self.setModel(self.rows)
        self._delegate = RegisterDelegate(context.theme, lambda place: place_look(place, context))
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    @property
    def current_id(self) -> str:
        return self._current

    def show_overview(self, overview: StockOverview) -> None:
        """Newer figures; the choice stays where it was."""
        scroll = self.verticalScrollBar().value()
        self.rows.set_overview(overview)
        self.select(self._current)
        self.verticalScrollBar().setValue(scroll)

    def select(self, warehouse_id: str) -> None:
        """Chooses a place; all together when it is not there."""
        found = next((n for n, place in enumerate(self.rows.places) if place.id == warehouse_id), 0)
        if self.rows.places:
            self.setCurrentIndex(self.rows.index(found))

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        if current.isValid():
            place_id = self.rows.places[current.row()].id
            if place_id != self._current:
                self._current = place_id
                self.chosen.emit(place_id)


def place_look(place: StockPlace, context: OfficeContext) -> RowLook:
    texts, theme = context.texts, context.theme
    detail = f"{texts.count('stock.place_articles', place.articles)} · {texts.money(place.value, 0)}"
    chip = None
    if place.short:
        chip = (texts.count("stock.short", place.short), theme.hex("warnSoft"), theme.hex("warnInk"), "")
    icon = {"": "boxes", "main": "warehouse"}.get(place.kind, "truck")
    return RowLook(place.name, detail, icon=icon, chip=chip)


def _together(overview: StockOverview, context: OfficeContext) -> StockPlace:
    return StockPlace(
        "", context.texts("stock.all_places"), "", "", 0, overview.articles, overview.short, overview.value
    )
