"""Three ways to break something urgent into today, as lines that say what each of them costs whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import local
from core.planning.emergency import Insertion, insertions
from core.queries.board import board
from core.queries.planning_facts import job_facts, planning_facts
from core.rules.facts import to_minute, to_moment
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class EmergencyPlan:
    """The least harm first; empty when nobody can come today."""

    activity_id: str
    customer: str
    proposals: tuple[Insertion, ...]


def emergency_plan(session: Any, activity_id: str, now: datetime) -> EmergencyPlan | None:
    """Only what lies ahead and nobody has begun or locked may be pushed."""
    today, minute = local(now).date(), to_minute(now)
    job = job_facts(session, (activity_id,)).get(activity_id)
    if job is None:
        return None
    movable = [
        visit.id for visit in board(session, today, 1, now).visits
        if visit.movable and not visit.pinned and visit.start is not None and visit.start > minute
    ]
    facts = planning_facts(session, today, now, 1)
    return EmergencyPlan(activity_id, job.name, insertions(facts, job, job_facts(session, movable), now))


def cost_text(texts: Texts, proposal: Insertion) -> str:
    """«Café Husaren +35 min (löftet bryts), Stadsbiblioteket +20 min · övertid 15 min»."""
    said = [
        texts("board.insert_delay_broken" if delay.breaks else "board.insert_delay", customer=delay.name,
              minutes=texts.minutes(delay.minutes))
        for delay in proposal.delays
    ]
    costs = [", ".join(said) if said else texts("board.insert_nobody_waits")]
    if proposal.overtime:
        costs.append(texts("board.insert_overtime", minutes=texts.minutes(proposal.overtime)))
    if not proposal.kept:
        costs.append(texts("board.insert_own_promise"))
    return " · ".join(costs)


def headline(texts: Texts, proposal: Insertion) -> str:
    return texts(
        "board.insert_who", person=proposal.name, time=texts.time(to_moment(proposal.start)),
        minutes=texts.minutes(proposal.travel),
    )
