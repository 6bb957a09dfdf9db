"""What the office can change about the jobs at hand: when they are, and whether they are this technician's at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity, ServiceAssignment


@dataclass(frozen=True, slots=True)
class OpenJob:
    """`taken` when the office has cancelled it or given it to somebody else."""

    activity_id: str
    customer: str
    start: datetime | None
    taken: bool


def open_jobs(session: Session, activity_ids: Sequence[str], person_id: str) -> tuple[OpenJob, ...]:
    rows = session.execute(
        select(
            Activity.id, BusinessPartner.name, Activity.planned_start, Activity.state, ServiceAssignment.step
        )
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.id.in_(activity_ids), ServiceAssignment.person_id == person_id)
        .order_by(Activity.id)
    )
    return tuple(
        OpenJob(row.id, row.name or "", row.planned_start, "cancelled" in (row.state, row.step)) for row in rows
    )
