"""The office's exchange point for tablets: a TLS server in its own thread, with or without a screen beside it."""

import asyncio
import contextlib
import gc
import logging
import os
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import anyio.to_thread
import uvicorn

from core.changes import Changes
from core.commands.devices import PairDevice
from core.errors import SurroundingsError, UserError
from core.services.command_bus import CommandBus
from core.storage.backup import Backup
from core.sync.assembly import Decoder, Opened
from core.sync.backed_up import backups_of, note_backed_up
from core.sync.bell import Bell
from core.sync.desk import Desk
from core.sync.discovery import Announcement, own_addresses
from core.sync.hub_app import HubApp
from core.sync.identity import OfficeIdentity, office_identity
from core.sync.keep_alive import socket_options
from core.sync.keys import Certificate, PublicKeys
from core.sync.office_folders import OfficeFolders
from core.sync.office_store import FIELD_COMMANDS
from core.sync.pairing_desk import PairingDesk
from core.sync.refused import Refused
from core.sync.relay_places import RelayUnusable
from core.sync.sql import ConnectionSql, get_state, set_state
from core.sync.strangers import Stranger, recognised

log = logging.getLogger(__name__)
USUAL_PORT = 47631
_NEWS = "news"
"""The name under which the hub itself waits for changes."""
_GATHER_SECONDS = 0.02
"""What changes together is told together."""
_TIDY_SECONDS = 60.0
_LOOK_SECONDS = 5.0
_START_SECONDS = 15.0
_THREADS = 12
_FAREWELL_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class HubAddress:
    """Where tablets reach the hub."""

    port: int
    addresses: tuple[str, ...]


class Hub:
    """Serves tablets from `start` to `stop`.

    `pairing` is the office's side of the pairing dialog, `connected` the ids of the tablets that are there now; when a
    tablet comes or goes, a Changes with that `device` is published. `backups` are the office's copies, made in time.
    """

    def __init__(
        self, core: Opened, *, decoder: Decoder | None = None, allowed: tuple[str, ...] = FIELD_COMMANDS
    ) -> None:
        self._core = core
        self.identity: OfficeIdentity = office_identity(core.database, core.settings.folder, core.clock)
        self._bell = Bell()
        self._desk = Desk(core, self.identity, ring=self._bell.ring, decoder=decoder, allowed=allowed)
        self._folder_bell = Bell()
        confirm = _confirmation(core.commands, self._person_name, self._folder_bell.ring)
        self.folders = OfficeFolders(
            core, self._desk, office_name=self._office_name, addresses=lambda: self.address.addresses, confirm=confirm
        )
        self._desk.relay = lambda: self.folders.proposed
        self.pairing = PairingDesk(
            self.identity, core.clock, addresses=lambda: self.address.addresses, office_name=self._office_name,
            confirm=confirm, relay=lambda: self.folders.proposed,
        )
        self.pairing_changed: Callable[[], None] = lambda: None
        self.pairing.changed = self._on_pairing
        self.address = HubAddress(0, ())
        self._app = HubApp(self._desk, self.pairing, self._bell, Refused(core, self._desk.presence))
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.backups = backups_of(core)
        self._unsubscribe: Callable[[], None] = lambda: None
        self._announcement: Announcement | None = None

    # ---- For the office's screens -----------------------------------------------------------------------------------

    @property
    def connected(self) -> frozenset[str]:
        return self._desk.presence.connected

    def strangers(self) -> tuple[Stranger, ...]:
        """Tablets that knock and are not paired with this office; not for the GUI thread."""
        heard = self._desk.strangers.recent()
        unknown = {device_id: at for device_id, at in heard.items() if self._desk.trusted(device_id) is None}
        return recognised(self._core.settings, self._core.clock, unknown)

    def replay_quarantined(self, command_id: str) -> bool:
        """Tries a command in quarantine again; not for the GUI thread."""
        was_done = self._desk.engine.replay_quarantined(command_id)
        self._bell.ring()
        return was_done

    def dismiss_quarantined(self, command_id: str, person_id: str = "") -> None:
        self._desk.engine.dismiss_quarantined(command_id, person_id)
        self._bell.ring()

    def take_up_quarantined(self, command_id: str) -> None:
        self._desk.engine.take_up_quarantined(command_id)
        self._bell.ring()

    # ---- Start and stop ---------------------------------------------------------------------------------------------

    def start(self) -> HubAddress:
        """Opens the door; returns when tablets can come in. Raises SurroundingsError when no port can be had."""
        listening = self._listen()
        port = int(listening.getsockname()[1])
        self.address = HubAddress(port, self._reachable_at(port))
        self._desk.engine.recover()
        config = uvicorn.Config(
            self._app.application(), log_config=None, access_log=False,
            lifespan="off", server_header=False, date_header=False, proxy_headers=False, timeout_keep_alive=75,
            loop="asyncio", http="httptools", ws="none", ssl_context_factory=self._tls_context,
        )  # fmt: skip
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._serve, args=(listening,), name="hub", daemon=True)
        self._thread.start()
        self._wait_until_open()
        self._unsubscribe = self._core.changes.subscribe(self._on_changes)
        if self._core.settings.announce and not self._is_local():
            self._announcement = Announcement(self.identity.office_id, port)
        log.info("the hub answers on port %d", port)
        return self.address

    def stop(self) -> None:
        """Closes the door; a tablet that waits gets its answer first."""
        self._unsubscribe()
        if self._announcement is not None:
            self._announcement.close()
        self._bell.close()
        self._folder_bell.close()
        until = time.monotonic() + _FAREWELL_SECONDS
        while self._app.under_way and time.monotonic() < until:
            time.sleep(0.005)
        if self._server is not None:
            # Lines that only stand open are not waited for: a tablet does not close its own.
            self._server.should_exit = self._server.force_exit = True
        if self._thread is not None:
            self._thread.join(10)
        self._desk.interpreter.close()
        self._thread = self._server = None

    def _serve(self, listening: socket.socket) -> None:
        assert self._server is not None
        server = self._server

        async def run() -> None:
            for bell in (self._bell, self._folder_bell):
                bell.hang_in(asyncio.get_running_loop())
            # Not more than the database has connections for.
            anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
            beside = [asyncio.create_task(self._rounds()), asyncio.create_task(self._wake_those_concerned())]
            try:
                await server.serve(sockets=[listening])
            finally:
                for task in beside:
                    task.cancel()
                    with contextlib.suppress(asyncio.CancelledError):
                        await task

        asyncio.run(run())

    async def _rounds(self) -> None:
        """What has to be seen to now and then, and the folders when a tablet was paired: its letters may lie there."""
        tidied = time.monotonic()
        while True:
            await self._folder_bell.wait(self._folder_bell.ticket(), _LOOK_SECONDS)
            if self._folder_bell.is_closed:
                return
            self._desk.presence.look_around()
            try:
                await asyncio.to_thread(self.folders.relay_now)
            except RelayUnusable as error:
                log.info("the relay folder cannot be used now: %s", error)
            except Exception:  # the network's tablets must not suffer from it
                log.exception("the relay folder could not be seen to")
            if time.monotonic() - tidied >= _TIDY_SECONDS:
                tidied = time.monotonic()
                for duty in (self._desk.tidy, self._back_up_when_due):
                    try:
                        await asyncio.to_thread(duty)
                    except Exception:  # it is tried again, and the log tells why it was needed
                        log.exception("tidying up failed")

    async def _wake_those_concerned(self) -> None:
        """After each change: the tablets that it may be news to, and not two hundred others beside them."""
        newest = await asyncio.to_thread(self._desk.newest_change)
        while True:
            ticket = self._bell.ticket(_NEWS)
            try:
                newest, devices = await asyncio.to_thread(self._desk.concerned_since, newest)
            except Exception:  # the tablets look for themselves, then
                log.exception("it is not known whom the changes concern")
                devices = None
            if devices is None or devices:
                self._bell.ring(devices)
            await self._bell.wait(ticket, _TIDY_SECONDS)
            if self._bell.is_closed:
                return
            await asyncio.sleep(_GATHER_SECONDS)

    def _back_up_when_due(self) -> None:
        if self._core.settings.database_url is None and self.backups.is_due():
            self.back_up_now()

    def set_backup_folder(self, folder: Path | None) -> None:
        """Another disk is the better place for copies; None: beside the database. Raises when it is not there."""
        if folder is not None and not folder.is_dir():
            raise UserError("errors.folder_not_writable")
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), backup_folder=str(folder) if folder else "")
        self.backups = backups_of(self._core)

    def back_up_now(self) -> Backup:
        """A proven copy; tablets learn at their next contact what of their work it holds. Not for the GUI thread."""
        made = self.backups.make()
        note_backed_up(self._core.database, made)
        log.info("a copy of the database was made and read through: %s", made.path.name)
        return made

    def _wait_until_open(self) -> None:
        until = time.monotonic() + _START_SECONDS
        while self._server is not None and not self._server.started:
            if time.monotonic() > until or (self._thread is not None and not self._thread.is_alive()):
                raise SurroundingsError("sync.hub_did_not_start")
            time.sleep(0.005)

    def _listen(self) -> socket.socket:
        """The port of last time, so that tablets find the office again; another one when it is taken."""
        settings = self._core.settings
        for port in dict.fromkeys((settings.hub_port or self._kept_port() or USUAL_PORT, settings.hub_port)):
            # With the protocol named asyncio knows it for TCP; otherwise every small answer waits 40 ms.
            listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
            if os.name != "nt":
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            for option in socket_options():  # what is accepted here inherits them
                listening.setsockopt(*option)
            try:
                listening.bind((settings.hub_host, port))
            except OSError as error:
                listening.close()
                failure = error
                continue
            listening.listen(256)
            self._keep_port(int(listening.getsockname()[1]))
            return listening
        raise SurroundingsError("sync.hub_no_port", port=settings.hub_port, detail=str(failure)) from failure

    def _kept_port(self) -> int:
        with self._core.database.read() as session:
            return int(get_state(ConnectionSql(session.connection()), "hub_port", "0"))

    def _keep_port(self, port: int) -> None:
        with self._core.database.write() as session:
            set_state(ConnectionSql(session.connection()), hub_port=port)

    def _is_local(self) -> bool:
        return self._core.settings.hub_host in ("127.0.0.1", "localhost")

    def _reachable_at(self, port: int) -> tuple[str, ...]:
        host = self._core.settings.hub_host
        hosts = (host,) if host not in ("", "0.0.0.0") else (*own_addresses()[:4], "127.0.0.1")
        return tuple(f"{one}:{port}" for one in hosts)

    def _tls_context(self, *_: object) -> ssl.SSLContext:
        return tls_context(self.identity.certificate)

    def _on_changes(self, changes: Changes) -> None:
        """A tablet whose own row changed looks again by itself: it may have been blocked."""
        self._bell.ring((_NEWS, *(row.id for row in changes.touched if row.kind == "device")))

    def _on_pairing(self) -> None:
        self._bell.ring()
        self.pairing_changed()

    def _office_name(self) -> str:
        return self._value("SELECT name FROM firm WHERE id = :id", "firm")

    def _person_name(self, person_id: str) -> str:
        return self._value("SELECT name FROM person WHERE id = :id", person_id)

    def _value(self, statement: str, row_id: str) -> str:
        with self._core.database.read() as session:
            row = ConnectionSql(session.connection()).one(statement, id=row_id)
        return str(row[0]) if row is not None else ""


def _confirmation(
    bus: CommandBus, name_of: Callable[[str], str], then: Callable[[], None]
) -> Callable[[str, str, PublicKeys, str, str], str]:
    def confirm(device_id: str, person_id: str, keys: PublicKeys, name: str, author_id: str) -> str:
        bus.execute(
            PairDevice(
                device_id=device_id, person_id=person_id, sign_key=keys.sign.hex(), seal_key=keys.seal.hex(), name=name
            ),
            author_id,
        )
        then()
        return name_of(person_id)

    return confirm


def tls_context(certificate: Certificate) -> ssl.SSLContext:
    """TLS 1.3 with the office's own certificate. The key touches the disk only in a private file for this moment."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    handle, name = tempfile.mkstemp(suffix=".pem")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(certificate.key_pem + certificate.pem)
        context.load_cert_chain(name)
    finally:
        Path(name).unlink(missing_ok=True)
    return context


def serve(core: Opened, ready: Callable[[HubAddress], None] = lambda _: None) -> None:
    """Runs the hub alone, without a screen, until the process is told to end."""
    hub = Hub(core)
    address = hub.start()
    gc.freeze()  # what is loaded by now stays; to look through it takes 90 ms, in the middle of a tablet's work
    ready(address)
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        log.info("the hub was told to end")
    finally:
        hub.stop()
