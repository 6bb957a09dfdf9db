"""One drag over the board: every row's verdict, asked once and then only looked up, and where a drop would snap to."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from core.rules.facts import JobFacts, Minute, TechnicianFacts
from core.rules.fit import Team, crown, feasible, fit, shared_gaps
from core.rules.verdict import RowVerdict, Verdict

Facts = Callable[[str], TechnicianFacts | None]


class DragSession:
    """Verdicts for one job over the technicians' days as they were when the drag began.

    `facts` gives a technician's facts by person id; they are asked for once per row.
    """

    def __init__(self, job: JobFacts, facts: Facts, now: Minute) -> None:
        self.job = job
        self.now = now
        self._facts = facts
        self._known: dict[str, TechnicianFacts | None] = {}
        self._verdicts: dict[tuple[str, Minute], Verdict | None] = {}
        self._rows: dict[tuple[str, Minute, Minute], RowVerdict | None] = {}
        self._magnets: dict[tuple[str, Minute, Minute], tuple[Minute, ...]] = {}

    def know(self, job: JobFacts) -> None:
        """Better facts about the same job have arrived (its parts, who has been there)."""
        self._judge(replace(job, duration=self.job.duration))

    def resized(self, duration: int) -> None:
        """The job with another length."""
        if duration != self.job.duration:
            self._judge(replace(self.job, duration=duration))

    def technician(self, person_id: str) -> TechnicianFacts | None:
        if person_id not in self._known:
            self._known[person_id] = self._facts(person_id)
        return self._known[person_id]

    @property
    def team(self) -> Team:
        """Those who come along on the job and are on the board."""
        known = (self.technician(helper) for helper in self.job.helper_ids)
        return tuple(helper for helper in known if helper is not None)

    def verdict(self, person_id: str, start: Minute) -> Verdict | None:
        """The verdict for one row at one start; None for somebody who is not on the board."""
        key = (person_id, start)
        if key not in self._verdicts:
            technician = self.technician(person_id)
            self._verdicts[key] = (
                None if technician is None else fit(self.job, technician, start, self.now, self.team)
            )
        return self._verdicts[key]

    def verdicts(self, person_ids: Iterable[str], start: Minute) -> Mapping[str, Verdict]:
        """All these rows at one start; only one of them is best."""
        found = {person_id: self.verdict(person_id, start) for person_id in person_ids}
        return crown({person_id: verdict for person_id, verdict in found.items() if verdict is not None})

    def row(self, person_id: str, first: Minute, last: Minute) -> RowVerdict | None:
        """Where the job fits in one row, or the first reason why it does not."""
        key = (person_id, first, last)
        if key not in self._rows:
            technician = self.technician(person_id)
            self._rows[key] = (
                None if technician is None else feasible(self.job, technician, first, last, self.now, self.team)
            )
        return self._rows[key]

    def magnets(self, person_id: str, first: Minute, last: Minute) -> tuple[Minute, ...]:
        """Starts that a drop is drawn to: as soon as he can be there, the promise, the beginning of the shift."""
        key = (person_id, first, last)
        if key not in self._magnets:
            self._magnets[key] = tuple(self._drawn_to(person_id, first, last))
        return self._magnets[key]

    def _drawn_to(self, person_id: str, first: Minute, last: Minute) -> Iterable[Minute]:
        technician = self.technician(person_id)
        if technician is None:
            return ()
        soonest = (gap.earliest for gap in shared_gaps(self.job, technician, first, last, self.now, self.team))
        shifts = (shift.start for shift in technician.shifts)
        promise = () if self.job.promised_from is None else (self.job.promised_from,)
        return (minute for minute in {*soonest, *shifts, *promise} if first <= minute <= last)

    def _judge(self, job: JobFacts) -> None:
        """From now on the questions are about this job."""
        self.job = job
        for known in (self._verdicts, self._rows, self._magnets):
            known.clear()
