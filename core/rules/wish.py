"""When a caller wants us: «10-12», «efter lunch», «fre fm» or “tomorrow before 3 pm” read as an interval."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.clock import at_local, local
from core.rules.folding import fold

DAY_STARTS, DAY_ENDS, LUNCH_STARTS, LUNCH_ENDS = time(8), time(17), time(11, 30), time(13)
SOON = timedelta(hours=2)

Span = tuple[time, time]

_PARTS: dict[str, Span] = {
    "fm": (DAY_STARTS, time(12)), "formiddag": (DAY_STARTS, time(12)), "formiddagen": (DAY_STARTS, time(12)),
    "morning": (DAY_STARTS, time(12)), "am": (DAY_STARTS, time(12)),
    "em": (time(12), DAY_ENDS), "eftermiddag": (time(12), DAY_ENDS), "eftermiddagen": (time(12), DAY_ENDS),
    "afternoon": (time(12), DAY_ENDS), "pm": (time(12), DAY_ENDS),
    "morgon": (time(7), time(10)), "morgonen": (time(7), time(10)), "tidigt": (time(7), time(10)),
    "early": (time(7), time(10)), "lunch": (LUNCH_STARTS, LUNCH_ENDS), "lunchen": (LUNCH_STARTS, LUNCH_ENDS),
    "noon": (LUNCH_STARTS, LUNCH_ENDS), "kvall": (DAY_ENDS, time(20)), "kvallen": (DAY_ENDS, time(20)),
    "evening": (DAY_ENDS, time(20)), "heldag": (DAY_STARTS, DAY_ENDS), "anytime": (DAY_STARTS, DAY_ENDS),
}
_WEEKDAYS = {
    1: "man mandag mon monday", 2: "tis tisdag tue tues tuesday", 3: "ons onsdag wed wednesday",
    4: "tor tors torsdag thu thur thurs thursday", 5: "fre fredag fri friday", 6: "lor lordag sat saturday",
    7: "son sondag sun sunday",
}
_WEEKDAY = {name: number for number, names in _WEEKDAYS.items() for name in names.split()}
_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan januari january", "feb februari february", "mar mars march", "apr april", "maj may", "jun juni june",
         "jul juli july", "aug augusti august", "sep sept september", "okt oct oktober october", "nov november",
         "dec december"), 1)
    for name in names.split()
}
_PHRASES = (
    ("day after tomorrow", "overmorgon"), ("i overmorgon", "overmorgon"), ("i morgon", "imorgon"), ("i dag", "idag"),
    ("tomorrow", "imorgon"), ("today", "idag"), ("sa fort som mojligt", "nu"), ("sa snart som mojligt", "nu"),
    ("as soon as possible", "nu"), ("right away", "nu"), ("nar som helst", "heldag"), ("any time", "heldag"),
    ("hela dagen", "heldag"), ("all day", "heldag"), ("snarast", "nu"), ("asap", "nu"), ("genast", "nu"),
    ("now", "nu"), ("mellan", ""), ("between", ""), ("innan", "fore"), ("before", "fore"), ("senast", "fore"),
    ("after", "efter"), ("from", "efter"), ("fran", "efter"),
)
_FILLER = {"helst", "garna", "kl", "klockan", "at", "den", "on", "the", "pa", "in", "ca", "preferably", "o'clock"}
_CLOCK = r"(\d{1,2})(?:[:.](\d{2}))?\s?(am|pm)?"
_RANGE = re.compile(rf"^{_CLOCK}\s?(?:-|–|till|to|och|and|until)\s?{_CLOCK}\b")
_POINT = re.compile(rf"^{_CLOCK}(?![\d/])\b")
_ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})\b")
_SLASH_DAY = re.compile(r"^(\d{1,2})/(\d{1,2})\b")
_MONTH_DAY = re.compile(r"^(\d{1,2})(?::?e|th|st|nd|rd)? ([a-z]+)\b")


@dataclass(frozen=True, slots=True)
class Wish:
    """[start, end) in UTC; `soon` when the caller said now."""

    start: datetime
    end: datetime
    soon: bool = False


class _Reading:
    """What has been understood so far."""

    def __init__(self) -> None:
        self.day: date | None = None
        self.weekday: int | None = None
        self.next_week = False
        self.span: Span | None = None
        self.bound = ""
        self.soon = False


def parse_wish(text: str, now: datetime) -> Wish | None:
    """The interval the words mean at `now`, or None while they are not understood (they are kept as text anyway)."""
    rest = fold(text).replace(",", " ").replace("–", "-")
    for phrase, plain in _PHRASES:
        rest = re.sub(rf"(?<![a-z]){re.escape(phrase)}(?![a-z])", plain, rest)
    rest = rest.replace("kl.", "kl").strip()
    if not rest:
        return None
    today = local(now).date()
    reading = _Reading()
    while rest:
        used = _take(rest, reading, today)
        if used is None:
            return None
        rest = rest[used:].lstrip()
    return _interval(reading, now, today)


def _take(rest: str, reading: _Reading, today: date) -> int | None:
    """Understands the beginning of `rest`; returns how many characters, or None."""
    used = _take_day(rest, reading, today)
    if used is not None:
        return used
    used = _take_clock(rest, reading)
    if used is not None:
        return used
    word = re.match(r"[a-z']+", rest)
    if word is None:
        return None
    name = word[0]
    if name == "nu":
        reading.soon = True
    elif name in ("fore", "efter"):
        reading.bound = name
    elif name in ("nasta", "next"):
        reading.next_week = True
    elif name in ("i", "this") or name in _FILLER:
        pass
    elif name in _PARTS:
        _set_span(reading, _PARTS[name])
    else:
        return None
    return word.end()


def _take_day(rest: str, reading: _Reading, today: date) -> int | None:
    if found := _ISO_DAY.match(rest):
        reading.day = _date(int(found[1]), int(found[2]), int(found[3]))
        return found.end() if reading.day else None
    if found := _SLASH_DAY.match(rest):
        reading.day = _coming(today, int(found[2]), int(found[1]))
        return found.end() if reading.day else None
    if (found := _MONTH_DAY.match(rest)) and found[2] in _MONTHS:
        reading.day = _coming(today, _MONTHS[found[2]], int(found[1]))
        return found.end() if reading.day else None
    word = re.match(r"[a-z]+", rest)
    if word is None:
        return None
    ahead = {"idag": 0, "imorgon": 1, "overmorgon": 2}.get(word[0])
    if ahead is not None:
        reading.day = today + timedelta(days=ahead)
        return word.end()
    if word[0] in _WEEKDAY:
        reading.weekday = _WEEKDAY[word[0]]
        return word.end() + (1 if rest[word.end():word.end() + 1] == "." else 0)
    return None


def _take_clock(rest: str, reading: _Reading) -> int | None:
    if (found := _RANGE.match(rest)) and not reading.bound:
        half = found[3] or found[6]
        start, end = _time(found[1], found[2], half), _time(found[4], found[5], found[6])
        if start is not None and end is not None and start > end:
            start = _time(found[1], found[2], "am")
        if start is None or end is None or start >= end:
            return None
        reading.span = (start, end)
        return found.end()
    if found := _POINT.match(rest):
        point = _time(found[1], found[2], found[3])
        if point is None:
            return None
        _set_span(reading, (point, time(min(point.hour + 1, 23), point.minute)))
        return found.end()
    return None


def _set_span(reading: _Reading, span: Span) -> None:
    """A part of the day, cut by an earlier «före» or «efter»."""
    if reading.bound == "fore":
        earliest = reading.span[0] if reading.span else DAY_STARTS
        span = (min(earliest, time(max(span[0].hour - 1, 0))), span[0])
    elif reading.bound == "efter":
        from_time = span[1] if span in _PARTS.values() else span[0]
        until = reading.span[1] if reading.span and reading.span[1] > from_time else DAY_ENDS
        span = (from_time, until if until > from_time else time(min(from_time.hour + 2, 23), from_time.minute))
    elif reading.span is not None:
        start, end = max(reading.span[0], span[0]), min(reading.span[1], span[1])
        span = (start, end) if start < end else span
    reading.span, reading.bound = span, ""


def _interval(reading: _Reading, now: datetime, today: date) -> Wish | None:
    if reading.bound:
        return None
    if reading.soon and reading.span is None and reading.day is None and reading.weekday is None:
        return Wish(now, now + SOON, soon=True)
    span = reading.span
    if span is None:
        if reading.day is None and reading.weekday is None:
            return None
        span = (DAY_STARTS, DAY_ENDS)
    day = reading.day
    if day is None:
        day = today
        if reading.weekday is not None:
            day += timedelta(days=(reading.weekday - today.isoweekday()) % 7 + (7 if reading.next_week else 0))
            step = 7
        else:
            step = 1
        if at_local(day, span[1]) <= now:
            day += timedelta(days=step)
    start, end = at_local(day, span[0]), at_local(day, span[1])
    if end <= start:
        return None
    return Wish(max(start, now) if day == today and start < now < end else start, end, soon=reading.soon)


def _time(hour: str, minute: str | None, half: str | None) -> time | None:
    """A clock time; 1–6 without «am» means the afternoon, as callers say it."""
    value, minutes = int(hour), int(minute or 0)
    if half == "pm" and value < 12:
        value += 12
    elif half == "am" and value == 12:
        value = 0
    elif half is None and minute is None and 1 <= value <= 6 and len(hour) == 1:
        value += 12
    return time(value, minutes) if value < 24 and minutes < 60 else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _coming(today: date, month: int, day: int) -> date | None:
    """The next such day, this year or the following."""
    found = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if found is not None and found < today else found


def says(words: str, wish: str) -> bool:
    """Whether the wish is already in those words, however its hours and dashes are written."""
    return _bare(wish) in _bare(words)


def _bare(text: str) -> str:
    return fold(text).replace("–", "-").replace(":00", "").replace(" ", "")
