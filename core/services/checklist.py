"""Filling in a checklist: an answer is a new row with its verdict, a measured value goes to the machine's history."""

from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import func, select

from core.commands.checklist import AnswerStep, CloseChecklist, DropChecklist, ReopenChecklist, StartChecklist
from core.ids import derived_id
from core.model.equipment import Equipment
from core.model.knowledge import ChecklistAnswer, ChecklistInstance, ChecklistVersion
from core.model.visit import Activity, Reading
from core.queries.checklist_run import reading_name
from core.queries.checklist_state import DROPPED, checklist_state, given_answers, photo_counts
from core.queries.machine_lookup import machines_by_scan
from core.queries.van_stock import find_item
from core.queries.visit_facts import call_equipment
from core.rules.checklist import Element, measured, read_elements, verdict
from core.rules.checklist_answers import canonical
from core.rules.checklist_course import required_left
from core.rules.checklist_repeat import base_id
from core.rules.scan_code import read_payload
from core.services.checklist_records import keep_record
from core.services.field_work import permit, present
from core.storage.unit_of_work import UnitOfWork


def start_checklist(command: StartChecklist, work: UnitOfWork) -> None:
    activity = present(work, Activity, command.activity_id)
    version = present(work, ChecklistVersion, command.version_id)
    if activity is None or version is None:
        return
    machine = work.find(Equipment, command.equipment_id)
    machines = call_equipment(work.session, activity.call_id)
    work.add(
        ChecklistInstance(
            id=command.instance_id, activity_id=activity.id, version_id=version.id,
            equipment_id=machine.id if machine else next(iter(machines), None),
            opened_at=work.now, opened_by_id=work.author_id,
        )
    )
    work.label("visit.did_checklist")
    work.result(command.instance_id)


def answer_step(command: AnswerStep, work: UnitOfWork) -> None:
    instance = present(work, ChecklistInstance, command.instance_id)
    version = work.find(ChecklistVersion, instance.version_id) if instance is not None else None
    if instance is None or version is None:
        return
    if instance.state == DROPPED:
        instance.state = "open"  # put away on another tablet, and filled in here: what was done is not hidden
    permit(
        work, instance.state == "open", "visit.error_checklist_closed", "visit.flag_checklist_closed", row=instance
    )
    element = _asked(work, instance, version, command.element_id)
    value = canonical(element, command.value) if element is not None else None
    permit(work, value is not None, "visit.error_answer", "visit.flag_answer", row=instance)
    if value is not None and element is not None and element.kind == "scan" and "code" in value:
        value = _compared(work, instance, element, str(value["code"]))
    if value is not None and value.get("cannot") is True:
        given = bool(command.reason.strip())
        permit(work, given, "visit.error_reason_needed", "visit.flag_reason_missing", row=instance)
    is_new = element is not None and value is not None and not _explains(work, instance, element, value, command)
    photos = photo_counts(work.session, instance.id).get(command.element_id, 0)
    worth = verdict(element, value, photos) if element is not None and value is not None else "none"
    work.add(
        ChecklistAnswer(
            id=command.answer_id, instance_id=instance.id, element_id=command.element_id,
            value=command.value if value is None else value, verdict=worth, reason=command.reason.strip(),
            answered_at=_after_his_own(work, command), answered_by_id=work.author_id,
        )
    )
    if element is not None and value is not None:
        if is_new:
            _keep_reading(work, instance, element, value, worth, command)
        keep_record(work, instance, element, value, command)
    work.result(command.answer_id)


def _explains(
    work: UnitOfWork, instance: ChecklistInstance, element: Element, value: dict[str, Any], command: AnswerStep
) -> bool:
    """Whether only words are added to the value that stands: it was measured once."""
    if element.kind != "measure" or not command.reason.strip() or value.get("cannot") is True:
        return False
    before = given_answers(work.session, instance.id).get(command.element_id)
    return before is not None and before.value == value


def _asked(work: UnitOfWork, instance: ChecklistInstance, version: ChecklistVersion, element_id: str) -> Element | None:
    """The step as it stands in this checklist. A time through that is no longer asked for is still the step's own."""
    elements = read_elements(version.elements)
    if base_id(element_id) == element_id:
        return next((one for one in elements if one.id == element_id), None)
    state = checklist_state(work.session, instance.id)
    found = next((one for one in (state.elements if state else ()) if one.id == element_id), None)
    if found is not None:
        return found
    base = next((one for one in elements if one.id == base_id(element_id)), None)
    return msgspec.structs.replace(base, id=element_id, copy_of=base.id) if base is not None else None


def _after_his_own(work: UnitOfWork, command: AnswerStep) -> datetime:
    """Now, but never before this person's last answer to the step: a clock that was set back hides no later answer."""
    last = work.session.scalar(
        select(func.max(ChecklistAnswer.answered_at)).where(
            ChecklistAnswer.instance_id == command.instance_id, ChecklistAnswer.element_id == command.element_id,
            ChecklistAnswer.answered_by_id == work.author_id, ChecklistAnswer.id != command.answer_id,
        )
    )
    return work.now if last is None or last < work.now else last + timedelta(microseconds=1)


def _compared(work: UnitOfWork, instance: ChecklistInstance, element: Element, code: str) -> dict[str, Any]:
    """A scanned code with what is known here: whether it is what the step wants, and the name of what it stands on."""
    read, wanted = read_payload(code), element.machine_id or instance.equipment_id
    if element.expects == "article" and not element.match_machine:
        found = (find_item(work.session, work.author_id, one) for one in read.article_candidates)
        item = next((one for one in found if one is not None), None)
        matches = item is not None and element.item_id in ("", item.item_id)
        return {"code": code, "matches": matches, **({"found": item.name} if item is not None else {})}
    if not (element.match_machine and wanted) and element.expects != "machine":
        return {"code": code}
    machines = machines_by_scan(work.session, read.candidates)
    if element.match_machine:
        return {"code": code, "matches": any(one.equipment_id == wanted for one in machines)}
    return {"code": code, "matches": bool(machines), **({"found": machines[0].name} if machines else {})}


def _keep_reading(
    work: UnitOfWork, instance: ChecklistInstance, element: Element, value: dict[str, Any], worth: str,
    command: AnswerStep,
) -> None:
    number = measured(value) if element.kind == "measure" else None
    if number is None:
        return
    work.add(
        Reading(
            id=command.reading_id or derived_id(command.answer_id, "reading"), activity_id=instance.activity_id,
            equipment_id=element.machine_id or instance.equipment_id, person_id=work.author_id,
            quantity=reading_name(element), element_id=element.id, value=number,
            unit=element.unit[:12], verdict=worth, read_at=work.now,
        )
    )


def close_checklist(command: CloseChecklist, work: UnitOfWork) -> None:
    instance = present(work, ChecklistInstance, command.instance_id)
    state = checklist_state(work.session, command.instance_id)
    if instance is None or state is None:
        return
    left = len(required_left(state.elements, state.answers))
    permit(
        work, not left, "visit.error_required_left", "visit.flag_required_left", row=instance, n=left, name=state.title
    )
    close(instance, work.now)
    work.label("visit.did_close_checklist", name=state.title)
    work.result(instance.id)


def close(instance: ChecklistInstance, now: datetime) -> None:
    instance.state = "closed"
    instance.closed_at = instance.closed_at or now


def drop_checklist(command: DropChecklist, work: UnitOfWork) -> None:
    instance = present(work, ChecklistInstance, command.instance_id)
    state = checklist_state(work.session, command.instance_id)
    if instance is None or state is None:
        return
    if not permit(
        work, instance.state == "open" and state.is_untouched, "visit.error_checklist_answered",
        "visit.flag_checklist_answered", row=instance, name=state.title,
    ):
        return
    instance.state = DROPPED
    work.label("visit.did_drop_checklist", name=state.title)
    work.result(instance.id)


def reopen_checklist(command: ReopenChecklist, work: UnitOfWork) -> None:
    instance = present(work, ChecklistInstance, command.instance_id)
    activity = work.find(Activity, instance.activity_id) if instance is not None else None
    if instance is None or activity is None:
        return
    if not permit(
        work, activity.state != "done", "visit.error_visit_done", "visit.flag_checklist_closed", row=instance
    ):
        return
    instance.state, instance.closed_at = "open", None
    work.result(instance.id)


HANDLERS = {
    StartChecklist: start_checklist, AnswerStep: answer_step, CloseChecklist: close_checklist,
    ReopenChecklist: reopen_checklist, DropChecklist: drop_checklist,
}
