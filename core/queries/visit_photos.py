"""The photos of a visit, or of one step of a checklist."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from core.model.attachment import Attachment
from core.model.firm import FIRM_ID, Firm
from core.queries.checklist_state import INSTANCE_KIND, checklist_state
from core.rules.checklist import words


@dataclass(frozen=True, slots=True)
class VisitPhoto:
    """`thumbnail` is a small JPEG as base64 with the marks; `marks` as in `core.rules.photo_marks`."""

    id: str
    sha256: str
    thumbnail: str
    taken_at: datetime
    marks: list[Any]
    pair: str


def visit_photos(
    session: Session, activity_id: str, instance_id: str = "", element_id: str = ""
) -> tuple[VisitPhoto, ...]:
    """Pictures in the order they were taken: the step's when an instance is named, else those of the visit itself.

    An element without an instance is a record of the visit: the photos of an expense's receipt.
    """
    of_step = (
        Attachment.object_kind == INSTANCE_KIND, Attachment.object_id == instance_id,
        Attachment.element_id == element_id,
    )
    of_visit = (
        Attachment.object_kind == "activity", Attachment.object_id == activity_id,
        Attachment.element_id == element_id if element_id else true(),
    )
    rows = session.execute(
        select(Attachment.id, Attachment.sha256, Attachment.thumbnail, Attachment.taken_at, Attachment.marks,
               Attachment.pair)
        .where(*(of_step if instance_id else of_visit), Attachment.mime.like("image/%"))
        .order_by(Attachment.taken_at, Attachment.id)
    )
    return tuple(VisitPhoto(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class PhotoStep:
    """What a checklist's step asks of its photos; `most` is 0 where any number will do, `example` a picture's hash."""

    title: str
    least: int
    most: int
    example: str


def photo_step(session: Session, instance_id: str, element_id: str, language: str) -> PhotoStep | None:
    state = checklist_state(session, instance_id)
    element = next((one for one in (state.elements if state else ()) if one.id == element_id), None)
    if element is None:
        return None
    example = element.image_sha256 if element.kind == "photo" else ""
    return PhotoStep(words(element.title, language), element.photos_needed, element.photo_max, example)


def one_photo(session: Session, attachment_id: str) -> VisitPhoto | None:
    row = session.get(Attachment, attachment_id)
    if row is None:
        return None
    return VisitPhoto(row.id, row.sha256, row.thumbnail, row.taken_at, list(row.marks), row.pair)


def keeps_position(session: Session) -> bool:
    """Whether the firm wants to know where photos were taken; without a word from the firm it does not."""
    firm = session.get(Firm, FIRM_ID)
    return firm is not None and firm.settings.get("photo_position") is True
