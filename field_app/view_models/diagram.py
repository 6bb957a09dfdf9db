"""An exploded view to zoom and pan, with positions to touch; a part is taken out of the van from here."""

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QObject, Slot

from core.queries.job_knowledge import DiagramCard, HotspotRow, one_diagram
from core.queries.job_sheet import JobSheet, job_sheet
from core.queries.van_stock import VanItem, van_stock
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.part_use import PartUse, use_parts


@for_qml
class DiagramModel(PageModel):
    """The diagrams of one visit's machines; `spots` are the positions of the chosen one."""

    EMPTY = {
        "title": "", "subtitle": "", "diagrams": [], "diagramId": "", "sha256": "", "here": False, "spots": [],
        "chosen": {}, "canUse": False, "loaded": False, "isEmpty": False,
    }
    KINDS = ("diagram", "diagram_hotspot", "attachment", "stock_move", "required_material", "material")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._diagram_id = self._position = ""
        self._sheet: JobSheet | None = None
        self._van: dict[str, VanItem] = {}
        self._asked_for: DiagramCard | None = None

    @Slot(str, str, str)
    def open(self, activity_id: str, diagram_id: str = "", position: str = "") -> None:
        """A checklist's step may show a diagram that is not of the visit's machines."""
        self._activity_id, self._diagram_id, self._position = activity_id, diagram_id, position
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        now, language = self.core.clock.now(), self.texts.language
        self.ask(van_stock, self.author_id, done=self._van_arrived)
        if self._diagram_id:
            self.ask(one_diagram, self._diagram_id, done=self._take_asked_for)
        self.ask(job_sheet, self._activity_id, self.author_id, now, language, done=self._arrived)

    @Slot(str)
    def choose_diagram(self, diagram_id: str) -> None:
        self._diagram_id, self._position = diagram_id, ""
        self._remember()

    @Slot(str)
    def choose(self, position: str) -> None:
        self._position = position
        self._remember()

    @Slot()
    def use(self) -> None:
        """One piece of the chosen position."""
        chosen = self._view["chosen"]
        if not chosen:
            return
        use_parts(self, self._context, self._activity_id, [PartUse(chosen["itemId"], Decimal(1))])

    def _remember(self) -> None:
        place = {"diagramId": self._diagram_id, "position": self._position}
        self.keep_place(**place)
        self._show_diagram()

    def _van_arrived(self, items: tuple[VanItem, ...]) -> None:
        self._van = {one.item_id: one for one in items}
        self._show_diagram()

    def _take_asked_for(self, diagram: DiagramCard | None) -> None:
        self._asked_for = diagram
        self._show_diagram()

    def _arrived(self, sheet: JobSheet | None) -> None:
        self._sheet = sheet
        self._show_diagram()

    def _show_diagram(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        diagrams = sheet.diagrams
        if self._asked_for is not None and all(one.id != self._asked_for.id for one in diagrams):
            diagrams = (self._asked_for, *diagrams)
        if not diagrams:
            self.show(title=self.texts("field.diagram"), subtitle=sheet.customer, loaded=True, isEmpty=True)
            return
        diagram = next((one for one in diagrams if one.id == self._diagram_id), diagrams[0])
        needed = {part.item_id for part in sheet.parts}
        chosen = self._chosen(diagram, needed)
        here = bool(diagram.sha256) and self.core.blobs.has(diagram.sha256)
        if not here:
            self._context.tablet.fetch(diagram.sha256)  # type: ignore[attr-defined]
        self.show(
            title=self.texts("field.diagram_of", title=diagram.title), subtitle=sheet.customer,
            diagrams=[{"id": one.id, "title": one.title} for one in diagrams], diagramId=diagram.id,
            sha256=diagram.sha256, here=here, loaded=True, isEmpty=False,
            canUse=sheet.step not in ("new", "done", "rejected"),
            spots=[self._spot(one, needed) for one in diagram.hotspots],
            chosen=self._spot(chosen, needed) if chosen is not None else {},
        )

    def _chosen(self, diagram: DiagramCard, needed: set[str]) -> HotspotRow | None:
        spots = diagram.hotspots
        touched = next((one for one in spots if one.position == self._position), None)
        return touched or next((one for one in spots if one.item_id in needed), None) or next(iter(spots), None)

    def _spot(self, spot: HotspotRow, needed: set[str]) -> dict[str, Any]:
        texts, item = self.texts, self._van.get(spot.item_id)
        in_van = item is not None and item.quantity > 0
        if item is not None and in_van:
            amount = texts.amount(item.quantity, item.unit)
            parts = [texts("field.van_has", amount=amount)]
            parts += [texts("field.shelf", shelf=item.shelf)] if item.shelf else []
            stock = " · ".join(parts)
        elif item is not None and item.quantity < 0:
            stock = texts("field.van_below", amount=texts.amount(item.quantity, item.unit))
        else:
            stock = texts("field.van_has_none")
        return {
            "position": spot.position, "name": spot.name, "code": texts("visit.article", code=spot.code), "x": spot.x,
            "y": spot.y, "itemId": spot.item_id, "needed": spot.item_id in needed, "stock": stock, "inVan": in_van,
            "use": texts("field.use_one", amount=texts.amount(1, item.unit if item is not None else "st")),
        }
