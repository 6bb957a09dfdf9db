"""Each thing belongs to one day, however late it was; an end that nobody said is never made up."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local, local
from core.rules.day_log import LONGEST, end_meant, start_meant
from core.rules.open_day import REST, end_of, is_forgotten, last_sign, shared_out, working_days

# The week in which the clocks go back, so that one of the days has 25 hours.
MONDAY = date(2026, 10, 19)
BEGIN = at_local(MONDAY, time())
MINUTE = timedelta(minutes=1)
WEEK = 7 * 24 * 60


@dataclass(frozen=True)
class Thing:
    id: str
    start: datetime
    end: datetime | None


def things(name: str, most: int, longest: int) -> st.SearchStrategy[list[Thing]]:
    spans = st.tuples(st.integers(0, WEEK), st.none() | st.integers(0, longest))
    return st.lists(spans, max_size=most).map(lambda found: [
        Thing(f"{name}{n}", BEGIN + start * MINUTE, None if length is None else BEGIN + (start + length) * MINUTE)
        for n, (start, length) in enumerate(found)
    ])


DAYS, THINGS = things("day", 5, 20 * 60), things("thing", 12, 9 * 60)


@given(DAYS, THINGS, st.randoms())
def test_each_thing_is_in_one_day_whatever_order_the_tablets_sent_them_in(
    rows: list[Thing], noted: list[Thing], chance: object
) -> None:
    days = working_days(rows)
    dates = shared_out(days, noted)
    assert set(dates) == {one.id for one in noted}
    for one in noted:
        own, found = local(one.start).date(), dates[one.id]
        assert found in (own, own - timedelta(days=1))
        if found != own:
            day = days[found]
            assert day.start < one.start < (day.end or day.start + LONGEST)
            assert own not in days or one.start < days[own].start
    chance.shuffle(rows)  # type: ignore[attr-defined]
    chance.shuffle(noted)  # type: ignore[attr-defined]
    assert (working_days(rows), shared_out(working_days(rows), noted)) == (days, dates)


@given(DAYS)
def test_days_follow_one_another_and_hold_every_row(rows: list[Thing]) -> None:
    days = sorted(working_days(rows).values(), key=lambda day: day.date)
    assert sorted(one for day in days for one in day.ids) == sorted(row.id for row in rows)
    for day in days:
        assert local(day.start).date() == day.date and (day.end is None or day.start <= day.end)
    for before, after in pairwise(days):
        if before.date + timedelta(days=1) == after.date and before.end is not None:
            assert before.end <= after.start, "no hour is in two days"


@given(DAYS, THINGS, st.integers(0, WEEK), st.booleans())
def test_a_forgotten_end_is_asked_for_and_nothing_is_counted_past_the_last_sign(
    rows: list[Thing], noted: list[Thing], minute: int, is_newest: bool
) -> None:
    now = BEGIN + minute * MINUTE
    days = working_days(rows)
    dates = shared_out(days, noted)
    for day in days.values():
        here = [one for one in noted if dates[one.id] == day.date]
        sign = last_sign(day, here, now)
        assert day.start <= sign <= max(now, day.start)
        forgotten = is_forgotten(day, sign, is_newest, now)
        if day.end is not None:
            assert not forgotten
        elif is_newest and now - day.start <= LONGEST and (local(now).date() == day.date or now - sign < REST):
            assert not forgotten, "he is at work"
        else:
            assert forgotten
        for one in here:
            end = end_of(one, here, day.end, forgotten, sign)
            assert end is None or end >= one.start
            if one.end is not None:
                assert end == one.end
            elif forgotten:
                assert end is not None and end <= max(sign, one.start)


@given(THINGS)
def test_one_thing_runs_at_a_time(noted: list[Thing]) -> None:
    runs = [one for one in noted if end_of(one, noted, None, False, BEGIN) is None]
    assert len(runs) <= 1
    assert all((one.start, one.id) <= (runs[0].start, runs[0].id) for one in noted if runs)


@given(st.integers(0, WEEK), st.integers(1, 18 * 60 - 61))
def test_an_end_is_meant_that_comes_after_the_start_also_in_the_hour_that_comes_twice(start: int, length: int) -> None:
    begun = BEGIN + start * MINUTE
    end = begun + length * MINUTE
    clock = local(end).time().replace(fold=0)
    found = end_meant(clock, begun)
    assert begun < found <= end and local(found).time().replace(fold=0) == clock


@given(st.integers(1, WEEK), st.integers(-5 * 60, 5 * 60), st.integers(5 * 60 + 1, 600))
def test_a_start_is_moved_over_midnight_and_never_past_its_end(start: int, moved: int, length: int) -> None:
    before = BEGIN + start * MINUTE
    wanted = before + moved * MINUTE
    clock = local(wanted).time().replace(fold=0)
    found = start_meant(clock, before, before + length * MINUTE)
    assert found < before + length * MINUTE and local(found).time().replace(fold=0) == clock
    if local(before).date() == local(wanted).date() or abs(moved) <= 4 * 60:
        assert abs(found - wanted) <= timedelta(hours=1) or local(found).date() == local(before).date()


def test_a_night_shift_a_forgotten_evening_and_a_day_on_call() -> None:
    def forgotten(begun: datetime, sign: datetime, now: datetime) -> bool:
        return is_forgotten(working_days([Thing("day", begun, None)])[local(begun).date()], sign, True, now)

    def at(clock: str, days: int = 0) -> datetime:
        return at_local(MONDAY + timedelta(days=days), time.fromisoformat(clock))

    assert not forgotten(at("22:00"), at("22:00"), at("07:00", 1)), "a night's watch without a word"
    assert not forgotten(at("07:00"), at("23:40"), at("00:05", 1))
    assert not forgotten(at("07:00"), at("07:00"), at("23:00")), "the same date"
    assert forgotten(at("07:00"), at("16:12"), at("07:30", 1))
    assert forgotten(at("14:00"), at("19:50"), at("07:30", 1))
    assert forgotten(at("07:00"), at("06:50", 1), at("07:10", 1)), "more than a day and a night"
