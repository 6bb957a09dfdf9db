"""A technician's day: his released visits in order, what is new, and when he is home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, false, or_, select
from sqlalchemy.orm import Session, aliased

from core.clock import day_bounds
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.finishing import signs_later
from core.queries.parts import parts_ready
from core.rules.current_job import JobAtHand
from core.rules.lifecycle import STEPS_ON_SITE, display_status
from core.rules.travel import Place, travel_minutes

_NOT_BEGUN = ("new", "accepted")
_OPEN = ("released", "in_execution")


@dataclass(frozen=True, slots=True)
class TodayVisit:
    """One visit of the day; `travel_minutes` is the estimated drive from the stop before it (the first: from home)."""

    activity_id: str
    assignment_id: str
    call_id: str
    call_number: str
    customer: str
    subject: str
    street: str
    city: str
    start: datetime | None
    end: datetime | None
    promised_from: datetime | None
    promised_to: datetime | None
    step: str
    status: str
    priority: str
    phone: str
    latitude: float | None
    longitude: float | None
    travel_minutes: int | None
    parts_ready: bool
    set_out_at: datetime | None
    arrived_at: datetime | None
    finished_at: datetime | None
    seen: bool
    awaits_signature: bool = False
    """The customer signs later, and who leads has still to get it."""

    @property
    def place(self) -> Place | None:
        known = self.latitude is not None and self.longitude is not None
        return Place(self.latitude, self.longitude) if known else None  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Today:
    """`home_at` is an estimate, None without a home address; `new_visits` are those not yet looked at, of any day.

    `declined` are no part of the day: what he has said no to, so that he sees that he did, and can take it back.
    """

    person_name: str
    day: date
    visits: tuple[TodayVisit, ...]
    home_at: datetime | None
    new_visits: tuple[TodayVisit, ...]
    declined: tuple[TodayVisit, ...] = ()

    @property
    def at_hand(self) -> tuple[JobAtHand, ...]:
        """What `core.rules.current_job` reasons about."""
        return tuple(
            JobAtHand(one.activity_id, one.step, one.arrived_at or one.set_out_at, True) for one in self.visits
        )


def today(session: Session, person_id: str, day: date, now: datetime) -> Today:
    """The day's visits, and those planned before it that the technician is still on; not on a day that is to come.

    Today has those too that nobody began on their day: they wait for him, whatever day it has become.
    """
    begins, ends = day_bounds(day)
    on_day = (Activity.planned_start >= begins) & (Activity.planned_start < ends)
    before = Activity.planned_start < begins
    still_on = before & ServiceAssignment.step.in_(("travelling", *STEPS_ON_SITE)) if begins <= now else false()
    not_begun = before & ServiceAssignment.step.in_(_NOT_BEGUN) & Activity.state.in_(_OPEN)
    carried = or_(still_on, not_begun) if begins <= now < ends else still_on
    rows = session.execute(
        _visits(person_id).where(or_(on_day, carried)).order_by(Activity.planned_start, Activity.id)
    ).all()
    home, name = _home(session, person_id)
    visits = _with_travel(session, person_id, [row for row in rows if row.step != "rejected"], home, begins)
    his = {one.activity_id for one in visits}
    said_no = [row for row in rows if row.step == "rejected" and row.activity_id not in his]
    return Today(
        person_name=name, day=day, visits=visits, home_at=_home_at(visits, home, now),
        new_visits=_new_visits(session, person_id, visits),
        declined=_with_travel(session, person_id, said_no, None),
    )


def _visits(person_id: str) -> "Select[*tuple[Any, ...]]":
    site = aliased(Address)
    return (
        select(
            Activity.id.label("activity_id"), ServiceAssignment.id.label("assignment_id"), Activity.call_id,
            ServiceCall.number, BusinessPartner.name, Activity.subject, ServiceCall.subject.label("call_subject"),
            site.street, site.city, site.latitude, site.longitude, Activity.planned_start, Activity.planned_end,
            ServiceCall.promised_from, ServiceCall.promised_to,
            ServiceAssignment.step, ServiceAssignment.role, Activity.state, ServiceCall.priority, Contact.mobile,
            Contact.phone,
            BusinessPartner.phone.label("customer_phone"), ServiceAssignment.arrived_at,
            ServiceAssignment.travel_started_at, ServiceAssignment.finished_at, ServiceAssignment.seen_at,
        )
        .join(Activity, Activity.id == ServiceAssignment.activity_id)
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Contact, Contact.id == ServiceCall.contact_id)
        .outerjoin(site, site.id == Activity.address_id)
        .where(
            ServiceAssignment.person_id == person_id, ServiceAssignment.step != "cancelled",
            Activity.released_at.is_not(None), Activity.state != "cancelled",
        )
    )


def _with_travel(
    session: Session, person_id: str, rows: Sequence[Any], home: Place | None, begins: datetime | None = None
) -> tuple[TodayVisit, ...]:
    ready = parts_ready(session, person_id, [row.activity_id for row in rows])
    on_the_way = [row for row in rows if not _is_left_over(row, begins)]
    drives = _drives(on_the_way, home)
    return tuple(
        TodayVisit(
            activity_id=row.activity_id, assignment_id=row.assignment_id, call_id=row.call_id,
            call_number=row.number or "", customer=row.name or "", subject=row.subject or row.call_subject,
            street=row.street or "", city=row.city or "", start=row.planned_start, end=row.planned_end,
            promised_from=row.promised_from, promised_to=row.promised_to, step=row.step,
            status=display_status(row.state, row.step), priority=row.priority,
            phone=row.mobile or row.phone or row.customer_phone or "", latitude=row.latitude,
            longitude=row.longitude,
            travel_minutes=drives.get(row.activity_id),
            parts_ready=row.activity_id in ready, set_out_at=row.travel_started_at, arrived_at=row.arrived_at,
            finished_at=row.finished_at, seen=row.seen_at is not None,
            awaits_signature=row.step == "done" and row.role == "lead" and signs_later(session, row.activity_id),
        )
        for row in rows
    )


def _is_left_over(row: Any, begins: datetime | None) -> bool:
    """Of a day that is over and not begun: where it comes in among today's journeys nobody knows yet."""
    planned = row.planned_start
    return begins is not None and planned is not None and planned < begins and row.step in _NOT_BEGUN


def _drives(rows: Sequence[Any], home: Place | None) -> dict[str, int]:
    """Minutes to each visit: those that were reached in the order in which they were, then the others as planned."""
    reached = sorted((row for row in rows if row.arrived_at is not None), key=lambda row: row.arrived_at)
    drives: dict[str, int] = {}
    before = home
    for row in (*reached, *(row for row in rows if row.arrived_at is None)):
        located = row.latitude is not None and row.longitude is not None
        here = Place(row.latitude, row.longitude) if located else None
        if before is not None and here is not None:
            drives[row.activity_id] = travel_minutes(before, here)
        before = here or before
    return drives


def _home(session: Session, person_id: str) -> tuple[Place | None, str]:
    row = session.execute(
        select(Person.name, Address.latitude, Address.longitude)
        .outerjoin(Address, Address.id == Person.home_address_id)
        .where(Person.id == person_id)
    ).one_or_none()
    if row is None:
        return None, ""
    located = row.latitude is not None and row.longitude is not None
    return (Place(row.latitude, row.longitude) if located else None), row.name


def _home_at(visits: Sequence[TodayVisit], home: Place | None, now: datetime) -> datetime | None:
    """After the last visit and the drive home: of those that wait the last as planned, but not before now; else the
    one that was finished last."""
    if home is None or not visits:
        return None
    waiting = [visit for visit in visits if visit.finished_at is None]
    last = waiting[-1] if waiting else max(visits, key=lambda visit: visit.finished_at or now)
    leaves = last.finished_at or max(last.end or now, now)
    drive = travel_minutes(last.place, home) if last.place is not None else 0
    return leaves + timedelta(minutes=drive)


def _new_visits(session: Session, person_id: str, visits: Sequence[TodayVisit]) -> tuple[TodayVisit, ...]:
    """As they stand among the day's visits, where they do: with the drive there."""
    rows = session.execute(
        _visits(person_id)
        .where(ServiceAssignment.step == "new", ServiceAssignment.seen_at.is_(None), Activity.state.in_(_OPEN))
        .order_by(Activity.planned_start, Activity.id)
    ).all()
    shown = {one.activity_id: one for one in visits}
    others = _with_travel(session, person_id, [row for row in rows if row.activity_id not in shown], None)
    shown |= {one.activity_id: one for one in others}
    return tuple(shown[row.activity_id] for row in rows)
