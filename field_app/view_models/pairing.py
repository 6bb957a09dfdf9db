"""Pairing with an office: by the text of its QR code, or by an address and six digits on both screens."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from core.errors import TulpanError
from field_app.view_models.page_model import PageModel, WorkContext

_WAIT_SECONDS = 2.0
_AGAIN = 300


class PairingModel(PageModel):
    """`step`: ask (how), busy, compare (the digits, before accepting), waiting (for the office), done."""

    EMPTY = {
        "step": "ask", "digits": "", "error": "", "payload": "", "address": "", "nearby": [], "searching": False,
        "office": "", "person": "", "wasPaired": False,
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._joining: Any = None
        self._tablet = context.tablet  # type: ignore[attr-defined]

    @Slot(str)
    def open(self, payload: str = "") -> None:
        self.refresh()
        if payload:
            self.join(payload)

    @Slot()
    def refresh(self) -> None:
        owner = self._tablet.owner
        self.show(wasPaired=bool(owner.office_name), office=owner.office_name)

    @Slot(str)
    def join(self, payload: str) -> None:
        """The text of the QR code, scanned, pasted or handed over at the start."""
        self.show(step="busy", error="", payload=payload)
        self._work(lambda: self._new_joining().join(payload), self._joined)

    @Slot(str)
    def join_address(self, address: str) -> None:
        """An office found nearby or typed by a person; its digits must be compared."""
        self.show(step="busy", error="", address=address)
        self._work(lambda: self._new_joining().join_nearby(address), self._met)

    @Slot()
    def look_around(self) -> None:
        """Asks the network which offices announce themselves."""
        self.show(searching=True)

        def looked() -> list[str]:
            from core.sync.discovery import look_around

            return [address for near in look_around() for address in near.addresses]

        def found(addresses: list[str]) -> None:
            self.show(searching=False, nearby=[{"address": one} for one in dict.fromkeys(addresses)])

        self.tasks.work(looked, found, self._refused, owner=self)

    @Slot()
    def digits_are_equal(self) -> None:
        self._joining.accept()
        self.show(step="waiting")
        self._wait()

    @Slot()
    def start_over(self) -> None:
        self._joining = None
        self.show(step="ask", digits="", error="")

    @Slot()
    def finish(self) -> None:
        self.go("today")

    def _new_joining(self) -> Any:
        from core.sync.joining import Joining

        self._joining = Joining(self.core)
        return self._joining

    def _joined(self, digits: str) -> None:
        self.show(step="waiting", digits=_spaced(digits))
        self._wait()

    def _met(self, digits: str) -> None:
        self.show(step="compare", digits=_spaced(digits))

    def _wait(self) -> None:
        joining = self._joining
        if joining is not None:
            self._work(lambda: (joining, joining.wait(_WAIT_SECONDS)), self._heard)

    def _heard(self, answer: tuple[Any, Any]) -> None:
        joining, outcome = answer
        if joining is not self._joining:
            return
        if outcome.state == "waiting":
            QTimer.singleShot(_AGAIN, self, self._wait)
        elif outcome.state == "confirmed":
            self._joining = None
            self._tablet.paired()
            self.show(step="done", person=outcome.person_name)
            QTimer.singleShot(0, self, self.finish)
        else:
            self.show(step="ask", error=self.texts("sync.pair_refused"))

    def _work(self, function: Any, done: Any) -> None:
        self.tasks.work(function, done, self._refused, owner=self)

    def _refused(self, error: TulpanError) -> None:
        self._joining = None
        self.show(step="ask", error=self.texts.error(error), searching=False)


def _spaced(digits: str) -> str:
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits
