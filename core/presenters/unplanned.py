"""The unplanned list: which jobs it shows and in what order."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from core.presenters.board import urgency
from core.queries.board import VisitRow
from core.rules.facts import SkillNeed
from core.rules.folding import fold
from core.rules.travel import Place, travel_minutes

Order = Literal["urgent", "near", "oldest", "shortest"]
ORDERS: tuple[Order, ...] = ("urgent", "near", "oldest", "shortest")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list shows; `near` is where the chosen technician lives."""

    order: Order = "urgent"
    skill_id: str = ""
    text: str = ""
    near: Place | None = None
    ready_only: bool = False
    """Without those that wait for a part, a skill or an answer."""


def arranged(visits: Iterable[VisitRow], wanted: Wanted) -> tuple[VisitRow, ...]:
    words = fold(wanted.text).split()
    found = [
        visit for visit in visits
        if (not wanted.skill_id or wanted.skill_id in visit.skill_ids)
        and not (wanted.ready_only and visit.pending_reason)
        and all(word in fold(f"{visit.customer} {visit.subject} {visit.number} {visit.wish_text}") for word in words)
    ]
    return tuple(sorted(found, key=lambda visit: (*_key(visit, wanted), visit.id)))


def common_skills(visits: Iterable[VisitRow], skills: Mapping[str, SkillNeed], most: int = 2) -> tuple[SkillNeed, ...]:
    """The skills that the most jobs ask for: what is worth a button."""
    counts = Counter(skill for visit in visits for skill in visit.skill_ids if skill in skills)
    return tuple(skills[skill] for skill, _count in counts.most_common(most))


def _key(visit: VisitRow, wanted: Wanted) -> tuple[int, ...]:
    if wanted.order == "near" and wanted.near is not None:
        return (travel_minutes(wanted.near, visit.place), *urgency(visit))
    if wanted.order == "oldest":
        return (visit.created,)
    if wanted.order == "shortest":
        return (visit.duration, *urgency(visit))
    return urgency(visit)
