"""How full each technician's days are, computed once per row and window and kept until the row changes."""

from datetime import date, timedelta

from core.clock import day_bounds
from core.presenters.board import hour_minutes
from core.rules.facts import local_day, to_minute
from office_app.board.model.scene import Scene

_MOST = 2_000


class DayLoads:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._known: dict[tuple[int, int, int, date, int], list[int | None]] = {}

    def of_row(self, number: int, first_day: date, days: int) -> list[int | None]:
        """Percent per day; None where the technician does not work."""
        key = (self._scene.generation, number, self._scene.rows[number].version, first_day, days)
        if key not in self._known:
            if len(self._known) > _MOST:
                self._known.clear()
            self._known[key] = self._compute(number, first_day, days)
        return self._known[key]

    def _compute(self, number: int, first_day: date, days: int) -> list[int | None]:
        row = self._scene.rows[number]
        first, last = day_bounds(first_day)[0], day_bounds(first_day + timedelta(days=days - 1))[1]
        busy: dict[date, list[int]] = {}
        opens, closes = to_minute(first), to_minute(last)
        hours = hour_minutes(self._scene.in_order(number), row.technician, opens, closes)
        for hour in hours.loads(opens):
            entry = busy.setdefault(local_day(hour.start), [0, 0])
            entry[0] += hour.work + hour.travel
            entry[1] += hour.work + hour.travel + hour.free
        found: list[int | None] = []
        for offset in range(days):
            done, total = busy.get(first_day + timedelta(days=offset), (0, 0))
            found.append(round(100 * done / total) if total else None)
        return found
