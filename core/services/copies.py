"""Makes two visits of one: a copy to plan, or the rest of a long job on another day."""

from datetime import datetime

from sqlalchemy import select

from core.commands.copies import CopyVisit, RemoveCopy, SplitVisit
from core.commands.dispatch import ResizeVisit
from core.ids import derived_id
from core.model.knowledge import ChecklistInstance
from core.model.message import Message
from core.model.visit import Activity, Note, RequiredMaterial, ServiceAssignment
from core.model.workforce import Person
from core.rules.running import SHORTEST
from core.services.dispatch import (
    as_it_is,
    assignments,
    customer_name,
    first_name,
    may_plan,
    plan_as,
    put_back,
    resize_visit,
    said_time,
)
from core.storage.unit_of_work import UnitOfWork


def copy_visit(command: CopyVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    name = customer_name(work, activity)
    if not work.guard(activity.state != "cancelled", "board.error_cancelled", row=activity, customer=name):
        return
    copy = work.find(Activity, command.copy_id)
    if copy is None:
        copy = _copied(work, activity, command.copy_id, activity.duration_minutes)
        if command.with_parts:
            _copy_parts(work, activity, copy)
    if command.kept is not None:
        put_back(work, copy, command.kept)
    work.undo_with(RemoveCopy(activity_id=copy.id, copied_from=activity.id))
    work.label("board.done_copied", customer=name)
    work.result(copy.id)


def split_visit(command: SplitVisit, work: UnitOfWork) -> None:
    activity = work.get(Activity, command.activity_id)
    name = customer_name(work, activity)
    whole = activity.duration_minutes
    left = whole - command.first_minutes
    if not may_plan(work, activity):
        return
    if not work.guard(activity.planned_start is not None, "board.error_split_unplanned", row=activity, customer=name):
        return
    possible = min(command.first_minutes, left) >= SHORTEST
    if not work.guard(possible, "board.error_split_short", row=activity, customer=name):
        return
    rest = _copied(work, activity, command.rest_id, left)
    rest.predecessor_id = activity.id
    work.session.flush()
    key = "board.done_split_unplanned"
    said: dict[str, str | datetime] = {"customer": name}
    if command.person_id is not None and command.start is not None:
        plan_as(work, rest, command.person_id, command.start, left, (), ())
        said |= {"person": first_name(work.get(Person, command.person_id)), "time": said_time(work, command.start)}
        key = "board.done_split"
    resize_visit(ResizeVisit(activity_id=activity.id, duration_minutes=command.first_minutes), work)
    work.undo_with(RemoveCopy(activity_id=rest.id, copied_from=activity.id))
    work.label(key, **said)
    work.result(rest.id)


def remove_copy(command: RemoveCopy, work: UnitOfWork) -> None:
    copy = work.find(Activity, command.activity_id)
    if copy is None:
        return
    name = customer_name(work, copy)
    unused = copy.state in ("draft", "planned") and not _used(work, copy)
    if not work.guard(unused, "board.error_copy_used", row=copy, customer=name):
        return
    parts = list(work.session.scalars(select(RequiredMaterial).where(RequiredMaterial.activity_id == copy.id)))
    work.undo_with(CopyVisit(
        activity_id=command.copied_from, copy_id=copy.id, with_parts=bool(parts), kept=as_it_is(work, copy),
    ))
    work.label("board.done_copy_removed", customer=name)
    if assignments(work, copy):
        # It was sent for a moment: a tablet without a network may still do it, and needs the row to put its work on.
        copy.state = "cancelled"
        return
    for part in parts:
        work.session.delete(part)
    work.session.flush()
    work.session.delete(copy)


# ---- Inside ---------------------------------------------------------------------------------------------------------


def _copied(work: UnitOfWork, activity: Activity, copy_id: str, minutes: int) -> Activity:
    return work.add(Activity(
        id=copy_id, call_id=activity.call_id, kind=activity.kind, subject=activity.subject, state="draft",
        duration_minutes=minutes, address_id=activity.address_id, instructions=activity.instructions,
        required_skill_ids=list(activity.required_skill_ids or []),
        checklist_template_ids=list(activity.checklist_template_ids or []), helper_ids=[], accepted_conflicts=[],
    ))


def _copy_parts(work: UnitOfWork, activity: Activity, copy: Activity) -> None:
    work.session.flush()
    for part in work.session.scalars(select(RequiredMaterial).where(RequiredMaterial.activity_id == activity.id)).all():
        work.add(RequiredMaterial(
            id=derived_id(part.id, copy.id), activity_id=copy.id, item_id=part.item_id, quantity=part.quantity,
            maybe=part.maybe,
        ))


def _used(work: UnitOfWork, copy: Activity) -> bool:
    """Whether anything hangs on it that a person has done, or will get."""
    hanging = (
        select(ServiceAssignment.id).where(
            ServiceAssignment.activity_id == copy.id, ServiceAssignment.step != "cancelled"
        ),
        select(Note.id).where(Note.activity_id == copy.id),
        select(ChecklistInstance.id).where(ChecklistInstance.activity_id == copy.id),
        select(Message.id).where(Message.subject_id == copy.id, Message.state != "withdrawn"),
    )
    return any(work.session.scalar(found.limit(1)) is not None for found in hanging)


HANDLERS = {CopyVisit: copy_visit, SplitVisit: split_visit, RemoveCopy: remove_copy}
