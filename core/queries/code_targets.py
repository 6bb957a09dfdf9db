"""The machines of a visit that an unknown code can be the label of."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.call import ServiceCallEquipment
from core.model.equipment import Equipment
from core.model.visit import Activity


@dataclass(frozen=True, slots=True)
class LabelledMachine:
    """`label` is the code that it is found by now."""

    equipment_id: str
    name: str
    serial: str
    label: str


def machines_to_label(session: Session, activity_id: str) -> tuple[LabelledMachine, ...]:
    rows = session.execute(
        select(Equipment.id, Equipment.name, Equipment.serial, Equipment.label_code)
        .join(ServiceCallEquipment, ServiceCallEquipment.equipment_id == Equipment.id)
        .join(Activity, Activity.call_id == ServiceCallEquipment.call_id)
        .where(Activity.id == activity_id, Equipment.state != "scrapped")
        .order_by(Equipment.name, Equipment.id)
    )
    return tuple(LabelledMachine(*row) for row in rows)
