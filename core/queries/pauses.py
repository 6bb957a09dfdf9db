"""When a technician had stopped working on a visit, as his stamps tell."""

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
    """In their order. One that a clock set back gave no length is none."""
    events = session.execute(
        select(StatusEvent.from_step, StatusEvent.to_step, StatusEvent.at)
        .where(StatusEvent.assignment_id == assignment_id, StatusEvent.legal.is_(True))
        .order_by(StatusEvent.id)  # ids go by time on the tablet that took the steps
    )
    found: list[Pause] = []
    begun: datetime | None = None
    for event in events:
        at = whole_minute(event.at)
        if begun is not None and event.from_step == "paused":
            if at > begun:
                found.append(Pause(begun, at))
            begun = None
        if event.to_step == "paused":
            begun = at
    if begun is not None:
        found.append(Pause(begun, None))
    return tuple(found)
