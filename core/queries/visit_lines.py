"""The priced lines of a visit and the statement that the customer signs; the same at checkout, report and invoice."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from core.model.visit import Activity, Expense, Material, Mileage, TimeEffort
from core.queries.checklist_state import ChecklistState, checklist_states, shown_verdict
from core.queries.prices import price_settings, priced_items
from core.queries.visit_facts import VisitFacts, visit_facts
from core.rules.checklist import NO_ANSWER
from core.rules.checklist_course import progress, visible
from core.rules.pricing import ChargedRecord, PricedItem, PricedLine, PriceSettings, priced_lines, totals
from core.rules.statement import Statement, statement

RecordRow = type[TimeEffort] | type[Material] | type[Mileage] | type[Expense]
RECORD_KINDS: dict[str, RecordRow] = {
    "time": TimeEffort, "material": Material, "mileage": Mileage, "expense": Expense,
}


def live(kind: str, activity_id: str) -> Select[Any]:
    """Selects a visit's records that count: neither corrected by a later one nor withdrawn or declined."""
    row = RECORD_KINDS[kind]
    return (
        select(row)
        .where(row.activity_id == activity_id, row.corrected_by_id.is_(None), row.state != "declined")
        .order_by(row.recorded_at, row.id)
    )


def visit_lines(
    session: Session, activity_id: str, states: Collection[str] | None = None
) -> tuple[PricedLine, ...]:
    """One line per record that counts: time, mileage, material, expenses, each in the order it was recorded.

    With `states`, only records in one of them are there at all.
    """
    facts = visit_facts(session, activity_id)
    return _lines(session, facts, states) if facts else ()


def _lines(
    session: Session, facts: VisitFacts, states: Collection[str] | None = None
) -> tuple[PricedLine, ...]:
    def records_of(kind: str) -> list[Any]:
        return [
            row for row in session.scalars(live(kind, facts.activity_id)) if states is None or row.state in states
        ]

    times, mileages = records_of("time"), records_of("mileage")
    materials, expenses = records_of("material"), records_of("expense")
    settings = price_settings(session, facts.price_list_id, facts.day)
    used = [row.item_id for row in (*times, *mileages, *materials)]
    items = priced_items(session, [one for one in used if one], facts.price_list_id, facts.day)
    records = [
        *(
            _charged("time", row, _time_item(row, settings, items), time_kind=row.kind, minutes=row.minutes)
            for row in sorted(times, key=lambda row: (row.start, row.id))
        ),
        *(
            _charged("mileage", row, items.get(row.item_id or "") or settings.mileage, quantity=row.kilometres)
            for row in mileages
        ),
        *(_charged("material", row, items.get(row.item_id), quantity=row.quantity) for row in materials),
        *(_charged("expense", row, None, amount=row.amount, text=row.text) for row in expenses),
    ]
    return priced_lines(records, settings)


def _time_item(row: TimeEffort, settings: PriceSettings, items: dict[str, PricedItem]) -> PricedItem | None:
    return items.get(row.item_id or "") or (settings.travel if row.kind == "travel" else settings.labour)


def _charged(kind: str, row: Any, item: PricedItem | None, **what: Any) -> ChargedRecord:
    return ChargedRecord(
        kind=kind, id=row.id, person_id=row.person_id, at=row.recorded_at, charge_option=row.charge_option,
        reason_key=row.charge_reason, reason_params=row.charge_params, item=item, **what,
    )


def visit_statement(session: Session, activity_id: str) -> Statement | None:
    """What the customer is shown right now, or None when the visit is not here."""
    facts = visit_facts(session, activity_id)
    report = session.execute(
        select(Activity.outcome, Activity.work_done).where(Activity.id == activity_id)
    ).one_or_none()
    if facts is None or report is None:
        return None
    lines = _lines(session, facts)
    return statement(
        call_number=facts.call_number, customer=facts.customer, outcome=report.outcome, work_done=report.work_done,
        lines=lines, sums=totals(lines), checklists=_summaries(checklist_states(session, activity_id)),
    )


def _summaries(states: Sequence[ChecklistState]) -> list[dict[str, Any]]:
    summaries = []
    for state in states:
        answers = state.answers
        shown = visible(state.elements, answers)
        done, total = progress(state.elements, answers)
        steps = []
        for element in state.elements:
            if element.is_step and element.id in shown:
                answer = answers.get(element.id, NO_ANSWER)
                worth = shown_verdict(element, state.given.get(element.id), answer, True)
                steps.append(
                    {"id": element.id, "answer": dict(answer.value), "verdict": worth, "photos": answer.photos,
                     **({"remark": answer.reason} if answer.reason else {})}
                )
        summaries.append(
            {"name": state.name, "version": state.version_number, "done": done, "total": total, "steps": steps}
        )
    return summaries
