"""What a «time» or «material» step records on the visit: the answer is the record, and a new answer corrects it."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from core.commands.checklist import AnswerStep
from core.commands.records import RecordKind, RecordMaterial, RecordTime, RemoveRecord
from core.ids import derived_id
from core.model.item import Item
from core.model.knowledge import ChecklistAnswer, ChecklistInstance
from core.model.visit import Material, TimeEffort
from core.rules.checklist import Element, measured
from core.services.field_work import permit
from core.services.records import record_material, record_time, remove_record
from core.storage.unit_of_work import UnitOfWork

_KINDS: dict[str, tuple[RecordKind, type[TimeEffort] | type[Material]]] = {
    "time": ("time", TimeEffort), "material": ("material", Material),
}


def keep_record(
    work: UnitOfWork, instance: ChecklistInstance, element: Element, value: dict[str, object], command: AnswerStep
) -> None:
    """Records what the step says; nothing, «none used» and an answer taken back withdraw what was recorded before."""
    if element.kind not in _KINDS:
        return
    kind, _row = _KINDS[element.kind]
    number = measured(value) or Decimal(0)
    before = _standing(work, element, command)
    record_id = derived_id(command.answer_id, "record")
    corrects = before.id if before is not None else None
    if number <= 0:
        if before is not None:
            remove_record(RemoveRecord(activity_id=instance.activity_id, kind=kind, record_id=before.id), work)
    elif kind == "time":
        minutes = int(number)
        record_time(
            RecordTime(
                activity_id=instance.activity_id, record_id=record_id, kind=element.time_kind or "work",
                start=work.now - timedelta(minutes=minutes), end=work.now, minutes=minutes, corrects_id=corrects,
            ),
            work,
        )
    else:
        item_id = str(value.get("item", ""))
        known = work.find(Item, item_id) is not None
        if permit(work, known, "visit.error_answer", "visit.flag_answer", row=instance):
            record_material(
                RecordMaterial(
                    activity_id=instance.activity_id, record_id=record_id, item_id=item_id, quantity=number,
                    equipment_id=element.machine_id or instance.equipment_id, corrects_id=corrects,
                ),
                work,
            )


def _standing(work: UnitOfWork, element: Element, command: AnswerStep) -> TimeEffort | Material | None:
    """This author's record from the step's earlier answers, followed to the one that stands for it now."""
    _kind, row = _KINDS[element.kind]
    own = work.find(ChecklistAnswer, command.answer_id)
    answers = work.session.scalars(
        select(ChecklistAnswer.id).where(
            ChecklistAnswer.instance_id == command.instance_id, ChecklistAnswer.element_id == command.element_id,
            ChecklistAnswer.answered_by_id == work.author_id, ChecklistAnswer.id != command.answer_id,
            # In a replay the later answers are there as well.
            ChecklistAnswer.answered_at < (own.answered_at if own is not None else work.now),
        ).order_by(ChecklistAnswer.answered_at.desc(), ChecklistAnswer.id.desc())
    )
    for answer_id in answers:
        found = work.find(row, derived_id(answer_id, "record"))
        seen: set[str] = set()
        while found is not None and found.corrected_by_id not in (None, found.id) and found.id not in seen:
            seen.add(found.id)
            found = work.find(row, found.corrected_by_id)
        if found is not None:
            return None if found.corrected_by_id == found.id else found
    return None
