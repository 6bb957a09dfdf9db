"""Plays on the office's screens the way a person does: finds what is visible by its name, clicks, types and drags."""

from pathlib import Path
from typing import Any, TextIO

from PySide6.QtCore import QAbstractListModel, QEvent, QMimeData, QModelIndex, QObject, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from core.clock import Clock
from core.qt.driving import Driver, NotYet

_LEFT = Qt.MouseButton.LeftButton
_NO_KEYS = Qt.KeyboardModifier.NoModifier


class WidgetDriver(Driver):
    """Targets are object names of visible widgets; `text` picks among several, or a row inside an item view."""

    def __init__(
        self, application: QApplication, clock: Clock, orders: TextIO | None = None, answers: TextIO | None = None
    ) -> None:
        super().__init__(application, clock, orders, answers)
        self._application = application
        self._held: tuple[QWidget, QPoint] = (QWidget(), QPoint())

    def do_click(self, target: str, text: str = "", double: bool = False) -> None:
        widget = self._find(target, text)
        if not widget.isEnabled():
            raise NotYet(f"{target} is not enabled")
        surface, point = self._spot(widget, text)
        (QTest.mouseDClick if double else QTest.mouseClick)(surface, _LEFT, _NO_KEYS, point)

    def do_click_at(self, target: str, point: list[int]) -> None:
        QTest.mouseClick(self._find(target), _LEFT, _NO_KEYS, QPoint(*point))

    def do_type(self, target: str, text: str, clear: bool = False) -> None:
        widget = self._find(target)
        widget.setFocus()
        if clear:
            QTest.keySequence(widget, QKeySequence(QKeySequence.StandardKey.SelectAll))
            QTest.keyClick(widget, Qt.Key.Key_Delete)
        type_text(widget, text)

    def do_key(self, keys: str, target: str = "") -> None:
        self._bring_forward()
        widget = self._find(target) if target else (self._application.focusWidget() or self._window())
        QTest.keySequence(widget, QKeySequence(keys))

    def do_choose(self, target: str, text: str) -> None:
        box = self._find(target)
        if not isinstance(box, QComboBox):
            raise TypeError(f"{target} is no choice")
        index = box.findText(text, Qt.MatchFlag.MatchContains)
        if index < 0:
            raise NotYet(f"{target} does not offer {text!r}")
        box.setFocus()
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def do_drop_file(self, target: str, path: str) -> None:
        widget = self._find(target)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(Path(path).resolve()))])
        where, act = widget.rect().center(), Qt.DropAction.CopyAction
        QApplication.sendEvent(widget, QDragEnterEvent(where, act, data, _LEFT, _NO_KEYS))
        QApplication.sendEvent(widget, QDropEvent(QPointF(where), act, data, _LEFT, _NO_KEYS))

    def do_carry(self, source: str, start: list[int], target: str, end: list[int], steps: int = 12) -> None:
        """Takes hold at a point of one widget and carries to a point of another, in small steps, without letting go."""
        held, over = self._find(source), self._find(target)
        begin, there = QPoint(*start), held.mapFromGlobal(over.mapToGlobal(QPoint(*end)))
        QTest.mousePress(held, _LEFT, _NO_KEYS, begin)
        for step in range(1, steps + 1):
            QTest.mouseMove(held, begin + (there - begin) * (step / steps))
            self._application.processEvents()
        self._held = (held, there)

    def do_let_go(self) -> None:
        held, there = self._held
        QTest.mouseMove(held, there)
        QTest.mouseRelease(held, _LEFT, _NO_KEYS, there)

    def do_ask(self, target: str, method: str, arguments: list[Any] | None = None) -> Any:
        """What a widget answers about itself; a point comes back as [x, y]. None means: not there yet."""
        answer = getattr(self._find(target), method)(*(arguments or []))
        if answer is None:
            raise NotYet(f"{target} has no {method} of {arguments}")
        return [answer.x(), answer.y()] if isinstance(answer, QPoint) else answer

    def do_see(self, target: str, text: str = "") -> str:
        """Waits until the widget is visible and says the text; returns all that it says."""
        return _words(self._find(target, text))

    def do_gone(self, target: str) -> None:
        if any(widget.isVisible() for widget in self._named(target)):
            raise NotYet(f"{target} is still there")

    def do_picture(self, path: str) -> None:
        if not self.at_rest(self._window().grab().toImage()).save(path):
            raise OSError(f"no picture could be written to {path}")

    def _window(self) -> QWidget:
        shown = [widget for widget in self._application.topLevelWidgets() if widget.isVisible()]
        modal = self._application.activeModalWidget()
        if not shown:
            raise NotYet("no window is shown")
        return modal or max(shown, key=lambda widget: widget.width() * widget.height())

    def _bring_forward(self) -> None:
        """Shortcuts are heard only in the window that is in front."""
        window = self._window()
        if not window.isActiveWindow():
            window.activateWindow()
            raise NotYet("the window is not in front")

    def _named(self, target: str) -> list[QWidget]:
        found: list[QWidget] = []
        for window in self._application.topLevelWidgets():
            if window.objectName() == target:
                found.append(window)
            found.extend(child for child in window.findChildren(QWidget, target) if isinstance(child, QWidget))
        return found

    def _find(self, target: str, text: str = "") -> QWidget:
        visible = [widget for widget in self._named(target) if widget.isVisible()]
        if not visible:
            raise NotYet(f"{target} is not on the screen")
        for widget in visible:
            if text in _words(widget):
                return widget
        raise NotYet(f"{target} does not say {text!r} but {_words(visible[0])[:300]!r}")

    def _spot(self, widget: QWidget, text: str) -> tuple[QWidget, QPoint]:
        """Where to click: on the row of an item view that says the text, else in the middle."""
        if isinstance(widget, QAbstractItemView) and text:
            index = _index(widget, text)
            widget.scrollTo(index)
            return widget.viewport(), widget.visualRect(index).center()
        return widget, widget.rect().center()


def type_text(widget: QWidget, text: str) -> None:
    """Presses the keys of a text. QTest aborts the whole program on a letter that is not ASCII (å), so those are sent
    as the keyboard sends them."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, ord(letter.upper()), _NO_KEYS, letter))


def _words(widget: QObject) -> str:
    """Everything that a person can read on a widget and what lies in it."""
    own = ""
    if isinstance(widget, QLineEdit | QAbstractButton | QLabel):
        own = widget.text()
    elif isinstance(widget, QPlainTextEdit | QTextEdit):
        own = widget.toPlainText()
    elif isinstance(widget, QComboBox):
        own = widget.currentText()
    elif isinstance(widget, QAbstractItemView):
        own = "\n".join(_rows(widget))
    if not own and isinstance(widget, QWidget):
        own = widget.accessibleName()
    inner = [_words(child) for child in widget.children() if isinstance(child, QWidget) and not child.isHidden()]
    return "\n".join(part for part in (own, *inner) if part)


def _rows(view: QAbstractItemView) -> list[str]:
    model = view.model()
    if model is None:
        return []
    return [_row_words(view, model.index(number, 0)) for number in range(model.rowCount())]


def _row_words(view: QAbstractItemView, index: QModelIndex) -> str:
    model = view.model()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    cells = (model.index(index.row(), column).data() for column in range(columns))
    return " ".join(str(cell) for cell in cells if cell not in (None, ""))


def _index(view: QAbstractItemView, text: str) -> QModelIndex:
    for number, words in enumerate(_rows(view)):
        if text in words:
            return view.model().index(number, 0)
    raise NotYet(f"no row says {text!r}")
