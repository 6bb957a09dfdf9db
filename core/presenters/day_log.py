"""The day log in words: rows with gaps to fill, sums, and the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from core.queries.day_log import DayLog, DaySpan
from core.rules.day_log import GAP, KINDS, Span, laid_out, minutes_by_kind
from core.texts import Texts

ICONS = {
    "work": "wrench", "travel": "car", "wait": "hourglass", "break": "coffee", "office": "clipboard-list",
    "standby": "hourglass", GAP: "circle-dashed",
}
QUICK = ("office", "break", "travel", "work")
"""What can be begun with one touch."""


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
    """`state` is open (not begun), begun or ended; `sums` are written out in the order of `KINDS`."""

    state: str
    summary: str
    rows: tuple[DayRow, ...]
    sums: tuple[str, ...]
    running: str
    running_since: str
    begun: str
    ended: str
    """The clock when the day itself was begun and ended; what was done outside lengthens it by itself."""


def day_page(log: DayLog, now: datetime, texts: Texts) -> DayPage:
    """The page; while the day or an entry runs, it runs until now."""
    has_ended = log.day is not None and log.day.end is not None
    known = log.spans if has_ended or log.job is None else (*log.spans, log.job)
    by_id = {one.id: one for one in known}
    spans = [Span(one.kind, one.start, one.end or max(now, one.start), one.id) for one in known]
    begin = log.day.start if log.day is not None else min((one.start for one in spans), default=now)
    if log.day is not None:
        end = log.day.end or max(now, begin)
    else:
        end = max((one.end for one in spans), default=now)
    laid = laid_out(begin, end, spans)
    minutes = minutes_by_kind(laid)
    running = log.running
    return DayPage(
        state="open" if log.day is None else "begun" if log.day.end is None else "ended",
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
    )


def _summary(log: DayLog, laid: Sequence[Span], texts: Texts) -> str:
    """The day as long as what was done in it."""
    if log.day is None:
        return texts("day_log.not_begun")
    start = min((log.day.start, *(one.start for one in laid)))
    if log.day.end is None:
        return texts("day_log.begun_at", time=texts.time(start))
    return texts(
        "day_log.from_to", start=texts.time(start), end=texts.time(max((log.day.end, *(one.end for one in laid))))
    )


def _row(span: Span, by_id: dict[str, DaySpan], texts: Texts) -> DayRow:
    known = by_id.get(span.source)
    running = known is not None and known.end is None
    end = texts("day_log.now") if running else texts.time(span.end)
    return DayRow(
        id=span.source or f"gap-{span.start.isoformat()}", kind=span.kind, icon=ICONS.get(span.kind, "timer"),
        title=_kind(span.kind, texts), detail=(known.customer or known.note) if known is not None else "",
        time=f"{texts.time(span.start)}–{end}",
        minutes=texts.minutes(round((span.end - span.start).total_seconds() / 60)),
        own=known is not None and not known.activity_id, running=running, start=span.start, end=span.end,
        starts=texts.time(known.start) if known is not None else "",
        ends=texts.time(known.end) if known is not None and known.end is not None else "",
    )


def _kind(kind: str, texts: Texts) -> str:
    return texts("day_log.gap") if kind == GAP else texts(f"visit.time_{kind}")
