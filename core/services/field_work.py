"""What all handlers of a technician's work share: finding the visit, and keeping instead of refusing."""

from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.errors import UserError
from core.model.call import ServiceCall
from core.model.visit import Activity, ServiceAssignment
from core.storage.base import Entity
from core.storage.batch import recalled
from core.storage.unit_of_work import UnitOfWork

Row = TypeVar("Row", bound=Entity)


def permit(
    work: UnitOfWork, allowed: bool, error: str, flag: str, *, row: Entity | None = None, **params: Any
) -> bool:
    """True when allowed. When not: the screen it was tried on is told (`error`), but what comes from a tablet is kept
    and put before a person (`flag`): it has already happened."""
    if allowed:
        return True
    if not work.remote and not work.replaying:
        raise UserError(error, **params)
    work.flag(flag, row=row, **params)
    return False


def present(work: UnitOfWork, row_class: type[Row], row_id: str) -> Row | None:
    """The row; None only in a replay on a tablet that the row has meanwhile left."""
    if work.replaying:
        return work.find(row_class, row_id)
    return work.get(row_class, row_id)


def flag_late_work(work: UnitOfWork, activity: Activity) -> None:
    """Work that arrives on a visit which the office has ended, approved or given to somebody else is kept, and seen."""
    if not work.remote:
        return
    call = work.find(ServiceCall, activity.call_id)
    if activity.state == "cancelled":
        work.flag("visit.flag_work_on_cancelled", row=activity)
    elif activity.approval == "approved" or (call is not None and call.state == "closed"):
        work.flag("visit.flag_work_after_approval", row=activity)
    elif not _is_on(work, activity):
        work.flag("visit.flag_work_after_reassignment", row=activity)


def _is_on(work: UnitOfWork, activity: Activity) -> bool:
    steps = _steps_of(work.session, activity.id, work.author_id)
    return not steps or any(step not in ("cancelled", "rejected") for step in steps)


@recalled(ServiceAssignment)
def _steps_of(session: Session, activity_id: str, person_id: str) -> tuple[str, ...]:
    return tuple(
        session.scalars(
            select(ServiceAssignment.step)
            .where(ServiceAssignment.activity_id == activity_id, ServiceAssignment.person_id == person_id)
        )
    )
