"""Since when a technician has been at work where he is."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.visit import ServiceAssignment
from core.rules.lifecycle import STEPS_ON_SITE

_AT_WORK = tuple(step for step in STEPS_ON_SITE if step != "paused")


def on_site_since(session: Session, activity_id: str, person_id: str) -> datetime | None:
    """When he arrived at this visit; None while he is not there, or pauses."""
    return session.scalar(
        select(ServiceAssignment.arrived_at).where(
            ServiceAssignment.activity_id == activity_id, ServiceAssignment.person_id == person_id,
            ServiceAssignment.step.in_(_AT_WORK),
        )
    )
