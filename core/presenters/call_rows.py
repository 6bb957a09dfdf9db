"""A call in words: how far it is, whom it was promised to and when, in lists and on its card."""

from collections.abc import Iterable
from datetime import date, datetime

from core.clock import local
from core.queries.call_list import CallRow
from core.queries.journal import JournalLine
from core.texts import Texts


def state_text(texts: Texts, progress: str, status: str) -> str:
    """What its visits say («På plats»), or else the call's own state («Oplanerat»)."""
    if _is_under_way(progress, status) and status:
        return texts(f"calls.status_{status}")
    return texts(f"calls.progress_{progress}")


def look_of(progress: str, status: str) -> str:
    """One of the seven looks of the design tokens, or "" for a call that nothing happens with."""
    if _is_under_way(progress, status):
        return status or "on_site"
    return {"planned": "planned", "released": "released", "technically_complete": "done", "closed": "done",
            "cancelled": "paused", "pending": "paused"}.get(progress, "")


def _is_under_way(progress: str, status: str) -> bool:
    """A visit begins on arrival; but whoever asks for it on the phone wants to hear that somebody is on the way."""
    return progress == "in_execution" or (progress == "released" and status == "travelling")


def short_number(number: str) -> str:
    """«S-2026-02048» is said as 2048."""
    tail = number.rsplit("-", 1)[-1]
    return tail.lstrip("0") or tail


def call_title(texts: Texts, row: CallRow) -> str:
    return row.customer or row.who_text or texts("calls.no_customer")


def call_detail(texts: Texts, row: CallRow) -> str:
    """«S-2026-02048 · Espressomaskin tappar tryck»."""
    return " · ".join(part for part in (row.number, row.subject) if part) or texts("calls.draft_title")


def call_when(texts: Texts, row: CallRow, today: date) -> str:
    """The planned time, else the promise, else when it came in."""
    if row.planned is not None:
        return short_moment(texts, row.planned, today)
    if row.promised_to is not None and row.promised_from is not None:
        interval = interval_text(texts, row.promised_from, row.promised_to)
        return f"{short_day(texts, row.promised_from, today)} {interval}"
    return short_moment(texts, row.created_at, today)


def journal_events(texts: Texts, lines: Iterable[JournalLine]) -> tuple[tuple[str, str], ...]:
    """One event per command, the latest first, as (what happened, when and who)."""
    said: dict[tuple[datetime, str, str], str] = {}
    for entry in lines:
        key = (entry.at, entry.person, entry.command)
        if entry.kind == "service_assignment" and entry.field == "step" and entry.new not in ("", "new"):
            said[key] = texts(f"calls.step_{entry.new}")
        elif key not in said:
            name = f"calls.did_{entry.command.split('/')[0].replace('.', '_')}"
            said[key] = texts(name if texts.has(name) else "calls.did_other")
    return tuple(
        (words, " · ".join(part for part in (texts.date_time(at), person) if part))
        for (at, person, _command), words in said.items()
    )


def row_words(texts: Texts, row: CallRow) -> str:
    """The whole row read out."""
    parts = (row.number, call_title(texts, row), row.subject, state_text(texts, row.progress, row.status),
             row.technician)
    return " ".join(part for part in parts if part)


def interval_text(texts: Texts, start: datetime, end: datetime) -> str:
    return f"{texts.time(start)}–{texts.time(end)}"


def promise_text(texts: Texts, start: datetime | None, end: datetime | None, today: date) -> str:
    """«Lovat idag 10:00–12:00», «Lovat i morgon före 15:00»; empty when nothing is promised."""
    if end is None:
        return ""
    day = texts.relative_day(local(end).date(), today)
    if start is None or start == end:
        said = texts("board.promise_before", day=day, to=texts.time(end))
    elif local(start).date() == local(end).date():
        said = f"{day} {interval_text(texts, start, end)}"
    else:
        begins = texts.relative_day(local(start).date(), today)
        said = f"{begins} {texts.time(start)} – {day} {texts.time(end)}"
    return texts("calls.promised", interval=said)


def short_day(texts: Texts, moment: datetime, today: date) -> str:
    """«idag», «i morgon», else the date."""
    day = local(moment).date()
    return texts.relative_day(day, today) if abs((day - today).days) <= 1 else day.isoformat()


def short_moment(texts: Texts, moment: datetime, today: date) -> str:
    """«10:00» today, «i morgon 10:00», else the date alone."""
    day = local(moment).date()
    if day == today:
        return texts.time(moment)
    if abs((day - today).days) <= 1:
        return f"{texts.relative_day(day, today)} {texts.time(moment)}"
    return day.isoformat()
