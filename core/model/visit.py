"""The visit, who does it, and everything that is recorded on it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from core.storage.base import Entity


class Activity(Entity):
    """A visit (Jobb). State: draft, planned, released, in_execution, done, cancelled.

    A technician sees it only when `released_at` is set. `release_revision` counts what the customer has been told.
    """

    __tablename__ = "activity"

    call_id: Mapped[str] = mapped_column(ForeignKey("service_call.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16), default="visit")
    state: Mapped[str] = mapped_column(String(16), default="draft", index=True)
    subject: Mapped[str] = mapped_column(String(160), default="")
    planned_start: Mapped[datetime | None] = mapped_column(index=True)
    planned_end: Mapped[datetime | None]
    duration_minutes: Mapped[int] = mapped_column(default=60)
    lead_person_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"), index=True)
    helper_ids: Mapped[list[Any]] = mapped_column(default=list)
    address_id: Mapped[str | None] = mapped_column(ForeignKey("address.id"))
    required_skill_ids: Mapped[list[Any]] = mapped_column(default=list)
    checklist_template_ids: Mapped[list[Any]] = mapped_column(default=list)
    instructions: Mapped[str] = mapped_column(default="")
    pinned: Mapped[bool] = mapped_column(default=False)
    accepted_conflicts: Mapped[list[Any]] = mapped_column(default=list)
    predecessor_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    next_visit_of_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    released_at: Mapped[datetime | None]
    release_revision: Mapped[int] = mapped_column(default=0)
    told_from: Mapped[datetime | None]
    told_to: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None] = mapped_column(index=True)
    finished_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(20), default="")
    outcome_reason: Mapped[str] = mapped_column(String(24), default="")
    outcome_note: Mapped[str] = mapped_column(default="")
    fault_found: Mapped[str] = mapped_column(default="")
    work_done: Mapped[str] = mapped_column(default="")
    report_email: Mapped[str] = mapped_column(String(120), default="")
    approval: Mapped[str] = mapped_column(String(20), default="")
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class RequiredMaterial(Entity):
    """A part the visit is thought to need. State: required, reserved, picked, in_van, used, returned."""

    __tablename__ = "required_material"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    maybe: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="required")
    warehouse_id: Mapped[str | None] = mapped_column(ForeignKey("warehouse.id"))


class ServiceAssignment(Entity):
    """One person's part of a visit (Tilldelning), made at release; its step is the technician's own.

    Step: new, accepted, travelling, arrived, working, paused, wrapping_up, done, rejected, aborted, cancelled.
    `lacking_skill_ids`: what the visit asks for and this person has no valid certificate of that day, as the office saw
    it when it sent the visit. It is all that a colleague's tablet ever learns of his certificates.
    """

    __tablename__ = "service_assignment"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[str] = mapped_column(String(8), default="lead")
    step: Mapped[str] = mapped_column(String(16), default="new")
    reason: Mapped[str] = mapped_column(default="")
    assigned_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    travel_started_at: Mapped[datetime | None]
    arrived_at: Mapped[datetime | None]
    work_started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    lacking_skill_ids: Mapped[list[Any]] = mapped_column(default=list)


class StatusEvent(Entity):
    """A step of an assignment as it happened, legal or not: the timeline never loses one."""

    __tablename__ = "status_event"

    assignment_id: Mapped[str] = mapped_column(ForeignKey("service_assignment.id"), index=True)
    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    from_step: Mapped[str] = mapped_column(String(16))
    to_step: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    legal: Mapped[bool] = mapped_column(default=True)


class _Recorded:
    """What every time, material, mileage and expense record carries. Append-only: a correction is a new record.

    State: pending, change_requested, approved, declined, billed, credited. `charge_option` is decided by
    `core.rules.charging` unless `charge_by_hand`; `charge_reason` is a text key with `charge_params`.
    """

    @declared_attr
    def activity_id(cls) -> Mapped[str]:
        return mapped_column(ForeignKey("activity.id"), index=True)

    @declared_attr
    def person_id(cls) -> Mapped[str]:
        return mapped_column(ForeignKey("person.id"), index=True)

    recorded_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="pending")
    note: Mapped[str] = mapped_column(default="")
    charge_option: Mapped[str] = mapped_column(String(20), default="chargeable")
    charge_reason: Mapped[str] = mapped_column(String(60), default="")
    charge_params: Mapped[dict[str, Any]] = mapped_column(default=dict)
    charge_by_hand: Mapped[bool] = mapped_column(default=False)
    corrects_id: Mapped[str | None] = mapped_column(String(36))
    corrected_by_id: Mapped[str | None] = mapped_column(String(36))


class TimeEffort(_Recorded, Entity):
    """Minutes of one person (Tid); kind: work, travel, wait, break, office, standby."""

    __tablename__ = "time_effort"

    kind: Mapped[str] = mapped_column(String(8), default="work")
    start: Mapped[datetime]
    end: Mapped[datetime]
    minutes: Mapped[int]
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))


class Material(_Recorded, Entity):
    """An item used on the visit, out of a warehouse or van."""

    __tablename__ = "material"

    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    quantity: Mapped[Decimal]
    warehouse_id: Mapped[str | None] = mapped_column(ForeignKey("warehouse.id"))
    serial: Mapped[str] = mapped_column(String(60), default="")
    removed_serial: Mapped[str] = mapped_column(String(60), default="")
    equipment_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"))


class Mileage(_Recorded, Entity):
    """Kilometres driven (Körning)."""

    __tablename__ = "mileage"

    kilometres: Mapped[Decimal]
    item_id: Mapped[str | None] = mapped_column(ForeignKey("item.id"))


class Expense(_Recorded, Entity):
    """Money laid out (Utlägg), excl. VAT."""

    __tablename__ = "expense"

    text: Mapped[str] = mapped_column(String(120))
    amount: Mapped[Decimal]


class Reading(Entity):
    """A measured value (Mätvärde) of a machine, kept for its history; `quantity` names what was measured."""

    __tablename__ = "reading"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    equipment_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    quantity: Mapped[str] = mapped_column(String(60))
    element_id: Mapped[str] = mapped_column(String(40), default="")
    value: Mapped[Decimal]
    unit: Mapped[str] = mapped_column(String(12), default="")
    verdict: Mapped[str] = mapped_column(String(8), default="")
    read_at: Mapped[datetime]


class Note(Entity):
    """A remark on a visit or call; append-only."""

    __tablename__ = "note"

    call_id: Mapped[str] = mapped_column(ForeignKey("service_call.id"), index=True)
    activity_id: Mapped[str | None] = mapped_column(ForeignKey("activity.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str]
    at: Mapped[datetime]
    visible_to_customer: Mapped[bool] = mapped_column(default=False)
