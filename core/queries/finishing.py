"""What is missing before a visit can be finished, from what is recorded now."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from core.model.attachment import Signature
from core.model.call import ServiceCall
from core.model.knowledge import ChecklistTemplate
from core.model.visit import Activity, TimeEffort
from core.queries.checklist_state import ChecklistState, checklist_states
from core.queries.visit_lines import visit_statement
from core.rules.checklist_course import required_left
from core.rules.finishing import Missing, VisitState, missing
from core.rules.statement import fingerprint

SIGNED_LATER = "remote_pending"
"""The state of a signature that the customer gives another day."""
_SUM = re.compile(r"-?\d{1,12}(\.\d{1,9})?")


@dataclass(frozen=True, slots=True)
class LatestSignature:
    """The signature that counts: the newest. `to_pay` is what it said incl. VAT, None when that is not proven."""

    id: str
    state: str
    name: str
    role: str
    strokes: list[Any]
    reason: str
    signed_at: datetime
    shown_sha256: str
    to_pay: Decimal | None = None


def latest_signature(session: Session, activity_id: str) -> LatestSignature | None:
    row = session.execute(
        select(
            Signature.id, Signature.state, Signature.name, Signature.role, Signature.strokes, Signature.reason,
            Signature.signed_at, Signature.shown_sha256, Signature.shown,
        )
        .where(Signature.activity_id == activity_id)
        .order_by(Signature.signed_at.desc(), Signature.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return LatestSignature(
        row.id, row.state, row.name, row.role, row.strokes, row.reason, row.signed_at, row.shown_sha256,
        _signed_sum(row.shown),
    )


def signs_later(session: Session, activity_id: str) -> bool:
    """The customer wanted to sign another day, and has not yet."""
    signature = latest_signature(session, activity_id)
    return signature is not None and signature.state == SIGNED_LATER


def _signed_sum(shown: dict[str, Any] | None) -> Decimal | None:
    """What a signature was for; the statement may come from outside, and then says whatever it likes."""
    said = (shown or {}).get("to_pay")
    if not isinstance(said, str) or not _SUM.fullmatch(said):
        return None
    return Decimal(said)


def visit_missing(session: Session, activity_id: str, step: str, leads: bool = True) -> tuple[Missing, ...]:
    """What is missing for the technician whose assignment is at `step`; a helper's part ends sooner."""
    row = session.execute(
        select(
            Activity.outcome, Activity.outcome_reason, Activity.work_done, Activity.checklist_template_ids,
            ServiceCall.quote_limit,
        ).join(ServiceCall, ServiceCall.id == Activity.call_id).where(Activity.id == activity_id)
    ).one()
    states = checklist_states(session, activity_id)
    signature = latest_signature(session, activity_id)
    shown = visit_statement(session, activity_id)
    times = _times(session, activity_id)
    return missing(
        VisitState(
            step=step, outcome=row.outcome, outcome_reason=row.outcome_reason, work_done=row.work_done,
            required_left=_required_left(states),
            not_started=_not_started(session, row.checklist_template_ids or [], states),
            has_time=any(one.kind == "work" for one in times),
            has_overlap=_overlap(times) or _overlaps_another_visit(session, activity_id),
            signature_state=signature.state if signature else "",
            signature_current=signature is None or shown is None or signature.shown_sha256 == fingerprint(shown),
            leads=leads,
            to_pay=Decimal(shown["to_pay"]) if shown is not None else Decimal(0), quote_limit=row.quote_limit,
        )
    )


def _required_left(states: tuple[ChecklistState, ...]) -> tuple[tuple[str, int], ...]:
    counted = ((state.title, len(required_left(state.elements, state.answers))) for state in states)
    return tuple((name, count) for name, count in counted if count)


def _not_started(session: Session, template_ids: list[str], states: tuple[ChecklistState, ...]) -> tuple[str, ...]:
    waiting = set(template_ids) - {state.template_id for state in states}
    names = session.scalars(
        select(ChecklistTemplate.name).where(ChecklistTemplate.id.in_(waiting)).order_by(ChecklistTemplate.name)
    )
    return tuple(names)


def _times(session: Session, activity_id: str) -> Sequence[Any]:
    """Who did what from when to when, as far as it counts."""
    return session.execute(
        select(TimeEffort.person_id, TimeEffort.kind, TimeEffort.start, TimeEffort.end)
        .where(TimeEffort.activity_id == activity_id, _counts(TimeEffort))
        .order_by(TimeEffort.person_id, TimeEffort.start, TimeEffort.end)
    ).all()


def _counts(record: Any) -> Any:
    return record.corrected_by_id.is_(None) & (record.state != "declined")


def _overlap(times: Sequence[Any]) -> bool:
    """Whether somebody's minutes are counted twice."""
    return any(
        one.person_id == following.person_id and following.start < one.end
        for one, following in pairwise(times)
    )


def _overlaps_another_visit(session: Session, activity_id: str) -> bool:
    """Whether somebody's minutes here are counted on another visit, too."""
    other = aliased(TimeEffort)
    twice = (
        select(TimeEffort.id)
        .join(
            other,
            (other.person_id == TimeEffort.person_id) & (other.activity_id != TimeEffort.activity_id)
            & (other.start < TimeEffort.end) & (other.end > TimeEffort.start)
        )
        .where(TimeEffort.activity_id == activity_id, *(_counts(one) for one in (TimeEffort, other)))
    )
    return session.scalar(twice.limit(1)) is not None
