"""Puts something small beside what it is about, wholly inside the window it lies over."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

_EDGE = 8


def place_beside(widget: QWidget, point: QPoint) -> None:
    """Right and below a global point where there is room, else left and above; then shows it."""
    parent = widget.parentWidget()
    assert parent is not None
    at, width, height = parent.mapFromGlobal(point), widget.width(), widget.height()
    x = at.x() + 16 if at.x() + 16 + width < parent.width() - _EDGE else at.x() - 16 - width
    y = at.y() + 12 if at.y() + 12 + height < parent.height() - _EDGE else at.y() - 12 - height
    widget.move(max(_EDGE, x), max(_EDGE, y))
    widget.show()
    widget.raise_()
