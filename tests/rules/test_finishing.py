"""What a technician is told is missing before he may end his visit."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import local
from core.rules.finishing import ABORTED_OUTCOMES, VisitState, missing, still_owed
from core.rules.lifecycle import ASSIGNMENT, OUTCOMES
from core.texts import Texts

READY = VisitState(
    step="wrapping_up", outcome="solved", outcome_reason="", work_done="Bytt packning.", signature_state="signed"
)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))


@given(promise=st.none() | MOMENTS, ended=st.none() | MOMENTS)
def test_a_visit_that_comes_again_owes_only_what_lies_after_the_earlier_ones_day(
    promise: datetime | None, ended: datetime | None
) -> None:
    kept = promise is not None and (ended is None or local(promise).date() > local(ended).date())
    assert still_owed(promise, ended) == (promise if kept else None)


def codes(visit: VisitState, blocking: bool = True) -> list[str]:
    return [one.code for one in missing(visit) if one.blocking is blocking]


def test_a_finished_visit_misses_nothing() -> None:
    assert missing(READY) == ()
    assert missing(replace(READY, step="done")) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"step": "travelling"}, "arrival"), ({"outcome": ""}, "outcome"), ({"work_done": "  "}, "report"),
        ({"signature_state": ""}, "signature"), ({"signature_current": False}, "signature_outdated"),
        ({"signature_current": False, "signature_state": "refused"}, "no_signature_outdated"),
        ({"required_left": (("E61", 2),)}, "checklist"), ({"outcome": "follow_up_needed"}, "outcome_reason"),
    ],
)
def test_each_missing_thing_stops_the_finish(change: dict[str, object], code: str) -> None:
    assert codes(replace(READY, **change)) == [code]


def test_a_part_that_is_missing_does_not_ask_for_the_rest_of_the_checklist() -> None:
    visit = replace(READY, outcome="follow_up_needed", outcome_reason="parts", required_left=(("E61", 3),))
    assert missing(visit) == ()


def test_a_helper_leaves_when_he_has_been_there() -> None:
    nothing = VisitState("working", "", "", "", required_left=(("E61", 9),), has_time=False, leads=False)
    assert missing(nothing) == ()
    assert codes(replace(nothing, step="travelling")) == ["arrival"]


@pytest.mark.parametrize("outcome", ABORTED_OUTCOMES)
def test_a_visit_where_nothing_could_be_done_asks_for_neither_report_nor_signature(outcome: str) -> None:
    visit = VisitState("arrived", outcome, "", "", required_left=(("E61", 9),), has_time=False)
    assert missing(visit) == ()


@pytest.mark.parametrize("state", ["refused", "absent", "remote_pending"])
def test_a_customer_who_does_not_sign_does_not_stop_the_technician(state: str) -> None:
    assert missing(replace(READY, signature_state=state)) == ()


def test_forgotten_time_is_mentioned_and_stops_nothing() -> None:
    visit = replace(READY, has_time=False, not_started=("E61",))
    assert codes(visit) == []
    assert codes(visit, blocking=False) == ["checklist_not_started", "time"]


@given(
    st.builds(
        VisitState, step=st.sampled_from(sorted({one.source for one in ASSIGNMENT} | {"done", "aborted"})),
        outcome=st.sampled_from(["", *OUTCOMES]), outcome_reason=st.sampled_from(["", "parts", "annat"]),
        work_done=st.sampled_from(["", "x"]), required_left=st.sampled_from([(), (("E61", 1),)]),
        not_started=st.sampled_from([(), ("E61",)]), has_time=st.booleans(),
        signature_state=st.sampled_from(["", "signed", "absent"]), signature_current=st.booleans(),
    )
)
def test_everything_missing_has_a_sentence_in_both_languages(visit: VisitState) -> None:
    found = missing(visit)
    assert len({(one.code, *one.params.values()) for one in found}) == len(found)
    for one in found:
        for language in ("sv", "en"):
            words = Texts(language)(f"visit.missing_{one.code}", **one.params)
            assert "{" not in words and not words.startswith("visit.")
