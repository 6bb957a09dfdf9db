"""The flow of filling in a checklist: which step is open, what comes next, and when it moves on by itself."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from core.queries.checklist_run import ChecklistRun, RunStep
from core.rules.checklist import chosen

RESTING, RESTING_ON_A_GAP = 400, 2000
"""Milliseconds after a page has turned in which «Nästa» does not answer: by hand, and by itself to an empty step."""
REACTION = 250
"""Milliseconds that nobody is quicker than: a tap that comes sooner after the page has turned was meant for the one
before, and answers nothing."""
UNDO_MILLISECONDS = 600
"""How long the chip that takes an automatic step back is shown before the next page comes."""


@dataclass(frozen=True, slots=True)
class ChecklistFlow:
    """One checklist with its open step. Moving is always free; only closing asks for the required answers.

    Whoever has asked for what is missing (`mending`) goes on from one missing step to the next, not through answered
    ones, until he goes somewhere by himself.
    """

    run: ChecklistRun
    current_id: str | None
    mending: bool = False

    @property
    def steps(self) -> tuple[RunStep, ...]:
        """The steps without headings; those not called for stay, struck through."""
        return tuple(step for step in self.run.steps if step.number)

    @property
    def walkable(self) -> tuple[RunStep, ...]:
        return tuple(step for step in self.steps if step.visible)

    @property
    def current(self) -> RunStep | None:
        return next((step for step in self.steps if step.element_id == self.current_id), None)

    @property
    def next(self) -> RunStep | None:
        """The step that «Nästa: …» names; None on the last one."""
        if self.mending:
            return self._missing_after
        return next((step for step in self.walkable if step.number > self._number), None)

    @property
    def previous(self) -> RunStep | None:
        return next((step for step in reversed(self.walkable) if step.number < self._number), None)

    @property
    def _number(self) -> int:
        return self.current.number if self.current else 0

    @property
    def required_left(self) -> tuple[RunStep, ...]:
        return tuple(step for step in self.steps if step.element_id in self.run.required_left)

    @property
    def can_close(self) -> bool:
        return not self.run.required_left

    @property
    def misses_others(self) -> bool:
        """Whether another step than this one must be answered still."""
        return self._missing_after is not None

    @property
    def _missing_after(self) -> RunStep | None:
        """The first other required step without an answer, looking forward from here first."""
        left = [step for step in self.required_left if step.element_id != self.current_id]
        return next((step for step in left if step.number > self._number), next(iter(left), None))

    def go_next(self) -> "ChecklistFlow":
        return replace(self, current_id=self.next.element_id) if self.next else self

    def go_back(self) -> "ChecklistFlow":
        return self.go_to(self.previous.element_id) if self.previous else self

    def go_to(self, element_id: str) -> "ChecklistFlow":
        """Opens a step that is called for; anything else changes nothing."""
        known = any(step.element_id == element_id for step in self.walkable)
        return replace(self, current_id=element_id, mending=False) if known else self

    def come_back_to(self, element_id: str) -> "ChecklistFlow":
        """The same way through the checklist, at this step."""
        return replace(self.go_to(element_id), mending=self.mending)

    def go_to_missing(self) -> "ChecklistFlow":
        """Opens the first required step without an answer, looking forward from here first."""
        target = self._missing_after
        return replace(self, current_id=target.element_id if target else self.current_id, mending=bool(target))

    def refreshed(self, run: ChecklistRun) -> "ChecklistFlow":
        """The same place in newer content: an answer, or another tablet's, may have taken the open step away."""
        flow = replace(self, run=run)
        if flow.current is not None and flow.current.visible:
            return flow
        number = self._number
        after = next((step for step in flow.walkable if step.number >= number), None)
        last = flow.walkable[-1] if flow.walkable else None
        target = after or last
        return replace(flow, current_id=target.element_id if target else None)


def begin(run: ChecklistRun, *, missing: bool = False) -> ChecklistFlow:
    """Opens at the first step without an answer (the app comes back to where it was), or at the last one.

    With `missing`, at the first one that must be answered.
    """
    flow = ChecklistFlow(run, None)
    if missing and run.required_left:
        return flow.go_to_missing()
    target = next((step for step in flow.walkable if not step.answered), None)
    if target is None and flow.walkable:
        target = flow.walkable[-1]
    return replace(flow, current_id=target.element_id if target else None)


def moves_on_by_itself(step: RunStep, value: Mapping[str, Any]) -> bool:
    """An answer that one touch gives does, when the step wants nothing more: no photo, no words of what was found.

    Where several touches or letters make the answer only «Nästa» knows that it is done.
    """
    given: tuple[str, ...] = ()
    if step.kind == "yes_no":
        given = (str(value.get("answer", "")),)
    elif step.kind == "choice" and not step.multiple:
        given = chosen(value)
    one_touch = bool(given) or (step.kind == "instruction" and value.get("read") is True)
    deviates = any(one in step.deviating for one in given)
    return one_touch and not deviates and len(step.photos) >= step.photo_min


def rest_after_turn(flow: ChecklistFlow, *, by_itself: bool) -> int:
    """How long «Nästa» rests: a tap in that time was meant for the step before.

    Whoever answers and then reaches for «Nästa» as he does everywhere else needs a second or two for it, in which the
    page has turned by itself. Where that tap would leave a step behind unanswered it is waited for; an answer ends it.
    """
    step = flow.current
    leaves_a_gap = step is not None and not step.answered
    return RESTING_ON_A_GAP if by_itself and leaves_a_gap else RESTING
