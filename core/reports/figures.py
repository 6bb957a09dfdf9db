"""All figures of a period at once, each made of the records that it opens."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from core.reports.first_time_fix import Repair, repairs
from core.reports.jobs import ZERO, Job, jobs
from core.reports.open_calls import OpenCall, open_calls
from core.reports.period import Period
from core.reports.utilisation import Utilisation, utilisation


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole; an empty whole has no share («–», never 0)."""

    part: Decimal
    whole: Decimal

    @property
    def percent(self) -> Decimal | None:
        return self.part * 100 / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Figures:
    """What happened in the period, as records; sums are asked of it."""

    period: Period
    now: datetime
    jobs: tuple[Job, ...]
    repairs: tuple[Repair, ...]
    technicians: tuple[Utilisation, ...]
    open_calls: tuple[OpenCall, ...]

    @property
    def first_time_fix(self) -> Share:
        """Provisional ones count as fixed, and are said beside the figure."""
        fixed = sum(repair.verdict in ("fixed", "provisional") for repair in self.repairs)
        return Share(Decimal(fixed), Decimal(len(self.repairs)))

    @property
    def utilised(self) -> Share:
        """Approved work and travel of all technicians in what was available."""
        used = sum(one.work + one.travel for one in self.technicians)
        return Share(Decimal(used), Decimal(sum(one.whole for one in self.technicians)))

    @property
    def revenue(self) -> Decimal:
        return sum((job.revenue for job in self.jobs), ZERO)

    @property
    def margin(self) -> Decimal:
        return sum((job.margin for job in self.jobs), ZERO)

    @property
    def warranty(self) -> Share:
        """List value that warranty paid for, in the list value of everything recorded."""
        paid = sum((job.warranty_value for job in self.jobs), ZERO)
        return Share(paid, sum((job.list_value for job in self.jobs), ZERO))

    @property
    def margin_of_technicians(self) -> dict[str, Decimal]:
        """By person: the parts of the jobs' margins."""
        found: dict[str, Decimal] = {}
        for job in self.jobs:
            for person, part in job.shares.items():
                found[person] = found.get(person, ZERO) + part
        return found

    @property
    def late(self) -> int:
        return sum(call.late for call in self.open_calls)


def figures(session: Session, period: Period, now: datetime) -> Figures:
    """Everything the page of figures shows, from one reading of the database."""
    return Figures(
        period, now, jobs(session, period, now), repairs(session, period, now), utilisation(session, period, now),
        open_calls(session, now),
    )
