"""What a technician says about the course of a visit: seen, on the way, there, paused, a remark."""

from core.commands.base import Command


class MarkSeen(Command, frozen=True, kw_only=True, tag="visit.mark_seen/1"):
    """The technician has opened the job; a first look counts, later ones change nothing."""

    activity_id: str
    assignment_id: str


class ChangeStep(Command, frozen=True, kw_only=True, tag="visit.change_step/1"):
    """The technician's own next step (`core.rules.lifecycle.ASSIGNMENT`); `event_id` is the new row of the timeline."""

    activity_id: str
    assignment_id: str
    event_id: str
    target: str
    reason: str = ""


class AddNote(Command, frozen=True, kw_only=True, tag="visit.add_note/1"):
    """A remark on the visit, for the firm's own eyes unless `visible_to_customer`."""

    activity_id: str
    note_id: str
    text: str
    visible_to_customer: bool = False


COMMANDS = (MarkSeen, ChangeStep, AddNote)
