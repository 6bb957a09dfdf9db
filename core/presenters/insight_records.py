"""The records behind each figure and bar, as a table from which a call opens."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from core.clock import local
from core.presenters.insight_groups import MARGINS, Pick, age_group, age_text, ends_of, group_of, monday, span_text
from core.reports.figures import Figures
from core.reports.jobs import Job
from core.rules.charging import REPAIR_KINDS
from core.texts import Texts


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A row of the records; its call can be opened."""

    call_id: str
    cells: tuple[str, ...]
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """What stands behind a figure: a title, and a table whose first column names the call; the `wide` columns share
    what room is left."""

    title: str
    columns: tuple[str, ...]
    lines: tuple[RecordLine, ...]
    numeric: tuple[int, ...] = ()
    wide: tuple[int, ...] = (1,)


def records(figures: Figures, pick: Pick, texts: Texts) -> Records:
    """The records behind a figure or bar."""
    if pick.kind == "fix":
        return _repair_records(figures, pick, texts)
    if pick.kind == "open":
        return _open_records(figures, pick, texts)
    if pick.kind == "utilisation":
        return _time_records(figures, pick, texts)
    if pick.kind == "jobs":
        return _all_jobs(figures, pick, texts)
    return _job_records(figures, pick, texts)


def picked_jobs(figures: Figures, pick: Pick) -> tuple[Job, ...]:
    """The jobs of a week, of a technician, of a span of margins, with warranty, or all."""
    tests: dict[str, Callable[[Job], bool]] = {
        "day": lambda job: job.day.isoformat() == pick.value,
        "week": lambda job: monday(job.day).isoformat() == pick.value
        and (not pick.part or (job.kind in REPAIR_KINDS) == (pick.part == "repair")),
        "technician": lambda job: pick.value in job.shares,
        "spread": lambda job: job.approved and str(group_of(job.margin, MARGINS)) == pick.value,
        "margin": lambda job: job.approved,
        "warranty": lambda job: job.warranty_value > 0,
    }
    keep = tests.get(pick.kind)
    return tuple(job for job in figures.jobs if keep is None or keep(job))


def _job_records(figures: Figures, pick: Pick, texts: Texts) -> Records:
    names = {one.person_id: one.name.split(" ")[0] for one in figures.technicians}
    jobs = picked_jobs(figures, pick)
    if pick.kind in ("margin", "spread", "technician"):
        jobs = tuple(sorted(jobs, key=lambda job: job.margin))
    else:
        jobs = tuple(reversed(jobs))
    columns = ("call", "customer", "day", "technicians", "revenue", "cost", "margin")
    lines = tuple(
        RecordLine(
            job.call_id,
            (job.number, job.customer, job.day.isoformat(), _people(job.technicians, names),
             *_money(job, texts)),
            "bad" if job.margin < 0 else "",
        )
        for job in jobs
    )
    return Records(_title(figures, pick, texts), _headers(columns, texts), lines, (4, 5, 6))


def _all_jobs(figures: Figures, pick: Pick, texts: Texts) -> Records:
    """With who signed in the place of the money's parts, which stand behind the margin."""
    names = {one.person_id: one.name.split(" ")[0] for one in figures.technicians}
    lines = tuple(
        RecordLine(
            job.call_id,
            (job.number, job.customer, job.day.isoformat(), _people(job.technicians, names),
             texts(f"insight.signature_{job.signature}") if job.signature else "–", _money(job, texts)[-1]),
            "bad" if job.margin < 0 else "",
        )
        for job in reversed(figures.jobs)
    )
    columns = ("call", "customer", "day", "technicians", "signature", "margin")
    return Records(_title(figures, pick, texts), _headers(columns, texts), lines, (5,))


def _repair_records(figures: Figures, pick: Pick, texts: Texts) -> Records:
    order = ("came_back", "more_visits", "no_visit", "provisional", "fixed")
    repairs = sorted(figures.repairs, key=lambda one: (order.index(one.verdict), one.completed_at))
    lines = tuple(
        RecordLine(
            one.call_id,
            (one.number, one.customer, one.subject, local(one.completed_at).date().isoformat(), str(one.visits),
             texts(f"insight.verdict_{one.verdict}")),
            "" if one.verdict in ("fixed", "provisional") else "bad",
        )
        for one in repairs
    )
    columns = _headers(("call", "customer", "subject", "completed", "visits", "verdict"), texts)
    return Records(_title(figures, pick, texts), columns, lines, (4,), (1, 2))


def _time_records(figures: Figures, pick: Pick, texts: Texts) -> Records:
    people = [one for one in figures.technicians if pick.value in ("", one.person_id)]
    rows = sorted(((day, one) for one in people for day in one.days), key=lambda row: row[0].day, reverse=True)
    lines = tuple(
        RecordLine(
            day.call_id,
            (day.number, day.customer, day.day.isoformat(), one.name.split(" ")[0], *(
                texts.minutes(minutes) if minutes else "" for minutes in (day.work, day.travel, day.other, day.pending)
            )),
        )
        for day, one in rows
    )
    columns = _headers(("call", "customer", "day", "technician", "work", "travel", "other", "pending"), texts)
    return Records(_title(figures, pick, texts), columns, lines, (4, 5, 6, 7))


def _open_records(figures: Figures, pick: Pick, texts: Texts) -> Records:
    calls = [
        call for call in figures.open_calls
        if pick.value in ("", str(age_group(call.age_days))) and (not pick.part or call.late == (pick.part == "late"))
    ]
    lines = tuple(
        RecordLine(
            call.call_id,
            (call.number, call.customer, call.subject, local(call.created_at).date().isoformat(), str(call.age_days),
             texts.date_time(call.due_at) if call.due_at else "–"),
            "bad" if call.late else "",
        )
        for call in calls
    )
    columns = _headers(("call", "customer", "subject", "created", "age", "due"), texts)
    return Records(_title(figures, pick, texts), columns, lines, (4,), (1, 2))


def _title(figures: Figures, pick: Pick, texts: Texts) -> str:
    if pick.kind == "week":
        week = date.fromisoformat(pick.value)
        title = texts("insight.records_week", number=week.isocalendar().week)
        return f"{title} · {texts(f'insight.part_{pick.part}')}" if pick.part else title
    if pick.kind == "day":
        return texts("insight.records_day", day=texts.day(date.fromisoformat(pick.value)))
    if pick.kind in ("utilisation", "technician") and pick.value:
        name = next((one.name for one in figures.technicians if one.person_id == pick.value), texts("insight.former"))
        return texts(f"insight.records_{pick.kind}", name=name)
    if pick.kind == "spread":
        return texts("insight.records_spread", span=span_text(*ends_of(int(pick.value), MARGINS), texts))
    if pick.kind == "open" and pick.value:
        return texts("insight.records_open", age=age_text(int(pick.value), texts))
    return texts(f"insight.title_{pick.kind}")


def _headers(keys: Iterable[str], texts: Texts) -> tuple[str, ...]:
    return tuple(texts(f"insight.column_{key}") for key in keys)


def _people(ids: Iterable[str], names: dict[str, str]) -> str:
    return ", ".join(names.get(one, "–") for one in ids)


def _money(job: Job, texts: Texts) -> tuple[str, str, str]:
    """Revenue, cost and margin; dashes and a word while nothing is approved."""
    if not job.approved:
        return "–", "–", texts("insight.waits")
    return texts.number(job.revenue, 0), texts.number(job.cost, 0), texts.number(job.margin, 0)
