"""The office's database as its sync engine sees it; what tablets did becomes real here, through the services."""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice

import msgspec
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.changes import Changes, Touched
from core.clock import Clock, local
from core.commands.base import Command, Issued
from core.errors import TulpanError
from core.services.command_bus import CommandBus
from core.storage.batch import Batch
from core.storage.engine import Database
from core.storage.row_bulk import read_rows
from core.sync.feed import Key
from core.sync.letters import Entry, Rows
from core.sync.moments import from_text
from core.sync.office_engine import TryLater
from core.sync.office_ledger import Trusted
from core.sync.scope import scope
from core.sync.scope_columns import cleaned, columns
from core.sync.scope_relevance import Reach, may_concern, reach_of
from core.sync.sql import ConnectionSql

FIELD_COMMANDS = (
    "visit.", "records.", "checklist.", "photos.", "checkout.", "customers.", "equipment.", "day_log.", "on_site.",
    "favourites.", "tablet.pin_forgotten/", "tablet.began_anew/",
)
"""What a technician's tablet may ask for, by the beginnings of the commands' tags; the rest is the office's own."""

_TRY_LATER = frozenset({
    "errors.disk_full", "errors.disk_write_failed", "errors.database_damaged", "errors.database_busy",
    "errors.folder_not_writable",
})  # fmt: skip

_KEPT_REACHES = 16
_FEW = 20


class NotForTablets(Exception):
    """A command that only the office's own screens may give."""


class OfficeDatabaseWork:
    """One transaction; see `office_ports.OfficeWork`."""

    def __init__(
        self, connection: Connection, bus: CommandBus, clock: Clock, decoder: "msgspec.json.Decoder[Command]",
        allowed: tuple[str, ...], reaches: "_Reaches", session: Session | None = None,
    ) -> None:
        self.sql = ConnectionSql(connection)
        self._connection = connection
        self._session = session
        self._batch: Batch | None = None
        self.done: list[Changes] = []
        self._bus = bus
        self._clock = clock
        self._decoder = decoder
        self._allowed = allowed
        self._reaches = reaches

    @property
    def session(self) -> Session:
        """For the mapped rows; most contacts need none, and a session costs more than their few statements."""
        if self._session is None:
            self._session = Session(self._connection, autoflush=False)
        return self._session

    def carry_out(self, sender: Trusted, entry: Entry) -> None:
        command = self._decoder.decode(entry.payload)
        tag = str(type(command).__struct_config__.tag)
        if not tag.startswith(self._allowed):
            raise NotForTablets(tag)
        issued = Issued(
            id=entry.id, person_id=entry.person_id, device_id=sender.device_id, at=from_text(entry.at), command=command
        )
        if self._batch is None:
            self._batch = Batch(self.session)
        changes, _flags = self._bus.apply(self.session, issued, remote=True)
        self.done.append(changes)

    def close(self) -> None:
        """Writes what the commands left to be written together."""
        if self._batch is not None:
            self._batch.close()

    def scope(self, person_id: str) -> Mapping[Key, str]:
        return scope(self.session, person_id, local(self._clock.now()).date())

    def may_concern(self, changed: Mapping[Key, int], person_id: str, holds: Callable[[str, str], bool]) -> bool:
        """Of many changes the first few are looked at before all: of a tablet's own work they tell already."""
        few = dict(islice(changed.items(), _FEW))
        return any(may_concern(self._reach(part), person_id, holds) for part in (few, changed))

    def _reach(self, changed: Mapping[Key, int]) -> Reach:
        name = frozenset(changed.items())
        return self._reaches.get(name) or self._reaches.keep(name, reach_of(self.session, changed))

    def states(self, kind: str, shape: str, ids: Sequence[str]) -> Rows:
        names = columns(kind, shape)
        rows = read_rows(self.session, kind, names, ids)
        if kind == "firm":
            rows = [[cleaned(kind, name, value) for name, value in zip(names, row, strict=True)] for row in rows]
        return Rows(kind, names, rows)


class OfficeDatabase:
    """The store of the office's engine. Its changes are published after the commit, in commit order."""

    def __init__(
        self, database: Database, bus: CommandBus, clock: Clock, decoder: "msgspec.json.Decoder[Command]",
        allowed: tuple[str, ...] = FIELD_COMMANDS,
    ) -> None:
        self._database = database
        self._bus = bus
        self._clock = clock
        self._decoder = decoder
        self._allowed = allowed
        self._reaches = _Reaches()

    @contextmanager
    def read(self) -> Iterator[OfficeDatabaseWork]:
        with self._database.look() as connection:
            yield self._work(connection)

    @contextmanager
    def write(self) -> Iterator[OfficeDatabaseWork]:
        try:
            with self._database.writer_lock:
                with self._database.write() as session:
                    work = self._work(session.connection(), session)
                    yield work
                    work.close()
                merged = merge(work.done)
                if merged is not None:
                    self._bus.changes.publish(merged)
        except TulpanError as error:
            if error.key in _TRY_LATER:
                raise TryLater(error.key) from error
            raise

    def _work(self, connection: Connection, session: Session | None = None) -> OfficeDatabaseWork:
        return OfficeDatabaseWork(
            connection, self._bus, self._clock, self._decoder, self._allowed, self._reaches, session
        )


class _Reaches:
    """What the last changes can concern, so that two hundred tablets that wake together have it looked up once."""

    def __init__(self) -> None:
        self._kept: OrderedDict[frozenset[tuple[Key, int]], Reach] = OrderedDict()

    def get(self, changes: frozenset[tuple[Key, int]]) -> Reach | None:
        return self._kept.get(changes)

    def keep(self, changes: frozenset[tuple[Key, int]], reach: Reach) -> Reach:
        self._kept[changes] = reach
        while len(self._kept) > _KEPT_REACHES:
            with suppress(KeyError):
                self._kept.popitem(last=False)
        return reach


def merge(done: Sequence[Changes]) -> Changes | None:
    """What several commands touched as one message, so that screens repaint once; None when nothing was."""
    touched: dict[tuple[str, str], Touched] = {}
    for changes in done:
        for row in changes.touched:
            before = touched.get((row.kind, row.id))
            if before is not None and row.action == "updated":
                row = Touched(row.kind, row.id, before.action, before.fields | row.fields)
            touched[row.kind, row.id] = row
    if not touched:
        return None
    last = done[-1]
    return Changes(tuple(touched.values()), author_id=last.author_id, command_id=last.command_id)
