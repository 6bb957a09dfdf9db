"""How an answer is entered by touch: an amount that goes up and down, a moment that is turned part by part."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from core.presenters.number_pad import NumberPad
from core.presenters.records import piece
from core.queries.checklist_run import RunStep
from core.rules.checklist import measured
from core.rules.checklist_answers import MOST_MINUTES, MOST_PIECES, MOST_TIMES
from core.rules.checklist_values import moment, read_moment, whole_count

PADDED = ("measure", "number")
"""Kinds that are answered on the number pad."""
MINUTE_STEP = 5
RECORDED = ("time", "material")
"""Kinds whose answer is a record of the visit; several quick touches make one."""
COUNTED = ("counter", "repeat", *RECORDED)
"""Kinds that are answered by more and less."""
_KEPT_AS = {**dict.fromkeys(COUNTED, "value"), "date": "at"}


def kept_text(step: RunStep) -> str:
    """The kept answer as the text that entering it goes on from."""
    given = step.answer or {}
    return str(given.get(_KEPT_AS.get(step.kind, "text"), ""))


def offered_text(step: RunStep, text: str, now: datetime | None = None) -> str:
    """What is shown while nothing has been answered: the amount, day or words that the designer thought of.

    A day is counted from `now`; without it none is offered.
    """
    if text:
        return text
    if step.kind == "text":
        return step.offer
    if step.kind == "date":
        if step.preset is None or now is None:
            return ""
        return moment((now + timedelta(days=int(step.preset))).isoformat(), step.with_time) or ""
    if step.kind not in (*COUNTED, "number") or (step.kind in ("counter", "number") and step.preset is None):
        return ""
    preset = step.preset if step.preset is not None else Decimal(30 if step.kind == "time" else 1)
    return format(preset.normalize() + 0, "f")


def stepped(step: RunStep, text: str, by: int) -> str:
    """The amount after a touch: minutes by five, weighed things by ten, everything else by one."""
    if step.kind == "counter":
        return counted(offered_text(step, text), by)
    number = measured({"value": offered_text(step, text)}) or Decimal(0)
    one = Decimal(MINUTE_STEP) if step.kind == "time" else piece(step.item.unit) if step.item else Decimal(1)
    least, most = {"time": (0, MOST_MINUTES), "repeat": (1, MOST_TIMES)}.get(step.kind, (0, MOST_PIECES))
    return format(min(max(number + by * one, Decimal(least)), Decimal(most)), "f")


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
    if step.kind == "material":
        return {"value": text, **({"item": step.item.id} if step.item is not None else {})}
    return {_KEPT_AS.get(step.kind, "text"): text}


def _months_on(begun: datetime, months: int) -> datetime:
    """The same day so many months on, or that month's last one."""
    month = begun.year * 12 + begun.month - 1 + months
    first = begun.replace(year=month // 12, month=month % 12 + 1, day=1)
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    return first.replace(day=min(begun.day, (after - timedelta(days=1)).day))
