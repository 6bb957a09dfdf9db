"""Somebody is away: what makes planning leave him out."""

from datetime import datetime

from core.commands.base import Command


class RecordAbsence(Command, frozen=True, kw_only=True, tag="absence.record/1"):
    """A person is away from `start` to `end` (UTC); `kind` is sick, vacation, child_care, training or other."""

    absence_id: str
    person_id: str
    start: datetime
    end: datetime
    kind: str = "sick"
    note: str = ""


class RemoveAbsence(Command, frozen=True, kw_only=True, tag="absence.remove/1"):
    """He is there after all."""

    absence_id: str


COMMANDS = (RecordAbsence, RemoveAbsence)
