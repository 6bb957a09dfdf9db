"""Time as it is recorded: in whole minutes, as the clock on the wall shows them, and not in the time to come."""

from datetime import datetime, timedelta

AHEAD = timedelta(minutes=15)
"""Who packs his tools may count the last minutes in; an hour that has not passed is nobody's working time."""


def whole_minute(moment: datetime) -> datetime:
    """The minute that a clock shows: spans that meet then meet exactly, and what is shown adds up."""
    return moment.replace(second=0, microsecond=0)


def minutes_between(start: datetime, end: datetime) -> int:
    return round((end - start).total_seconds() / 60)


def has_passed(start: datetime, minutes: int, now: datetime) -> bool:
    """Whether so much time from `start` is over, so that it can be recorded as it was planned."""
    return start + timedelta(minutes=minutes) <= now


def may_end(end: datetime, now: datetime) -> bool:
    """Whether a record may end then."""
    return end <= now + AHEAD
