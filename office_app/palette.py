"""Ctrl K: one box that finds customers, machines and calls, and runs every command by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.queries.customer_search import SearchHit, customer_search
from office_app.context import OfficeContext
from office_app.places import PLACES
from office_app.widgets.basics import label

_MOST = 12
_ICONS = {"customer": "users", "contact": "user", "equipment": "layers", "call": "inbox", "command": "zap"}


@dataclass(frozen=True)
class Entry:
    """One row of the palette."""

    kind: str
    title: str
    detail: str
    act: Callable[[], None]


class CommandPalette(QFrame):
    """Opens without animation over the window, at the top centre; Esc closes it and gives the focus back."""

    def __init__(self, context: OfficeContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: list[Entry] = []
        self._before: QWidget | None = None
        self.setProperty("kind", "popover")
        self.setObjectName("palette")
        self.box = QLineEdit()
        self.box.setProperty("kind", "big")
        self.box.setObjectName("paletteBox")
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = label("", "second")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.addWidget(self.box)
        layout.addWidget(self.list)
        layout.addWidget(self.empty)
        self.box.textChanged.connect(self._search)
        self.box.installEventFilter(self)
        self.list.itemClicked.connect(lambda _item: self._choose())
        self.hide()

    def open(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        self._before = parent.window().focusWidget()
        width = min(680, parent.width() - 80)
        self.setGeometry((parent.width() - width) // 2, 70, width, 440)
        self.box.setPlaceholderText(self._context.texts("shell.palette_hint"))
        self.box.clear()
        self._search("")
        self.show()
        self.raise_()
        self.box.setFocus()

    def close_palette(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key == Qt.Key.Key_Escape:
                self.close_palette()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                step = 1 if key == Qt.Key.Key_Down else -1
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose()
                return True
        return super().eventFilter(watched, event)

    def _choose(self) -> None:
        row = self.list.currentRow()
        if 0 <= row < len(self._entries):
            self.close_palette()
            self._entries[row].act()

    def _search(self, text: str) -> None:
        text = text.strip()
        commands = self._commands(text.removeprefix(">").strip())
        if text.startswith(">") or len(text) < 2:
            self._show(commands, text)
            return
        self._context.tasks.ask(
            customer_search, text.lstrip("#@"), limit=_MOST, key="palette", owner=self,
            done=lambda hits: self._show([self._found(hit) for hit in hits] + commands, text),
        )

    def _found(self, hit: SearchHit) -> Entry:
        go = self._context.navigation.go
        acts: dict[str, Callable[[], None]] = {
            "equipment": lambda: go("equipment", equipment_id=hit.id),
            "call": lambda: go("calls", call_id=hit.id),
        }
        act = acts.get(hit.kind, lambda: go("customers", partner_id=hit.partner_id))
        return Entry(hit.kind, hit.title, hit.detail, act)

    def _commands(self, text: str) -> list[Entry]:
        context, texts, go = self._context, self._context.texts, self._context.navigation.go
        entries = [Entry("command", texts("shell.palette_new_call"), "Ctrl N", lambda: go("calls", new=True))]
        for place in PLACES:
            title = texts("shell.palette_go", place=texts(f"shell.place_{place.key}"))
            entries.append(Entry("command", title, f"G {place.shortcut}", partial(go, place.key)))
        other = "dark" if context.theme.mode == "light" else "light"
        entries.append(Entry("command", texts("shell.palette_theme"), "", lambda: go("settings", theme=other)))
        language = "en" if texts.language == "sv" else "sv"
        entries.append(
            Entry("command", texts("shell.palette_language"), "", lambda: go("settings", language=language))
        )
        return [entry for entry in entries if text.lower() in entry.title.lower()]

    def _show(self, entries: list[Entry], text: str) -> None:
        self._entries = entries[:_MOST]
        self.list.clear()
        for entry in self._entries:
            kind = self._context.texts(f"shell.kind_{entry.kind}")
            icon = self._context.theme.icon(_ICONS.get(entry.kind, "search"))
            item = QListWidgetItem(icon, f"{entry.title}\n{kind} · {entry.detail}".rstrip(" ·"))
            self.list.addItem(item)
        if self._entries:
            self.list.setCurrentRow(0)
        self.empty.setText(self._context.texts("shell.palette_empty", text=text))
        self.empty.setVisible(not self._entries)
