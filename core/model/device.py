"""Tablets the office trusts, and what needs a person after a sync."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Device(Entity):
    """A paired tablet. Keys are raw 32-byte public keys (Ed25519 for signing, X25519 for sealing).

    `emptied_at`: when it told, as the new one that it has become, that it was emptied.
    """

    __tablename__ = "device"

    person_id: Mapped[str] = mapped_column(String(36), index=True)
    name: Mapped[str] = mapped_column(String(60), default="")
    sign_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    paired_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    emptied_at: Mapped[datetime | None]
    last_contact_at: Mapped[datetime | None]
    program_version: Mapped[str] = mapped_column(String(20), default="")


class SyncFlag(Entity):
    """Something a tablet's command met that a person should look at (Att reda ut); the work itself was kept."""

    __tablename__ = "sync_flag"

    code: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    command_id: Mapped[str] = mapped_column(String(36), index=True)
    person_id: Mapped[str] = mapped_column(String(36), default="")
    device_id: Mapped[str] = mapped_column(String(36), default="")
    kind: Mapped[str] = mapped_column(String(32), default="")
    row_id: Mapped[str] = mapped_column(String(36), default="")
    activity_id: Mapped[str | None] = mapped_column(String(36), index=True)
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolution: Mapped[str] = mapped_column(default="")
