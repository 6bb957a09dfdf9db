"""Whether this tablet's disk tells anything: off, a key that the computer keeps, or one that a PIN opens."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Slot

from core.errors import UserError
from core.storage.encrypting import Form
from core.storage.vault import SHORTEST_PIN, can_encrypt
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext

_LONGEST = 8
_ICONS = {"": "lock-open", "system": "monitor", "pin": "key-round"}


@for_qml
class EncryptionModel(PageModel):
    """`view.stage`: rest, old (the PIN that holds now), first, again, differ (the new one), sure (before it is done).

    `wish` is what the person wants to have: off, system or pin.
    """

    EMPTY = {
        "choices": [], "stage": "rest", "wish": "", "typed": 0, "ready": False, "busy": False, "says": "", "text": "",
        "asksDigits": False, "restarts": False,
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._kept = self.core.vault.kept
        self._wish: str | None = None
        self._old = self._first = self._typed = ""

    @Slot()
    def refresh(self) -> None:
        self._present(str(self._view["stage"]))

    @Slot(str)
    def choose(self, wish: str) -> None:
        """Begins with what has to be known first; the PIN that holds may be changed for another."""
        wish = "" if wish == "off" else wish
        self._forget()
        if wish == self._kept != "pin":
            self._present("rest")
        elif wish and not can_encrypt():
            self.complain(UserError("vault.no_extra"))
        elif wish == "system":
            self._wish = wish
            self._work(self.core.vault.try_keystore, lambda _: self._present("old" if self._kept == "pin" else "sure"))
        else:
            self._wish = wish
            self._present("old" if self._kept == "pin" else "first" if wish == "pin" else "sure")

    @Slot(str)
    def press(self, key: str) -> None:
        if key == "back":
            self._typed = self._typed[:-1]
        elif key.isdigit() and len(self._typed) < _LONGEST:
            self._typed += key
        stage = str(self._view["stage"])
        self._present("first" if stage == "differ" else stage)

    @Slot()
    def go_on(self) -> None:
        typed, self._typed = self._typed, ""
        match self._view["stage"]:
            case "old":
                self._old = typed
                self._work(
                    lambda: self.core.vault.open(typed),
                    lambda _: self._present("first" if self._wish == "pin" else "sure"),
                )
            case "again" if typed == self._first:
                self._present("sure")
            case "again":
                self._first = ""
                self._present("differ")
            case "sure":
                self._do()
            case _:
                self._first = typed
                self._present("again")

    @Slot()
    def cancel(self) -> None:
        self._forget()
        self._present("rest")

    def _do(self) -> None:
        if self._restarts:
            self.show(busy=True)
            self._context.tablet.encryptionAsked.emit(  # type: ignore[attr-defined]
                Form(is_encrypted=bool(self._wish), pin=self._first if self._wish else self._old)
            )
            return
        old, new = self._old, self._first
        self._work(lambda: self.core.vault.change_pin(old, new), self._changed)

    def _changed(self, _answer: object) -> None:
        self._kept = self.core.vault.kept
        self.cancel()
        self._context.messages.say(self.texts(f"encryption.changed_{self._kept}"))  # type: ignore[attr-defined]

    @property
    def _restarts(self) -> bool:
        """The data itself is written anew; another keeper of the same key needs no more than the key's own file."""
        return bool(self._wish) != bool(self._kept)

    def _work(self, function: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self.show(busy=True)
        self.tasks.work(function, done, self._failed, owner=self)

    def _failed(self, error: Any) -> None:
        stage = str(self._view["stage"])
        self._typed = ""
        if stage == "rest":
            self._forget()
        self._present(stage)
        self.complain(error)

    def _forget(self) -> None:
        self._wish = None
        self._old = self._first = self._typed = ""

    def _present(self, stage: str) -> None:
        texts, wish = self.texts, self._wish
        name = wish or "off"
        asks = stage in ("old", "first", "again", "differ")
        how = "restart" if self._restarts else "at_once"
        self.show(
            choices=[
                {
                    "id": one or "off", "text": texts(f"encryption.choose_{one or 'off'}"), "icon": _ICONS[one],
                    "detail": texts(f"encryption.what_{one or 'off'}"),
                    "chosen": one == (self._kept if wish is None else wish),
                }
                for one in _ICONS
            ],
            stage=stage, wish="" if wish is None else name, typed=len(self._typed), busy=False, asksDigits=asks,
            ready=len(self._typed) >= SHORTEST_PIN if asks else stage == "sure", restarts=self._restarts,
            text=texts(f"encryption.is_{self._kept or 'off'}"),
            says=texts(f"encryption.sure_{name}_{how}") if stage == "sure"
            else texts(f"encryption.stage_{stage}", count=SHORTEST_PIN) if asks else "",
        )
