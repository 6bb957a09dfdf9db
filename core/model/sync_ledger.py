"""The bookkeeping of the sync: what each side has sent, stored and confirmed; read and written only by `core.sync`."""

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Base

CLOCK_AHEAD = "clock_ahead"
"""By how many seconds the tablet's clock was ahead of the office's at their last contact; below zero: behind."""


class SyncState(Base):
    """One named value of this installation: generation, epoch, cursor, addresses. Times are ISO 8601 in UTC."""

    __tablename__ = "sync_state"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str]


class SyncIdentity(Base):
    """Keys of this installation; backed up with it, so that a restored office is still trusted by its tablets."""

    __tablename__ = "sync_identity"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[bytes] = mapped_column(LargeBinary)


class SyncStream(Base):
    """Office: one tablet in one of its epochs.

    `have_through`/`have_hash` is what is durably stored of its commands, `done_through` what has been interpreted.
    `feed`, `page` and `confirmed` number what goes down, `issued` are the pages made after `confirmed`; `scanned_*` say
    when its scope was last fully sent. `backed_up` is what a proven copy of the office's database holds of its
    commands, `last_way` how it was last in contact: `lan`, `relay` or `file`.
    """

    __tablename__ = "sync_stream"
    __table_args__ = (Index("ix_sync_stream_device", "device_id", "epoch", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    device_id: Mapped[str] = mapped_column(String(36))
    epoch: Mapped[str] = mapped_column(String(32))
    have_through: Mapped[int] = mapped_column(default=0)
    have_hash: Mapped[str] = mapped_column(String(64))
    done_through: Mapped[int] = mapped_column(default=0)
    feed: Mapped[str] = mapped_column(String(32), default="")
    page: Mapped[int] = mapped_column(BigInteger, default=0)
    confirmed: Mapped[int] = mapped_column(BigInteger, default=0)
    issued: Mapped[str] = mapped_column(String(200), default="")
    scanned_feed: Mapped[int] = mapped_column(default=-1)
    scanned_day: Mapped[str] = mapped_column(String(10), default="")
    first_contact_at: Mapped[str] = mapped_column(String(40), default="")
    last_contact_at: Mapped[str] = mapped_column(String(40), default="")
    last_work_at: Mapped[str] = mapped_column(String(40), default="")
    waiting: Mapped[int] = mapped_column(default=0)
    oldest_waiting_at: Mapped[str] = mapped_column(String(40), default="")
    backed_up: Mapped[int] = mapped_column(default=0, server_default="0")
    last_way: Mapped[str] = mapped_column(String(8), default="", server_default="")


class SyncBundle(Base):
    """Office: a signed bundle exactly as it came, stored before anything in it is looked at."""

    __tablename__ = "sync_bundle"

    stream_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq_to: Mapped[int] = mapped_column(Integer, primary_key=True)
    seq_from: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[str] = mapped_column(String(40))
    raw: Mapped[bytes] = mapped_column(LargeBinary)


class SyncQuarantine(Base):
    """Office: a command that could not be carried out, kept whole until a person replays or dismisses it."""

    __tablename__ = "sync_quarantine"
    __table_args__ = (Index("ix_sync_quarantine_stream", "stream_id", "seq"),)

    command_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    stream_id: Mapped[int]
    device_id: Mapped[str] = mapped_column(String(36))
    seq: Mapped[int]
    person_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[str] = mapped_column(String(40))
    payload: Mapped[str]
    error: Mapped[str]
    received_at: Mapped[str] = mapped_column(String(40))
    resolved_at: Mapped[str] = mapped_column(String(40), default="")
    resolution: Mapped[str] = mapped_column(String(12), default="")
    resolved_by: Mapped[str] = mapped_column(String(36), default="")


class SyncSent(Base):
    """Office: a row that a tablet holds or may hold.

    `seq` is the change number that was sent (-1: it may hold some version), `shape` the columns that were sent,
    `page` where it went (0: long confirmed), `gone` that its removal was sent there.
    """

    __tablename__ = "sync_sent"

    stream_id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int]
    shape: Mapped[str] = mapped_column(String(12), default="")
    page: Mapped[int] = mapped_column(BigInteger, default=0)
    gone: Mapped[bool] = mapped_column(default=False)


class SyncSeen(Base):
    """Tablet: rows that have arrived in a new baseline; what is not among them at its end is swept away."""

    __tablename__ = "sync_seen"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)


class SyncGuess(Base):
    """Tablet: a row that the own command `seq` wrote, until the office has said its word on that row."""

    __tablename__ = "sync_guess"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, primary_key=True, index=True)


class SyncDeferred(Base):
    """Tablet: rows that the office took back while own work on them was still on its way up."""

    __tablename__ = "sync_deferred"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    reason: Mapped[str] = mapped_column(String(12), default="")


class SyncBlob(Base):
    """Attachment bytes that both sides are known to hold (`state` done) or that proved unusable (`damaged`)."""

    __tablename__ = "sync_blob"

    sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    at: Mapped[str] = mapped_column(String(40), default="")
