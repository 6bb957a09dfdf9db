"""Time and pixels agree at every zoom, on ordinary days and on the two nights when clocks change."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import FIRM_ZONE, local
from core.rules.facts import to_minute, to_moment
from core.rules.timeline import (
    CLOSEST,
    FARTHEST,
    SNAP_MINUTES,
    Timeline,
    anchored_scroll,
    opening_hours,
    snap,
    timeline,
)

SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 24)
axes = st.builds(
    timeline, st.sampled_from((SPRING, AUTUMN, PLAIN, date(2026, 3, 27), date(2026, 10, 23))),
    st.sampled_from((1, 3, 7, 14)), st.floats(FARTHEST, CLOSEST), st.integers(0, 9), st.integers(15, 24),
)  # fmt: skip


@given(axes, st.floats(0, 1))
def test_a_pixel_leads_to_a_minute_and_back(axis: Timeline, share: float) -> None:
    span = axis.spans[int(share * (len(axis.spans) - 1))]
    minute = span.start + share * (span.end - span.start)
    assert axis.minute_at(axis.x_of(minute)) == pytest.approx(minute, abs=0.01)
    assert axis.x_of(axis.minute_at(share * axis.width)) <= axis.width + 0.01


@given(axes, st.floats(-100, 20_000), st.floats(-100, 20_000))
def test_later_is_never_to_the_left(axis: Timeline, a: float, b: float) -> None:
    first, second = sorted((a, b))
    assert axis.minute_at(first) <= axis.minute_at(second)
    low, high = sorted((axis.first + a, axis.first + b))
    assert axis.x_of(low) <= axis.x_of(high)


@given(axes, st.floats(0, 1), st.sampled_from((5, 15, 30)))
def test_a_snapped_time_is_near_and_round_on_the_wall_clock(axis: Timeline, share: float, step: int) -> None:
    minute = axis.first + share * (axis.last - axis.first)
    snapped = snap(axis, minute, step)
    assert abs(snapped - minute) <= step / 2
    assert local(to_moment(snapped)).minute % step == 0


@given(axes, st.floats(0, 1), st.floats(-7.9, 7.9))
def test_a_magnet_within_reach_wins_over_the_grid(axis: Timeline, share: float, pixels: float) -> None:
    span = axis.spans[0]
    magnet = int(span.start + 10 + share * (span.end - span.start - 20)) | 1  # never on the grid
    pulled = axis.minute_at(axis.x_of(magnet) + pixels)
    assert snap(axis, pulled, SNAP_MINUTES, (magnet,)) == magnet
    far = axis.minute_at(axis.x_of(magnet) + 9)
    if axis.x_of(far) - axis.x_of(magnet) > 8:
        assert snap(axis, far, SNAP_MINUTES, (magnet,)) % SNAP_MINUTES == 0


@pytest.mark.parametrize(("day", "hours"), [(SPRING, 23), (PLAIN, 24), (AUTUMN, 25)])
def test_the_days_of_changing_clocks_have_23_and_25_hours(day: date, hours: int) -> None:
    axis = timeline(day, 1, 84)
    assert axis.width == pytest.approx(84 * hours)
    marks = [local(to_moment(minute)).hour for minute in axis.hours()]
    assert len(marks) == hours + 1
    assert marks.count(2) == {23: 0, 24: 1, 25: 2}[hours]


@pytest.mark.parametrize("day", [SPRING, AUTUMN, PLAIN])
def test_ten_o_clock_is_ten_o_clock_in_every_day_column(day: date) -> None:
    axis = timeline(day, 3, 30, 6, 20)
    ten = to_minute(datetime(day.year, day.month, day.day, 10, tzinfo=FIRM_ZONE))
    assert axis.x_of(ten) == pytest.approx(4 * 30)
    assert local(to_moment(round(axis.minute_at(4 * 30)))).hour == 10


@given(axes, st.floats(0.2, 5), st.floats(0, 1), st.floats(0, 700))
def test_zooming_keeps_what_is_under_the_pointer(axis: Timeline, factor: float, share: float, anchor: float) -> None:
    scroll = share * max(0.0, axis.width - 700)
    under = axis.minute_at(scroll + anchor)
    zoomed = axis.scaled(axis.pixels_per_hour * factor)
    moved = anchored_scroll(axis, zoomed, scroll, anchor)
    assert zoomed.minute_at(moved + anchor) == pytest.approx(under, abs=0.01)


def test_the_hours_of_a_week_hold_everything_planned_in_it() -> None:
    assert opening_hours(()) == (7, 17)
    early = to_minute(datetime(2026, 11, 24, 5, 30, tzinfo=FIRM_ZONE))
    assert opening_hours([(early, early + 60)]) == (4, 17)
    late = to_minute(datetime(2026, 11, 24, 22, 30, tzinfo=FIRM_ZONE))
    assert opening_hours([(late, late + 180)]) == (7, 24)
