"""Which of his jobs a technician means by «the job»."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.rules.lifecycle import STEPS_ON_SITE

UNDER_WAY = ("travelling", *STEPS_ON_SITE)


@dataclass(frozen=True, slots=True)
class JobAtHand:
    """A job that is still his; `begun_at` is when he came there, or set out for it.

    `is_left` when it was planned for a day that is over, and nobody has begun it.
    """

    id: str
    step: str
    begun_at: datetime | None
    is_today: bool
    is_left: bool = False


def current(jobs: Sequence[JobAtHand], looked_id: str) -> str:
    """The job under way (`at_work`), else the one that he looked at, else today's next, else one that was left.

    `jobs` come in the order of the plan. Empty when none of them is meant.
    """
    under_way = at_work(jobs)
    if under_way:
        return under_way
    if any(job.id == looked_id for job in jobs):
        return looked_id
    ahead = [job for job in jobs if job.step in ("new", "accepted")]
    of_today, left = (job.id for job in ahead if job.is_today), (job.id for job in ahead if job.is_left)
    return next(of_today, "") or next(left, "")


def at_work(jobs: Sequence[JobAtHand]) -> str:
    """The job under way: begun last, when he left one for another; a paused one only when there is no other."""
    under_way = [job for job in jobs if job.step in UNDER_WAY]
    if not under_way:
        return ""
    return max(under_way, key=lambda job: (job.step != "paused", job.begun_at is not None, job.begun_at)).id


def left_behind(jobs: Sequence[JobAtHand]) -> frozenset[str]:
    """The jobs he still stands at by their step, though he has begun another one since: not paused, not finished."""
    at_hand = at_work(jobs)
    on_site = {job.id for job in jobs if job.step in STEPS_ON_SITE and job.step != "paused"}
    return frozenset(on_site - {at_hand})
