"""A tablet program on a real core for tests: opened in this process, touched through its real pages."""

import itertools
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, QPoint, QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.qt.driving import NotYet
from field_app.application import FieldApplication
from field_app.driver import UNSEEN
from tests.helpers.patience import PATIENCE
from tests.helpers.story import STORY

_LEFT = Qt.MouseButton.LeftButton
_NO_KEYS = Qt.KeyboardModifier.NoModifier


class Screen:
    """Finds, reads and touches items of one tablet's window; raises NotYet while an item is not there."""

    def __init__(self, application: FieldApplication) -> None:
        self.application = application
        self.window = application.window
        self._keys_until = 0

    def items(self, target: str = "") -> list[QQuickItem]:
        """Visible items (all, or those of that name), in painting order."""
        found: list[QQuickItem] = []
        _collect(self.window.contentItem(), target, found)
        return found

    def find(self, target: str, text: str = "") -> QQuickItem:
        shown = self.items(target)
        if not shown:
            raise NotYet(f"{target} is not on the screen")
        for item in shown:
            if not text or text in self.words(item):
                return item
        raise NotYet(f"{target} does not say {text!r} but {self.words(shown[0])[:300]!r}")

    def words(self, item: QQuickItem) -> str:
        """Everything that a person can read on an item and in it, a line each; no-break spaces as plain ones."""
        own = item.property("text")
        parts = [own.replace("\u00a0", " ")] if isinstance(own, str) and own else []
        for child in item.childItems():
            if child.isVisible():
                parts += self.words(child).split("\n")
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def point(self, item: QQuickItem, where: QPointF | None = None) -> QPoint:
        """A point of the item (its middle) in the window; scrolled into sight first."""
        where = where or QPointF(item.width() / 2, item.height() / 2)
        self.bring_into_sight(item)
        return item.mapToScene(where).toPoint()

    def bring_into_sight(self, item: QQuickItem) -> None:
        above = item.parentItem()
        while above is not None:
            if above.inherits("QQuickFlickable") and float(above.property("contentHeight")) > above.height():
                place = item.mapToItem(above, QPointF(0, 0)).y()
                highest = float(above.property("contentHeight")) - above.height()
                y = float(above.property("contentY"))
                if place < 0:
                    y += place
                elif place + item.height() > above.height():
                    y += min(place, place + item.height() - above.height())
                above.setProperty("contentY", max(0.0, min(y, highest)))
            above = above.parentItem()

    def click(self, target: str, text: str = "") -> None:
        self.press(self.aim(target, text))

    def press(self, point: QPoint) -> None:
        QTest.mouseClick(self.window, _LEFT, _NO_KEYS, point)

    def aim(self, target: str, text: str = "") -> QPoint:
        """Where to touch what can be touched now."""
        item = self.find(target, text)
        if not item.isEnabled():
            raise NotYet(f"{target} is not enabled")
        if self.items(UNSEEN):
            raise NotYet("nobody has seen this page yet")
        point = self.point(item)
        if not self.window.contentItem().contains(QPointF(point)):
            raise NotYet(f"{target} lies outside the window")
        return point

    def type(self, target: str, text: str, clear: bool = False) -> None:
        self.click(target)
        item = self.find(target)
        item.forceActiveFocus()
        if clear:
            QTest.keyClick(self.window, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
            QTest.keyClick(self.window, Qt.Key.Key_Delete)
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_unknown, _NO_KEYS, letter)
                QGuiApplication.sendEvent(self.window, event)

    def keys(self, text: str, pause: int) -> None:
        """Key presses so many milliseconds apart by their own time, whatever has the focus; "\r" is Enter."""
        self.keys_go_on(text, pause, after=1_000)  # what was typed before is long over

    def keys_go_on(self, text: str, pause: int, after: int) -> None:
        """So soon after the last one."""
        at = self._keys_until + after - pause
        for letter in text:
            at += pause
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, Qt.Key.Key_Return if letter == "\r" else Qt.Key.Key_unknown, _NO_KEYS, letter)
                event.setTimestamp(at)
                QGuiApplication.sendEvent(self.window, event)
        self._keys_until = at

    def scan(self, code: str) -> None:
        """As a scanner types it, with Enter."""
        self.keys(f"{code}\r", 8)

    def rest(self, patience: float = 20.0) -> None:
        """Until nothing is under way and what was learnt is painted; needs no test around it."""
        until, tick = time.monotonic() + patience, QTimer(interval=2)
        tick.start()  # wakes the loop to look again when nothing else does
        for _ in range(2):  # what is painted may ask for more
            while self.application.tasks.busy:
                QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
                assert time.monotonic() < until, "something is still under way"
            QGuiApplication.processEvents()
            self.window.grabWindow()

    def draw(self, target: str, points: list[list[float]]) -> None:
        """One stroke over shares of the item's width and height."""
        item = self.find(target)
        spots = [self.point(item, QPointF(x * item.width(), y * item.height())) for x, y in points]
        QTest.mousePress(self.window, _LEFT, _NO_KEYS, spots[0])
        for before, after in itertools.pairwise(spots):
            for step in range(1, 7):
                QTest.mouseMove(self.window, before + (after - before) * (step / 6))
                QGuiApplication.processEvents()
        QTest.mouseRelease(self.window, _LEFT, _NO_KEYS, spots[-1])


class TabletScreen(Screen):
    """Waits for what a person would wait for, then touches it."""

    def __init__(self, application: FieldApplication, qtbot: QtBot) -> None:
        super().__init__(application)
        self._qtbot = qtbot

    def until(self, act: Callable[[], Any], timeout: int = PATIENCE) -> Any:
        """The answer of `act` as soon as it no longer raises NotYet or AssertionError."""
        answer: list[Any] = []

        def holds() -> bool:
            try:
                answer[:] = [act()]
            except NotYet as reason:
                raise AssertionError(str(reason)) from reason
            return True

        def tries() -> None:
            holds()

        self._qtbot.waitUntil(tries, timeout=timeout)
        return answer[0]

    def holds(self, truth: Callable[[], Any]) -> None:
        """Waits until it is so."""

        def asserted() -> None:
            assert truth()

        self.until(asserted)

    def touch(self, target: str, text: str = "") -> None:
        """Touches what a person sees: the item where it is painted, not where it was before the page was laid out."""
        self.until(lambda: self.find(target, text))
        self.window.grabWindow()
        self.until(lambda: self.click(target, text))

    def type(self, target: str, text: str, clear: bool = False) -> None:
        if not self.window.isActive():  # another program's window was used last
            self.window.requestActivate()
            self._qtbot.waitUntil(self.window.isActive)
        self.touch(target)
        super().type(target, text, clear)

    def sees(self, target: str, text: str = "") -> QQuickItem:
        item = self.until(lambda: self.find(target, text))
        assert isinstance(item, QQuickItem)
        return item

    def is_gone(self, target: str) -> None:
        def gone() -> None:
            assert not self.items(target), f"{target} is still there"

        self.until(gone)

    def settle(self) -> None:
        """Until nothing is under way and what was learnt is painted."""
        self._qtbot.waitUntil(lambda: not self.application.tasks.busy)
        self.window.grabWindow()
        self._qtbot.waitUntil(lambda: not self.application.tasks.busy)


@contextmanager
def tablet_screen(
    core: Core, qtbot: QtBot, *, person_id: str = STORY.alex, language: str = "sv", theme: str = "light",
    size: tuple[int, int] = (1280, 800), **more: Any,
) -> Iterator[TabletScreen]:
    """The tablet program on this core; it is closed at the end, the core is not."""
    application = FieldApplication(core, language=language, theme=theme, size=size, person_id=person_id, **more)
    application.show()
    try:
        yield TabletScreen(application, qtbot)
    finally:
        application.close()
        application.deleteLater()


def place(item: QQuickItem) -> QRectF:
    """Where it is in the window."""
    return item.mapRectToScene(QRectF(0, 0, item.width(), item.height()))


def _collect(item: QQuickItem, target: str, found: list[QQuickItem]) -> None:
    if not item.isVisible() or item.width() < 0:
        return
    if not target or item.objectName() == target:
        found.append(item)
    for child in item.childItems():
        _collect(child, target, found)
