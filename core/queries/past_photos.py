"""Small pictures of finished visits, for a machine's history; the whole ones are fetched when somebody opens them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.knowledge import ChecklistInstance, ChecklistVersion
from core.model.visit import Activity
from core.queries.checklist_state import INSTANCE_KIND
from core.rules.checklist import read_elements, words

PHOTOS_SHOWN = 6
"""The newest of a visit: what a strip has room for, and what a tablet is sent."""


@dataclass(frozen=True, slots=True)
class PastPhoto:
    """`thumbnail` is a small JPEG as base64 with the marks; step and version are empty when it is of no checklist."""

    id: str
    sha256: str
    thumbnail: str
    taken_at: datetime
    marks: list[Any]
    element_id: str
    version_id: str


@dataclass(frozen=True, slots=True)
class PastStrip:
    """A finished visit's photos, the newest first, with the checklist's step that each was taken for, if any."""

    subject: str
    photos: tuple[PastPhoto, ...]
    steps: tuple[str, ...]


def past_photos(session: Session, activity_ids: Sequence[str]) -> dict[str, tuple[PastPhoto, ...]]:
    """By visit, the newest first and no more than a strip shows; receipts of expenses are none of them."""
    pictures = select(
        Attachment.id, Attachment.sha256, Attachment.thumbnail, Attachment.taken_at, Attachment.marks,
        Attachment.element_id,
    ).where(Attachment.mime.like("image/%"))
    of_visit = pictures.add_columns(literal(""), Attachment.object_id).where(
        Attachment.object_kind == "activity", Attachment.object_id.in_(activity_ids), Attachment.element_id == ""
    )
    of_steps = (
        pictures.add_columns(ChecklistInstance.version_id, ChecklistInstance.activity_id)
        .join(ChecklistInstance, ChecklistInstance.id == Attachment.object_id)
        .where(Attachment.object_kind == INSTANCE_KIND, ChecklistInstance.activity_id.in_(activity_ids))
    )
    taken: dict[str, list[PastPhoto]] = {}
    for statement in (of_visit, of_steps):
        for *photo, visit_id in session.execute(statement):
            taken.setdefault(visit_id, []).append(PastPhoto(*photo))
    return {
        visit_id: tuple(sorted(photos, key=lambda one: (one.taken_at, one.id), reverse=True)[:PHOTOS_SHOWN])
        for visit_id, photos in taken.items()
    }


def past_strip(session: Session, activity_id: str, language: str = "sv") -> PastStrip:
    """What one visit was about, and its photos."""
    subject = session.scalar(select(Activity.subject).where(Activity.id == activity_id))
    photos = past_photos(session, [activity_id]).get(activity_id, ())
    versions = session.execute(
        select(ChecklistVersion.id, ChecklistVersion.elements)
        .where(ChecklistVersion.id.in_({one.version_id for one in photos}))
    )
    titles = {
        (version_id, element.id): words(element.title, language)
        for version_id, elements in versions for element in read_elements(elements)
    }
    steps = tuple(titles.get((one.version_id, one.element_id.partition("~")[0]), "") for one in photos)
    return PastStrip(subject or "", photos, steps)
