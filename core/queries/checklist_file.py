"""A checklist with what it refers to, for a file; and what of a file's references is here."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.item import Item
from core.model.knowledge import ChecklistTemplate, Diagram, DiagramHotspot, Document
from core.queries.knowledge import checklist_design
from core.rules.checklist_file import ChecklistFile, NamedThing


def checklist_file(session: Session, template_id: str) -> ChecklistFile | None:
    """The checklist as it is being designed, without the bytes of its pictures; None when it is gone."""
    design = checklist_design(session, template_id)
    if design is None or session.get(ChecklistTemplate, template_id) is None:
        return None
    steps = design.elements
    items = session.execute(select(Item.id, Item.code).where(Item.id.in_({one.item_id for one in steps})))
    papers = session.execute(select(Document.id, Document.title).where(Document.id.in_({s.paper_id for s in steps})))
    drawn = session.execute(select(Diagram.id, Diagram.title).where(Diagram.id.in_({s.diagram_id for s in steps})))
    spots = session.execute(
        select(DiagramHotspot.id, Diagram.title, DiagramHotspot.position)
        .join(Diagram, Diagram.id == DiagramHotspot.diagram_id)
        .where(DiagramHotspot.id.in_({one.hotspot_id for one in steps}))
    )
    things = (
        *(NamedThing(kind="article", id=row[0], name=row[1]) for row in items),
        *(NamedThing(kind="document", id=row[0], name=row[1]) for row in papers),
        *(NamedThing(kind="diagram", id=row[0], name=row[1]) for row in drawn),
        *(NamedThing(kind="position", id=row[0], name=row[1], position=row[2]) for row in spots),
    )
    return ChecklistFile(
        name=design.name, description=design.description, minutes=design.minutes, elements=steps,
        things=tuple(sorted(things, key=lambda one: (one.kind, one.name, one.position, one.id))),
    )


def things_here(session: Session, things: Sequence[NamedThing]) -> dict[tuple[str, str], str]:
    """This firm's ids by (kind, the file's id): the same row where the file came from here, else what is called so."""
    found: dict[tuple[str, str], str] = {}
    for kind, rows in (
        ("article", session.execute(select(Item.id, Item.code))),
        ("document", session.execute(select(Document.id, Document.title))),
        ("diagram", session.execute(select(Diagram.id, Diagram.title))),
    ):
        found |= _matched([one for one in things if one.kind == kind], ((row[0], row[1], "") for row in rows))
    spots = session.execute(
        select(DiagramHotspot.id, Diagram.title, DiagramHotspot.position)
        .join(Diagram, Diagram.id == DiagramHotspot.diagram_id)
    )
    return found | _matched([one for one in things if one.kind == "position"], ((r[0], r[1], r[2]) for r in spots))


def _matched(
    wanted: Sequence[NamedThing], rows: Iterable[tuple[str, str, str]]
) -> dict[tuple[str, str], str]:
    known = list(rows) if wanted else []
    ids, called = {row[0] for row in known}, {(row[1], row[2]): row[0] for row in reversed(known)}
    return {
        (one.kind, one.id): own
        for one in wanted
        if (own := one.id if one.id in ids else called.get((one.name, one.position), ""))
    }
