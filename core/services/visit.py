"""The course of a visit: seen, on the way, there, paused; every step is kept in the timeline, legal or not."""

from sqlalchemy import select

from core.commands.visit import AddNote, ChangeStep, MarkSeen
from core.ids import derived_id
from core.model.device import SyncFlag
from core.model.visit import Activity, Note, ServiceAssignment, StatusEvent
from core.rules.lifecycle import (
    ACTIVITY,
    ASSIGNMENT,
    STEPS_ON_SITE,
    STEPS_OPEN,
    Transition,
    allowed,
    may_take_back,
    turned_back,
)
from core.services import messages
from core.services.field_work import permit, present
from core.storage.unit_of_work import UnitOfWork

_LONGEST_NOTE = 4000
_REJECTED, _TAKEN_BACK = "visit.flag_rejected", "taken_back"


def mark_seen(command: MarkSeen, work: UnitOfWork) -> None:
    assignment = present(work, ServiceAssignment, command.assignment_id)
    if assignment is not None and assignment.seen_at is None:
        assignment.seen_at = work.now


def change_step(command: ChangeStep, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    assignment = present(work, ServiceAssignment, command.assignment_id)
    if activity is None or assignment is None:
        return
    transition, was_rejected = technician_step(assignment.step, command.target), assignment.step == "rejected"
    if was_rejected and not _may_take_back(work, activity, assignment):
        transition = None
    turns = assignment.step == "travelling" and command.target in ("accepted", "paused")
    if turns and command.target != turned_back(assignment.arrived_at is not None):
        transition = None
    if not take_step(work, activity, assignment, command.event_id, command.target, command.reason, transition):
        return
    _tell_customer(work, activity, assignment, command)
    if work.remote and command.target in ("rejected", "aborted"):
        work.flag(f"visit.flag_{command.target}", row=activity, reason=command.reason)
    if was_rejected:
        _settle_flag(work, activity, assignment.person_id)
    work.label("visit.did_take_back" if was_rejected else f"visit.did_{command.target}")
    work.result(assignment.id)


def _may_take_back(work: UnitOfWork, activity: Activity, assignment: ServiceAssignment) -> bool:
    """Not when the office has planned the job anew: then it is another's, or his again by a new assignment."""
    is_his = assignment.person_id in (activity.lead_person_id, *activity.helper_ids)
    newer = work.session.scalar(
        select(ServiceAssignment.id).where(
            ServiceAssignment.activity_id == activity.id, ServiceAssignment.person_id == assignment.person_id,
            ServiceAssignment.step.in_(STEPS_OPEN), ServiceAssignment.id != assignment.id,
        )
    )
    return may_take_back(assignment.step, activity.state, is_his and newer is None)


def _settle_flag(work: UnitOfWork, activity: Activity, person_id: str) -> None:
    """What the office was asked to plan anew is done after all: nobody has to look at it any more."""
    flags = select(SyncFlag).where(
        SyncFlag.code == _REJECTED, SyncFlag.activity_id == activity.id, SyncFlag.person_id == person_id,
        SyncFlag.resolved_at.is_(None),
    )
    for flag in work.session.scalars(flags):
        flag.resolved_at, flag.resolution = work.now, _TAKEN_BACK


def _tell_customer(
    work: UnitOfWork, activity: Activity, assignment: ServiceAssignment, command: ChangeStep
) -> None:
    """The customer hears once that the lead has set out; not when he is there already, or did not go after all."""
    if assignment.role != "lead":
        return
    if command.target == "travelling":
        messages.tell_customer(work, activity, "on_the_way", derived_id(command.event_id, "on_the_way"))
    else:
        messages.withdraw_queued(work, activity.id, ("on_the_way",))


def technician_step(source: str, target: str) -> Transition | None:
    """The technician's transition, or None when the table has none."""
    transition = allowed(ASSIGNMENT, source, target)
    return transition if transition is not None and transition.who == "technician" else None


def take_step(
    work: UnitOfWork, activity: Activity, assignment: ServiceAssignment, event_id: str, target: str, reason: str,
    transition: Transition | None,
) -> bool:
    """Writes the step into the timeline and, when it is legal, moves the assignment and its visit.

    A replay lays the technician's own steps, in their order, over what the office knew: a step that was legal when it
    was taken is taken again, unless the office has ended the assignment since.
    """
    earlier = work.find(StatusEvent, event_id)
    if earlier is not None:
        taken = earlier.legal and work.replaying and assignment.step != "cancelled"
        if taken:
            _move(work, activity, assignment, target, reason, earlier.from_step)
        return taken
    if target == assignment.step:
        return False
    legal = permit(
        work, transition is not None, "visit.error_step", "visit.flag_step", row=assignment,
        source=assignment.step, target=target,
    )
    if transition is not None and transition.reason:
        permit(work, bool(reason.strip()), "visit.error_reason_needed", "visit.flag_reason_missing", row=assignment)
    work.add(
        StatusEvent(
            id=event_id, assignment_id=assignment.id, activity_id=activity.id, person_id=assignment.person_id,
            from_step=assignment.step, to_step=target, at=work.now, reason=reason, legal=legal,
        )
    )
    if legal:
        _move(work, activity, assignment, target, reason, assignment.step)
    return legal


def _move(
    work: UnitOfWork, activity: Activity, assignment: ServiceAssignment, target: str, reason: str, source: str
) -> None:
    if assignment.step == "rejected":
        assignment.reason = ""  # he does it after all
    assignment.step = target
    if target in ("rejected", "aborted"):
        assignment.reason = reason
    if target in ("accepted", "travelling", *STEPS_ON_SITE):
        assignment.accepted_at = assignment.accepted_at or work.now
    if target == "accepted":
        if activity.started_at is not None and activity.started_at == assignment.travel_started_at:
            activity.started_at = None  # the journey was not begun after all
        assignment.travel_started_at = None
    elif target == "travelling":
        if source != "paused":  # the way back to a paused job stands in the timeline alone
            assignment.travel_started_at = work.now
        activity.started_at = min(activity.started_at or work.now, work.now)
    elif target == "arrived":
        _arrive(work, activity, assignment)
    elif target == "working":
        assignment.work_started_at = assignment.work_started_at or work.now
    elif target in ("done", "aborted"):
        assignment.finished_at = work.now


def _arrive(work: UnitOfWork, activity: Activity, assignment: ServiceAssignment) -> None:
    """The first one there begins the visit; arriving starts no clock and no checklist by itself."""
    assignment.arrived_at = assignment.arrived_at or work.now
    activity.started_at = min(activity.started_at or work.now, work.now)
    activity.arrived_at = min(activity.arrived_at or work.now, work.now)
    if allowed(ACTIVITY, activity.state, "in_execution") is not None:
        activity.state = "in_execution"
    elif work.remote and activity.state not in ("in_execution", "done"):
        work.flag("visit.flag_visit_not_open", row=activity, state=activity.state)


def add_note(command: AddNote, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    text = command.text.strip()
    if activity is None or not permit(work, bool(text), "visit.error_note_empty", "visit.flag_note_empty"):
        return
    permit(work, len(text) <= _LONGEST_NOTE, "visit.error_text_long", "visit.flag_text_long", row=activity)
    work.add(
        Note(
            id=command.note_id, call_id=activity.call_id, activity_id=activity.id, person_id=work.author_id, text=text,
            at=work.now, visible_to_customer=command.visible_to_customer,
        )
    )
    work.label("visit.did_note")
    work.result(command.note_id)


HANDLERS = {MarkSeen: mark_seen, ChangeStep: change_step, AddNote: add_note}
