"""First-time fix: repairs done in one visit, with no new repair of the same machine within thirty days."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.customer import BusinessPartner
from core.model.visit import Activity
from core.reports.period import Period
from core.rules.charging import REPAIR_KINDS

RETURN_DAYS = 30
Verdict = Literal["fixed", "provisional", "more_visits", "came_back", "no_visit"]
_COMPLETED = ("technically_complete", "closed")


@dataclass(frozen=True, slots=True)
class Repair:
    """A completed repair call. «provisional»: fixed so far, and its thirty days have not passed."""

    call_id: str
    number: str
    subject: str
    customer: str
    completed_at: datetime
    visits: int
    verdict: Verdict


def repairs(session: Session, period: Period, now: datetime) -> tuple[Repair, ...]:
    """Repair calls technically completed in the period, in that order."""
    start, end = period.bounds
    calls = session.execute(
        select(
            ServiceCall.id, ServiceCall.number, ServiceCall.subject, BusinessPartner.name, ServiceCall.completed_at
        )
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(
            ServiceCall.completed_at >= start, ServiceCall.completed_at < end, ServiceCall.kind.in_(REPAIR_KINDS),
            ServiceCall.state.in_(_COMPLETED),
        )
        .order_by(ServiceCall.completed_at, ServiceCall.id)
    ).all()
    visits = _visit_counts(session, start, end)
    later = _later_repairs(session, start, end + timedelta(days=RETURN_DAYS))
    machines = _machines(session, start, end)
    return tuple(
        Repair(
            row.id, row.number or "", row.subject, row.name or "", row.completed_at, visits[row.id],
            _verdict(row.id, row.completed_at, visits[row.id], [later[one] for one in machines[row.id]], now),
        )
        for row in calls
    )


def _verdict(
    call_id: str, completed_at: datetime, visits: int, later: Iterable[list[tuple[datetime, str]]], now: datetime
) -> Verdict:
    if visits != 1:
        return "more_visits" if visits else "no_visit"
    until = completed_at + timedelta(days=RETURN_DAYS)
    if any(one != call_id and completed_at < opened <= until for repairs in later for opened, one in repairs):
        return "came_back"
    return "provisional" if until > now else "fixed"


def _visit_counts(session: Session, start: datetime, end: datetime) -> Counter[str]:
    rows = session.scalars(
        select(Activity.call_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .where(
            ServiceCall.completed_at >= start, ServiceCall.completed_at < end, Activity.arrived_at.is_not(None),
            Activity.state != "cancelled",
        )
    )
    return Counter(rows)


def _machines(session: Session, start: datetime, end: datetime) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in session.execute(
        select(ServiceCallEquipment.call_id, ServiceCallEquipment.equipment_id)
        .join(ServiceCall, ServiceCall.id == ServiceCallEquipment.call_id)
        .where(ServiceCall.completed_at >= start, ServiceCall.completed_at < end)
    ):
        found[row.call_id].append(row.equipment_id)
    return found


def _later_repairs(session: Session, start: datetime, end: datetime) -> dict[str, list[tuple[datetime, str]]]:
    """By machine: when repair calls about it were opened."""
    found: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for row in session.execute(
        select(ServiceCallEquipment.equipment_id, ServiceCall.created_at, ServiceCall.id)
        .join(ServiceCall, ServiceCall.id == ServiceCallEquipment.call_id)
        .where(
            ServiceCall.created_at >= start, ServiceCall.created_at <= end, ServiceCall.kind.in_(REPAIR_KINDS),
            ServiceCall.state.not_in(("draft", "cancelled")),
        )
    ):
        found[row.equipment_id].append((row.created_at, row.id))
    return found
