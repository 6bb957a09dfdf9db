"""Which machine models a part is made for: those on whose exploded views it is drawn."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.knowledge import Diagram, DiagramHotspot
from core.model.visit import Activity
from core.rules.made_for import meant_for


def made_for(session: Session) -> dict[str, frozenset[str]]:
    """The models of every part that is drawn somewhere; a part without an entry is for all."""
    models = {
        row.id: frozenset(row.item_ids or ())
        for row in session.execute(select(Diagram.id, Diagram.item_ids).where(Diagram.retired.is_(False)))
    }
    spots = session.execute(
        select(DiagramHotspot.item_id, DiagramHotspot.diagram_id).where(DiagramHotspot.diagram_id.in_(models))
    )
    found: dict[str, frozenset[str]] = {}
    for row in spots:
        found[row.item_id] = found.get(row.item_id, frozenset()) | models[row.diagram_id]
    return found


def made_for_others(session: Session, models: Collection[str]) -> frozenset[str]:
    """The parts that are never to be proposed for machines of these models."""
    return frozenset(item for item, of in made_for(session).items() if not meant_for(of, models))


def fitting(session: Session, item_ids: Iterable[str], models: Collection[str]) -> tuple[str, ...]:
    """Those of the parts that may be proposed for machines of these models."""
    others = made_for_others(session, models)
    return tuple(item_id for item_id in item_ids if item_id not in others)


def models_of(session: Session, equipment_ids: Collection[str]) -> frozenset[str]:
    return frozenset(session.scalars(
        select(Equipment.item_id).where(Equipment.id.in_(equipment_ids), Equipment.item_id.is_not(None))
    ))


def visit_models(session: Session, activity_id: str) -> frozenset[str]:
    """The models of the machines that a visit is about."""
    return models_of(session, session.scalars(
        select(ServiceCallEquipment.equipment_id)
        .join(Activity, Activity.call_id == ServiceCallEquipment.call_id).where(Activity.id == activity_id)
    ).all())
