"""Who changed what on a call and its visits, the latest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.model.history import CommandLog, Journal
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person

_DULL = frozenset({"intake", "thumbnail", "shown", "shown_sha256", "strokes", "release_revision"})


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One field that changed, or (with no field) a row that was made or removed. `command` is the command's tag."""

    at: datetime
    person: str
    device_id: str
    kind: str
    action: str
    field: str
    old: str
    new: str
    command: str


def call_journal(session: Session, call_id: str, limit: int = 120) -> tuple[JournalLine, ...]:
    visits = list(session.scalars(select(Activity.id).where(Activity.call_id == call_id)))
    parts = session.scalars(select(ServiceAssignment.id).where(ServiceAssignment.activity_id.in_(visits)))
    rows = session.execute(
        select(Journal.at, Person.name, Journal.device_id, Journal.kind, Journal.action, Journal.field, Journal.old,
               Journal.new, CommandLog.type)
        .outerjoin(Person, Person.id == Journal.person_id)
        .outerjoin(CommandLog, CommandLog.id == Journal.command_id)
        .where(or_(
            (Journal.kind == "service_call") & (Journal.row_id == call_id),
            (Journal.kind == "activity") & Journal.row_id.in_(visits),
            (Journal.kind == "service_assignment") & Journal.row_id.in_(list(parts)),
        ))
        .order_by(Journal.seq.desc()).limit(limit)
    )
    return tuple(
        JournalLine(row[0], row[1] or "", row[2], row[3], row[4], row[5], row[6] or "", row[7] or "", row[8] or "")
        for row in rows if row.field not in _DULL
    )


def latest_moment(session: Session) -> datetime | None:
    """When the last command was given; None before the first."""
    return session.scalar(select(func.max(CommandLog.at)))
