"""Which days the board shows and how near: going to a day, choosing a zoom, and what a window of days looks like."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.clock import local
from core.rules.facts import local_day
from core.rules.timeline import DAY_GAP, PIXELS_PER_HOUR, Timeline, opening_hours, timeline
from office_app.board.model.geometry import COLUMN, MARGIN
from office_app.board.toolbar import View, stepped, window_of

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_WORKING_DAYS = 5
_HOURS_OF_A_DAY = 9.4
"""So many hours fill the board when a day is first shown."""


class Days(QObject):
    """Of one page. Scroll and zoom stay where they are unless another zoom is asked for."""

    def __init__(self, page: "BoardPage") -> None:
        super().__init__(page)
        self._page = page
        self.day: date = page.memory.day(self.today)
        self.zoom: View = page.memory.view()
        self._fit = True
        page.toolbar.stepped.connect(self.step)
        page.toolbar.today.connect(self.go_today)
        page.toolbar.viewed.connect(self.show_view)
        page.view.zoomed.connect(lambda scale: page.memory.keep_scale(self.zoom, scale))

    @property
    def today(self) -> date:
        return local(self._page.data.moment).date()

    def go_to(self, day: date) -> None:
        self._remember(day)
        self.show()

    def go_today(self) -> None:
        self.go_to(self.today)
        self._page.view.reveal(0, self._page.data.now)

    def step(self, step: int) -> None:
        """A period on or back."""
        self.go_to(stepped(self.zoom, self.day, step))

    def show_view(self, view: View) -> None:
        memory = self._page.memory
        memory.keep()  # how this zoom was scrolled, before another takes its place
        self.zoom = view
        memory.keep_view(view)
        self.show(fit=True)

    def show_day(self, day: date) -> None:
        """A day of the month, from near."""
        self._remember(day)
        self.show_view("day")

    def holds(self, day: date) -> bool:
        """Whether a day is among those that are shown."""
        data = self._page.data
        return data.first_day <= day < data.first_day + timedelta(days=data.days)

    def show(self, fit: bool = False) -> None:
        page = self._page
        first, days = window_of(self.zoom, self.day)
        self._fit = fit or not page.data.ready
        page.toolbar.show_window(self.zoom, first, days)
        page.data.show(first, days)

    def arrived(self) -> None:
        """The window of days that was asked for is in the scene."""
        page, view = self._page, self._page.view
        others: dict[str, QWidget] = {"month": page.month, "list": page.list_pane}
        shown = others.get(self.zoom, view) if view.scene.rows else page.nobody
        page.boards.setCurrentWidget(shown)
        page.frame_.place_list(self.zoom)
        page.frame_.place_details()
        if shown is page.list_pane and self._fit:
            page.list.setFocus()
        view.now = page.unplanned.cards.now = page.data.now
        axis = self._axis()
        moved = axis.first != view.geometry_now.axis.first or axis.last != view.geometry_now.axis.last
        scroll = self._first_scroll(axis) if self._fit else None
        if self._fit or moved:
            view.show_axis(axis, scroll)
        view.loaded()
        if scroll is not None:
            view.scroll_across(scroll)
        self._fit = False
        page.month.show_window(page.data.first_day, page.data.days)

    def rows_changed(self, rows: Iterable[int]) -> None:
        """A day of the week that was not shown is shown, as near as the others, when something is planned on it."""
        view, scene = self._page.view, self._page.view.scene
        axis = view.geometry_now.axis
        last = max((bars[-1].start for number in rows if (bars := scene.bars(number))), default=0)
        if self.zoom == "week" and last >= axis.last:
            opens, closes = self._hours()
            days = self._days_in_use()
            view.show_axis(timeline(self._page.data.first_day, days, axis.pixels_per_hour, opens, closes))

    # ---- Inside ----

    def _remember(self, day: date) -> None:
        self.day = day
        self._page.memory.keep_day(day, self.today)

    def _axis(self) -> Timeline:
        (opens, closes), days, kept = self._hours(), self._days_in_use(), self._page.memory.scale(self.zoom)
        scale = kept or self._fitting_scale(days, closes - opens)
        return timeline(self._page.data.first_day, days, scale, opens, closes)

    def _hours(self) -> tuple[int, int]:
        if self.zoom in ("day", "month", "list"):
            return 0, 24
        scene = self._page.view.scene
        shifts = ((shift.start, shift.end) for row in scene.rows for shift in row.technician.shifts)
        visits = ((visit.start, visit.end) for visit in scene.visits.values())
        return opening_hours((s, e) for s, e in (*shifts, *visits) if s is not None and e is not None)

    def _days_in_use(self) -> int:
        """A week ends with the last day on which anybody works or anything is planned, or with today: a closed weekend
        takes no room from the names. Any other window is shown whole."""
        data, scene = self._page.data, self._page.view.scene
        if self.zoom != "week":
            return data.days
        shifts = (row.technician.shifts[-1].start for row in scene.rows if row.technician.shifts)
        visits = (visit.start for visit in scene.visits.values() if visit.start is not None)
        last = max((*shifts, *visits, data.now if self.holds(self.today) else 0), default=0)
        used = (local_day(last) - data.first_day).days + 1
        return min(data.days, max(_WORKING_DAYS, used))

    def _fitting_scale(self, days: int, hours: int) -> float:
        """The working day (or days) fill the board when a zoom is first shown; after that it is the person's own."""
        view = self._page.view
        room = max(300, view.canvas.width() - COLUMN)
        if days == 1:
            return min(160.0, max(64.0, room / _HOURS_OF_A_DAY))
        if self.zoom == "month":
            return PIXELS_PER_HOUR["week"]
        room -= MARGIN + view.verticalScrollBar().sizeHint().width()
        return max(5.0 if self.zoom == "week" else 20.0, (room - DAY_GAP * days) / (hours * days))

    def _first_scroll(self, axis: Timeline) -> float:
        kept = self._page.memory.scroll(self.zoom)
        if kept is not None:
            return kept
        if self.zoom not in ("day", "list"):
            return 0.0
        starts = [shift.start for row in self._page.view.scene.rows for shift in row.technician.shifts]
        return max(0.0, axis.x_of(min(starts, default=axis.first + 7 * 60) - 20))
