"""One visit made into two: the same once more, or the rest of it on another day."""

from datetime import datetime

from core.commands.base import Command
from core.commands.dispatch import KeptVisit


class CopyVisit(Command, frozen=True, kw_only=True, tag="copies.copy_visit/1"):
    """The same work once more for the same call, not planned yet; `kept` plans it as it was before an undo."""

    activity_id: str
    copy_id: str
    with_parts: bool = True
    kept: KeptVisit | None = None


class SplitVisit(Command, frozen=True, kw_only=True, tag="copies.split_visit/1"):
    """The visit ends after `first_minutes`; what is left of it is planned for this person at this time (UTC), or waits
    among the unplanned without them."""

    activity_id: str
    rest_id: str
    first_minutes: int
    person_id: str | None = None
    start: datetime | None = None


class RemoveCopy(Command, frozen=True, kw_only=True, tag="copies.remove_copy/1"):
    """Takes a copy away again while nothing has been done with it; `copied_from` is what it was made of."""

    activity_id: str
    copied_from: str


COMMANDS = (CopyVisit, SplitVisit, RemoveCopy)
