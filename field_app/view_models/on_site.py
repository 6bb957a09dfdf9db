"""Registering a machine or a person met on site, or putting a person's details right; half typed it is in the place."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.commands.base import Command
from core.commands.customers import EditContact
from core.commands.on_site import AddFoundMachine, AddMetContact
from core.queries.customer_people import CustomerPerson, customer_person
from core.queries.machine_lookup import FoundMachine, machines_by_scan
from core.rules.phone import shown
from core.rules.scan_code import ScanCode, read_payload, shown_code
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext

FIELDS = {"machine": ("name", "label", "serial", "position"), "contact": ("name", "role", "phone", "email")}
KNOWN_PERSON = ("name", "role", "mobile", "phone", "email")
_NUMBERS = ("mobile", "phone")
_CODES = ("label", "serial")
"""What a scanner types into the box stays in it."""


@for_qml
class OnSiteModel(PageModel):
    """`kind` is machine or contact; one is registered once, however often the button is touched."""

    EMPTY = {"kind": "machine", "title": "", "subtitle": "", "fields": [], "words": {}, "canSave": False}
    KINDS = ("contact",)

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._contact_id = ""
        self._person: CustomerPerson | None = None
        self._said: dict[str, str] = {}
        self._seen: dict[str, str] = {}

    @Slot()
    def open(
        self, activity_id: str, kind: str = "machine", contact_id: str = "", said: dict[str, Any] | None = None,
        seen: dict[str, Any] | None = None,
    ) -> None:
        """`seen` is what stood there when the person began to type over it: it tells what the office changed since."""
        self._activity_id, self._contact_id = activity_id, contact_id
        self._said = {name: str(text) for name, text in (said or {}).items()}
        self._seen = {name: str(text) for name, text in (seen or {}).items()}
        self.show(kind=kind)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._contact_id:
            self.ask(customer_person, self._activity_id, self._contact_id, done=self._arrived)
        else:
            self._present()

    def _arrived(self, person: CustomerPerson | None) -> None:
        self._person = person
        if person is None:
            self.wentBack.emit()
        else:
            self._present()

    def _present(self) -> None:
        kind = self._view["kind"]
        about = "person" if self._contact_id else kind
        names = KNOWN_PERSON if self._contact_id else FIELDS[kind]
        self.show(
            title=self.texts(f"on_site.title_{about}"), subtitle=self.texts(f"on_site.text_{about}"),
            fields=[
                {
                    "id": name, "label": self.texts(f"on_site.{name}"), "takesCode": name in _CODES,
                    "scans": name == "label",
                }
                for name in names
            ],
            words={name: self._text(name) for name in names}, canSave=self._can_save(),
        )

    def _text(self, name: str) -> str:
        return self._said.get(name, self._shown(name))

    def _shown(self, name: str) -> str:
        """What is known, as people write it."""
        known = self._known(name)
        return shown(known) if name in _NUMBERS and known else known

    def _known(self, name: str) -> str:
        return str(getattr(self._person, name)) if self._person is not None else ""

    def _can_save(self) -> bool:
        return bool(self._text("name").strip())

    @Slot(str, str)
    def write(self, name: str, text: str) -> None:
        self._said[name] = text
        self._seen.setdefault(name, self._known(name))
        self.show(words={**self._view["words"], name: text}, canSave=self._can_save())
        self.keep_place(said=dict(self._said), seen=dict(self._seen))

    @Slot()
    def scan_label(self) -> None:
        """By the camera; the scan page comes back with the code, or shows the machine that has it."""
        self.go("scan", activityId=self._activity_id, purpose="label", said=dict(self._said))

    def scanned(self, text: str) -> bool:
        """A label that a scanner reads; a maker's plate can have the serial number too."""
        if self._view["kind"] != "machine":
            return False
        code = read_payload(text)
        self.ask(machines_by_scan, code.candidates, done=lambda found: self._take_code(code, found))
        return True

    def _take_code(self, code: ScanCode, found: tuple[FoundMachine, ...]) -> None:
        if found:
            self.failed.emit(self.texts(
                "on_site.label_known", code=shown_code(code.code), name=found[0].name, customer=found[0].partner_name
            ))
            return
        for name, text in code_of_machine(code).items():
            self.write(name, text)

    @Slot()
    def save(self) -> None:
        self.do(self._command(), lambda _changes: self._saved())

    def _command(self) -> Command:
        said = {name: text.strip() for name, text in self._said.items()}
        words = tuple(sorted(said.items()))
        first, second = self.id_for_page(*words), self.id_for_page("link", *words)
        if self._view["kind"] == "machine":
            return AddFoundMachine(
                activity_id=self._activity_id, equipment_id=first, link_id=second, name=said.get("name", ""),
                serial=said.get("serial", ""), location_note=said.get("position", ""),
                label=read_payload(said.get("label", "")).code,
            )
        if self._person is None:
            return AddMetContact(
                activity_id=self._activity_id, contact_id=first, name=said.get("name", ""), role=said.get("role", ""),
                phone=said.get("phone", ""), email=said.get("email", ""),
            )
        changed: dict[str, Any] = {name: text for name, text in said.items() if text != self._shown(name)}
        return EditContact(
            contact_id=self._person.id, partner_id=self._person.partner_id,
            base={name: self._seen[name] for name in changed}, **changed,
        )

    def _saved(self) -> None:
        self._context.messages.say(self.texts(f"on_site.saved_{self._view['kind']}"))  # type: ignore[attr-defined]
        self.wentBack.emit()


def code_of_machine(code: ScanCode) -> dict[str, str]:
    """Which of a new machine's words a read code is: a plate with a serial number gives that, anything else is its
    label."""
    return {"serial": code.serial} if code.serial and code.kind == "gs1" else {"label": code.code}
