"""What every page of the office program is given: core through tasks, texts, theme, messages and navigation."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from core.bootstrap import Core
from core.changes import Changes
from core.commands.base import Command
from core.errors import TulpanError
from core.qt.live_texts import LiveTexts
from core.qt.tasks import Tasks
from office_app.remembered import MAIN, Remembered
from office_app.theme import Theme
from office_app.undo import UndoHistory


@dataclass(frozen=True, slots=True)
class About:
    """What a sentence is about: a place and what to open there."""

    place: str
    target: dict[str, str]


class Messages(QObject):
    """Sentences to the person at the screen; the main window shows them as toasts, the bell keeps them (`told`)."""

    shown = Signal(str, object)
    noted = Signal(str)
    failed = Signal(str)
    told = Signal(str, object, bool)

    def show(self, text: str, undo: Callable[[], None] | None = None, about: About | None = None) -> None:
        self.shown.emit(text, undo)
        self.told.emit(text, about, False)

    def note(self, text: str) -> None:
        """Something to know that was neither done nor gone wrong; nobody has to read it later."""
        self.noted.emit(text)

    def fail(self, text: str) -> None:
        self.failed.emit(text)
        self.told.emit(text, None, True)


class Navigation(QObject):
    """Ways to other places: `go("calls", call_id=…)`. Pages with an `open(**target)` method receive the target."""

    requested = Signal(str, dict)

    def go(self, place: str, **target: Any) -> None:
        self.requested.emit(place, target)


@dataclass
class OfficeContext:
    """One window's world. Pages never reach past it.

    `services` holds what the application runs in the background by name: hub, gateway, pairing.
    """

    core: Core
    tasks: Tasks
    texts: LiveTexts
    theme: Theme
    undo: UndoHistory
    messages: Messages
    navigation: Navigation
    settings: QSettings
    services: dict[str, Any] = field(default_factory=dict)

    @property
    def remembered(self) -> Remembered:
        """What whoever sits here now left in the main window."""
        return self.remembered_in(MAIN)

    def remembered_in(self, window: str) -> Remembered:
        return Remembered(self.settings, self.tasks.author_id, window)

    def do(
        self, command: Command, done: Callable[[Changes], None] | None = None, *, toast: bool = True,
        failed: Callable[[TulpanError], None] | None = None, owner: QObject | None = None,
    ) -> None:
        """Runs a command a person gave: remembers its undo, shows its label with «Ångra», reports a refusal."""

        def present() -> bool:
            return owner is None or shiboken6.isValid(owner)

        def finished(changes: Changes) -> None:
            self.undo.end(changes)
            if toast and changes.label is not None:
                undo = (lambda: self.undo.undo(changes)) if changes.undo else None
                self.messages.show(self.texts.label(changes.label), undo, about(changes))
            if done is not None and present():
                done(changes)

        def refused(error: TulpanError) -> None:
            self.undo.end(None)
            (failed if failed is not None and present() else self.report)(error)

        self.undo.begin()
        self.tasks.run(command, finished, refused)

    def report(self, error: TulpanError) -> None:
        self.messages.fail(self.texts.error(error))


def about(changes: Changes) -> About | None:
    """The job or call that a step was about."""
    for kind, place, name in (("activity", "board", "activity_id"), ("service_call", "calls", "call_id")):
        ids = changes.ids(kind)
        if ids:
            return About(place, {name: changes.result if changes.result in ids else min(ids)})
    return None


PageFactory = Callable[[OfficeContext], QWidget]
