"""Instructions and diagrams: their files, what they are about, and the numbered positions in a picture."""

import re
from decimal import Decimal
from typing import TypeVar

from core.commands.base import Command
from core.commands.knowledge import (
    AddDiagram,
    AddDocument,
    AddStepPicture,
    EditDiagram,
    EditDocument,
    PaperFile,
    PlaceHotspot,
    RemoveHotspot,
    ReplaceFile,
)
from core.model.attachment import Attachment
from core.model.item import Item
from core.model.knowledge import ChecklistTemplate, Diagram, DiagramHotspot, Document
from core.services.editing import apply_edit, given
from core.storage.unit_of_work import UnitOfWork

KINDS = ("instruction", "manual", "safety", "datasheet")
MOST_BYTES = 40 * 1024 * 1024
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PICTURES = ("image/jpeg", "image/png")
Edited = TypeVar("Edited", bound=Command)


def add_document(command: AddDocument, work: UnitOfWork) -> None:
    title = _title(work, command.title)
    attachment = _keep_file(work, command.file, "document", command.document_id, (*_PICTURES, "application/pdf"))
    document = work.add(Document(
        id=command.document_id, title=title, kind=_kind(work, command.kind), language=command.language,
        item_ids=list(command.item_ids), categories=list(command.categories), attachment_id=attachment.id,
    ))
    work.undo_with(EditDocument(document_id=document.id, retired=True))
    work.label("knowledge.did_add_paper", title=title)
    work.result(document.id)


def add_diagram(command: AddDiagram, work: UnitOfWork) -> None:
    title = _title(work, command.title)
    attachment = _keep_file(work, command.file, "diagram", command.diagram_id, _PICTURES)
    diagram = work.add(Diagram(
        id=command.diagram_id, title=title, item_ids=list(command.item_ids), attachment_id=attachment.id,
    ))
    work.undo_with(EditDiagram(diagram_id=diagram.id, retired=True))
    work.label("knowledge.did_add_paper", title=title)
    work.result(diagram.id)


def keep_step_picture(work: UnitOfWork, file: PaperFile, template_id: str) -> Attachment:
    return _keep_file(work, file, "checklist_template", template_id, _PICTURES)


def add_step_picture(command: AddStepPicture, work: UnitOfWork) -> None:
    """Which step shows it is said by the draft, whose own undo takes it away again."""
    template = work.get(ChecklistTemplate, command.template_id)
    attachment = keep_step_picture(work, command.file, template.id)
    work.label("knowledge.did_edit", name=template.name)
    work.result(attachment.id)


def edit_document(command: EditDocument, work: UnitOfWork) -> None:
    document = work.get(Document, command.document_id)
    if isinstance(command.kind, str):
        _kind(work, command.kind)
    _edit(work, command, document, "document_id")


def edit_diagram(command: EditDiagram, work: UnitOfWork) -> None:
    _edit(work, command, work.get(Diagram, command.diagram_id), "diagram_id")


def replace_file(command: ReplaceFile, work: UnitOfWork) -> None:
    document = work.find(Document, command.paper_id)
    if document is not None:
        attachment = _keep_file(work, command.file, "document", document.id, (*_PICTURES, "application/pdf"))
        work.undo_with(EditDocument(document_id=document.id, attachment_id=document.attachment_id))
        document.attachment_id = attachment.id
        work.label("knowledge.did_replace_file", title=document.title)
        work.result(document.id)
        return
    diagram = work.get(Diagram, command.paper_id)
    attachment = _keep_file(work, command.file, "diagram", diagram.id, _PICTURES)
    work.undo_with(EditDiagram(diagram_id=diagram.id, attachment_id=diagram.attachment_id))
    diagram.attachment_id = attachment.id
    work.label("knowledge.did_replace_file", title=diagram.title)
    work.result(diagram.id)


def place_hotspot(command: PlaceHotspot, work: UnitOfWork) -> None:
    diagram = work.get(Diagram, command.diagram_id)
    values = given(command, without=("hotspot_id", "diagram_id"))
    inside = all(0 <= values.get(axis, 0) <= 1 for axis in ("x", "y"))
    work.guard(inside, "knowledge.error_outside_picture")
    work.guard(values.get("quantity", Decimal(1)) > 0, "knowledge.error_quantity")
    if "item_id" in values:
        work.get(Item, values["item_id"])
    if "position" in values:
        values["position"] = values["position"][:8]
        work.guard(bool(values["position"]), "knowledge.error_position")
    hotspot = work.find(DiagramHotspot, command.hotspot_id)
    if hotspot is None:
        complete = {"position", "item_id", "x", "y"} <= values.keys()
        work.guard(complete, "knowledge.error_hotspot_incomplete")
        hotspot = work.add(DiagramHotspot(id=command.hotspot_id, diagram_id=diagram.id, **values))
        work.undo_with(RemoveHotspot(hotspot_id=hotspot.id))
    else:
        undo = apply_edit(command, hotspot, values)
        if undo is not None:
            work.undo_with(undo)
    work.label("knowledge.did_hotspot", position=hotspot.position, title=diagram.title)
    work.result(hotspot.id)


def remove_hotspot(command: RemoveHotspot, work: UnitOfWork) -> None:
    hotspot = work.get(DiagramHotspot, command.hotspot_id)
    work.undo_with(PlaceHotspot(
        hotspot_id=hotspot.id, diagram_id=hotspot.diagram_id, position=hotspot.position, item_id=hotspot.item_id,
        quantity=hotspot.quantity, x=hotspot.x, y=hotspot.y,
    ))
    work.label("knowledge.did_remove_hotspot", position=hotspot.position)
    work.session.delete(hotspot)


def _edit(work: UnitOfWork, command: EditDocument | EditDiagram, row: Document | Diagram, own_id: str) -> None:
    values = given(command, without=(own_id,))
    if "title" in values:
        values["title"] = _title(work, values["title"])
    for name in ("item_ids", "categories"):
        if name in values:
            values[name] = list(values[name])
    undo = apply_edit(command, row, values)
    if undo is not None:
        work.undo_with(undo)
    done = {True: "did_retire", False: "did_restore", None: "did_edit"}[values.get("retired")]
    work.label(f"knowledge.{done}", name=row.title)
    work.result(row.id)


def _keep_file(
    work: UnitOfWork, file: PaperFile, object_kind: str, object_id: str, mimes: tuple[str, ...]
) -> Attachment:
    fits = _SHA256.fullmatch(file.sha256) is not None and 0 < file.size <= MOST_BYTES and file.mime in mimes
    work.guard(fits, "knowledge.error_file_kind")
    attachment = work.add(Attachment(
        id=file.attachment_id, sha256=file.sha256, mime=file.mime, size=file.size, file_name=file.file_name[:160],
        object_kind=object_kind, object_id=object_id, taken_at=work.now, taken_by_id=work.author_id,
        visible_to_customer=False,
    ))
    work.session.flush()
    return attachment


def _title(work: UnitOfWork, title: str) -> str:
    tidy = " ".join(title.split())[:120]
    work.guard(bool(tidy), "knowledge.error_title_needed")
    return tidy


def _kind(work: UnitOfWork, kind: str) -> str:
    work.guard(kind in KINDS, "knowledge.error_kind")
    return kind


HANDLERS = {
    AddDocument: add_document, EditDocument: edit_document, ReplaceFile: replace_file, AddDiagram: add_diagram,
    EditDiagram: edit_diagram, PlaceHotspot: place_hotspot, RemoveHotspot: remove_hotspot,
    AddStepPicture: add_step_picture,
}
