"""The visit that a technician has to a machine: where scanning its label leads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCallEquipment
from core.model.visit import Activity, ServiceAssignment
from core.rules.lifecycle import STEPS_OPEN


def visit_of_machine(session: Session, equipment_id: str, person_id: str) -> str | None:
    """His open visit with this machine, the one that was planned first; None when he has none."""
    return session.scalar(
        select(Activity.id)
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .join(ServiceCallEquipment, ServiceCallEquipment.call_id == Activity.call_id)
        .where(
            ServiceCallEquipment.equipment_id == equipment_id, ServiceAssignment.person_id == person_id,
            ServiceAssignment.step.in_(STEPS_OPEN), Activity.released_at.is_not(None),
        )
        .order_by(Activity.planned_start, Activity.id)
        .limit(1)
    )
