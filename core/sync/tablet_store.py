"""The tablet's database as its sync engine sees it; own commands are laid over the office's states by the services."""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from core.changes import Changes
from core.commands.base import Command, Issued
from core.model.call import ServiceCall
from core.model.customer import Address, BusinessPartner, Contact
from core.model.equipment import Equipment
from core.model.search_index import entries_of
from core.services.command_bus import CommandBus
from core.storage import search
from core.storage.batch import Batch
from core.storage.engine import Database
from core.storage.row_bulk import Written, drop_rows, put_rows
from core.sync.feed import Key
from core.sync.letters import Entry, Rows
from core.sync.moments import from_text
from core.sync.office_store import merge
from core.sync.overlay import concerned
from core.sync.scope_columns import SHAPES
from core.sync.sql import ConnectionSql, chunks

log = logging.getLogger(__name__)

_SEARCHED = {kind.__tablename__: kind for kind in (BusinessPartner, Contact, Address, Equipment, ServiceCall)}
_AT_ONCE = 400


class TabletDatabaseWork:
    """One transaction; see `tablet_engine.TabletWork`."""

    def __init__(
        self, connection: Connection, bus: CommandBus, decoder: "msgspec.json.Decoder[Command]", device_id: str,
        session: Session | None = None,
    ) -> None:
        self.sql = ConnectionSql(connection)
        self._connection = connection
        self._session = session
        self.done: list[Changes] = []
        self._written: list[tuple[str, Written]] = []
        self._bus = bus
        self._decoder = decoder
        self._device_id = device_id

    @property
    def session(self) -> Session:
        """For the mapped rows; looking where the tablet stands needs none."""
        if self._session is None:
            self._session = Session(self._connection, autoflush=False)
        return self._session

    def put(self, group: Rows) -> None:
        if group.kind not in SHAPES:
            log.warning("rows of an unknown kind %s are left out", group.kind)
            return
        written = put_rows(self.session, group.kind, group.columns, group.rows)
        if written.touched:
            self._note(group.kind, written)
            self._index(group.kind, [row.id for row in written.touched])

    def remove(self, kind: str, ids: Sequence[str]) -> None:
        if kind not in SHAPES:
            return
        written = drop_rows(self.session, kind, ids)
        if written.touched:
            self._note(kind, written)
            if kind in _SEARCHED:
                search.put_entries(self._connection, [(kind, row.id) for row in written.touched], [])

    def _note(self, kind: str, written: Written) -> None:
        self.done.append(Changes(tuple(written.touched)))
        self._written.append((kind, written))

    @property
    def is_changed(self) -> bool:
        return bool(self._written)

    def concerned(self, visits: Collection[str]) -> Collection[str]:
        return concerned(self.sql, visits, self._written)

    def replay(self, entries: Sequence[Entry]) -> None:
        """All together; when one does not fit, each by itself, so that it alone changes nothing."""
        if len(entries) > 1 and self._replay_together(entries):
            return
        for entry in entries:
            self._replay_alone(entry)

    def _replay_together(self, entries: Sequence[Entry]) -> bool:
        """In a session of its own inside a savepoint: what failed leaves neither rows nor memories."""
        self.session.flush()
        done: list[Changes] = []
        with Session(self._connection, join_transaction_mode="create_savepoint") as session:
            batch = Batch(session)
            try:
                for entry in entries:
                    done.append(self._applied(session, entry))
                batch.close()
                session.commit()
            except Exception as error:
                log.info("own commands are laid over the office's state one by one: %r", error)
                return False
        self.session.expire_all()
        self.done += done
        return True

    def _applied(self, session: Session, entry: Entry) -> Changes:
        issued = Issued(
            id=entry.id, person_id=entry.person_id, device_id=self._device_id, at=from_text(entry.at),
            command=self._decoder.decode(entry.payload),
        )
        changes, _flags = self._bus.apply(session, issued, replaying=True)
        return changes

    def _replay_alone(self, entry: Entry) -> None:
        # Rows came in past the session; what it remembers of them is old.
        self.session.expire_all()
        try:
            with self.session.begin_nested():
                changes = self._applied(self.session, entry)
        except Exception as error:
            # It stays in the outbox all the same: what it means is the office's decision. Nothing in it may keep the
            # tablet from receiving.
            log.info("command %s does not fit the office's state for now: %r", entry.id, error)
            return
        self.done.append(changes)

    def unseen(self) -> Iterable[Key]:
        found: list[Key] = []
        for kind in SHAPES:
            rows = self.sql.rows(
                f"SELECT id FROM {kind} WHERE NOT EXISTS "
                f"(SELECT 1 FROM sync_seen s WHERE s.kind = :kind AND s.id = {kind}.id)",
                kind=kind,
            )
            found += [(kind, str(row[0])) for row in rows]
        return found

    def _index(self, kind: str, ids: Sequence[str]) -> None:
        row_class = _SEARCHED.get(kind)
        if row_class is None:
            return
        for chunk in chunks(ids, _AT_ONCE):
            rows = self.session.scalars(
                select(row_class).where(row_class.id.in_(chunk)).execution_options(populate_existing=True)
            )
            entries = [entry for row in rows for entry in entries_of(row)]
            search.put_entries(self._connection, [(kind, row_id) for row_id in chunk], entries)


class TabletDatabase:
    """The store of the tablet's engine. Changes are published after the commit, so that open pages repaint."""

    def __init__(
        self, database: Database, bus: CommandBus, decoder: "msgspec.json.Decoder[Command]", device_id: str
    ) -> None:
        self._database = database
        self._bus = bus
        self._decoder = decoder
        self._device_id = device_id

    @contextmanager
    def read(self) -> Iterator[TabletDatabaseWork]:
        with self._database.look() as connection:
            yield TabletDatabaseWork(connection, self._bus, self._decoder, self._device_id)

    @contextmanager
    def write(self) -> Iterator[TabletDatabaseWork]:
        with self._database.writer_lock:
            with self._database.write() as session:
                work = TabletDatabaseWork(session.connection(), self._bus, self._decoder, self._device_id, session)
                yield work
            merged = merge(work.done)
            if merged is not None:
                self._bus.changes.publish(merged)
