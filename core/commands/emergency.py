"""Something urgent goes in between, and what stands in its way is pushed: one decision, one undo."""

from datetime import datetime

import msgspec

from core.commands.base import Command


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """A visit with the same technician, from another start (UTC)."""

    activity_id: str
    start: datetime


class InsertVisit(Command, frozen=True, kw_only=True, tag="emergency.insert_visit/1"):
    """Plans the visit for this person at this time (UTC) and moves the pushed ones."""

    activity_id: str
    person_id: str
    start: datetime
    pushed: tuple[Pushed, ...] = ()


COMMANDS = (InsertVisit,)
