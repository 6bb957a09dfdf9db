"""The keys that work everywhere in the office program, whichever of its windows is in front."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from office_app.context import OfficeContext
from office_app.places import PLACES

Act = Callable[[], object]
SHELL_KEYS: dict[str, tuple[str, ...]] = {
    "palette": ("Ctrl+K",), "new_call": ("Ctrl+N", "N"), "undo": ("Ctrl+Z",), "redo": ("Ctrl+Shift+Z",),
    "help": ("?",),
}
"""Keys by the name of the act (`shell.key_<act>`); the places of the rail have theirs after G."""


def bind_shell_keys(window: QWidget, context: OfficeContext) -> None:
    go = context.navigation.go
    acts: dict[str, Act] = {
        "palette": lambda: go("palette"), "new_call": lambda: go("calls", new=True), "undo": lambda: take_back(context),
        "redo": context.undo.redo, "help": lambda: go("help"),
    }
    for name, act in acts.items():
        for keys in SHELL_KEYS[name]:
            QShortcut(QKeySequence(keys), window, act if len(keys) > 1 else _unless_writing(act))
    for place in PLACES:
        QShortcut(QKeySequence(f"G, {place.shortcut}"), window, _unless_writing(partial(go, place.key)))


def take_back(context: OfficeContext) -> None:
    """What is being written first, then the latest step."""
    focus = QApplication.focusWidget()
    if isinstance(focus, QLineEdit) and focus.isUndoAvailable():
        focus.undo()
    elif not context.undo.can_undo:
        context.messages.note(context.texts("shell.nothing_to_undo"))
    else:
        context.undo.undo()


def _unless_writing(act: Act) -> Act:
    """Letters are text while a text field has the focus."""

    def acted() -> None:
        if not isinstance(QApplication.focusWidget(), QLineEdit | QTextEdit | QPlainTextEdit):
            act()

    return acted
