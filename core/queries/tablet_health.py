"""What about a tablet and its owner needs a word before it is trouble: certificates, and a clock that is wrong."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.clock import local
from core.model.sync_ledger import CLOCK_AHEAD, SyncState
from core.model.visit import Activity
from core.model.workforce import PersonSkill, Skill

SOON = timedelta(days=14)
CLOCK_TOLERANCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A skill whose certificate has expired, or will within two weeks."""

    name: str
    valid_to: date
    expired: bool
    required_by_law: bool


@dataclass(frozen=True, slots=True)
class TabletHealth:
    """`clock_behind` is how far the tablet's clock is behind what the office has already done, `clock_ahead` how far it
    was ahead of the office's at their last contact; None when it is right."""

    certificates: tuple[Certificate, ...]
    clock_behind: timedelta | None
    clock_ahead: timedelta | None = None


def tablet_health(session: Session, person_id: str, now: datetime) -> TabletHealth:
    today = local(now).date()
    rows = session.execute(
        select(Skill.name, PersonSkill.valid_to, Skill.required_by_law)
        .join(Skill, Skill.id == PersonSkill.skill_id)
        .where(PersonSkill.person_id == person_id, PersonSkill.valid_to <= today + SOON)
        .order_by(PersonSkill.valid_to, Skill.name)
    ).all()
    # The office cannot have sent a job in the tablet's future.
    latest = session.scalar(select(func.max(Activity.released_at)))
    ahead = _ahead(session)
    behind = max(latest - now if latest is not None else timedelta(), -ahead)
    return TabletHealth(
        tuple(
            Certificate(row.name, row.valid_to, row.valid_to < today, row.required_by_law)
            for row in rows if row.valid_to is not None
        ),
        behind if behind > CLOCK_TOLERANCE else None, ahead if ahead > CLOCK_TOLERANCE else None,
    )


def _ahead(session: Session) -> timedelta:
    """As the office's own time said at the last contact; a clock that was put right since is believed at the next."""
    kept = session.scalar(select(SyncState.value).where(SyncState.name == CLOCK_AHEAD))
    return timedelta(seconds=int(kept or 0))
