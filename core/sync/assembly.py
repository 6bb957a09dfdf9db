"""Puts the engines together for an opened program; the one place that knows what they are made of."""

import secrets
from collections.abc import Callable
from typing import Protocol

import msgspec

from core.changes import ChangeBus
from core.clock import Clock
from core.commands.base import Command
from core.services.command_bus import CommandBus
from core.services.registry import command_decoder
from core.settings import Settings
from core.storage.blobs import BlobStore
from core.storage.engine import Database
from core.sync import office_ledger
from core.sync.envelope import open_envelope
from core.sync.faults import Malformed
from core.sync.identity import OfficeIdentity, new_mark
from core.sync.letters import Bundle
from core.sync.moments import SyncClock
from core.sync.office_engine import OfficeEngine
from core.sync.office_store import FIELD_COMMANDS, OfficeDatabase
from core.sync.scope_columns import KIND_ORDER
from core.sync.tablet_engine import TabletEngine
from core.sync.tablet_store import TabletDatabase


class Opened(Protocol):
    """What the sync needs of an opened program (`core.bootstrap.Core` is one)."""

    @property
    def settings(self) -> Settings: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def database(self) -> Database: ...

    @property
    def changes(self) -> ChangeBus: ...

    @property
    def commands(self) -> CommandBus: ...

    @property
    def blobs(self) -> BlobStore: ...

    @property
    def device_id(self) -> str: ...


Decoder = msgspec.json.Decoder[Command]


def office_engine(
    core: Opened, identity: OfficeIdentity, decoder: Decoder | None = None, allowed: tuple[str, ...] = FIELD_COMMANDS,
    *, goes_on: Callable[[], bool] = lambda: True, tell: Callable[[str], None] = lambda _device_id: None,
) -> OfficeEngine:
    """The office's engine on its real database. `decoder` and `allowed` are widened by tests with own commands."""
    store = OfficeDatabase(core.database, core.commands, core.clock, decoder or command_decoder(), allowed)

    def sign_key_of(device_id: str) -> bytes | None:
        with store.read() as work:
            sender = office_ledger.trusted(work.sql, device_id)
        return sender.sign_key if sender else None

    def open_bundle(raw: bytes) -> Bundle:
        letter = open_envelope(raw, keys=identity.keys, sign_key_of=sign_key_of).letter
        if not isinstance(letter, Bundle):
            raise Malformed("a stored letter is not a bundle")
        return letter

    return OfficeEngine(
        store, SyncClock(core.clock), kind_order=KIND_ORDER, new_mark=new_mark, open_bundle=open_bundle,
        goes_on=goes_on, must_yield=lambda: core.database.writer_lock.is_wanted, tell=tell,
    )


def tablet_engine(core: Opened, decoder: Decoder | None = None) -> TabletEngine:
    """The tablet's engine on its real database."""
    store = TabletDatabase(core.database, core.commands, decoder or command_decoder(), core.device_id)
    return TabletEngine(
        store, device_id=core.device_id, new_mark=new_mark, first_nonce=secrets.randbits(40)
    )
