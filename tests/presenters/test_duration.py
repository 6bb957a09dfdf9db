"""What a planner types as a length is understood as he would say it, and is shown so that it can be typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.presenters.duration import STEP, parse_minutes, stepped
from core.texts import Texts


@given(st.integers(1, 24 * 60), st.sampled_from(("sv", "en")))
def test_what_is_shown_can_be_typed(minutes: int, language: str) -> None:
    assert parse_minutes(Texts(language).minutes(minutes)) == minutes
    assert parse_minutes(str(minutes)) == minutes
    assert parse_minutes(f"{minutes // 60}:{minutes % 60:02}") == minutes


@pytest.mark.parametrize(("text", "minutes"), [
    ("90", 90), ("1:30", 90), ("1,5 h", 90), ("1.5h", 90), ("1h30", 90), ("2 tim", 120), ("45 minuter", 45),
    ("1 hour 15", 75), (" 1  H  30  MIN ", 90),
])
def test_the_usual_ways_to_say_it(text: str, minutes: int) -> None:
    assert parse_minutes(text) == minutes


@pytest.mark.parametrize("text", ["", "  ", "h", "min", "snart", "1:75", "-30", "90 h 90 h", "1" * 50, "²", "1e3"])
def test_what_is_no_length_is_no_length(text: str) -> None:
    assert parse_minutes(text) is None


@given(st.integers(1, 24 * 60))
def test_steps_go_to_whole_quarters_and_back(minutes: int) -> None:
    up, down = stepped(minutes, 1), stepped(minutes, -1)
    assert up % STEP == down % STEP == 0 and down <= max(STEP, minutes)
    assert minutes < up <= minutes + STEP and down >= STEP
