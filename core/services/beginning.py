"""Keeps at the office which tablets were emptied: what they brought cannot be brought again."""

from core.commands.beginning import BeganAnew
from core.model.device import Device
from core.storage.unit_of_work import UnitOfWork


def began_anew(command: BeganAnew, work: UnitOfWork) -> None:
    device = work.find(Device, command.former)
    if device is not None and device.emptied_at is None:
        device.emptied_at = work.now
    work.label("sync.did_begin_anew")


HANDLERS = {BeganAnew: began_anew}
