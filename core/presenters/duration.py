"""How long a job takes, as a planner types it or steps through it: «90», «1:30», «1,5 h», «1 h 30 min»."""

import re

STEP = 15
_LONGEST_TEXT = 40
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")
_HOURS = r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|tim|timmar?|timme|hours?)\.?"
_MINUTES = r"(\d{1,4})\s*(?:m|min|minut(?:er)?|minutes?)?\.?"
_WORDS = re.compile(rf"(?:{_HOURS})?\s*(?:{_MINUTES})?")


def parse_minutes(text: str) -> int | None:
    """The minutes that were typed, None when it is no length. A bare number is minutes."""
    said = " ".join(text.casefold().split())
    if not said or len(said) > _LONGEST_TEXT:
        return None
    clock = _CLOCK.fullmatch(said)
    if clock is not None:
        hours, rest = int(clock[1]), int(clock[2])
        return 60 * hours + rest if rest < 60 else None
    words = _WORDS.fullmatch(said)
    if words is None:
        return None
    return round(60 * float((words[1] or "0").replace(",", "."))) + int(words[2] or 0)


def stepped(minutes: int, steps: int) -> int:
    """The next quarter of an hour up or down; never less than one."""
    quarter = minutes // STEP if steps > 0 else -(-minutes // STEP)
    return max(STEP, (quarter + steps) * STEP)
