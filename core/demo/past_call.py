"""A finished call while it is being told: its visits, and what was used on them."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from core.demo.cast import Article, Customer, Fault, Machine, Technician


@dataclass(slots=True)
class PastVisit:
    """`free_from` is when the technician's visit before ended: the plan cannot have begun earlier."""

    id: str
    technician: Technician
    arrived: datetime
    finished: datetime
    minutes: int
    travel: int
    kilometres: Decimal
    planned_start: datetime
    outcome: str = "solved"
    reason: str = ""
    found: str = ""
    done: str = ""
    parts: list[tuple[Article, Decimal]] = field(default_factory=list)
    missing: list[Article] = field(default_factory=list)


@dataclass(slots=True)
class PastCall:
    """`approved_at` is None while the office has not looked at it, `invoiced` while nothing has been billed."""

    id: str
    created_at: datetime
    customer: Customer
    machine: Machine
    fault: Fault
    problem: str
    priority: str
    number: str = ""
    visits: list[PastVisit] = field(default_factory=list)
    complete: bool = True
    approved_at: datetime | None = None
    subject: str = ""

    @property
    def last(self) -> PastVisit:
        return self.visits[-1]
