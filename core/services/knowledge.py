"""Checklists: drafts kept by themselves, versions that never change once published, and when to suggest them."""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select

from core.commands.knowledge import (
    Binding,
    DiscardDraft,
    EditChecklist,
    ImportChecklist,
    NewChecklist,
    PublishChecklist,
    RemoveChecklist,
    RetireChecklist,
    SaveDraft,
    SuggestForFault,
    WithdrawVersion,
)
from core.ids import new_id
from core.model.call import FaultTemplate
from core.model.knowledge import ChecklistInstance, ChecklistTemplate, ChecklistVersion
from core.rules.checklist import Element, read_elements, write_elements
from core.rules.checklist_answers import MAX_TEXT
from core.rules.checklist_problems import validate
from core.services.editing import apply_edit, given
from core.services.papers import keep_step_picture
from core.storage.unit_of_work import UnitOfWork

MOST_STEPS = 300
MOST_MINUTES = 24 * 60
_CHANGES = ("added", "removed", "moved", "copied", "edited")


def new_checklist(command: NewChecklist, work: UnitOfWork) -> None:
    name = _name(work, command.name)
    source = work.find(ChecklistTemplate, command.copy_of)
    template = work.add(ChecklistTemplate(
        id=command.template_id, name=name, description=source.description if source else "",
        minutes=source.minutes if source else 0, binding=dict(source.binding or {}) if source else {},
    ))
    work.session.flush()
    work.add(ChecklistVersion(
        id=command.version_id, template_id=template.id, number=1, elements=_steps_to_copy(work, source)
    ))
    work.undo_with(RemoveChecklist(template_id=template.id))
    work.label("knowledge.did_new", name=name)
    work.result(template.id)


def import_checklist(command: ImportChecklist, work: UnitOfWork) -> None:
    """Nothing is published by it: the steps wait as a draft, to be looked at."""
    name = _name(work, command.name)
    work.guard(_bearable(command.elements), "knowledge.error_too_long", most=MOST_STEPS)
    elements = write_elements(command.elements)
    read_elements(elements)
    template = work.add(ChecklistTemplate(
        id=command.template_id, name=name, description=command.description[:MAX_TEXT],
        minutes=min(max(command.minutes, 0), MOST_MINUTES),
    ))
    work.session.flush()
    work.add(ChecklistVersion(id=command.version_id, template_id=template.id, number=1, elements=elements))
    for picture in command.pictures:
        keep_step_picture(work, picture, template.id)
    work.undo_with(RemoveChecklist(template_id=template.id))
    work.label("knowledge.did_import", name=name)
    work.result(template.id)


def remove_checklist(command: RemoveChecklist, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    versions = work.session.scalars(
        select(ChecklistVersion).where(ChecklistVersion.template_id == template.id)
    ).all()
    free = all(version.state == "draft" for version in versions) and template.published_version_id is None
    work.guard(free, "knowledge.error_was_published", name=template.name)
    for fault in work.session.scalars(
        select(FaultTemplate).where(FaultTemplate.checklist_template_id == template.id)
    ):
        fault.checklist_template_id = None
    elements = read_elements(versions[0].elements) if versions else ()
    if versions:
        work.undo_with(
            NewChecklist(template_id=template.id, version_id=versions[0].id, name=template.name),
            EditChecklist(
                template_id=template.id, description=template.description, minutes=template.minutes,
                binding=_binding(template),
            ),
            SaveDraft(template_id=template.id, version_id=versions[0].id, elements=elements),
        )
    for version in versions:
        work.session.delete(version)
    work.session.flush()
    work.session.delete(template)
    work.label("knowledge.did_remove", name=template.name)


def edit_checklist(command: EditChecklist, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    values = given(command, without=("template_id", "binding"))
    if "name" in values:
        values["name"] = _name(work, values["name"])
    work.guard(0 <= values.get("minutes", 0) <= MOST_MINUTES, "knowledge.error_minutes")
    undo = apply_edit(msgspec.structs.replace(command, binding=UNSET), template, values)
    before = _binding(template)
    if not isinstance(command.binding, UnsetType) and command.binding != before:
        template.binding = {key: list(value) for key, value in msgspec.to_builtins(command.binding).items()}
        undo = msgspec.structs.replace(undo or EditChecklist(template_id=template.id), binding=before)
    if undo is not None:
        work.undo_with(undo)
    work.label("knowledge.did_edit", name=template.name)
    work.result(template.id)


def save_draft(command: SaveDraft, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    work.guard(_bearable(command.elements), "knowledge.error_too_long", most=MOST_STEPS)
    elements = write_elements(command.elements)
    read_elements(elements)
    draft = _draft(work, template.id)
    if draft is None:
        taken = work.find(ChecklistVersion, command.version_id)
        work.guard(taken is None, "knowledge.error_published_stays", name=template.name)
        work.add(ChecklistVersion(
            id=command.version_id, template_id=template.id, number=_next_number(work, template.id), elements=elements,
        ))
        work.undo_with(DiscardDraft(template_id=template.id))
    elif draft.elements == elements:
        return
    else:
        work.undo_with(msgspec.structs.replace(
            command, version_id=draft.id, elements=read_elements(draft.elements)
        ))
        draft.elements = elements
    what = command.what if command.what in _CHANGES else "edited"
    work.label(f"knowledge.did_step_{what}", step=command.step or template.name)
    work.result(template.id)


def discard_draft(command: DiscardDraft, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    draft = _draft(work, template.id)
    work.guard(template.published_version_id is not None, "knowledge.error_no_version", name=template.name)
    if draft is None:
        return
    work.undo_with(SaveDraft(
        template_id=template.id, version_id=draft.id, elements=read_elements(draft.elements)
    ))
    work.session.delete(draft)
    work.label("knowledge.did_discard", name=template.name)
    work.result(template.id)


def publish(command: PublishChecklist, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    version = work.get(ChecklistVersion, command.version_id)
    work.guard(
        version.template_id == template.id and version.state == "draft", "knowledge.error_published_stays",
        name=template.name,
    )
    problems = validate(read_elements(version.elements))
    work.guard(not problems, "knowledge.error_problems", n=len(problems), name=template.name)
    before = template.published_version_id
    version.state, version.published_at, version.published_by_id = "published", work.now, work.author_id
    template.published_version_id, template.state = version.id, "published"
    work.undo_with(WithdrawVersion(
        template_id=template.id, version_id=version.id, back_to_id=before, draft_id=new_id()
    ))
    work.label("knowledge.did_publish", name=template.name, number=version.number)
    work.result(template.id)


def withdraw(command: WithdrawVersion, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    version = work.get(ChecklistVersion, command.version_id)
    used = work.session.scalar(
        select(func.count()).select_from(ChecklistInstance).where(ChecklistInstance.version_id == version.id)
    )
    work.guard(not used, "knowledge.error_version_used", number=version.number, n=used)
    work.guard(template.published_version_id == version.id, "knowledge.error_newer_version", name=template.name)
    version.state = "withdrawn"
    back = work.find(ChecklistVersion, command.back_to_id)
    template.published_version_id = back.id if back else None
    template.state = "published" if back else "draft"
    work.session.flush()
    if _draft(work, template.id) is None:
        work.add(ChecklistVersion(
            id=command.draft_id, template_id=template.id, number=_next_number(work, template.id),
            elements=list(version.elements),
        ))
        work.undo_with(PublishChecklist(template_id=template.id, version_id=command.draft_id))
    work.label("knowledge.did_withdraw", name=template.name, number=version.number)
    work.result(template.id)


def retire(command: RetireChecklist, work: UnitOfWork) -> None:
    template = work.get(ChecklistTemplate, command.template_id)
    work.guard(template.published_version_id is not None, "knowledge.error_no_version", name=template.name)
    state = "retired" if command.retired else "published"
    if template.state == state:
        return
    template.state = state
    work.undo_with(RetireChecklist(template_id=template.id, retired=not command.retired))
    work.label("knowledge.did_retire" if command.retired else "knowledge.did_restore", name=template.name)
    work.result(template.id)


def suggest_for_fault(command: SuggestForFault, work: UnitOfWork) -> None:
    fault = work.get(FaultTemplate, command.fault_template_id)
    if command.template_id is not None:
        work.get(ChecklistTemplate, command.template_id)
    if fault.checklist_template_id == command.template_id:
        return
    work.undo_with(SuggestForFault(fault_template_id=fault.id, template_id=fault.checklist_template_id))
    fault.checklist_template_id = command.template_id
    work.label("knowledge.did_fault", fault=fault.text)
    work.result(fault.id)


def _name(work: UnitOfWork, name: str) -> str:
    tidy = " ".join(name.split())[:120]
    work.guard(bool(tidy), "knowledge.error_name_needed")
    return tidy


def _binding(template: ChecklistTemplate) -> Binding:
    return msgspec.convert(template.binding or {}, Binding)


def _draft(work: UnitOfWork, template_id: str) -> ChecklistVersion | None:
    return work.session.scalar(
        select(ChecklistVersion).where(ChecklistVersion.template_id == template_id, ChecklistVersion.state == "draft")
        .order_by(ChecklistVersion.number.desc()).limit(1)
    )


def _steps_to_copy(work: UnitOfWork, source: ChecklistTemplate | None) -> list[Any]:
    """The draft's steps, else the published ones."""
    if source is None:
        return []
    version = _draft(work, source.id) or work.find(ChecklistVersion, source.published_version_id)
    return list(version.elements) if version is not None else []


def _next_number(work: UnitOfWork, template_id: str) -> int:
    newest = work.session.scalar(
        select(func.max(ChecklistVersion.number)).where(ChecklistVersion.template_id == template_id)
    )
    return (newest or 0) + 1


def _bearable(elements: tuple[Element, ...]) -> bool:
    """Whether a tablet could carry these steps: so many, with texts that somebody may read while working."""
    texts = [
        text for one in elements
        for words in (one.title, one.help, one.offer, *(option.text for option in one.options), *one.phrases)
        for text in words.values()
    ]
    options = max((len(one.options) for one in elements), default=0)
    return len(elements) <= MOST_STEPS and options <= 100 and all(len(text) <= MAX_TEXT for text in texts)


HANDLERS = {
    NewChecklist: new_checklist, ImportChecklist: import_checklist, RemoveChecklist: remove_checklist,
    EditChecklist: edit_checklist, SaveDraft: save_draft, DiscardDraft: discard_draft, PublishChecklist: publish,
    WithdrawVersion: withdraw, RetireChecklist: retire, SuggestForFault: suggest_for_fault,
}
