"""The page a technician turns towards the customer: what was done, what it costs and why, and what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.attachment import Attachment
from core.model.customer import Contact
from core.model.visit import Activity, ServiceAssignment, TimeEffort
from core.queries.checklist_run import answer_text
from core.queries.checklist_state import INSTANCE_KIND, ChecklistState, checklist_states
from core.queries.customer_notes import CustomerNotes, customer_notes
from core.queries.finishing import latest_signature, visit_missing
from core.queries.visit_facts import VisitFacts, visit_facts, warranty_of
from core.queries.visit_lines import live, visit_lines, visit_statement
from core.rules.charging import FIXED_TRAVEL, IN_FIXED_TRAVEL
from core.rules.checklist import words
from core.rules.checklist_course import progress
from core.rules.customer_notes import confirmed
from core.rules.finishing import Missing
from core.rules.pricing import PricedLine, rounded_up, totals
from core.rules.statement import Statement, fingerprint
from core.rules.warranty import in_warranty
from core.texts import Texts

_ICONS = {"material": "package", "mileage": "car", "expense": "receipt"}


@dataclass(frozen=True, slots=True)
class CheckoutLine:
    """A line as the customer sees it; amounts in kronor excl. VAT, 0 when somebody else pays.

    `title` and `detail` are ready to show. `icon` is a name of resources/icons. `list_amount` is what it would cost.
    `debited` is how many minutes of work are charged in all, on the line that carries the rounding up.
    """

    source_kind: str
    source_id: str
    icon: str
    title: str
    detail: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    amount: Decimal
    charge_option: str
    reason_key: str
    reason_params: Mapping[str, Any]
    list_amount: Decimal
    minutes: int
    debited: int = 0


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """The signature that counts; `current` is false when something was changed after it, `to_pay` what it was for."""

    id: str
    state: str
    name: str
    role: str
    strokes: list[Any]
    reason: str
    signed_at: datetime
    current: bool
    to_pay: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Checkout:
    """Everything on the page; `language` is the customer's.

    `notes` is what the customer must read, `confirms` what his name confirms (`core.rules.customer_notes.confirmed`).
    `shown` and `shown_sha256` go into the Sign command as they are. `leads` is false for a
    helper, whose part ends sooner.
    """

    activity_id: str
    customer: str
    language: str
    call_number: str
    work_done: str
    fault_found: str
    suggested_text: str
    notes: CustomerNotes
    confirms: str
    outcome: str
    outcome_reason: str
    outcome_note: str
    checklist_done: int
    checklist_total: int
    photos: int
    in_warranty: bool
    lines: tuple[CheckoutLine, ...]
    net: Decimal
    vat: Decimal
    rounding: Decimal
    to_pay_incl: Decimal
    payment_days: int
    contact_name: str
    contact_email: str
    report_email: str
    missing: tuple[Missing, ...]
    leads: bool
    signature: SignatureRow | None
    shown_sha256: str
    shown: Statement

    @property
    def can_finish(self) -> bool:
        return not any(one.blocking for one in self.missing)


def checkout(
    session: Session, activity_id: str, person_id: str, now: datetime, language: str = "sv"
) -> Checkout | None:
    """The visit's checkout as this technician sees it; None when the visit is not here."""
    facts = visit_facts(session, activity_id)
    shown = visit_statement(session, activity_id)
    row = session.execute(
        select(
            Activity.work_done, Activity.fault_found, Activity.outcome, Activity.outcome_reason, Activity.outcome_note,
            Activity.report_email,
        ).where(Activity.id == activity_id)
    ).one_or_none()
    if facts is None or shown is None or row is None:
        return None
    texts = Texts(language)
    states = checklist_states(session, activity_id)
    counts = [progress(state.elements, state.answers) for state in states]
    lines = visit_lines(session, activity_id)
    sums = totals(lines)
    contact_name, contact_email = _contact(session, facts.contact_id)
    sha256 = fingerprint(shown)
    step, leads = _own_part(session, activity_id, person_id)
    return Checkout(
        activity_id=activity_id, customer=facts.customer, language=facts.language, call_number=facts.call_number,
        work_done=row.work_done,
        fault_found=row.fault_found, suggested_text=suggested_text(states, lines, Texts(facts.language)),
        notes=customer_notes(states, texts), confirms=confirmed(shown),
        outcome=row.outcome,
        outcome_reason=row.outcome_reason, outcome_note=row.outcome_note,
        checklist_done=sum(done for done, _ in counts), checklist_total=sum(total for _, total in counts),
        photos=photo_count(session, activity_id, states),
        in_warranty=_in_warranty(session, facts, facts.day or local(now).date()),
        lines=shown_lines(session, activity_id, lines, texts), net=sums.net, vat=sums.vat, rounding=sums.rounding,
        to_pay_incl=sums.to_pay, payment_days=facts.payment_days, contact_name=contact_name,
        contact_email=contact_email, report_email=row.report_email or contact_email,
        missing=visit_missing(session, activity_id, step, leads), leads=leads,
        signature=_signature(session, activity_id, sha256), shown_sha256=sha256, shown=shown,
    )


def suggested_text(states: tuple[ChecklistState, ...], lines: tuple[PricedLine, ...], texts: Texts) -> str:
    """A first draft of the report's words from what was recorded: parts used, then values measured."""
    sentences = [
        texts(
            "visit.draft_part", name=line.title, quantity=texts.number(line.quantity),
            unit=texts.unit(line.unit, line.quantity),
        )
        for line in lines if line.source_kind == "material"
    ]
    for state in states:
        for element in state.elements:
            given = state.given.get(element.id)
            if element.kind == "measure" and given is not None and given.value.get("value"):
                name = element.reading or words(element.title, texts.language)
                value = answer_text(element, given.value, texts)
                sentences.append(texts("visit.draft_reading", name=name, value=value))
    return " ".join(sentences)


def shown_lines(
    session: Session, activity_id: str, lines: tuple[PricedLine, ...], texts: Texts
) -> tuple[CheckoutLine, ...]:
    """One line per record, except that kilometres within a fixed travel fee stand on the journey's own line."""
    times = {row.id: row for row in session.scalars(live("time", activity_id))}
    mileages = {row.id: row for row in session.scalars(live("mileage", activity_id))}
    worked = {row.id: row.minutes for row in times.values() if row.kind != "travel"}
    debited = rounded_up(lines, worked)
    included = [line for line in lines if line.source_kind == "mileage" and line.reason_key == IN_FIXED_TRAVEL]
    journey = next((line for line in lines if line.source_kind == "time" and line.reason_key == FIXED_TRAVEL), None)
    ways = {}
    if journey is not None:
        ways[journey.source_id] = sum((mileages[line.source_id].kilometres for line in included), Decimal(0))
        lines = tuple(line for line in lines if line not in included)
    return tuple(
        CheckoutLine(
            source_kind=line.source_kind, source_id=line.source_id, icon=_icon(line, times),
            title=_title(line, times, texts), detail=_detail(line, times, ways, texts), quantity=line.quantity,
            unit=line.unit, unit_price=line.unit_price, amount=line.amount, charge_option=line.charge_option,
            reason_key=line.reason_key, reason_params=line.reason_params, list_amount=line.list_amount,
            minutes=times[line.source_id].minutes if line.source_id in times else 0,
            debited=debited.get(line.source_id, 0),
        )
        for line in lines
    )


def _icon(line: PricedLine, times: Mapping[str, TimeEffort]) -> str:
    if line.source_kind == "time":
        return "car" if times[line.source_id].kind == "travel" else "timer"
    if line.source_kind == "material" and line.unit in ("g", "kg", "ml", "l"):
        return "droplets"
    return _ICONS[line.source_kind]


def _title(line: PricedLine, times: Mapping[str, TimeEffort], texts: Texts) -> str:
    if line.source_kind == "time":
        return texts(f"visit.time_{times[line.source_id].kind}")
    if line.source_kind == "mileage":
        return texts("visit.line_mileage")
    return line.title


def _detail(
    line: PricedLine, times: Mapping[str, TimeEffort], ways: Mapping[str, Decimal], texts: Texts
) -> str:
    if line.source_kind == "time":
        time = times[line.source_id]
        if time.kind != "travel":
            return f"{texts.time(time.start)}–{texts.time(time.end)}"
        way = ways.get(time.id)
        return (f"{texts.number(way)} km · " if way else "") + texts.minutes(time.minutes)
    if line.source_kind == "expense":
        return ""
    amount = texts.amount(line.quantity, line.unit)
    return f"{amount} · {texts('visit.article', code=line.code)}" if line.code else amount


def photo_count(session: Session, activity_id: str, states: tuple[ChecklistState, ...]) -> int:
    """Photos on the visit and on its checklists."""
    return session.scalar(
        select(func.count())
        .select_from(Attachment)
        .where(
            or_(
                (Attachment.object_kind == "activity") & (Attachment.object_id == activity_id),
                (Attachment.object_kind == INSTANCE_KIND)
                & Attachment.object_id.in_([state.instance_id for state in states]),
            ),
            Attachment.mime.like("image/%"),
        )
    ) or 0


def _in_warranty(session: Session, facts: VisitFacts, day: date) -> bool:
    return any(in_warranty(warranty_of(session, one), day).covered for one in facts.equipment_ids)


def _contact(session: Session, contact_id: str | None) -> tuple[str, str]:
    row = session.execute(select(Contact.name, Contact.email).where(Contact.id == contact_id)).one_or_none()
    return (row.name, row.email) if row else ("", "")


def _own_part(session: Session, activity_id: str, person_id: str) -> tuple[str, bool]:
    """This person's step, and whether he leads the visit."""
    row = session.execute(
        select(ServiceAssignment.step, ServiceAssignment.role)
        .where(ServiceAssignment.activity_id == activity_id, ServiceAssignment.person_id == person_id)
        .order_by(ServiceAssignment.assigned_at.desc())
        .limit(1)
    ).one_or_none()
    return (row.step, row.role == "lead") if row is not None else ("", True)


def _signature(session: Session, activity_id: str, shown_sha256: str) -> SignatureRow | None:
    latest = latest_signature(session, activity_id)
    if latest is None:
        return None
    return SignatureRow(
        latest.id, latest.state, latest.name, latest.role, latest.strokes, latest.reason, latest.signed_at,
        latest.shown_sha256 == shown_sha256, latest.to_pay,
    )
