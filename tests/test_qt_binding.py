"""The Qt binding we lock must survive a working day of painting."""

import sys

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage, QPainter


def test_painting_does_not_wear_out_none() -> None:
    """PySide6 6.12.0 drops a reference to None with every void call; Python 3.11 aborts after some thousand."""
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    before = sys.getrefcount(None)
    for _ in range(2_000):
        painter.drawRect(QRect(1, 1, 20, 20))
    after = sys.getrefcount(None)
    painter.end()
    assert after - before > -50
