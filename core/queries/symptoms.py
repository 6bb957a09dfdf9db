"""What is wrong? Symptoms that fit the caller's words, how often each was met, and what usually caused it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from core.model.call import FaultTemplate, ServiceCall, ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.visit import Activity, Material
from core.model.workforce import Skill
from core.queries.part_models import made_for_others
from core.rules.folding import words

_MET_STATES = ("technically_complete", "closed")


@dataclass(frozen=True, slots=True)
class Symptom:
    """A fault template with what it asks for; `met` is how many finished calls had it (on this model, when known).

    `parts` is how many of its `item_ids` suit the model.
    """

    template_id: str
    text: str
    category: str
    minutes: int
    skills: tuple[str, ...]
    parts: int
    checklist: bool
    met: int
    skill_ids: tuple[str, ...]
    item_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikelyCause:
    """What was used in the finished calls with the same symptom: `parts` are (name, times), the most used first."""

    calls: int
    with_parts: int
    parts: tuple[tuple[str, int], ...]
    call_ids: tuple[str, ...]
    model: str


def symptoms(
    session: Session, text: str, categories: Iterable[str] = (), item_ids: Iterable[str] = (), limit: int = 5
) -> tuple[Symptom, ...]:
    """Templates where each word of the text begins one of theirs; those of the machine's kind first, then the usual."""
    wanted = words(text).split()
    templates = [
        row for row in session.execute(
            select(FaultTemplate.id, FaultTemplate.text, FaultTemplate.category, FaultTemplate.duration_minutes,
                   FaultTemplate.skill_ids, FaultTemplate.item_ids, FaultTemplate.checklist_template_id)
        )
        if _fits(words(row.text), wanted)
    ]
    own = set(categories)
    models = tuple(item_ids)
    met, others = _met(session, [row.id for row in templates], models), made_for_others(session, models)
    names = {row.id: row.name for row in session.execute(select(Skill.id, Skill.name))}
    found = [
        Symptom(
            row.id, row.text, row.category, row.duration_minutes,
            tuple(names[skill] for skill in row.skill_ids if skill in names),
            sum(item not in others for item in row.item_ids),
            row.checklist_template_id is not None, met.get(row.id, 0), tuple(row.skill_ids), tuple(row.item_ids),
        )
        for row in templates
    ]
    beginning = " ".join(wanted)
    found.sort(key=lambda symptom: (
        words(symptom.text) != beginning, bool(own) and symptom.category not in own,
        not words(symptom.text).startswith(beginning), -symptom.met,
        len(symptom.text), symptom.text,
    ))
    return tuple(found[:limit])


def symptom(session: Session, template_id: str, item_ids: Iterable[str] = ()) -> Symptom | None:
    """The one template, for a draft that is opened again."""
    text = session.scalar(select(FaultTemplate.text).where(FaultTemplate.id == template_id))
    if text is None:
        return None
    found = symptoms(session, text, item_ids=item_ids, limit=50)
    return next((one for one in found if one.template_id == template_id), None)


def likely_cause(session: Session, template_id: str, item_id: str | None, limit: int = 2) -> LikelyCause | None:
    """What finished calls with this symptom (on this model, when one is given) ended with; None before the first."""
    calls = _finished(template_id, item_id)
    ids = list(session.scalars(calls))
    if not ids:
        return None
    used = session.execute(
        select(Item.name, func.count(func.distinct(Activity.call_id)).label("times"))
        .join(Material, Material.item_id == Item.id)
        .join(Activity, Activity.id == Material.activity_id)
        .where(Activity.call_id.in_(calls), Item.kind == "part", Material.corrected_by_id.is_(None))
        .group_by(Item.id, Item.name).order_by(func.count(func.distinct(Activity.call_id)).desc(), Item.name)
        .limit(limit)
    ).all()
    if not used:
        return None
    names = [row.name for row in used]
    with_parts = session.scalar(
        select(func.count(func.distinct(Activity.call_id)))
        .join(Material, Material.activity_id == Activity.id)
        .join(Item, Item.id == Material.item_id)
        .where(Activity.call_id.in_(calls), Item.name.in_(names), Material.corrected_by_id.is_(None))
    )
    model = session.scalar(select(Item.name).where(Item.id == item_id)) if item_id else None
    return LikelyCause(len(ids), with_parts or 0, tuple((row.name, row.times) for row in used), tuple(ids), model or "")


def _fits(text: str, wanted: list[str]) -> bool:
    padded = f" {text}"
    return all(f" {word}" in padded for word in wanted)


def _met(session: Session, template_ids: list[str], item_ids: tuple[str, ...]) -> dict[str, int]:
    counted = (
        select(ServiceCall.fault_template_id, func.count(func.distinct(ServiceCall.id)))
        .where(ServiceCall.fault_template_id.in_(template_ids), ServiceCall.state.in_(_MET_STATES))
        .group_by(ServiceCall.fault_template_id)
    )
    if item_ids:
        counted = counted.join(ServiceCallEquipment, ServiceCallEquipment.call_id == ServiceCall.id).join(
            Equipment, Equipment.id == ServiceCallEquipment.equipment_id
        ).where(Equipment.item_id.in_(item_ids))
    return {row[0]: row[1] for row in session.execute(counted) if row[0] is not None}


def _finished(template_id: str, item_id: str | None) -> Select[str]:
    calls = select(ServiceCall.id).where(
        ServiceCall.fault_template_id == template_id, ServiceCall.state.in_(_MET_STATES)
    )
    if item_id is None:
        return calls
    return calls.join(ServiceCallEquipment, ServiceCallEquipment.call_id == ServiceCall.id).join(
        Equipment, Equipment.id == ServiceCallEquipment.equipment_id
    ).where(Equipment.item_id == item_id).distinct()
