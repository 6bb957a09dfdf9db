"""What a person should be told of even when the program is not in front: late, emergency, and what tablets ran into."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.device import SyncFlag
from core.model.visit import Activity, ServiceAssignment
from core.queries.board import LATE_AFTER_MINUTES
from core.rules.lifecycle import STEPS_ON_SITE

Kind = Literal["late", "emergency", "conflict"]
_RECENT, _MOST = timedelta(hours=12), 50


@dataclass(frozen=True, slots=True)
class Alert:
    """One of the three kinds; `id` is the same as long as it is about the same event."""

    kind: Kind
    id: str
    customer: str
    activity_id: str
    call_id: str
    at: datetime


def alerts(session: Session, now: datetime) -> tuple[Alert, ...]:
    """All that hold now, the newest first."""
    found = [*_late(session, now), *_emergencies(session, now), *_conflicts(session)]
    return tuple(sorted(found, key=lambda alert: alert.at, reverse=True))


def _late(session: Session, now: datetime) -> Iterator[Alert]:
    """Nobody is where somebody should have been a quarter of an hour ago."""
    late = now - timedelta(minutes=LATE_AFTER_MINUTES)
    somebody = exists().where(
        ServiceAssignment.activity_id == Activity.id, ServiceAssignment.step.in_((*STEPS_ON_SITE, "done"))
    )
    for row in session.execute(
        select(Activity.id, Activity.call_id, Activity.planned_start, BusinessPartner.name)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            Activity.state.in_(("planned", "released")), Activity.planned_start <= late,
            Activity.planned_start > now - _RECENT, Activity.arrived_at.is_(None), ~somebody,
        )
        .order_by(Activity.planned_start.desc()).limit(_MOST)
    ):
        at = row.planned_start + timedelta(minutes=LATE_AFTER_MINUTES)
        yield Alert("late", f"late {row.id} {row.planned_start}", row.name or "–", row.id, row.call_id, at)


def _emergencies(session: Session, now: datetime) -> Iterator[Alert]:
    """Urgent and nobody is planned for it."""
    waiting = exists().where(Activity.call_id == ServiceCall.id, Activity.state == "draft")
    for row in session.execute(
        select(ServiceCall.id, ServiceCall.created_at, BusinessPartner.name)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            ServiceCall.state == "open", ServiceCall.priority == "emergency",
            ServiceCall.created_at > now - _RECENT, waiting,
        )
        .order_by(ServiceCall.created_at.desc()).limit(_MOST)
    ):
        yield Alert("emergency", f"emergency {row.id}", row.name or "–", "", row.id, row.created_at)


def _conflicts(session: Session) -> Iterator[Alert]:
    for row in session.execute(
        select(SyncFlag.id, SyncFlag.activity_id, SyncFlag.at, BusinessPartner.name)
        .outerjoin(Activity, Activity.id == SyncFlag.activity_id)
        .outerjoin(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(SyncFlag.resolved_at.is_(None)).order_by(SyncFlag.at.desc()).limit(_MOST)
    ):
        yield Alert("conflict", f"conflict {row.id}", row.name or "–", row.activity_id or "", "", row.at)
