"""What a step shows out of the office's knowledge (a page of a document, a diagram with one position lit), and what it
could show."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.item import Item
from core.model.knowledge import Diagram, DiagramHotspot, Document
from core.rules.checklist import Element
from core.rules.folding import sort_key


@dataclass(frozen=True, slots=True)
class StepExhibit:
    """`page` counts from 1. `x` and `y` are shares of the picture; `position` is empty where none is lit."""

    kind: Literal["paper", "diagram"]
    id: str
    title: str
    sha256: str
    mime: str
    page: int = 1
    position: str = ""
    article: str = ""
    x: float = 0.0
    y: float = 0.0


def step_exhibits(session: Session, elements: Iterable[Element]) -> dict[str, StepExhibit]:
    """By step; what was taken away since, or has not come to this tablet, shows nothing."""
    asking = [one for one in elements if one.paper_id or one.diagram_id]
    papers = _files(session, Document, {one.paper_id for one in asking if one.paper_id})
    diagrams = _files(session, Diagram, {one.diagram_id for one in asking if one.diagram_id and not one.paper_id})
    spots = _spots(session, {one.hotspot_id for one in asking if one.hotspot_id})
    found: dict[str, StepExhibit] = {}
    for element in asking:
        if paper := papers.get(element.paper_id):
            found[element.id] = StepExhibit(
                "paper", paper.id, paper.title, paper.sha256 or "", paper.mime or "", max(element.paper_page, 1)
            )
        elif diagram := diagrams.get(element.diagram_id):
            spot = spots.get(element.hotspot_id)
            lit = (spot.position, spot.name, spot.x, spot.y) if spot and spot.diagram_id == diagram.id else ()
            found[element.id] = StepExhibit(
                "diagram", diagram.id, diagram.title, diagram.sha256 or "", diagram.mime or "", 1, *lit
            )
    return found


def _files(session: Session, kind: type[Document] | type[Diagram], ids: set[str]) -> dict[str, Any]:
    if not ids:
        return {}
    rows = session.execute(
        select(kind.id, kind.title, Attachment.sha256, Attachment.mime)
        .outerjoin(Attachment, Attachment.id == kind.attachment_id).where(kind.id.in_(ids))
    )
    return {row.id: row for row in rows}


def _spots(session: Session, ids: set[str]) -> dict[str, Any]:
    if not ids:
        return {}
    rows = session.execute(
        select(
            DiagramHotspot.id, DiagramHotspot.diagram_id, DiagramHotspot.position, DiagramHotspot.x, DiagramHotspot.y,
            Item.name,
        )
        .join(Item, Item.id == DiagramHotspot.item_id).where(DiagramHotspot.id.in_(ids))
    )
    return {row.id: row for row in rows}


@dataclass(frozen=True, slots=True)
class SpotChoice:
    id: str
    position: str
    article: str


@dataclass(frozen=True, slots=True)
class ExhibitChoice:
    """A document or a diagram that a step can show; a diagram has its positions."""

    kind: Literal["paper", "diagram"]
    id: str
    title: str
    retired: bool
    spots: tuple[SpotChoice, ...] = ()


def exhibit_choices(session: Session) -> tuple[ExhibitChoice, ...]:
    """Documents, then diagrams, each in Swedish order, retired ones too: a step may show one of them."""
    spots = session.execute(
        select(DiagramHotspot.diagram_id, DiagramHotspot.id, DiagramHotspot.position, Item.name)
        .join(Item, Item.id == DiagramHotspot.item_id)
    ).all()
    papers = [
        ExhibitChoice("paper", *row)
        for row in session.execute(select(Document.id, Document.title, Document.retired)).all()
    ]
    diagrams = [
        ExhibitChoice("diagram", *row, tuple(
            SpotChoice(*spot[1:]) for spot in sorted(spots, key=lambda one: (len(one.position), one.position))
            if spot.diagram_id == row.id
        ))
        for row in session.execute(select(Diagram.id, Diagram.title, Diagram.retired)).all()
    ]
    return tuple(one for kind in (papers, diagrams) for one in sorted(kind, key=lambda one: sort_key(one.title)))
