"""What is said about the whole board, kept per row: a change costs the rows that it touched, not the firm."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import inf

from core.presenters.board import Attention, HourLoad, HourMinutes, hour_minutes, person_attention
from core.queries.board import VisitRow
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Minute
from office_app.board.model.scene import Scene


@dataclass(frozen=True, slots=True)
class Said:
    """Of some people's visits: what needs a look, how many are being worked on and driven to.

    It holds until `until`: then something is late, or later than it was.
    """

    attention: tuple[Attention, ...]
    working: int
    driving: int
    until: float = inf


class BoardSummary:
    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._generation = -1
        self._said: dict[int, tuple[int, Said]] = {}
        self._window: tuple[int, Minute, Minute] = (-1, 0, 0)
        self._hours: dict[int, tuple[int, HourMinutes]] = {}
        self._total = HourMinutes(0)
        self._unsent_window = self._window
        self._unsent: dict[int, tuple[int, int]] = {}

    def people(self, now: Minute) -> Said:
        scene = self._scene
        if self._generation != scene.generation:
            self._generation = scene.generation
            self._said.clear()
        for number, row in enumerate(scene.rows):
            known = self._said.get(number)
            if known is None or known[0] != row.version or now >= known[1].until:
                own = [visit for visit in scene.in_order(number) if visit.person_id == row.technician.id]
                self._said[number] = row.version, _said(own, row.technician, now)
        every = [said for _version, said in self._said.values()]
        every.append(_said(list(scene.strangers.values()), None, now))
        return Said(tuple(one for said in every for one in said.attention), sum(said.working for said in every),
                    sum(said.driving for said in every))

    def unsent(self, first: Minute, last: Minute) -> int:
        """How many jobs in [first, last) are to be sent."""
        scene = self._scene
        window = scene.generation, first, last
        if window != self._unsent_window:
            self._unsent_window = window
            self._unsent.clear()
        for number, row in enumerate(scene.rows):
            known = self._unsent.get(number)
            if known is None or known[0] != row.version:
                own = (visit for visit in row.visits.values() if visit.person_id == row.technician.id)
                self._unsent[number] = row.version, _count_unsent(own, first, last)
        return sum(count for _version, count in self._unsent.values()) \
            + _count_unsent(scene.strangers.values(), first, last)

    def loads(self, first: Minute, last: Minute) -> tuple[HourLoad, ...]:
        """Work, driving and free time of every hour in [first, last) in which anybody works or is planned."""
        scene = self._scene
        window = scene.generation, first, last
        if window != self._window:
            self._window, self._total = window, HourMinutes(max(0, (last - first + 59) // 60))
            self._hours.clear()
        for number, row in enumerate(scene.rows):
            known = self._hours.get(number)
            if known is not None and known[0] == row.version:
                continue
            if known is not None:
                self._total.add(known[1], -1)
            fresh = hour_minutes(scene.in_order(number), row.technician, first, last)
            self._total.add(fresh)
            self._hours[number] = row.version, fresh
        return self._total.loads(first)


def _said(visits: list[VisitRow], technician: TechnicianDays | None, now: Minute) -> Said:
    statuses = [visit.shown_status(now) for visit in visits]
    late = [visit.late_from for visit in visits if visit.late_from is not None]
    until = now + 1 if any(minute <= now for minute in late) else min(late, default=inf)
    return Said(person_attention(visits, technician, now), sum(status in ("on_site", "paused") for status in statuses),
                statuses.count("travelling"), until)


def _count_unsent(visits: Iterable[VisitRow], first: Minute, last: Minute) -> int:
    return sum(1 for visit in visits if visit.start is not None and first <= visit.start < last and visit.unsent)
