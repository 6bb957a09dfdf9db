"""Setting up the firm and its people."""

from typing import Any

from core.commands.base import Command


class SetUpFirm(Command, frozen=True, kw_only=True, tag="firm.set_up/1"):
    """The first command in an empty database: the firm and the person at the screen."""

    name: str
    person_id: str
    person_name: str
    language: str = "sv"


class EditFirm(Command, frozen=True, kw_only=True, tag="firm.edit/1"):
    """New values for the firm's fields (column name → value); `settings` are merged into the kept ones."""

    fields: dict[str, str]
    settings: dict[str, Any] = {}


class SavePerson(Command, frozen=True, kw_only=True, tag="firm.save_person/1"):
    """A new or changed co-worker; a new technician gets a van and working days 07–16."""

    person_id: str
    name: str
    roles: str = "technician"
    phone: str = ""
    email: str = ""
    active: bool = True
    van_id: str = ""


COMMANDS = (SetUpFirm, EditFirm, SavePerson)
