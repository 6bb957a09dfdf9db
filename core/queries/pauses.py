"""When a technician had stopped working on a visit, and drove to it once more, as his stamps tell."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.visit import StatusEvent
from core.rules.working_time import whole_minute


@dataclass(frozen=True, slots=True)
class Pause:
    """In whole minutes; without `end` it lasts still."""

    start: datetime
    end: datetime | None


def pauses(session: Session, assignment_id: str) -> tuple[Pause, ...]:
    """In their order, each with the way back to the job. One that a clock set back gave no length is none."""
    found: list[Pause] = []
    begun: datetime | None = None
    for _source, target, at in _steps(session, assignment_id):
        if begun is not None and target not in ("paused", "travelling"):
            if at > begun:
                found.append(Pause(begun, at))
            begun = None
        if target == "paused" and begun is None:
            begun = at
    if begun is not None:
        found.append(Pause(begun, None))
    return tuple(found)


def ways_back(session: Session, assignment_id: str) -> tuple[Pause, ...]:
    """The journeys to a job that was paused, in their order; one that was turned round on is none, as the first is."""
    found: list[Pause] = []
    begun: datetime | None = None
    for source, target, at in _steps(session, assignment_id):
        if begun is not None:
            if target != "paused" and at > begun:
                found.append(Pause(begun, at))
            begun = None
        if source == "paused" and target == "travelling":
            begun = at
    if begun is not None:
        found.append(Pause(begun, None))
    return tuple(found)


def _steps(session: Session, assignment_id: str) -> list[tuple[str, str, datetime]]:
    events = session.execute(
        select(StatusEvent.from_step, StatusEvent.to_step, StatusEvent.at)
        .where(StatusEvent.assignment_id == assignment_id, StatusEvent.legal.is_(True))
        .order_by(StatusEvent.id)  # ids go by time on the tablet that took the steps
    )
    return [(event.from_step, event.to_step, whole_minute(event.at)) for event in events]
