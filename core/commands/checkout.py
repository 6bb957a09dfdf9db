"""Ending a visit: what was done, how it came out, the customer's signature, done."""

from decimal import Decimal
from typing import Any

import msgspec

from core.commands.base import Command
from core.ids import derived_id


class NeededPart(msgspec.Struct, frozen=True, kw_only=True):
    """A part that the next visit needs; `required_id` is the new row."""

    required_id: str
    item_id: str
    quantity: Decimal = Decimal(1)


def missing_part(activity_id: str, item_id: str, count: int) -> NeededPart:
    """A part that this visit lacked; chosen anew it is the same row."""
    return NeededPart(
        required_id=derived_id(activity_id, f"missing {item_id}"), item_id=item_id, quantity=Decimal(count)
    )


class WriteReport(Command, frozen=True, kw_only=True, tag="checkout.report/1"):
    """The report's words, in the technician's hand only."""

    activity_id: str
    work_done: str
    fault_found: str = ""


class SetOutcome(Command, frozen=True, kw_only=True, tag="checkout.outcome/1"):
    """How the visit came out (`core.rules.lifecycle.OUTCOMES`).

    follow_up_needed wants a reason (parts, time, skill, quote); `parts` are what the next visit must bring.
    """

    activity_id: str
    outcome: str
    reason: str = ""
    note: str = ""
    parts: tuple[NeededPart, ...] = ()


class Sign(Command, frozen=True, kw_only=True, tag="checkout.sign/1"):
    """The customer signs exactly what was shown, or does not; state: signed, refused, absent, remote_pending.

    `strokes` is a list of strokes of [x, y, milliseconds] (`core.rules.pen`). `shown_sha256` and `shown` are the
    fingerprint and the content of the statement as `core.queries.checkout` gave them. `language` is the one that the
    customer read it in: his report is written in it.
    """

    activity_id: str
    signature_id: str
    state: str
    name: str = ""
    role: str = ""
    strokes: list[Any] = []
    reason: str = ""
    shown_sha256: str = ""
    shown: dict[str, Any] = {}
    language: str = ""


class FinishVisit(Command, frozen=True, kw_only=True, tag="checkout.finish/1"):
    """The technician is done here. The lead's finish ends the visit; a helper's ends only his own part of it."""

    activity_id: str
    assignment_id: str
    event_id: str
    report_email: str = ""


COMMANDS = (WriteReport, SetOutcome, Sign, FinishVisit)
