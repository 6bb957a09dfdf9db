"""Pairs, names and revokes tablets, and closes what a person has sorted out."""

from sqlalchemy import select

from core.commands.devices import PairDevice, RemoveDevice, RenameDevice, ResolveFlag, RevokeDevice, TrustDevice
from core.errors import UserError
from core.model.device import Device, SyncFlag
from core.model.sync_ledger import SyncStream
from core.model.workforce import Person
from core.storage.unit_of_work import UnitOfWork

_KEY_BYTES = 32


def pair_device(command: PairDevice, work: UnitOfWork) -> None:
    person = work.get(Person, command.person_id)
    sign_key, seal_key = _key(command.sign_key), _key(command.seal_key)
    device = work.add(
        Device(
            id=command.device_id, person_id=person.id, name=command.name.strip(), sign_key=sign_key,
            seal_key=seal_key, paired_at=work.now,
        )
    )
    # Paired once more: to somebody else, after a reset, or after it was found again.
    device.person_id, device.sign_key, device.seal_key = person.id, sign_key, seal_key
    device.name = command.name.strip() or device.name
    device.paired_at, device.revoked_at, device.emptied_at = work.now, None, None
    work.label("sync.did_pair", person=person.name)
    work.result(device.id)


def rename_device(command: RenameDevice, work: UnitOfWork) -> None:
    device = work.get(Device, command.device_id)
    work.undo_with(RenameDevice(device_id=device.id, name=device.name))
    device.name = command.name.strip()[:60]
    work.label("sync.did_rename", name=device.name)


def revoke_device(command: RevokeDevice, work: UnitOfWork) -> None:
    device = work.get(Device, command.device_id)
    if device.revoked_at is None:
        device.revoked_at = work.now
        work.undo_with(TrustDevice(device_id=device.id))
    work.label("sync.did_revoke", name=device.name)


def trust_device(command: TrustDevice, work: UnitOfWork) -> None:
    device = work.get(Device, command.device_id)
    if device.revoked_at is not None:
        device.revoked_at = None
        work.undo_with(RevokeDevice(device_id=device.id))
    work.label("sync.did_trust", name=device.name)


def remove_device(command: RemoveDevice, work: UnitOfWork) -> None:
    device = work.get(Device, command.device_id)
    if device.last_contact_at is not None or work.session.scalar(
        select(SyncStream.id).where(SyncStream.device_id == device.id).limit(1)
    ):
        raise UserError("sync.error_device_in_use")
    work.undo_with(
        PairDevice(
            device_id=device.id, person_id=device.person_id, sign_key=device.sign_key.hex(),
            seal_key=device.seal_key.hex(), name=device.name,
        )
    )
    work.label("sync.did_remove", name=device.name)
    work.session.delete(device)


def resolve_flag(command: ResolveFlag, work: UnitOfWork) -> None:
    flag = work.get(SyncFlag, command.flag_id)
    work.undo_with(ResolveFlag(flag_id=flag.id, resolution=flag.resolution))
    flag.resolution = command.resolution
    flag.resolved_at = work.now if command.resolution else None
    work.label("sync.did_resolve" if command.resolution else "sync.did_reopen")


def _key(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise UserError("sync.error_key") from error
    if len(key) != _KEY_BYTES:
        raise UserError("sync.error_key")
    return key


HANDLERS = {
    PairDevice: pair_device, RenameDevice: rename_device, RevokeDevice: revoke_device, TrustDevice: trust_device,
    RemoveDevice: remove_device, ResolveFlag: resolve_flag,
}  # fmt: skip
