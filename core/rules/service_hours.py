"""When the firm answers: adding contract hours to a moment counts only the hours it is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from core.clock import at_local, local


@dataclass(frozen=True, slots=True)
class ServiceHours:
    """Minutes from local midnight, and ISO weekdays 1–7."""

    start_minute: int = 7 * 60
    end_minute: int = 17 * 60
    weekdays: tuple[int, ...] = (1, 2, 3, 4, 5)


def service_hours_of(settings: Mapping[str, Any]) -> ServiceHours:
    """The firm's own hours (settings key `service_hours`: start_minute, end_minute, weekdays), else 07–17 Mon–Fri."""
    chosen = settings.get("service_hours") or {}
    usual = ServiceHours()
    return ServiceHours(
        int(chosen.get("start_minute", usual.start_minute)),
        int(chosen.get("end_minute", usual.end_minute)),
        tuple(chosen.get("weekdays", usual.weekdays)),
    )


def add_service_hours(moment: datetime, hours: float, opening: ServiceHours) -> datetime:
    """The moment when `hours` of opening time have passed since `moment` (UTC in, UTC out)."""
    left = timedelta(hours=hours)
    day = local(moment).date()
    for _day in range(3660):
        if day.isoweekday() in opening.weekdays:
            opens = at_local(day, _clock(opening.start_minute))
            closes = at_local(day, _clock(opening.end_minute))
            begin = max(moment, opens)
            if begin < closes:
                if left <= closes - begin:
                    return begin + left
                left -= closes - begin
        day += timedelta(days=1)
    return moment + timedelta(hours=hours)


def _clock(minute: int) -> time:
    return time(23, 59) if minute >= 24 * 60 else time(minute // 60, minute % 60)
