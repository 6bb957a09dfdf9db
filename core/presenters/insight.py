"""The page of figures in words: six tiles and five charts of bars."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.clock import days_between, local
from core.presenters.insight_groups import (
    AGES,
    MARGINS,
    Pick,
    age_group,
    age_text,
    ends_of,
    first_text,
    group_of,
    monday,
    span_text,
)
from core.reports.figures import Figures, Share
from core.reports.period import Period, PeriodKind
from core.reports.utilisation import Utilisation
from core.rules.charging import REPAIR_KINDS
from core.texts import Texts

_MANY_WEEKS, _WEEK = 30, 7
_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure with its n and its definition in words; `tone` is bad where somebody should look."""

    pick: Pick
    title: str
    value: str
    note: str
    definition: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar; `colour` is a meaning of the theme (accent, travel, idle, good, bad, warn)."""

    name: str
    amount: float
    colour: str
    pattern: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its parts from the axis outwards; `value` is what is written at its end, `hint` the whole story."""

    pick: Pick
    label: str
    parts: tuple[Part, ...]
    value: str
    hint: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars that stand (a course of time, a spread) or lie (one per technician)."""

    key: str
    title: str
    definition: str
    bars: tuple[Bar, ...]
    lying: bool = False
    legend: tuple[Part, ...] = ()


def tiles(figures: Figures, texts: Texts) -> tuple[Tile, ...]:
    """The six figures at the top."""
    fix, provisional = figures.first_time_fix, sum(one.verdict == "provisional" for one in figures.repairs)
    pending = sum((job.pending for job in figures.jobs), Decimal(0))
    percent = Share(figures.margin, figures.revenue).percent
    fixed = texts("insight.note_fix", part=int(fix.part), whole=int(fix.whole))
    warranty_jobs = sum(job.warranty_value > 0 for job in figures.jobs)
    revenue = _short_money(figures.revenue, texts)
    margin = _short_money(figures.margin, texts) if any(job.approved for job in figures.jobs) else "–"
    unapproved = sum(one.pending for one in figures.technicians)
    waits = Share(Decimal(unapproved), figures.utilised.whole).percent
    margin_note = texts("insight.note_margin", revenue=revenue, percent=_percent(percent, texts))
    waiting = texts("insight.note_pending", amount=texts.money(pending, 0)) if pending else ""
    return (
        _tile("jobs", str(len(figures.jobs)), _jobs_note(figures, texts), texts),
        _tile("fix", _percent(fix.percent, texts), _joined(
            fixed, texts("insight.note_provisional", n=provisional) if provisional else ""
        ), texts),
        _tile("utilisation", _percent(figures.utilised.percent, texts), _joined(
            texts.count("insight.note_technicians", len(figures.technicians)),
            texts("insight.note_unapproved", percent=_percent(waits, texts)) if (waits or 0) >= 1 else "",
        ), texts),
        _tile("margin", margin, _joined(margin_note, waiting), texts),
        _tile("warranty", _percent(figures.warranty.percent, texts), texts.count(
            "insight.note_warranty", warranty_jobs, amount=texts.money(figures.warranty.part, 0)
        ), texts),
        _tile("open", str(len(figures.open_calls)), texts.count("insight.note_late", figures.late), texts,
              "bad" if figures.late else ""),
    )


def charts(figures: Figures, texts: Texts) -> tuple[Chart, ...]:
    """Jobs per week, utilisation and margin per technician, margin per job, and open calls by age."""
    return (
        _course(figures, texts), _utilisation(figures, texts), _technicians(figures, texts), _spread(figures, texts),
        _ages(figures, texts),
    )


def period_text(kind: PeriodKind, period: Period, texts: Texts) -> str:
    """«v. 48 · 23–29 november 2026», «november 2026», «oktober–december 2026», «2026»."""
    last = period.end - timedelta(days=1)
    month = texts(f"calendar.month_{period.first.month}")
    if kind == "week":
        number = period.first.isocalendar().week
        end = texts(f"calendar.month_{last.month}")
        start = str(period.first.day) if last.month == period.first.month else f"{period.first.day} {month}"
        return texts("insight.period_week", number=number, start=start, end=f"{last.day} {end} {last.year}")
    if kind == "month":
        return f"{month} {period.first.year}"
    if kind == "quarter":
        return f"{month}–{texts(f'calendar.month_{last.month}')} {last.year}"
    if kind == "year":
        return str(period.first.year)
    return texts("insight.period_all", start=period.first.isoformat(), end=last.isoformat())




def _tile(kind: str, value: str, note: str, texts: Texts, tone: str = "") -> Tile:
    return Tile(Pick(kind), texts(f"insight.title_{kind}"), value, note, texts(f"insight.definition_{kind}"), tone)


def _jobs_note(figures: Figures, texts: Texts) -> str:
    """Who refused is one thing, who was not there or was never asked another."""
    repairs = sum(job.kind in REPAIR_KINDS for job in figures.jobs)
    refused = sum(job.signature == "refused" for job in figures.jobs)
    unsigned = sum(job.signature in ("absent", "remote_pending", "missing") for job in figures.jobs)
    return _joined(
        texts("insight.note_jobs", repairs=repairs, other=len(figures.jobs) - repairs),
        texts.count("insight.note_refused", refused) if refused else "",
        texts.count("insight.note_unsigned", unsigned) if unsigned else "",
    )


def _percent(share: Decimal | None, texts: Texts) -> str:
    return "–" if share is None else f"{texts.number(share, 0)}\u00a0%"


def _short_money(amount: Decimal, texts: Texts) -> str:
    """Kronor, or millions with two decimals where kronor would be too long to take in."""
    if abs(amount) < _MILLION:
        return texts.money(amount, 0)
    return texts("insight.millions", amount=texts.number(amount / _MILLION, 2))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


# Charts


def _course(figures: Figures, texts: Texts) -> Chart:
    """One bar per week, or per day of a single week: repairs at the bottom, everything else above."""
    daily = figures.period.days <= _WEEK
    steps = _days(figures.period) if daily else figures.period.weeks
    if len(steps) > _MANY_WEEKS:
        steps = tuple(week for week in steps if week <= local(figures.now).date())
    counted = {step: [0, 0] for step in steps}
    for job in figures.jobs:
        step = job.day if daily else monday(job.day)
        if step in counted:
            counted[step][job.kind not in REPAIR_KINDS] += 1
    bars = []
    for step, (repairs, other) in counted.items():
        name = texts.day(step) if daily else str(step.isocalendar().week)
        key = "insight.hint_day" if daily else "insight.hint_week"
        hint = texts(key, number=name, jobs=repairs + other, repairs=repairs)
        bars.append(Bar(
            Pick("day" if daily else "week", step.isoformat()), name.split(" ")[0],
            (Part("repair", repairs, "accent"), Part("other", other, "travel")), str(repairs + other), hint,
        ))
    legend = (Part(texts("insight.part_repair"), 0, "accent"), Part(texts("insight.part_other"), 0, "travel"))
    title = texts("insight.chart_day" if daily else "insight.chart_week")
    return Chart("week", title, texts("insight.definition_week"), tuple(bars), legend=legend)


def _days(period: Period) -> tuple[date, ...]:
    return tuple(days_between(period.first, period.end - timedelta(days=1)))


def _utilisation(figures: Figures, texts: Texts) -> Chart:
    bars = []
    for one in figures.technicians:
        shares = {part: _share(getattr(one, part), one) for part in ("work", "travel", "other", "pending", "idle")}
        used = shares["work"] + shares["travel"]
        hint = texts(
            "insight.hint_utilisation", name=one.name, available=texts.minutes(one.available),
            work=texts.minutes(one.work), travel=texts.minutes(one.travel), other=texts.minutes(one.other),
            pending=texts.minutes(one.pending), idle=texts.minutes(one.idle),
        )
        bars.append(Bar(
            Pick("utilisation", one.person_id), one.name,
            (Part("work", shares["work"], "accent"), Part("travel", shares["travel"], "travel"),
             Part("other", shares["other"], "warn"), Part("pending", shares["pending"], "accent", True),
             Part("idle", shares["idle"], "idle")),
            f"{round(used)}\u00a0%" if one.whole else "–", hint,
        ))
    legend = tuple(
        Part(texts(f"insight.part_{part}"), 0, colour, part == "pending")
        for part, colour in (("work", "accent"), ("travel", "travel"), ("other_time", "warn"), ("pending", "accent"),
                             ("idle", "idle"))
    )
    return _chart("utilisation", tuple(bars), texts, lying=True, legend=legend)


def _share(minutes: int, one: Utilisation) -> float:
    return minutes * 100 / one.whole if one.whole else 0.0


def _technicians(figures: Figures, texts: Texts) -> Chart:
    margins = figures.margin_of_technicians
    names = {one.person_id: one.name for one in figures.technicians}
    bars = []
    for person in (*names, *(person for person in margins if person not in names)):
        amount = margins.get(person, Decimal(0))
        count = sum(person in job.shares for job in figures.jobs)
        name = names.get(person, texts("insight.former"))
        hint = texts("insight.hint_technician", name=name, amount=texts.money(amount, 0), n=count)
        part = Part("margin", float(amount), "good" if amount >= 0 else "bad")
        bars.append(Bar(Pick("technician", person), name, (part,), texts.money(amount, 0) if count else "–", hint))
    return _chart("technician", tuple(bars), texts, lying=True)


def _spread(figures: Figures, texts: Texts) -> Chart:
    counted = [0] * (len(MARGINS) + 1)
    for job in figures.jobs:
        if job.approved:
            counted[group_of(job.margin, MARGINS)] += 1
    bars = []
    for group, count in enumerate(counted):
        low, high = ends_of(group, MARGINS)
        label = span_text(low, high, texts)
        colour = "bad" if high is not None and high <= 0 else "good"
        hint = texts("insight.hint_spread", span=label, n=count)
        start = first_text(group, MARGINS, texts)
        bars.append(Bar(Pick("spread", str(group)), start, (Part("jobs", count, colour),), str(count), hint))
    return _chart("spread", tuple(bars), texts)


def _ages(figures: Figures, texts: Texts) -> Chart:
    bars = []
    for group in range(len(AGES) + 1):
        calls = [call for call in figures.open_calls if age_group(call.age_days) == group]
        late = sum(call.late for call in calls)
        label = age_text(group, texts)
        parts = (Part("late", late, "bad"), Part("in_time", len(calls) - late, "accent"))
        hint = texts("insight.hint_open", age=label, n=len(calls), late=late)
        bars.append(Bar(Pick("open", str(group)), label, parts, str(len(calls)), hint))
    return _chart("open", tuple(bars), texts, legend=(
        Part(texts("insight.part_late"), 0, "bad"), Part(texts("insight.part_in_time"), 0, "accent"),
    ))


def _chart(
    key: str, bars: tuple[Bar, ...], texts: Texts, lying: bool = False, legend: tuple[Part, ...] = ()
) -> Chart:
    return Chart(key, texts(f"insight.chart_{key}"), texts(f"insight.definition_{key}"), bars, lying, legend)
