"""How many things wait in each place of the office's rail."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.model.call import ServiceCall
from core.model.visit import Activity


def rail_counts(session: Session) -> dict[str, int]:
    """Unplanned visits of open calls (`calls`) and finished visits that wait for approval or invoice (`invoicing`)."""
    unplanned = session.scalar(
        select(func.count(func.distinct(Activity.call_id)))
        .join(ServiceCall, ServiceCall.id == Activity.call_id)
        .where(Activity.state == "draft", ServiceCall.state.in_(("open", "pending")))
    )
    waiting = session.scalar(
        select(func.count()).select_from(Activity).where(Activity.state == "done", Activity.approval == "")
    )
    return {"calls": unplanned or 0, "invoicing": waiting or 0}
