"""The measured values of a visit."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.visit import Reading
from core.rules.readings import ReadingFacts, standing


@dataclass(frozen=True, slots=True)
class VisitReading:
    quantity: str
    value: Decimal
    unit: str
    verdict: str
    read_at: datetime


def visit_readings(session: Session, activity_id: str) -> tuple[VisitReading, ...]:
    """The values that count, in the order they were taken: measuring again replaces the value before."""
    rows = {row.id: row for row in session.scalars(select(Reading).where(Reading.activity_id == activity_id))}
    facts = [
        ReadingFacts(row.id, row.activity_id, row.element_id, row.quantity, row.value, row.unit, row.read_at)
        for row in rows.values()
    ]
    return tuple(
        VisitReading(one.quantity, one.value, one.unit, rows[one.id].verdict, one.read_at) for one in standing(facts)
    )
