"""Which machine a checklist is filled in for, when its job has more than one."""

from typing import Any

from sqlalchemy import func, select

from core.model.call import ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity


def machine_among_others() -> Any:
    """The machine's name, for a question about `ChecklistInstance` with its `Activity`; NULL when it is the only one.

    The one that the job is about is named as well: of two checklists with one name, nobody guesses that the bare one is
    its.
    """
    link = ServiceCallEquipment
    machines = (
        select(func.count(link.equipment_id.distinct())).where(link.call_id == Activity.call_id).correlate(Activity)
        .scalar_subquery()
    )
    return (
        select(Equipment.name).where(Equipment.id == ChecklistInstance.equipment_id, machines > 1)
        .correlate(ChecklistInstance, Activity).scalar_subquery()
    )


def checklist_title(name: str, machine: str) -> str:
    """A checklist as people tell it from the same one for another machine."""
    return f"{name} · {machine}" if machine else name
