"""Fills a technician's day with visits that follow each other: near ones, to machines that he can mend."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from core.clock import at_local
from core.demo.almanac import busyness
from core.demo.cast import Cast, Customer, Fault, Machine, Technician
from core.demo.maker import Maker
from core.demo.past_call import PastCall
from core.rules.travel import Place, road_km, travel_minutes

_LOOKED_AT = 5
"""So many customers are considered for each stop; the nearest gets the visit."""
_REST_DAYS, _SERVICE_REST_DAYS, _SERVICED_EVERY_DAYS = 33, 9, 90
"""A mended machine holds so long, unless it is one of those that come back; it may be serviced sooner, not again."""
_USUAL_LOAD = 0.54
_SLOWER = 0.22
"""What a real day adds to a template's minutes, as a logarithm."""
_SHORTEST = 15


@dataclass(frozen=True, slots=True)
class Job:
    """A visit as it went; `call` is an earlier call that it belongs to, None for a new one."""

    technician: Technician
    customer: Customer
    machine: Machine
    fault: Fault
    arrived: datetime
    minutes: int
    travel: int
    kilometres: float
    free_from: datetime
    call: PastCall | None = None


@dataclass(slots=True)
class Wanted:
    """A visit that has to be made on or after a day: the rest of a call, or a fault that came back.

    `technician` and `minute` are given for visits of the story.
    """

    day: date
    customer: Customer
    machine: Machine
    fault: Fault
    call: PastCall | None = None
    technician: str = ""
    minute: int = 0
    minutes: int = 0


@dataclass(slots=True)
class DayPlanner:
    maker: Maker
    cast: Cast
    wanted: list[Wanted] = field(default_factory=list)
    ends_early: dict[tuple[str, date], int] = field(default_factory=dict)
    """Minutes from midnight after which a technician's day is already taken."""
    _mended: dict[str, date] = field(default_factory=dict)
    _serviced: dict[str, date] = field(default_factory=dict)
    _choices: dict[tuple[frozenset[str], str, bool], tuple[list[Fault], list[float]]] = field(default_factory=dict)
    _places: list[Customer] = field(default_factory=list)

    def open_to(self, customers: list[Customer]) -> None:
        """Whom the technicians go to by chance."""
        self._places = customers

    def leave_alone(self, customer: Customer, day: date) -> None:
        """Nobody comes by chance to this customer for some days: his visits are told by name."""
        self._mended |= dict.fromkeys((machine.id for machine in customer.machines), day)

    def day(self, technician: Technician, day: date, share: float = 1.0) -> Iterator[Job]:
        """The day's visits in their order; none overlaps another, the break or the end of the day.

        `share` is how much of a usual day is taken: coming days fill up as they come nearer.
        """
        random = self.maker.random
        start, end, break_start, break_end = technician.shift
        end = min(end, self.ends_early.get((technician.id, day), end))
        base = at_local(day, time(0))
        here, minute, free_from = technician.home, start, start
        for own in self._own(technician, day):
            travel = travel_minutes(here, own.customer.place)
            arrive = max(own.minute, minute + travel)
            yield self._job(technician, own, base, arrive, own.minutes, travel, here, free_from)
            here, minute = own.customer.place, arrive + own.minutes
            free_from = minute
        load = _USUAL_LOAD * busyness(day) * share
        while minute < end - 40:
            if random.random() > load:
                minute += random.randint(35, 110)
                continue
            stop = self._next(technician, day, here)
            if stop is None:
                minute += random.randint(10, 40)
                continue
            travel = travel_minutes(here, stop.customer.place)
            # The first visit of a day begins at the customer's door.
            arrive = max(minute, start + random.randint(0, 25)) if here is technician.home else minute + travel
            minutes = max(_SHORTEST, round(stop.fault.minutes * random.lognormvariate(_SLOWER, 0.24)))
            if arrive < break_end and arrive + minutes > break_start + 35:
                minute = max(minute, break_end)
                arrive = minute + travel
            if arrive + minutes > end:
                self.wanted += [stop] if stop.call or stop.day < day else []
                return
            self._mended[stop.machine.id] = day
            if stop.fault.kind == "maintenance":
                self._serviced[stop.machine.id] = day
            yield self._job(technician, stop, base, arrive, minutes, travel, here, free_from)
            here, minute = stop.customer.place, arrive + minutes
            free_from = minute
            minute += random.randint(3, 22)

    def _job(
        self, technician: Technician, stop: Wanted, base: datetime, arrive: int, minutes: int, travel: int,
        here: Place, free_from: int,
    ) -> Job:
        return Job(
            technician, stop.customer, stop.machine, stop.fault, base + timedelta(minutes=arrive), minutes, travel,
            round(road_km(here, stop.customer.place), 1), base + timedelta(minutes=free_from), stop.call,
        )

    def _own(self, technician: Technician, day: date) -> list[Wanted]:
        found = [one for one in self.wanted if one.technician == technician.name and one.day == day]
        self.wanted = [one for one in self.wanted if one not in found]
        return found

    def _next(self, technician: Technician, day: date, here: Place) -> Wanted | None:
        for number, one in enumerate(self.wanted):
            if one.day <= day and not one.technician and technician.skills.issuperset(one.fault.skills):
                return self.wanted.pop(number)
        return self._by_chance(technician, day, here)

    def _by_chance(self, technician: Technician, day: date, here: Place) -> Wanted | None:
        """A visit to one of some customers nearby, to a machine that has had its rest."""
        random = self.maker.random
        near = sorted(random.choices(self._places, k=_LOOKED_AT), key=lambda one: travel_minutes(here, one.place))
        for customer in near:
            machine = random.choice(customer.machines)
            rested = (day - self._mended.get(machine.id, date.min)).days
            faults, weights = self._faults(technician.skills, machine)
            if not faults or rested < _SERVICE_REST_DAYS:
                continue
            fault = random.choices(faults, cum_weights=weights)[0]
            serviced = (day - self._serviced.get(machine.id, date.min)).days
            is_due = serviced >= _SERVICED_EVERY_DAYS if fault.kind == "maintenance" else rested >= _REST_DAYS
            if is_due or fault.kind == "installation":
                return Wanted(day, customer, machine, fault)
        return None

    def _faults(self, skills: frozenset[str], machine: Machine) -> tuple[list[Fault], list[float]]:
        key = (skills, machine.category, machine.boiler)
        if key not in self._choices:
            found = [
                fault for fault in self.cast.faults.values()
                if fault.category == machine.category and (machine.boiler or not fault.boiler)
                and skills.issuperset(fault.skills)
            ]
            self._choices[key] = found, list(accumulate(fault.weight for fault in found))
        return self._choices[key]
