"""The one table of states: which step may follow which, by whom, and what a call's visits say about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Who = Literal["planner", "technician", "office"]

STEPS_OPEN = ("new", "accepted", "travelling", "arrived", "working", "paused", "wrapping_up")
STEPS_ENDED = ("done", "rejected", "aborted", "cancelled")
STEPS_ON_SITE = ("arrived", "working", "paused", "wrapping_up")
OUTCOMES = (
    "solved", "temporary_fix", "follow_up_needed", "no_access", "customer_cancelled", "nothing_found", "unsafe",
)
FOLLOW_UP_REASONS = ("parts", "time", "skill", "quote")


@dataclass(frozen=True, slots=True)
class Transition:
    """`source` → `target` by `who`; a reason must be given where `reason` is true."""

    source: str
    target: str
    who: Who
    reason: bool = False


ASSIGNMENT = (
    Transition("new", "accepted", "technician"),
    Transition("new", "rejected", "technician", reason=True),
    Transition("rejected", "new", "technician"),
    Transition("rejected", "accepted", "technician"),
    Transition("new", "travelling", "technician"),
    Transition("accepted", "travelling", "technician"),
    Transition("accepted", "rejected", "technician", reason=True),
    Transition("accepted", "arrived", "technician"),
    Transition("new", "arrived", "technician"),
    Transition("travelling", "arrived", "technician"),
    Transition("travelling", "accepted", "technician"),
    Transition("travelling", "paused", "technician"),
    Transition("arrived", "working", "technician"),
    Transition("arrived", "wrapping_up", "technician"),
    Transition("working", "paused", "technician"),
    Transition("arrived", "paused", "technician"),
    Transition("paused", "working", "technician"),
    Transition("paused", "travelling", "technician"),
    Transition("working", "wrapping_up", "technician"),
    Transition("paused", "wrapping_up", "technician"),
    Transition("wrapping_up", "working", "technician"),
    Transition("wrapping_up", "done", "technician"),
    *(Transition(step, "aborted", "technician", reason=True) for step in STEPS_OPEN if step != "new"),
    *(Transition(step, "cancelled", "planner") for step in STEPS_OPEN),
)

ACTIVITY = (
    Transition("draft", "planned", "planner"),
    Transition("planned", "draft", "planner"),
    Transition("planned", "released", "planner"),
    Transition("released", "planned", "planner"),
    Transition("released", "in_execution", "technician"),
    Transition("in_execution", "done", "technician"),
    Transition("released", "done", "technician"),
    *(Transition(state, "cancelled", "planner") for state in ("draft", "planned", "released", "in_execution")),
)

CALL = (
    Transition("draft", "open", "office"),
    Transition("open", "pending", "office", reason=True),
    Transition("pending", "open", "office"),
    Transition("open", "technically_complete", "technician"),
    Transition("pending", "technically_complete", "technician"),
    Transition("technically_complete", "closed", "office"),
    Transition("technically_complete", "open", "office", reason=True),
    Transition("closed", "open", "office", reason=True),
    *(Transition(state, "cancelled", "office") for state in ("draft", "open", "pending")),
)

CLAIM = (
    Transition("open", "sent", "office"),
    Transition("sent", "open", "office"),
    Transition("sent", "accepted", "office"),
    Transition("sent", "rejected", "office"),
    Transition("accepted", "sent", "office"),
    Transition("rejected", "sent", "office"),
    Transition("accepted", "credited", "office"),
    Transition("credited", "accepted", "office"),
    Transition("rejected", "written_off", "office"),
    Transition("open", "written_off", "office"),
    Transition("written_off", "rejected", "office"),
    Transition("written_off", "open", "office"),
)


def allowed(table: tuple[Transition, ...], source: str, target: str) -> Transition | None:
    """The transition from source to target, or None when there is none."""
    return next((t for t in table if t.source == source and t.target == target), None)


def next_steps(table: tuple[Transition, ...], source: str, who: Who) -> tuple[Transition, ...]:
    """What this person may do now: the buttons of both programs."""
    return tuple(t for t in table if t.source == source and t.who == who)


def turned_back(has_arrived: bool) -> str:
    """The step that a journey which is broken off leads back to: the job waits for him, or he has paused it."""
    return "paused" if has_arrived else "accepted"


def may_take_back(step: str, activity_state: str, is_his: bool) -> bool:
    """Whether a technician may still unsay his no: as long as the office has left the job with him as it was sent."""
    return step == "rejected" and activity_state == "released" and is_his


def call_progress(state: str, visit_states: Iterable[str]) -> str:
    """What a call's list shows: its own state, or for an open call what its visits say."""
    if state != "open":
        return state
    states = set(visit_states)
    for progress in ("in_execution", "released", "planned"):
        if progress in states:
            return progress
    return "open"


def display_status(activity_state: str, step: str, late: bool = False) -> str:
    """The seven statuses of the design tokens: planned, released, travelling, on_site, paused, done, deviation."""
    if activity_state == "done" or step == "done":
        return "done"
    if step in ("rejected", "aborted") or late:
        return "deviation"
    if step == "paused":
        return "paused"
    if step in STEPS_ON_SITE:
        return "on_site"
    if step == "travelling":
        return "travelling"
    if activity_state in ("released", "in_execution"):
        return "released"
    return "planned"
