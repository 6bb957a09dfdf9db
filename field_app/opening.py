"""The page before the tablet's first: asks for the PIN of an encrypted tablet, and shows that its files are written."""

import threading
from collections.abc import Callable

from PySide6.QtCore import Property, QEventLoop, QObject, QSettings, QSize, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlEngine
from PySide6.QtQuick import QQuickView

from core.bootstrap import Core
from core.errors import TulpanError
from core.qt.program import chosen, system_language
from core.settings import Settings
from core.storage.vault import NO_KEY, SHORTEST_PIN
from core.texts import LANGUAGES
from core.tokens import THEMES
from field_app.beginning_anew import Anew
from field_app.language import Language
from field_app.look import Look, install_fonts

_SIZE = (1280, 800)
_LONGEST = 64
_OFTEN = 3
"""After so many wrong PINs a person is told what becomes of one that is forgotten."""


class Opening(QObject):
    """Opens the core on a thread of its own, because a PIN's key takes a while and large files take longer.

    `opens` is given what was typed. A wrong PIN leaves the page open; any other failure ends it and is in `failure`.
    Whoever has forgotten the PIN begins `anew` after two questions (`stage`: pin, explain, sure, done). So does who
    finds that the key is `lost`, or cannot be had now (`stage` gone instead of pin): then it can also be tried again.
    """

    changed = Signal()
    ended = Signal()
    _came = Signal(object)

    def __init__(
        self, opens: Callable[[str], Core], texts: Language, *, asks: bool, anew: Anew | None = None,
        remembered: QSettings | None = None, lost: TulpanError | None = None,
    ) -> None:
        super().__init__()
        self.core: Core | None = None
        self.failure: BaseException | None = None
        self.is_over = False
        self._opens, self._texts, self._asks = opens, texts, asks
        self._typed = ""
        self._refused: TulpanError | None = None
        self._wrong = 0
        self._lost = lost
        self._home = self._stage = "pin" if lost is None else "gone"
        self._anew, self._remembered = anew, remembered
        self._thread: threading.Thread | None = None
        self._came.connect(self._on_came, Qt.ConnectionType.QueuedConnection)
        texts.changed.connect(self.changed)

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the pad, or a character of a keyboard."""
        if self._thread is not None or self._stage != "pin":
            return
        if key == "back":
            self._typed = self._typed[:-1]
        elif len(key) == 1 and key.isprintable() and len(self._typed) < _LONGEST:
            self._typed += key
        self.changed.emit()

    @Slot()
    def begin(self) -> None:
        """Tries what was typed; further touches while it works do nothing."""
        if self._thread is not None or self._stage != "pin" or (self._asks and not self._is_ready()):
            return
        typed, self._typed, self._refused = self._typed, "", None
        self._work(lambda: self._opens(typed))

    @Slot()
    def tryAgain(self) -> None:
        """The keyring may be unlocked by now, or its file be back."""
        if self._stage == "gone":
            self._refused = None
            self._work(lambda: self._opens(""))

    @Slot(str)
    def turn(self, stage: str) -> None:
        """To the questions before a new beginning; `back` from them."""
        is_open = self._thread is None and self._anew is not None and self._stage != "done"
        if is_open and stage in ("back", "explain", "sure"):
            self._stage, self._typed = self._home if stage == "back" else stage, ""
            self.changed.emit()

    @Slot()
    def beginAnew(self) -> None:
        """Sets the folder aside and opens an empty one; only from the second question."""
        if self._anew is not None and self._stage == "sure":
            self._work(self._anew.begin)

    @Slot()
    def goOn(self) -> None:
        """To the empty tablet, once it was read where the old folder lies."""
        if self._stage == "done":
            self._end()

    def _work(self, opens: Callable[[], Core]) -> None:
        if self._thread is not None:
            return

        def work() -> None:
            try:
                self._came.emit(opens())
            except BaseException as error:  # whatever it is, the program's own thread hears of it
                self._came.emit(error)

        self._thread = threading.Thread(target=work, name="opening", daemon=True)
        self._thread.start()
        self.changed.emit()

    @Slot()
    def leave(self) -> None:
        """Closes the program, never in the middle of the work."""
        if self._thread is None and not self.is_over:
            if self.core is not None:
                self.core.close()
                self.core = None
            self._end()

    def _end(self) -> None:
        self.is_over = True
        self.ended.emit()

    @Slot(object)
    def _on_came(self, found: object) -> None:
        if self._thread is not None:
            self._thread.join()
        self._thread = None
        if isinstance(found, TulpanError) and found.key == "vault.wrong_pin" and self._asks:
            self._wrong += 1
            self._refused = found
        elif isinstance(found, TulpanError) and self._stage == "gone" and found.key in NO_KEY:
            self._lost = found
        elif isinstance(found, TulpanError) and self._stage == "sure" and self._is_old_there():
            self._stage, self._refused = self._home, found
        elif isinstance(found, BaseException):
            self.failure = found
            self._end()
        else:
            assert isinstance(found, Core)
            self.core = found
            if self._stage == "sure":
                self._forget()
                self._stage = "done"
            else:
                self._end()
        self.changed.emit()

    def _is_old_there(self) -> bool:
        return self._anew is not None and not self._anew.aside.exists()

    def _forget(self) -> None:
        """The empty tablet speaks and looks like the old one; the rest that it remembered lies with the old folder."""
        if self._remembered is not None:
            kept = {name: self._remembered.value(name) for name in ("language", "look/theme")}
            self._remembered.clear()
            for name, value in kept.items():
                if value is not None:
                    self._remembered.setValue(name, value)
            self._remembered.sync()

    def _facts(self) -> dict[str, str]:
        """What the questions say by name; `lost` names the trouble with the key, `detail` what its keeper said."""
        facts = {"lost": "", "detail": "", "aside": "", "path": "", "journal": ""}
        if self._lost is not None:
            facts |= {"lost": self._lost.key.rpartition(".")[2], "detail": str(self._lost.params.get("detail", ""))}
        if self._anew is not None:
            facts |= {
                "aside": self._anew.aside.name, "path": str(self._anew.aside), "journal": self._anew.journal,
            }
        return facts

    def _is_ready(self) -> bool:
        return len(self._typed) >= SHORTEST_PIN

    def _says(self) -> str:
        if self._home == "gone":
            return self._texts.error(self._refused) if self._refused is not None else ""
        if self._thread is not None or not self._asks:
            return self._texts("encryption.opening" if self._asks else "encryption.writing")
        if self._refused is None:
            return self._texts("encryption.ask")
        is_forgotten = self._refused.key == "vault.wrong_pin" and self._wrong >= _OFTEN
        return self._texts("encryption.forgotten") if is_forgotten else self._texts.error(self._refused)

    asks = Property(bool, lambda self: self._asks, constant=True)
    working = Property(bool, lambda self: self._thread is not None, notify=changed)
    typed = Property(int, lambda self: len(self._typed), notify=changed)
    ready = Property(bool, _is_ready, notify=changed)
    stage = Property(str, lambda self: self._stage, notify=changed)
    mayBeginAnew = Property(bool, lambda self: self._anew is not None and self._wrong >= _OFTEN, notify=changed)
    facts = Property("QVariantMap", _facts, notify=changed)  # type: ignore[arg-type]
    says = Property(str, _says, notify=changed)
    refused = Property(bool, lambda self: self._refused is not None and self._thread is None, notify=changed)


def opening_window(
    settings: Settings, opens: Callable[[str], Core], *, asks: bool, anew: Anew | None = None,
    lost: TulpanError | None = None,
) -> tuple[Opening, QQuickView]:
    """The page in the language and look that this tablet remembers; its engine belongs to the window."""
    from field_app.engine import MODULE, FieldEngine, register_types

    register_types()
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    install_fonts(application)
    remembered = QSettings(str(settings.folder / "tablet.ini"), QSettings.Format.IniFormat)
    texts = Language(chosen(settings.language, remembered.value("language"), LANGUAGES, system_language()))
    look = Look(chosen(settings.theme, remembered.value("look/theme"), THEMES, THEMES[0]), remembered)
    opening = Opening(opens, texts, asks=asks, anew=anew, remembered=remembered, lost=lost)
    engine: QQmlEngine = FieldEngine({"Look": look, "Language": texts, "Opening": opening})
    window: QQuickView = QQuickView(engine, None)  # type: ignore[call-overload]
    engine.setParent(window)
    window.setTitle("Tulpan")
    window.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
    window.resize(QSize(*_SIZE))
    window.setSource(QUrl.fromLocalFile(str(MODULE / "OpeningScreen.qml")))
    if window.status() != QQuickView.Status.Ready:
        raise RuntimeError("\n".join(error.toString() for error in window.errors()))
    return opening, window


def open_on_screen(
    settings: Settings, opens: Callable[[str], Core], *, asks: bool = True, anew: Anew | None = None,
    lost: TulpanError | None = None,
) -> Core | None:
    """Shows the page until the core is open; None when the person closed it. Raises what opening raised."""
    opening, window = opening_window(settings, opens, asks=asks, anew=anew, lost=lost)
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    application.setQuitOnLastWindowClosed(False)  # the tablet's own window comes after this one
    window.visibleChanged.connect(lambda is_shown: None if is_shown else opening.leave())
    window.show()
    if not asks and lost is None:
        opening.begin()
    while not opening.is_over:
        application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.close()
    application.setQuitOnLastWindowClosed(True)
    window.setSource(QUrl())
    window.deleteLater()
    if opening.failure is not None:
        raise opening.failure
    return opening.core
