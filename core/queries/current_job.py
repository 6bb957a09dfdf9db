"""The job that a technician means by «the job»: the one under way, else the one he last looked at, else his next."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import day_bounds
from core.model.visit import Activity, ServiceAssignment
from core.rules.current_job import JobAtHand, current

_GONE = ("cancelled", "rejected", "aborted")


def current_job(session: Session, person_id: str, looked_id: str, day: date) -> str:
    """The visit's id, empty when there is none; `looked_id` is the one whose page he opened last."""
    begins, ends = day_bounds(day)
    rows = session.execute(
        select(
            Activity.id, ServiceAssignment.step, Activity.planned_start, Activity.state, ServiceAssignment.arrived_at,
            ServiceAssignment.travel_started_at,
        )
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .where(
            ServiceAssignment.person_id == person_id, ServiceAssignment.step.not_in(_GONE),
            Activity.released_at.is_not(None), Activity.state != "cancelled",
            (ServiceAssignment.step != "done") | (Activity.id == looked_id),
        )
        .order_by(Activity.planned_start, Activity.id)
    )
    return current(
        [
            JobAtHand(
                row.id, row.step, row.arrived_at or row.travel_started_at,
                row.planned_start is not None and begins <= row.planned_start < ends,
                row.planned_start is not None and row.planned_start < begins and row.state != "done",
            )
            for row in rows
        ],
        looked_id,
    )
