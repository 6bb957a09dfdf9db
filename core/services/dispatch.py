"""Plans visits: each step can be undone exactly, law and safety are hard stops, all else a person may accept."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from sqlalchemy import select

from core.clock import local
from core.commands.dispatch import (
    KeptVisit,
    PinVisit,
    PlanVisit,
    PlanVisits,
    ResizeVisit,
    RestoreVisit,
    SwapVisits,
    UnplanVisit,
    UnplanVisits,
)
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.planning_facts import skill_needs
from core.queries.technician_days import technician_days
from core.rules.facts import LONGEST, JobFacts, to_minute
from core.rules.fit import fit
from core.rules.lifecycle import STEPS_ON_SITE, STEPS_OPEN
from core.rules.running import SHORTEST, may_last
from core.rules.verdict import Conflict
from core.services import messages
from core.services.crew_certificates import mark_lacking
from core.storage.unit_of_work import UnitOfWork

STARTED_STEPS = ("travelling", *STEPS_ON_SITE, "done")
_PLANNABLE = ("draft", "planned", "released")


def plan_visit(command: PlanVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    if not may_plan(work, activity):
        return
    before = keep(work, activity)
    plan_as(
        work, activity, command.person_id, command.start, command.duration_minutes or activity.duration_minutes,
        activity.helper_ids if command.helper_ids is None else command.helper_ids, command.accepted,
    )
    undo_to(work, activity, before)
    person = work.get(Person, command.person_id)
    work.label(
        "board.done_planned", customer=customer_name(work, activity), person=first_name(person),
        time=said_time(work, command.start),
    )
    work.result(activity.id)


def plan_visits(command: PlanVisits, work: UnitOfWork) -> None:
    visits = [(work.get(Activity, planned.activity_id), planned) for planned in command.visits]
    if not all(may_plan(work, activity) for activity, _planned in visits):
        return
    for activity, planned in visits:
        before = keep(work, activity)
        plan_as(
            work, activity, planned.person_id, planned.start, activity.duration_minutes, activity.helper_ids,
            planned.accepted, among="many" if len(visits) > 1 else "one",
        )
        undo_to(work, activity, before)
    work.label("board.done_planned_many", n=len(visits))


def unplan_visit(command: UnplanVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    if activity.state == "draft" or not may_plan(work, activity):
        return
    _unplan(work, activity)
    work.label("board.done_unplanned", customer=customer_name(work, activity))
    work.result(activity.id)


def unplan_visits(command: UnplanVisits, work: UnitOfWork) -> None:
    found = [work.get(Activity, activity_id) for activity_id in command.activity_ids]
    visits = [activity for activity in found if activity.state != "draft"]
    if not all(may_plan(work, activity) for activity in visits):
        return
    for activity in visits:
        _unplan(work, activity)
    work.label("board.done_unplanned_many", n=len(visits))


def _unplan(work: UnitOfWork, activity: Activity) -> None:
    before = keep(work, activity)
    cancel_assignments(work, activity, but=())
    activity.state, activity.pinned, activity.accepted_conflicts = "draft", False, []
    activity.planned_start = activity.planned_end = activity.released_at = activity.lead_person_id = None
    activity.helper_ids = []
    undo_to(work, activity, before)


def resize_visit(command: ResizeVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    name = customer_name(work, activity)
    open_still = activity.state in (*_PLANNABLE, "in_execution")
    if not work.guard(open_still, "board.error_finished", row=activity, customer=name):
        return
    if not work.guard(SHORTEST <= command.duration_minutes <= LONGEST, "board.error_duration", row=activity):
        return
    start = to_minute(activity.planned_start) if activity.planned_start is not None else None
    possible = command.back or may_last(command.duration_minutes, start, activity.state, to_minute(work.now))
    if not work.guard(possible, "board.error_under_way", row=activity, customer=name,
                      time=local(work.now).strftime("%H:%M")):
        return
    work.undo_with(ResizeVisit(activity_id=activity.id, duration_minutes=activity.duration_minutes, back=True))
    activity.duration_minutes = command.duration_minutes
    if activity.planned_start is not None:
        activity.planned_end = activity.planned_start + timedelta(minutes=command.duration_minutes)
    work.label("board.done_resized", customer=name, minutes=command.duration_minutes)
    work.result(activity.id)


def pin_visit(command: PinVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    work.undo_with(PinVisit(activity_id=activity.id, pinned=activity.pinned))
    activity.pinned = command.pinned
    work.label("board.done_pinned" if command.pinned else "board.done_unpinned", customer=customer_name(work, activity))
    work.result(activity.id)


def swap_visits(command: SwapVisits, work: UnitOfWork) -> None:
    first, second = work.get(Activity, command.first_id), work.get(Activity, command.second_id)
    planned = all(visit.planned_start is not None and visit.lead_person_id for visit in (first, second))
    if not work.guard(planned, "board.error_swap_unplanned") or not (may_plan(work, first) and may_plan(work, second)):
        return
    before = keep(work, first), keep(work, second)
    places = [(visit.lead_person_id, visit.planned_start) for visit in (first, second)]
    accepted = command.first_accepted, command.second_accepted
    for visit, (person_id, start), codes in zip((first, second), reversed(places), accepted, strict=True):
        assert person_id is not None and start is not None
        plan_as(work, visit, person_id, start, visit.duration_minutes, visit.helper_ids, codes)
    undo_to(work, first, before[0])
    undo_to(work, second, before[1])
    work.label("board.done_swapped", first=customer_name(work, first), second=customer_name(work, second))


def restore_visit(command: RestoreVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    if not may_plan(work, activity):
        return
    before = keep(work, activity)
    put_back(work, activity, _as_told(work, activity, command.kept))
    work.undo_with(RestoreVisit(activity_id=activity.id, kept=before))
    work.label("board.done_restored", customer=customer_name(work, activity))
    work.result(activity.id)


def _as_told(work: UnitOfWork, activity: Activity, kept: KeptVisit) -> KeptVisit:
    """Undo moves visits but makes no customer forget: what the last SMS that left has said stays on the visit."""
    last = messages.last_told(work, activity.id)
    if last == "cancelled":
        return msgspec.structs.replace(kept, told_from=None, told_to=None)
    if last and activity.told_from is not None:
        return msgspec.structs.replace(kept, told_from=activity.told_from, told_to=activity.told_to)
    return kept


# ---- Used by other services too -----------------------------------------------------------------------------------


def may_plan(work: UnitOfWork, activity: Activity) -> bool:
    """Refuses, in words, a visit that has begun or ended: what a technician did is never moved away under him."""
    name = customer_name(work, activity)
    if not work.guard(activity.state != "cancelled", "board.error_cancelled", row=activity, customer=name):
        return False
    if not work.guard(activity.state != "done", "board.error_finished", row=activity, customer=name):
        return False
    starter = next((a for a in assignments(work, activity) if a.step in STARTED_STEPS), None)
    started = activity.state not in _PLANNABLE or starter is not None
    person = work.find(Person, starter.person_id if starter else activity.lead_person_id)
    who = first_name(person) if person is not None else "–"
    return work.guard(not started, "board.error_started", row=activity, customer=name, person=who)


def keep(work: UnitOfWork, activity: Activity) -> KeptVisit:
    """The visit as it is now. A customer message that has not left is withdrawn first: it would tell an old time."""
    if messages.withdraw_queued(work, activity.id):
        activity.told_from = activity.told_to = None
    return as_it_is(work, activity)


def as_it_is(work: UnitOfWork, activity: Activity) -> KeptVisit:
    return KeptVisit(
        state=activity.state, planned_start=activity.planned_start, planned_end=activity.planned_end,
        duration_minutes=activity.duration_minutes, lead_person_id=activity.lead_person_id,
        helper_ids=tuple(activity.helper_ids), pinned=activity.pinned,
        accepted_conflicts=tuple(activity.accepted_conflicts), released_at=activity.released_at,
        told_from=activity.told_from, told_to=activity.told_to,
        steps={assignment.id: assignment.step for assignment in assignments(work, activity)},
    )


def put_back(work: UnitOfWork, activity: Activity, kept: KeptVisit) -> None:
    """Writes the planner's fields; of assignments only what a planner does: cancelled ones live again, and back."""
    for name in ("state", "planned_start", "planned_end", "duration_minutes", "lead_person_id", "pinned", "released_at",
                 "told_from", "told_to"):
        setattr(activity, name, getattr(kept, name))
    activity.helper_ids = list(kept.helper_ids)
    activity.accepted_conflicts = list(kept.accepted_conflicts)
    for assignment in assignments(work, activity):
        wanted = kept.steps.get(assignment.id, "cancelled")
        if "cancelled" in (wanted, assignment.step) and (wanted in STEPS_OPEN or assignment.step in STEPS_OPEN):
            assignment.step = wanted
    _mark_again(work, activity)


def undo_to(work: UnitOfWork, activity: Activity, before: KeptVisit) -> None:
    work.undo_with(RestoreVisit(activity_id=activity.id, kept=before))


def assignments(work: UnitOfWork, activity: Activity) -> list[ServiceAssignment]:
    """Everybody's part of the visit, the oldest first, ended ones too."""
    return list(
        work.session.scalars(
            select(ServiceAssignment)
            .where(ServiceAssignment.activity_id == activity.id)
            .order_by(ServiceAssignment.assigned_at, ServiceAssignment.id)
        )
    )


def cancel_assignments(work: UnitOfWork, activity: Activity, but: Iterable[str]) -> None:
    """Ends the open parts of everybody who is not among these persons; work already done on them stays there."""
    staying = set(but)
    for assignment in assignments(work, activity):
        if assignment.step in STEPS_OPEN and assignment.person_id not in staying:
            assignment.step = "cancelled"


def customer_name(work: UnitOfWork, activity: Activity) -> str:
    """Who the visit is for, as a planner says it."""
    call = work.find(ServiceCall, activity.call_id)
    partner = work.find(BusinessPartner, call.partner_id) if call is not None else None
    return partner.name if partner is not None else (activity.subject or (call.subject if call else "") or "–")


def first_name(person: Person) -> str:
    return person.name.split(" ")[0]


def said_time(work: UnitOfWork, moment: datetime) -> str | datetime:
    """«10:00»; on another day the moment itself, whose day is named in the reader's language."""
    same_day = local(moment).date() == local(work.now).date()
    return local(moment).strftime("%H:%M") if same_day else moment


def plan_as(
    work: UnitOfWork, activity: Activity, person_id: str, start: datetime, duration: int, helper_ids: Iterable[str],
    accepted: Iterable[str], among: Literal["one", "many"] = "one",
) -> None:
    """Writes the plan, or refuses it in words when law or safety forbids it; among many it is named."""
    if not work.guard(SHORTEST <= duration <= LONGEST, "board.error_duration", row=activity):
        return
    helpers = [helper for helper in dict.fromkeys(helper_ids) if helper != person_id]
    stop = hard_stop(work, activity, person_id, helpers, start, duration)
    if stop is not None:
        params = {name: str(value) for name, value in stop.params.items() if name in ("person", "skill", "day")}
        key = "absent" if stop.code.startswith("absent") else stop.code
        if among == "many":
            key, params["customer"] = f"many_{key}", customer_name(work, activity)
        if not work.guard(False, f"board.error_{key}", row=activity, **params):
            return
    if activity.lead_person_id != person_id and activity.state == "released":
        # Another technician: the former one loses it at once, the new one gets it when it is sent again.
        activity.state, activity.released_at = "planned", None
    if activity.state == "draft":
        activity.state = "planned"
    activity.lead_person_id, activity.helper_ids = person_id, helpers
    activity.planned_start, activity.planned_end = start, start + timedelta(minutes=duration)
    activity.duration_minutes = duration
    activity.accepted_conflicts = [
        {"code": code, "by": work.author_id, "at": work.now.isoformat()} for code in dict.fromkeys(accepted)
    ]
    cancel_assignments(work, activity, but=(person_id, *helpers))
    _mark_again(work, activity)


def _mark_again(work: UnitOfWork, activity: Activity) -> None:
    """Whoever has the visit on a tablet already sees at once what its new day or crew lacks."""
    if activity.state in ("released", "in_execution"):
        mark_lacking(work, activity)


def hard_stop(
    work: UnitOfWork, activity: Activity, person_id: str, helpers: list[str], start: datetime, duration: int
) -> Conflict | None:
    """What law or safety has against it: the lead must be allowed and there, helpers must be there.

    Neighbouring visits, parts and promises are never hard stops, so they are not read: a drop is stored sooner.
    """
    needs = skill_needs(work.session, activity.required_skill_ids)
    skills = tuple(needs[skill] for skill in activity.required_skill_ids if skill in needs)
    job = JobFacts(activity.id, activity.subject, duration, skills=skills)
    for days in technician_days(work.session, local(start).date(), 2, work.now, (person_id, *helpers)):
        of_lead = days.id == person_id
        for conflict in fit(job, days.facts(()), to_minute(start)).conflicts:
            if conflict.severity == "hard" and (of_lead or conflict.code.startswith("absent")):
                return conflict
    return None


HANDLERS = {
    PlanVisit: plan_visit, PlanVisits: plan_visits, UnplanVisit: unplan_visit, UnplanVisits: unplan_visits,
    ResizeVisit: resize_visit, PinVisit: pin_visit, SwapVisits: swap_visits, RestoreVisit: restore_visit,
}
