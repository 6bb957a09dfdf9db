"""What a technician finds on site that this visit will not settle: another machine's fault, work to come back for."""

from typing import Literal

from core.commands.base import Command


class ReportFault(Command, frozen=True, kw_only=True, tag="visit.report_fault/1"):
    """A fault on a machine that this visit is not about; at the office it becomes the draft of a new call.

    `equipment_id` is None for a machine nobody has registered. `photo_ids` are photos already taken on the visit.
    """

    activity_id: str
    call_id: str
    note_id: str
    text: str
    equipment_id: str | None = None
    urgent: bool = False
    photo_ids: tuple[str, ...] = ()


class ProposeReturn(Command, frozen=True, kw_only=True, tag="visit.propose_return/1"):
    """Work that needs another visit; at the office all proposals of a visit gather in the draft of its next one."""

    activity_id: str
    note_id: str
    text: str
    photo_ids: tuple[str, ...] = ()


class ReportMachine(Command, frozen=True, kw_only=True, tag="visit.report_machine/1"):
    """What a machine needs that nobody has a visit at: a fault, or work to come for; at the office the draft of a call.
    """

    call_id: str
    equipment_id: str
    text: str
    need: Literal["fault", "visit"] = "fault"
    urgent: bool = False


COMMANDS = (ReportFault, ProposeReturn, ReportMachine)
