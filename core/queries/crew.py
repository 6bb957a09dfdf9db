"""Who else is on a visit, as what, and how far each of them has come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.visit import ServiceAssignment
from core.model.workforce import Person
from core.rules.lifecycle import STEPS_ON_SITE


@dataclass(frozen=True, slots=True)
class CrewMember:
    """`role` is lead or helper; `step` is empty while his part has not been sent, `since` when he took it."""

    name: str
    role: str
    step: str
    since: datetime | None


def crew(
    session: Session, activity_id: str, lead_id: str | None, helper_ids: Sequence[str], but_person_id: str
) -> tuple[CrewMember, ...]:
    """The lead first, then the helpers by name, without the person who asks."""
    people = {one for one in (lead_id, *helper_ids) if one and one != but_person_id}
    parts = ServiceAssignment
    rows = session.execute(
        select(Person.id, Person.name, parts.step, parts.travel_started_at, parts.arrived_at, parts.finished_at)
        .outerjoin(parts, (parts.person_id == Person.id) & (parts.activity_id == activity_id))
        .where(Person.id.in_(people))
        .order_by(Person.name, parts.assigned_at, parts.id)
    ).all()
    newest = {row.id: row for row in rows}  # who was sent away and back again has a newer part
    found = [
        CrewMember(row.name, "lead" if row.id == lead_id else "helper", row.step or "", _since(row))
        for row in newest.values()
    ]
    return tuple(sorted(found, key=lambda one: (one.role != "lead", one.name)))


def _since(row: object) -> datetime | None:
    step = getattr(row, "step", None) or ""
    taken = {"travelling": "travel_started_at", "done": "finished_at"}
    moment = "arrived_at" if step in STEPS_ON_SITE else taken.get(step)
    return getattr(row, moment) if moment is not None else None
