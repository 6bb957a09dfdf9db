"""What has happened at Kafé Tulpan before James rings: the six visits that its history shows."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.demo.almanac import is_working_day
from core.demo.cast import Cast
from core.demo.customers import TULPAN
from core.demo.day_plan import Job, Wanted
from core.demo.maker import Maker
from core.demo.past_call import PastVisit


@dataclass(frozen=True, slots=True)
class _Remembered:
    days_ago: int
    technician: str
    minute: int
    minutes: int
    machine: int
    fault: str
    done: str
    parts: tuple[tuple[str, int], ...]


_VISITS = (
    _Remembered(
        663, "Sara Nyström", 500, 45, 0, "steam", "Ångkran renoverad med ny tätningssats.", (("steam_valve", 1),)
    ),
    _Remembered(
        544, "Fredrik Holm", 520, 95, 0, "annual", "Årsservice. Grupper renoverade, säkerhetsventil provad.",
        (("gasket", 2), ("shower", 2)),
    ),
    _Remembered(
        455, "Alex Lindqvist", 560, 55, 1, "grind_coarse", "Malskivor bytta, 18 g på 27 sekunder.", (("burrs_e65", 1),)
    ),
    _Remembered(
        294, "Sara Nyström", 540, 120, 0, "annual", "Årsservice enligt checklista. Packningar och duschsilar bytta.",
        (("gasket", 2), ("shower", 2), ("detergent", 100)),
    ),
    _Remembered(
        349, "Alex Lindqvist", 610, 30, 2, "filter", "Filterpatron bytt, hårdhet 6 °dH.", (("filter_bestmax", 1),)
    ),
    _Remembered(
        102, "Alex Lindqvist", 545, 72, 0, "one_group", "Packning bytt, grupp 2. Provbryggt utan anmärkning.",
        (("gasket", 1),),
    ),
)


def tulpans_visits(maker: Maker, cast: Cast) -> list[Wanted]:
    """As visits that their technicians make first thing on that day."""
    tulpan = cast.named[TULPAN]
    return [
        Wanted(
            _working(maker.ago(one.days_ago)), tulpan, tulpan.machines[one.machine], cast.faults[one.fault],
            technician=one.technician, minute=one.minute, minutes=one.minutes,
        )
        for one in _VISITS
    ]


def remember(job: Job, visit: PastVisit, cast: Cast) -> None:
    """Puts what was done there in the words of the story."""
    if job.customer is not cast.named[TULPAN]:
        return
    told = next(
        (one for one in _VISITS if one.fault == job.fault.key and one.minutes == job.minutes), None
    )
    if told is not None:
        visit.done = told.done
        visit.parts = [(cast.articles[key], Decimal(quantity)) for key, quantity in told.parts]


def _working(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day
