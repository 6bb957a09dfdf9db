"""Times to offer while the caller talks: the best technicians for a call that is still being written."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.clock import local
from core.planning.suggest import Suggestion, suggest
from core.queries.day_strip import DayStrip, day_strip
from core.queries.part_models import fitting
from core.queries.planning_facts import draft_job_facts, planning_facts
from core.queries.technician_days import TechnicianDays, technician_days

DAYS_AHEAD, LONGEST_LOOK = 4, 8
"""Days looked through when nobody said when (a weekend must not empty the list), and at most for a wide wish."""


@dataclass(frozen=True, slots=True)
class OfferRequest:
    """What is known of the job so far."""

    partner_id: str | None = None
    address_id: str | None = None
    name: str = ""
    minutes: int = 60
    skill_ids: tuple[str, ...] = ()
    item_ids: tuple[str, ...] = ()
    model_ids: tuple[str, ...] = ()
    wish_from: datetime | None = None
    wish_to: datetime | None = None
    due_at: datetime | None = None
    priority: str = "normal"


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion with the person's face and phone."""

    suggestion: Suggestion
    initials: str
    colour: int
    full_name: str

    @property
    def person_id(self) -> str:
        return self.suggestion.person_id

    @property
    def day(self) -> date:
        return local(self.suggestion.start).date()


@dataclass(frozen=True, slots=True)
class Offers:
    """At most three offers, the best first, and the day of each offer's technician."""

    found: tuple[Offer, ...]
    days: tuple[DayStrip, ...]
    request: OfferRequest


def offers(session: Any, request: OfferRequest, now: datetime, count: int = 3) -> Offers:
    """Suggestions for the request within the wish, or from now on."""
    today = local(now).date()
    first = max(today, local(request.wish_from).date()) if request.wish_from else today
    days = DAYS_AHEAD
    if request.wish_to is not None:
        days = max(1, min(LONGEST_LOOK, (local(request.wish_to).date() - first).days + 1))
    job = draft_job_facts(
        session, partner_id=request.partner_id, address_id=request.address_id, name=request.name,
        duration_minutes=request.minutes, skill_ids=request.skill_ids,
        items={item: Decimal(1) for item in fitting(session, request.item_ids, request.model_ids)},
        promised_from=request.wish_from, promised_to=request.wish_to, due_at=request.due_at,
        priority=request.priority,
    )
    facts = planning_facts(session, first, now, days)
    people = {person.id: person for person in technician_days(session, first, 1, now)}
    found = tuple(_offer(suggestion, people) for suggestion in suggest(facts, job, now, count))
    return Offers(found, tuple(day_strip(session, one.person_id, one.day) for one in found), request)


def _offer(suggestion: Suggestion, people: dict[str, TechnicianDays]) -> Offer:
    person = people.get(suggestion.person_id)
    return Offer(
        suggestion, person.initials if person else "", person.colour if person else 0,
        person.name if person else suggestion.name,
    )
