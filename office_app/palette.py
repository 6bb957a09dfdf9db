"""Ctrl K: one box that finds customers, machines and calls, and runs every command by name."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from core.queries.call_list import CallRow, found_calls
from core.queries.customer_search import SearchHit, customer_search
from core.queries.firm import FirmRow, firm
from core.rules import phone
from core.rules.folding import words
from office_app.context import OfficeContext
from office_app.key_names import key_name
from office_app.palette_row import DETAIL, KEYS, PaletteRow
from office_app.places import PLACES
from office_app.shell_keys import take_back
from office_app.widgets.basics import label

_MOST, _MOST_COMMANDS = 12, 60
_ICONS = {
    "customer": "users", "contact": "user", "equipment": "layers", "call": "inbox", "command": "zap",
    "technician": "wrench",
}


@dataclass(frozen=True)
class Entry:
    """One row of the palette."""

    kind: str
    title: str
    detail: str
    act: Callable[[], object]


class CommandPalette(QFrame):
    """Opens without animation over the window, at the top centre; Esc closes it and gives the focus back."""

    def __init__(self, context: OfficeContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context
        self._entries: list[Entry] = []
        self._before: QWidget | None = None
        self._page: QWidget | None = None
        self._asked = ""
        self.shown = ""
        """What the list answers: the text that was typed."""
        self.setProperty("kind", "popover")
        self.setObjectName("palette")
        self.box = QLineEdit()
        self.box.setProperty("kind", "big")
        self.box.setObjectName("paletteBox")
        self.list = QListWidget()
        self.list.setObjectName("paletteList")
        self.list.setItemDelegate(PaletteRow(context.theme, self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # rows are as wide as the box
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

    def open(self, page: QWidget | None = None) -> None:
        """Over this page, whose verbs it knows."""
        parent = self.parentWidget()
        if parent is None:
            return
        self._page = page
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
        """«>» commands, «@» technicians, «#» calls, else everything."""
        text = text.strip()
        self._asked = text
        ask = self._context.tasks.ask
        if text.startswith("#"):
            ask(found_calls, text[1:], _MOST, done=lambda rows: self._answer(text, [self._call(row) for row in rows]),
                key="palette", owner=self)
        elif text.startswith("@"):
            ask(firm, done=lambda found: self._answer(text, self._technicians(found, text[1:])), key="palette",
                owner=self)
        elif text.startswith(">") or len(text) < 2:
            self._show(self._commands(text.removeprefix(">")), text)
        else:
            ask(customer_search, text, limit=_MOST, key="palette", owner=self,
                done=lambda hits: self._answer(text, [*map(self._found, hits), *self._commands(text)]))

    def _answer(self, asked: str, entries: list[Entry]) -> None:
        """An answer to what stands in the box now; what was typed on meanwhile has its own."""
        if asked == self._asked:
            self._show(entries, asked)

    def _found(self, hit: SearchHit) -> Entry:
        go = self._context.navigation.go
        acts: dict[str, Callable[[], None]] = {
            "equipment": lambda: go("equipment", equipment_id=hit.id),
            "call": lambda: go("calls", call_id=hit.id),
        }
        act = acts.get(hit.kind, lambda: go("customers", partner_id=hit.partner_id))
        return Entry(hit.kind, hit.title, hit.detail, act)

    def _call(self, row: CallRow) -> Entry:
        go = self._context.navigation.go
        detail = " · ".join(part for part in (row.customer, row.subject) if part)
        return Entry("call", row.number or row.customer, detail, lambda: go("calls", call_id=row.id))

    def _technicians(self, found: FirmRow | None, text: str) -> list[Entry]:
        go = self._context.navigation.go
        return [
            Entry("technician", person.name, phone.shown(person.phone) if person.phone else "",
                  lambda person_id=person.id: go("board", person_id=person_id))  # type: ignore[misc]
            for person in (found.people if found is not None else ())
            if person.active and "technician" in person.roles and _has_words(text, person.name)
        ]

    def _commands(self, text: str) -> list[Entry]:
        """The shown page's verbs first, then what can be done everywhere; each with its key."""
        context, texts, go = self._context, self._context.texts, self._context.navigation.go
        page = self._page
        verbs = page.verbs() if page is not None and hasattr(page, "verbs") else []
        entries = [Entry("command", words, keys, act) for words, keys, act in verbs]
        entries.append(Entry("command", texts("shell.palette_new_call"), "Ctrl+N", lambda: go("calls", new=True)))
        for place in PLACES:
            title = texts("shell.palette_go", place=texts(f"shell.place_{place.key}"))
            entries.append(Entry("command", title, f"G {place.shortcut}", partial(go, place.key)))
        entries.append(Entry("command", texts("shell.key_undo"), "Ctrl+Z", partial(take_back, context)))
        entries.append(Entry("command", texts("shell.key_redo"), "Ctrl+Shift+Z", context.undo.redo))
        entries.append(Entry("command", texts("shell.key_help"), "?", lambda: go("help")))
        other = "dark" if context.theme.mode == "light" else "light"
        entries.append(Entry("command", texts("shell.palette_theme"), "", lambda: go("settings", theme=other)))
        language = "en" if texts.language == "sv" else "sv"
        entries.append(
            Entry("command", texts("shell.palette_language"), "", lambda: go("settings", language=language))
        )
        return [entry for entry in entries if _has_words(text, entry.title)]

    def _show(self, entries: list[Entry], text: str) -> None:
        self.shown = text
        self._entries = entries[: _MOST if text else _MOST_COMMANDS]
        self.list.clear()
        for entry in self._entries:
            kind = self._context.texts(f"shell.kind_{entry.kind}")
            icon = self._context.theme.icon(_ICONS.get(entry.kind, "search"))
            item = QListWidgetItem(icon, entry.title)
            if entry.kind == "command":
                item.setData(KEYS, key_name(entry.detail))
            else:
                item.setData(DETAIL, " · ".join(part for part in (kind, entry.detail) if part))
            self.list.addItem(item)
        if self._entries:
            self.list.setCurrentRow(0)
        self.empty.setText(self._context.texts("shell.palette_empty", text=text))
        self.empty.setVisible(not self._entries)


def _has_words(wanted: str, text: str) -> bool:
    """Every word of what was typed is in the text; case, accents and dashes do not matter."""
    said = words(text)
    return all(word in said for word in words(wanted).split())
