"""What every page of the tablet program is given: core through tasks, texts, look, navigation and the sync."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from core.bootstrap import Core
from core.errors import TulpanError
from core.qt.tasks import Tasks
from field_app.device.position import Whereabouts
from field_app.language import Language
from field_app.lock import Lock
from field_app.look import Look
from field_app.unkept import UnkeptAnswers

if TYPE_CHECKING:
    from field_app.navigation import Navigation
    from field_app.tablet import Tablet


class Messages(QObject):
    """Sentences to the technician; the window shows them as toasts. `tone` is good, info, warn or bad.

    One may offer something to do, for as long as it is shown; it is always the newest offer that is.
    """

    said = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._act: Callable[[], None] | None = None

    def say(self, text: str, tone: str = "good") -> None:
        self.said.emit(text, tone, "")

    def offer(self, text: str, tone: str, act_text: str, act: Callable[[], None]) -> None:
        """A sentence with a button, which does its work once."""
        self._act = act
        self.said.emit(text, tone, act_text)

    @Slot()
    def act(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()


@dataclass
class FieldContext:
    """One tablet's world. Pages never reach past it; `navigation` and `tablet` are there before the first page is."""

    core: Core
    tasks: Tasks
    texts: Language
    look: Look
    messages: Messages
    settings: QSettings
    navigation: "Navigation"
    tablet: "Tablet"
    lock: Lock
    unkept: UnkeptAnswers
    whereabouts: Whereabouts

    def now(self) -> datetime:
        return self.core.clock.now()

    def report(self, error: TulpanError | str) -> None:
        self.messages.say(self.texts.error(error) if isinstance(error, TulpanError) else error, "bad")
