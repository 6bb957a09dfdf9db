"""A day is laid out without holes or doubles, whatever was noted."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.rules.day_log import GAP, SHORTEST_GAP, Span, laid_out, minutes_by_kind

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
