"""The board's model: what is put in is found again by time, whatever was put, moved and removed before."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.queries.board import BoardChange, BoardRows, VisitRow
from core.queries.technician_days import TechnicianDays
from office_app.board.model.scene import Scene
from office_app.board.model.summary import BoardSummary

PEOPLE = ("alex", "elin", "sara")


def visit(number: int, person: str | None, start: int, minutes: int) -> VisitRow:
    begin = start if person else None
    end = start + minutes if person else None
    return VisitRow(
        id=f"visit-{number}", call_id="call", number="S-1", customer="Kafé", subject="Fel", person_id=person,
        helper_ids=(), start=begin, end=end, duration=minutes, state="planned" if person else "draft", step="",
        status="planned", late_from=None, busy_until=end, priority="normal", pinned=False, changed=False,
        told_from=None, promised_from=None, promised_to=None, due=None, pending_reason="", wish_text="", place=None,
        skill_ids=(), accepted=(), created=0,
    )


visits = st.builds(
    visit, st.integers(0, 12), st.sampled_from((None, *PEOPLE)), st.integers(0, 2_000), st.integers(1, 600)
)


def scene_of(people: tuple[str, ...] = PEOPLE) -> Scene:
    scene = Scene()
    days = tuple(TechnicianDays(name, name, name, name[0], 0, "", "", None) for name in people)
    scene.load(BoardRows(date(2026, 11, 24), 1, 0, days, (), (), {}, ()))
    return scene


@given(st.lists(visits, max_size=30), st.integers(0, 2_500), st.integers(1, 400))
def test_a_stretch_of_time_finds_exactly_what_touches_it(puts: list[VisitRow], first: int, length: int) -> None:
    scene = scene_of()
    for row in puts:
        scene.put(row)
    now = {row.id: row for row in puts}
    for number, person in enumerate(PEOPLE):
        found = {bar.visit.id for bar in scene.bars_between(number, first, first + length)}
        expected = {row.id for row in now.values() if row.person_id == person and row.start is not None
                    and row.end is not None and row.end > first and row.start < first + length}
        assert found == expected
    assert set(scene.unplanned) == {row.id for row in now.values() if row.person_id is None}


@given(st.lists(visits, max_size=30))
def test_overlapping_bars_never_share_a_lane(puts: list[VisitRow]) -> None:
    scene = scene_of()
    for row in puts:
        scene.put(row)
    for number in range(len(PEOPLE)):
        bars = scene.bars(number)
        for index, bar in enumerate(bars):
            assert 0 <= bar.lane < bar.lanes
            for other in bars[index + 1 :]:
                assert other.start >= bar.end or other.lane != bar.lane


@given(st.lists(visits, min_size=1, max_size=20))
def test_only_rows_that_look_different_are_named(puts: list[VisitRow]) -> None:
    scene = scene_of()
    for row in puts:
        versions = [line.version for line in scene.rows]
        touched = scene.put(row)
        changed = {n for n, line in enumerate(scene.rows) if line.version != versions[n]}
        assert changed <= touched
        assert scene.put(row) == set(), "the same again changes nothing"


def test_what_is_gone_leaves_row_and_list() -> None:
    scene = scene_of()
    scene.put(visit(1, "alex", 100, 60))
    scene.put(visit(2, None, 0, 60))
    touched = scene.apply(BoardChange((), ("visit-1", "visit-2"), ()))
    assert touched == {0}
    assert not scene.visits and not scene.unplanned


def test_a_helper_shows_the_visit_in_both_rows() -> None:
    scene = scene_of()
    scene.put(replace(visit(1, "alex", 100, 60), helper_ids=("sara",)))
    assert [len(scene.bars(number)) for number in range(3)] == [1, 0, 1]
    assert scene.bars(2)[0].helper


@given(st.lists(st.tuples(visits, st.booleans()), max_size=15), st.integers(0, 2_000))
def test_what_is_said_of_the_whole_board_is_what_a_fresh_look_says(
    steps: list[tuple[VisitRow, bool]], now: int
) -> None:
    """Rows are looked at again only when they changed: the sums and the list must not notice."""
    scene = scene_of()
    kept = BoardSummary(scene)
    for number, (row, goes) in enumerate(steps):
        late = replace(row, late_from=row.start + 15) if row.start is not None and number % 2 else row
        scene.put(replace(late, person_id="gone") if number % 5 == 4 and late.person_id else late)
        if goes:
            scene.remove(row.id)
        moment = now + number * 7
        fresh = BoardSummary(scene)
        assert kept.loads(0, 3_000) == fresh.loads(0, 3_000)
        assert kept.people(moment) == fresh.people(moment)
        assert {one.kind for one in kept.people(moment).attention} <= {"late", "clash"}
        assert kept.unsent(0, 2_500) == fresh.unsent(0, 2_500) == sum(
            1 for one in scene.visits.values() if one.unsent and one.start is not None and 0 <= one.start < 2_500)
        shown = [one.shown_status(moment) for one in scene.visits.values()]
        late_rows = [one for one in kept.people(moment).attention if one.kind == "late"]
        assert len(late_rows) == shown.count("deviation")
