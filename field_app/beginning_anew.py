"""A new beginning for a tablet whose PIN nobody knows any more: its folder is set aside, an empty one opened."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import Clock
from core.settings import Settings
from core.storage.opening import known_identity
from core.storage.setting_aside import aside_folder, set_aside
from core.storage.vault import KeyStore


@dataclass(frozen=True)
class Anew:
    """Where the old folder would lie, what the tablet's file on a memory card is called, and how it is done.

    `begin` raises with the old folder in its place when that cannot be renamed.
    """

    aside: Path
    journal: str
    begin: Callable[[], Core]


def anew(settings: Settings, clock: Clock, keystore: KeyStore | None) -> Anew:
    from core.sync.journal_file import ENDING, journal_name

    aside, device_id = aside_folder(settings, clock.now()), known_identity(settings.folder)

    def begin() -> Core:
        set_aside(settings, aside, "pin")
        return open_core(replace(settings, encrypt=False, decrypt=False), clock, keystore=keystore)

    return Anew(aside, journal_name(device_id) if device_id else f"*{ENDING}", begin)
