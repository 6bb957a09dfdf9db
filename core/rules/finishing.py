"""What still stands between a technician and the end of his visit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from core.clock import local
from core.rules.lifecycle import FOLLOW_UP_REASONS, OUTCOMES, STEPS_ON_SITE

ABORTED_OUTCOMES = ("no_access", "customer_cancelled", "unsafe")
"""Nothing was carried out: neither report, checklist nor signature can be asked for."""
COMPLETING_OUTCOMES = ("solved", "nothing_found")
"""The call is technically complete."""
RETURNING_OUTCOMES = ("follow_up_needed", "temporary_fix", "no_access")
"""Somebody has to come again: the office gets a draft of the next visit."""
_CHECKED_OUTCOMES = ("solved", "temporary_fix", "nothing_found")
"""Outcomes that a checklist's required steps vouch for."""


def still_owed(moment: datetime | None, earlier_ended: datetime | None) -> datetime | None:
    """A promise or deadline as the next visit has it: one of the earlier visit's day or before was for that visit."""
    is_over = moment is not None and earlier_ended is not None and local(moment).date() <= local(earlier_ended).date()
    return None if is_over else moment


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there yet; its sentence is `visit.missing_<code>`. Only blocking ones stop the finish."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)
    blocking: bool = True


@dataclass(frozen=True, slots=True)
class VisitState:
    """A visit as its technician wants to end it.

    `required_left` has (checklist name, number of required steps left); `signature_state` is empty when nothing has
    been signed, `signature_current` tells whether what was signed is what is shown now. A helper leaves when his
    part is done: report, outcome and signature are the lead's. `quote_limit` is what the customer was told it would
    cost at most, `to_pay` what it costs now; both incl. VAT.
    """

    step: str
    outcome: str
    outcome_reason: str
    work_done: str
    required_left: tuple[tuple[str, int], ...] = ()
    not_started: tuple[str, ...] = ()
    has_time: bool = True
    has_overlap: bool = False
    signature_state: str = ""
    signature_current: bool = True
    leads: bool = True
    to_pay: Decimal = Decimal(0)
    quote_limit: Decimal | None = None


def missing(visit: VisitState) -> tuple[Missing, ...]:
    """Everything that is missing, in the order a technician would mend it."""
    return tuple(_missing(visit))


def _missing(visit: VisitState) -> Iterator[Missing]:
    if visit.step not in STEPS_ON_SITE and visit.step != "done":
        yield Missing("arrival")
    if not visit.leads:
        return
    carried_out = visit.outcome not in ABORTED_OUTCOMES
    checked = visit.outcome in _CHECKED_OUTCOMES or not visit.outcome
    if checked:
        for name, count in visit.required_left:
            yield Missing("checklist", {"name": name, "n": count})
        for name in visit.not_started:
            yield Missing("checklist_not_started", {"name": name}, blocking=False)
    if carried_out and not visit.has_time:
        yield Missing("time", blocking=False)
    if visit.has_overlap:
        yield Missing("overlap", blocking=False)
    if carried_out and not visit.work_done.strip():
        yield Missing("report")
    if visit.outcome not in OUTCOMES:
        yield Missing("outcome")
    elif visit.outcome == "follow_up_needed" and visit.outcome_reason not in FOLLOW_UP_REASONS:
        yield Missing("outcome_reason")
    if visit.quote_limit is not None and visit.to_pay > visit.quote_limit:
        yield Missing(
            "quote_limit", {"limit": visit.quote_limit, "over": visit.to_pay - visit.quote_limit}, blocking=False
        )
    if carried_out and not visit.signature_state:
        yield Missing("signature")
    elif carried_out and not visit.signature_current:
        yield Missing("signature_outdated" if visit.signature_state == "signed" else "no_signature_outdated")
