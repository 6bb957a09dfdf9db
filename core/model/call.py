"""The service call: what the customer asked for, until the office closes it."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class ServiceCall(Entity):
    """A call (Ärende). `number` is given when it leaves draft; `problem` is in the customer's own words.

    Stored state: draft, open, pending, technically_complete, closed, cancelled. Planned, released and in progress are
    derived from its visits (`core.rules.lifecycle.call_progress`).
    """

    __tablename__ = "service_call"

    number: Mapped[str | None] = mapped_column(String(20), unique=True)
    subject: Mapped[str] = mapped_column(String(160), default="")
    kind: Mapped[str] = mapped_column(String(16), default="breakdown")
    state: Mapped[str] = mapped_column(String(24), default="draft", index=True)
    pending_reason: Mapped[str] = mapped_column(String(24), default="")
    priority: Mapped[str] = mapped_column(String(12), default="normal")
    problem: Mapped[str] = mapped_column(default="")
    cause: Mapped[str] = mapped_column(default="")
    resolution: Mapped[str] = mapped_column(default="")
    origin: Mapped[str] = mapped_column(String(12), default="phone")
    partner_id: Mapped[str | None] = mapped_column(ForeignKey("business_partner.id"), index=True)
    contact_id: Mapped[str | None] = mapped_column(ForeignKey("contact.id"))
    address_id: Mapped[str | None] = mapped_column(ForeignKey("address.id"))
    contract_id: Mapped[str | None] = mapped_column(ForeignKey("service_contract.id"))
    fault_template_id: Mapped[str | None] = mapped_column(ForeignKey("fault_template.id"))
    parent_call_id: Mapped[str | None] = mapped_column(ForeignKey("service_call.id"))
    promised_from: Mapped[datetime | None]
    promised_to: Mapped[datetime | None]
    wish_text: Mapped[str] = mapped_column(String(80), default="")
    due_at: Mapped[datetime | None]
    sla_respond_by: Mapped[datetime | None]
    sla_fix_by: Mapped[datetime | None]
    warranty_verdict: Mapped[str] = mapped_column(String(16), default="")
    quote_limit: Mapped[Decimal | None]
    created_at: Mapped[datetime] = mapped_column(index=True)
    created_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))
    completed_at: Mapped[datetime | None] = mapped_column(index=True)
    closed_at: Mapped[datetime | None]
    intake: Mapped[dict[str, Any] | None]


class ServiceCallEquipment(Entity):
    """A machine that the call is about."""

    __tablename__ = "service_call_equipment"

    call_id: Mapped[str] = mapped_column(ForeignKey("service_call.id"), index=True)
    equipment_id: Mapped[str] = mapped_column(ForeignKey("equipment.id"), index=True)


class FaultTemplate(Entity):
    """A symptom in the customers' words, with what it usually takes: time, skills, parts and checklist."""

    __tablename__ = "fault_template"

    text: Mapped[str] = mapped_column(String(120))
    category: Mapped[str] = mapped_column(String(24), default="espresso")
    call_kind: Mapped[str] = mapped_column(String(16), default="breakdown")
    duration_minutes: Mapped[int] = mapped_column(default=60)
    skill_ids: Mapped[list[Any]] = mapped_column(default=list)
    item_ids: Mapped[list[Any]] = mapped_column(default=list)
    checklist_template_id: Mapped[str | None] = mapped_column(ForeignKey("checklist_template.id"))
