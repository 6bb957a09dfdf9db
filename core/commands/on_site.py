"""What a technician finds at the customer's that nobody had registered: a machine, a person."""

from typing import Literal

from core.commands.base import Command


class AddFoundMachine(Command, frozen=True, kw_only=True, tag="on_site.add_machine/1"):
    """A machine of the visit's customer, at the visit's address; it becomes one of the call's machines. `label` is the
    code on it, when somebody has put one there; without it its number is its code."""

    activity_id: str
    equipment_id: str
    link_id: str
    name: str
    serial: str = ""
    location_note: str = ""
    category: str = "espresso"
    label: str = ""


class AddMetContact(Command, frozen=True, kw_only=True, tag="on_site.add_contact/1"):
    """A person at the visit's customer; the call's contact when it had none."""

    activity_id: str
    contact_id: str
    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


class GiveCode(Command, frozen=True, kw_only=True, tag="on_site.give_code/1"):
    """A code that nobody knew is a machine's label, or an article's bar code; one more where it has one.

    Without a `code` the one named by `instead_of` is taken away again, if it is still there.
    """

    kind: Literal["machine", "article"]
    object_id: str
    code: str
    instead_of: str = ""
    activity_id: str = ""


COMMANDS = (AddFoundMachine, AddMetContact, GiveCode)
