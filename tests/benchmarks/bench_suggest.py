"""Suggestions for a job among many technicians over five days, from facts that are in memory as on the board.

`suggest` asks for one job after the other, of every priority; in `suggest_cold` nothing about the days was worked out
before, as when the facts have just been read.
"""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from time import perf_counter

from core.clock import at_local
from core.planning.suggest import suggest
from core.presenters.board import PRIORITIES
from core.rules.facts import JobFacts, PartNeed, PlanningFacts, Shift, SkillNeed, Stop, TechnicianFacts, to_minute
from core.rules.travel import Place, travel_minutes
from tests.benchmarks.harness import Bench

FIRST, DAYS, JOBS_A_DAY = date(2026, 11, 23), 5, 5


def run(bench: Bench) -> None:
    for count in (10, 50, 200):
        chance = random.Random(count)
        now = at_local(FIRST, time(8, 43))
        facts = _facts(chance, count, now)
        jobs = [_job(chance, number, facts) for number in range(60)]

        turn = cycle(jobs)

        def ask(facts: PlanningFacts = facts, now: datetime = now, turn: Iterator[JobFacts] = turn) -> None:
            assert suggest(facts, next(turn), now)

        bench.measure(f"suggest.{count}x{DAYS}", "ms", ask, n=300, warm_up=60)
        bench.record(f"suggest_cold.{count}x{DAYS}", "ms", [_cold(facts, job, now) for job in jobs])


def _cold(facts: PlanningFacts, job: JobFacts, now: datetime) -> float:
    fresh = replace(facts, technicians=tuple(replace(technician) for technician in facts.technicians))
    travel_minutes.cache_clear()
    started = perf_counter()
    suggest(fresh, job, now)
    return (perf_counter() - started) * 1_000


def _facts(chance: random.Random, count: int, now: datetime) -> PlanningFacts:
    last = at_local(FIRST + timedelta(days=DAYS), time())
    return PlanningFacts(to_minute(at_local(FIRST, time())), to_minute(last), to_minute(now),
                         tuple(_technician(chance, number) for number in range(count)))


def _technician(chance: random.Random, number: int) -> TechnicianFacts:
    shifts, stops = [], []
    for offset in range(DAYS):
        day = FIRST + timedelta(days=offset)
        opens, closes, noon, after = (to_minute(at_local(day, time(h, m)))
                                      for h, m in ((7, 30), (16, 0), (12, 0), (12, 30)))
        shifts.append(Shift(opens, closes, noon, after))
        for slot in range(JOBS_A_DAY):
            start = opens + slot * 100 + chance.randrange(0, 20)
            stops.append(Stop(start, start + chance.choice((30, 45, 60)), f"{number}-{offset}-{slot}", "Kund",
                              _place(chance)))
    skills = dict.fromkeys(f"s{n}" for n in range(4) if chance.random() < 0.8)
    return TechnicianFacts(f"p{number}", f"T{number}", _place(chance), skills, tuple(shifts), tuple(stops))


def _job(chance: random.Random, number: int, facts: PlanningFacts) -> JobFacts:
    stock = {person.person_id: {"i1": Decimal(1)} for person in facts.technicians if chance.random() < 0.5}
    return JobFacts(
        f"job{number}", "Kafé Tulpan", chance.choice((45, 60, 90)), _place(chance), (SkillNeed("s1", "Espresso"),),
        (PartNeed("i1", "Packning"),), facts.now + 60, facts.now + 240, None, chance.choice(PRIORITIES), stock,
    )


def _place(chance: random.Random) -> Place:
    return Place(57.6 + chance.random() / 4, 11.8 + chance.random() / 2)
