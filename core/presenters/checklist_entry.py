"""How an answer is entered by touch: a count that goes up and down, a moment that is turned part by part."""

from datetime import datetime, timedelta
from typing import Any

from core.presenters.number_pad import NumberPad
from core.queries.checklist_run import RunStep
from core.rules.checklist import measured
from core.rules.checklist_values import moment, read_moment, whole_count

PADDED = ("measure", "number")
"""Kinds that are answered on the number pad."""
MINUTE_STEP = 5


def kept_text(step: RunStep) -> str:
    """The kept answer as the text that entering it goes on from."""
    given = step.answer or {}
    return str(given.get({"counter": "value", "date": "at"}.get(step.kind, "text"), ""))


def counted(text: str, by: int) -> str:
    """The count after a touch; less than none there is not, and the first touch on minus says «none»."""
    number = measured({"value": text})
    if number is None:
        return str(max(by, 0))
    return whole_count(number + by) or text


def turned(text: str, part: str, by: int, now: datetime, with_time: bool) -> str:
    """The moment with one part turned; the first touch, and the part «now», give the present moment."""
    begun = read_moment(text)
    if begun is None or part == "now":
        return moment(now.strftime("%Y-%m-%dT%H:%M"), with_time) or text
    if part == "minute":
        down = begun - timedelta(minutes=begun.minute % MINUTE_STEP)
        changed = down + timedelta(minutes=MINUTE_STEP * (by if by > 0 or down == begun else by + 1))
    elif part in ("hour", "day"):
        changed = begun + timedelta(hours=by if part == "hour" else 24 * by)
    else:
        changed = _months_on(begun, by * (12 if part == "year" else 1))
    return moment(changed.isoformat(), with_time) or text


def entered(step: RunStep, pad: NumberPad, text: str) -> dict[str, Any]:
    """What is being entered, as an answer; empty while it is none."""
    if step.kind in PADDED:
        return {} if pad.value is None else {"value": format(pad.value, "f")}
    if not text.strip():
        return {}
    return {{"counter": "value", "date": "at"}.get(step.kind, "text"): text}


def _months_on(begun: datetime, months: int) -> datetime:
    """The same day so many months on, or that month's last one."""
    month = begun.year * 12 + begun.month - 1 + months
    first = begun.replace(year=month // 12, month=month % 12 + 1, day=1)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(day=min(begun.day, (after - timedelta(days=1)).day))
