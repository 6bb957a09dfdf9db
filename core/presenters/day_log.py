"""The day log in words: rows with gaps to fill, sums, and the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import local
from core.queries.day_log import DayLog, DaySpan
from core.rules.day_log import GAP, KINDS, LONGEST, Span, laid_out, minutes_by_kind
from core.rules.open_day import REST
from core.texts import Texts

ICONS = {
    "work": "wrench", "travel": "car", "wait": "hourglass", "break": "coffee", "office": "clipboard-list",
    "standby": "hourglass", GAP: "circle-dashed",
}
QUICK = ("office", "break", "travel", "work")
"""What can be begun with one touch."""
SILENT = timedelta(hours=1)
"""Nothing noted for so long, and midnight in between: he may have gone home."""


@dataclass(frozen=True, slots=True)
class DayRow:
    """One line of the day. `own` rows can be changed here; a gap can be filled; the others stand on their visit."""

    id: str
    kind: str
    icon: str
    title: str
    detail: str
    time: str
    minutes: str
    own: bool
    running: bool
    start: datetime
    end: datetime
    starts: str
    ends: str
    """The clock when it began and, empty while it runs, when it ended."""


@dataclass(frozen=True, slots=True)
class DayPage:
    """`state` is open (not begun), begun, forgotten (no end, and he has gone home) or ended.

    `sums` are written out in the order of `KINDS`.
    """

    state: str
    summary: str
    rows: tuple[DayRow, ...]
    sums: tuple[str, ...]
    running: str
    running_since: str
    begun: str
    ended: str
    """The clock when the day itself was begun and ended; what was done outside lengthens it by itself."""
    last: str
    """The clock of the last thing that was noted: where a forgotten day can have ended."""
    may_reopen: bool
    may_go_on: bool
    """A forgotten day that he can have been at work in until now."""
    question: str
    """The end of this day asked for, in words; empty when it is known or he is at work."""


def day_page(log: DayLog, now: datetime, texts: Texts) -> DayPage:
    """The page; while the day or an entry runs, it runs until now. A forgotten day ends with its last sign so far."""
    by_id = {one.id: one for one in log.spans}
    spans = [Span(one.kind, one.start, one.end or max(now, one.start), one.id) for one in log.spans]
    begin, end = _bounds(log, spans, now)
    laid = laid_out(begin, end, spans, log.counts_from)
    minutes = minutes_by_kind(laid)
    running = log.running
    is_ended = log.day is not None and log.day.end is not None
    return DayPage(
        state="open" if log.day is None else "ended" if is_ended else "forgotten" if log.is_forgotten else "begun",
        summary=_summary(log, laid, texts), rows=tuple(_row(one, by_id, texts) for one in laid),
        sums=tuple(
            f"{_kind(kind, texts)} {texts.minutes(minutes[kind])}"
            for kind in (*KINDS, "wait", GAP) if minutes.get(kind)
        ),
        running=running.kind if running is not None else "",
        running_since=texts("day_log.running_since", kind=_kind(running.kind, texts), time=texts.time(running.start))
        if running is not None else "",
        begun=texts.time(log.day.start) if log.day is not None else "",
        ended=texts.time(log.day.end) if log.day is not None and log.day.end is not None else "",
        last=texts.time(log.last_sign) if log.last_sign is not None else "", question=_question(log, now, texts),
        may_go_on=log.is_forgotten and log.is_current and log.day is not None and now - log.day.start <= LONGEST,
        may_reopen=log.is_newest and is_ended and log.day is not None and now - (log.day.end or now) < REST,
    )


def _bounds(log: DayLog, spans: Sequence[Span], now: datetime) -> tuple[datetime, datetime]:
    if log.day is None:
        return min((one.start for one in spans), default=now), max((one.end for one in spans), default=now)
    until = log.last_sign if log.is_forgotten and log.last_sign is not None else max(now, log.day.start)
    return log.day.start, log.day.end or until


def _question(log: DayLog, now: datetime, texts: Texts) -> str:
    """When it ended: a day that was forgotten, or one of yesterday in which nothing was noted for a while."""
    if log.day is None or log.day.end is not None or log.last_sign is None:
        return ""
    if log.date > local(now).date():
        return texts("day_log.ahead")
    silent = now - log.last_sign >= SILENT and log.running is None and log.job is None
    if not log.is_forgotten and not (silent and local(now).date() > log.date):
        return ""
    key = "day_log.forgotten" if log.is_forgotten else "day_log.still_open"
    return texts(key, day=texts.day(log.date), last=_last_said(log, log.last_sign, texts))


def _last_said(log: DayLog, sign: datetime, texts: Texts) -> str:
    """«Resa började 15:50»: the last thing that was noted, so that he remembers what came after it."""
    time = texts.time(sign)
    for one in reversed(log.spans):
        if one.end == sign and one.start < sign:
            return texts("day_log.last_ended", kind=_kind(one.kind, texts), time=time)
        if one.start == sign:
            return texts("day_log.last_began", kind=_kind(one.kind, texts), time=time)
    return texts("day_log.last_day", time=time)


def forgotten_day(day: date, today: date, texts: Texts) -> str:
    """What leads to a day whose end is asked for, or that was begun before it came."""
    return texts("day_log.not_come" if day > today else "day_log.not_ended", day=texts.day(day))


def _summary(log: DayLog, laid: Sequence[Span], texts: Texts) -> str:
    """The day as long as what was done in it."""
    if log.day is None:
        return texts("day_log.not_begun")
    start = min((log.day.start, *(one.start for one in laid)))
    if log.day.end is None:
        return texts("day_log.no_end" if log.is_forgotten else "day_log.begun_at", time=texts.time(start))
    return texts(
        "day_log.from_to", start=texts.time(start), end=texts.time(max((log.day.end, *(one.end for one in laid))))
    )


def _row(span: Span, by_id: dict[str, DaySpan], texts: Texts) -> DayRow:
    known = by_id.get(span.source)
    running = known is not None and known.end is None
    end = texts("day_log.now") if running else texts.time(span.end)
    return DayRow(
        id=span.source or f"gap-{span.start.isoformat()}", kind=span.kind, icon=ICONS.get(span.kind, "timer"),
        title=_kind(span.kind, texts), detail=_detail(known, texts) if known is not None else "",
        time=f"{texts.time(span.start)}–{end}",
        minutes=texts.minutes(round((span.end - span.start).total_seconds() / 60)),
        own=known is not None and not known.activity_id, running=running, start=span.start, end=span.end,
        starts=texts.time(known.start) if known is not None else "",
        ends=texts.time(known.end) if known is not None and known.end is not None else "",
    )


def _detail(span: DaySpan, texts: Texts) -> str:
    if span.is_unrecorded:
        return texts("day_log.unrecorded", customer=span.customer)
    return span.customer or span.note


def _kind(kind: str, texts: Texts) -> str:
    return texts("day_log.gap") if kind == GAP else texts(f"visit.time_{kind}")
