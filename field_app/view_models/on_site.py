"""Registering a machine or a person met on site; what is half typed lives in the page's place."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.commands.on_site import AddFoundMachine, AddMetContact
from core.ids import new_id
from field_app.view_models.page_model import PageModel, WorkContext

FIELDS = {"machine": ("name", "serial", "position"), "contact": ("name", "role", "phone", "email")}


class OnSiteModel(PageModel):
    """`kind` is machine or contact; one is registered once, however often the button is touched."""

    EMPTY = {"kind": "machine", "fields": [], "canSave": False}

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = ""
        self._said: dict[str, str] = {}
        self._ids = (new_id(), new_id())

    @Slot()
    def open(self, activity_id: str, kind: str = "machine", said: dict[str, Any] | None = None) -> None:
        self._activity_id = activity_id
        self._said = {name: str(text) for name, text in (said or {}).items()}
        self.show(kind=kind)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        self.show(
            fields=[
                {"id": name, "label": self.texts(f"on_site.{name}"), "text": self._said.get(name, "")}
                for name in FIELDS[self._view["kind"]]
            ],
            canSave=bool(self._said.get("name", "").strip()),
        )

    @Slot(str, str)
    def write(self, name: str, text: str) -> None:
        self._said[name] = text
        self.show(canSave=bool(self._said.get("name", "").strip()))
        self.keep_place(said=dict(self._said))

    @Slot()
    def save(self) -> None:
        said = {name: text.strip() for name, text in self._said.items()}
        first, second = self._ids
        command: AddFoundMachine | AddMetContact
        if self._view["kind"] == "machine":
            command = AddFoundMachine(
                activity_id=self._activity_id, equipment_id=first, link_id=second, name=said.get("name", ""),
                serial=said.get("serial", ""), location_note=said.get("position", ""),
            )
        else:
            command = AddMetContact(
                activity_id=self._activity_id, contact_id=first, name=said.get("name", ""), role=said.get("role", ""),
                phone=said.get("phone", ""), email=said.get("email", ""),
            )
        self.do(command, lambda _changes: self._saved())

    def _saved(self) -> None:
        self._context.messages.say(self.texts(f"on_site.saved_{self._view['kind']}"))  # type: ignore[attr-defined]
        self.wentBack.emit()
