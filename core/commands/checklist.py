"""Filling in a checklist on a visit."""

from typing import Any

from core.commands.base import Command


class StartChecklist(Command, frozen=True, kw_only=True, tag="checklist.start/1"):
    """A checklist is begun on a visit, in the version that was published then."""

    activity_id: str
    instance_id: str
    version_id: str
    equipment_id: str | None = None


class AnswerStep(Command, frozen=True, kw_only=True, tag="checklist.answer/1"):
    """One answer; answering again adds a row and the latest counts. An empty `value` takes the answer back.

    yes_no {"answer": "yes|no|na"} · choice {"choice": [option id or text, …]} · measure {"value": "1.05"} ·
    text {"text": …} · photo {} · instruction {"read": true} · number {"value": "12"} · counter {"value": "3"} ·
    date {"at": "2026-11-24"} or {"at": "2026-11-24T10:30"} · scan {"code": …} ·
    signature {"name": …, "strokes": [[[x, y, ms], …], …]} · any of them {"cannot": true} with a reason
    """

    activity_id: str
    instance_id: str
    answer_id: str
    element_id: str
    value: dict[str, Any]
    reason: str = ""
    reading_id: str = ""


class CloseChecklist(Command, frozen=True, kw_only=True, tag="checklist.close/1"):
    """Everything that is required has been answered."""

    activity_id: str
    instance_id: str


class ReopenChecklist(Command, frozen=True, kw_only=True, tag="checklist.reopen/1"):
    """A closed checklist is corrected before the visit is finished."""

    activity_id: str
    instance_id: str


class DropChecklist(Command, frozen=True, kw_only=True, tag="checklist.drop/1"):
    """One that was begun by mistake is put away, as long as nothing has been answered in it."""

    activity_id: str
    instance_id: str


COMMANDS = (StartChecklist, AnswerStep, CloseChecklist, ReopenChecklist, DropChecklist)
