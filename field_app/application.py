"""The tablet program as a whole: opens the core, shows the window, and closes everything in the right order."""

import logging
import os
import sys
import threading
import time
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QLocale, QObject, QSettings, QSize, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from core.bootstrap import Core, open_core
from core.clock import FIRM_ZONE, Clock, ShiftedClock, SystemClock
from core.errors import TulpanError
from core.qt.tasks import Tasks
from core.settings import Settings
from core.texts import LANGUAGES, Texts
from core.tokens import THEMES
from field_app.context import FieldContext, Messages
from field_app.engine import MODULE, FieldEngine, register_types
from field_app.language import Language
from field_app.look import Look, install_fonts
from field_app.navigation import Navigation
from field_app.tablet import Tablet

log = logging.getLogger(__name__)
SIZE = (1280, 800)


class FieldApplication(QObject):
    """One tablet on one opened core: its context, its window and its sync.

    `run` makes one for a start from the command line; tests and the scripted demo make their own around a core.
    `person_id` names the technician of a core that was never paired.
    """

    def __init__(
        self, core: Core, *, language: str = "", theme: str = "", size: tuple[int, int] = SIZE, sync: Any = None,
        person_id: str = "",
    ) -> None:
        super().__init__()
        register_types()
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        install_fonts(application)
        self.core = core
        remembered = QSettings(str(core.settings.folder / "tablet.ini"), QSettings.Format.IniFormat)
        self.tasks = Tasks(core, parent=self)
        texts = Language(_chosen(language, remembered.value("language"), LANGUAGES, _system_language()), self)
        self.navigation = Navigation(self)
        self.context = FieldContext(
            core=core, tasks=self.tasks, texts=texts,
            look=Look(_chosen(theme, remembered.value("look/theme"), THEMES, THEMES[0]), remembered, self),
            messages=Messages(self), settings=remembered, navigation=self.navigation,
            tablet=Tablet(core, self.tasks, texts, person_id, sync, self),
        )
        texts.changed.connect(lambda: remembered.setValue("language", texts.language))
        self.tasks.failed.connect(self._on_failed)
        self.engine = FieldEngine(self.context)
        self.window = QQuickView(self.engine, None)
        self.window.setObjectName("tablet")
        self.window.setTitle("Tulpan")
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.resize(QSize(*size))
        self._mark = StartMark()
        self._is_closed = False
        self.navigation.start(self.context)
        self.window.setSource(QUrl.fromLocalFile(str(MODULE / "Main.qml")))
        if self.window.status() != QQuickView.Status.Ready:
            raise RuntimeError("\n".join(error.toString() for error in self.window.errors()))

    def show(self) -> None:
        """Shows the tablet; the sync begins once the first page is painted."""
        self.window.show()
        self._mark.when_usable(self.tasks)
        QTimer.singleShot(0, self, self.context.tablet.start)

    def close(self) -> None:
        """Commits what is half typed, ends the sync, then what was begun; the core stays with who opened it."""
        if self._is_closed:
            return
        self._is_closed = True
        if self.navigation.page_model is not None:
            self.navigation.page_model.flush()
        self.context.tablet.close()
        self.tasks.close()
        self.window.setSource(QUrl())
        self.window.close()
        self.context.settings.sync()

    def _on_failed(self, error: object) -> None:
        texts = self.context.texts
        self.context.report(texts.error(error) if isinstance(error, TulpanError) else texts("errors.unexpected"))


class StartMark:
    """Writes the moment when the program became usable to the file that a benchmark names."""

    def __init__(self) -> None:
        self._path = os.environ.get("TULPAN_START_MARK", "")

    def when_usable(self, tasks: Tasks) -> None:
        """Usable is: the window is painted and the first page has its rows."""
        if not self._path:
            return

        def write() -> None:
            if self._path and not tasks.busy:
                Path(self._path).write_text(str(time.time()), "utf-8")
                self._path = ""

        tasks.idle.connect(lambda: QTimer.singleShot(0, tasks, write))
        QTimer.singleShot(0, tasks, write)


def run(
    settings: Settings, now: datetime | None = None, *, size: tuple[int, int] = SIZE, pair: str = "",
    driven: bool = False,
) -> int:
    """Starts the program and returns its exit code.

    `now` shifts its clock, `pair` is a pairing text that needs nobody's confirmation, `driven` takes orders from stdin.
    """
    application = qt_application()
    try:
        core = open_core(settings, _clock(now))
    except TulpanError as error:
        return _cannot_start(settings, error)
    _log_to(settings.folder)
    tablet = FieldApplication(core, language=settings.language, theme=settings.theme, size=size)
    hook = _ErrorHook(tablet)
    sys.excepthook, threading.excepthook = hook.on_error, hook.on_thread_error
    tablet.show()
    if pair:
        QTimer.singleShot(0, tablet, lambda: tablet.navigation.open("pairing", payload=pair))
    driver = None
    if driven:
        from field_app.driver import QuickDriver

        driver = QuickDriver(tablet)
    try:
        return application.exec()
    finally:
        del driver
        tablet.close()
        core.close()


def qt_application() -> QGuiApplication:
    """The application object, named as the desktop shows it."""
    existing = QGuiApplication.instance()
    application = existing if isinstance(existing, QGuiApplication) else QGuiApplication(sys.argv[:1])
    application.setApplicationName("Tulpan")
    application.setApplicationDisplayName("Tulpan")
    return application


class _ErrorHook:
    """A bug is logged whole and told in one sentence; the program goes on: every tap is its own transaction."""

    def __init__(self, tablet: FieldApplication) -> None:
        self._tablet = tablet

    def on_error(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QGuiApplication.quit()
            return
        log.critical("an error nobody expected", exc_info=(kind, error, trace))
        self._tablet._on_failed(error)

    def on_thread_error(self, given: Any) -> None:
        log.critical("an error nobody expected in %s", given.thread, exc_info=(given.exc_type, given.exc_value, None))


def _cannot_start(settings: Settings, error: TulpanError) -> int:
    """A program that cannot open its data says why on a page of its own, never in a trace."""
    from field_app.cannot_start import show_cannot_start

    texts = Texts(settings.language or _system_language())
    sentence = texts.error(error)
    print(sentence, file=sys.stderr)
    if QGuiApplication.platformName() not in ("offscreen", "minimal"):  # there nobody could close a window
        show_cannot_start(settings.theme or THEMES[0], texts("field.cannot_start"), sentence, texts("field.close"))
    return 1


def _clock(now: datetime | None) -> Clock:
    if now is None:
        return SystemClock()
    wanted = now if now.tzinfo is not None else now.replace(tzinfo=FIRM_ZONE)
    return ShiftedClock(wanted - SystemClock().now())


def _system_language() -> str:
    return "sv" if QLocale.system().language() == QLocale.Language.Swedish else "en"


def _chosen(asked: str, remembered: object, allowed: tuple[str, ...], otherwise: str) -> str:
    return next((str(value) for value in (asked, remembered) if value in allowed), otherwise)


def _log_to(folder: Path) -> None:
    import logging.handlers

    handler = logging.handlers.RotatingFileHandler(
        folder / "tablet.log", maxBytes=1_000_000, backupCount=2, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
