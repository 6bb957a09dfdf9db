"""Ending a visit: the report's words, the outcome, the signature, and what follows from «done»."""

from typing import Any

from sqlalchemy import select

from core.commands.checkout import FinishVisit, NeededPart, SetOutcome, Sign, WriteReport, missing_part
from core.model.attachment import Signature
from core.model.call import ServiceCall
from core.model.item import Item
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity, RequiredMaterial, ServiceAssignment
from core.queries.finishing import visit_missing
from core.queries.visit_lines import visit_statement
from core.rules.lifecycle import ACTIVITY, FOLLOW_UP_REASONS, OUTCOMES, STEPS_ON_SITE, STEPS_OPEN, Transition, allowed
from core.rules.pen import is_written
from core.rules.statement import fingerprint
from core.services.charging import keep_claims
from core.services.checklist import close
from core.services.deviations import propose_deviations
from core.services.field_work import flag_late_work, permit, present
from core.services.follow_up import conclude_call
from core.services.visit import take_step
from core.storage.unit_of_work import UnitOfWork
from core.texts import LANGUAGES

SIGNATURE_STATES = ("signed", "refused", "absent", "remote_pending")
_LONGEST_REPORT = 8000
_LONGEST_REASON = 24


def write_report(command: WriteReport, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    if activity is None:
        return
    longest = max(len(command.work_done), len(command.fault_found))
    permit(work, longest <= _LONGEST_REPORT, "visit.error_text_long", "visit.flag_text_long", row=activity)
    activity.work_done, activity.fault_found = command.work_done, command.fault_found
    flag_late_work(work, activity)
    work.label("visit.did_report")
    work.result(activity.id)


def set_outcome(command: SetOutcome, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    if activity is None or not permit(
        work, command.outcome in OUTCOMES, "visit.error_outcome", "visit.flag_value", kind="outcome"
    ):
        return
    known = command.outcome != "follow_up_needed" or command.reason in FOLLOW_UP_REASONS
    permit(
        work, known and len(command.reason) <= _LONGEST_REASON, "visit.error_outcome_reason",
        "visit.flag_reason_missing", row=activity,
    )
    if not permit(work, activity.state != "done" or work.replaying, "visit.error_visit_done", "visit.flag_late_outcome",
                  row=activity, outcome=command.outcome):
        return
    activity.outcome = command.outcome
    activity.outcome_reason = command.reason[:_LONGEST_REASON]
    activity.outcome_note = command.note.strip()
    _forget_others(work, activity, command)
    for part in command.parts:
        _need(work, activity, part)
    work.label("visit.did_outcome")
    work.result(activity.id)


def _need(work: UnitOfWork, activity: Activity, part: NeededPart) -> None:
    """A part that was missing is recorded on this visit; the next visit takes over what was not used."""
    possible = part.quantity.is_finite() and part.quantity > 0 and work.find(Item, part.item_id) is not None
    if permit(work, possible, "visit.error_quantity", "visit.flag_value", row=activity, kind="material"):
        need = work.add(
            RequiredMaterial(
                id=part.required_id, activity_id=activity.id, item_id=part.item_id, quantity=part.quantity,
                state="required",
            )
        )
        need.quantity = part.quantity


def _forget_others(work: UnitOfWork, activity: Activity, command: SetOutcome) -> None:
    """Parts that were said to be missing with an outcome chosen before, and are not any more."""
    kept = {part.required_id for part in command.parts}
    for row in work.session.scalars(select(RequiredMaterial).where(RequiredMaterial.activity_id == activity.id)).all():
        if row.id not in kept and row.id == missing_part(activity.id, row.item_id, 1).required_id:
            work.session.delete(row)


def sign(command: Sign, work: UnitOfWork) -> None:
    """Keeps the signature with the fingerprint of exactly what was shown; a later change asks for a new one."""
    activity = present(work, Activity, command.activity_id)
    possible = command.state in SIGNATURE_STATES
    if activity is None or not permit(
        work, possible, "visit.error_signature_state", "visit.flag_value", kind="signature"
    ):
        return
    if command.state == "signed":
        complete = bool(command.name.strip()) and is_written(command.strokes)
        permit(work, complete, "visit.error_signature_incomplete", "visit.flag_signature_incomplete", row=activity)
    elif command.state in ("refused", "absent"):
        given = bool(command.reason.strip())
        permit(work, given, "visit.error_reason_needed", "visit.flag_reason_missing", row=activity)
    work.add(
        Signature(
            id=command.signature_id, activity_id=activity.id, state=command.state, name=command.name.strip()[:120],
            role=command.role.strip()[:60], strokes=command.strokes, reason=command.reason.strip(),
            signed_at=work.now, language=command.language if command.language in LANGUAGES else "",
            shown_sha256=command.shown_sha256, shown=_shown(work, activity, command),
            person_id=work.author_id,
        )
    )
    flag_late_work(work, activity)
    work.label("visit.did_sign")
    work.result(command.signature_id)


def _shown(work: UnitOfWork, activity: Activity, command: Sign) -> dict[str, Any]:
    """What was shown. On the tablet it must be what is there now; at the office it must have its own fingerprint."""
    if work.remote:
        evidence = command.shown if fingerprint(command.shown) == command.shown_sha256 else {}
        permit(work, bool(evidence), "visit.error_statement_changed", "visit.flag_signature_unproven", row=activity)
        return evidence
    work.session.flush()
    current = visit_statement(work.session, activity.id) or {}
    same = fingerprint(current) == command.shown_sha256
    permit(work, same, "visit.error_statement_changed", "visit.flag_signature_unproven", row=activity)
    return current if same else command.shown


def finish_visit(command: FinishVisit, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    assignment = present(work, ServiceAssignment, command.assignment_id)
    if activity is None or assignment is None:
        return
    leads = assignment.role == "lead"
    if leads and assignment.step != "done":
        _require_all(work, activity, assignment)
    # Checking and finishing are one gesture when the technician has not opened the checkout page before.
    on_site = assignment.step in STEPS_ON_SITE
    transition = Transition(assignment.step, "done", "technician") if on_site else None
    if not take_step(work, activity, assignment, command.event_id, "done", "", transition):
        if not (leads and _was_done_after_all(work, activity, assignment)):
            return
        assignment.step = "done"
    if leads:
        _end(work, activity, command.report_email)
    work.label("visit.did_finish")
    work.result(activity.id)


def _was_done_after_all(work: UnitOfWork, activity: Activity, assignment: ServiceAssignment) -> bool:
    """The office had taken the visit back while the technician did it without a network, and nobody else is on it.

    It has been flagged; but work that is done is a visit that is done, or it could never be billed.
    """
    if not work.remote or activity.state == "done" or assignment.step == "done":
        return False
    others = select(ServiceAssignment.id).where(
        ServiceAssignment.activity_id == activity.id, ServiceAssignment.id != assignment.id,
        ServiceAssignment.role == "lead", ServiceAssignment.step.in_(STEPS_OPEN),
    )
    if work.session.scalar(others.limit(1)) is not None:
        return False
    activity.state = "in_execution"
    activity.lead_person_id = activity.lead_person_id or assignment.person_id
    activity.planned_start = activity.planned_start or activity.arrived_at or work.now
    call = work.find(ServiceCall, activity.call_id)
    if call is not None and call.state == "cancelled":
        call.state = "open"
    return True


def _require_all(work: UnitOfWork, activity: Activity, assignment: ServiceAssignment) -> None:
    left = [one for one in visit_missing(work.session, activity.id, assignment.step) if one.blocking]
    permit(
        work, not left, f"visit.missing_{left[0].code}" if left else "", "visit.flag_not_ready", row=activity,
        **(left[0].params if left and not work.remote else {}),
    )


def _end(work: UnitOfWork, activity: Activity, report_email: str) -> None:
    if activity.state != "done":
        if not permit(
            work, allowed(ACTIVITY, activity.state, "done") is not None, "visit.error_visit_not_open",
            "visit.flag_visit_not_open", row=activity, state=activity.state,
        ):
            return
        activity.state = "done"
    activity.finished_at = activity.finished_at or work.now
    activity.report_email = report_email.strip()[:120]
    open_ones = select(ChecklistInstance).where(
        ChecklistInstance.activity_id == activity.id, ChecklistInstance.state == "open"
    )
    for instance in work.session.scalars(open_ones):
        close(instance, work.now)
    propose_deviations(work, activity)
    conclude_call(work, activity)
    keep_claims(work, activity.id)


HANDLERS = {WriteReport: write_report, SetOutcome: set_outcome, Sign: sign, FinishVisit: finish_visit}
