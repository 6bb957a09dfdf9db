"""What lies on this tablet and has not reached the office yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.commands import checklist, checkout, day_log, findings, on_site, photos, pin, records, visit
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.history import CommandLog
from core.model.visit import Activity


@dataclass(frozen=True, slots=True)
class UnsentItem:
    """One thing that was done; `text_key` names it."""

    type: str
    text_key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UnsentJob:
    """The unsent things of one visit; `activity_id` is empty for what belongs to none."""

    activity_id: str
    title: str
    items: tuple[UnsentItem, ...]


@dataclass(frozen=True, slots=True)
class Unsent:
    """`oldest` is when the oldest of them was done, None when everything is sent."""

    count: int
    oldest: datetime | None
    jobs: tuple[UnsentJob, ...]


def unsent(session: Session, device_id: str, acknowledged: int) -> Unsent:
    """This device's commands after the acknowledged one, by visit, oldest first; what belongs to none comes last."""
    rows = session.execute(
        select(CommandLog.type, CommandLog.at, CommandLog.activity_id)
        .where(CommandLog.device_id == device_id, CommandLog.seq > acknowledged)
        .order_by(CommandLog.seq)
    ).all()
    jobs: dict[str, list[UnsentItem]] = {}
    for row in rows:
        jobs.setdefault(row.activity_id or "", []).append(UnsentItem(row.type, text_key(row.type), row.at))
    titles = _titles(session, [activity_id for activity_id in jobs if activity_id])
    return Unsent(
        count=len(rows), oldest=min((row.at for row in rows), default=None),
        jobs=tuple(
            UnsentJob(one, titles.get(one, ""), tuple(jobs[one])) for one in sorted(jobs, key=lambda one: not one)
        ),
    )


def text_key(command_type: str) -> str:
    """The text of a command by its tag: "records.time/1" → "visit.unsent_records_time"."""
    known = command_type.split("/", maxsplit=1)[0]
    return f"visit.unsent_{known.replace('.', '_')}" if known in _KNOWN else "visit.unsent_other"


_KNOWN = frozenset(
    str(command.__struct_config__.tag).split("/")[0]
    for module in (visit, records, checklist, photos, checkout, findings, day_log, pin, on_site)
    for command in module.COMMANDS
)


def _titles(session: Session, activity_ids: list[str]) -> dict[str, str]:
    rows = session.execute(
        select(Activity.id, BusinessPartner.name, Activity.subject, ServiceCall.subject.label("call_subject"))
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.id.in_(activity_ids))
    )
    return {
        row.id: " · ".join(part for part in (row.name, row.subject or row.call_subject) if part) for row in rows
    }
