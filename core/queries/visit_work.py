"""All that the page of time and material shows of a visit, in one answer: the page is laid out and painted once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from core.queries.day_places import Way, ways_to
from core.queries.favourites import Favourites, favourites
from core.queries.records import Records, records
from core.queries.visit_facts import visit_facts
from core.queries.visit_lines import visit_lines
from core.queries.visit_plan import VisitPlan, visit_plan
from core.queries.visit_readings import VisitReading, visit_readings
from core.rules.pricing import PricedLine


@dataclass(frozen=True, slots=True)
class VisitWork:
    """What was recorded and what it costs, and what is offered to be recorded next."""

    customer: str
    records: Records
    lines: tuple[PricedLine, ...]
    readings: tuple[VisitReading, ...]
    plan: VisitPlan
    favourites: Favourites
    ways: tuple[Way, ...]


def visit_work(session: Session, activity_id: str, person_id: str, now: datetime) -> VisitWork:
    facts = visit_facts(session, activity_id)
    return VisitWork(
        customer=facts.customer if facts is not None else "",
        records=records(session, activity_id, person_id, now),
        lines=visit_lines(session, activity_id),
        readings=visit_readings(session, activity_id),
        plan=visit_plan(session, activity_id, person_id),
        favourites=favourites(session, person_id, now, activity_id),
        ways=ways_to(session, activity_id, person_id),
    )
