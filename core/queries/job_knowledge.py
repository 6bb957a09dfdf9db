"""The papers that go with a visit: checklists to choose from, exploded views and instructions of its machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.item import Item
from core.model.knowledge import (
    ChecklistInstance,
    ChecklistTemplate,
    ChecklistVersion,
    Diagram,
    DiagramHotspot,
    Document,
)  # fmt: skip
from core.model.visit import Activity
from core.queries.checklist_machine import checklist_title, machine_among_others
from core.queries.checklist_state import DROPPED, checklist_state
from core.rules.folding import sort_key


@dataclass(frozen=True, slots=True)
class Subject:
    """What a visit is about: machine models, their categories, the kind of call, and checklists that were attached."""

    activity_id: str
    item_ids: frozenset[str]
    categories: frozenset[str]
    call_kind: str
    template_ids: tuple[str, ...] = ()
    machine_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HotspotRow:
    """A numbered position; x, y are shares of the picture's width and height."""

    position: str
    item_id: str
    code: str
    name: str
    quantity: Decimal
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DiagramCard:
    id: str
    title: str
    sha256: str
    hotspots: tuple[HotspotRow, ...]


@dataclass(frozen=True, slots=True)
class DocumentCard:
    id: str
    title: str
    kind: str
    sha256: str
    mime: str


@dataclass(frozen=True, slots=True)
class ChecklistChoice:
    """A published checklist; when one of its versions is in use on the visit, that instance and its version.

    `attached` is one that the office wants done; `suggested` also what suits the machine or the call. `machine` is the
    name of the one it is filled in for when the call has more than one. `again` is one that is in use
    already and can be begun for the `machine_ids` that it is not filled in for; an `untouched` one can be put away.
    """

    template_id: str
    version_id: str
    version_number: int
    name: str
    steps: int
    minutes: int
    suggested: bool
    attached: bool
    instance_id: str | None
    done: bool
    machine: str = ""
    machine_ids: tuple[str, ...] = ()
    again: bool = False
    untouched: bool = False

    @property
    def title(self) -> str:
        return checklist_title(self.name, self.machine)


def checklist_choices(session: Session, subject: Subject) -> tuple[ChecklistChoice, ...]:
    """Begun ones first, then those the office attached, those that suit the machine and the call, then the rest."""
    begun = _begun(session, subject.activity_id)
    published = session.execute(
        select(
            ChecklistTemplate.id, ChecklistTemplate.name, ChecklistTemplate.state, ChecklistTemplate.binding,
            ChecklistTemplate.minutes, ChecklistVersion.id.label("version_id"), ChecklistVersion.number,
            ChecklistVersion.elements,
        )
        .outerjoin(ChecklistVersion, ChecklistVersion.id == ChecklistTemplate.published_version_id)
    )
    ranked = []
    for row in published:
        mine = begun.get(row.id, [])
        fit = suits(row.binding or {}, subject)
        attached = row.id in subject.template_ids
        for order, one in enumerate(mine):
            state = checklist_state(session, one.instance_id)
            found = ChecklistChoice(
                row.id, one.version_id, one.number, row.name, _steps(one.elements), row.minutes, attached or fit > 0,
                attached, one.instance_id, one.state == "closed", one.machine or "",
                untouched=one.state == "open" and state is not None and state.is_untouched,
            )
            ranked.append((False, not attached, -fit, sort_key(row.name), order, found))
        left = _left(subject.machine_ids, mine)
        if row.version_id is not None and row.state == "published" and (left or not mine):
            found = ChecklistChoice(
                row.id, row.version_id, row.number, row.name, _steps(row.elements), row.minutes, attached or fit > 0,
                attached, None, False, machine_ids=left, again=bool(mine),
            )
            ranked.append((True, not attached or bool(mine), -fit, sort_key(row.name), len(mine), found))
    return tuple(one[-1] for one in sorted(ranked, key=lambda one: one[:-1]))


def _begun(session: Session, activity_id: str) -> dict[str, list[Any]]:
    """The visit's checklists by template, in the order they were begun."""
    rows = session.execute(
        select(
            ChecklistVersion.template_id, ChecklistVersion.id.label("version_id"), ChecklistVersion.number,
            ChecklistVersion.elements, ChecklistInstance.id.label("instance_id"), ChecklistInstance.state,
            ChecklistInstance.equipment_id, machine_among_others().label("machine"),
        )
        .join(ChecklistVersion, ChecklistVersion.id == ChecklistInstance.version_id)
        .join(Activity, Activity.id == ChecklistInstance.activity_id)
        .where(ChecklistInstance.activity_id == activity_id, ChecklistInstance.state != DROPPED)
        .order_by(ChecklistInstance.opened_at, ChecklistInstance.id)
    )
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.template_id, []).append(row)
    return found


def _left(machine_ids: tuple[str, ...], begun: list[Any]) -> tuple[str, ...]:
    """The machines that a checklist is not filled in for; one that names none is for the first."""
    taken = {one.equipment_id or next(iter(machine_ids), "") for one in begun}
    return tuple(one for one in machine_ids if one not in taken)


def suits(binding: Mapping[str, Any], subject: Subject) -> int:
    """How well a checklist's binding fits: 0 not at all; the model counts most, then the category, then the kind."""
    items, categories = set(binding.get("item_ids") or ()), set(binding.get("categories") or ())
    kinds = set(binding.get("call_kinds") or ())
    if kinds and subject.call_kind not in kinds:
        return 0
    if items & subject.item_ids:
        return 3
    if items:
        return 0
    if categories:
        return 2 if categories & subject.categories else 0
    return 1 if kinds else 0


def diagrams(session: Session, subject: Subject) -> tuple[DiagramCard, ...]:
    """The exploded views of the visit's machine models."""
    rows = session.execute(
        select(Diagram.id, Diagram.title, Diagram.item_ids, Attachment.sha256)
        .outerjoin(Attachment, Attachment.id == Diagram.attachment_id)
        .where(Diagram.retired.is_(False))
    )
    return _with_hotspots(session, [row for row in rows if subject.item_ids & set(row.item_ids or ())])


def one_diagram(session: Session, diagram_id: str) -> DiagramCard | None:
    """Any diagram, also one that is not of the visit's machines: a step shows it."""
    row = session.execute(
        select(Diagram.id, Diagram.title, Attachment.sha256)
        .outerjoin(Attachment, Attachment.id == Diagram.attachment_id).where(Diagram.id == diagram_id)
    ).one_or_none()
    return _with_hotspots(session, [row])[0] if row is not None else None


def _with_hotspots(session: Session, rows: list[Any]) -> tuple[DiagramCard, ...]:
    hotspots = session.execute(
        select(
            DiagramHotspot.diagram_id, DiagramHotspot.position, DiagramHotspot.item_id, Item.code, Item.name,
            DiagramHotspot.quantity, DiagramHotspot.x, DiagramHotspot.y,
        )
        .join(Item, Item.id == DiagramHotspot.item_id)
        .where(DiagramHotspot.diagram_id.in_([row.id for row in rows]))
    ).all()
    return tuple(
        DiagramCard(
            row.id, row.title, row.sha256 or "",
            tuple(
                HotspotRow(*spot[1:])
                for spot in sorted(hotspots, key=lambda spot: (len(spot.position), spot.position))
                if spot.diagram_id == row.id
            ),
        )
        for row in sorted(rows, key=lambda row: sort_key(row.title))
    )


def one_document(session: Session, document_id: str) -> DocumentCard | None:
    """Any document, also one that is not of the visit's machines: a step shows it."""
    row = session.execute(
        select(Document.id, Document.title, Document.kind, Attachment.sha256, Attachment.mime)
        .outerjoin(Attachment, Attachment.id == Document.attachment_id).where(Document.id == document_id)
    ).one_or_none()
    return DocumentCard(row.id, row.title, row.kind, row.sha256 or "", row.mime or "") if row is not None else None


def documents(session: Session, subject: Subject) -> tuple[DocumentCard, ...]:
    """Instructions and manuals of the models or of their category; those of the model first."""
    rows = session.execute(
        select(
            Document.id, Document.title, Document.kind, Document.item_ids, Document.categories, Attachment.sha256,
            Attachment.mime,
        )
        .outerjoin(Attachment, Attachment.id == Document.attachment_id)
        .where(Document.retired.is_(False))
    )
    ranked = []
    for row in rows:
        of_model = bool(subject.item_ids & set(row.item_ids or ()))
        of_category = not row.item_ids and bool(subject.categories & set(row.categories or ()))
        if of_model or of_category:
            card = DocumentCard(row.id, row.title, row.kind, row.sha256 or "", row.mime or "")
            ranked.append((not of_model, sort_key(row.title), card))
    return tuple(card for *_order, card in sorted(ranked, key=lambda one: one[:2]))


def _steps(elements: list[Any]) -> int:
    return sum(1 for element in elements or () if isinstance(element, dict) and element.get("kind") != "heading")
