"""Messages to customers: asking for one, stopping or repeating it, and what the gateway said about it."""

from datetime import datetime

from core.commands.base import Command

SYSTEM_AUTHOR = "system"
"""Who the program itself is in the journal: nobody pressed anything when a delivery receipt came."""


class TellCustomer(Command, frozen=True, kw_only=True, tag="messages.tell_customer/1"):
    """Tells the customer of a visit by SMS; `purpose` is one of `core.rules.sms_text.PURPOSES`.

    `arrival` is the time to be told when it is not the planned start. It leaves after eight seconds of regret.
    """

    message_id: str
    activity_id: str
    purpose: str
    arrival: datetime | None = None


class WithdrawMessage(Command, frozen=True, kw_only=True, tag="messages.withdraw/1"):
    """Stops a message that has not left yet."""

    message_id: str


class RequeueMessage(Command, frozen=True, kw_only=True, tag="messages.requeue/1"):
    """Sends a message that was withdrawn or failed after all; refused for one that has left."""

    message_id: str


class ExpectVisit(Command, frozen=True, kw_only=True, tag="messages.expect_visit/1"):
    """What the customer expects again (or no longer) when a cancellation was stopped (or queued) by undo and redo."""

    activity_id: str
    told_from: datetime | None = None
    told_to: datetime | None = None


class RecordMessageProgress(Command, frozen=True, kw_only=True, tag="messages.record_progress/1"):
    """What became of a message; does nothing unless it still is in state `before` on attempt `attempt`.

    `attempt` counts from 1; from queued to sending it is one more than the message's own, that is: a new attempt.
    `error` is a code, with what the gateway said after ": ". `not_before` is when a queued one may be tried again.
    """

    message_id: str
    before: str
    state: str
    attempt: int
    gateway_id: str = ""
    error: str = ""
    not_before: datetime | None = None


COMMANDS = (TellCustomer, WithdrawMessage, RequeueMessage, ExpectVisit, RecordMessageProgress)
