"""Loads the pages that nobody has opened yet, one at a time while nothing else is to do: first turns are quick, too."""

import importlib

from PySide6.QtCore import QObject, QTimer, QUrl, Slot
from PySide6.QtQml import QQmlComponent, QQmlEngine

from core.qt.tasks import Tasks
from field_app.engine import MODULE
from field_app.pages import PAGES, PageSpec

_BREATH = 60
"""Milliseconds between two pages: a touch that comes in between is not kept waiting."""


class WarmUp(QObject):
    """Imports each page's model on a worker thread and compiles its QML on the engine's own."""

    def __init__(self, engine: QQmlEngine, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._engine, self._tasks = engine, tasks
        self._left = list(PAGES.values())
        self._compiled: list[QQmlComponent] = []  # what is compiled stays so while somebody holds it
        self._timer = QTimer(self, singleShot=True, interval=_BREATH)
        self._timer.timeout.connect(self._go_on)
        self._timer.start()

    @property
    def is_done(self) -> bool:
        return len(self._compiled) == len(PAGES)

    @Slot()
    def _go_on(self) -> None:
        if self._tasks.busy:
            self._timer.start()
        elif self._left:
            page = self._left.pop(0)
            self._tasks.work(lambda: _imported(page), lambda _module: self._compile(page), owner=self)

    def _compile(self, page: PageSpec) -> None:
        address = QUrl.fromLocalFile(str(MODULE / "pages" / page.file))
        mode = QQmlComponent.CompilationMode.Asynchronous
        self._compiled.append(QQmlComponent(self._engine, address, mode, self))
        self._timer.start()


def _imported(page: PageSpec) -> None:
    importlib.import_module(f"field_app.view_models.{page.model.partition(':')[0]}")
