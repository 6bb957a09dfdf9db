"""Checklists, instructions and exploded diagrams, and the checklists filled in on visits."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class ChecklistTemplate(Entity):
    """A named checklist. `binding` says when it is suggested: `item_ids`, `categories`, `call_kinds`."""

    __tablename__ = "checklist_template"

    name: Mapped[str] = mapped_column(String(120))
    description: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(String(12), default="draft")
    binding: Mapped[dict[str, Any]] = mapped_column(default=dict)
    minutes: Mapped[int] = mapped_column(default=0)
    published_version_id: Mapped[str | None] = mapped_column(String(36))


class ChecklistVersion(Entity):
    """One version; once published it never changes. `elements` is a list in the form of `core.rules.checklist`."""

    __tablename__ = "checklist_version"

    template_id: Mapped[str] = mapped_column(ForeignKey("checklist_template.id"), index=True)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="draft")
    elements: Mapped[list[Any]] = mapped_column(default=list)
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[str | None] = mapped_column(ForeignKey("person.id"))


class ChecklistInstance(Entity):
    """A checklist being filled in on a visit; it keeps its version. State: open, closed, dropped."""

    __tablename__ = "checklist_instance"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), index=True)
    version_id: Mapped[str] = mapped_column(ForeignKey("checklist_version.id"))
    equipment_id: Mapped[str | None] = mapped_column(ForeignKey("equipment.id"))
    state: Mapped[str] = mapped_column(String(12), default="open")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]


class ChecklistAnswer(Entity):
    """One answer; answering again adds a row and the latest counts. `verdict`: ok, warn, fail, none, skipped."""

    __tablename__ = "checklist_answer"

    instance_id: Mapped[str] = mapped_column(ForeignKey("checklist_instance.id"), index=True)
    element_id: Mapped[str] = mapped_column(String(40))
    value: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verdict: Mapped[str] = mapped_column(String(8), default="none")
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[str] = mapped_column(ForeignKey("person.id"))


class Document(Entity):
    """An instruction or manual; its bytes are an attachment. Bound to machine models by `item_ids`."""

    __tablename__ = "document"

    title: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(16), default="instruction")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    item_ids: Mapped[list[Any]] = mapped_column(default=list)
    categories: Mapped[list[Any]] = mapped_column(default=list)
    attachment_id: Mapped[str | None] = mapped_column(ForeignKey("attachment.id"))
    retired: Mapped[bool] = mapped_column(default=False)


class Diagram(Entity):
    """An exploded view (Sprängskiss) of a machine model: a picture with numbered hot-spots."""

    __tablename__ = "diagram"

    title: Mapped[str] = mapped_column(String(120))
    item_ids: Mapped[list[Any]] = mapped_column(default=list)
    attachment_id: Mapped[str | None] = mapped_column(ForeignKey("attachment.id"))
    retired: Mapped[bool] = mapped_column(default=False)


class DiagramHotspot(Entity):
    """A position in a diagram; x, y are shares (0–1) of the picture's width and height."""

    __tablename__ = "diagram_hotspot"

    diagram_id: Mapped[str] = mapped_column(ForeignKey("diagram.id"), index=True)
    position: Mapped[str] = mapped_column(String(8))
    item_id: Mapped[str] = mapped_column(ForeignKey("item.id"))
    quantity: Mapped[Decimal] = mapped_column(default=Decimal(1))
    x: Mapped[float]
    y: Mapped[float]
