"""The outbox of messages to customers: each is queued once, can be stopped until it leaves, and is never forgotten."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import select

from core.clock import local
from core.commands.messages import ExpectVisit, RecordMessageProgress, RequeueMessage, TellCustomer, WithdrawMessage
from core.errors import UserError
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.model.visit import Activity
from core.queries.messages import LEFT, SmsDraft, left_for, sms_draft
from core.rules import phone
from core.rules.service_hours import service_hours_of
from core.rules.sms_text import PURPOSES, earliest_sending, quiet_hours_of
from core.storage.unit_of_work import UnitOfWork

VISIT_PURPOSES = PURPOSES
"""What is told about a visit; all of it is out of date once the visit is planned anew."""
TIMES_TOLD = ("confirmation", "new_time", "cancelled")
"""What makes a customer expect us at a time, or expect us no longer."""
REGRET = timedelta(seconds=8)
"""So long a message waits before it leaves, because an SMS cannot be taken back."""


# ---- Used by the other services -------------------------------------------------------------------------------------


def tell_customer(
    work: UnitOfWork, activity: Activity, purpose: str, message_id: str, *, arrival: datetime | None = None,
    revision: int | None = None,
) -> Message | None:
    """Queues the SMS of this purpose; None when there is nobody to tell, or nothing worth telling any more.

    Only the office sends, so on a tablet nothing is queued; the office does it when the tablet's command comes in.
    The same (visit, purpose, recipient, revision) is queued once; `revision` is the visit's `release_revision` unless
    given. A message that was withdrawn and is asked for again is queued again, with what is true now.
    """
    if not work.is_office or work.replaying:
        return None
    draft = sms_draft(work.session, activity.id, purpose, work.now, arrival)
    if draft is None or draft.obstacle:
        return None
    revision = max(1, activity.release_revision) if revision is None else revision
    message = _same(work, draft, revision) or work.find(Message, message_id)
    if message is not None and message.state != "withdrawn":
        return message
    if message is None:
        message = work.add(Message(
            id=message_id, purpose=purpose, subject_id=activity.id, call_id=draft.call_id, recipient=draft.recipient,
            text=draft.text, revision=revision, created_at=work.now, not_before=work.now,
        ))
    _fill(work, message, draft)
    return message


def withdraw_queued(work: UnitOfWork, subject_id: str, purposes: Collection[str] = VISIT_PURPOSES) -> int:
    """Stops what has not left yet about this visit; returns how many messages that were."""
    waiting = work.session.scalars(
        select(Message).where(Message.subject_id == subject_id)
        .where(Message.purpose.in_(purposes)).where(Message.state == "queued")
    ).all()
    for message in waiting:
        message.state = "withdrawn"
    return len(waiting)


def has_left(work: UnitOfWork, subject_id: str, purposes: Collection[str] = VISIT_PURPOSES) -> bool:
    """True when the customer has been told, or may have been: such a message cannot be stopped."""
    return left_for(work.session, subject_id, tuple(purposes))


def last_told(work: UnitOfWork, subject_id: str) -> str:
    """The purpose of the newest message about this visit's time that has left; empty when none has."""
    return work.session.scalar(
        select(Message.purpose).where(Message.subject_id == subject_id).where(Message.state.in_(LEFT))
        .where(Message.purpose.in_(TIMES_TOLD)).order_by(Message.created_at.desc(), Message.id.desc()).limit(1)
    ) or ""


def _same(work: UnitOfWork, draft: SmsDraft, revision: int) -> Message | None:
    return work.session.scalars(
        select(Message).where(Message.subject_id == draft.activity_id).where(Message.purpose == draft.purpose)
        .where(Message.recipient == draft.recipient).where(Message.revision == revision)
    ).one_or_none()


def _fill(work: UnitOfWork, message: Message, draft: SmsDraft) -> None:
    message.contact_id, message.recipient_name = draft.contact_id, draft.recipient_name[:120]
    message.recipient, message.language, message.text = draft.recipient, draft.language, draft.text
    message.useful_until = draft.useful_until
    _queue(work, message)


def _queue(work: UnitOfWork, message: Message) -> None:
    """Ready to leave when the time of regret is over and nobody is asleep; attempts begin anew.

    The gateway's id of an earlier attempt stays until a new one is known, so that it is not taken for the new one.
    """
    message.state, message.error, message.attempts = "queued", "", 0
    message.attempt_started_at = message.sent_at = message.delivered_at = None
    firm = work.find(Firm, FIRM_ID)
    settings = firm.settings if firm is not None else {}
    message.not_before = earliest_sending(
        work.now + REGRET, message.useful_until, quiet_hours_of(settings), service_hours_of(settings)
    )


# ---- Handlers -------------------------------------------------------------------------------------------------------


def tell(command: TellCustomer, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    if command.purpose not in PURPOSES:
        raise ValueError(f"no message is called {command.purpose}")
    draft = sms_draft(work.session, activity.id, command.purpose, work.now, command.arrival)
    if draft is not None and draft.obstacle:
        said = _clock(draft.arrival) if draft.arrival is not None else ""
        work.guard(False, f"sms.error_{draft.obstacle}", row=activity, name=draft.recipient_name, time=said)
        return
    message = tell_customer(
        work, activity, command.purpose, command.message_id, arrival=command.arrival,
        revision=_next_revision(work, command, draft),
    )
    if message is not None:
        work.undo_with(WithdrawMessage(message_id=message.id), *_expected_no_more(activity, command.purpose))
        work.label("sms.done_told", name=message.recipient_name)
        work.result(message.id)


def _expected_no_more(activity: Activity, purpose: str) -> tuple[ExpectVisit, ...]:
    """A customer who is told that nobody comes waits for nobody; what is returned takes that back."""
    if purpose != "cancelled" or activity.told_from is None:
        return ()
    back = ExpectVisit(activity_id=activity.id, told_from=activity.told_from, told_to=activity.told_to)
    activity.told_from = activity.told_to = None
    return (back,)


def expect(command: ExpectVisit, work: UnitOfWork) -> None:
    """The other half of a withdrawn cancellation; when that has left after all, the customer still waits for nobody."""
    activity = work.get(Activity, command.activity_id)
    work.undo_with(ExpectVisit(activity_id=activity.id, told_from=activity.told_from, told_to=activity.told_to))
    if last_told(work, activity.id) != "cancelled":
        activity.told_from, activity.told_to = command.told_from, command.told_to
    work.result(activity.id)


def _next_revision(work: UnitOfWork, command: TellCustomer, draft: SmsDraft | None) -> int:
    """A person who asks for it again has something new to say, or wants it said again."""
    if draft is None:
        return 1
    last = work.session.scalar(
        select(Message.revision).where(Message.subject_id == command.activity_id)
        .where(Message.purpose == command.purpose).where(Message.recipient == draft.recipient)
        .order_by(Message.revision.desc()).limit(1)
    )
    return (last or 0) + 1


def _clock(moment: datetime) -> str:
    return local(moment).strftime("%H:%M")


def withdraw(command: WithdrawMessage, work: UnitOfWork) -> None:
    message = work.get(Message, command.message_id)
    if message.state == "withdrawn":
        return
    shown = phone.shown(message.recipient)
    open_still = message.state == "queued"
    if not work.guard(open_still, "sms.error_already_left", row=message, name=message.recipient_name, phone=shown):
        return
    message.state = "withdrawn"
    work.undo_with(RequeueMessage(message_id=message.id))
    work.label("sms.done_withdrawn", name=message.recipient_name)
    work.result(message.id)


def requeue(command: RequeueMessage, work: UnitOfWork) -> None:
    message = work.get(Message, command.message_id)
    if message.state == "queued":
        return
    stopped = message.state in ("withdrawn", "failed")
    if not work.guard(stopped, "sms.error_not_stopped", row=message, name=message.recipient_name):
        return
    if message.useful_until is not None and message.useful_until <= work.now:
        raise UserError("sms.error_passed", time=_clock(message.useful_until))
    _queue(work, message)
    work.undo_with(WithdrawMessage(message_id=message.id))
    work.label("sms.done_requeued", name=message.recipient_name)
    work.result(message.id)


def record_progress(command: RecordMessageProgress, work: UnitOfWork) -> None:
    message = work.find(Message, command.message_id)
    new_attempt = command.before == "queued" and command.state == "sending"
    expected = command.attempt - 1 if new_attempt else command.attempt
    if message is None or (message.state, message.attempts) != (command.before, expected):
        return  # someone withdrew it, or another office seat was quicker: what is true stays
    message.state, message.error = command.state, command.error
    message.gateway_id = command.gateway_id or message.gateway_id
    message.not_before = command.not_before or message.not_before
    if new_attempt:
        message.attempts, message.attempt_started_at = command.attempt, work.now
    if command.state in ("sent", "delivered") and message.sent_at is None:
        message.sent_at = work.now
    if command.state == "delivered":
        message.delivered_at = work.now
    work.result(message.id)


HANDLERS = {
    TellCustomer: tell, WithdrawMessage: withdraw, RequeueMessage: requeue, RecordMessageProgress: record_progress,
    ExpectVisit: expect,
}
