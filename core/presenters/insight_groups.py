"""How figures are grouped into bars, so that a bar and the records behind it are always the same ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.texts import Texts

AGES = (2, 7, 14, 30)
"""Open calls are grouped by days: 0–2, 3–7, 8–14, 15–30, more."""
MARGINS = (-1000, 0, 500, 1000, 1500, 2000, 3000)
"""Jobs are grouped by margin in kronor, from below the first to above the last."""


@dataclass(frozen=True, slots=True)
class Pick:
    """What was clicked: a figure, or one bar (`value`) of a chart, or one `part` of a bar."""

    kind: str
    value: str = ""
    part: str = ""


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def first_text(group: int, limits: Sequence[int], texts: Texts) -> str:
    """A group by where it begins, as an axis has room for: «lägre», «500», «3 000»."""
    low, _high = ends_of(group, limits)
    return texts("insight.below") if low is None else texts.number(low)


def group_of(amount: Decimal, limits: Sequence[int]) -> int:
    """The place of an amount between the limits, from 0."""
    return sum(amount >= limit for limit in limits)


def ends_of(group: int, limits: Sequence[int]) -> tuple[int | None, int | None]:
    return (limits[group - 1] if group else None), (limits[group] if group < len(limits) else None)


def span_text(low: int | None, high: int | None, texts: Texts) -> str:
    if low is None:
        return f"< {texts.number(high or 0)}"
    return f"≥ {texts.number(low)}" if high is None else f"{texts.number(low)}–{texts.number(high)}"


def age_group(days: int) -> int:
    return sum(days > limit for limit in AGES)


def age_text(group: int, texts: Texts) -> str:
    if group == len(AGES):
        return texts("insight.age_more", days=AGES[-1])
    first = AGES[group - 1] + 1 if group else 0
    return texts("insight.age_span", first=first, last=AGES[group])
