"""The office's knowledge: the list of checklists, instructions and diagrams, and each of them opened."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.call import FaultTemplate
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.knowledge import (
    ChecklistInstance,
    ChecklistTemplate,
    ChecklistVersion,
    Diagram,
    DiagramHotspot,
    Document,
)  # fmt: skip
from core.model.workforce import Person
from core.queries.checklist_state import DROPPED
from core.rules.checklist import Element, read_elements
from core.rules.folding import sort_key, words

PaperKind = Literal["checklist", "document", "diagram"]


@dataclass(frozen=True, slots=True)
class KnowledgeRow:
    """One entry of the list. `count` is its steps, or a diagram's positions; `models` are names of machine models."""

    kind: PaperKind
    id: str
    title: str
    state: str
    models: tuple[str, ...]
    count: int
    version: int
    has_draft: bool
    paper_kind: str
    mime: str


@dataclass(frozen=True, slots=True)
class Named:
    """Something to choose, with a word that tells it from others of its name."""

    id: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a checklist and how many visits have used it."""

    id: str
    number: int
    state: str
    published_at: datetime | None
    published_by: str
    uses: int


@dataclass(frozen=True, slots=True)
class ChecklistDesign:
    """A checklist for the designer. `elements` are the draft's when there is one, else the published ones."""

    id: str
    name: str
    description: str
    state: str
    minutes: int
    item_ids: tuple[str, ...]
    categories: tuple[str, ...]
    call_kinds: tuple[str, ...]
    fault_ids: tuple[str, ...]
    draft_id: str | None
    number: int
    elements: tuple[Element, ...]
    published: tuple[Element, ...] | None
    versions: tuple[VersionRow, ...]
    under_way: int


@dataclass(frozen=True, slots=True)
class DocumentDetails:
    id: str
    title: str
    kind: str
    language: str
    item_ids: tuple[str, ...]
    categories: tuple[str, ...]
    retired: bool
    sha256: str
    mime: str
    size: int
    file_name: str
    added_at: datetime | None


@dataclass(frozen=True, slots=True)
class SpotRow:
    """A position in a diagram with its article; x and y are shares of the picture."""

    id: str
    position: str
    item_id: str
    code: str
    name: str
    quantity: Decimal
    unit: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class DiagramDetails:
    id: str
    title: str
    item_ids: tuple[str, ...]
    retired: bool
    sha256: str
    mime: str
    spots: tuple[SpotRow, ...]


@dataclass(frozen=True, slots=True)
class KnowledgeChoices:
    """What knowledge can be tied to: machine models, categories of machines, and faults of the intake."""

    models: tuple[Named, ...]
    categories: tuple[str, ...]
    faults: tuple[Named, ...]


def knowledge_list(session: Session, text: str = "") -> tuple[KnowledgeRow, ...]:
    """Everything whose title or models hold all the words, retired ones last, in Swedish order."""
    machines = session.execute(select(Item.id, Item.name).where(Item.kind == "machine"))
    models = {row.id: row.name for row in machines}
    wanted = words(text).split()
    found = [
        row for row in (*_checklists(session, models), *_documents(session, models), *_diagrams(session, models))
        if all(word in words(f"{row.title} {' '.join(row.models)}") for word in wanted)
    ]
    return tuple(sorted(found, key=lambda row: (row.state == "retired", sort_key(row.title), row.id)))


def checklist_design(session: Session, template_id: str) -> ChecklistDesign | None:
    """A checklist with its draft and versions; None when it is gone."""
    template = session.get(ChecklistTemplate, template_id)
    if template is None:
        return None
    versions = session.scalars(
        select(ChecklistVersion).where(ChecklistVersion.template_id == template_id)
        .order_by(ChecklistVersion.number.desc())
    ).all()
    uses = _uses(session, [version.id for version in versions])
    names = {row.id: row.name for row in session.execute(select(Person.id, Person.name))}
    draft = next((version for version in versions if version.state == "draft"), None)
    published = next((version for version in versions if version.id == template.published_version_id), None)
    shown = draft or published
    binding = template.binding or {}
    return ChecklistDesign(
        id=template.id, name=template.name, description=template.description, state=template.state,
        minutes=template.minutes, item_ids=_texts(binding.get("item_ids")),
        categories=_texts(binding.get("categories")), call_kinds=_texts(binding.get("call_kinds")),
        fault_ids=tuple(session.scalars(
            select(FaultTemplate.id).where(FaultTemplate.checklist_template_id == template_id)
        )),
        draft_id=draft.id if draft else None, number=published.number if published else 0,
        elements=read_elements(shown.elements or []) if shown else (),
        published=read_elements(published.elements or []) if published else None,
        versions=tuple(
            VersionRow(
                version.id, version.number, version.state, version.published_at,
                names.get(version.published_by_id or "", ""), uses[version.id, "open"] + uses[version.id, "closed"],
            )
            for version in versions
        ),
        under_way=sum(uses[version.id, "open"] for version in versions),
    )


def document_details(session: Session, document_id: str) -> DocumentDetails | None:
    row = session.get(Document, document_id)
    if row is None:
        return None
    file = session.get(Attachment, row.attachment_id) if row.attachment_id else None
    return DocumentDetails(
        id=row.id, title=row.title, kind=row.kind, language=row.language, item_ids=_texts(row.item_ids),
        categories=_texts(row.categories), retired=row.retired, sha256=file.sha256 if file else "",
        mime=file.mime if file else "", size=file.size if file else 0, file_name=file.file_name if file else "",
        added_at=file.taken_at if file else None,
    )


def diagram_details(session: Session, diagram_id: str) -> DiagramDetails | None:
    row = session.get(Diagram, diagram_id)
    if row is None:
        return None
    file = session.get(Attachment, row.attachment_id) if row.attachment_id else None
    spots = session.execute(
        select(
            DiagramHotspot.id, DiagramHotspot.position, DiagramHotspot.item_id, Item.code, Item.name,
            DiagramHotspot.quantity, Item.unit, DiagramHotspot.x, DiagramHotspot.y,
        )
        .join(Item, Item.id == DiagramHotspot.item_id).where(DiagramHotspot.diagram_id == diagram_id)
    )
    return DiagramDetails(
        id=row.id, title=row.title, item_ids=_texts(row.item_ids), retired=row.retired,
        sha256=file.sha256 if file else "", mime=file.mime if file else "",
        spots=tuple(sorted((SpotRow(*spot) for spot in spots), key=lambda spot: (len(spot.position), spot.position))),
    )


def knowledge_choices(session: Session) -> KnowledgeChoices:
    """Models, categories and faults, in Swedish order."""
    models = session.execute(select(Item.id, Item.name, Item.code).where(Item.kind == "machine"))
    faults = session.execute(select(FaultTemplate.id, FaultTemplate.text, FaultTemplate.category))
    used = {*session.scalars(select(Equipment.category).distinct()),
            *session.scalars(select(FaultTemplate.category).distinct())}
    return KnowledgeChoices(
        models=_named(models), categories=tuple(sorted(one for one in used if one)), faults=_named(faults)
    )


def find_articles(session: Session, text: str, most: int = 12) -> tuple[Named, ...]:
    """Parts and consumables whose code or name holds all the words; those that begin so first."""
    wanted = words(text).split()
    rows = session.execute(
        select(Item.id, Item.name, Item.code)
        .where(Item.kind.in_(("part", "consumable")), Item.superseded_by_id.is_(None))
    )
    found = []
    for row in rows:
        searched = words(f"{row.code} {row.name}")
        if all(word in searched for word in wanted):
            begins = bool(wanted) and any(words(one).startswith(wanted[0]) for one in (row.code, row.name))
            found.append((not begins, sort_key(row.name), Named(row.id, row.name, row.code)))
    return tuple(named for *_order, named in sorted(found, key=lambda one: one[:2])[:most])


@dataclass(frozen=True, slots=True)
class Article:
    """An article as a step names it."""

    id: str
    name: str
    code: str
    unit: str


def article(session: Session, item_id: str) -> Article | None:
    row = session.execute(select(Item.id, Item.name, Item.code, Item.unit).where(Item.id == item_id)).one_or_none()
    return Article(*row) if row is not None else None


def _checklists(session: Session, models: dict[str, str]) -> Iterable[KnowledgeRow]:
    versions: dict[str, list[Any]] = {}
    for version in session.execute(
        select(ChecklistVersion.id, ChecklistVersion.template_id, ChecklistVersion.number, ChecklistVersion.state,
               ChecklistVersion.elements).order_by(ChecklistVersion.number)
    ):
        versions.setdefault(version.template_id, []).append(version)
    for template in session.scalars(select(ChecklistTemplate)):
        own = versions.get(template.id, [])
        draft = next((one for one in own if one.state == "draft"), None)
        published = next((one for one in own if one.id == template.published_version_id), None)
        shown = draft or published
        steps = [e for e in (shown.elements if shown else None) or [] if isinstance(e, dict)]
        bound = _texts((template.binding or {}).get("item_ids"))
        yield KnowledgeRow(
            "checklist", template.id, template.name, template.state, _names(models, bound),
            sum(step.get("kind") != "heading" for step in steps), published.number if published else 0,
            draft is not None, "", "",
        )


def _documents(session: Session, models: dict[str, str]) -> Iterable[KnowledgeRow]:
    rows = session.execute(
        select(Document.id, Document.title, Document.kind, Document.retired, Document.item_ids, Attachment.mime)
        .outerjoin(Attachment, Attachment.id == Document.attachment_id)
    )
    for row in rows:
        state = "retired" if row.retired else "published"
        names = _names(models, _texts(row.item_ids))
        yield KnowledgeRow("document", row.id, row.title, state, names, 0, 0, False, row.kind, row.mime or "")


def _diagrams(session: Session, models: dict[str, str]) -> Iterable[KnowledgeRow]:
    counted = session.execute(select(DiagramHotspot.diagram_id, func.count()).group_by(DiagramHotspot.diagram_id))
    spots = {row[0]: row[1] for row in counted}
    for row in session.scalars(select(Diagram)):
        state = "retired" if row.retired else "published"
        names = _names(models, _texts(row.item_ids))
        yield KnowledgeRow("diagram", row.id, row.title, state, names, spots.get(row.id, 0), 0, False, "", "")


def _uses(session: Session, version_ids: list[str]) -> Counter[tuple[str, str]]:
    rows = session.execute(
        select(ChecklistInstance.version_id, ChecklistInstance.state, func.count())
        .where(ChecklistInstance.version_id.in_(version_ids), ChecklistInstance.state != DROPPED)
        .group_by(ChecklistInstance.version_id, ChecklistInstance.state)
    )
    return Counter({(row[0], row[1]): row[2] for row in rows})


def _texts(stored: Iterable[Any] | None) -> tuple[str, ...]:
    return tuple(str(one) for one in stored or ())


def _names(models: dict[str, str], ids: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted((models[one] for one in ids if one in models), key=sort_key))


def _named(rows: Iterable[Any]) -> tuple[Named, ...]:
    return tuple(sorted((Named(*row) for row in rows), key=lambda named: sort_key(named.name)))
