"""Who changed what and when: the command log, the journal of fields, and the feed of changed rows."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Base


class CommandLog(Base):
    """Every command that took effect here, in order, written in the transaction of its effect.

    On a tablet the rows of its own device are the outbox: `seq` is what the office acknowledges. Rows are kept until
    the office says that its backup holds them.
    """

    __tablename__ = "command_log"

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(36), unique=True)
    type: Mapped[str] = mapped_column(String(60))
    payload: Mapped[str]
    person_id: Mapped[str] = mapped_column(String(36))
    device_id: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[datetime]
    activity_id: Mapped[str | None] = mapped_column(String(36), index=True)
    verdict: Mapped[str] = mapped_column(String(12), default="applied")

    __table_args__ = ({"sqlite_autoincrement": True},)


class Journal(Base):
    """One field of one row changed (or, with no field, one row born or gone)."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_row", "kind", "row_id"),)

    seq: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    command_id: Mapped[str] = mapped_column(String(36), index=True)
    person_id: Mapped[str] = mapped_column(String(36))
    device_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(32))
    row_id: Mapped[str] = mapped_column(String(36))
    action: Mapped[str] = mapped_column(String(8))
    field: Mapped[str] = mapped_column(String(40), default="")
    old: Mapped[str | None]
    new: Mapped[str | None]


class RowChange(Base):
    """The last change number of every row: what the feed to the tablets is read from."""

    __tablename__ = "row_change"

    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    seq: Mapped[int] = mapped_column(Integer, index=True)
    deleted: Mapped[bool] = mapped_column(default=False)
