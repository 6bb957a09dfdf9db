"""The best technicians and times for a job: where it can be slipped into the days at the least cost, with numbers."""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from math import inf

from core.rules.facts import JobFacts, Minute, PlanningFacts, TechnicianFacts, to_minute, to_moment
from core.rules.fit import Team, barred, fit, shared_gaps
from core.rules.travel import travel_minutes
from core.rules.verdict import GRADES, Fix, Gap, Grade, Reason, Verdict

STEP = 15
_LEAD_MINUTES = 5  # nobody is out of the door the minute somebody decides it
_WAITING_PER_HOUR = {"emergency": 30.0, "high": 10.0, "normal": 3.0, "planned": 0.5}
_USUAL_WAITING = 3.0
_MISSING_PART, _BEEN_HERE, _OFTEN_ENOUGH = 12.0, 3.0, 3
_SAME_DAY = 12 * 60
_JUDGED = 12  # so many are judged when no time is free of conflicts; more would change nothing that is shown
_NOT_MORE_SKILL = 0.5  # the specialist is kept for the jobs that nobody else can do


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One technician at one time, with what it costs and why it is good; times are UTC."""

    person_id: str
    name: str
    start: datetime
    end: datetime
    grade: Grade
    reason: Reason
    travel_minutes: int
    extra_travel: int
    slack_minutes: int | None
    parts_in_van: int
    parts_needed: int
    been_here_times: int
    cost: float
    verdict: Verdict


def suggest(facts: PlanningFacts, job: JobFacts, now: datetime, count: int = 3) -> tuple[Suggestion, ...]:
    """At most `count` suggestions, one per technician, the best first.

    Times that disturb nothing come first; when there are too few, the least bad times with a soft conflict follow.
    Technicians whom law or absence forbids are never suggested.
    """
    minute = to_minute(now)
    able = [technician for technician in facts.technicians if not barred(job, technician, max(minute, facts.first))]
    costs = _fixed_costs(job, able)
    found = _cheapest(facts, job, able, costs, minute, count)
    if len(found) < count:
        taken = {suggestion.person_id for suggestion in found}
        likely = _least_disturbed(facts, job, (who for who in able if who.person_id not in taken), costs, minute)
        rest = (second_choice(facts, job, technician, minute) for technician in likely)
        found += sorted((choice for choice in rest if choice is not None), key=_order)[: count - len(found)]
    return tuple(_crowned(found))


def second_choice(
    facts: PlanningFacts, job: JobFacts, technician: TechnicianFacts, now: Minute
) -> Suggestion | None:
    """The technician's least bad time when none is free of conflicts: the wished time, right after his visits, or the
    first time that disturbs nobody but keeps no promise."""
    earliest = _rounded(max(facts.first, now + _LEAD_MINUTES))
    wished = max(job.promised_from or earliest, earliest)
    until = min(facts.last, wished + _SAME_DAY)
    starts = {wished, *(_rounded(stop.end) for stop in technician.stops if earliest <= stop.end < until)}
    team = team_of(facts, job)
    free = next(shared_gaps(job, technician, earliest, facts.last, now, team), None)
    if free is not None:
        starts.add(min(_rounded(free.earliest), free.latest))
    verdicts = [fit(job, technician, start, now, team) for start in starts]
    fixed = _fixed_costs(job, (technician,))[technician.person_id]
    possible = [_suggestion(job, technician, verdict, wished, fixed) for verdict in verdicts if verdict.allowed]
    return min(possible, key=_order, default=None)


def best_times(
    facts: PlanningFacts, job: JobFacts, technician: TechnicianFacts, now: Minute
) -> Iterator[Suggestion]:
    """The first good start of every gap of one technician, in the order of time."""
    earliest = max(facts.first, now + _LEAD_MINUTES)
    reference = max(earliest, job.promised_from or earliest)
    team, fixed = team_of(facts, job), _fixed_costs(job, (technician,))[technician.person_id]
    for gap in shared_gaps(job, technician, earliest, facts.last, now, team):
        start = _start_in(gap, job)
        if start is not None:
            yield _suggestion(job, technician, fit(job, technician, start, now, team), reference, fixed)


def team_of(facts: PlanningFacts, job: JobFacts) -> Team:
    """Those who come along on the job, as far as they are known here."""
    return tuple(facts.by_id[helper] for helper in job.helper_ids if helper in facts.by_id)


def with_fixes(facts: PlanningFacts, job: JobFacts, verdict: Verdict, now: datetime) -> Verdict:
    """The verdict with ways out put on its conflicts: another time for the same person, then another person; never
    the place where the job lies already."""
    own = facts.by_id.get(verdict.person_id)
    minute = to_minute(now)
    lies = {(who.person_id, stop.start) for who in facts.technicians for stop in who.stops
            if stop.activity_id == job.activity_id}
    moves = [
        Fix("move", suggestion.person_id, suggestion.name, to_minute(suggestion.start))
        for suggestion in (best_times(facts, job, own, minute) if own is not None else ())
        if suggestion.grade not in ("conflict", "no")
    ]
    moves.sort(key=lambda fix: abs(fix.start - verdict.start))
    others = [
        Fix("person", suggestion.person_id, suggestion.name, to_minute(suggestion.start))
        for suggestion in suggest(facts, job, now, 3)
        if suggestion.person_id != verdict.person_id and suggestion.grade not in ("conflict", "no")
    ]
    moves, others = ([fix for fix in ways if (fix.person_id, fix.start) not in lies] for ways in (moves, others))
    fixes = (*moves[:1], *others[:1])
    return replace(verdict, conflicts=tuple(replace(conflict, fixes=fixes) for conflict in verdict.conflicts))


def _least_disturbed(
    facts: PlanningFacts, job: JobFacts, technicians: Iterable[TechnicianFacts], costs: Mapping[str, float],
    now: Minute,
) -> list[TechnicianFacts]:
    """Those worth judging in full when nobody is free: near at the wished time, and not in the middle of something."""
    wished = max(job.promised_from or 0, facts.first, now + _LEAD_MINUTES)

    def disturbance(technician: TechnicianFacts) -> tuple[float, str]:
        index = technician.stops_before(wished)
        before = technician.stops[index - 1] if index else None
        place = before.place if before is not None and before.end > wished - _SAME_DAY else technician.home
        busy = 60.0 if before is not None and before.end > wished else 0.0
        return costs[technician.person_id] + travel_minutes(place, job.place) + busy, technician.person_id

    return sorted(technicians, key=disturbance)[:_JUDGED]


# ---- Costs ----------------------------------------------------------------------------------------------------------


def _cheapest(
    facts: PlanningFacts, job: JobFacts, able: list[TechnicianFacts], costs: Mapping[str, float], now: Minute,
    count: int,
) -> list[Suggestion]:
    """The cheapest gap of each technician; only the gaps that win are judged in full.

    Waiting and fixed costs are known before any driving is measured: who cannot win by them is not looked at further,
    nor who lacks a skill, as no time of his is free of conflicts.
    """
    earliest = max(facts.first, now + _LEAD_MINUTES)
    latest = _latest(job, facts.last)
    reference = max(earliest, job.promised_from or earliest)
    best: list[tuple[float, Minute, str]] = []
    team = team_of(facts, job)
    needed = {need.id for need in job.skills}
    skilled = (technician for technician in able if needed <= technician.skills.keys())
    for technician in sorted(skilled, key=lambda technician: (costs[technician.person_id], technician.person_id)):
        bonus = costs[technician.person_id]
        bound = best[-1][0] if len(best) == count * 2 else inf
        if bonus > bound:
            break
        until = int(min(latest, _affordable(job, reference, bound - bonus)))
        mine = _cheapest_gap(job, technician, bonus, (earliest, until, reference), now, team)
        if mine is not None:
            insort(best, (*mine, technician.person_id))
            del best[count * 2 :]
    judged = (
        _suggestion(job, who, fit(job, who, start, now, team), reference, costs[who.person_id])
        for who, start in ((facts.by_id[person_id], start) for _cost, start, person_id in best)
    )
    order = _urgent_order if job.priority == "emergency" else _order
    return sorted((suggestion for suggestion in judged if suggestion.grade in GRADES[:3]), key=order)[:count]


def _cheapest_gap(
    job: JobFacts, technician: TechnicianFacts, bonus: float, window: tuple[Minute, Minute, Minute], now: Minute,
    team: Team,
) -> tuple[float, Minute] | None:
    """The least cost of one technician and its start; None when nothing fits into the window."""
    earliest, latest, reference = window
    mine: tuple[float, Minute] | None = None
    for gap in shared_gaps(job, technician, earliest, latest, now, team):
        if mine is not None and _waiting(job, gap.earliest, reference) + bonus >= mine[0]:
            break  # later gaps only wait longer
        start = _start_in(gap, job)
        if start is not None:
            cost = gap.extra + _waiting(job, start, reference) + bonus
            if mine is None or cost < mine[0]:
                mine = (cost, start)
    return mine


def _affordable(job: JobFacts, reference: Minute, allowance: float) -> float:
    """The last start whose waiting costs no more than this."""
    return reference + allowance * 60 / _WAITING_PER_HOUR.get(job.priority, _USUAL_WAITING)


def _latest(job: JobFacts, last: Minute) -> Minute:
    """The last start that keeps the promise and the deadline."""
    latest = last if job.promised_to is None else min(last, job.promised_to)
    return latest if job.due is None else min(latest, job.due - job.duration)


def _start_in(gap: Gap, job: JobFacts) -> Minute | None:
    """A round start within the gap and the promise; a crooked one when nothing round fits."""
    low = max(gap.earliest, job.promised_from or gap.earliest)
    high = min(gap.latest, job.promised_to if job.promised_to is not None else gap.latest)
    if job.due is not None:
        high = min(high, job.due - job.duration)
    if low > high:
        return None
    for step in (STEP, 5):
        start = _rounded(low, step)
        if start <= high:
            return start
    return low


def _rounded(minute: Minute, step: int = STEP) -> Minute:
    return -(-minute // step) * step


def _waiting(job: JobFacts, start: Minute, reference: Minute) -> float:
    return _WAITING_PER_HOUR.get(job.priority, _USUAL_WAITING) * max(0, start - reference) / 60


def _fixed_costs(job: JobFacts, technicians: Iterable[TechnicianFacts]) -> dict[str, float]:
    """What is the same at any hour: parts to fetch, a face the customer knows, skills better kept for others."""
    parts = job.certain_parts
    found: dict[str, float] = {}
    for technician in technicians:
        person = technician.person_id
        van = job.van_stock.get(person, {})
        missing = sum(van.get(part.item_id, 0) < part.quantity for part in parts)
        known = min(job.been_here.get(person, 0), _OFTEN_ENOUGH)
        spare = max(0, len(technician.skills) - len(job.skills))
        found[person] = _MISSING_PART * missing - _BEEN_HERE * known + _NOT_MORE_SKILL * spare
    return found


def _suggestion(
    job: JobFacts, technician: TechnicianFacts, verdict: Verdict, reference: Minute, fixed: float
) -> Suggestion:
    soft = len(verdict.codes("soft"))
    cost = verdict.extra_travel + _waiting(job, verdict.start, reference) + fixed + 60.0 * soft
    return Suggestion(
        technician.person_id, technician.name, to_moment(verdict.start), to_moment(verdict.end), verdict.grade,
        verdict.reason, verdict.travel, verdict.extra_travel, verdict.slack, verdict.parts, verdict.parts_needed,
        job.been_here.get(technician.person_id, 0), cost, verdict,
    )


def _order(suggestion: Suggestion) -> tuple[int, float, datetime, str]:
    """The grade's word rules: what disturbs nothing, then what moves a break or lacks a part, then conflicts."""
    worth = {"possible": 1, "conflict": 2}.get(suggestion.grade, 0)
    return worth, suggestion.cost, suggestion.start, suggestion.person_id


def _urgent_order(suggestion: Suggestion) -> tuple[int, float, datetime, str]:
    """Somebody in need is not kept waiting for the sake of a break."""
    return 0, *_order(suggestion)[1:]


def _crowned(found: list[Suggestion]) -> Iterator[Suggestion]:
    """Only the first may be called best."""
    for number, suggestion in enumerate(found):
        if number and suggestion.grade == "best":
            suggestion = replace(suggestion, grade="good", verdict=replace(suggestion.verdict, grade="good"))
        yield suggestion
