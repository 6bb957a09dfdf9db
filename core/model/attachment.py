"""Photos and files, signatures, and the reports that were shown and sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Attachment(Entity):
    """A file of some object (`object_kind`/`object_id`); bytes lie in the blob store and travel apart from rows.

    `marks` is drawn over a photo (`core.rules.photo_marks`); `pair` is before, after or empty. The position is where it
    was taken, only when the firm wants it kept.
    """

    __tablename__ = "attachment"

    sha256: Mapped[str] = mapped_column(String(64), index=True)
    mime: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    file_name: Mapped[str] = mapped_column(String(160), default="")
    object_kind: Mapped[str] = mapped_column(String(32), index=True)
    object_id: Mapped[str] = mapped_column(String(36), index=True)
    element_id: Mapped[str] = mapped_column(String(40), default="")
    caption: Mapped[str] = mapped_column(default="")
    thumbnail: Mapped[str] = mapped_column(default="")
    taken_at: Mapped[datetime]
    taken_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    visible_to_customer: Mapped[bool] = mapped_column(default=True)
    marks: Mapped[list[Any]] = mapped_column(default=list)
    pair: Mapped[str] = mapped_column(String(8), default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]


class Signature(Entity):
    """A customer's signature on exactly what was shown. State: signed, refused, absent, remote_pending.

    `strokes` is a list of strokes, each a list of [x, y, milliseconds] as in `core.rules.pen`.
    `shown_sha256` is the hash of the canonical statement (`core.rules.statement`). `language` is the one in which the
    customer read what he signed; empty when he was not asked.
    """

    __tablename__ = "signature"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(60), default="")
    strokes: Mapped[list[Any]] = mapped_column(default=list)
    reason: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(String(5), default="")
    shown_sha256: Mapped[str] = mapped_column(String(64), default="")
    shown: Mapped[dict[str, Any]] = mapped_column(default=dict)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))


class ServiceReport(Entity):
    """A version of the report as it was made; the PDF's bytes are in the blob store.

    `missing_photos` had not come from the tablet then: when they have, the next version shows them.
    """

    __tablename__ = "service_report"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    version: Mapped[int]
    language: Mapped[str] = mapped_column(String(5))
    pdf_sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    missing_photos: Mapped[int] = mapped_column(default=0)
