"""What lay under Att reda ut and no longer does: put aside or decided, by whom and when, and what came not to hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.device import SyncFlag
from core.model.history import Journal
from core.model.sync_ledger import SyncQuarantine
from core.model.workforce import Person
from core.queries.sort_out import (
    CLASH,
    HeldBack,
    OpenMatter,
    about_flags,
    about_held,
    held,
    matter,
    moment_of,
    values_now,
)  # fmt: skip
from core.rules import clash

_ASIDE = SyncQuarantine.resolution == "dismissed"
_SETTLED = SyncFlag.resolved_at.is_not(None)


@dataclass(frozen=True, slots=True)
class PutAside:
    """A kept command that somebody did not want carried out."""

    command: HeldBack
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Settled:
    """A flag that somebody has seen to. `keep` is what a clash was decided to, and `before` what its row held until
    then in those fields that nobody has changed since."""

    matter: OpenMatter
    keep: str
    by: str
    at: datetime
    before: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SortedOut:
    """The latest of both, and how many there are in all."""

    put_aside: tuple[PutAside, ...]
    settled: tuple[Settled, ...]
    count: int


def sorted_out(session: Session, most: int) -> SortedOut:
    """At most `most` of each kind, the latest first; with 0 they are only counted."""
    count = sum(
        session.scalar(select(func.count()).select_from(table).where(which)) or 0
        for table, which in ((SyncQuarantine, _ASIDE), (SyncFlag, _SETTLED))
    )
    if not most:
        return SortedOut((), (), count)
    kept = session.execute(about_held().where(_ASIDE).order_by(SyncQuarantine.resolved_at.desc()).limit(most))
    flags = session.execute(
        about_flags().where(_SETTLED).order_by(SyncFlag.resolved_at.desc(), SyncFlag.id.desc()).limit(most)
    )
    return SortedOut(
        tuple(
            PutAside(held(session, *row), _name(session, row[0].resolved_by), moment_of(row[0].resolved_at))
            for row in kept
        ),
        tuple(_settled(session, *row) for row in flags), count,
    )


def _settled(session: Session, flag: SyncFlag, *about: Any) -> Settled:
    decision = session.execute(
        select(Journal.person_id, Journal.command_id)
        .where(Journal.kind == "sync_flag", Journal.row_id == flag.id, Journal.field == "resolved_at")
        .order_by(Journal.seq.desc()).limit(1)
    ).first()
    person_id, command_id = decision if decision is not None else ("", "")
    assert flag.resolved_at is not None
    return Settled(
        matter(session, flag, *about), flag.resolution, _name(session, person_id), flag.resolved_at,
        _before(session, flag, command_id) if flag.code == CLASH else {},
    )


def _before(session: Session, flag: SyncFlag, command_id: str) -> dict[str, str]:
    now = values_now(session, flag.kind, flag.row_id)
    changed = session.execute(
        select(Journal.field, Journal.old, Journal.new).where(
            Journal.kind == flag.kind, Journal.row_id == flag.row_id, Journal.command_id == command_id,
            Journal.field.in_(clash.OWNED_BY_BOTH.get(flag.kind, frozenset())),
        )
    )
    return {field: old or "" for field, old, new in changed if str(now.get(field) or "") == (new or "")}


def _name(session: Session, person_id: str) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""
