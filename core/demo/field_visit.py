"""One technician's visit played by his tablet's commands, as far as it has come at a given moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from core.commands.checklist import AnswerStep, StartChecklist
from core.commands.checkout import FinishVisit, NeededPart, SetOutcome, Sign, WriteReport
from core.commands.photos import AddPhoto
from core.commands.records import RecordMaterial, RecordMileage, RecordTime
from core.commands.visit import ChangeStep, MarkSeen
from core.demo.answers import answers, checklist_for, suits_machine
from core.demo.cast import Cast, Customer, Fault, Machine, Technician
from core.demo.drawing import photo
from core.demo.maker import Maker
from core.demo.play import Act, Player
from core.demo.scrawl import handwriting
from core.ids import derived_id
from core.rules.travel import road_km, travel_minutes

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Outing:
    """A released visit. `before` is the customer that the technician comes from, None from home."""

    activity_id: str
    assignment_id: str
    technician: Technician
    customer: Customer
    machine: Machine
    fault: Fault
    start: datetime
    minutes: int
    before: Customer | None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a visit comes out when it is not simply solved."""

    outcome: str = "solved"
    reason: str = ""
    note: str = ""
    parts: tuple[str, ...] = ()


class FieldVisit:
    """Gives the technician's commands up to `now`."""

    def __init__(self, maker: Maker, cast: Cast, player: Player, outing: Outing, now: datetime) -> None:
        self.maker, self.cast, self.player, self.outing, self.now = maker, cast, player, outing, now
        random = maker.random
        came_from = outing.before.place if outing.before else outing.technician.home
        self.travel = travel_minutes(came_from, outing.customer.place)
        self.kilometres = Decimal(str(round(road_km(came_from, outing.customer.place), 1)))
        self.arrived = outing.start + _MINUTE * random.randint(-4, 3)
        self.left = self.arrived - _MINUTE * self.travel
        self.finished = self.arrived + _MINUTE * (outing.minutes - random.randint(2, 9))
        self.instance = maker.new_id(outing.start)

    def play(self, ending: Ending | None = None) -> None:
        """Nothing later than `now` happens."""
        person = self.outing.technician.id
        for at, command in self._on_the_way():
            if at > self.now:
                return
            self.player.do(at, person, command)
            if isinstance(command, ChangeStep) and command.target == "travelling":
                self._told_on_the_way(at, command.event_id)
        if self.now < self.arrived:
            return
        self.player.all((at, person, command) for at, command in self._checklist() if at <= self.now)
        if self.finished <= self.now:
            self._finish(ending or Ending())

    def _on_the_way(self) -> Iterator[tuple[datetime, MarkSeen | ChangeStep]]:
        outing = self.outing
        seen = min(self.left - _MINUTE * 20, self.maker.at("07:02", outing.start.date()))
        yield seen, MarkSeen(activity_id=outing.activity_id, assignment_id=outing.assignment_id)
        for at, step in (
            (seen + _MINUTE, "accepted"), (self.left, "travelling"), (self.arrived, "arrived"),
            (self.arrived + _MINUTE, "working"),
        ):
            yield at, self._step(at, step)

    def _told_on_the_way(self, at: datetime, event_id: str) -> None:
        """The customer's phone has it at once."""
        delivered = at + timedelta(seconds=13)
        if delivered <= self.now:
            self.player.deliver(derived_id(event_id, "on_the_way"), delivered - timedelta(seconds=4), delivered)

    def _step(self, at: datetime, target: str) -> ChangeStep:
        return ChangeStep(
            activity_id=self.outing.activity_id, assignment_id=self.outing.assignment_id,
            event_id=self.maker.new_id(at), target=target,
        )

    def _checklist(self) -> Iterator[tuple[datetime, StartChecklist | AnswerStep | AddPhoto]]:
        """Steps are answered evenly over the visit."""
        key = checklist_for(self.outing.fault, self.outing.machine)
        if not key:
            return
        at = self.arrived + _MINUTE * 3
        yield at, StartChecklist(
            activity_id=self.outing.activity_id, instance_id=self.instance, version_id=self.cast.versions[key],
            equipment_id=self.outing.machine.id,
        )
        given = answers(key, self.maker.random)
        pace = (self.finished - at - _MINUTE * 8) / max(1, len(given))
        for element_id, value in given:
            at += pace
            if value is None:
                yield at, self._photo(at, element_id)
                continue
            yield at, AnswerStep(
                activity_id=self.outing.activity_id, instance_id=self.instance, answer_id=self.maker.new_id(at),
                element_id=element_id, value=value, reading_id=self.maker.new_id(at) if "value" in value else "",
            )

    def _photo(self, at: datetime, element_id: str) -> AddPhoto:
        kind = {"gauge": "gauge", "label": "label"}.get(element_id, "machine")
        content, thumbnail = photo(kind, round(self.maker.random.uniform(0.92, 1.12), 2))
        return AddPhoto(
            activity_id=self.outing.activity_id, attachment_id=self.maker.new_id(at),
            sha256=self.maker.core.blobs.put(content), mime="image/jpeg", size=len(content), file_name=f"{kind}.jpg",
            object_kind="checklist_instance", object_id=self.instance, element_id=element_id, thumbnail=thumbnail,
        )

    def _finish(self, ending: Ending) -> None:
        outing, player, person = self.outing, self.player, self.outing.technician.id
        at = self.finished - _MINUTE * 4
        player.all((at, person, command) for command in self._records(at, ending))
        found, done = outing.fault.told(self.maker.random)
        visit = outing.activity_id
        report = WriteReport(activity_id=visit, work_done=ending.note or done, fault_found=found)
        acts: list[Act] = [
            (at + _MINUTE, person, report),
            (at + _MINUTE, person, self._outcome(at, ending)),
            (at + _MINUTE * 2, person, self._step(at, "wrapping_up")),
        ]
        player.all(acts)
        shown, sha256 = player.statement(visit)
        player.do(at + _MINUTE * 3, person, Sign(
            activity_id=visit, signature_id=self.maker.new_id(at), state="signed", name=outing.customer.contact,
            strokes=handwriting(self.maker.random), shown_sha256=sha256, shown=shown,
        ))
        player.do(self.finished, person, FinishVisit(
            activity_id=visit, assignment_id=outing.assignment_id, event_id=self.maker.new_id(self.finished),
            report_email=str(outing.customer.buyer["email"]),
        ))

    def _outcome(self, at: datetime, ending: Ending) -> SetOutcome:
        needed = tuple(
            NeededPart(required_id=self.maker.new_id(at), item_id=self.cast.articles[key].id) for key in ending.parts
        )
        return SetOutcome(
            activity_id=self.outing.activity_id, outcome=ending.outcome, reason=ending.reason, note=ending.note,
            parts=needed,
        )

    def _records(self, at: datetime, ending: Ending) -> Iterator[RecordTime | RecordMileage | RecordMaterial]:
        visit = self.outing.activity_id
        yield RecordTime(
            activity_id=visit, record_id=self.maker.new_id(at), kind="travel", start=self.left, end=self.arrived,
            minutes=self.travel,
        )
        worked = int((self.finished - self.arrived).total_seconds()) // 60
        yield RecordTime(
            activity_id=visit, record_id=self.maker.new_id(at), kind="work", start=self.arrived, end=self.finished,
            minutes=worked,
        )
        if self.kilometres > 0:
            yield RecordMileage(activity_id=visit, record_id=self.maker.new_id(at), kilometres=self.kilometres)
        if ending.outcome != "solved":
            return
        for key, share, quantity in self.outing.fault.parts:
            if not suits_machine(key, self.outing.machine):
                continue
            place = self.outing.technician.van_id, self.cast.articles[key].id
            free = self.cast.lying.get(place, Decimal(0)) - self.player.put_aside(place, visit)
            if self.maker.random.random() < share and free >= quantity:
                self.cast.lying[place] -= quantity
                yield RecordMaterial(
                    activity_id=visit, record_id=self.maker.new_id(at), item_id=self.cast.articles[key].id,
                    quantity=quantity, equipment_id=self.outing.machine.id,
                )
