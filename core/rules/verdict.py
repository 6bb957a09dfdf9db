"""The words of a planning verdict: grade, reason, conflicts with their ways out, and a row's free intervals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from core.rules.facts import Minute
from core.rules.travel import Place

Grade = Literal["best", "good", "possible", "conflict", "no"]
Severity = Literal["hard", "soft", "note"]
GRADES: tuple[Grade, ...] = ("best", "good", "possible", "conflict", "no")


@dataclass(frozen=True, slots=True)
class Reason:
    """A text key with plain values (times are datetimes, spans are ints named `minutes`)."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fix:
    """A way out of a conflict: `move` to another time with the same person, or `person` at a time."""

    kind: Literal["move", "person"]
    person_id: str
    name: str
    start: Minute


@dataclass(frozen=True, slots=True)
class Conflict:
    """What speaks against a plan. `subject` is the id of the visit, person, skill or part that it is about.

    `hard` stops exist only for law and safety; `soft` ones a person may accept; a `note` only lowers the grade.
    """

    code: str
    severity: Severity
    subject: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    fixes: tuple[Fix, ...] = ()

    @property
    def reason(self) -> Reason:
        return Reason(f"fit.reason_{self.code}", self.params)

    @property
    def sentence(self) -> Reason:
        return Reason(f"fit.sentence_{self.code}", self.params)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is true of one job with one technician at one start.

    `travel` leads there from `from_name` (empty: from home) at `from_place`; `ready` is when he could be at the door;
    `slack` is what is left before he must leave for `next_name` (None when nothing follows); `extra_travel` is what the
    day's driving grows by. `parts` of `parts_needed` lie in his van. `skills` pairs each needed skill with its last
    valid day.
    """

    person_id: str
    grade: Grade
    reason: Reason
    start: Minute
    end: Minute
    conflicts: tuple[Conflict, ...] = ()
    travel: int = 0
    from_name: str = ""
    ready: Minute = 0
    slack: int | None = None
    next_name: str = ""
    extra_travel: int = 0
    parts: int = 0
    parts_needed: int = 0
    skills: tuple[tuple[str, date | None, bool], ...] = ()
    from_place: Place | None = None

    @property
    def allowed(self) -> bool:
        """Whether a person may plan it so, accepting what is soft."""
        return self.grade != "no"

    def codes(self, severity: Severity) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c.code for c in self.conflicts if c.severity == severity))


@dataclass(frozen=True, slots=True)
class Gap:
    """Starts from `earliest` to `latest` with nothing in the way; `travel`/`extra` as in Verdict."""

    earliest: Minute
    latest: Minute
    travel: int
    extra: int


@dataclass(frozen=True, slots=True)
class Interval:
    """Starts from `start` to `end` (both included) that disturb nothing."""

    start: Minute
    end: Minute


@dataclass(frozen=True, slots=True)
class RowVerdict:
    """One technician's window: where the job fits, or the first reason why it does not."""

    person_id: str
    intervals: tuple[Interval, ...]
    reason: Reason | None = None

    def first_within(self, low: Minute, high: Minute, step: int) -> Minute | None:
        """The first start in [low, high) that disturbs nothing, round where the interval has a round one."""
        for interval in self.intervals:
            start, end = max(interval.start, low), min(interval.end, high - 1)
            if start <= end:
                rounded = -(-start // step) * step
                return rounded if rounded <= end else start
        return None
