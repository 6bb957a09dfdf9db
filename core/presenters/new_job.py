"""A new job in a line, on whatever page of the tablet it is said; no Qt."""

from datetime import datetime

from core.clock import local
from core.queries.today import TodayVisit
from core.texts import Texts


def new_job(visit: TodayVisit, now: datetime, texts: Texts) -> str:
    """«Nytt jobb 10:00: Kafé Tulpan», «Nytt jobb i morgon 10:00: Kafé Tulpan»."""
    if visit.start is None:
        return texts("field.new_job_no_time", customer=visit.customer)
    is_today = local(visit.start).date() == local(now).date()
    time = texts.time(visit.start) if is_today else texts.day_time(visit.start, now)
    return texts("field.new_job", time=time, customer=visit.customer)
