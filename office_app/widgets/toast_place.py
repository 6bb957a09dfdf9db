"""Where a short message covers the least of what a person needs: as far right and down as is free."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

_STEP, _MARGIN, _LEFT = 40, 16, 84
_BUTTON, _WORDS, _ROWS = 6.0, 1.0, 0.4
_FAR = 0.00004  # of the toast's area for each pixel away from the corner: decides only between equals

KEPT_SEEN = "keptSeen"
"""A painted widget says with this property how much of it should stay seen: 1 as words, less for a picture."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that should stay seen, and how much."""

    box: QRect
    weight: float


def place(area: QSize, size: QSize, kept: Iterable[Kept]) -> QPoint:
    """The upper left corner of a message of this size."""
    boxes = list(kept)
    right, bottom = area.width() - size.width() - _MARGIN, area.height() - size.height() - _MARGIN
    best, least = QPoint(max(0, right), max(0, bottom)), float("inf")
    for up in range(5):
        for x in range(right, min(_LEFT, right) - 1, -_STEP):
            y = bottom - up * _STEP
            if y < 0:
                continue
            box = QRect(QPoint(x, y), size)
            cost = sum(_shared(box, one.box) * one.weight for one in boxes)
            cost += _FAR * size.width() * size.height() * (right - x + 2 * (bottom - y))
            if cost < least:
                best, least = QPoint(x, y), cost
    return best


def kept_of(parent: QWidget, but: QWidget) -> list[Kept]:
    """What is seen in a window now: controls above all, then words, then rows of lists."""
    found = []
    for kinds, weight in (
        ((QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox), _BUTTON), ((QLabel,), _WORDS),
        ((QAbstractItemView,), _ROWS),
    ):
        for kind in kinds:
            for widget in parent.findChildren(kind):
                if widget.isVisible() and not but.isAncestorOf(widget):
                    seen = widget.visibleRegion().boundingRect()
                    if not seen.isEmpty():
                        found.append(Kept(seen.translated(widget.mapTo(parent, QPoint(0, 0))), weight))
    for widget in parent.findChildren(QWidget):
        weight = widget.property(KEPT_SEEN)
        if weight and widget.isVisible():
            found.append(Kept(QRect(widget.mapTo(parent, QPoint(0, 0)), widget.size()), float(weight)))
    return found


def _shared(one: QRect, other: QRect) -> int:
    common = one.intersected(other)
    return 0 if common.isEmpty() else common.width() * common.height()
