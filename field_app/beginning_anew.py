"""A new beginning for a tablet whose key nobody has any more: its folder is set aside, an empty one opened."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import Clock
from core.errors import SurroundingsError
from core.settings import Settings
from core.storage.opening import known_identity
from core.storage.setting_aside import aside_folder, set_aside
from core.storage.vault import KeyStore, Vault

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Anew:
    """Where the old folder would lie, what the tablet's file on a memory card is called, and how it is done.

    `begin` raises with the old folder in its place when that cannot be renamed.
    """

    aside: Path
    journal: str
    begin: Callable[[], Core]


def keyed(settings: Settings, vault: Vault) -> Settings:
    """For a tablet that was emptied: the operating system keeps a new key as it kept the old one; a PIN is chosen anew
    by a person, and until then no office may send anything here."""
    if vault.owed != "system":
        return settings
    try:
        vault.try_keystore()
    except SurroundingsError as error:
        log.warning("the computer does not keep a new key: a PIN has to be chosen: %s", error)
        return settings
    return replace(settings, encrypt=True)


def anew(settings: Settings, clock: Clock, keystore: KeyStore | None) -> Anew:
    from core.sync.journal_file import ENDING, journal_name

    aside, device_id = aside_folder(settings, clock.now()), known_identity(settings.folder)

    vault = Vault(settings.folder, keystore)

    def begin() -> Core:
        set_aside(settings, aside, vault.last_kept)
        return open_core(keyed(replace(settings, encrypt=False, decrypt=False), vault), clock, keystore=keystore)

    return Anew(aside, journal_name(device_id) if device_id else f"*{ENDING}", begin)
