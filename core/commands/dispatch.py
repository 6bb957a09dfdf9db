"""Planning: who does a visit and when; nothing of it is seen by a technician until it is released."""

from datetime import datetime

import msgspec

from core.commands.base import Command


class PlanVisit(Command, frozen=True, kw_only=True, tag="dispatch.plan_visit/1"):
    """The visit is done by this person at this time (UTC). What is left out (None) stays as it is.

    `accepted` are the codes of the soft conflicts (`core.rules.fit`) that the planner saw and accepted.
    """

    activity_id: str
    person_id: str
    start: datetime
    duration_minutes: int | None = None
    helper_ids: tuple[str, ...] | None = None
    accepted: tuple[str, ...] = ()


class PlannedVisit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One visit of several that are planned together; its length and helpers stay."""

    activity_id: str
    person_id: str
    start: datetime
    accepted: tuple[str, ...] = ()


class PlanVisits(Command, frozen=True, kw_only=True, tag="dispatch.plan_visits/1"):
    """Several visits planned as one decision: all or none, and one undo."""

    visits: tuple[PlannedVisit, ...]


class UnplanVisits(Command, frozen=True, kw_only=True, tag="dispatch.unplan_visits/1"):
    """Several visits back to the unplanned ones, as one decision."""

    activity_ids: tuple[str, ...]


class UnplanVisit(Command, frozen=True, kw_only=True, tag="dispatch.unplan_visit/1"):
    """Back to the unplanned ones; a technician who had been sent it does not see it any more."""

    activity_id: str


class ResizeVisit(Command, frozen=True, kw_only=True, tag="dispatch.resize_visit/1"):
    """Another length from the same start. `back`: the length it had before, however late it is by now."""

    activity_id: str
    duration_minutes: int
    back: bool = False


class PinVisit(Command, frozen=True, kw_only=True, tag="dispatch.pin_visit/1"):
    """A pinned visit is not moved by suggestions."""

    activity_id: str
    pinned: bool


class SwapVisits(Command, frozen=True, kw_only=True, tag="dispatch.swap_visits/1"):
    """Two planned visits change technician and start with each other; `…_accepted` as in PlanVisit."""

    first_id: str
    second_id: str
    first_accepted: tuple[str, ...] = ()
    second_accepted: tuple[str, ...] = ()


class KeptVisit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The planner's fields of a visit as they were, and the step of each assignment (id → step)."""

    state: str
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    duration_minutes: int = 60
    lead_person_id: str | None = None
    helper_ids: tuple[str, ...] = ()
    pinned: bool = False
    accepted_conflicts: tuple[dict[str, str], ...] = ()
    released_at: datetime | None = None
    told_from: datetime | None = None
    told_to: datetime | None = None
    steps: dict[str, str] = {}


class RestoreVisit(Command, frozen=True, kw_only=True, tag="dispatch.restore_visit/1"):
    """Puts a visit's planning back exactly as it was; what undo runs."""

    activity_id: str
    kept: KeptVisit


COMMANDS = (PlanVisit, PlanVisits, UnplanVisit, UnplanVisits, ResizeVisit, PinVisit, SwapVisits, RestoreVisit)
