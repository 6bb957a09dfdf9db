"""What a finished visit means for its call: complete, waiting, or another visit to plan."""

from sqlalchemy import select

from core.ids import derived_id
from core.model.call import ServiceCall
from core.model.visit import Activity, RequiredMaterial
from core.rules.finishing import COMPLETING_OUTCOMES, RETURNING_OUTCOMES
from core.rules.lifecycle import CALL, allowed
from core.services.reserving import reserve_for
from core.storage.unit_of_work import UnitOfWork


def conclude_call(work: UnitOfWork, activity: Activity) -> None:
    """Moves the call as the outcome says. The next visit's draft is made at the office only, once."""
    call = work.find(ServiceCall, activity.call_id)
    if call is None:
        return
    if activity.outcome in COMPLETING_OUTCOMES:
        if not _other_open_visits(work, activity) and allowed(CALL, call.state, "technically_complete") is not None:
            call.state, call.pending_reason = "technically_complete", ""
            call.completed_at = call.completed_at or work.now
    elif activity.outcome == "follow_up_needed" and call.state in ("open", "pending"):
        call.state, call.pending_reason = "pending", activity.outcome_reason
    elif work.remote:
        work.flag("visit.flag_outcome", row=activity, outcome=activity.outcome)
    if work.is_office and activity.outcome in RETURNING_OUTCOMES:
        _draft_next(work, activity)


def _other_open_visits(work: UnitOfWork, activity: Activity) -> bool:
    """A call is not complete while another of its visits is still to come."""
    found = work.session.scalar(
        select(Activity.id)
        .where(
            Activity.call_id == activity.call_id, Activity.id != activity.id,
            Activity.state.not_in(("done", "cancelled")),
        )
        .limit(1)
    )
    return found is not None


def next_visit(work: UnitOfWork, activity: Activity) -> Activity:
    """The draft of the visit that comes after this one, made at most once: its id follows from this visit's."""
    return work.add(
        Activity(
            id=derived_id(activity.id, "next_visit"), call_id=activity.call_id, kind=activity.kind,
            subject=activity.subject, state="draft", duration_minutes=activity.duration_minutes,
            address_id=activity.address_id, required_skill_ids=list(activity.required_skill_ids or []),
            checklist_template_ids=list(activity.checklist_template_ids or []),
            instructions=activity.outcome_note, next_visit_of_id=activity.id,
        )
    )


def _draft_next(work: UnitOfWork, activity: Activity) -> None:
    """The next visit with the parts that this one did not have."""
    following = next_visit(work, activity)
    if following.state not in ("draft", "planned"):
        return
    if activity.outcome_note not in following.instructions:
        following.instructions = f"{activity.outcome_note}\n{following.instructions}"
    work.session.flush()
    left = select(RequiredMaterial).where(
        RequiredMaterial.activity_id == activity.id, RequiredMaterial.maybe.is_(False),
        RequiredMaterial.state.not_in(("used", "returned")),
    )
    for part in work.session.scalars(left).all():
        work.add(
            RequiredMaterial(
                id=derived_id(part.id, "next_visit"), activity_id=following.id, item_id=part.item_id,
                quantity=part.quantity, state="required",
            )
        )
    reserve_for(work, following)


