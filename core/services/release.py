"""Sends planned visits to their technicians and tells the customer; takes both back as long as nothing has begun."""

from datetime import timedelta

from core.commands.dispatch import KeptVisit
from core.commands.release import ReleaseVisit, ReleaseVisits, WithdrawRelease
from core.ids import new_id
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.messages import LEFT, sms_draft
from core.rules import phone
from core.rules.lifecycle import STEPS_OPEN
from core.rules.sending import many_sent
from core.services import messages
from core.services.crew_certificates import mark_lacking
from core.services.dispatch import (
    STARTED_STEPS,
    as_it_is,
    assignments,
    cancel_assignments,
    customer_name,
    first_name,
    keep,
    put_back,
    said_time,
)
from core.storage.unit_of_work import UnitOfWork

ARRIVAL_WINDOW_MINUTES = 30
"""So long after the told time an arrival still is on time; a firm sets its own with `arrival_window_minutes`."""


def release_visit(command: ReleaseVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    name = customer_name(work, activity)
    if not _may_release(work, activity, name):
        return
    news = activity.state != "released" or activity.told_from != activity.planned_start
    before = keep(work, activity) if news else as_it_is(work, activity)
    cancelled = assign_parts(work, activity, command.assignment_ids)
    activity.state, activity.released_at = "released", activity.released_at or work.now
    assert activity.planned_start is not None
    if news:
        activity.told_from = activity.planned_start
        activity.told_to = activity.planned_start + timedelta(minutes=_window(work))
        activity.release_revision += 1
    message, obstacle = _tell(work, activity, command) if news or cancelled else (None, "")
    message_id = message.id if message is not None else command.message_id
    work.undo_with(WithdrawRelease(activity_id=activity.id, message_id=message_id, kept=before))
    _say_released(work, activity, name, message, obstacle)
    work.result(activity.id)


def release_visits(command: ReleaseVisits, work: UnitOfWork) -> None:
    """A whole day: what cannot be sent any more stops nothing else, and those without an SMS are counted to be rung."""
    sent = told = 0
    for one in command.visits:
        activity = work.find(Activity, one.activity_id)
        if activity is None or not _can_be_sent(activity):
            continue
        release_visit(one, work)
        sent += 1
        told += work.find(Message, one.message_id) is not None
    key, figures = many_sent(sent, told, len(command.visits) - sent)
    work.label(key, **figures)


def withdraw_release(command: WithdrawRelease, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    name = customer_name(work, activity)
    if activity.state not in ("released", "in_execution") or not _may_withdraw(work, activity, command, name):
        return
    told = messages.has_left(work, activity.id)
    messages.withdraw_queued(work, activity.id)
    before = [assignment for assignment in assignments(work, activity) if assignment.step in STEPS_OPEN]
    if command.kept is not None:
        put_back(work, activity, _unchanged_plan(activity, command.kept))
    else:
        cancel_assignments(work, activity, but=())
        activity.state, activity.released_at = "planned", None
        if not told:
            activity.told_from = activity.told_to = None
    order = {person_id: n for n, person_id in enumerate((activity.lead_person_id, *activity.helper_ids))}
    before.sort(key=lambda assignment: order.get(assignment.person_id, len(order)))
    work.undo_with(ReleaseVisit(
        activity_id=activity.id, assignment_ids=tuple(assignment.id for assignment in before),
        message_id=command.message_id or new_id(),
    ))
    work.label("release.done_withdrawn", customer=name)
    work.result(activity.id)


# ---- Inside ---------------------------------------------------------------------------------------------------------


def _can_be_sent(activity: Activity) -> bool:
    planned = activity.planned_start is not None and activity.lead_person_id is not None
    return planned and activity.state in ("planned", "released")


def _may_release(work: UnitOfWork, activity: Activity, name: str) -> bool:
    planned = activity.planned_start is not None and activity.lead_person_id is not None
    if not work.guard(planned, "release.error_not_planned", row=activity, customer=name):
        return False
    open_still = activity.state in ("planned", "released")
    return work.guard(open_still, f"release.error_{activity.state}", row=activity, customer=name)


def _may_withdraw(work: UnitOfWork, activity: Activity, command: WithdrawRelease, name: str) -> bool:
    starter = next((a for a in assignments(work, activity) if a.step in STARTED_STEPS), None)
    person = work.find(Person, starter.person_id if starter is not None else activity.lead_person_id)
    who = first_name(person) if person is not None else "–"
    begun = starter is not None or activity.state == "in_execution"
    if not work.guard(not begun, "release.error_started", row=activity, customer=name, person=who):
        return False
    message = work.find(Message, command.message_id)
    gone = message is not None and message.state in LEFT and not command.even_if_told
    told = message.recipient_name if message is not None else name
    number = phone.shown(message.recipient) if message is not None else ""
    return work.guard(not gone, "release.error_told", row=activity, customer=name, name=told, phone=number)


def _unchanged_plan(activity: Activity, kept: KeptVisit) -> KeptVisit:
    """What was kept at the release, but with the plan as it is now: taking a release back moves nothing."""
    return KeptVisit(
        state=kept.state if kept.state in ("planned", "released") else "planned", planned_start=activity.planned_start,
        planned_end=activity.planned_end, duration_minutes=activity.duration_minutes,
        lead_person_id=activity.lead_person_id, helper_ids=tuple(activity.helper_ids), pinned=activity.pinned,
        accepted_conflicts=tuple(activity.accepted_conflicts), released_at=kept.released_at, told_from=kept.told_from,
        told_to=kept.told_to, steps=kept.steps,
    )


def assign_parts(work: UnitOfWork, activity: Activity, assignment_ids: tuple[str, ...]) -> bool:
    """Gives everybody on the visit a part of it; true when a part was new.

    Who is there already keeps his part. A part that was cancelled lives again when its own id is asked for, so that
    doing a release once more after its undo makes the same rows.
    """
    people = [person_id for person_id in (activity.lead_person_id, *activity.helper_ids) if person_id]
    cancel_assignments(work, activity, but=people)
    have = {a.person_id for a in assignments(work, activity) if a.step in STEPS_OPEN}
    missing = [person_id for person_id in people if person_id not in have]
    new = False
    for number, person_id in enumerate(people):
        if person_id not in missing:
            continue
        wanted = (assignment_ids[number] if number < len(assignment_ids) else "") or new_id()
        known = work.find(ServiceAssignment, wanted)
        if known is not None and known.person_id == person_id and known.step == "cancelled":
            known.step, known.assigned_at = "new", work.now
        else:
            work.add(ServiceAssignment(
                id=wanted if known is None else new_id(), activity_id=activity.id, person_id=person_id,
                role="lead" if person_id == activity.lead_person_id else "helper", assigned_at=work.now,
            ))
        new = True
    work.session.flush()
    mark_lacking(work, activity)
    return new


def _tell(work: UnitOfWork, activity: Activity, command: ReleaseVisit) -> tuple[Message | None, str]:
    """Queues the SMS; otherwise what is in its way."""
    if not command.tell_customer:
        return None, "not_wanted"
    purpose = "new_time" if messages.has_left(work, activity.id, ("confirmation", "new_time")) else "confirmation"
    message = messages.tell_customer(work, activity, purpose, command.message_id)
    if message is not None:
        return message, ""
    draft = sms_draft(work.session, activity.id, purpose, work.now)
    return None, draft.obstacle if draft is not None else "off"


def _say_released(work: UnitOfWork, activity: Activity, name: str, message: Message | None, obstacle: str) -> None:
    person = work.find(Person, activity.lead_person_id)
    assert activity.planned_start is not None
    params = {
        "customer": name, "person": first_name(person) if person is not None else "–",
        "time": said_time(work, activity.planned_start),
    }
    if message is not None:
        work.label("release.done_with_sms", **params, name=message.recipient_name)
    elif obstacle:
        work.label(f"release.done_{obstacle}", **params)
    else:
        work.label("release.done_again", **params)


def _window(work: UnitOfWork) -> int:
    firm = work.find(Firm, FIRM_ID)
    return int(firm.settings.get("arrival_window_minutes", ARRIVAL_WINDOW_MINUTES)) if firm else ARRIVAL_WINDOW_MINUTES


HANDLERS = {ReleaseVisit: release_visit, ReleaseVisits: release_visits, WithdrawRelease: withdraw_release}
