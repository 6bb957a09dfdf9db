"""Whether what a material step recorded still stands as it was, so that it can be taken back with a touch."""

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.ids import derived_id
from core.model.knowledge import ChecklistAnswer, ChecklistInstance
from core.model.visit import Material

Standing = Literal["open", "closed", "changed"]


def step_material(session: Session, answer_id: str) -> Standing:
    """The checklist's state while nobody has answered the step again or touched its line, else «changed»."""
    answer = session.get(ChecklistAnswer, answer_id)
    line = session.get(Material, derived_id(answer_id, "record"))
    if answer is None or line is None or line.corrected_by_id is not None:
        return "changed"
    latest = session.scalar(
        select(ChecklistAnswer.id)
        .where(ChecklistAnswer.instance_id == answer.instance_id, ChecklistAnswer.element_id == answer.element_id)
        .order_by(ChecklistAnswer.answered_at.desc(), ChecklistAnswer.id.desc()).limit(1)
    )
    if latest != answer_id:
        return "changed"
    return "closed" if session.get_one(ChecklistInstance, answer.instance_id).state == "closed" else "open"
