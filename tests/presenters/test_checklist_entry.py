"""A count and a moment entered by touch."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.presenters.checklist_entry import counted, turned
from core.rules.checklist_values import moment

NOW = datetime(2026, 11, 24, 10, 32)


@pytest.mark.parametrize(("text", "by", "after"), [("", 1, "1"), ("", -1, "0"), ("3", 1, "4"), ("0", -1, "0")])
def test_a_count_goes_up_and_down_to_none(text: str, by: int, after: str) -> None:
    assert counted(text, by) == after


@pytest.mark.parametrize(
    ("text", "part", "by", "after"),
    [
        ("", "day", 1, "2026-11-24T10:32"), ("2026-01-31T08:00", "month", 1, "2026-02-28T08:00"),
        ("2026-12-31T08:00", "day", 1, "2027-01-01T08:00"), ("2024-02-29T08:00", "year", 1, "2025-02-28T08:00"),
        ("2026-11-24T10:32", "minute", 1, "2026-11-24T10:35"), ("2026-11-24T10:32", "minute", -1, "2026-11-24T10:30"),
        ("2026-11-24T10:30", "minute", -1, "2026-11-24T10:25"), ("2026-01-01T08:00", "now", 0, "2026-11-24T10:32"),
        ("1900-01-01T08:00", "day", -1, "1900-01-01T08:00"),
    ],
)
def test_each_part_of_a_moment_is_turned(text: str, part: str, by: int, after: str) -> None:
    assert turned(text, part, by, NOW, with_time=True) == after


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)), st.booleans(), st.sampled_from([-1, 1]),
    st.sampled_from(["year", "month", "day", "hour", "minute"]),
)
def test_a_turned_moment_can_always_be_kept(at: datetime, with_time: bool, by: int, part: str) -> None:
    text = moment(at.isoformat(), with_time)
    assert text is not None
    after = turned(text, part, by, NOW, with_time)
    assert moment(after, with_time) == after
