"""A day is laid out without holes or doubles, whatever was noted."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.clock import at_local, local
from core.rules.day_log import (
    GAP,
    ONE_SHIFT,
    SHORTEST_GAP,
    Span,
    clock_time,
    end_meant,
    laid_out,
    minutes_by_kind,
    why_not,
)

MORNING = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def at(minute: int) -> datetime:
    return MORNING + timedelta(minutes=minute)


SPANS = st.lists(
    st.builds(
        lambda kind, start, length: Span(kind, at(start), at(start + length), f"{kind}{start}"),
        st.sampled_from(("work", "travel", "break", "office")), st.integers(-60, 700), st.integers(0, 300),
    ),
    max_size=8,
)


@given(SPANS, st.integers(0, 600), st.integers(0, 600))
def test_the_day_is_whole_and_nothing_is_counted_twice(spans: list[Span], begin: int, length: int) -> None:
    day = laid_out(at(begin), at(begin + length), spans)
    assert all(one.end > one.start for one in day)
    assert all(before.end <= after.start < before.end + SHORTEST_GAP for before, after in pairwise(day))
    covered = {one.source for one in day if one.kind != GAP}
    assert covered <= {one.source for one in spans}
    moments = {
        minute for one in spans for minute in range(int((one.start - MORNING).total_seconds() // 60),
                                                    int((one.end - MORNING).total_seconds() // 60))
    }
    known = sum(minutes for kind, minutes in minutes_by_kind(day).items() if kind != GAP)
    assert known == len(moments), "every minute of every span, once"


def test_a_gap_is_shown_between_two_things_and_at_the_ends() -> None:
    spans = (Span("work", at(60), at(120), "a"), Span("break", at(123), at(150), "b"))
    assert [(one.kind, one.start, one.end) for one in laid_out(at(0), at(200), spans)] == [
        (GAP, at(0), at(60)), ("work", at(60), at(120)), ("break", at(123), at(150)), (GAP, at(150), at(200)),
    ]
    assert minutes_by_kind(laid_out(at(0), at(200), spans)) == {GAP: 110, "work": 60, "break": 27}


def test_an_empty_day_is_one_gap() -> None:
    assert laid_out(at(0), at(90), ()) == (Span(GAP, at(0), at(90)),)
    assert laid_out(at(0), at(0), ()) == ()


@given(st.integers(0, 23), st.integers(0, 59))
def test_a_time_typed_without_a_colon_is_read_as_it_was_meant(hour: int, minute: int) -> None:
    for typed in (f"{hour:02}{minute:02}", f"{hour}{minute:02}"):
        assert clock_time(typed) == time(hour, minute)
    assert clock_time(str(hour)) == time(hour)


@given(st.text("0123456789²٣:- ", max_size=6))
def test_what_is_no_time_is_none(typed: str) -> None:
    read = clock_time(typed)
    assert read is None or typed in (f"{read:%H%M}", f"{read.hour}{read:%M}", f"{read:%H}", f"{read.hour}")


@given(st.integers(0, 24 * 60 - 1), st.times(), st.integers(0, 364))
def test_a_typed_end_says_that_time_on_its_day_or_in_the_night_after(start: int, clock: time, day: int) -> None:
    begun = at(start) + timedelta(days=day)
    end = end_meant(clock.replace(second=0, microsecond=0), begun)
    assert timedelta(hours=-25) < end - begun <= timedelta(hours=25)
    assert end < begun or local(end).date() == local(begun).date() or end - begun <= ONE_SHIFT


def test_work_into_the_night_ends_on_the_next_day() -> None:
    evening = at_local(date(2026, 11, 24), time(22))
    assert end_meant(time(0, 30), evening) == at_local(date(2026, 11, 25), time(0, 30))
    assert end_meant(time(23), evening) == at_local(date(2026, 11, 24), time(23))
    assert end_meant(time(21), evening) == at_local(date(2026, 11, 24), time(21)), "a slip, which is said"


@given(st.integers(0, 3000), st.none() | st.integers(0, 3000), st.integers(0, 3000), st.integers(-600, 600))
def test_what_may_be_moved_lasts_and_has_passed(start: int, end: int | None, now: int, steps: int) -> None:
    ends = at(end) if end is not None else None
    moved = ends or at(start)
    problem = why_not(at(start), ends, moved - timedelta(minutes=steps), moved, at(now))
    if problem == "day_log.error_span":
        assert end is not None and not start < end <= start + 24 * 60
    elif problem:
        assert steps > 0 and moved > at(now)
    else:
        assert end is None or start < end
        assert steps <= 0 or moved <= at(now + 15)
