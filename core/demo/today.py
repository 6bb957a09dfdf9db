"""Today as the office has it at this minute: a board two thirds full, visits under way, calls that wait."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from core.clock import at_local
from core.commands.dispatch import PlanVisit
from core.commands.intake import IntakeForm, RegisterCall
from core.commands.release import ReleaseVisit
from core.demo.almanac import office_hours
from core.demo.cast import Cast, Customer, Fault, Machine, Technician
from core.demo.customers import TULPAN, fits
from core.demo.field_visit import Ending, FieldVisit, Outing
from core.demo.maker import Maker, source
from core.demo.play import Player
from core.model.workforce import Absence, Reservation

_MINUTE = timedelta(minutes=1)
_SENT_AT = time(15, 40)
"""When yesterday's planner sent today's jobs; a phone may ring then."""
_TULPANS_FILTER_IN_DAYS = 3
FILTER_DAY_TECHNICIAN = "Sara Nyström"


@dataclass(frozen=True, slots=True)
class Booking:
    """A visit to be planned, and whether its technician has been sent it."""

    technician: Technician
    customer: Customer
    machine: Machine
    fault: Fault
    start: datetime
    minutes: int
    subject: str
    released: bool = True
    before: Customer | None = None
    promise: tuple[datetime, datetime] | None = None


class Today:
    """Makes the day; `unplanned` are the calls that wait, `filter_call` is Kafé Tulpan's other one."""

    def __init__(self, maker: Maker, cast: Cast) -> None:
        self.maker, self.cast = maker, cast
        self.unplanned: list[str] = []
        self.filter_call = ""
        self.calls = 0
        self._last_call = ""

    def make(self, more: list[Booking]) -> None:
        """The named firm's day, and more bookings (of today or coming days) as a bigger firm has them."""
        self._absences()
        bookings = [*self._named_bookings(), *more]
        with Player(self.maker) as player:
            waiting = self._waiting(player)
            rung = sorted(((self._called(one), number) for number, one in enumerate(bookings)))
            visits = [self._book(player, bookings[number], called) for called, number in rung]
            self._unplanned(player)
            self._tulpans_filter(player)
            for outing in (one for one in visits if one is not None):
                FieldVisit(self.maker, self.cast, player, outing, self.maker.now).play()
        self.unplanned.append(waiting)

    # ---- Who is away ------------------------------------------------------------------------------------------------

    def _absences(self) -> None:
        described = source("today")
        for away in described["absences"]:
            self.maker.add(
                Absence, person_id=self.cast.technician(away["person"]).id, kind=away["kind"],
                start=self.maker.at(away["from"]), end=self.maker.at(away["to"]), note=away["note"],
            )
        for blocked in described["reservations"]:
            self.maker.add(
                Reservation, person_id=self.cast.technician(blocked["person"]).id, title=blocked["title"],
                start=self.maker.at(blocked["from"]), end=self.maker.at(blocked["to"]),
            )

    # ---- The board --------------------------------------------------------------------------------------------------

    def _named_bookings(self) -> Iterator[Booking]:
        last: dict[str, Customer] = {}
        for job in source("today")["visits"]:
            customer, fault = self.cast.named[job["customer"]], self.cast.faults[job["fault"]]
            start = self.maker.at(job["at"])
            soon = start - self.maker.now < _MINUTE * 60
            promise = job.get("promise")
            yield Booking(
                self.cast.technician(job["person"]), customer, machine_for(customer, fault), fault, start,
                job["minutes"], job["subject"], released=soon or not job.get("planned", False),
                before=last.get(job["person"]),
                promise=(self.maker.at(promise[0]), self.maker.at(promise[1])) if promise else None,
            )
            last[job["person"]] = customer

    def _book(self, player: Player, booking: Booking, called: datetime) -> Outing | None:
        """Registers, plans and (when it is to be) sends; returns the visit that the technician has."""
        sent = self._sent_at(booking)
        form = self._form(booking.customer, booking.machine, booking.fault, booking.subject, booking.promise)
        _call, visit = self._register(player, called, form)
        mara = self.cast.mara
        player.do(called + _MINUTE * 9, mara, PlanVisit(
            activity_id=visit, person_id=booking.technician.id, start=booking.start, duration_minutes=booking.minutes,
        ))
        if not booking.released:
            return None
        assignment, message = self.maker.new_id(sent), self.maker.new_id(sent)
        player.do(sent, mara, ReleaseVisit(activity_id=visit, assignment_ids=(assignment,), message_id=message))
        player.deliver(message, sent + timedelta(seconds=9), sent + timedelta(seconds=13))
        return Outing(
            visit, assignment, booking.technician, booking.customer, booking.machine, booking.fault, booking.start,
            booking.minutes, booking.before,
        )

    def _called(self, booking: Booking) -> datetime:
        """When the customer rang, some hours or days before he was given a time."""
        latest = min(self._sent_at(booking), self.maker.now - _MINUTE * 90) - _MINUTE * 20
        return office_hours(latest - _MINUTE * self.maker.random.randint(30, 60 * 70), self.maker.random)

    def _sent_at(self, booking: Booking) -> datetime:
        """The working day before; never in the future."""
        day = booking.start.date() - timedelta(days=3 if booking.start.isoweekday() == 1 else 1)
        usual = at_local(day, _SENT_AT) + timedelta(seconds=self.maker.random.randint(0, 900))
        return min(usual, self.maker.now - timedelta(minutes=40))

    def _register(self, player: Player, at: datetime, form: IntakeForm) -> tuple[str, str]:
        call, visit = self.maker.new_id(at), self.maker.new_id(at)
        player.do(at, self.cast.mara, RegisterCall(call_id=call, activity_id=visit, form=form))
        self.calls += 1
        self._last_call = call
        return call, visit

    def _form(
        self, customer: Customer, machine: Machine, fault: Fault, problem: str,
        promise: tuple[datetime, datetime] | None = None, **more: Any,
    ) -> IntakeForm:
        usual = "planned" if fault.kind != "breakdown" else self.maker.random.choice(("normal", "normal", "high"))
        return IntakeForm(
            who_text=customer.name, partner_id=customer.id, contact_id=customer.contact_id,
            address_id=customer.address_id, equipment_ids=(machine.id,), problem=problem, fault_template_id=fault.id,
            wish_from=promise[0] if promise else None, wish_to=promise[1] if promise else None,
            **{"priority": usual, "call_seconds": self.maker.random.randint(70, 260), **more},
        )

    # ---- What waits -------------------------------------------------------------------------------------------------

    def _unplanned(self, player: Player) -> None:
        for waiting in sorted(source("today")["unplanned"], key=lambda one: -float(one["hours_ago"])):
            customer, fault = self.cast.named[waiting["customer"]], self.cast.faults[waiting["fault"]]
            wish = waiting.get("wish")
            promise = None
            if wish:
                day = self.maker.today if wish[0] == "today" else next_working_day(self.maker.today)
                promise = self.maker.at(wish[1], day), self.maker.at(wish[2], day)
            form = self._form(
                customer, machine_for(customer, fault), fault, waiting["problem"], promise,
                priority=waiting["priority"], wish_text=waiting["wish_text"],
            )
            at = self.maker.now - timedelta(hours=float(waiting["hours_ago"]))
            self.unplanned.append(self._register(player, at, form)[0])

    def _waiting(self, player: Player) -> str:
        """A call whose first visit found that a part is missing; its next visit waits for it."""
        waiting = source("today")["waiting"]
        day = self.maker.ago(waiting["days_ago"])
        while day.isoweekday() > 5:
            day -= timedelta(days=1)
        start = self.maker.at(waiting["at"], day)
        customer, fault = self.cast.named[waiting["customer"]], self.cast.faults[waiting["fault"]]
        technician = self.cast.technician(waiting["person"])
        booking = Booking(technician, customer, machine_for(customer, fault), fault, start, 60, waiting["problem"])
        outing = self._book(player, booking, self._called(booking))
        call = self._last_call
        assert outing is not None
        ending = Ending("follow_up_needed", "parts", waiting["note"], (waiting["part"],))
        FieldVisit(self.maker, self.cast, player, outing, self.maker.now).play(ending)
        return call

    def _tulpans_filter(self, player: Player) -> None:
        """Kafé Tulpan's water filter is planned already, so that a new call meets an open one."""
        tulpan, fault = self.cast.named[TULPAN], self.cast.faults["filter"]
        at = self.maker.now - timedelta(days=4, hours=2)
        form = self._form(tulpan, tulpan.machines[2], fault, "Filterbyte", priority="planned", origin="contract")
        self.filter_call, visit = self._register(player, at, form)
        plan = PlanVisit(
            activity_id=visit, person_id=self.cast.technician(FILTER_DAY_TECHNICIAN).id,
            start=self.maker.at("10:15", filter_day(self.maker)),
        )
        player.do(at + _MINUTE * 5, self.cast.mara, plan)


def filter_day(maker: Maker) -> date:
    """When Kafé Tulpan's water filter is changed."""
    day = maker.today + timedelta(days=_TULPANS_FILTER_IN_DAYS)
    while day.isoweekday() > 5:
        day += timedelta(days=1)
    return day


def machine_for(customer: Customer, fault: Fault) -> Machine:
    """The customer's machine that can have this fault."""
    return next(machine for machine in customer.machines if fits(machine, fault.category, fault.boiler))


def next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    while following.isoweekday() > 5:
        following += timedelta(days=1)
    return following
