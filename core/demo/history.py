"""Two years of finished work, told day by day and written month by month."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

from core.clock import local
from core.demo.almanac import Absences, office_hours, working_day_after, working_days
from core.demo.answers import suits_machine
from core.demo.cast import Cast, Customer, Technician
from core.demo.customers import TULPAN
from core.demo.day_plan import DayPlanner, Job, Wanted
from core.demo.maker import Maker, source
from core.demo.past_call import PastCall, PastVisit
from core.demo.past_money import Money
from core.demo.past_rows import PastRows
from core.demo.tulpan import remember, tulpans_visits
from core.model.stock import StockMove

DAYS = 730
_MINUTE = timedelta(minutes=1)
_RETURN_SHARE, _BACK_SHARE = 0.085, 0.05
"""Breakdowns that need a second visit, and those whose fault comes back within a month."""
_ABORTED = (("no_access", 0.012, "Låst, ingen på plats."), ("customer_cancelled", 0.008, "Kunden avbokade på plats."))
_FIRST_YEARS_NUMBER = 1700
_FILLED_EVERY_MONTHS = 3


class History:
    """`calls` counts what was told; calls that are not over yet are left open, as they would be."""

    def __init__(self, maker: Maker, cast: Cast, planner: DayPlanner) -> None:
        self.maker, self.cast, self.planner = maker, cast, planner
        self.first = maker.ago(DAYS)
        self.last = maker.ago(1)
        self.calls = 0
        self.money = Money(maker, cast)
        self.rows = PastRows(maker, cast, self.money)
        self.planner.wanted += tulpans_visits(maker, cast)
        self._open: list[PastCall] = []
        self._unnumbered: list[PastCall] = []
        self._numbers: dict[int, int] = {self.first.year: _FIRST_YEARS_NUMBER * maker.scale}
        waiting = source("today")["waiting"]
        hour, minute = waiting["at"].split(":")
        self._keep_free(cast.technician(waiting["person"]), int(hour) * 60 + int(minute) - 45)

    def tell(self, told: Callable[[int, int], None]) -> None:
        """`told` hears (days told, days in all)."""
        absences = Absences(self.maker, self.cast, self.first, self.last)
        days = list(working_days(self.first, self.last))
        for number, day in enumerate(days):
            for technician in self.cast.technicians:
                if technician.hired <= day and (
                    not absences.away(technician.id, day) or self._has_own(technician, day)
                ):
                    self._day(technician, day)
            following = days[number + 1] if number + 1 < len(days) else None
            if following is None or following.month != day.month:
                self._close_month(day, last=following is None)
                told(number + 1, len(days))
        self.planner.wanted.clear()

    def _keep_free(self, technician: Technician, minute: int) -> None:
        """The afternoon of the visit that today's board tells of."""
        for days in range(1, 6):
            self.planner.ends_early[technician.id, self.maker.ago(days)] = minute

    def _has_own(self, technician: Technician, day: date) -> bool:
        return any(one.technician == technician.name and one.day == day for one in self.planner.wanted)

    def _day(self, technician: Technician, day: date) -> None:
        free_from: datetime | None = None
        for job in self.planner.day(technician, day):
            visit = self._visit(job, free_from)
            free_from = visit.finished
            if job.call is None:
                self._new_call(job, visit, day)
            else:
                self._go_on(job.call, visit)

    # ---- How a visit went -------------------------------------------------------------------------------------------

    def _visit(self, job: Job, free_from: datetime | None) -> PastVisit:
        random, fault = self.maker.random, job.fault
        finished = job.arrived + _MINUTE * job.minutes
        earliest, latest = random.choices(((-6, 12), (10, 28), (31, 55)), (78, 15, 7))[0]
        planned = _five(job.arrived - _MINUTE * random.randint(earliest, latest))
        visit = PastVisit(
            self.maker.new_id(job.arrived), job.technician, job.arrived, finished, job.minutes, job.travel,
            Decimal(str(job.kilometres)), max(planned, _five(free_from) if free_from else planned),
        )
        visit.found, visit.done = fault.told(random)
        visit.parts = [
            (self.cast.articles[key], quantity) for key, share, quantity in fault.parts
            if random.random() < share and suits_machine(key, job.machine)
        ]
        remember(job, visit, self.cast)
        return visit

    def _new_call(self, job: Job, visit: PastVisit, day: date) -> None:
        random, fault = self.maker.random, job.fault
        breakdown = fault.kind == "breakdown"
        priority = random.choices(("emergency", "high", "normal"), (14, 31, 55))[0] if breakdown else "planned"
        call = PastCall(
            self.maker.new_id(visit.planned_start), self._called(visit, priority, job.customer), job.customer,
            job.machine, fault, random.choice(fault.said), priority, visits=[visit], subject=fault.text,
        )
        self._unnumbered.append(call)
        self.calls += 1
        own = job.customer is self.cast.named[TULPAN]
        if breakdown and not own:
            self._maybe_not_finished(call, visit, day)
        if call.complete and breakdown and not own and random.random() < _BACK_SHARE:
            self.planner.wanted.append(
                Wanted(working_day_after(day, random.randint(4, 16)), job.customer, job.machine, fault)
            )
        self._open.append(call)

    def _called(self, visit: PastVisit, priority: str, customer: Customer) -> datetime:
        """When the customer rang: the more urgent, the sooner somebody came."""
        random = self.maker.random
        hours = {"emergency": (1, 6), "high": (3, 26), "normal": (16, 80), "planned": (90, 420)}[priority]
        most = hours[1] if not customer.response_hours or priority == "planned" else max(hours[0] + 1, hours[1] // 2)
        moment = visit.planned_start - timedelta(minutes=random.randint(hours[0] * 60, most * 60))
        return office_hours(moment, random)

    def _maybe_not_finished(self, call: PastCall, visit: PastVisit, day: date) -> None:
        random = self.maker.random
        drawn = random.random()
        for outcome, share, note in _ABORTED:
            if drawn < share:
                visit.outcome, visit.done, visit.found, visit.parts = outcome, note, "", []
                self._come_again(call, day, random.randint(1, 4))
                return
            drawn -= share
        key = next((part[0] for part in call.fault.parts if suits_machine(part[0], call.machine)), "")
        if drawn < _RETURN_SHARE and key:
            visit.outcome, visit.reason = "follow_up_needed", "parts"
            visit.missing = [self.cast.articles[key]]
            visit.done = f"Felsökt. {self.cast.articles[key].name} behöver beställas."
            visit.parts = []
            self._come_again(call, day, random.randint(2, 7))

    def _come_again(self, call: PastCall, day: date, days: int) -> None:
        call.complete = False
        self.planner.wanted.append(
            Wanted(working_day_after(day, days), call.customer, call.machine, call.fault, call=call)
        )

    def _go_on(self, call: PastCall, visit: PastVisit) -> None:
        visit.parts = [(article, Decimal(1)) for article in call.last.missing] or visit.parts
        call.visits.append(visit)
        call.complete = True

    # ---- Month by month ---------------------------------------------------------------------------------------------

    def _close_month(self, day: date, *, last: bool) -> None:
        """Numbers the month's calls in the order they came in, and writes those that are over."""
        for call in sorted(self._unnumbered, key=lambda one: (one.created_at, one.id)):
            year = local(call.created_at).year
            self._numbers[year] = self._numbers.get(year, 0) + 1
            call.number = f"S-{year}-{self._numbers[year]:05d}"
        self._unnumbered.clear()
        for call in self._open:
            if call.complete or last:
                call.approved_at = self._approved(call)
                self.rows.write(call)
        self._open = [call for call in self._open if not call.complete and not last]
        self.money.issue(day)
        if last or day.month % _FILLED_EVERY_MONTHS == 0:
            self._fill_vans(day)
        self.maker.counters |= {f"call-{year}": number for year, number in self._numbers.items()}
        self.maker.write()

    def _approved(self, call: PastCall) -> datetime | None:
        """The morning after, or some mornings later; the newest still wait."""
        if not call.complete:
            return None
        days = self.maker.random.choices((1, 2, 3), (70, 22, 8))[0]
        day = working_day_after(local(call.last.finished).date(), days)
        at = self.maker.at("08:10", day) + _MINUTE * self.maker.random.randint(0, 95)
        return at if at < self.maker.now - timedelta(hours=20) else None

    def _fill_vans(self, day: date) -> None:
        """What was used comes from the main store, and the main store gets as much from its suppliers."""
        at = self.maker.at("16:20", day)
        delivered: dict[str, Decimal] = {}
        for (van, item), quantity in self.rows.used.items():
            delivered[item] = delivered.get(item, Decimal(0)) + quantity
            for warehouse, moved in ((self.cast.main_store, -quantity), (van, quantity)):
                self.maker.add(
                    StockMove, warehouse_id=warehouse, item_id=item, quantity=moved, kind="transfer", at=at,
                    person_id=self.cast.mara,
                )
        for item, quantity in delivered.items():
            self.maker.add(
                StockMove, warehouse_id=self.cast.main_store, item_id=item, quantity=quantity, kind="receipt",
                at=at - timedelta(days=2), person_id=self.cast.mara,
            )
        self.rows.used.clear()


def _five(moment: datetime) -> datetime:
    """The last full five minutes."""
    return moment - timedelta(minutes=moment.minute % 5)
