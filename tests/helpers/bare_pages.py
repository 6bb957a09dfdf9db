"""The pages without a program behind them: before an encrypted tablet is open, and when it cannot be opened at all."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtQuick import QQuickView
from PySide6.QtWidgets import QApplication

from core.bootstrap import Core
from core.clock import FixedClock
from core.errors import SurroundingsError, TulpanError, UserError
from core.settings import Settings
from core.texts import Texts
from field_app.beginning_anew import anew
from field_app.cannot_start import cannot_start_window
from field_app.engine import FieldEngine
from field_app.opening import Opening, opening_window
from tests.helpers.cores import STORY_TIME
from tests.helpers.tablet_screen import Screen


class Bare(Screen):
    """Such a page as the ruler and the gallery take it."""

    def __init__(self, window: QQuickView, engine: FieldEngine) -> None:
        self.window = window
        found = engine.singletons
        self.application = SimpleNamespace(  # type: ignore[assignment]
            context=SimpleNamespace(look=found["Look"], texts=found["Language"])
        )

    def rest(self, patience: float = 0) -> None:
        for _ in range(2):
            QApplication.processEvents()
            self.window.grabWindow()


def bare_pages(folder: Path) -> Iterator[tuple[str, Bare]]:
    """Each by name: asking for the PIN, typed, refused, refused often, being tried, files being written, and broken."""
    yield from _asking(folder)
    yield from _without_key(folder)
    with _working(folder, asks=True) as bare:
        yield "opening-tried", bare
    with _working(folder, asks=False) as bare:
        yield "opening-writes", bare
    yield from _broken()


def _asking(folder: Path) -> Iterator[tuple[str, Bare]]:
    def refuses(_pin: str) -> Core:
        raise UserError("vault.wrong_pin")

    with _opening(folder, refuses, asks=True) as (opening, bare):
        yield "opening-asks", bare
        for number in range(3):
            for digit in "258000":
                opening.press(digit)
            if not number:
                yield "opening-typed", bare
            opening.begin()
            _until(lambda: not opening.property("working") and opening.property("typed") == 0)
            if not number:
                yield "opening-wrong", bare
        yield "opening-forgotten", bare  # the longest that it says
        for stage in ("explain", "sure"):
            opening.turn(stage)
            yield f"opening-anew_{stage}", bare
        opening.beginAnew()
        _until(lambda: opening.property("stage") == "done")
        yield "opening-anew_done", bare
        opening.leave()


def _without_key(folder: Path) -> Iterator[tuple[str, Bare]]:
    locked = SurroundingsError("vault.no_keystore", detail="KeyringLocked")
    for lost in (SurroundingsError("vault.key_is_gone"), locked):
        with _opening(folder, _opens_nothing, asks=False, lost=lost) as (opening, bare):
            yield f"opening-{lost.key.rpartition('.')[2]}", bare
            if lost.key == "vault.key_is_gone":
                for stage in ("explain", "sure"):
                    opening.turn(stage)
                    yield f"opening-key_{stage}", bare
            opening.leave()


def _opens_nothing(_pin: str) -> Core:
    raise UserError("errors.disk_full")


def _broken() -> Iterator[tuple[str, Bare]]:
    why = UserError("errors.disk_full")
    engine, window = cannot_start_window("light", "sv", Texts("sv").error(why))
    window.show()
    bare = Bare(window, engine)
    texts = bare.application.context.texts
    texts.changed.connect(lambda: window.rootObject().setProperty("sentence", texts.error(why)))
    yield "cannot_start", bare
    _close(window)


@contextmanager
def _working(folder: Path, *, asks: bool) -> Iterator[Bare]:
    """In the middle of it: what opens waits until the picture is taken."""
    seen = threading.Event()

    def waits(_pin: str) -> Core:
        seen.wait()
        raise UserError("vault.wrong_pin")

    with _opening(folder, waits, asks=asks) as (opening, bare):
        for digit in "258000":
            opening.press(digit)
        opening.begin()
        try:
            yield bare
        finally:
            seen.set()
            _until(lambda: not opening.property("working"))


@contextmanager
def _opening(
    folder: Path, opens: Callable[[str], Core], *, asks: bool, lost: TulpanError | None = None
) -> Iterator[tuple[Opening, Bare]]:
    settings = Settings(role="tablet", folder=folder / "tablet", language="sv")
    settings.folder.mkdir(parents=True, exist_ok=True)
    beginning = anew(settings, FixedClock(STORY_TIME), None)
    opening, window = opening_window(settings, opens, asks=asks, anew=beginning, lost=lost)
    window.show()
    engine = window.engine()
    assert isinstance(engine, FieldEngine)
    try:
        yield opening, Bare(window, engine)
    finally:
        _close(window)


def _close(window: QQuickView) -> None:
    window.close()
    window.setSource(QUrl())


def _until(true: Callable[[], bool]) -> None:
    tick = QTimer(interval=2)
    tick.start()  # wakes the loop to look again when nothing else does
    while not true():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
