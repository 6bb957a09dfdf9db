"""What the steps of checklists show, so that it goes down to the tablets with them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from core.model.knowledge import ChecklistVersion
from core.sync.sql import chunks

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Shown:
    """What steps show: ids of documents and diagrams, and hashes of pictures."""

    papers: frozenset[str]
    diagrams: frozenset[str]
    pictures: frozenset[str]


def steps_show(session: Session, version_ids: Iterable[str]) -> Shown:
    """Of these versions of checklists. Read from what is stored, and only where something is shown at all."""
    stored = cast(ChecklistVersion.elements, String)
    names = {"paper_id": set[str](), "diagram_id": set[str](), "image_sha256": set[str]()}
    for chunk in chunks(sorted(set(version_ids)), _AT_ONCE):
        rows = session.scalars(
            select(ChecklistVersion.elements).where(
                ChecklistVersion.id.in_(chunk), or_(*(stored.contains(f'"{name}"') for name in names))
            )
        )
        steps = [step for elements in rows for step in elements or () if isinstance(step, dict)]
        for name, found in names.items():
            found |= {str(step[name]) for step in steps if step.get(name)}
    return Shown(*(frozenset(found) for found in names.values()))
