"""Python's garbage collector, kept on the thread of the screens and out of the way of a moving hand."""

import gc

from PySide6.QtCore import QObject, QTimer

_LOOK = 100
"""Milliseconds between two looks whether there is something to collect."""
_STARTED = 3_000
"""Milliseconds until what a program brings with it is there; it stays, and nothing walks through it."""


class Collector(QObject):
    """From now on garbage is collected between two events of this thread, and nowhere else.

    By itself Python collects in whichever thread happens to allocate. When that is a worker, and a closed window lies
    in the garbage, Qt's objects are destroyed beside the thread that they belong to, and the program falls.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        timer = QTimer(self, interval=_LOOK)
        timer.timeout.connect(collect_due)
        timer.start()
        QTimer.singleShot(_STARTED, self, gc.freeze)


def collect_due() -> None:
    """Collects the oldest generation that is due, by the thresholds that Python itself goes by."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation] > 0:
            gc.collect(generation)
            return


def set_aside() -> None:
    """Collects now, and leaves what is alive out of later collections until the next time this is asked for.

    With a board of 50,000 visits in memory a full collection takes 100 ms, and it comes in the middle of anything.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
