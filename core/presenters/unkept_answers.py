"""Answers that the store refused (the disk is full): they stand on their steps until they are kept."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.queries.checklist_run import ChecklistRun


@dataclass(frozen=True, slots=True)
class UnkeptAnswer:
    """`again`: the store may take it as it is once there is room; else a person has to change it."""

    value: dict[str, Any]
    reason: str
    again: bool


Unkept = Mapping[str, Mapping[str, UnkeptAnswer]]
"""By checklist and step."""


def with_unkept(run: ChecklistRun, unkept: Mapping[str, UnkeptAnswer]) -> ChecklistRun:
    """The checklist as it would stand; what counts as answered or judged is what is kept."""
    steps = tuple(
        replace(step, answer=given.value or None, reason=given.reason, verdict="none", unkept=True)
        if (given := unkept.get(step.element_id)) is not None
        else step
        for step in run.steps
    )
    return replace(run, steps=steps)


def with_answer(unkept: Unkept, instance_id: str, element_id: str, given: UnkeptAnswer | None) -> Unkept:
    """With this answer, or without one, on this step."""
    steps = {key: one for key, one in unkept.get(instance_id, {}).items() if key != element_id}
    if given is not None:
        steps[element_id] = given
    others = {key: held for key, held in unkept.items() if key != instance_id}
    return {**others, instance_id: steps} if steps else others


def written(unkept: Unkept) -> str:
    """As text; empty when there are none."""
    if not unkept:
        return ""
    rows = [
        [instance_id, element_id, one.value, one.reason, one.again]
        for instance_id, steps in unkept.items() for element_id, one in steps.items()
    ]  # fmt: skip
    return json.dumps(rows)


def read(text: str) -> Unkept:
    """What `written` wrote; anything else is nothing."""
    try:
        rows: Iterable[Any] = json.loads(text or "[]")
        unkept: Unkept = {}
        for instance_id, element_id, value, reason, again in rows:
            unkept = with_answer(
                unkept, str(instance_id), str(element_id), UnkeptAnswer(dict(value), str(reason), bool(again))
            )
        return unkept
    except (ValueError, TypeError):
        return {}
