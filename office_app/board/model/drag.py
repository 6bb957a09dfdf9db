"""One drag over the board, wherever it began: what is dragged, where it would land, and what each row says to it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QRectF

from core.clock import at_local, day_bounds, local
from core.presenters.board_drag import DragSession
from core.queries.board import VisitRow
from core.rules.facts import JobFacts, Minute, local_day, to_minute, to_moment
from core.rules.fit import crown
from core.rules.running import shortest
from core.rules.timeline import FINE_SNAP_MINUTES, SNAP_MINUTES, Span, snap
from core.rules.verdict import Verdict
from office_app.board.model.arrange import place_for
from office_app.board.model.geometry import Geometry
from office_app.board.model.scene import Scene

Mode = Literal["place", "move", "resize"]
Purpose = Literal["move", "help", "copy"]
SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Target:
    """Where a drop would put the job."""

    row: int
    person_id: str
    start: Minute
    duration: int
    verdict: Verdict


class Drag:
    """Pure of widgets: it is told where the pointer is in the board's viewport and answers with a target and verdicts.

    `grab` is how many minutes into the job the pointer took hold. `place` is a job out of the list, `move` a bar,
    `resize` a bar's end. `others` are chosen too and keep their distance in time and rows to the one in the hand.
    """

    def __init__(self, scene: Scene, visit: VisitRow, mode: Mode, grab: float, now: Minute) -> None:
        self.scene, self.visit, self.mode, self.grab = scene, visit, mode, grab
        self.session = DragSession(visit.job(scene.skills), scene.facts, now)
        self.others: tuple[VisitRow, ...] = ()
        self.generation = scene.generation
        self.target: Target | None = None
        self.purpose: Purpose = "move"
        self.verdicts: Mapping[str, Verdict] = {}
        self.judged = False
        self.held_at_now = False
        """Whether a job that is under way was to end before now: it ends now at the earliest."""
        self._window: tuple[Minute, Minute] = (now, now)

    def know(self, job: JobFacts) -> None:
        """Parts and who has been there; what is shown is judged anew at the next move."""
        self.session.know(job)

    def begin(self, geometry: Geometry) -> None:
        """Where it may land. The rows answer at the first place it is held over, or when it is outside all of them."""
        self._window = (max(geometry.axis.first, self.session.now), geometry.axis.last)

    def renew(self, geometry: Geometry) -> None:
        """Other days are shown now, or other people; what the technicians have in them is not known yet."""
        self.session = DragSession(self.session.job, self.scene.facts, self.session.now)
        self.begin(geometry)
        row = self.scene.index_of(self.target.person_id) if self.target is not None else None
        if self.target is None or row is None:
            self.leave(geometry)
        else:
            self.at(geometry, row, self.target.start)

    def leave(self, geometry: Geometry) -> None:
        """The pointer is outside the rows: each row says where the job would fit first."""
        self.target, self.judged = None, True
        found = {person: self._first_fit(person) for person in self._people(geometry.visible_rows())}
        self.verdicts = crown({person: verdict for person, verdict in found.items() if verdict is not None})

    def over(
        self, geometry: Geometry, x: float, row: int, *, fine: bool = False, keep_row: bool = False,
        keep_time: bool = False,
    ) -> None:
        """The pointer is at `x` over a row. `keep_row` and `keep_time` hold the technician or the time still."""
        if self.mode == "resize":
            self._resize(geometry, x, fine)
            return
        if keep_row and self.visit.person_id is not None:
            own = self.scene.index_of(self.visit.person_id)
            row = row if own is None else own
        person = self.scene.rows[row].technician.id
        if keep_time and self.visit.start is not None:
            start = self.visit.start
        elif geometry.stacked:
            start = self._on_day(person, geometry.axis.span_at(geometry.minute_at(x)))
        else:
            wished = geometry.minute_at(x) - self.grab
            magnets = self.session.magnets(person, geometry.axis.first, geometry.axis.last)
            start = snap(geometry.axis, wished, FINE_SNAP_MINUTES if fine else SNAP_MINUTES, magnets)
        self.at(geometry, row, start)

    def at(self, geometry: Geometry, row: int, start: Minute) -> None:
        """The job at this start in this row; every visible row that it could go to is judged at the same start."""
        person = self.scene.rows[row].technician.id
        # Only the row that a longer or shorter job stays in has something to say to it.
        people = {person} if self.mode == "resize" else {*self._people(geometry.visible_rows()), person}
        self.verdicts, self.judged = self.session.verdicts(people, start), True
        verdict = self.verdicts.get(person)
        self.target = None if verdict is None else Target(row, person, start, self.session.job.duration, verdict)

    def boxes(self, geometry: Geometry) -> list[tuple[VisitRow, QRectF]]:
        """Where all that is in the hand would come to lie, the job that was taken first."""
        if self.target is None:
            return []
        moved = [(self.visit, self.target.row, self.target.start, self.target.duration)]
        moved += [(other, row, start, other.duration) for other, row, start in self.company()]
        if not geometry.stacked:
            return [(visit, geometry.span_rect(row, start, start + length)) for visit, row, start, length in moved]
        gone, found = {visit.id for visit, *_where in moved}, []
        for visit, row, start, _length in moved:
            day = geometry.axis.span_at(start)
            beside = [at for _other, on, at, _ in moved if on == row and geometry.axis.span_at(at) == day]
            number = place_for(self.scene.arranged(row), start, gone) + sum(1 for at in beside if at < start)
            found.append((visit, QRectF(*geometry.place_box(row, start, number, 1))))
        return found

    def _on_day(self, person: str, day: Span) -> Minute:
        """Where a day is a column without hours: the clock time that the job has, or was promised, as long as nothing
        speaks against it, else the first round time that disturbs nothing. Where there is none the first stays."""
        now, visit = self.session.now, self.visit
        if visit.start is not None and day.start <= visit.start < day.end and visit.person_id == person:
            return visit.start
        wished = visit.start if visit.start is not None else visit.promised_from
        if wished is not None:
            wished = to_minute(at_local(local_day(day.start), local(to_moment(wished)).time()))
            verdict = self.session.verdict(person, wished)
            if verdict is not None and verdict.grade in ("best", "good", "possible"):
                return wished
        low, high = (to_minute(moment) for moment in day_bounds(local_day(day.start)))
        row = self.session.row(person, *self._window)
        first = None if row is None else row.first_within(low, high, SNAP_MINUTES)
        if first is not None:
            return first
        technician = self.scene.technician(person)
        shifts = technician.shifts if technician is not None else ()
        opens = next((shift.start for shift in shifts if low <= shift.start < high), day.start)
        return wished if wished is not None else max(opens, -(-now // SNAP_MINUTES) * SNAP_MINUTES if now < high else 0)

    def company(self) -> Iterator[tuple[VisitRow, int, Minute]]:
        """The others with the row and start that a drop would give them."""
        came_from, target = self.scene.index_of(self.visit.person_id), self.target
        if target is None or came_from is None or self.visit.start is None or self.purpose != "move":
            return
        for other in self.others:
            row = self.scene.index_of(other.person_id)
            if row is not None and other.start is not None:
                moved = min(max(0, row + target.row - came_from), len(self.scene.rows) - 1)
                yield other, moved, other.start + target.start - self.visit.start

    @property
    def changes(self) -> bool:
        """Whether a drop would change anything."""
        target, visit = self.target, self.visit
        if target is None:
            return False
        return (target.person_id, target.start, target.duration) != (visit.person_id, visit.start, visit.duration)

    def _resize(self, geometry: Geometry, x: float, fine: bool) -> None:
        assert self.visit.start is not None
        row = self.scene.index_of(self.visit.person_id)
        if row is None:
            return
        end = snap(geometry.axis, geometry.minute_at(x), FINE_SNAP_MINUTES if fine else SNAP_MINUTES)
        wished = max(SHORTEST, end - self.visit.start)
        least = shortest(self.visit.start, self.visit.state, self.session.now)
        self.held_at_now = wished < least
        self.session.resized(max(wished, least))
        self.at(geometry, row, self.visit.start)

    def first_start(self, row: int) -> Minute | None:
        """Where the job would go if it were only said who does it: the first round time that disturbs nobody."""
        found = self.session.row(self.scene.rows[row].technician.id, *self._window)
        return None if found is None else found.first_within(*self._window, SNAP_MINUTES)

    def _first_fit(self, person: str) -> Verdict | None:
        row = self.session.row(person, *self._window)
        if row is None:
            return None
        wished = self.visit.promised_from if self.visit.promised_from is not None else self._window[0]
        start = row.intervals[0].start if row.intervals else max(wished, self._window[0])
        return self.session.verdict(person, start)

    def _people(self, rows: Iterable[int]) -> list[str]:
        return [self.scene.rows[number].technician.id for number in rows]
