"""Where a journey to a visit may have begun: at home, at the firm, or at another stop of that day."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import day_bounds, local
from core.model.customer import Address, BusinessPartner
from core.model.firm import FIRM_ID, Firm
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.rules.travel import Place, road_km


@dataclass(frozen=True, slots=True)
class Way:
    """A way to the visit: `kind` is home, firm or stop, `name` whose it is, `kilometres` estimated along roads."""

    kind: str
    name: str
    kilometres: Decimal


def ways_to(session: Session, activity_id: str, person_id: str) -> tuple[Way, ...]:
    """From every place that is known, in the order of the day; none when nobody knows where the visit is."""
    here = session.execute(
        select(Address.latitude, Address.longitude, Activity.arrived_at, Activity.planned_start)
        .join(Activity, Activity.address_id == Address.id).where(Activity.id == activity_id)
    ).one_or_none()
    if here is None or here.latitude is None or here.longitude is None:
        return ()
    to = Place(here.latitude, here.longitude)
    home = session.execute(
        select(Address.latitude, Address.longitude)
        .join(Person, Person.home_address_id == Address.id).where(Person.id == person_id)
    ).one_or_none()
    firm = session.execute(select(Firm.latitude, Firm.longitude, Firm.name).where(Firm.id == FIRM_ID)).one_or_none()
    stops: list[tuple[str, str, Any]] = [("home", "", home), ("firm", firm.name if firm else "", firm)]
    moment = here.arrived_at or here.planned_start
    if moment is not None:
        begins, ends = day_bounds(local(moment).date())
        stops += [
            ("stop", row.name or row.street, row)
            for row in session.execute(
                select(Address.latitude, Address.longitude, Address.street, BusinessPartner.name)
                .join(Activity, Activity.address_id == Address.id)
                .join(ServiceAssignment, ServiceAssignment.activity_id == Activity.id)
                .outerjoin(BusinessPartner, BusinessPartner.id == Address.partner_id)
                .where(
                    ServiceAssignment.person_id == person_id, Activity.id != activity_id,
                    Activity.planned_start >= begins, Activity.planned_start < ends,
                )
                .order_by(Activity.planned_start)
            )
        ]
    return tuple(
        Way(kind, name, Decimal(str(round(road_km(Place(row.latitude, row.longitude), to), 1))))
        for kind, name, row in stops if row is not None and row.latitude is not None and row.longitude is not None
    )
