"""Which machine a checklist is filled in for, when that is another one than its call is about."""

from typing import Any

from sqlalchemy import select

from core.model.call import ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity
from core.queries.visit_facts import MET_ON_SITE


def other_machine() -> Any:
    """The machine's name, for a question about `ChecklistInstance` with its `Activity`; NULL when it is the first."""
    link = ServiceCallEquipment
    first = (
        select(link.equipment_id).where(link.call_id == Activity.call_id).order_by(MET_ON_SITE, link.id).limit(1)
        .correlate(Activity).scalar_subquery()
    )
    return (
        select(Equipment.name).where(Equipment.id == ChecklistInstance.equipment_id, Equipment.id != first)
        .correlate(ChecklistInstance, Activity).scalar_subquery()
    )


def checklist_title(name: str, machine: str) -> str:
    """A checklist as people tell it from the same one for another machine."""
    return f"{name} · {machine}" if machine else name
