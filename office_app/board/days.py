"""Which days the board shows and how near: going to a day, choosing a zoom, and what a window of days looks like."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from core.clock import at_local, local
from core.rules.facts import Minute, local_day, to_minute
from core.rules.timeline import DAY_GAP, PIXELS_PER_HOUR, Timeline, opening_hours, timeline
from office_app.board.model.geometry import COLUMN, MARGIN
from office_app.board.toolbar import View, stepped, window_of

if TYPE_CHECKING:
    from office_app.board.page import BoardPage

_WORKING_DAYS = 5
_HOURS_OF_A_DAY = 9.4
"""So many hours fill the board when a day is first shown."""
_USUAL_HOURS = 7, 16
"""The working day where nobody works."""


class Days(QObject):
    """Of one page. Scroll and zoom stay where they are unless another zoom is asked for."""

    def __init__(self, page: "BoardPage") -> None:
        super().__init__(page)
        self._page = page
        self.day: date = page.memory.day(self.today)
        self.zoom: View = page.memory.view()
        self._fit = True
        self._today_wanted = False
        self._revealed: tuple[str, Minute, Minute] | None = None
        page.toolbar.stepped.connect(self.step)
        page.toolbar.today.connect(self.go_today)
        page.toolbar.viewed.connect(self.show_view)
        page.view.zoomed.connect(lambda scale: page.memory.keep_scale(self.zoom, scale))

    @property
    def coming(self) -> bool:
        """Whether another zoom was asked for and is not shown yet."""
        return self._fit

    @property
    def today(self) -> date:
        return local(self._page.data.moment).date()

    def go_to(self, day: date) -> None:
        self._remember(day)
        self.show()

    def go_today(self) -> None:
        self._today_wanted = True
        self.go_to(self.today)

    def reveal(self, person_id: str, start: Minute, end: Minute) -> None:
        """Scrolls as little as needed for a job to be seen, on its day."""
        day = local_day(start)
        if not self.holds(day):
            self._revealed = person_id, start, end
            self.go_to(day)
            return
        row = self._page.view.scene.index_of(person_id)
        if row is not None:
            self._page.view.reveal(row, start, end)

    def step(self, step: int) -> None:
        """A period on or back."""
        self.go_to(stepped(self.zoom, self.day, step))

    def show_view(self, view: View) -> None:
        memory = self._page.memory
        memory.keep()  # how this zoom was scrolled, before another takes its place
        self.zoom = view
        memory.keep_view(view)
        self.show(fit=True)

    def reset(self) -> None:
        """This zoom as it is first shown."""
        memory = self._page.memory
        memory.keep()
        memory.forget_scale(self.zoom)
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
        if self._fit or moved:
            view.show_axis(axis)
        scroll = self._first_scroll() if self._fit else None
        view.loaded()
        if self._today_wanted:
            scroll = self._scroll_today(scroll)
        if scroll is not None:
            view.scroll_across(scroll)
        self._fit = self._today_wanted = False
        revealed, self._revealed = self._revealed, None
        if revealed is not None:
            self.reveal(*revealed)
        page.month.show_window(page.data.first_day, page.data.days, self.today)

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

    def _first_scroll(self) -> float:
        """As it was left, unless that hides a part of the working day that has room to be seen."""
        kept = self._page.memory.scroll(self.zoom)
        if self.zoom not in ("day", "list"):
            return 0.0 if kept is None else kept
        opens, closes = self._working_day()
        view = self._page.view
        return view.scroll_for(opens, closes, view.geometry_now.axis.x_of(opens - 20) if kept is None else kept)

    def _scroll_today(self, scroll: float | None) -> float:
        """The working day, and when that is too long the hour that it is."""
        view, now = self._page.view, self._page.data.now
        opens, closes = self._working_day()
        scroll = view.scroll_for(opens, closes, scroll)
        return view.scroll_for(now, now + 60, scroll) if opens <= now < closes else scroll

    def _working_day(self) -> tuple[Minute, Minute]:
        """From the first who begins to the last who ends on the day that is looked at."""
        shifts = [
            shift for row in self._page.view.scene.rows for shift in row.technician.shifts
            if local_day(shift.start) == self.day
        ]
        opens, closes = (to_minute(at_local(self.day, time(hour))) for hour in _USUAL_HOURS)
        return min((s.start for s in shifts), default=opens), max((s.end for s in shifts), default=closes)
