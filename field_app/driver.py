"""Plays on the tablet's screens the way a person does: finds what is visible by its name, taps, types and draws."""

from typing import Any, TextIO

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtQuick import QQuickItem, QQuickWindow
from PySide6.QtTest import QTest

from core.clock import Clock
from core.qt.driving import Driver, NotYet

_LEFT = Qt.MouseButton.LeftButton
_NO_KEYS = Qt.KeyboardModifier.NoModifier
UNSEEN = "unseen"
"""Lies over a page that has just turned and takes its touches; a person waits without knowing it."""
_WORDS = ("text", "placeholderText", "title")


class QuickDriver(Driver):
    """Targets are object names of visible items; `text` picks among several, also among those named `target-<id>`.

    What lies further down is scrolled to.
    """

    def __init__(
        self, parent: QObject, window: QQuickWindow, clock: Clock, orders: TextIO | None = None,
        answers: TextIO | None = None,
    ) -> None:
        super().__init__(parent, clock, orders, answers)
        self._window = window

    def do_click(self, target: str, text: str = "") -> None:
        item = self._find(target, text)
        if not item.isEnabled():
            raise NotYet(f"{target} is not enabled")
        if any(_is_visible(one) for one in self._named(UNSEEN)):
            raise NotYet("nobody has seen this page yet")
        point = self._spot(item)
        # One move first: hover and press must agree on what lies under the finger.
        QTest.mouseMove(self._window, point)
        QTest.mouseClick(self._window, _LEFT, _NO_KEYS, point)

    def do_type(self, target: str, text: str, clear: bool = False) -> None:
        item = self._find(target)
        item.forceActiveFocus()
        if clear:
            QTest.keySequence(self._window, QKeySequence(QKeySequence.StandardKey.SelectAll))
            QTest.keyClick(self._window, Qt.Key.Key_Delete)
        for character in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                # As an event with its text: QTest knows no key for å, ä and ö.
                QCoreApplication.sendEvent(self._window, QKeyEvent(kind, 0, _NO_KEYS, character))

    def do_key(self, keys: str) -> None:
        QTest.keySequence(self._window, QKeySequence(keys))

    def do_draw(self, target: str, strokes: list[list[list[float]]]) -> None:
        """Draws strokes of points given as parts of the item's width and height."""
        item = self._find(target)
        self._spot(item)
        for stroke in strokes:
            points = [
                item.mapToScene(QPointF(x * item.width(), y * item.height())).toPoint() for x, y in stroke
            ]
            QTest.mousePress(self._window, _LEFT, _NO_KEYS, points[0])
            for point in points[1:]:
                QTest.mouseMove(self._window, point)
            QTest.mouseRelease(self._window, _LEFT, _NO_KEYS, points[-1])

    def do_see(self, target: str, text: str = "") -> str:
        """Waits until the item is visible and says the text; returns all that it says."""
        return _words(self._find(target, text))

    def do_gone(self, target: str) -> None:
        if any(_is_visible(item) for item in self._named(target)):
            raise NotYet(f"{target} is still there")

    def do_ask(self, target: str, name: str) -> Any:
        """The value of an item's property."""
        return self._find(target).property(name)

    def do_expect(self, target: str, name: str, value: Any) -> None:
        """Waits until an item's property has this value."""
        found = self._find(target).property(name)
        if found != value:
            raise NotYet(f"{target}.{name} is {found!r}")

    def do_set(self, target: str, name: str, value: Any) -> None:
        """Hands a control what a person would have chosen in the system's own dialog, such as a file."""
        self._find(target).setProperty(name, value)

    def do_picture(self, path: str) -> None:
        if not self.at_rest(self._window.grabWindow()).save(path):
            raise OSError(f"no picture could be written to {path}")

    def _named(self, target: str, also_rows: bool = False) -> list[QQuickItem]:
        items = _items(self._window.contentItem())
        exact = [item for item in items if item.objectName() == target]
        if exact or not also_rows:
            return exact
        return [item for item in items if item.objectName().startswith(f"{target}-")]

    def _find(self, target: str, text: str = "") -> QQuickItem:
        visible = [item for item in self._named(target, bool(text)) if _is_visible(item)]
        if not visible:
            raise NotYet(f"{target} is not on the screen")
        for item in reversed(visible):  # what lies on top comes last
            if text in _words(item):
                return item
        raise NotYet(f"{target} does not say {text!r} but {_words(visible[-1])[:300]!r}")

    def _spot(self, item: QQuickItem) -> QPoint:
        """The middle of an item, scrolled into view: where it is painted, not where it was before it was laid out."""
        self._window.grabWindow()
        if _scroll_to(item):
            raise NotYet(f"{item.objectName()} is being scrolled into view")
        point = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        if not self._window.contentItem().contains(QPointF(point)):
            raise NotYet(f"{item.objectName()} lies outside the window")
        return point


def _items(root: QQuickItem) -> list[QQuickItem]:
    found = [root]
    for child in root.childItems():
        found.extend(_items(child))
    return found


def _is_visible(item: QQuickItem) -> bool:
    return item.isVisible() and item.width() > 0 and item.height() > 0 and item.opacity() > 0


def _words(item: QQuickItem) -> str:
    own = [str(item.property(name)) for name in _WORDS if isinstance(item.property(name), str)]
    inner = [_words(child) for child in item.childItems() if child.isVisible()]
    return "\n".join(part for part in (*own, *inner) if part)


def _scroll_to(item: QQuickItem) -> bool:
    """Moves the flickables around an item as a finger would, so that the item shows; true when one was moved."""
    around, moved = item.parentItem(), False
    while around is not None:
        if around.inherits("QQuickFlickable"):
            content = around.property("contentItem")
            top = item.mapToItem(content, QPointF(0, 0)).y()
            shown, height = around.property("contentY"), around.height()
            if top < shown or top + item.height() > shown + height:
                lowest = max(0.0, around.property("contentHeight") - height)
                wanted = min(max(0.0, top - (height - item.height()) / 2), lowest)
                moved = moved or abs(wanted - shown) > 1
                around.setProperty("contentY", wanted)
        around = around.parentItem()
    return moved
