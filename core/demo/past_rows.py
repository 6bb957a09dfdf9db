"""Writes a finished call down: the call, its visits with what was recorded, and what the office made of it."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from core.clock import at_local, local
from core.demo.answers import answers, checklist_for, elements_of, measured_value
from core.demo.cast import Cast
from core.demo.drawing import photo
from core.demo.maker import Maker
from core.demo.past_call import PastCall, PastVisit
from core.demo.past_money import Money, Record
from core.demo.scrawl import handwriting
from core.model.attachment import Attachment, Signature
from core.model.call import ServiceCall, ServiceCallEquipment
from core.model.knowledge import ChecklistAnswer, ChecklistInstance
from core.model.message import Message
from core.model.stock import StockMove
from core.model.visit import (
    Activity,
    Material,
    Mileage,
    Reading,
    RequiredMaterial,
    ServiceAssignment,
    StatusEvent,
    TimeEffort,
)
from core.rules.checklist import Element, range_verdict, verdict
from core.rules.pricing import PricedLine, totals
from core.rules.service_hours import ServiceHours, add_service_hours
from core.rules.sms_text import SmsValues, compose
from core.rules.statement import fingerprint, statement

_MINUTE = timedelta(minutes=1)
_TOLD = timedelta(minutes=30)
_SENT_AT = time(15, 40)
RECENT = timedelta(days=60)
"""So far back the whole course is told: messages, signatures, checklists, steps. Before that what figures need."""
_WITH_PHOTOS = timedelta(days=21)
_PHOTO_SHARE = 0.12
_SERVICE_HOURS = ServiceHours()
Lines = list[tuple[Record, PricedLine]]


class PastRows:
    """One writer for all calls; `used` sums what left each van, until it is filled again."""

    def __init__(self, maker: Maker, cast: Cast, money: Money) -> None:
        self.maker, self.cast, self.money = maker, cast, money
        self.used: dict[tuple[str, str], Decimal] = {}
        self._readings: dict[str, list[Element]] = {}

    def write(self, call: PastCall) -> None:
        recorded = [(visit, self.money.lines(call, self.money.records(call, visit))) for visit in call.visits]
        everything = [pair for _visit, lines in recorded for pair in lines]
        billed = call.complete and self.money.bill(call, everything)
        self._call(call, billed)
        for number, (visit, lines) in enumerate(recorded):
            self._visit(call, visit, call.visits[number - 1].id if number else None)
            self._records(call, visit, lines, billed)
            self._readings_of(call, visit)
            if self.maker.now - visit.finished < RECENT or call.customer.name == "Kafé Tulpan":
                self._course(call, visit, lines)
        if call.complete:
            self.money.claims(call, everything)
        else:
            self._next_visit(call)

    # ---- The call ---------------------------------------------------------------------------------------------------

    def _call(self, call: PastCall, billed: bool) -> None:
        customer, fault = call.customer, call.fault
        done = call.last.finished if call.complete else None
        closed = call.approved_at is not None and (billed or not call.complete or self._owes_nothing(call))
        state = ("closed" if closed else "technically_complete") if call.complete else "pending"
        respond = fix = None
        if fault.kind != "maintenance" and customer.response_hours:
            respond = add_service_hours(call.created_at, customer.response_hours, _SERVICE_HOURS)
            fix = add_service_hours(call.created_at, customer.response_hours * 4, _SERVICE_HOURS)
        self.maker.add(
            ServiceCall, id=call.id, number=call.number, subject=call.subject, kind=fault.kind, state=state,
            pending_reason="" if call.complete else call.last.reason, priority=call.priority, problem=call.problem,
            cause=call.last.found, resolution=call.last.done if call.complete else "", partner_id=customer.id,
            contact_id=customer.contact_id, address_id=customer.address_id, contract_id=customer.contract_id,
            origin="contract" if fault.kind == "maintenance" and customer.contract_id else "phone",
            fault_template_id=fault.id, created_at=call.created_at, created_by_id=self.cast.mara, completed_at=done,
            closed_at=call.approved_at if closed and call.complete else None, sla_respond_by=respond, sla_fix_by=fix,
            due_at=respond or call.visits[0].planned_start + timedelta(hours=4),
            promised_from=call.visits[0].planned_start, promised_to=call.visits[0].planned_start + timedelta(hours=1),
        )
        self.maker.add(ServiceCallEquipment, call_id=call.id, equipment_id=call.machine.id)

    def _owes_nothing(self, call: PastCall) -> bool:
        """Everything was warranty or contract: the office closed it when it had approved it."""
        return call.customer.coverage is not None and call.customer.coverage.labour

    def _next_visit(self, call: PastCall) -> None:
        """What the last visit left to do, as it stands in the unplanned list."""
        last = call.last
        following = self.maker.add(
            Activity, call_id=call.id, subject=call.subject, duration_minutes=call.fault.minutes,
            address_id=call.customer.address_id, required_skill_ids=list(call.fault.skill_ids),
            checklist_template_ids=self._template_ids(call),
            instructions=last.done, next_visit_of_id=last.id,
        )
        for article in last.missing:
            self.maker.add(RequiredMaterial, activity_id=following, item_id=article.id, state="required")

    # ---- A visit ----------------------------------------------------------------------------------------------------

    def _visit(self, call: PastCall, visit: PastVisit, before: str | None) -> None:
        approved = call.approved_at
        planned = int((visit.finished - visit.planned_start).total_seconds() // 300) * 5
        released = _released(call, visit)
        left = visit.arrived - _MINUTE * visit.travel
        self.maker.add(
            Activity, id=visit.id, call_id=call.id, state="done", subject=call.subject,
            address_id=call.customer.address_id, planned_start=visit.planned_start,
            planned_end=visit.planned_start + _MINUTE * max(10, planned),
            duration_minutes=max(10, planned), lead_person_id=visit.technician.id, next_visit_of_id=before,
            required_skill_ids=list(call.fault.skill_ids),
            checklist_template_ids=self._template_ids(call), released_at=released,
            release_revision=1, told_from=visit.planned_start, told_to=visit.planned_start + _TOLD, started_at=left,
            arrived_at=visit.arrived, finished_at=visit.finished, outcome=visit.outcome, outcome_reason=visit.reason,
            outcome_note=visit.done if visit.outcome != "solved" else "", fault_found=visit.found, work_done=visit.done,
            report_email=str(call.customer.buyer["email"]), approval="approved" if approved else "",
            approved_at=approved, approved_by_id=self.cast.mara if approved else None,
        )
        assignment = self.maker.add(
            ServiceAssignment, activity_id=visit.id, person_id=visit.technician.id, role="lead", step="done",
            assigned_at=released, seen_at=left, accepted_at=left, travel_started_at=left, arrived_at=visit.arrived,
            work_started_at=visit.arrived, finished_at=visit.finished,
        )
        if self.maker.now - visit.finished < RECENT:
            self._steps(visit, assignment, left)

    def _steps(self, visit: PastVisit, assignment: str, left: datetime) -> None:
        taken = (
            ("new", "accepted", left - _MINUTE * 6), ("accepted", "travelling", left),
            ("travelling", "arrived", visit.arrived), ("arrived", "working", visit.arrived + _MINUTE),
            ("working", "wrapping_up", visit.finished - _MINUTE * 3), ("wrapping_up", "done", visit.finished),
        )
        for before, step, at in taken:
            self.maker.add(
                StatusEvent, assignment_id=assignment, activity_id=visit.id, person_id=visit.technician.id,
                from_step=before, to_step=step, at=at,
            )

    def _records(self, call: PastCall, visit: PastVisit, lines: Lines, billed: bool) -> None:
        state = "billed" if billed else "approved" if call.approved_at else "pending"
        left = visit.arrived - _MINUTE * visit.travel
        for record, line in lines:
            common: dict[str, Any] = {
                "id": record.id, "activity_id": visit.id, "person_id": visit.technician.id,
                "recorded_at": visit.finished, "state": state, "charge_option": record.decision.option,
                "charge_reason": record.decision.reason_key, "charge_params": record.decision.reason_params,
                "item_id": record.article.id,
            }
            if record.kind == "time":
                journey = record.charged.time_kind == "travel"
                self.maker.add(
                    TimeEffort, kind="travel" if journey else "work", start=left if journey else visit.arrived,
                    end=visit.arrived if journey else visit.finished, minutes=record.charged.minutes, **common,
                )
            elif record.kind == "mileage":
                self.maker.add(Mileage, kilometres=record.charged.quantity, **common)
            else:
                self._material(call, visit, record, line, common)

    def _material(self, call: PastCall, visit: PastVisit, record: Record, line: PricedLine, common: Any) -> None:
        van, item = visit.technician.van_id, record.article.id
        quantity = line.quantity
        self.maker.add(Material, quantity=quantity, warehouse_id=van, equipment_id=call.machine.id, **common)
        self.maker.add(
            StockMove, warehouse_id=van, item_id=item, quantity=-quantity, kind="use", at=visit.finished,
            person_id=visit.technician.id, source_id=record.id,
        )
        self.used[van, item] = self.used.get((van, item), Decimal(0)) + quantity

    # ---- Measured values --------------------------------------------------------------------------------------------

    def _readings_of(self, call: PastCall, visit: PastVisit) -> None:
        """What such a checklist measures; visits with a whole checklist have theirs from its answers."""
        if not checklist_for(call.fault, call.machine) or visit.outcome != "solved" or self._is_recent(call, visit):
            return
        for element in self._measured(checklist_for(call.fault, call.machine))[:2]:
            if element.reading.startswith("Pann") and not call.machine.boiler:
                continue
            value = measured_value(element, self.maker.random)
            self._reading(call, visit, element, value, visit.finished - _MINUTE * 9)

    def _is_recent(self, call: PastCall, visit: PastVisit) -> bool:
        return self.maker.now - visit.finished < RECENT or call.customer.name == "Kafé Tulpan"

    def _template_ids(self, call: PastCall) -> list[str]:
        key = checklist_for(call.fault, call.machine)
        return [self.cast.checklists[key]] if key else []

    def _measured(self, key: str) -> list[Element]:
        if key not in self._readings:
            self._readings[key] = [element for element in elements_of(key) if element.reading]
        return self._readings[key]

    def _reading(self, call: PastCall, visit: PastVisit, element: Element, value: Decimal, at: datetime) -> None:
        self.maker.add(
            Reading, activity_id=visit.id, equipment_id=call.machine.id, person_id=visit.technician.id,
            quantity=element.reading, element_id=element.id, value=value, unit=element.unit,
            verdict=range_verdict(element, value), read_at=at,
        )

    # ---- The whole course, for visits that somebody may still ask about ---------------------------------------------

    def _course(self, call: PastCall, visit: PastVisit, lines: Lines) -> None:
        if visit.outcome == "solved" and checklist_for(call.fault, call.machine):
            self._checklist(call, visit)
        elif self._photographed(visit):
            self._photo(visit, "part", "activity", visit.id, "", visit.finished - _MINUTE * 12)
        self._message(call, visit)
        shown = statement(
            call_number=call.number, customer=call.customer.name, outcome=visit.outcome, work_done=visit.done,
            lines=[line for _record, line in lines], sums=totals(line for _record, line in lines), checklists=[],
        )
        refused = self.maker.random.random() < 0.03
        self.maker.add(
            Signature, activity_id=visit.id, state="absent" if refused else "signed",
            name="" if refused else call.customer.contact, strokes=[] if refused else handwriting(self.maker.random),
            reason="Ingen på plats vid avslut" if refused else "", signed_at=visit.finished - _MINUTE * 2,
            shown_sha256=fingerprint(shown), shown=shown, person_id=visit.technician.id,
        )

    def _photographed(self, visit: PastVisit) -> bool:
        return self.maker.now - visit.finished < _WITH_PHOTOS and self.maker.random.random() < _PHOTO_SHARE

    def _checklist(self, call: PastCall, visit: PastVisit) -> None:
        key = checklist_for(call.fault, call.machine)
        instance = self.maker.add(
            ChecklistInstance, activity_id=visit.id, version_id=self.cast.versions[key], equipment_id=call.machine.id,
            state="closed", opened_at=visit.arrived + _MINUTE * 3, opened_by_id=visit.technician.id,
            closed_at=visit.finished,
        )
        given = answers(key, self.maker.random)
        elements = {element.id: element for element in elements_of(key)}
        pace = (visit.finished - visit.arrived - _MINUTE * 10) / max(1, len(given))
        photographed = self._photographed(visit) or call.customer.name == "Kafé Tulpan"
        for number, (element_id, value) in enumerate(given):
            at, element = visit.arrived + _MINUTE * 4 + pace * number, elements[element_id]
            if value is None:
                if photographed:
                    kind = {"gauge": "gauge", "label": "label"}.get(element_id, "machine")
                    self._photo(visit, kind, "checklist_instance", instance, element_id, at)
                continue
            self.maker.add(
                ChecklistAnswer, instance_id=instance, element_id=element_id, value=value,
                verdict=verdict(element, value), answered_at=at, answered_by_id=visit.technician.id,
            )
            if element.reading and (call.machine.boiler or not element.reading.startswith("Pann")):
                self._reading(call, visit, element, Decimal(value["value"]), at)

    def _photo(self, visit: PastVisit, kind: str, owner: str, owner_id: str, element_id: str, at: datetime) -> None:
        content, thumbnail = photo(kind, round(self.maker.random.uniform(0.9, 1.15), 2))
        self.maker.add(
            Attachment, sha256=self.maker.core.blobs.put(content), mime="image/jpeg", size=len(content),
            file_name=f"{kind}.jpg", object_kind=owner, object_id=owner_id, element_id=element_id, thumbnail=thumbnail,
            taken_at=at, taken_by_id=visit.technician.id,
        )

    def _message(self, call: PastCall, visit: PastVisit) -> None:
        customer = call.customer
        told = _released(call, visit)
        values = SmsValues(
            firm="Espressoteknik Väst AB", contact=customer.contact, technician=visit.technician.name,
            arrival=visit.planned_start, phone=visit.technician.phone,
        )
        failed = self.maker.random.random() < 0.01
        self.maker.add(
            Message, purpose="confirmation", subject_id=visit.id, call_id=call.id, contact_id=customer.contact_id,
            recipient=customer.mobile, recipient_name=customer.contact, text=compose("confirmation", "sv", values),
            state="failed" if failed else "delivered", created_at=told, not_before=told, attempts=1,
            useful_until=visit.planned_start + _TOLD, error="unreachable" if failed else "",
            sent_at=None if failed else told + _MINUTE, delivered_at=None if failed else told + _MINUTE,
        )


def _released(call: PastCall, visit: PastVisit) -> datetime:
    """Sent the afternoon before, or within a quarter of an hour when the call came later than that."""
    day_before = at_local(local(visit.planned_start).date() - timedelta(days=1), _SENT_AT)
    return min(max(day_before, call.created_at + _MINUTE * 12), visit.arrived - _MINUTE * (visit.travel + 6))
