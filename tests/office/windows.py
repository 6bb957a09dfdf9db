"""An office window on a temporary core for tests: opened, settled, and closed in the right order."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from core.bootstrap import Core
from core.queries.firm import firm
from office_app.application import OfficeApplication
from office_app.driver import type_text
from office_app.main_window import MainWindow


class Desk:
    """Mara's window, and what she does at it."""

    def __init__(self, core: Core, application: QApplication, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.office = OfficeApplication(core, application)
        self.context = self.office.context
        found = core.database.ask(firm)
        assert found is not None and found.desk_person is not None
        self.context.tasks.author_id = found.desk_person.id
        self.window = MainWindow(self.context)
        self.window.setObjectName("office")
        self.window.set_firm(found)
        self.window.resize(1440, 900)
        self.office.window = self.window

    def go(self, place: str, **target: Any) -> Any:
        self.window.show_place(place, **target)
        self.window.show()
        self.window.activateWindow()
        self.settle()
        return self.window.pages[place]

    def settle(self) -> None:
        """Until nothing is under way and all that was begun by it has ended too."""
        for _round in range(3):
            self.qtbot.waitUntil(lambda: not self.context.tasks.busy)
            QApplication.processEvents()

    def until(self, true: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(true)

    def find(self, name: str, kind: type = QWidget) -> Any:
        """The visible widget of this name."""
        found = [widget for widget in self.window.findChildren(kind, name) if widget.isVisible()]
        assert found, f"{name} is not on the screen"
        return found[0]

    def shown(self, name: str) -> bool:
        return any(widget.isVisible() for widget in self.window.findChildren(QWidget, name))

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), Qt.MouseButton.LeftButton)

    def type(self, name: str, text: str) -> None:
        widget = self.find(name)
        widget.setFocus()
        type_text(widget, text)

    def key(self, name: str, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.find(name), key, modifier)


@contextmanager
def desk(core: Core, application: QApplication, qtbot: Any) -> Iterator[Desk]:
    """A window on the core; the core itself stays open for its owner."""
    opened = Desk(core, application, qtbot)
    try:
        yield opened
    finally:
        opened.settle()
        opened.window.close()
        opened.office.background.stop()
        opened.context.tasks.close()
        opened.context.settings.sync()
        opened.window.deleteLater()
        # Now and not by the collector, which may come while Qt walks over all widgets to restyle them.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
