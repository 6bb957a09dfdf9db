"""The office program as a whole: opens the core, shows the window, and closes everything in the right order."""

import sys
from datetime import datetime

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from core.bootstrap import Core, open_core
from core.errors import TulpanError
from core.qt.collector import Collector
from core.qt.live_texts import LiveTexts
from core.qt.program import StartMark, catch_bugs, chosen, clock_from, log_to, system_language
from core.qt.tasks import Tasks
from core.queries.devices import trusted_device_ids
from core.queries.firm import FirmRow, firm
from core.settings import Settings
from core.storage.restoring import Incoming, put_in_place
from core.texts import LANGUAGES
from office_app.background import Background, Devices
from office_app.context import Messages, Navigation, OfficeContext
from office_app.qt_words import speak
from office_app.theme import MODES, Theme
from office_app.undo import UndoHistory

FIRST_PLACE = "board"
PAIRING_LINE = "pairing "
"""What stands before the pairing text on the standard output."""


class OfficeApplication(QObject):
    """One office on one opened core: its context, its window and what runs beside it.

    `run` makes one for a start from the command line; tests make their own around a temporary core.
    """

    def __init__(self, core: Core, application: QApplication) -> None:
        super().__init__()
        self.core = core
        remembered = QSettings(str(core.settings.folder / "office.ini"), QSettings.Format.IniFormat)
        language = chosen(core.settings.language, remembered.value("language"), LANGUAGES, system_language())
        mode = chosen(core.settings.theme, remembered.value("theme"), MODES, MODES[0])
        for name, asked in (("language", core.settings.language), ("theme", core.settings.theme)):
            if asked:  # and it stays so until somebody chooses otherwise
                remembered.setValue(name, asked)
        tasks = Tasks(core, parent=self)
        self.context = OfficeContext(
            core=core, tasks=tasks, texts=LiveTexts(language, self), theme=Theme(mode, self),
            undo=UndoHistory(tasks, self), messages=Messages(self), navigation=Navigation(self), settings=remembered,
        )
        self.background = Background(core, tasks, remembered, language)
        self.context.services["background"] = self.background
        self.context.services["program"] = self
        self.to_put_back: Incoming | None = None
        self.context.theme.install(application)
        speak(application, language)
        self.context.texts.changed.connect(self._on_language)
        self.context.theme.changed.connect(lambda: remembered.setValue("theme", self.context.theme.mode))
        self.background.failed.connect(self.context.report)
        self.window: QWidget = QWidget()
        self.driver: QObject | None = None
        self._mark = StartMark()

    def show(self) -> None:
        """Shows the office, or the first-run page of an empty database. The firm is asked for before the first paint:
        one row from a database that was opened a moment ago."""
        found = self.core.database.ask(firm)
        if found is None:
            self._show_first_run()
        else:
            self._show_office(found)

    def offer_pairing(self, person_id: str) -> None:
        """Opens pairing for one tablet that needs nobody's confirmation, and prints the text it needs."""

        def offer() -> None:
            hub = self.background.hub
            if hub is not None:
                self.background.ready.disconnect(offer)
                view = hub.pairing.open(person_id, confirm_as=self.context.tasks.author_id)
                print(f"{PAIRING_LINE}{view.qr_text}", flush=True)

        self.background.ready.connect(offer)

    def put_back(self, incoming: Incoming) -> None:
        """Ends the program's loop; `run` closes everything, puts the copy in place and starts anew."""
        self.to_put_back = incoming
        QApplication.exit(0)

    def report(self, error: BaseException) -> None:
        """Tells the person what happened, in one sentence."""
        context = self.context
        if isinstance(error, TulpanError):
            context.report(error)
        else:
            context.messages.fail(context.texts("errors.unexpected"))

    def close(self) -> None:
        """Ends tablets' traffic first, then what was begun, then the database."""
        self.window.close()
        self.background.stop()
        self.context.tasks.close()
        self.context.settings.sync()
        self.core.close()

    def _show_first_run(self) -> None:
        from office_app.first_run import FirstRun
        from office_app.widgets.toast import ToastArea

        page = FirstRun(self.context)
        window = QMainWindow()
        window.setObjectName("firstRun")
        window.setWindowTitle("Tulpan")
        window.setCentralWidget(page)
        window.resize(1100, 760)
        toasts = ToastArea(self.context.theme, page)
        self.context.messages.failed.connect(toasts.show_error)
        page.finished.connect(self._on_set_up)
        self.window = window
        window.show()

    def _on_set_up(self) -> None:
        first = self.window
        self._show_office(self.core.database.ask(firm))
        first.close()

    def _show_office(self, found: FirmRow | None) -> None:
        from office_app.desk import seated
        from office_app.main_window import MainWindow

        assert found is not None
        context = self.context
        person = seated(context, found)
        if person is not None:
            context.tasks.author_id = person.id
        context.services["devices"] = Devices(context.tasks, trusted_device_ids, lambda: self.background.connected)
        window = MainWindow(context)
        window.setObjectName("office")
        self.window = window
        window.set_firm(found)
        place = context.remembered.text("window/place", FIRST_PLACE)
        window.show_place(place if window.has_place(place) else FIRST_PLACE)
        window.show()
        window.refresh_counts()
        self._mark.when_usable(context.tasks)
        QTimer.singleShot(0, self, self._start_beside)

    def _start_beside(self) -> None:
        """The window with its rows first: hub, gateway and mail bring much code with them."""
        if self.context.tasks.busy:
            self.context.tasks.idle.connect(
                lambda: QTimer.singleShot(0, self, self._start_beside), Qt.ConnectionType.SingleShotConnection
            )
        else:
            self.background.start()

    def _on_language(self) -> None:
        self.context.settings.setValue("language", self.context.texts.language)
        application = QApplication.instance()
        assert application is not None
        speak(application, self.context.texts.language)


def run(
    settings: Settings, now: datetime | None = None, *, size: tuple[int, int] | None = None, driven: bool = False,
    offer_pairing_to: str = "",
) -> int:
    """Starts the program and returns its exit code.

    `now` shifts its clock, `driven` takes orders from stdin, `offer_pairing_to` (a person's id) prints a pairing text
    for a tablet program that was started together with this one.
    """
    application = qt_application()
    try:
        core = open_core(settings, clock_from(now))
    except TulpanError as error:
        return _cannot_start(settings, error)
    log_to(settings.folder / "office.log")
    office = OfficeApplication(core, application)
    catch_bugs(office.report)
    office.show()
    if size is not None:
        office.window.resize(*size)
    if driven:
        from office_app.driver import WidgetDriver

        office.driver = WidgetDriver(application, core.clock)
    if offer_pairing_to:
        office.offer_pairing(offer_pairing_to)
    while True:
        code = application.exec()
        if office.to_put_back is None:
            office.close()
            return code
        office = started_anew(office, office.to_put_back, application)


def started_anew(office: OfficeApplication, incoming: Incoming, application: QApplication) -> OfficeApplication:
    """Closes the office, puts a fetched copy in place of its database, and opens it again.

    When the copy cannot be put back, the office opens as it was and says so.
    """
    settings, clock, size = office.core.settings, office.core.clock, office.window.size()
    office.close()
    office.window.deleteLater()
    failure: TulpanError | None = None
    try:
        put_in_place(settings, incoming)
    except TulpanError as error:
        failure = error
    opened = OfficeApplication(open_core(settings, clock), application)
    catch_bugs(opened.report)
    opened.context.settings.setValue("settings/section", "backup")
    opened.show()
    opened.window.resize(size)
    texts = opened.context.texts
    if failure is not None:
        opened.report(failure)
    else:
        opened.context.messages.show(texts(
            "settings.backup_restored", when=texts.day_time(incoming.backup.made_at, opened.context.core.clock.now())
        ))
    return opened


def qt_application() -> QApplication:
    """The application object, named as the desktop shows it."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
    else:
        application = QApplication(sys.argv[:1])
        Collector(application)
    application.setApplicationName("Tulpan")
    application.setApplicationDisplayName("Tulpan")
    return application


def _cannot_start(settings: Settings, error: TulpanError) -> int:
    """A program that cannot open its data says why in a window of its own, never in a trace."""
    from office_app.widgets.cannot_start import show_cannot_start

    texts = LiveTexts(settings.language or system_language())
    sentence = texts.error(error)
    print(sentence, file=sys.stderr)
    theme = Theme(settings.theme or MODES[0])
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.platformName() in ("offscreen", "minimal"):
        return 1  # nobody is there to close a window
    theme.install(application)
    show_cannot_start(theme, texts("shell.cannot_start"), sentence, texts("shell.close"))
    return 1
