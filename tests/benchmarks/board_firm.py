"""The board benchmark's made-up firm, stored in an office's database: what a drop meets in a firm of that size."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert
from sqlalchemy.orm import Session

from core.bootstrap import Core
from core.ids import new_id
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner
from core.model.firm import FIRM_ID, Firm
from core.model.visit import Activity
from core.model.workforce import Absence, Person, PersonSkill, Skill, WorkingTime
from core.queries.board import BoardRows, VisitRow
from core.queries.technician_days import TechnicianDays
from core.rules.facts import to_moment


@dataclass(frozen=True)
class StoredFirm:
    """The planner, a job that waits, and two people who may do it."""

    planner_id: str
    job_id: str
    person_ids: tuple[str, str]


def store(core: Core, rows: BoardRows) -> StoredFirm:
    planner = new_id()
    with core.database.write() as session:
        _put(session, Firm, [{"id": FIRM_ID, "name": "Bench"}])
        _put(session, Skill, ({"id": skill.id, "name": skill.name, "required_by_law": skill.by_law}
                              for skill in rows.skills.values()))
        _technicians(session, rows.technicians)
        _put(session, Person, [{"id": planner, "name": "Mara", "roles": "planner administrator"}])
        visits = (*rows.visits, *rows.unplanned)
        _customers(session, visits)
        _visits(session, visits)
    job = next(visit for visit in rows.unplanned if not any(rows.skills[skill].by_law for skill in visit.skill_ids))
    first, second = [who.id for who in rows.technicians if not who.absences][:2]
    return StoredFirm(planner, job.id, (first, second))


def _technicians(session: Session, technicians: Iterable[TechnicianDays]) -> None:
    people = tuple(technicians)
    _put(session, Address, ({"id": f"home-{who.colour}", "kind": "home", **_where(who.home)} for who in people))
    _put(session, Person, ({"id": who.id, "name": who.name, "initials": who.initials, "colour": who.colour,
                            "sort_order": who.colour, "home_address_id": f"home-{who.colour}"} for who in people))
    _put(session, PersonSkill, ({"id": new_id(), "person_id": who.id, "skill_id": skill}
                                for who in people for skill in who.skills))
    _put(session, WorkingTime, ({"id": new_id(), "person_id": who.id, "weekday": day, "start_minute": 450,
                                 "end_minute": 960, "break_start_minute": 720, "break_end_minute": 750}
                                for who in people for day in range(1, 8)))
    _put(session, Absence, ({"id": new_id(), "person_id": who.id, "kind": away.kind, "note": away.title,
                             "start": to_moment(away.start), "end": to_moment(away.end)}
                            for who in people for away in who.absences))


def _customers(session: Session, visits: Iterable[VisitRow]) -> None:
    places = {visit.customer: visit.place for visit in visits}
    _put(session, BusinessPartner, ({"id": name, "number": name, "name": name} for name in places))
    _put(session, Address, ({"id": f"site {name}", "partner_id": name, **_where(place)}
                            for name, place in places.items()))


def _visits(session: Session, visits: Iterable[VisitRow]) -> None:
    every = tuple(visits)
    _put(session, ServiceCall, ({
        "id": visit.call_id, "number": visit.number, "subject": visit.subject, "priority": visit.priority,
        "partner_id": visit.customer, "address_id": f"site {visit.customer}", "state": "open",
        "created_at": to_moment(visit.created),
    } for visit in every))
    _put(session, Activity, ({
        "id": visit.id, "call_id": visit.call_id, "state": visit.state, "subject": visit.subject,
        "planned_start": None if visit.start is None else to_moment(visit.start),
        "planned_end": None if visit.end is None else to_moment(visit.end), "duration_minutes": visit.duration,
        "lead_person_id": visit.person_id, "required_skill_ids": list(visit.skill_ids), "pinned": visit.pinned,
        "finished_at": to_moment(visit.start) + timedelta(minutes=visit.duration)
        if visit.state == "done" and visit.start is not None else None,
    } for visit in every))


def _where(place: object) -> dict[str, float]:
    return {"latitude": place.latitude, "longitude": place.longitude}  # type: ignore[attr-defined]


def _put(session: Session, kind: Callable[..., object], rows: Iterable[dict[str, object]]) -> None:
    found = list(rows)
    if found:
        session.execute(insert(kind), found)  # type: ignore[arg-type]
