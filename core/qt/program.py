"""What both programs do when they start: language, clock, log, catching bugs, and marking that they are usable."""

import logging
import logging.handlers
import os
import sys
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QCoreApplication, QLocale, QTimer

from core.clock import FIRM_ZONE, Clock, ShiftedClock, SystemClock
from core.qt.tasks import Tasks

log = logging.getLogger(__name__)
_LOG_BYTES, _LOG_FILES = 2_000_000, 3


class StartMark:
    """Writes the moment when the program became usable to the file that TULPAN_START_MARK names, for benchmarks."""

    def __init__(self) -> None:
        self._path = os.environ.get("TULPAN_START_MARK", "")

    def when_usable(self, tasks: Tasks) -> None:
        """Usable is: the window is painted and the first page has its rows."""
        if not self._path:
            return

        def write() -> None:
            if self._path and not tasks.busy:
                Path(self._path).write_text(str(SystemClock().now().timestamp()), "utf-8")
                self._path = ""

        tasks.idle.connect(lambda: QTimer.singleShot(0, tasks, write))
        QTimer.singleShot(0, tasks, write)


def catch_bugs(report: Callable[[BaseException], None]) -> None:
    """From now on a bug is logged whole and handed to `report`; the program goes on: each command is a transaction."""

    def on_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        log.critical("an error nobody expected", exc_info=(kind, error, trace))
        report(error)

    def on_thread_error(given: Any) -> None:
        log.critical(
            "an error nobody expected in %s", given.thread,
            exc_info=(given.exc_type, given.exc_value, given.exc_traceback),
        )

    sys.excepthook, threading.excepthook = on_error, on_thread_error


def log_to(file: Path) -> None:
    """Keeps a log that never grows without end."""
    handler = logging.handlers.RotatingFileHandler(
        file, maxBytes=_LOG_BYTES, backupCount=_LOG_FILES, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)


def clock_from(now: datetime | None) -> Clock:
    """The computer's clock, or one that began at `now` (on the firm's wall clock when it has no zone)."""
    if now is None:
        return SystemClock()
    wanted = now if now.tzinfo is not None else now.replace(tzinfo=FIRM_ZONE)
    return ShiftedClock(wanted - SystemClock().now())


def system_language() -> str:
    return "sv" if QLocale.system().language() == QLocale.Language.Swedish else "en"


def chosen(asked: str, remembered: object, allowed: tuple[str, ...], otherwise: str) -> str:
    """What was asked for at the start, else what was remembered, else the usual."""
    return next((str(value) for value in (asked, remembered) if value in allowed), otherwise)
