"""Where a technician is, as far as his stamps tell."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.customer import Address
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.rules.travel import Place

_WORKING_DAY = timedelta(hours=14)


def last_sites(session: Session, person_ids: Collection[str], now: datetime) -> dict[str, Place | None]:
    """Where each of them arrived last within a working day, as far as this database knows of his visits; None when
    that place has no coordinates."""
    rows = session.execute(
        select(ServiceAssignment.person_id, Address.latitude, Address.longitude)
        .join(Activity, Activity.id == ServiceAssignment.activity_id)
        .join(Address, Address.id == Activity.address_id)
        .where(
            ServiceAssignment.person_id.in_(person_ids), ServiceAssignment.arrived_at <= now,
            ServiceAssignment.arrived_at >= now - _WORKING_DAY,
        )
        .order_by(ServiceAssignment.arrived_at)
    )
    return {row.person_id: _place(row.latitude, row.longitude) for row in rows}


def whereabouts(session: Session, person_id: str, now: datetime) -> Place | None:
    """At the visit where he arrived last within a working day, else at home; None when that place is not known."""
    sites = last_sites(session, (person_id,), now)
    if person_id in sites:
        return sites[person_id]
    row = session.execute(
        select(Address.latitude, Address.longitude)
        .join(Person, Person.home_address_id == Address.id).where(Person.id == person_id)
    ).one_or_none()
    return _place(row.latitude, row.longitude) if row is not None else None


def _place(latitude: float | None, longitude: float | None) -> Place | None:
    return Place(latitude, longitude) if latitude is not None and longitude is not None else None
