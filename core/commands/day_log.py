"""A technician's own day log: the day's begin and end, and what was done between the jobs."""

from datetime import datetime

from core.commands.base import Command


class KeepDayEntry(Command, frozen=True, kw_only=True, tag="day_log.keep/1"):
    """An entry of the author's day as it is from now on; the first one makes it.

    Kind «day» is the working day; else work, travel, break, office, standby. Without `end` it runs. Times: aware UTC.
    """

    entry_id: str
    kind: str
    start: datetime
    end: datetime | None = None
    note: str = ""


class RemoveDayEntry(Command, frozen=True, kw_only=True, tag="day_log.remove/1"):
    """The author takes an entry out of his day; it stays in the history."""

    entry_id: str


COMMANDS = (KeepDayEntry, RemoveDayEntry)
