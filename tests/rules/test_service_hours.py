"""Contract hours are counted only while the firm is open."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local
from core.rules.service_hours import ServiceHours, add_service_hours, service_hours_of


def test_four_hours_within_the_day() -> None:
    rang = at_local(date(2026, 11, 24), time(8, 43))
    assert add_service_hours(rang, 4, ServiceHours()) == at_local(date(2026, 11, 24), time(12, 43))


def test_what_is_left_at_closing_time_continues_next_morning() -> None:
    rang = at_local(date(2026, 11, 24), time(15))
    assert add_service_hours(rang, 4, ServiceHours()) == at_local(date(2026, 11, 25), time(9))


def test_a_weekend_does_not_count() -> None:
    friday_evening = at_local(date(2026, 11, 27), time(18))
    assert add_service_hours(friday_evening, 2, ServiceHours()) == at_local(date(2026, 11, 30), time(9))


def test_the_firm_may_choose_its_hours() -> None:
    always = {"start_minute": 0, "end_minute": 1439, "weekdays": [1, 2, 3, 4, 5, 6, 7]}
    opening = service_hours_of({"service_hours": always})
    rang = at_local(date(2026, 11, 28), time(3))
    assert add_service_hours(rang, 4, opening) == rang + timedelta(hours=4)


@given(st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)), st.floats(0.5, 200))
def test_a_deadline_is_never_sooner_than_the_hours_themselves(moment: datetime, hours: float) -> None:
    start = moment.replace(tzinfo=UTC)
    assert add_service_hours(start, hours, ServiceHours()) >= start + timedelta(hours=hours) - timedelta(seconds=1)
