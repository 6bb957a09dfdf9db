"""Where a technician is, as far as his stamps tell."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.customer import Address
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.rules.travel import Place

_WORKING_DAY = timedelta(hours=14)


def whereabouts(session: Session, person_id: str, now: datetime) -> Place | None:
    """At the visit where he arrived last within a working day, else at home; None when that place is not known."""
    site = session.execute(
        select(Address.latitude, Address.longitude)
        .join(Activity, Activity.address_id == Address.id)
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .where(
            ServiceAssignment.person_id == person_id, ServiceAssignment.arrived_at <= now,
            ServiceAssignment.arrived_at >= now - _WORKING_DAY,
        )
        .order_by(ServiceAssignment.arrived_at.desc())
        .limit(1)
    ).one_or_none()
    row = site or session.execute(
        select(Address.latitude, Address.longitude)
        .join(Person, Person.home_address_id == Address.id).where(Person.id == person_id)
    ).one_or_none()
    if row is None or row.latitude is None or row.longitude is None:
        return None
    return Place(row.latitude, row.longitude)
