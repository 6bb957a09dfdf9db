"""Pairing with an office: by its QR code (camera, picture, text), by six digits on both screens, or by a file."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Slot

from core.errors import TulpanError, UserError
from core.rules.scan_code import read_payload
from core.sync.faults import OfficeUnreachable
from core.sync.pairing_offer import PREFIX
from field_app.device.drives import Drive, drives
from field_app.qml_module import for_qml
from field_app.view_models.drive_choice import drive_rows
from field_app.view_models.page_model import PageModel, WorkContext

_AGAIN = 300
_AFTER_SILENCE = 2_000
_LOOK_AGAIN = 3_000


@for_qml
class PairingModel(PageModel):
    """`step`: ask (how), busy, compare (the digits, before accepting), waiting (for the office), done; by a file:
    aloud (thirty digits that both read), away (the stick is on its way to the office and back). `silent`: the office
    did not answer the last question; it is asked again."""

    EMPTY = {
        "step": "ask", "digits": "", "error": "", "payload": "", "address": "", "nearby": [], "searching": False,
        "silent": False, "office": "", "person": "", "wasPaired": False, "drives": [], "place": "", "fingerprint": "",
        "fileOffice": "", "owesKey": False,
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
        else:
            self._work(self._meeting, self._go_on)

    def _meeting(self) -> Any:
        """What was agreed with an office before this program was started again."""
        from core.sync.joining import Joining

        return Joining.resumed(self.core)

    def _go_on(self, joining: Any) -> None:
        if joining is None or self._joining is not None or self._view["step"] != "ask":
            self._work(self._file_standing, self._show_file)
            return
        self._joining = joining
        self.show(step="waiting" if joining.is_accepted else "compare", digits=_spaced(joining.digits), silent=False)
        self._wait()

    @Slot(QUrl)
    def read_picture(self, url: QUrl) -> None:
        """A picture of the office's screen, taken with any phone."""
        path = Path(url.toLocalFile())

        def read() -> str:
            from core.integrations.scanning.pictures import code_in_picture

            return code_in_picture(path).raw

        self.show(step="busy", error="")
        self._work(read, self.join)

    @Slot()
    def refresh(self) -> None:
        owner = self._tablet.owner
        owes_key = bool(self.core.vault.owed)
        self.show(wasPaired=bool(owner.office_name), office=owner.office_name, owesKey=owes_key)

    @Slot()
    def choose_key(self) -> None:
        self.go("encryption")

    @Slot(str)
    def join(self, payload: str) -> None:
        """The text of the QR code, scanned, pasted or handed over at the start."""
        self.show(step="busy", error="", payload=payload)
        self._work(lambda: self._new_joining().join(payload), self._joined)

    def scanned(self, text: str) -> bool:
        offer = read_payload(text).raw
        if self._view["step"] == "ask" and offer.upper().startswith(PREFIX):
            self.join(offer)
        return True

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
        self.show(step="waiting")
        self.tasks.work(self._joining.accept, owner=self)

    @Slot()
    def start_over(self) -> None:
        if self._view["step"] in ("aloud", "away"):
            self.tasks.work(lambda: self._file().forget(), owner=self)
        joining, self._joining = self._joining, None
        self.show(step="ask", digits="", error="", fingerprint="", silent=False)
        if joining is not None:
            self.tasks.work(joining.leave, self._left, owner=self)

    def depart(self) -> None:
        """Whoever leaves the page gives up, and the office hears of it; a program that ends goes on after its start."""
        joining, self._joining = self._joining, None
        tablet = self._tablet
        if joining is not None:
            self.tasks.work(
                joining.leave, lambda outcome: tablet.paired() if outcome.state == "confirmed" else None, owner=tablet
            )

    # ---- By a file --------------------------------------------------------------------------------------------------

    @Slot(str)
    def join_folder(self, place: str) -> None:
        """Answers the office's offer that lies in this folder or on this stick."""
        if place.strip():
            self.show(step="busy", error="", place=place.strip())
            self._work(lambda: _join_by_file(self._file(), place.strip()), self._show_file)

    @Slot(QUrl)
    def join_folder_at(self, folder: QUrl) -> None:
        self.join_folder(folder.toLocalFile())

    @Slot()
    def read_aloud_equal(self) -> None:
        """The office read the same thirty digits."""

        def accept() -> tuple[str, str, bool]:
            self._file().accept()
            return self._file_standing()[0]

        self._work(lambda: (accept(), drives()), self._show_file)

    @Slot(str)
    def look_again(self, place: str = "") -> None:
        """The stick is back: has the office answered?"""
        self._work(lambda: self._file().look(place.strip()), self._heard_by_file)

    def _file(self) -> Any:
        from core.sync.joining_file import FileJoining

        return FileJoining(self.core)

    def _file_standing(self) -> tuple[tuple[str, str, bool], tuple[Drive, ...]]:
        """The introduction that waits (digits, office, accepted), and the drives to choose from."""
        file = self._file()
        return (file.fingerprint, file.office_name, file.is_accepted), drives()

    def _show_file(self, standing: tuple[tuple[str, str, bool], tuple[Drive, ...]]) -> None:
        (digits, office, accepted), found = standing
        self.show(drives=drive_rows(self.texts, found, self._view["place"]), fingerprint=digits, fileOffice=office)
        if digits:
            self.show(step="away" if accepted else "aloud", error="")
            if accepted:
                self._look_later()
        elif self._view["step"] == "busy":
            self.show(step="ask")

    @Slot()
    def _look_later(self) -> None:
        if self._view["step"] == "away":
            QTimer.singleShot(_LOOK_AGAIN, self, self._look_by_itself)

    @Slot()
    def _look_by_itself(self) -> None:
        """A synced folder brings the answer by itself; one that is not there now says nothing."""
        if self._view["step"] == "away":
            self.tasks.work(self._file().look, self._heard_by_file, lambda _error: self._look_later(), self)

    def _heard_by_file(self, outcome: Any) -> None:
        if outcome.state == "confirmed":
            self._joined_office(outcome)
        else:
            self._look_later()

    @Slot()
    def finish(self) -> None:
        self.go("today")

    def _new_joining(self) -> Any:
        from core.sync.joining import Joining

        self._joining = Joining(self.core)
        return self._joining

    def _joined(self, digits: str) -> None:
        self.show(step="waiting", digits=_spaced(digits), silent=False)
        self._wait()

    def _met(self, digits: str) -> None:
        self.show(step="compare", digits=_spaced(digits), silent=False)
        self._wait()

    @Slot()
    def _wait(self) -> None:
        joining = self._joining
        if joining is not None:
            self.tasks.work(
                lambda: (joining, joining.wait()), self._heard, lambda error: self._not_heard(joining, error), self
            )

    def _heard(self, answer: tuple[Any, Any]) -> None:
        joining, outcome = answer
        if joining is not self._joining:
            return
        if outcome.state == "waiting":
            self.show(silent=False)
            QTimer.singleShot(_AGAIN, self, self._wait)
        elif outcome.state == "confirmed":
            self._joined_office(outcome)
        else:
            self._give_up("field.pairing_expired" if outcome.state == "expired" else "field.pairing_office_left")

    def _not_heard(self, joining: Any, error: TulpanError) -> None:
        """An answer that got lost is asked for again, as long as somebody at the office can still confirm."""
        if joining is not self._joining:
            return
        if not isinstance(error, OfficeUnreachable):
            self._refused(error)
        elif joining.has_run_out:
            self._give_up("field.pairing_expired")
        else:
            self.show(silent=True)
            QTimer.singleShot(_AFTER_SILENCE, self, self._wait)

    def _left(self, outcome: Any) -> None:
        """Both had said yes before this tablet's person gave up: then it is the office's."""
        if outcome.state == "confirmed":
            self._joined_office(outcome)

    def _joined_office(self, outcome: Any) -> None:
        self._joining = None
        self._tablet.paired()
        self.show(step="done", person=outcome.person_name)
        QTimer.singleShot(0, self, self.finish)

    def _give_up(self, text_key: str) -> None:
        self._joining = None
        self.show(step="ask", error=self.texts(text_key), silent=False)

    def _work(self, function: Any, done: Any) -> None:
        self.tasks.work(function, done, self._refused, owner=self)

    def _refused(self, error: TulpanError) -> None:
        self._joining = None
        self.show(step="ask", error=self.texts.error(error), searching=False)


def _join_by_file(file: Any, place: str) -> tuple[tuple[str, str, bool], tuple[Drive, ...]]:
    offers = file.offers(place)
    if not offers:
        raise UserError("sync.error_no_offer")
    digits = file.join(place, offers[0])
    return (digits, offers[0].offer.office_name, False), drives()


def _spaced(digits: str) -> str:
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 else digits
