"""How far a person drove to a visit: from where his stamps say that he came, estimated along the roads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.customer import Address, BusinessPartner
from core.model.firm import FIRM_ID, Firm
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.day_places import Way
from core.queries.pauses import Pause, pauses, ways_back
from core.rules.travel import Place, road_km
from core.rules.working_time import whole_minute

_SAME_DAY = timedelta(hours=14)


@dataclass(frozen=True, slots=True)
class DrivenWays:
    """`first` is None when nobody knows from where; `again` are the ways back to a job that he had left."""

    first: Decimal | None
    again: tuple[Way, ...]

    def unrecorded(self, is_recorded: bool) -> Decimal | None:
        """What is left to record when kilometres were recorded before the ways back, or none were."""
        ways = [way.kilometres for way in self.again]
        if not is_recorded and self.first is not None:
            ways.append(self.first)
        return sum(ways, Decimal(0)) if ways else None


def driven_ways(session: Session, activity_id: str, person_id: str, recorded_at: datetime | None) -> DrivenWays:
    """Kilometres that were recorded at that time hold what had been driven by then."""
    to = _place(session, select(Activity.address_id).where(Activity.id == activity_id).scalar_subquery())
    stamps = session.execute(
        select(ServiceAssignment.id, ServiceAssignment.travel_started_at)
        .where(ServiceAssignment.activity_id == activity_id, ServiceAssignment.person_id == person_id)
        .order_by(ServiceAssignment.assigned_at.desc())
    ).first()
    if to is None:
        return DrivenWays(None, ())
    if stamps is None:
        return DrivenWays(_kilometres(_home(session, person_id), to), ())
    recorded = whole_minute(recorded_at) if recorded_at is not None else None
    stops = pauses(session, stamps.id)
    again = [
        _way_back(session, activity_id, person_id, stop, way, to)
        for way in ways_back(session, stamps.id) if way.end is not None and (recorded is None or way.start >= recorded)
        for stop in stops if stop.start <= way.start and (stop.end is None or way.start < stop.end)
    ]
    first = _kilometres(_before(session, activity_id, person_id, stamps.travel_started_at), to)
    return DrivenWays(first, tuple(way for way in again if way is not None))


def _way_back(
    session: Session, activity_id: str, person_id: str, stop: Pause, way: Pause, to: Place
) -> Way | None:
    """From the job that he did meanwhile; else from home when it is another day, or from the firm, where parts are."""
    other = session.execute(
        select(Address.latitude, Address.longitude, Address.street, BusinessPartner.name)
        .join(Activity, Activity.address_id == Address.id)
        .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
        .outerjoin(BusinessPartner, BusinessPartner.id == Address.partner_id)
        .where(
            ServiceAssignment.person_id == person_id, Activity.id != activity_id,
            ServiceAssignment.arrived_at >= stop.start, ServiceAssignment.arrived_at <= way.start,
        )
        .order_by(ServiceAssignment.arrived_at.desc())
    ).first()
    if other is not None:
        kind, name, place = "stop", other.name or other.street, _place_of(other)
    elif local(way.start).date() != local(stop.start).date():
        kind, name, place = "home", "", _home(session, person_id)
    else:
        firm = session.execute(select(Firm.latitude, Firm.longitude, Firm.name).where(Firm.id == FIRM_ID)).first()
        kind, name, place = "firm", firm.name if firm is not None else "", _place_of(firm)
    kilometres = _kilometres(place, to)
    return Way(kind, name, kilometres) if kilometres is not None else None


def _before(session: Session, activity_id: str, person_id: str, begun: datetime | None) -> Place | None:
    """Where he was before: at his latest finished visit that day, else at home."""
    before_id = None
    if begun is not None:
        before_id = session.scalar(
            select(Activity.address_id)
            .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
            .where(
                ServiceAssignment.person_id == person_id, ServiceAssignment.finished_at <= begun,
                ServiceAssignment.finished_at >= begun - _SAME_DAY, Activity.id != activity_id,
            )
            .order_by(ServiceAssignment.finished_at.desc())
            .limit(1)
        )
    return _place(session, before_id) if before_id is not None else _home(session, person_id)


def _home(session: Session, person_id: str) -> Place | None:
    return _place(session, select(Person.home_address_id).where(Person.id == person_id).scalar_subquery())


def _place(session: Session, address_id: Any) -> Place | None:
    where = select(Address.latitude, Address.longitude).where(Address.id == address_id)
    return _place_of(session.execute(where).first())


def _place_of(row: Any) -> Place | None:
    if row is None or row.latitude is None or row.longitude is None:
        return None
    return Place(row.latitude, row.longitude)


def _kilometres(before: Place | None, to: Place) -> Decimal | None:
    return Decimal(str(round(road_km(before, to), 1))) if before is not None else None
