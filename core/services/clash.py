"""Keeps both sides when office and technicians changed one field apart, and carries out what a person then decides."""

from typing import Any

from sqlalchemy import select

from core.commands.devices import ReopenClash, ResolveClash
from core.errors import UserError
from core.model.device import SyncFlag
from core.model.history import Journal
from core.model.workforce import Person
from core.rules import clash
from core.storage.base import Entity
from core.storage.row_state import dump, entity_classes
from core.storage.unit_of_work import UnitOfWork

FLAG = "sync.flag_clash"


def without_clashes(work: UnitOfWork, row: Entity, values: dict[str, Any], base: dict[str, Any]) -> dict[str, Any]:
    """Those of a tablet's values that stand. One that is older than what the office has is kept in the history only;
    either way a person hears of both."""
    if not work.remote or not base:
        return values
    kept = dict(values)
    kind = row.__tablename__
    for field in clash.OWNED_BY_BOTH.get(kind, frozenset()) & values.keys() & base.keys():
        standing, wanted = getattr(row, field), values[field]
        if clash.meeting(base[field], standing, wanted) != "clash":
            continue
        other = _last_change(work, row, field)
        mine = (_stamp(work), work.command_id)
        theirs = (other.at.isoformat(), other.command_id) if other is not None else ("", "")
        is_later = clash.stands(mine, theirs)
        if not is_later:
            del kept[field]
            work.keep_overruled(row, field, standing, wanted)
        sides = {"person": work.author_id, "at": _stamp(work), "value": str(wanted)}
        before = {
            "person": other.person_id if other is not None else "", "at": theirs[0], "value": str(standing)
        }
        earlier, later = (before, sides) if is_later else (sides, before)
        _flag(work, row, field, str(base[field]), earlier, later)
    return kept


def _flag(
    work: UnitOfWork, row: Entity, field: str, base: str, earlier: dict[str, str], later: dict[str, str]
) -> None:
    """One question for one field, however often the same two people changed it."""
    params = {"field": field, "base": base}
    for name, side in (("earlier", earlier), ("later", later)):
        params |= {f"{name}_{key}": value for key, value in side.items()}
    people = {earlier["person"], later["person"]}
    for flag in work.session.scalars(
        select(SyncFlag).where(
            SyncFlag.code == FLAG, SyncFlag.kind == row.__tablename__, SyncFlag.row_id == row.id,
            SyncFlag.resolved_at.is_(None),
        )
    ):
        known = flag.params
        if known.get("field") == field and {known.get("earlier_person"), known.get("later_person")} == people:
            flag.params = {**params, "base": known.get("base", base)}
            return
    work.flag(FLAG, row=row, **params)


def _last_change(work: UnitOfWork, row: Entity, field: str) -> Journal | None:
    work.session.flush()
    return work.session.scalars(
        select(Journal)
        .where(
            Journal.kind == row.__tablename__, Journal.row_id == row.id, Journal.field == field,
            Journal.action == "updated",
        )
        .order_by(Journal.seq.desc()).limit(1)
    ).first()


def _stamp(work: UnitOfWork) -> str:
    return work.now.isoformat()


# ---- What a person decides ------------------------------------------------------------------------------------------


def resolve_clash(command: ResolveClash, work: UnitOfWork) -> None:
    flag = work.get(SyncFlag, command.flag_id)
    params = flag.params
    row = work.find(entity_classes()[flag.kind], flag.row_id) if flag.code == FLAG else None
    if row is None:
        raise UserError("sync.error_clash_gone")
    values = decided(flag.kind, params, dump(row), command.keep)
    if values is None:
        raise UserError("sync.error_no_room_for_both")
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    flag.resolved_at, flag.resolution = work.now, command.keep
    work.undo_with(ReopenClash(flag_id=flag.id, values=before, keep=command.keep))
    person = work.find(Person, params.get(f"{command.keep}_person"))
    if command.keep == "both":
        work.label("sync.did_keep_both")
    else:
        work.label("sync.did_keep", person=person.name if person else "", value=params.get(f"{command.keep}_value", ""))


def decided(kind: str, params: dict[str, Any], row: dict[str, Any], keep: str) -> dict[str, Any] | None:
    """The values that a decision gives the row; None when it has no room for both."""
    earlier, later = str(params.get("earlier_value", "")), str(params.get("later_value", ""))
    field = str(params.get("field", ""))
    if keep == "both":
        return clash.both(kind, field, row, earlier, later)
    return {field: earlier if keep == "earlier" else later}


def reopen_clash(command: ReopenClash, work: UnitOfWork) -> None:
    flag = work.get(SyncFlag, command.flag_id)
    row = work.find(entity_classes()[flag.kind], flag.row_id) if flag.code == FLAG else None
    if row is None:
        raise UserError("sync.error_clash_gone")
    allowed = clash.OWNED_BY_BOTH.get(flag.kind, frozenset())
    for name in command.values.keys() & allowed:
        setattr(row, name, command.values[name])
    flag.resolved_at, flag.resolution = None, ""
    work.undo_with(ResolveClash(flag_id=flag.id, keep=command.keep))
    work.label("sync.did_reopen")


HANDLERS = {ResolveClash: resolve_clash, ReopenClash: reopen_clash}
