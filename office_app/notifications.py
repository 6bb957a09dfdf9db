"""All that this window has told, with its time and a way to what it is about; and the three kinds the desktop shows."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from core.changes import Changes
from core.queries.alerts import Alert, alerts
from office_app.context import About, OfficeContext

_MOST, _LOOK_MS = 200, 30_000
_KINDS = ("activity", "service_assignment", "service_call", "sync_flag")


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence; `trouble` is seen in its icon. Notes about the same job belong together."""

    at: datetime
    text: str
    trouble: bool
    about: About | None = None

    @property
    def group(self) -> str:
        return str(sorted(self.about.target.items())) if self.about is not None else ""


@dataclass(slots=True)
class Group:
    """What was told about one job, the newest first."""

    notes: list[Note] = field(default_factory=list)


class Notifications(QObject):
    """`alerted`: something that is worth a person's eye even when another program is in front."""

    changed = Signal()
    alerted = Signal(str, object)

    def __init__(self, context: OfficeContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.notes: list[Note] = []
        self.unread = 0
        self._known: set[str] | None = None
        context.messages.told.connect(self._on_told)
        context.tasks.changed.connect(self._on_changed)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(0, self, self.look)

    def look(self) -> None:
        """Whether anything has become late, urgent or contradictory."""
        self._context.tasks.ask(
            alerts, self._context.core.clock.now(), done=self._on_alerts, key="alerts", owner=self
        )

    def read(self) -> None:
        if self.unread:
            self.unread = 0
            self.changed.emit()

    def groups(self) -> list[Group]:
        """By job, that with the newest note first."""
        found: dict[str, Group] = {}
        for number, note in enumerate(self.notes):
            found.setdefault(note.group or f"alone {number}", Group()).notes.append(note)
        return list(found.values())

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self.look()

    def _on_told(self, text: str, about: About | None, trouble: bool) -> None:
        """What the person has just done himself is listed, but nothing that he must look at."""
        self._add(Note(self._context.core.clock.now(), text, trouble, about), unread=trouble)

    def _on_alerts(self, found: tuple[Alert, ...]) -> None:
        """What already held when the program started is listed; the desktop is told only of what is new."""
        ids = {alert.id for alert in found}
        known, self._known = self._known, ids
        for alert in reversed(found):
            if known is not None and alert.id in known:
                continue
            text = self._context.texts(f"shell.alert_{alert.kind}", customer=alert.customer)
            about = _about(alert)
            self._add(Note(alert.at if known is None else self._context.core.clock.now(), text, True, about))
            if known is not None:
                self.alerted.emit(text, about)

    def _add(self, note: Note, unread: bool = True) -> None:
        self.notes.insert(0, note)
        del self.notes[_MOST:]
        self.unread += unread
        self.changed.emit()


def _about(alert: Alert) -> About:
    if alert.kind == "conflict":
        return About("settings", {"section": "sort_out"})
    if alert.activity_id:
        return About("board", {"activity_id": alert.activity_id})
    return About("calls", {"call_id": alert.call_id})


class Desktop(QObject):
    """Shows alerts as the desktop's own notifications where it can; without a sound, and a click leads there."""

    def __init__(self, context: OfficeContext, window: QWidget, notifications: Notifications) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._icon: QSystemTrayIcon | None = None
        self._latest: About | None = None
        notifications.alerted.connect(self._show)

    def _show(self, text: str, about: Any) -> None:
        self._latest = about
        if not QSystemTrayIcon.isSystemTrayAvailable() or not QSystemTrayIcon.supportsMessages():
            return
        if self._icon is None:
            picture = self._context.theme.icon("coffee", "accent", 32)
            self._icon = QSystemTrayIcon(picture, self)
            self._icon.messageClicked.connect(self._open)
            self._icon.show()
        self._icon.showMessage(self._window.windowTitle(), text, QSystemTrayIcon.MessageIcon.Warning)

    def _open(self) -> None:
        self._window.activateWindow()
        self._window.raise_()
        if self._latest is not None:
            self._context.navigation.go(self._latest.place, **self._latest.target)
