"""A job that is under way cannot have ended before now; any other may be as long as a person says."""

from hypothesis import given
from hypothesis import strategies as st

from core.rules.facts import LONGEST
from core.rules.running import DECIDING, SHORTEST, may_last, shortest

minutes = st.integers(0, 3_000)
states = st.sampled_from(("draft", "planned", "released", "in_execution"))


@given(minutes, states, minutes)
def test_what_is_offered_as_shortest_is_allowed_also_a_little_later(start: int, state: str, now: int) -> None:
    least = shortest(start, state, now)
    assert SHORTEST <= least <= LONGEST
    assert all(may_last(least, start, state, later) for later in range(now, now + DECIDING + 1))


@given(minutes, minutes, st.integers(SHORTEST, LONGEST))
def test_a_job_under_way_never_ends_long_before_now(start: int, now: int, length: int) -> None:
    if may_last(length, start, "in_execution", now) and now - start <= LONGEST:
        assert start + length >= now - DECIDING
    assert start + shortest(start, "in_execution", now) >= min(now, start + LONGEST)


@given(minutes, minutes, st.sampled_from(("draft", "planned", "released")), st.integers(SHORTEST, LONGEST))
def test_what_has_not_begun_may_be_as_short_as_one_likes(start: int, now: int, state: str, length: int) -> None:
    assert may_last(length, start, state, now) and may_last(length, None, "draft", now)
