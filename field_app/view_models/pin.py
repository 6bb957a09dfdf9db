"""Choosing the tablet's PIN: typed twice, so that a slip of the finger does not become the PIN."""

from PySide6.QtCore import QObject, Slot

from field_app.lock import IDLE_CHOICES, LONGEST, SHORTEST
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class PinModel(PageModel):
    """`view.stage` is first, again or differ (the second was another one)."""

    EMPTY = {"typed": 0, "stage": "first", "ready": False, "hasPin": False, "text": "", "minutes": []}

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._typed = self._first = ""

    @Slot()
    def refresh(self) -> None:
        self._present(str(self._view["stage"]))

    @Slot(str)
    def press(self, key: str) -> None:
        if key == "back":
            self._typed = self._typed[:-1]
        elif key.isdigit() and len(self._typed) < LONGEST:
            self._typed += key
        self._present("again" if self._first else "first")

    @Slot()
    def go_on(self) -> None:
        lock = self._context.lock  # type: ignore[attr-defined]
        if not self._first:
            self._first, self._typed = self._typed, ""
            self._present("again")
        elif self._typed == self._first and lock.set_pin(self._typed):
            self._context.messages.say(self.texts("lock.saved"))  # type: ignore[attr-defined]
            self.wentBack.emit()
        else:
            self._first = self._typed = ""
            self._present("differ")

    @Slot()
    def remove(self) -> None:
        self._context.lock.clear_pin()  # type: ignore[attr-defined]
        self._context.messages.say(self.texts("lock.removed"))  # type: ignore[attr-defined]
        self.wentBack.emit()

    @Slot(int)
    def lock_after(self, minutes: int) -> None:
        self._context.lock.set_idle_minutes(minutes)  # type: ignore[attr-defined]
        self.refresh()

    def _present(self, stage: str) -> None:
        chosen = self._context.lock.idle_minutes  # type: ignore[attr-defined]
        self.show(
            text=self.texts("lock.text", minutes=self.texts.minutes(chosen)),
            minutes=[
                {"id": one, "text": self.texts.minutes(one), "chosen": one == chosen} for one in IDLE_CHOICES
            ],
            typed=len(self._typed), stage=stage, ready=SHORTEST <= len(self._typed) <= LONGEST,
            hasPin=self._context.lock.has_pin,  # type: ignore[attr-defined]
        )
