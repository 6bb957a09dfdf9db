"""A tablet that was emptied and paired anew tells its office which one it was."""

from core.commands.beginning import BeganAnew
from core.storage.former import forget_former, former_of
from core.sync.assembly import Opened


def tell_former_self(core: Opened, person_id: str) -> None:
    """As commands, so that it goes every way and again after the office was put back from a copy; twice is no harm."""
    folder = core.settings.folder
    former = former_of(folder)
    for device_id in former:
        core.commands.execute(BeganAnew(former=device_id), person_id)
    if former:
        forget_former(folder)
