"""A named text of this device's screen, kept behind the screen's back: letters come faster than a disk writes."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from core.errors import TulpanError
from core.qt.tasks import Tasks
from core.services.screen_state import keep_screen_state, kept_screen_state
from core.storage.engine import Database


class KeptState(QObject):
    """One writer at a time, which goes on until the newest text is written. What the disk refuses is tried again with
    the next text and at the end; `refused` hears of it once, not for every letter."""

    def __init__(
        self, name: str, database: Database, tasks: Tasks, refused: Callable[[TulpanError], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._database, self._tasks, self._refused = name, database, tasks, refused
        self._kept = self._wanted = database.ask(kept_screen_state, name)
        self._is_writing = self._is_refused = False

    @property
    def text(self) -> str:
        return self._wanted

    def keep(self, text: str) -> None:
        self._wanted = text
        self._write()

    def finish(self) -> None:
        """The program ends: the newest text is written now, whoever was writing; nothing is delivered any more."""
        if self._wanted != self._kept:
            keep_screen_state(self._database, self._name, self._wanted)
            self._kept = self._wanted

    def _write(self) -> None:
        if self._is_writing or self._wanted == self._kept:
            return
        self._is_writing = True
        self._tasks.work(self._write_all, self._on_written, self._on_refused, owner=self)

    def _write_all(self) -> str:
        written = self._kept
        while written != (newest := self._wanted):
            keep_screen_state(self._database, self._name, newest)
            written = newest
        return written

    def _on_written(self, written: str) -> None:
        self._is_writing, self._kept, self._is_refused = False, written, False
        self._write()

    def _on_refused(self, error: TulpanError) -> None:
        self._is_writing = False
        if not self._is_refused:
            self._is_refused = True
            self._refused(error)
