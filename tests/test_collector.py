"""Garbage with Qt objects in it dies on the screens' thread, whichever thread made the program collect."""

import gc
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from core.qt.collector import Collector


class _Circle(QObject):
    """Refers to itself, as a window and its pages do: only the collector can free it."""

    died_on: ClassVar[list[int]] = []

    def __init__(self) -> None:
        super().__init__()
        self.itself = self
        self.startTimer(50)

    def __del__(self) -> None:
        self.died_on.append(threading.get_ident())


@pytest.fixture
def collector(qapp: QObject) -> Iterator[Collector]:
    """As in a program that begins: Python collects by itself until now."""
    gc.enable()
    parent = QObject()
    yield Collector(parent)


def _work_hard() -> None:
    for _ in range(300):
        kept = [[number] for number in range(1_000)]
        kept.append(kept)


def test_a_worker_that_makes_much_garbage_destroys_no_object_of_the_screens(
    collector: Collector, qtbot: QtBot
) -> None:
    _Circle.died_on.clear()
    _Circle()
    worker = threading.Thread(target=_work_hard)
    worker.start()
    worker.join()
    assert _Circle.died_on == []
    qtbot.waitUntil(lambda: _Circle.died_on == [threading.get_ident()])
