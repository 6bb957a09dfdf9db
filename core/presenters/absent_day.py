"""When somebody is away: which of his jobs must move, and who could take them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import day_bounds, local
from core.planning.replan import Replacement, replacements
from core.queries.board import board
from core.queries.planning_facts import job_facts, planning_facts


@dataclass(frozen=True, slots=True)
class AbsentDay:
    """Replacements for the jobs that may be moved; `staying` are started or locked ones, which never move alone."""

    person_id: str
    name: str
    replacements: tuple[Replacement, ...]
    staying: tuple[str, ...]


def absent_day(session: Any, person_id: str, now: datetime) -> AbsentDay:
    """From now until the end of the day."""
    today = local(now).date()
    rows = board(session, today, 1, now)
    who = next((person for person in rows.technicians if person.id == person_id), None)
    mine = [visit for visit in rows.visits if visit.person_id == person_id and visit.state != "done"]
    moving = [visit for visit in mine if visit.movable and not visit.pinned and visit.start is not None]
    facts = planning_facts(session, today, now, 1)
    jobs = job_facts(session, [visit.id for visit in moving])
    found = replacements(facts, [(jobs[visit.id], visit.start or 0) for visit in moving], person_id, now)
    staying = tuple(visit.customer for visit in mine if visit not in moving)
    return AbsentDay(person_id, who.short_name if who is not None else "–", found, staying)


def rest_of_day(now: datetime) -> tuple[datetime, datetime]:
    """The absence that «sjuk idag» records: from the last full hour to midnight."""
    start = now.replace(minute=0, second=0, microsecond=0)
    return max(day_bounds(local(now).date())[0], start), day_bounds(local(now).date())[1]
