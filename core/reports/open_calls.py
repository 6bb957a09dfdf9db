"""The calls that are open at this moment: how old they are, and which are late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner


@dataclass(frozen=True, slots=True)
class OpenCall:
    """A call neither completed nor cancelled; late when its deadline or promise has passed."""

    call_id: str
    number: str
    subject: str
    customer: str
    priority: str
    state: str
    created_at: datetime
    age_days: int
    due_at: datetime | None
    late: bool


def open_calls(session: Session, now: datetime) -> tuple[OpenCall, ...]:
    """The late ones first, then the oldest."""
    rows = session.execute(
        select(
            ServiceCall.id, ServiceCall.number, ServiceCall.subject, BusinessPartner.name, ServiceCall.priority,
            ServiceCall.state, ServiceCall.created_at, ServiceCall.due_at, ServiceCall.sla_fix_by,
        )
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(ServiceCall.state.in_(("open", "pending")))
    )
    today = local(now).date()
    found = []
    for row in rows:
        deadlines = [one for one in (row.due_at, row.sla_fix_by) if one is not None]
        due = min(deadlines) if deadlines else None
        age = (today - local(row.created_at).date()).days
        found.append(OpenCall(
            row.id, row.number or "", row.subject, row.name or "", row.priority, row.state, row.created_at,
            max(0, age), due, due is not None and due < now,
        ))
    return tuple(sorted(found, key=lambda call: (not call.late, call.created_at, call.call_id)))
