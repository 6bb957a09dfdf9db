"""What a visit was planned with and has not been recorded yet: its time and its parts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.visit import Activity
from core.queries.parts import PartRow, visit_parts
from core.queries.visit_lines import live
from core.rules.working_time import has_passed, whole_minute


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """`start` is when the work began, else when it was to begin; `minutes` is 0 when work time is recorded already;
    `parts` are the certain ones that are not used yet."""

    start: datetime | None
    minutes: int
    parts: tuple[PartRow, ...]

    def offered_at(self, now: datetime) -> bool:
        """Whether the planned time can be recorded as it was planned: not before it has passed."""
        return bool(self.minutes) and self.start is not None and has_passed(self.start, self.minutes, now)


def visit_plan(session: Session, activity_id: str, person_id: str) -> VisitPlan:
    row = session.execute(
        select(Activity.duration_minutes, Activity.planned_start, Activity.arrived_at)
        .where(Activity.id == activity_id)
    ).one_or_none()
    if row is None:
        return VisitPlan(None, 0, ())
    worked = any(
        one.kind == "work" and one.person_id == person_id for one in session.scalars(live("time", activity_id))
    )
    parts = visit_parts(session, activity_id, person_id)
    begun = row.arrived_at or row.planned_start
    return VisitPlan(
        whole_minute(begun) if begun is not None else None, 0 if worked else row.duration_minutes,
        tuple(part for part in parts if not part.used and not part.maybe and not part.lacking),
    )
