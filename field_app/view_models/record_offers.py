"""What is offered beside the records: the plan to copy, the articles that are used most, and the ways of the day."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import Property, QObject, Signal, Slot

from core.commands.favourites import StarItem
from core.queries.day_places import Way, ways_to
from core.queries.favourites import Favourites, favourites
from core.queries.visit_plan import VisitPlan, visit_plan
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel


class RecordOffers(QObject):
    """Asked anew with the records; `plan` and `favourites` are what the page's slots carry out."""

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
    ways = Property(QObject, lambda self: self._ways, constant=True)
    starred = Property(QObject, lambda self: self._starred, constant=True)
    chips = Property(QObject, lambda self: self._chips, constant=True)

    def refresh(self, activity_id: str) -> None:
        tasks, now = self._context.tasks, self._context.core.clock.now()
        author = tasks.author_id
        tasks.ask(visit_plan, activity_id, author, done=self._take_plan, key="visit plan", owner=self)
        tasks.ask(favourites, author, now, activity_id, done=self._take_favourites, key="favourites", owner=self)
        tasks.ask(ways_to, activity_id, author, done=self._take_ways, key="ways", owner=self)

    def _take_plan(self, plan: VisitPlan) -> None:
        texts = self._context.texts
        self.plan = plan
        self.pass_time(self._context.core.clock.now())
        self._show(
            planParts=texts.count("record.copy_plan_parts", len(plan.parts)) if plan.parts else "",
        )

    def pass_time(self, now: datetime) -> None:
        """The planned time is offered once it has passed."""
        texts, plan = self._context.texts, self.plan
        offered = plan.offered_at(now)
        self._show(planTime=texts("record.copy_plan_time", time=texts.minutes(plan.minutes)) if offered else "")

    def _show(self, **parts: Any) -> None:
        view = {**self._view, **parts}
        if view != self._view:
            self._view = view
            self.changed.emit()

    @Slot(str, bool)
    def star(self, item_id: str, starred: bool) -> None:
        """Puts a star on an article, or takes it off."""
        self._page.do(StarItem(item_id=item_id, starred=starred))

    def _take_favourites(self, found: Favourites) -> None:
        self.favourites = found
        self._show(starredIds=[one.item_id for one in found.starred])
        if not self._are_shown:
            self._are_shown = True
            self.settle_order()

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
