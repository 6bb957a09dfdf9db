"""Messages to customers: an outbox, so that each leaves once and none is lost."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Message(Entity):
    """An SMS or mail; a mail has a `title` and may carry a file. Phones in E.164.

    State: queued, sending, sent, delivered, failed, withdrawn.

    It leaves between `not_before` and `useful_until`. `error` is a code, with the gateway's words after ": ".
    """

    __tablename__ = "message"
    __table_args__ = (UniqueConstraint("subject_id", "purpose", "recipient", "revision"),)

    channel: Mapped[str] = mapped_column(String(8), default="sms")
    purpose: Mapped[str] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(36), index=True)
    call_id: Mapped[str | None] = mapped_column(ForeignKey("service_call.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    recipient: Mapped[str] = mapped_column(String(120))
    recipient_name: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    title: Mapped[str] = mapped_column(String(160), default="")
    text: Mapped[str]
    attachment_sha256: Mapped[str] = mapped_column(String(64), default="")
    revision: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12), default="queued", index=True)
    created_at: Mapped[datetime]
    not_before: Mapped[datetime]
    useful_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    attempt_started_at: Mapped[datetime | None]
    gateway_id: Mapped[str] = mapped_column(String(60), default="")
    error: Mapped[str] = mapped_column(default="")
    sent_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
