"""The tablets: who has them, when they were heard of, what waits on them, and what they brought that needs a person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.device import Device, SyncFlag
from core.model.sync_ledger import SyncDeferred, SyncQuarantine, SyncStream
from core.model.visit import Activity, ServiceAssignment
from core.model.workforce import Person


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """`waiting` and `oldest_waiting` are what the tablet told at its last contact; `quarantined` needs a person.

    Who is connected now is known by the hub alone (`Hub.connected`).
    `way` is how it was last in contact (`lan`, `relay`, `file`, or empty), `unproven` what of its work no copy of the
    office's database holds yet. `emptied_at`: it was emptied before that, and is another tablet now.
    """

    id: str
    name: str
    person_id: str
    person_name: str
    paired_at: datetime
    revoked_at: datetime | None
    last_contact: datetime | None
    last_work: datetime | None
    program_version: str
    waiting: int
    oldest_waiting: datetime | None
    quarantined: int
    way: str = ""
    unproven: int = 0
    emptied_at: datetime | None = None

    @property
    def knows_it_is_blocked(self) -> bool:
        """It was in contact since: it gives away what is left, then empties itself, and must be paired to be used."""
        return self.revoked_at is not None and self.last_contact is not None and self.last_contact >= self.revoked_at

    def works_only_here_since(self, moment: datetime) -> bool:
        """Whether it brought work after that moment and will not be able to bring it again."""
        is_empty = self.knows_it_is_blocked or self.emptied_at is not None
        return is_empty and self.last_work is not None and self.last_work > moment


@dataclass(frozen=True, slots=True)
class FlagRow:
    """Work that was kept and that somebody should look at; `text_key` with `params` is the sentence."""

    id: str
    text_key: str
    params: Mapping[str, Any]
    person_name: str
    at: datetime
    kind: str
    row_id: str
    activity_id: str | None
    resolved_at: datetime | None
    call_number: str
    customer: str


@dataclass(frozen=True, slots=True)
class QuarantineRow:
    """A command that could not be carried out; it is kept whole."""

    command_id: str
    person_name: str
    device_name: str
    at: str
    payload: str
    error: str
    received_at: datetime | None


def devices(session: Session) -> tuple[DeviceRow, ...]:
    """Every paired tablet, trusted ones first, by technician."""
    streams = _newest_streams(session)
    in_quarantine = session.execute(
        select(SyncQuarantine.device_id, func.count()).where(SyncQuarantine.resolved_at == "")
        .group_by(SyncQuarantine.device_id)
    )
    quarantined = {row[0]: int(row[1]) for row in in_quarantine}
    rows = session.execute(
        select(
            Device.id, Device.name, Device.person_id, Person.name, Device.paired_at, Device.revoked_at,
            Device.last_contact_at, Device.program_version, Device.emptied_at,
        )
        .outerjoin(Person, Person.id == Device.person_id)
        .order_by(Device.revoked_at.is_not(None), Person.sort_order, Person.name, Device.paired_at)
    )
    found = []
    for device_id, name, person_id, person_name, paired_at, revoked_at, contact, version, emptied_at in rows:
        stream = streams.get(device_id)
        way = stream.last_way if stream else ""
        heard = max(filter(None, (contact, _moment(stream.last_contact_at) if stream else None)), default=None)
        found.append(
            DeviceRow(
                id=device_id, name=name, person_id=person_id, person_name=person_name or "", paired_at=paired_at,
                revoked_at=revoked_at, last_contact=heard,
                last_work=_moment(stream.last_work_at) if stream else None,
                program_version=version, waiting=stream.waiting if stream else 0,
                oldest_waiting=_moment(stream.oldest_waiting_at) if stream else None,
                quarantined=quarantined.get(device_id, 0), way=way,
                unproven=max(0, stream.have_through - stream.backed_up) if stream else 0,
                emptied_at=emptied_at,
            )
        )
    return tuple(found)


def trusted_device_ids(session: Session) -> tuple[str, ...]:
    """Every tablet that is paired and not revoked."""
    return tuple(session.scalars(select(Device.id).where(Device.revoked_at.is_(None)).order_by(Device.id)))


def open_flags(session: Session, activity_id: str | None = None) -> tuple[FlagRow, ...]:
    """What waits to be sorted out (Att reda ut), newest first; of one visit when it is given."""
    chosen = (
        select(SyncFlag, Person.name, ServiceCall.number, BusinessPartner.name)
        .outerjoin(Person, Person.id == SyncFlag.person_id)
        .outerjoin(Activity, Activity.id == SyncFlag.activity_id)
        .outerjoin(ServiceCall, ServiceCall.id == Activity.call_id)
        .outerjoin(BusinessPartner, BusinessPartner.id == ServiceCall.partner_id)
        .where(SyncFlag.resolved_at.is_(None)).order_by(SyncFlag.at.desc(), SyncFlag.id.desc())
    )
    if activity_id is not None:
        chosen = chosen.where(SyncFlag.activity_id == activity_id)
    return tuple(
        FlagRow(
            flag.id, flag.code, dict(flag.params), name or "", flag.at, flag.kind, flag.row_id, flag.activity_id,
            flag.resolved_at, number or "", customer or "",
        )
        for flag, name, number, customer in session.execute(chosen)
    )


def quarantine(session: Session) -> tuple[QuarantineRow, ...]:
    """Commands that wait for a person, oldest first."""
    rows = session.execute(
        select(
            SyncQuarantine.command_id, Person.name, Device.name, SyncQuarantine.at, SyncQuarantine.payload,
            SyncQuarantine.error, SyncQuarantine.received_at,
        )
        .outerjoin(Person, Person.id == SyncQuarantine.person_id)
        .outerjoin(Device, Device.id == SyncQuarantine.device_id)
        .where(SyncQuarantine.resolved_at == "")
        .order_by(SyncQuarantine.received_at, SyncQuarantine.seq)
    )
    return tuple(
        QuarantineRow(command_id, person or "", device or "", at, payload, error, _moment(received))
        for command_id, person, device, at, payload, error, received in rows
    )


def withdrawn_visits(session: Session, person_id: str) -> frozenset[str]:
    """On a tablet: visits the office has taken back though the technician has worked on them; they stay to be seen."""
    mine = select(ServiceAssignment.activity_id).where(ServiceAssignment.person_id == person_id)
    still_his = mine.where(ServiceAssignment.step != "cancelled")
    deferred = session.scalars(
        select(SyncDeferred.id).where(SyncDeferred.kind == Activity.__tablename__, SyncDeferred.id.in_(mine))
    )
    cancelled = session.scalars(
        mine.where(ServiceAssignment.step == "cancelled", ServiceAssignment.activity_id.not_in(still_his))
    )
    return frozenset((*deferred, *cancelled))


def _newest_streams(session: Session) -> dict[str, Any]:
    rows = session.execute(
        select(
            SyncStream.device_id, SyncStream.last_contact_at, SyncStream.last_work_at, SyncStream.waiting,
            SyncStream.oldest_waiting_at, SyncStream.last_way, SyncStream.have_through, SyncStream.backed_up,
        ).order_by(SyncStream.last_contact_at, SyncStream.id)
    )
    return {row.device_id: row for row in rows}


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text).astimezone(UTC) if text else None
