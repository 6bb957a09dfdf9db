"""A technician's own day beside the visits: when it began and ended, and what was done between the jobs."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.storage.base import Entity


class DayEntry(Entity):
    """One entry of a day log (Dagbok). Kind «day» is the working day itself; else work, travel, break, office, standby.

    Without `end` it is still running. A removed entry stays in the history and counts nowhere.
    """

    __tablename__ = "day_entry"

    person_id: Mapped[str] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[str] = mapped_column(String(8))
    start: Mapped[datetime] = mapped_column(index=True)
    end: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(default="")
    removed: Mapped[bool] = mapped_column(default=False)
