"""What was done before on a machine: its finished visits, newest first, with their measured values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCallEquipment
from core.model.visit import Activity, Reading, TimeEffort
from core.model.workforce import Person
from core.rules.readings import ReadingFacts, standing
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """A finished visit; `readings` are written out («Panntryck 0,92 bar»)."""

    activity_id: str
    date: date
    subject: str
    technician: str
    work_done: str
    minutes: int
    readings: tuple[str, ...]
    outcome: str


def machine_history(
    session: Session, equipment_ids: Sequence[str], *, limit: int = 20, language: str = "sv"
) -> tuple[HistoryRow, ...]:
    """The latest finished visits of these machines that this database holds (a tablet has those in its scope).

    The visit from which somebody looks is among them as soon as it is finished itself.
    """
    rows = session.execute(
        select(
            Activity.id, Activity.finished_at, Activity.subject, Activity.work_done, Activity.outcome, Person.name
        )
        .outerjoin(Person, Person.id == Activity.lead_person_id)
        .where(
            Activity.call_id.in_(
                select(ServiceCallEquipment.call_id).where(ServiceCallEquipment.equipment_id.in_(equipment_ids))
            ),
            Activity.state == "done", Activity.finished_at.is_not(None),
        )
        .order_by(Activity.finished_at.desc(), Activity.id.desc())
        .limit(limit)
    ).all()
    ids = [row.id for row in rows]
    minutes, readings = _minutes(session, ids), written_readings(session, ids, Texts(language))
    return tuple(
        HistoryRow(
            row.id, local(row.finished_at).date(), row.subject, row.name or "", row.work_done, minutes.get(row.id, 0),
            readings.get(row.id, ()), row.outcome,
        )
        for row in rows
    )


def _minutes(session: Session, activity_ids: Sequence[str]) -> dict[str, int]:
    rows = session.execute(
        select(TimeEffort.activity_id, func.sum(TimeEffort.minutes).label("total"))
        .where(
            TimeEffort.activity_id.in_(activity_ids), TimeEffort.kind == "work", TimeEffort.corrected_by_id.is_(None),
            TimeEffort.state != "declined",
        )
        .group_by(TimeEffort.activity_id)
    )
    return {row.activity_id: int(row.total) for row in rows}


def written_readings(session: Session, activity_ids: Sequence[str], texts: Texts) -> dict[str, tuple[str, ...]]:
    """What was measured on each of these visits, written out («Panntryck 0,92 bar»)."""
    rows = session.execute(
        select(
            Reading.id, Reading.activity_id, Reading.element_id, Reading.quantity, Reading.value, Reading.unit,
            Reading.read_at,
        ).where(Reading.activity_id.in_(activity_ids))
    )
    found: dict[str, tuple[str, ...]] = {}
    for one in standing(ReadingFacts(*row) for row in rows):
        written = f"{one.quantity} {texts.amount(one.value, one.unit)}".strip()
        found[one.activity_id] = (*found.get(one.activity_id, ()), written)
    return found
