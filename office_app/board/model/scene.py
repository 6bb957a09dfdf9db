"""What the board shows, row by row in sorted arrays, so that a stretch of time is found by bisection."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from core.queries.board import BoardChange, BoardRows, Trouble, VisitRow
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Minute, SkillNeed, TechnicianFacts
from office_app.board.model.arrange import Bar, Row, arrange


class Scene:
    """The board's model on the GUI thread. It asks nothing by itself: rows are put into it."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.visits: dict[str, VisitRow] = {}
        self.unplanned: dict[str, VisitRow] = {}
        self.strangers: dict[str, VisitRow] = {}
        """Visits whose lead has no row here."""
        self.skills: dict[str, SkillNeed] = {}
        self.trouble: tuple[Trouble, ...] = ()
        self.generation = 0
        self._index: dict[str, int] = {}

    # ---- Putting in ----

    def load(self, found: BoardRows) -> None:
        """A whole window, at once."""
        self.generation += 1
        self.skills, self.trouble = found.skills, found.trouble
        self.rows = [Row(technician) for technician in found.technicians]
        self._index = {row.technician.id: number for number, row in enumerate(self.rows)}
        self.visits, self.strangers = {}, {}
        self.unplanned = {visit.id: visit for visit in found.unplanned}
        for visit in found.visits:
            self._insert(visit)

    def apply(self, change: BoardChange) -> set[int]:
        """Puts changed visits; returns the rows that look different now."""
        touched: set[int] = set()
        self.trouble = change.trouble
        for visit_id in change.gone:
            touched |= self.remove(visit_id)
        for visit in change.rows:
            touched |= self.put(visit)
        return touched

    def put(self, visit: VisitRow) -> set[int]:
        """One visit as it is now; returns the rows it left and came to."""
        before = self.visits.get(visit.id) or self.unplanned.get(visit.id)
        if before == visit:
            return set()
        touched = self.remove(visit.id)
        if visit.planned:
            self._insert(visit)
            touched |= self.rows_of(visit)
        else:
            self.unplanned[visit.id] = visit
        for number in touched:
            self._changed(number)
        return touched

    def put_technicians(self, technicians: tuple[TechnicianDays, ...]) -> set[int] | None:
        """The same people with other days; returns the rows that changed, None when there are other people now."""
        if [row.technician.id for row in self.rows] != [technician.id for technician in technicians]:
            return None
        touched = set()
        for number, technician in enumerate(technicians):
            if self.rows[number].technician != technician:
                self.rows[number].technician = technician
                self._changed(number)
                touched.add(number)
        return touched

    def remove(self, visit_id: str) -> set[int]:
        self.unplanned.pop(visit_id, None)
        self.strangers.pop(visit_id, None)
        before = self.visits.pop(visit_id, None)
        if before is None:
            return set()
        touched = self.rows_of(before)
        for number in touched:
            self.rows[number].visits.pop(visit_id, None)
            self._changed(number)
        return touched

    def replan(self, visit: VisitRow, person_id: str, start: Minute, duration: int) -> VisitRow:
        """The visit as it will be when the plan is stored: shown at once, the truth follows."""
        end = start + duration
        return replace(
            visit, person_id=person_id, start=start, end=end, duration=duration, busy_until=end,
            helper_ids=tuple(helper for helper in visit.helper_ids if helper != person_id),
            state="planned" if visit.state == "draft" or visit.person_id != person_id else visit.state,
            status="planned" if visit.state == "draft" or visit.person_id != person_id else visit.status,
            late_from=None,
        )

    # ---- Looking up ----

    def find(self, visit_id: str) -> VisitRow | None:
        return self.visits.get(visit_id) or self.unplanned.get(visit_id)

    def index_of(self, person_id: str | None) -> int | None:
        return self._index.get(person_id or "")

    def technician(self, person_id: str | None) -> TechnicianDays | None:
        number = self.index_of(person_id)
        return None if number is None else self.rows[number].technician

    def rows_of(self, visit: VisitRow) -> set[int]:
        people = (visit.person_id or "", *visit.helper_ids)
        return {self._index[person] for person in people if person in self._index}

    def bars(self, number: int) -> list[Bar]:
        """All bars of a row, sorted, with lanes and travel."""
        return self.arranged(number).bars

    def arranged(self, number: int) -> Row:
        """A row whose bars, and what else takes up its days, have their places."""
        row = self.rows[number]
        if not row.sorted:
            arrange(row)
        return row

    def bars_between(self, number: int, start: Minute, end: Minute) -> Sequence[Bar]:
        """Bars that touch [start, end), found by bisection."""
        bars = self.bars(number)
        row = self.rows[number]
        low = bisect_left(row.starts, start - row.longest)
        high = bisect_right(row.starts, end)
        return [bar for bar in bars[low:high] if bar.end > start and bar.start - bar.travel < end]

    def fullest_day(self) -> int:
        """The most things that anybody has in one day."""
        return max((bar.count for number in range(len(self.rows)) for bar in self.bars(number)), default=0)

    def bar_at(self, number: int, minute: float) -> Bar | None:
        """The bar under a minute (the first lane's when several overlap)."""
        return next((bar for bar in self.bars_between(number, int(minute), int(minute) + 1)
                     if bar.start <= minute < bar.end), None)

    def facts(self, person_id: str) -> TechnicianFacts | None:
        """What planning knows about a row, made when first needed and kept until the row changes."""
        number = self.index_of(person_id)
        if number is None:
            return None
        row = self.rows[number]
        if row.facts is None:
            row.facts = row.technician.facts(visit.stop() for visit in row.visits.values())
        return row.facts

    def in_order(self, number: int) -> Iterator[VisitRow]:
        """A row's visits by start."""
        return (bar.visit for bar in self.bars(number))

    def running(self) -> Iterable[int]:
        """Rows whose look depends on the time of day: something is under way or may become late."""
        return {
            number for visit in self.visits.values()
            if visit.status == "on_site" or visit.late_from is not None for number in self.rows_of(visit)
        }

    # ---- Inside ----

    def _insert(self, visit: VisitRow) -> None:
        self.visits[visit.id] = visit
        if visit.person_id not in self._index:
            self.strangers[visit.id] = visit
        for number in self.rows_of(visit):
            self.rows[number].visits[visit.id] = visit
            self._changed(number)

    def _changed(self, number: int) -> None:
        row = self.rows[number]
        row.version += 1
        row.sorted, row.facts = False, None
