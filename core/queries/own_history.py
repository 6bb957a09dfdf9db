"""A technician's own earlier visits, found by any word of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.customer import Address, BusinessPartner
from core.model.equipment import Equipment
from core.model.visit import Activity, ServiceAssignment
from core.queries.machine_history import written_readings
from core.rules.folding import fold, serial_key
from core.texts import Texts

_AT_ONCE = 500
"""Visits that a statement asks for by name."""


@dataclass(frozen=True, slots=True)
class OwnVisit:
    """A visit that he has finished or broken off; `is_whole` when all of it is here, not only its history."""

    activity_id: str
    on: date
    customer: str
    subject: str
    call_number: str
    street: str
    machine: str
    outcome: str
    work_done: str
    is_whole: bool
    readings: tuple[str, ...] = ()


def own_history(
    session: Session, person_id: str, text: str = "", language: str = "sv", most: int = 60
) -> tuple[OwnVisit, ...]:
    """Newest first; every word must stand in the customer, fault, street, machine, serial, number or what was done.

    Of visits that a tablet holds for a machine's history there is no assignment, only who led them.
    """
    parts = _parts(session, person_id)
    rows = _visits(session, person_id, parts)
    machines = _machines(session, {row.call_id for row in rows})
    words = text.split()
    ends = {row.id: parts[row.id].finished_at if row.id in parts else None for row in rows}
    dated = [(ends[row.id] or row.ended, row) for row in rows if ends[row.id] or row.ended]
    dated.sort(key=lambda one: (one[0], one[1].id), reverse=True)
    found = [(when, row) for when, row in dated if not words or _holds(row, machines.get(row.call_id, ()), words)]
    readings = written_readings(session, [row.id for _when, row in found[:most]], Texts(language))
    return tuple(
        OwnVisit(
            row.id, local(when).date(), row.name or "", row.subject or row.call_subject, row.number or "",
            row.street or "", ", ".join(name for name, _serial in machines.get(row.call_id, ())), row.outcome,
            row.work_done, row.id in parts, readings.get(row.id, ()),
        )
        for when, row in found[:most]
    )


def _parts(session: Session, person_id: str) -> dict[str, Any]:
    """His part of each visit, whatever has become of it.

    Read by itself and laid beside the visits here: in one statement SQLite may look every visit's part up among all of
    his, which is millions of looks on a tablet with some thousand visits, and it has no figures yet that tell it so.
    """
    rows = session.execute(
        select(ServiceAssignment.activity_id, ServiceAssignment.step, ServiceAssignment.finished_at)
        .where(ServiceAssignment.person_id == person_id)
        .order_by(ServiceAssignment.assigned_at, ServiceAssignment.id)
    )
    return {row.activity_id: row for row in rows}


def _visits(session: Session, person_id: str, parts: Mapping[str, Any]) -> list[Any]:
    """The visits that he has ended, and the finished ones that he led; each once."""
    chosen = (
        select(
            Activity.id, Activity.finished_at.label("ended"), Activity.call_id, BusinessPartner.name, Activity.subject,
            ServiceCall.subject.label("call_subject"), ServiceCall.number, Address.street, Activity.outcome,
            Activity.work_done,
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Address, Address.id == Activity.address_id)
    )
    ended = [activity_id for activity_id, part in parts.items() if part.step in ("done", "aborted")]
    found = {}
    for start in range(0, len(ended), _AT_ONCE):
        rows = session.execute(chosen.where(Activity.id.in_(ended[start : start + _AT_ONCE])))
        found.update({row.id: row for row in rows})
    led = chosen.where(Activity.lead_person_id == person_id, Activity.state == "done")
    found.update({row.id: row for row in session.execute(led)})
    return list(found.values())


def _holds(row: Any, machines: Sequence[tuple[str, str]], words: Sequence[str]) -> bool:
    searched = fold(" ".join((
        row.name or "", row.subject, row.call_subject, row.number or "", row.street or "", row.work_done,
        *(name for name, _serial in machines),
    )))
    serials = [serial_key(serial) for _name, serial in machines]
    return all(
        fold(word) in searched or (serial_key(word) and any(serial_key(word) in one for one in serials))
        for word in words
    )


def _machines(session: Session, calls: Collection[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    rows = session.execute(
        select(ServiceCallEquipment.call_id, Equipment.name, Equipment.serial)
        .join(Equipment, Equipment.id == ServiceCallEquipment.equipment_id)
        .order_by(ServiceCallEquipment.id)
    )
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in rows:
        if row.call_id in calls:
            found[row.call_id] = (*found.get(row.call_id, ()), (row.name, row.serial or ""))
    return found
