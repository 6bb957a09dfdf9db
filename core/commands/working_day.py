"""What bounds one day of a technician: its break, time held for something else, and how long somebody is away."""

from datetime import date, datetime

from core.commands.base import Command


class MoveBreak(Command, frozen=True, kw_only=True, tag="working_day.move_break/1"):
    """The break of this person on this day lies here (UTC). Without times it is the pattern's again."""

    person_id: str
    day: date
    start: datetime | None = None
    end: datetime | None = None


class ReserveTime(Command, frozen=True, kw_only=True, tag="working_day.reserve/1"):
    """This person's time is taken by something that is no job: a meeting, the workshop."""

    reservation_id: str
    person_id: str
    start: datetime
    end: datetime
    title: str = ""


class FreeTime(Command, frozen=True, kw_only=True, tag="working_day.free/1"):
    """The reservation is given up."""

    reservation_id: str


class MoveReservation(Command, frozen=True, kw_only=True, tag="working_day.move_reservation/1"):
    reservation_id: str
    start: datetime
    end: datetime


class MoveAbsence(Command, frozen=True, kw_only=True, tag="working_day.move_absence/1"):
    """Somebody is away from another time, or until another."""

    absence_id: str
    start: datetime
    end: datetime


COMMANDS = (MoveBreak, ReserveTime, FreeTime, MoveReservation, MoveAbsence)
