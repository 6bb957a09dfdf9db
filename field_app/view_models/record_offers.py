"""What is offered beside the records: the plan to copy, the articles that are used most, and the ways of the day."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from core.commands.favourites import StarItem
from core.queries.day_places import Way
from core.queries.favourites import Favourites
from core.queries.visit_plan import VisitPlan
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class RecordOffers(QObject):
    """`plan` and `favourites` are what the page's slots carry out."""

    changed = Signal()

    def __init__(self, context: WorkContext, page: PageModel) -> None:
        super().__init__(page)
        self._context, self._page = context, page
        self.plan = VisitPlan(None, 0, ())
        self.favourites = Favourites()
        self.found_ways: tuple[Way, ...] = ()
        self._ways = RowModel("place", "name", "kilometres", parent=self)
        self._starred = RowModel("id", "name", parent=self)
        self._chips = RowModel("id", "name", parent=self)
        self._are_shown = False
        self._view: dict[str, Any] = {"planTime": "", "planParts": "", "starredIds": []}

    view = Property("QVariantMap", lambda self: self._view, notify=changed)  # type: ignore[arg-type]
    ways = Property(RowModel, lambda self: self._ways, constant=True)
    starred = Property(RowModel, lambda self: self._starred, constant=True)
    chips = Property(RowModel, lambda self: self._chips, constant=True)

    def take(self, plan: VisitPlan, found: Favourites, ways: tuple[Way, ...]) -> None:
        """Told anew with the records."""
        texts = self._context.texts
        self.plan, self.favourites = plan, found
        self._show(
            planTime=self._plan_time(self._context.core.clock.now()),
            planParts=texts.count("record.copy_plan_parts", len(plan.parts)) if plan.parts else "",
            starredIds=[one.item_id for one in found.starred],
        )
        if not self._are_shown:
            self._are_shown = True
            self.settle_order()
        self._take_ways(ways)

    def pass_time(self, now: datetime) -> None:
        """The planned time is offered once it has passed."""
        self._show(planTime=self._plan_time(now))

    def _plan_time(self, now: datetime) -> str:
        texts, plan = self._context.texts, self.plan
        return texts("record.copy_plan_time", time=texts.minutes(plan.minutes)) if plan.offered_at(now) else ""

    def _show(self, **parts: Any) -> None:
        view = {**self._view, **parts}
        if view != self._view:
            self._view = view
            self.changed.emit()

    @Slot(str, bool)
    def star(self, item_id: str, starred: bool) -> None:
        """Puts a star on an article, or takes it off."""
        self._page.do(StarItem(item_id=item_id, starred=starred))

    @Slot()
    def settle_order(self) -> None:
        """Puts stars and most used in their places. Not after each touch: the next one would reach what moved under
        the finger, so that the page asks for it when it has been scrolled."""
        found = self.favourites
        self._starred.set_rows([{"id": one.item_id, "name": one.name} for one in found.starred])
        self._chips.set_rows([{"id": one.item_id, "name": one.name} for one in found.often])

    def _take_ways(self, ways: tuple[Way, ...]) -> None:
        texts = self._context.texts
        self.found_ways = ways
        self._ways.set_rows([
            {
                "place": str(number), "name": texts(f"record.way_{way.kind}", name=way.name),
                "kilometres": f"{texts.number(way.kilometres)} km",
            }
            for number, way in enumerate(ways)
        ])
