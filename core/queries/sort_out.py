"""Att reda ut: what came from the tablets and does not fit, with who did what and when on both sides."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.device import Device, SyncFlag
from core.model.equipment import Equipment
from core.model.history import CommandLog, Journal
from core.model.sync_ledger import SyncQuarantine
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person
from core.queries.unsent import text_key
from core.rules import clash

CLASH = "sync.flag_clash"
_VISIT, _CALL, _PART = ("state", "approval"), ("state",), ("step", "person_id")
"""What of the office's side explains a flag: the course of the visit, its call and its assignments, and whose it is."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side's last word: what (`text_key` with `params`), by whom, from where, when. `value` is a clash's value."""

    person: str
    at: datetime | None
    device: str = ""
    text_key: str = ""
    params: Mapping[str, str] | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class OpenMatter:
    """`tablet` and `office` are the two sides; a clash has `earlier` and `later` instead, of which `later` stands."""

    id: str
    text_key: str
    params: Mapping[str, Any]
    customer: str
    call_number: str
    call_id: str
    at: datetime
    tablet: Side
    office: Side | None = None
    earlier: Side | None = None
    later: Side | None = None
    field: str = ""
    subject: str = ""
    can_keep_both: bool = False


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A command that could not be carried out, kept whole; `details` are its fields as they came."""

    command_id: str
    text_key: str
    person: str
    device: str
    device_id: str
    is_blocked: bool
    at: datetime | None
    received_at: datetime | None
    error: str
    customer: str
    call_number: str
    call_id: str
    details: tuple[tuple[str, str], ...]


def open_matters(session: Session) -> tuple[OpenMatter, ...]:
    """Every flag that nobody has sorted out, the newest first."""
    chosen = about_flags().where(SyncFlag.resolved_at.is_(None)).order_by(SyncFlag.at.desc(), SyncFlag.id.desc())
    return tuple(matter(session, *row) for row in session.execute(chosen))


def about_flags() -> Select[*tuple[Any, ...]]:
    """Flags with what `matter` is told beside them."""
    return (
        select(SyncFlag, Person.name, Device.name, ServiceCall.id, ServiceCall.number, BusinessPartner.name,
               CommandLog.type)
        .outerjoin(Person, Person.id == SyncFlag.person_id)
        .outerjoin(Device, Device.id == SyncFlag.device_id)
        .outerjoin(Activity, Activity.id == SyncFlag.activity_id)
        .outerjoin(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .outerjoin(CommandLog, CommandLog.id == SyncFlag.command_id)
    )


def matter(
    session: Session, flag: SyncFlag, person: str | None, device: str | None, call_id: str | None,
    number: str | None, customer: str | None, command: str | None,
) -> OpenMatter:
    tablet = Side(person or "", flag.at, device or "", text_key(command or ""))
    params = dict(flag.params)
    if flag.code != CLASH:
        return OpenMatter(
            flag.id, flag.code, params, customer or "", number or "", call_id or "", flag.at, tablet,
            office=_office_side(session, flag),
        )
    subject, owner = _subject(session, flag.kind, flag.row_id)
    earlier, later = (_clash_side(session, params, name) for name in ("earlier", "later"))
    row = values_now(session, flag.kind, flag.row_id)
    room = clash.both(flag.kind, params.get("field", ""), row, earlier.value, later.value)
    return OpenMatter(
        flag.id, flag.code, params, customer or owner, number or "", call_id or "", flag.at, tablet,
        earlier=earlier, later=later, field=params.get("field", ""), subject=subject, can_keep_both=room is not None,
    )


def _clash_side(session: Session, params: Mapping[str, str], name: str) -> Side:
    person = session.get(Person, params.get(f"{name}_person", ""))
    at = params.get(f"{name}_at", "")
    moment = datetime.fromisoformat(at) if at else None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Side(person.name if person else "", moment, value=params.get(f"{name}_value", ""))


def _office_side(session: Session, flag: SyncFlag) -> Side | None:
    """What the office last did with this visit, its call and its assignments."""
    if flag.activity_id is None:
        return None
    visit = session.get(Activity, flag.activity_id)
    parts = list(
        session.scalars(select(ServiceAssignment.id).where(ServiceAssignment.activity_id == flag.activity_id))
    )
    call_id = visit.call_id if visit is not None else ""
    row = session.execute(
        select(Journal.kind, Journal.field, Journal.old, Journal.new, Journal.at, Person.name)
        .outerjoin(Person, Person.id == Journal.person_id)
        .where(
            Journal.device_id == "office",
            or_(
                (Journal.kind == "activity") & (Journal.row_id == flag.activity_id) & Journal.field.in_(_VISIT),
                (Journal.kind == "service_call") & (Journal.row_id == call_id) & Journal.field.in_(_CALL),
                (Journal.kind == "service_assignment") & Journal.row_id.in_(parts) & Journal.field.in_(_PART),
            ),
        )
        .order_by(Journal.seq.desc()).limit(1)
    ).first()
    if row is None:
        return None
    kind, field, old, new, at, person = row
    if field == "person_id":
        old, new = (_person_name(session, one) for one in (old, new))
    return Side(person or "", at, "office", f"sync.side_{kind}_{field}", {"old": old or "", "new": new or ""})


def _person_name(session: Session, person_id: str | None) -> str:
    person = session.get(Person, person_id) if person_id else None
    return person.name if person is not None else ""


def _subject(session: Session, kind: str, row_id: str) -> tuple[str, str]:
    """What a clash is about (a person, a street, a machine), and the customer it belongs to."""
    row: Any = session.get(_CLASH_ROWS[kind], row_id) if kind in _CLASH_ROWS else None
    if row is None:
        return "", ""
    partner = row if kind == "business_partner" else session.get(BusinessPartner, row.partner_id or "")
    subject = row.street if kind == "address" else row.name
    return subject, partner.name if partner is not None else ""


def values_now(session: Session, kind: str, row_id: str) -> dict[str, Any]:
    """What the row of a clash holds in the fields that two may own; empty when it is gone."""
    row: Any = session.get(_CLASH_ROWS[kind], row_id) if kind in _CLASH_ROWS else None
    return {name: getattr(row, name) for name in clash.OWNED_BY_BOTH[kind]} if row is not None else {}


_CLASH_ROWS: dict[str, type[Any]] = {
    "contact": Contact, "address": Address, "business_partner": BusinessPartner, "equipment": Equipment,
}


# ---- What could not be carried out ----------------------------------------------------------------------------------


def held_back(session: Session) -> tuple[HeldBack, ...]:
    """Commands in quarantine that wait for a person, the oldest first."""
    waiting = about_held().where(SyncQuarantine.resolved_at == "")
    rows = session.execute(waiting.order_by(SyncQuarantine.received_at, SyncQuarantine.seq))
    return tuple(held(session, *row) for row in rows)


def about_held() -> Select[*tuple[Any, ...]]:
    """Kept commands with what `held` is told beside them."""
    return (
        select(SyncQuarantine, Person.name, Device.name, Device.revoked_at)
        .outerjoin(Person, Person.id == SyncQuarantine.person_id)
        .outerjoin(Device, Device.id == SyncQuarantine.device_id)
    )


def held(
    session: Session, kept: SyncQuarantine, person: str | None, device: str | None, revoked_at: datetime | None
) -> HeldBack:
    fields = _fields(kept.payload)
    about = session.execute(
        select(ServiceCall.id, ServiceCall.number, BusinessPartner.name)
        .join(Activity, Activity.call_id == ServiceCall.id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(Activity.id == str(fields.get("activity_id", "")))
    ).first()
    call_id, number, customer = about if about is not None else ("", "", "")
    return HeldBack(
        kept.command_id, text_key(str(fields.get("type", ""))), person or "", device or "", kept.device_id,
        revoked_at is not None, moment_of(kept.at), moment_of(kept.received_at), kept.error, customer or "",
        number or "", call_id or "", tuple((name, _shown(value)) for name, value in fields.items() if name != "type"),
    )


def _fields(payload: str) -> dict[str, Any]:
    """The command's fields; one that is no JSON at all is shown as it is."""
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        return {"payload": payload[:2000]}
    return found if isinstance(found, dict) else {"payload": payload[:2000]}


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)[:400]


def moment_of(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(UTC) if text else None
    except ValueError:
        return None
