"""The people of the firm: skills, working time, absence and blocked time."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class Person(Entity):
    """A co-worker (Medarbetare). `roles` is a space-separated set of administrator, planner, technician."""

    __tablename__ = "person"

    name: Mapped[str] = mapped_column(String(80))
    initials: Mapped[str] = mapped_column(String(3), default="")
    roles: Mapped[str] = mapped_column(String(60), default="technician")
    phone: Mapped[str] = mapped_column(String(32), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    language: Mapped[str] = mapped_column(String(5), default="sv")
    home_address_id: Mapped[str | None] = mapped_column(ForeignKey("address.id"))
    starts_from: Mapped[str] = mapped_column(String(8), default="home")
    cost_per_hour: Mapped[Decimal] = mapped_column(default=Decimal(0))
    team: Mapped[str] = mapped_column(String(40), default="")
    colour: Mapped[int] = mapped_column(default=0)
    sort_order: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    starred_item_ids: Mapped[list[Any]] = mapped_column(default=list)
    """Articles that this person has put a star on, the newest first."""


class Skill(Entity):
    """Something a technician can or may do. `required_by_law` makes a missing or expired one a hard stop."""

    __tablename__ = "skill"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    required_by_law: Mapped[bool] = mapped_column(default=False)


class PersonSkill(Entity):
    __tablename__ = "person_skill"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    skill_id: Mapped[str] = mapped_column(ForeignKey("skill.id"))
    level: Mapped[int] = mapped_column(default=1)
    valid_to: Mapped[date | None]


class WorkingTime(Entity):
    """One weekday of a person's pattern; minutes from local midnight, ISO weekday 1–7."""

    __tablename__ = "working_time"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    weekday: Mapped[int]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    break_start_minute: Mapped[int | None]
    break_end_minute: Mapped[int | None]


class MovedBreak(Entity):
    """The break of one person on one day when it is not the pattern's; `day` is the firm's calendar day."""

    __tablename__ = "moved_break"
    __table_args__ = (UniqueConstraint("person_id", "day"),)

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    day: Mapped[date]
    start: Mapped[datetime] = mapped_column(index=True)
    end: Mapped[datetime]


class Absence(Entity):
    """A person is away: `kind` is sick, vacation, child_care, training or other."""

    __tablename__ = "absence"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    start: Mapped[datetime] = mapped_column(index=True)
    end: Mapped[datetime]
    note: Mapped[str] = mapped_column(default="")


class Reservation(Entity):
    """Blocked time of a person: a meeting, or a slot held for a caller until `expires_at`."""

    __tablename__ = "reservation"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    title: Mapped[str] = mapped_column(String(80), default="")
    start: Mapped[datetime] = mapped_column(index=True)
    end: Mapped[datetime]
    expires_at: Mapped[datetime | None]
