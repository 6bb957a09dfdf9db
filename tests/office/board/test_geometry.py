"""Rows and minutes to pixels and back, at every zoom and scroll, on ordinary days and when clocks change."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.timeline import CLOSEST, FARTHEST, timeline
from office_app.board.model.geometry import COLUMN, DENSITIES, HEADER, Geometry, bar_band

SPRING, AUTUMN, PLAIN = date(2026, 3, 29), date(2026, 10, 25), date(2026, 11, 24)


@st.composite
def geometries(draw: st.DrawFn) -> Geometry:
    axis = timeline(
        draw(st.sampled_from((SPRING, AUTUMN, PLAIN))), draw(st.sampled_from((1, 3, 7))),
        draw(st.floats(FARTHEST, CLOSEST)), draw(st.integers(0, 8)), draw(st.integers(15, 24)),
    )
    rows = draw(st.integers(1, 500))
    height = draw(st.sampled_from(tuple(DENSITIES.values())))
    return Geometry(
        axis, height, draw(st.integers(0, max(1, int(axis.width)))), draw(st.integers(0, rows * height)),
        draw(st.integers(400, 4_000)), draw(st.integers(200, 2_200)), rows,
    )


@given(geometries(), st.floats(0, 1))
def test_a_minute_leads_to_a_pixel_and_back(geometry: Geometry, share: float) -> None:
    span = geometry.axis.spans[int(share * (len(geometry.axis.spans) - 1))]
    minute = span.start + share * (span.end - span.start)
    assert geometry.minute_at(geometry.x_of(minute)) == pytest.approx(minute, abs=0.02)


@given(geometries(), st.integers(0, 499))
def test_a_row_is_found_at_every_pixel_of_it(geometry: Geometry, row: int) -> None:
    row %= geometry.rows
    for inside in (0, geometry.row_height / 2, geometry.row_height - 1):
        y = geometry.y_of(row) + inside
        if y >= HEADER:
            assert geometry.row_at(y) == row


@given(geometries())
def test_every_row_that_can_be_seen_is_among_the_visible_ones(geometry: Geometry) -> None:
    visible = geometry.visible_rows()
    for y in range(HEADER, geometry.height, 7):
        row = geometry.row_at(y)
        assert row is None or row in visible
    assert len(visible) <= (geometry.height - HEADER) / geometry.row_height + 2


@given(geometries())
def test_the_visible_minutes_hold_everything_between_column_and_edge(geometry: Geometry) -> None:
    first, last = geometry.visible_minutes()
    for x in (COLUMN, (COLUMN + geometry.width) / 2, geometry.width):
        assert first <= geometry.minute_at(x) <= last


@given(st.integers(20, 80), st.integers(1, 6))
def test_lanes_share_a_row_without_touching(row_height: int, lanes: int) -> None:
    bands = [bar_band(row_height, lane, lanes) for lane in range(lanes)]
    for (top, height), (following, _) in pairwise(bands):
        assert top + height <= following
    assert bands[0][0] >= 0 and sum(bands[-1]) <= row_height
