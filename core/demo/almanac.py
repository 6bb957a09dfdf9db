"""When the demo firm worked: working days, busy and quiet months, vacations and sick days."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from core.clock import at_local, local
from core.demo.cast import Cast
from core.demo.maker import Maker
from core.model.workforce import Absence

_SEASON = (1.02, 0.95, 1.0, 1.0, 1.08, 1.12, 0.8, 0.92, 1.1, 1.05, 1.1, 1.0)
"""How full the days are, January to December: cafés close in July and open their terraces in May."""
_FREE_DAYS = ((1, 1), (1, 6), (5, 1), (6, 6), (12, 24), (12, 25), (12, 26), (12, 31))
_SICK_SHARE = 0.011
_VACATION_WEEKS = 4
_FIRST_VACATION_WEEKS = (25, 31)


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5 and (day.month, day.day) not in _FREE_DAYS


def busyness(day: date) -> float:
    return _SEASON[day.month - 1]


def working_days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        if is_working_day(day):
            yield day
        day += timedelta(days=1)


def working_day_after(day: date, count: int = 1) -> date:
    while count:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def office_hours(moment: datetime, random: Random) -> datetime:
    """The moment itself, or the end of the working day before when nobody would have answered then."""
    here = local(moment)
    if 7 <= here.hour < 17 and is_working_day(here.date()):
        return moment
    day = here.date() - timedelta(days=1 if here.hour < 7 else 0)
    while not is_working_day(day):
        day -= timedelta(days=1)
    return at_local(day, time(16, 0)) - timedelta(minutes=random.randint(0, 300))


class Absences:
    """Who was away on which day; the rows are made with it."""

    def __init__(self, maker: Maker, cast: Cast, first: date, last: date) -> None:
        self._away: set[tuple[str, date]] = set()
        self._maker = maker
        for technician in cast.technicians:
            begun = max(first, technician.hired)
            for year in range(begun.year, last.year + 1):
                self._vacation(technician.id, year, begun, last)
            for day in working_days(begun, last):
                if maker.random.random() < _SICK_SHARE:
                    self._add(technician.id, "sick", day, maker.random.choice((1, 1, 2, 3)), last)

    def away(self, person_id: str, day: date) -> bool:
        return (person_id, day) in self._away

    def _vacation(self, person_id: str, year: int, first: date, last: date) -> None:
        monday = date.fromisocalendar(year, self._maker.random.randint(*_FIRST_VACATION_WEEKS), 1)
        if first <= monday:
            self._add(person_id, "vacation", monday, 7 * _VACATION_WEEKS - 2, last)

    def _add(self, person_id: str, kind: str, first: date, days: int, last: date) -> None:
        until = min(last, first + timedelta(days=days - 1))
        if until < first or self.away(person_id, first):
            return
        self._maker.add(
            Absence, person_id=person_id, kind=kind, start=self._maker.at("07:00", first),
            end=self._maker.at("17:00", until),
        )
        day = first
        while day <= until:
            self._away.add((person_id, day))
            day += timedelta(days=1)
