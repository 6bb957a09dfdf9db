"""The facts that planning reasons about: everybody's days, and what a job (saved or still being written) needs."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, aliased

from core.clock import day_bounds
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner
from core.model.item import Item
from core.model.stock import StockMove, Warehouse
from core.model.visit import Activity, RequiredMaterial
from core.model.workforce import Skill
from core.queries.reservations import Held, held
from core.queries.technician_days import place, technician_days
from core.rules.facts import JobFacts, Minute, PartNeed, PlanningFacts, SkillNeed, Stop, to_minute
from core.rules.finishing import still_owed

SCHEDULED = ("planned", "released", "in_execution", "done")
"""States of a visit that takes up a technician's time."""


def planning_facts(
    session: Session, day: date, now: datetime, days: int = 1, person_ids: Iterable[str] | None = None
) -> PlanningFacts:
    """All technicians (or those asked for) over `days` calendar days from `day`."""
    first, last = day_bounds(day)[0], day_bounds(day + timedelta(days=days - 1))[1]
    technicians = technician_days(session, day, days, now, person_ids)
    stops = _stops(session, first, last, now, {technician.id for technician in technicians})
    return PlanningFacts(
        to_minute(first), to_minute(last), to_minute(now),
        tuple(technician.facts(stops.get(technician.id, ())) for technician in technicians),
    )


def job_facts(session: Session, activity_ids: Iterable[str]) -> dict[str, JobFacts]:
    """What each of these visits needs."""
    ids = list(activity_ids)
    address, earlier = func.coalesce(Activity.address_id, ServiceCall.address_id), aliased(Activity)
    rows = session.execute(
        select(
            Activity.id, Activity.duration_minutes, Activity.required_skill_ids, ServiceCall.subject,
            ServiceCall.partner_id, ServiceCall.priority, ServiceCall.promised_from, ServiceCall.promised_to,
            ServiceCall.due_at, ServiceCall.sla_fix_by, ServiceCall.sla_respond_by, Activity.helper_ids,
            BusinessPartner.name, Address.latitude, Address.longitude, Activity.state,
            earlier.finished_at.label("earlier_ended"),
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(earlier, earlier.id == Activity.next_visit_of_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Address, Address.id == address)
        .where(Activity.id.in_(ids))
    ).all()
    skills = skill_needs(session, {skill for row in rows for skill in row.required_skill_ids})
    parts = _part_needs(session, ids)
    stock = _van_stock(session, {part.item_id for needs in parts.values() for part in needs})
    put_aside = _held_in_vans(session, {part.item_id for needs in parts.values() for part in needs})
    been = _been_here(session, {row.partner_id for row in rows if row.partner_id})
    return {
        row.id: JobFacts(
            row.id, row.name or row.subject, row.duration_minutes, place(row.latitude, row.longitude),
            tuple(skills[skill] for skill in row.required_skill_ids if skill in skills), tuple(parts.get(row.id, ())),
            *_promise(row),
            row.priority, _free(stock, put_aside, row.id), been.get(row.partner_id, {}), _minute(row.sla_respond_by),
            tuple(row.helper_ids or ()), row.state == "in_execution",
        )
        for row in rows
    }


def draft_job_facts(
    session: Session, *, partner_id: str | None = None, address_id: str | None = None, name: str = "",
    duration_minutes: int = 60, skill_ids: Iterable[str] = (), items: Mapping[str, Decimal] | None = None,
    promised_from: datetime | None = None, promised_to: datetime | None = None, due_at: datetime | None = None,
    priority: str = "normal", activity_id: str = "",
) -> JobFacts:
    """What a job that is still being written down would need; `items` maps item ids to quantities."""
    items = items or {}
    where = session.execute(
        select(Address.latitude, Address.longitude).where(Address.id == address_id)
    ).first() if address_id else None
    skills = skill_needs(session, set(skill_ids))
    names = {row.id: row.name for row in session.execute(select(Item.id, Item.name).where(Item.id.in_(list(items))))}
    return JobFacts(
        activity_id, name, duration_minutes, place(where.latitude, where.longitude) if where else None,
        tuple(skills[skill] for skill in skill_ids if skill in skills),
        tuple(PartNeed(item, names[item], quantity) for item, quantity in items.items() if item in names),
        _minute(promised_from), _minute(promised_to), _minute(due_at), priority,
        _free(_van_stock(session, set(names)), _held_in_vans(session, set(names)), activity_id),
        _been_here(session, {partner_id}).get(partner_id, {}) if partner_id else {},
    )


def busy_until(end: datetime, state: str, finished_at: datetime | None, now: datetime) -> datetime:
    """When a visit lets its technician go: a finished one when it was finished, a running one not before now."""
    if state == "done" and finished_at is not None:
        return min(end, finished_at)
    return max(end, now) if state == "in_execution" else end


def _promise(row: Any) -> tuple[Minute | None, Minute | None, Minute | None]:
    """From, to and deadline; on a visit that comes again only what was said for after the earlier one."""
    to, due = still_owed(row.promised_to, row.earlier_ended), still_owed(row.due_at, row.earlier_ended)
    begins = row.promised_from if to is not None else None
    return _minute(begins), _minute(to), _due(to, row.sla_fix_by, due)


def _due(promised_to: datetime | None, sla_fix_by: datetime | None, due_at: datetime | None) -> Minute | None:
    """When the job must be finished: by contract, else by its due time; a promised arrival makes the latter moot."""
    return _minute(sla_fix_by or (due_at if promised_to is None else None))


def _minute(moment: datetime | None) -> Minute | None:
    return None if moment is None else to_minute(moment)


def _stops(
    session: Session, first: datetime, last: datetime, now: datetime, person_ids: set[str]
) -> dict[str, list[Stop]]:
    """Visits that take up time in the window, by each person who is on them."""
    address = func.coalesce(Activity.address_id, ServiceCall.address_id)
    mine: ColumnElement[bool] = or_(Activity.lead_person_id.in_(person_ids), Activity.helper_ids != [])
    rows = session.execute(
        select(
            Activity.id, Activity.lead_person_id, Activity.helper_ids, Activity.planned_start, Activity.planned_end,
            Activity.state, Activity.finished_at, Activity.pinned, Activity.subject, BusinessPartner.name,
            Address.latitude, Address.longitude,
        )
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(Address, Address.id == address)
        .where(
            Activity.planned_start < last, Activity.planned_start >= first - timedelta(days=1),
            Activity.planned_end > first, Activity.state.in_(SCHEDULED), mine,
        )
    )
    found: dict[str, list[Stop]] = defaultdict(list)
    for row in rows:
        start = to_minute(row.planned_start)
        end = to_minute(busy_until(row.planned_end, row.state, row.finished_at, now))
        where = place(row.latitude, row.longitude)
        stop = Stop(start, max(end, start), row.id, row.name or row.subject, where, row.pinned)
        for person_id in (row.lead_person_id, *row.helper_ids):
            if person_id in person_ids:
                found[person_id].append(stop)
    return found


def skill_needs(session: Session, skill_ids: Iterable[str]) -> dict[str, SkillNeed]:
    ids = set(skill_ids)
    if not ids:
        return {}
    rows = session.execute(select(Skill.id, Skill.name, Skill.required_by_law).where(Skill.id.in_(ids)))
    return {row.id: SkillNeed(row.id, row.name, row.required_by_law) for row in rows}


def _part_needs(session: Session, activity_ids: list[str]) -> dict[str, list[PartNeed]]:
    found: dict[str, list[PartNeed]] = defaultdict(list)
    for row in session.execute(
        select(
            RequiredMaterial.activity_id, RequiredMaterial.item_id, Item.name, RequiredMaterial.quantity,
            RequiredMaterial.maybe,
        )
        .join(Item, Item.id == RequiredMaterial.item_id)
        .where(RequiredMaterial.activity_id.in_(activity_ids))
        .order_by(RequiredMaterial.maybe, RequiredMaterial.id)
    ):
        found[row.activity_id].append(PartNeed(row.item_id, row.name, row.quantity, row.maybe))
    return found


def _van_stock(session: Session, item_ids: set[str]) -> dict[str, dict[str, Decimal]]:
    """How many of these items lie in whose van, by person."""
    if not item_ids:
        return {}
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in session.execute(
        select(Warehouse.person_id, StockMove.item_id, func.sum(StockMove.quantity).label("quantity"))
        .join(Warehouse, Warehouse.id == StockMove.warehouse_id)
        .where(StockMove.item_id.in_(item_ids), Warehouse.person_id.is_not(None))
        .group_by(Warehouse.person_id, StockMove.item_id)
    ):
        found[row.person_id][row.item_id] = row.quantity
    return found


def _held_in_vans(session: Session, item_ids: set[str]) -> tuple[tuple[str, Held], ...]:
    """What is put aside in whose van, by person."""
    found = held(session, item_ids) if item_ids else ()
    drivers = dict(session.execute(
        select(Warehouse.id, Warehouse.person_id).where(Warehouse.id.in_({one.warehouse_id for one in found}))
    ).all()) if found else {}
    return tuple((person, one) for one in found if (person := drivers.get(one.warehouse_id)) is not None)


def _free(
    stock: dict[str, dict[str, Decimal]], put_aside: tuple[tuple[str, Held], ...], activity_id: str
) -> dict[str, dict[str, Decimal]]:
    """The vans without what lies in them for other visits."""
    if not put_aside:
        return stock
    left = {person: dict(items) for person, items in stock.items()}
    for person, one in put_aside:
        if one.activity_id != activity_id and one.item_id in left.get(person, {}):
            left[person][one.item_id] -= one.quantity
    return left


def _been_here(session: Session, partner_ids: set[str]) -> dict[str, dict[str, int]]:
    """How many finished visits each person has made to each of these customers."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in session.execute(
        select(ServiceCall.partner_id, Activity.lead_person_id, func.count().label("times"))
        .join(Activity, Activity.call_id == ServiceCall.id)
        .where(
            ServiceCall.partner_id.in_(partner_ids), Activity.state == "done", Activity.lead_person_id.is_not(None)
        )
        .group_by(ServiceCall.partner_id, Activity.lead_person_id)
    ):
        found[row.partner_id][row.lead_person_id] = row.times
    return found

