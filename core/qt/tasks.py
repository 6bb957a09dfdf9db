"""Runs commands and queries off the GUI thread and brings their answers, and every change, back to it."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.errors import TulpanError

log = logging.getLogger(__name__)
Done = Callable[[Any], None]
Failed = Callable[[TulpanError], None]


class Tasks(QObject):
    """The bridge between screens and core.

    `changed` carries every committed change of this process (own commands, tablets through the hub, gateway receipts)
    on the GUI thread. `failed` carries errors nobody else took; `idle` is emitted when nothing is under way.
    """

    changed = Signal(object)
    failed = Signal(object)
    idle = Signal()
    _delivered = Signal(object)

    def __init__(self, core: Core, author_id: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.core = core
        self.author_id = author_id
        self._writer = ThreadPoolExecutor(1, "commands")
        self._readers = ThreadPoolExecutor(2, "queries")
        self._workers = ThreadPoolExecutor(2, "work")
        self._newest: dict[object, int] = {}
        self._ticket = 0
        self._under_way = 0
        self._closed = False
        self._lock = threading.Lock()
        self._delivered.connect(self._on_delivered, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = core.changes.subscribe(self._on_committed)

    def run(
        self, command: Command, done: Callable[[Changes], None] | None = None, failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Carries out a command, in order after those before it.

        That it failed is told by `failed` when the page that gave it has been left meanwhile.
        """
        execute = self.core.commands.execute
        self._start(
            self._writer, lambda: execute(command, self.author_id), done, failed, owner, None, must_be_told=True
        )

    def ask(
        self, query: Callable[..., Any], *args: Any, done: Done, failed: Failed | None = None, key: object = None,
        owner: QObject | None = None, **kwargs: Any,
    ) -> None:
        """Asks a query (its first parameter is a session). With a key, only the newest answer of that key arrives."""
        self._start(self._readers, lambda: self.core.database.ask(query, *args, **kwargs), done, failed, owner, key)

    def work(
        self, function: Callable[[], Any], done: Done | None = None, failed: Failed | None = None,
        owner: QObject | None = None, key: object = None,
    ) -> None:
        """Runs anything slow that is neither: a PDF, a picture, a network call."""
        self._start(self._workers, function, done, failed, owner, key)

    @property
    def busy(self) -> bool:
        return self._under_way > 0

    def close(self) -> None:
        """Finishes what was begun; nothing is delivered after this."""
        self._unsubscribe()
        self._writer.shutdown(wait=True)
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._workers.shutdown(wait=True, cancel_futures=True)

    def _start(
        self, pool: ThreadPoolExecutor, function: Callable[[], Any], done: Done | None, failed: Failed | None,
        owner: QObject | None, key: object, must_be_told: bool = False,
    ) -> None:
        if self._closed:
            return
        self._ticket += 1
        ticket = self._ticket
        if key is not None:
            self._newest[key] = ticket
        self._under_way += 1

        def finished(future: Future[Any]) -> None:
            if not self._closed:
                self._delivered.emit((future, done, failed, owner, key, ticket, must_be_told))

        pool.submit(function).add_done_callback(finished)

    @Slot(object)
    def _on_delivered(self, delivery: tuple[Any, ...]) -> None:
        if callable(delivery[0]):
            delivery[0]()
            return
        future, done, failed, owner, key, ticket, must_be_told = delivery
        self._under_way -= 1
        try:
            stale = key is not None and self._newest.get(key) != ticket
            if future.cancelled() or stale:
                return
            error = future.exception()
            if owner is not None and not shiboken6.isValid(owner):
                if error is None or not must_be_told:
                    return
                done = failed = None
            if error is None:
                if done is not None:
                    done(future.result())
            elif isinstance(error, TulpanError):
                (failed or self.failed.emit)(error)
            else:
                log.error("a task failed", exc_info=error)
                (failed or self.failed.emit)(TulpanError("errors.unexpected"))
        finally:
            if self._under_way == 0:
                self.idle.emit()

    def _on_committed(self, changes: Changes) -> None:
        if not self._closed:
            self._delivered.emit((lambda: self.changed.emit(changes),))
