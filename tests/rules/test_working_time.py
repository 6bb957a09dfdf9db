"""Recorded time adds up as the clock shows it, and none of it lies in the time to come."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from core.presenters.records import clear_span
from core.queries.records import TimeRow
from core.rules.working_time import has_passed, may_end, minutes_between, whole_minute

MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
BASE = datetime(2026, 11, 23, 8, tzinfo=UTC)
SPANS = st.lists(st.tuples(st.integers(0, 120), st.integers(1, 90)), min_size=2, max_size=6)


@given(moments=st.lists(MOMENTS, min_size=2, max_size=6).map(sorted))
def test_minutes_of_spans_that_meet_add_up_to_the_whole(moments: list[datetime]) -> None:
    shown = [whole_minute(moment) for moment in moments]
    parts = [minutes_between(start, end) for start, end in pairwise(shown)]
    assert sum(parts) == minutes_between(shown[0], shown[-1])
    assert all(one.strftime("%H:%M") == moment.strftime("%H:%M") for one, moment in zip(shown, moments, strict=True))


@given(start=MOMENTS, minutes=st.integers(1, 600), on=st.integers(0, 900))
def test_planned_time_is_recorded_only_when_it_is_over(start: datetime, minutes: int, on: int) -> None:
    now = start + timedelta(minutes=on)
    assert has_passed(start, minutes, now) == (on >= minutes)
    assert may_end(start + timedelta(minutes=minutes), now) == (minutes <= on + 15)


@given(spans=SPANS, chance=st.randoms())
def test_of_records_over_each_other_the_one_kept_last_gives_way_and_all_come_clear(
    spans: list[tuple[int, int]], chance: Random
) -> None:
    """Whatever their ids are: those of a job that was broken off do not go by time."""
    ids = [f"{n:02}" for n in range(len(spans))]
    chance.shuffle(ids)
    rows = [
        TimeRow(
            ids[n], "work", BASE + timedelta(minutes=at), BASE + timedelta(minutes=at + long), long, "",
            BASE + timedelta(hours=n),
        )
        for n, (at, long) in enumerate(spans)
    ]
    kept: list[TimeRow] = []
    for row in rows:
        over = any(one.start < row.end and row.start < one.end for one in kept)
        free = clear_span(row, [*kept, row])
        assert over or free is None, "what lies over nothing stays as it is"
        if free is not None:
            kept.append(TimeRow(row.id, row.kind, *free, minutes_between(*free), "", row.recorded_at))
        elif not over:
            kept.append(row)
    for n, one in enumerate(kept):
        assert not any(one.start < other.end and other.start < one.end for other in kept[n + 1 :])
