"""The board's keys: letters act only while no text field has the focus, and each verb has the same key everywhere."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from office_app.key_names import key_name

KEYS: dict[str, tuple[str, ...]] = {
    "next": ("J",), "previous": ("K",), "plan_1": ("1",), "plan_2": ("2",), "plan_3": ("3",), "best": ("B",),
    "move": ("M",), "open": ("Return", "Enter"), "send": ("Shift+Return", "Shift+Enter"), "unplan": ("U", "Delete"),
    "duration": ("D",), "lock": ("L",), "today": ("T",), "back": ("[",), "on": ("]",),
    "closer": ("+",), "farther": ("-",), "reset": ("0",), "filter": ("/",), "escape": ("Escape",),
    "priority": ("P",), "peek": ("Space",),
    "left": ("Left",), "right": ("Right",), "up": ("Up",), "down": ("Down",), "all": ("Ctrl+A",), "swap": ("S",),
    "insert": ("E",), "helper": ("H",), "copy": ("Ctrl+D",), "split": ("Shift+S",), "person": ("W",),
    "focus_list": ("Ctrl+F1",), "focus_board": ("Ctrl+F2",), "focus_details": ("Ctrl+F3",),
    "break_list": ("Shift+F7",), "break_map": ("Shift+F8",), "break_board": ("Shift+F9",),
    "toggle_list": ("F7",), "toggle_strip": ("F8",), "toggle_details": ("F9",),
}
"""What each key does, by the name of the act; also what the help shows (`board.key_<act>`)."""


def bind(page: QWidget, acts: dict[str, Callable[[], None]]) -> None:
    """Binds every act's keys on the page and all that lies in it."""
    for act, function in acts.items():
        for keys in KEYS[act]:
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(function)
            shortcut.activatedAmbiguously.connect(function)


def shown_keys(act: str) -> str:
    """The first of an act's keys, as a person calls it."""
    return key_name(KEYS[act][0])
