"""Whose tablet this is, as the pairing left it."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.model.sync_ledger import SyncState
from core.model.workforce import Person


@dataclass(frozen=True, slots=True)
class TabletOwner:
    """All empty before the pairing; name and initials come from the office's row as soon as it is here.

    `is_dismissed`: the office has said that it no longer trusts this tablet.
    """

    person_id: str = ""
    name: str = ""
    initials: str = ""
    office_name: str = ""
    is_dismissed: bool = False


def tablet_owner(session: Session, person_id: str = "") -> TabletOwner:
    """The technician this tablet was given to, or the one that is asked for."""
    names = ("paired_office_id", "person_id", "person_name", "office_name", "dismissed_at")
    rows = session.execute(select(SyncState.name, SyncState.value).where(SyncState.name.in_(names)))
    state = {row.name: row.value for row in rows}
    owner_id = person_id or (state.get("person_id", "") if state.get("paired_office_id") else "")
    if not owner_id:
        return TabletOwner()
    row = session.execute(select(Person.name, Person.initials).where(Person.id == owner_id)).one_or_none()
    name = row.name if row is not None else state.get("person_name", "")
    initials = row.initials if row is not None else "".join(part[0] for part in name.split()[:2]).upper()
    return TabletOwner(owner_id, name, initials, state.get("office_name", ""), bool(state.get("dismissed_at")))


def is_being_paired(session: Session, now: datetime) -> bool:
    """Whether the program ended while an office could still let this tablet in (`core.sync.joining`)."""
    kept = session.scalar(select(SyncState.value).where(SyncState.name == "meeting"))
    return datetime.fromisoformat(json.loads(kept)["until"]) > now if kept else False
