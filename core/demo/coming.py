"""What is already booked: the days to come, fuller the nearer they are, and today's visits of a bigger firm."""

from collections.abc import Iterator

from core.demo.almanac import working_day_after
from core.demo.cast import Cast, Customer, Technician
from core.demo.customers import TULPAN
from core.demo.day_plan import DayPlanner
from core.demo.maker import Maker, source
from core.demo.today import FILTER_DAY_TECHNICIAN, Booking, filter_day

_SHARES = (0.8, 0.6, 0.4, 0.25, 0.1)
"""How full the next working days are."""
_BEFORE_THE_FILTER = 9 * 60 + 30


def coming_bookings(maker: Maker, cast: Cast, planner: DayPlanner) -> Iterator[Booking]:
    """Everything but what `resources/demo/today.json` names."""
    for customer in cast.named.values():
        planner.leave_alone(customer, maker.today)
    named = {described["name"] for described in source("people")["technicians"]}
    for technician in cast.technicians:
        if technician.name not in named:
            yield from _day(maker, planner, technician, 0, 1.0)
    keeper = cast.technician(FILTER_DAY_TECHNICIAN)
    planner.ends_early[keeper.id, filter_day(maker)] = _BEFORE_THE_FILTER
    for ahead, share in enumerate(_SHARES, 1):
        for technician in cast.technicians:
            yield from _day(maker, planner, technician, ahead, share)


def _day(maker: Maker, planner: DayPlanner, technician: Technician, ahead: int, share: float) -> Iterator[Booking]:
    day = working_day_after(maker.today, ahead) if ahead else maker.today
    before: Customer | None = None
    for job in planner.day(technician, day, share):
        rounded = job.arrived.replace(minute=job.arrived.minute // 5 * 5)
        released = not ahead and (rounded < maker.now or maker.random.random() < 0.75)
        yield Booking(
            technician, job.customer, job.machine, job.fault, rounded, max(15, job.minutes // 5 * 5), job.fault.text,
            released=released, before=before,
        )
        before = job.customer


def open_planner(maker: Maker, cast: Cast) -> DayPlanner:
    """A planner that goes to everybody but Kafé Tulpan, whose days are told by name."""
    planner = DayPlanner(maker, cast)
    planner.open_to([customer for customer in cast.customers if customer is not cast.named[TULPAN]])
    return planner
