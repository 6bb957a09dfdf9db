"""The one way in: runs a command in one transaction, logs it there, and tells everyone what changed."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.changes import ChangeBus, Changes
from core.clock import Clock
from core.commands.base import Command, Issued
from core.ids import new_id
from core.model.device import SyncFlag
from core.model.history import CommandLog
from core.storage.engine import Database
from core.storage.traces import stored_time
from core.storage.unit_of_work import UnitOfWork

Handler = Callable[[Any, UnitOfWork], None]


class CommandBus:
    """Executes commands for one database.

    `is_office` tells handlers whether this is the authority; `device_id` stamps what is done here.
    """

    def __init__(
        self, database: Database, clock: Clock, changes: ChangeBus, handlers: Mapping[type[Command], Handler],
        *, is_office: bool, device_id: str,
    ) -> None:
        self.database = database
        self.clock = clock
        self.changes = changes
        self.is_office = is_office
        self.device_id = device_id
        self._handlers = handlers

    def execute(self, command: Command, author_id: str) -> Changes:
        """Carries out a command given here and now; raises UserError when a rule forbids it."""
        issued = Issued(
            id=new_id(), person_id=author_id, device_id=self.device_id, at=self.clock.now(), command=command
        )
        with self.database.writer_lock:
            with self.database.write() as session:
                changes, _flags = self.apply(session, issued)
            self.changes.publish(changes)
        return changes

    def interpret(self, issued: Issued) -> tuple[Changes, int]:
        """Carries out a tablet's command at the office; returns the changes and the number of flags.

        A command that was already carried out (same id) changes nothing and returns empty changes.
        """
        with self.database.writer_lock:
            with self.database.write() as session:
                if session.scalar(select(CommandLog.seq).where(CommandLog.id == issued.id)) is not None:
                    return Changes(), 0
                changes, flags = self.apply(session, issued, remote=True)
            self.changes.publish(changes)
        return changes, flags

    def apply(
        self, session: Session, issued: Issued, *, remote: bool = False, replaying: bool = False
    ) -> tuple[Changes, int]:
        """Runs the handler inside the caller's transaction; logs it unless it is a replay."""
        work = UnitOfWork(
            session, now=issued.at, author_id=issued.person_id, device_id=issued.device_id, command_id=issued.id,
            is_office=self.is_office, remote=remote, replaying=replaying,
        )
        try:
            self._handlers[type(issued.command)](issued.command, work)
            if remote:
                self._keep_flags(work, issued.at)
            changes = work.finish(None if replaying else lambda done: _logged(issued, _verdict(work, done)))
        except BaseException:
            work.stop_recording()
            raise
        return changes, len(work.flags)

    def _keep_flags(self, work: UnitOfWork, at: datetime) -> None:
        for flag in work.flags:
            work.session.add(
                SyncFlag(
                    id=new_id(), code=flag.code, params={name: str(value) for name, value in flag.params.items()},
                    command_id=work.command_id, person_id=work.author_id, device_id=work.device_id,
                    kind=flag.kind, row_id=flag.row_id, activity_id=flag.activity_id, at=at,
                )
            )


def _verdict(work: UnitOfWork, changes: Changes) -> str:
    if work.flags:
        return "flagged"
    return "applied" if changes.touched or not work.remote else "superseded"


def _logged(issued: Issued, verdict: str) -> dict[str, Any]:
    """The command's row in the log."""
    return {
        "id": issued.id, "type": type(issued.command).__struct_config__.tag,
        "payload": msgspec.json.encode(issued.command).decode(), "person_id": issued.person_id,
        "device_id": issued.device_id, "at": stored_time(issued.at),
        "activity_id": getattr(issued.command, "activity_id", None), "verdict": verdict,
    }
