"""Which job «the job» is, whatever lies on the day."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.rules.current_job import UNDER_WAY, JobAtHand, at_work, current, left_behind
from core.rules.lifecycle import STEPS_OPEN

_MORNING = datetime(2026, 11, 24, 6, tzinfo=UTC)
_BEGUN = st.none() | st.integers(0, 600).map(lambda minutes: _MORNING + timedelta(minutes=minutes))
_JOBS = st.lists(
    st.builds(
        JobAtHand, st.uuids().map(str), st.sampled_from((*STEPS_OPEN, "done")), _BEGUN, st.booleans(), st.booleans()
    ),
    max_size=8,
)


@given(_JOBS, st.integers(0, 9))
def test_the_job_under_way_comes_first_then_what_was_looked_at_then_the_next(jobs: list[JobAtHand], place: int) -> None:
    looked_id = jobs[place].id if place < len(jobs) else "gone"
    answer = current(jobs, looked_id)
    by_id = {job.id: job for job in jobs}
    under_way = [job for job in jobs if job.step in UNDER_WAY]
    if under_way:
        meant = [job for job in under_way if job.step != "paused"] or under_way
        begun = [job.begun_at for job in meant if job.begun_at is not None]
        assert answer in {job.id for job in meant}
        assert not begun or by_id[answer].begun_at == max(begun)
    elif looked_id in by_id:
        assert answer == looked_id
    elif answer:
        ahead = [job for job in jobs if job.step in ("new", "accepted")]
        assert by_id[answer] in ahead and (by_id[answer].is_today or by_id[answer].is_left)
        assert by_id[answer].is_today or not any(job.is_today for job in ahead)
    else:
        assert not any((job.is_today or job.is_left) and job.step in ("new", "accepted") for job in jobs)


@given(_JOBS)
def test_a_job_is_left_behind_only_by_beginning_another_and_a_paused_one_never(jobs: list[JobAtHand]) -> None:
    left, at_hand = left_behind(jobs), at_work(jobs)
    assert at_hand not in left and (at_hand or not left)
    assert left == {job.id for job in jobs if job.step in ("arrived", "working", "wrapping_up") and job.id != at_hand}
