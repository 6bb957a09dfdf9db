"""The tablet program as a whole: opens the core, shows the window, and closes everything in the right order."""

import logging
import sys
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QSettings, QSize, QTimer, QUrl, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from core.bootstrap import Core, open_core
from core.clock import Clock
from core.commands.pin import PinForgotten
from core.errors import SurroundingsError, TulpanError, UserError
from core.qt.collector import Collector
from core.qt.program import StartMark, catch_bugs, chosen, clock_from, log_to, system_language
from core.qt.tasks import Tasks
from core.settings import Settings
from core.storage.encrypting import Form
from core.storage.setting_aside import finish_setting_aside
from core.storage.vault import NO_KEY, KeyStore, Vault
from core.sync.erasing import Farewell, erase, finish_erasing
from core.texts import LANGUAGES, Texts
from core.tokens import THEMES
from field_app.beginning_anew import anew, keyed
from field_app.browsing import Browsing
from field_app.context import FieldContext, Messages
from field_app.current_job import CurrentJob
from field_app.device.position import Whereabouts
from field_app.engine import MODULE, context_engine, let_go, register_types
from field_app.health_watch import HealthWatch
from field_app.language import Language
from field_app.lock import Lock
from field_app.look import Look, install_fonts
from field_app.low_battery import LowBattery
from field_app.navigation import Navigation
from field_app.notices import Notices
from field_app.open_job import OpenJobWatch
from field_app.opening import open_on_screen
from field_app.pages import REVOKED
from field_app.second_tap import SecondTap
from field_app.tablet import Tablet
from field_app.typed_codes import TypedCodes
from field_app.unkept import UnkeptAnswers
from field_app.warm_up import WarmUp

log = logging.getLogger(__name__)
SIZE = (1280, 800)
_LONGEST_GOODBYE = 10_000
"""Milliseconds that closing waits for what was begun."""
_BREATH = 50
"""Milliseconds for the first picture before the sync is loaded."""


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
        for name, asked in (("language", language), ("look/theme", theme)):
            if asked:  # and it stays so until somebody chooses otherwise
                remembered.setValue(name, asked)
        self.tasks = Tasks(core, parent=self)
        texts = Language(chosen(language, remembered.value("language"), LANGUAGES, system_language()), self)
        self.navigation = Navigation(self)
        self.context = FieldContext(
            core=core, tasks=self.tasks, texts=texts,
            look=Look(chosen(theme, remembered.value("look/theme"), THEMES, THEMES[0]), remembered, self),
            messages=Messages(self), settings=remembered, navigation=self.navigation,
            tablet=Tablet(core, self.tasks, texts, person_id, sync, self, remembered),
            lock=Lock(remembered, self), unkept=UnkeptAnswers(core.database, self.tasks, self),
            whereabouts=Whereabouts(core.clock, self),
        )
        self.context.lock.closes.connect(self._flush)
        self.context.lock.forgotten.connect(self._pin_forgotten)
        texts.changed.connect(lambda: remembered.setValue("language", texts.language))
        self.tasks.failed.connect(self.report)
        self.notices = Notices(self.context, self)
        self.engine = context_engine(self.context, self.notices, Browsing(self.context, self))
        self.destroyed.connect(partial(let_go, self.engine.singletons))
        self.window: QQuickView = QQuickView(self.engine, None)  # type: ignore[call-overload]
        self.window.installEventFilter(self.context.lock)
        self._second_tap = SecondTap(self.window, self)
        self._typed_codes = TypedCodes(self.window, self.context, self)
        self.window.setObjectName("tablet")
        self.window.setTitle("Tulpan")
        self.window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.window.resize(QSize(*size))
        self._mark = StartMark()
        self._is_closed = False
        self.is_to_be_reset = False
        self.wanted_form: Form | None = None
        self.context.tablet.resetAsked.connect(self._on_reset)
        self.context.tablet.encryptionAsked.connect(self._on_encryption)
        self.context.tablet.dismissed.connect(self._on_dismissed)
        self._current_job = CurrentJob(self.context, self)
        self.health_watch = HealthWatch(self.context, self)
        self.low_battery = LowBattery(self.context, self._flush, self)
        self._open_job = OpenJobWatch(self.context, self)
        self.navigation.start(self.context)
        self.window.setSource(QUrl.fromLocalFile(str(MODULE / "Main.qml")))
        if self.window.status() != QQuickView.Status.Ready:
            raise RuntimeError("\n".join(error.toString() for error in self.window.errors()))

    def show(self) -> None:
        """Shows the tablet; the sync brings much code with it and begins once the first page has its rows."""
        self.window.show()
        self._mark.when_usable(self.tasks)
        self.notices.refresh()
        self.tasks.idle.connect(self._on_first_idle)

    @Slot()
    def _on_first_idle(self) -> None:
        self.tasks.idle.disconnect(self._on_first_idle)
        QTimer.singleShot(_BREATH, self, self._start_sync)

    def _start_sync(self) -> None:
        if not self._is_closed:
            self.context.tablet.start()

    def _on_reset(self) -> None:
        """Ends the program's loop; `run` makes the tablet new and starts it again."""
        self.is_to_be_reset = True
        QGuiApplication.exit(0)

    def _on_dismissed(self, is_dismissed: bool) -> None:
        """A tablet that its office does not trust shows nothing else; what was half typed is committed by leaving."""
        if is_dismissed:
            self.navigation.confine(REVOKED)
        else:
            self.navigation.release()

    def _on_encryption(self, form: Form) -> None:
        """Ends the program's loop; `run` writes the tablet's files in this form and starts it again."""
        self.wanted_form = form
        QGuiApplication.exit(0)

    def close(self) -> None:
        """Commits what is half typed, ends the sync, then what was begun; the core stays with who opened it."""
        if self._is_closed:
            return
        self._is_closed = True
        self._flush()
        self._settle()
        self.context.tablet.close()
        self.context.whereabouts.close()
        self.tasks.close()
        self.navigation.finish()
        self.context.unkept.finish()
        self.window.setSource(QUrl())
        self.window.close()
        self.context.settings.sync()

    def _settle(self) -> None:
        """What the page has begun (a photo that is being made small) is stored first; a disk that hangs is not waited
        for without end."""
        model = self.navigation.page_model
        if model is None:
            return
        done: list[bool] = []
        model.settled(lambda: done.append(True))
        until, tick = QDeadlineTimer(_LONGEST_GOODBYE), QTimer(interval=20)
        tick.start()  # wakes the loop to look again when nothing else does
        while not done and model.is_busy and not until.hasExpired():
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    @Slot()
    def _flush(self) -> None:
        """Commits what is half typed on the page that is shown."""
        if self.navigation.page_model is not None:
            self.navigation.page_model.flush()

    @Slot()
    def _pin_forgotten(self) -> None:
        self.tasks.run(PinForgotten())

    def report(self, error: object) -> None:
        """Tells the person what happened, in one sentence."""
        texts = self.context.texts
        self.context.report(texts.error(error) if isinstance(error, TulpanError) else texts("errors.unexpected"))


def run(
    settings: Settings, now: datetime | None = None, *, size: tuple[int, int] = SIZE, pair: str = "",
    driven: bool = False, pin: str = "",
) -> int:
    """Starts the program and returns its exit code.

    `now` shifts its clock, `pair` is a pairing text that needs nobody's confirmation, `driven` takes orders from stdin.
    `pin` opens an encrypted tablet whose key it wraps.
    """
    application = qt_application()
    try:
        core = opened(settings, clock_from(now), pin)
    except TulpanError as error:
        return _cannot_start(settings, error)
    if core is None:
        return 0
    log_to(settings.folder / "tablet.log")
    tablet = FieldApplication(core, language=settings.language, theme=settings.theme, size=size)
    catch_bugs(tablet.report)
    tablet.show()
    WarmUp(tablet.engine, tablet.tasks, tablet)
    if pair:
        QTimer.singleShot(0, tablet, lambda: tablet.navigation.open("pairing", payload=pair))
    driver = None
    if driven:
        from field_app.driver import QuickDriver

        driver = QuickDriver(tablet, tablet.window, core.clock)
    while True:
        code = application.exec()
        application.setQuitOnLastWindowClosed(False)  # another window follows
        try:
            if tablet.is_to_be_reset:
                tablet = begun_anew(tablet)
            elif tablet.wanted_form is not None:
                tablet = begun_in_form(tablet, tablet.wanted_form)
            else:
                break
        except TulpanError as error:
            return _cannot_start(settings, error)
        application.setQuitOnLastWindowClosed(True)
        catch_bugs(tablet.report)
    del driver
    tablet.close()
    tablet.core.close()
    return code


def begun_anew(tablet: FieldApplication) -> FieldApplication:
    """Closes a tablet, takes everything of it away, and opens it as new; it stays as it was when something came that is
    not at the office yet, or when the disk refuses."""
    from core.sync.reset import refuse_unless_safe

    core, texts = tablet.core, tablet.context.texts
    size = (tablet.window.width(), tablet.window.height())
    tablet.close()
    failure: TulpanError | None = None
    settings = replace(core.settings, encrypt=False, decrypt=False)  # `opened` sees to an emptied one
    try:
        file = refuse_unless_safe(core)
        core.close()
        owner, is_dismissed = tablet.context.tablet.owner, tablet.context.tablet.status.dismissed
        farewell = Farewell(owner.office_name, core.clock.now(), file) if is_dismissed else None
        erase(core.settings, core.vault, farewell)
        tablet.context.settings.clear()  # the PIN of the screen, too, is nobody's any more
        tablet.context.settings.sync()
    except TulpanError as error:
        failure = error
        core.close()
    core = _opened_again(core, settings)
    return _shown(core, texts.language, size, failure, str(tablet.context.look.property("theme")))


def begun_in_form(tablet: FieldApplication, form: Form) -> FieldApplication:
    """Closes a tablet, writes its files anew, encrypted or readable, and opens it again; when that does not go it stays
    as it was and says why."""
    core, texts = tablet.core, tablet.context.texts
    size = (tablet.window.width(), tablet.window.height())
    tablet.close()
    core.close()
    asked = replace(core.settings, encrypt=form.is_encrypted, decrypt=not form.is_encrypted)
    failure: TulpanError | None = None
    try:
        anew = open_on_screen(
            asked, lambda _: open_core(asked, core.clock, pin=form.pin, keystore=core.vault.keystore), asks=False
        )
    except TulpanError as error:
        failure = error
        before = replace(core.settings, encrypt=False, decrypt=False)
        anew = open_core(before, core.clock, pin=form.pin, keystore=core.vault.keystore)
    assert anew is not None, "nobody can close the page while it works"
    return _shown(anew, texts.language, size, failure)


def opened(settings: Settings, clock: Clock, pin: str, keystore: KeyStore | None = None) -> Core | None:
    """The core; None when nobody gave what it needs. An encrypted tablet asks for its PIN on a page of its own, and one
    whose key cannot be had says so there.

    What a power cut left of an emptied tablet goes first.
    """
    finish_setting_aside(settings)
    vault = Vault(settings.folder, keystore)
    finish_erasing(settings, vault)
    asked = settings if pin else keyed(settings, vault)
    lost: SurroundingsError | None = None
    try:
        if pin or not vault.needs_pin or _is_unseen():
            return open_core(asked, clock, pin=pin, keystore=keystore)
    except SurroundingsError as error:
        if error.key not in NO_KEY or _is_unseen():
            raise
        lost = error
    return open_on_screen(
        settings, lambda typed: open_core(asked, clock, pin=typed or pin, keystore=keystore), asks=lost is None,
        anew=anew(settings, clock, keystore), lost=lost,
    )


def _opened_again(core: Core, settings: Settings) -> Core:
    """After a reset: empty, with a new key or a wish for one, or, when it was refused, as it was."""
    again = opened(settings, core.clock, "", core.vault.keystore)
    if again is None:
        raise UserError("vault.wrong_pin")
    return again


def _shown(
    core: Core, language: str, size: tuple[int, int], failure: TulpanError | None, theme: str = ""
) -> FieldApplication:
    anew = FieldApplication(core, language=language, theme=theme, size=size)
    anew.show()
    if failure is not None:
        anew.report(failure)
    return anew


def qt_application() -> QGuiApplication:
    """The application object, named as the desktop shows it."""
    existing = QGuiApplication.instance()
    if isinstance(existing, QGuiApplication):
        application = existing
    else:
        application = QGuiApplication(sys.argv[:1])
        Collector(application)
    application.setApplicationName("Tulpan")
    application.setApplicationDisplayName("Tulpan")
    return application


def _cannot_start(settings: Settings, error: TulpanError) -> int:
    """A program that cannot open its data says why on a page of its own, never in a trace."""
    from field_app.cannot_start import show_cannot_start

    language = settings.language or system_language()
    sentence = Texts(language).error(error)
    print(sentence, file=sys.stderr)
    if not _is_unseen():
        show_cannot_start(settings.theme or THEMES[0], language, sentence)
    return 1


def _is_unseen() -> bool:
    """Without a screen nobody could close a window, or type into it."""
    return QGuiApplication.platformName() in ("offscreen", "minimal")
