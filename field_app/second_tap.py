"""The second half of a double tap never reaches what the first half brought under the finger."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtQuick import QQuickItem, QQuickWindow

LONGEST = 350
"""Milliseconds between the two taps of one double tap; a person who has read the new page is slower."""
FARTHEST = 48
"""Pixels between them: 8 mm, for a finger in a glove."""
_DOWN = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin)
_FOLLOWS = (
    QEvent.Type.MouseButtonDblClick, QEvent.Type.MouseMove, QEvent.Type.TouchUpdate, QEvent.Type.MouseButtonRelease,
    QEvent.Type.TouchEnd, QEvent.Type.TouchCancel,
)
_UP = (QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd, QEvent.Type.TouchCancel)
Target = tuple[QQuickItem, str] | None


class SecondTap(QObject):
    """Watches the window. «Starta resa» tapped twice must not also say «Jag är framme», nor a row that was taken away
    take the next one with it; two quick taps on what stays the same (a number key, plus) both count."""

    def __init__(self, window: QQuickWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._at, self._point = -LONGEST - 1, QPointF()
        self._touched: Target = None
        self._is_swallowing = False
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _DOWN:
            self._is_swallowing = self._is_second(event)
        elif kind not in _FOLLOWS or not self._is_swallowing:
            return False
        if not self._is_swallowing:
            return False
        event.accept()
        self._is_swallowing = kind not in _UP
        return True

    def _is_second(self, event: Any) -> bool:
        point, at = event.points()[0].position(), int(event.timestamp())
        moved = point - self._point
        near = abs(moved.x()) <= FARTHEST and abs(moved.y()) <= FARTHEST
        if near and 0 <= at - self._at <= LONGEST and target_at(self._window, self._point) != self._touched:
            return True
        self._at, self._point, self._touched = at, point, target_at(self._window, point)
        return False


def target_at(window: QQuickWindow, point: QPointF) -> Target:
    """What a touch there would reach, and what it says: a button that says something else is another one."""
    item = _topmost(window.contentItem(), point)
    return (item, str(item.property("text") or "")) if item is not None else None


def _topmost(item: QQuickItem, point: QPointF) -> QQuickItem | None:
    if not item.isVisible() or not item.isEnabled():
        return None
    inside = item.contains(item.mapFromScene(point))
    if item.clip() and not inside:
        return None
    for child in sorted(item.childItems(), key=QQuickItem.z)[::-1]:
        found = _topmost(child, point)
        if found is not None:
            return found
    return item if inside and item.acceptedMouseButtons() != Qt.MouseButton.NoButton else None
