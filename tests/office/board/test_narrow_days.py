"""Where a day is too narrow for words in its bars: every job still has a place of its own, and its name."""

from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtTest import QTest

from core.commands.dispatch import PlanVisit
from core.queries.board import BoardRows
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Blocked, Shift, to_minute
from core.rules.timeline import timeline
from office_app.board.model.geometry import COLUMN, LOAD_LINE, STACKS, Geometry
from office_app.board.model.hit import hit
from office_app.board.model.scene import Scene
from tests.helpers.board_day import TODAY, at
from tests.office.board.conftest import Planner
from tests.office.board.test_scene import visit

MONDAY = date(2026, 11, 23)
OPENS = to_minute(at("07:00", MONDAY))
DAY = 24 * 60


@st.composite
def weeks(draw: st.DrawFn) -> tuple[Scene, Geometry]:
    """One technician's week: jobs at any hour, also before and after those that are shown, and parts of days taken."""
    technician = TechnicianDays(
        "alex", "Alex", "Alex", "A", 0, "", "", None,
        shifts=tuple(Shift(OPENS + day * DAY, OPENS + day * DAY + 540, None, None) for day in range(5)),
        absences=tuple(
            Blocked(OPENS + day * DAY + begin, OPENS + day * DAY + begin + 120, "course", "Kurs")
            for day, begin in draw(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 400)), max_size=2))
        ),
    )
    scene = Scene()
    scene.load(BoardRows(MONDAY, 7, 0, (technician,), (), (), {}, ()))
    starts = st.tuples(st.integers(0, 6), st.integers(-90, 700), st.integers(15, 240))
    for number, (day, begin, minutes) in enumerate(draw(st.lists(starts, max_size=25))):
        scene.put(visit(number, "alex", OPENS + day * DAY + begin, minutes))
    axis = timeline(MONDAY, 7, draw(st.floats(6, 23.9)), 7, 17)
    geometry = Geometry(axis, 58, draw(st.integers(0, 400)), 0, draw(st.integers(700, 2_000)), 600, 1)
    geometry.fit_rows(draw(st.sampled_from(tuple(STACKS))))
    return scene, geometry


@given(weeks())
def test_in_a_week_every_job_has_a_place_of_its_own_in_its_day(week: tuple[Scene, Geometry]) -> None:
    scene, geometry = week
    row = scene.arranged(0)
    places = [(geometry.bar_box(0, bar), bar.start) for bar in row.bars]
    places += [(geometry.place_box(0, away.piece.start, away.number, away.count), away.piece.start)
               for away in row.away]
    for (left, top, width, height), start in places:
        span = geometry.axis.span_at(start)
        assert geometry.pixel_of(span.start) < left and left + width < geometry.pixel_of(span.end)
        assert geometry.y_of(0) < top and top + height <= geometry.y_of(0) + geometry.row_height - LOAD_LINE
    boxes = [QRect(*box) for box, _start in places if box[2] > 4]
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


@given(weeks())
def test_in_a_week_a_job_is_found_where_it_is_drawn(week: tuple[Scene, Geometry]) -> None:
    scene, geometry = week
    for bar in scene.bars(0):
        left, top, width, height = geometry.bar_box(0, bar)
        if left < COLUMN or left + width > geometry.width or width <= 4:
            continue
        for x in (left, left + width // 2, left + width - 1):
            found = hit(scene, geometry, QPointF(x, top + height / 2))
            assert found.kind == "bar" and found.bar is bar
        first, last = geometry.minutes_between(left, left + 1)
        assert bar in scene.bars_between(0, first - 1, last + 1), "a strip that scrolled in draws it whole"


@given(st.lists(st.tuples(st.integers(0, 700), st.integers(15, 240)), max_size=12), st.floats(20, 47))
def test_a_name_behind_its_bar_meets_no_other_bar(jobs: list[tuple[int, int]], scale: float) -> None:
    scene = Scene()
    technician = TechnicianDays("alex", "Alex", "Alex", "A", 0, "", "", None)
    scene.load(BoardRows(MONDAY, 3, 0, (technician,), (), (), {}, ()))
    for number, (begin, minutes) in enumerate(jobs):
        scene.put(visit(number, "alex", OPENS + begin % 3 * DAY + begin, minutes))
    geometry = Geometry(timeline(MONDAY, 3, scale, 7, 19), 58, 0, 0, 1_600, 600, 1)
    assert geometry.one_line
    bars = scene.bars(0)
    for bar in bars:
        left, top, width, height = geometry.bar_box(0, bar)
        until = geometry.words_until(bar, left + width)
        words = QRect(left + width, top, max(0, until - left - width), height)
        for other in bars:
            if other is not bar and other.end > bar.start + 1 and bar.room < geometry.axis.last:
                assert not words.intersects(QRect(*geometry.bar_box(0, other))), (bar, other)


def test_a_week_names_its_jobs_under_each_other(planner: Planner) -> None:
    planner.desk.click("zoom_week")
    planner.desk.settle()
    view = planner.page.view
    row = view.scene.index_of(planner.day.people["alex"])
    assert row is not None
    boxes = [view.geometry_now.bar_rect(row, bar) for bar in view.scene.bars(row)]
    assert len(boxes) == 4 and min(box.width() for box in boxes) >= 48, "room for an icon and a name"
    assert boxes[0].top() < boxes[1].top() < boxes[2].top() < boxes[3].top(), "rows are as high as the fullest day asks"
    job = planner.day.jobs["Hotell Ankaret"]
    planner.click(job)
    assert planner.page.view.marks.current == job


def test_a_card_dropped_on_a_day_of_the_week_takes_the_promised_or_first_free_time(planner: Planner) -> None:
    planner.desk.click("zoom_week")
    planner.desk.settle()
    thursday = TODAY + timedelta(days=2)
    planner.take_card(planner.day.jobs["Kontor Kronan"])
    planner.carry(planner.canvas.mapToGlobal(point(planner, "milan", thursday)))
    planner.page.view.grab()
    planner.let_go()
    stored = planner.stored(planner.day.jobs["Kontor Kronan"])
    assert (stored.lead_person_id, stored.planned_start) == (planner.day.people["milan"], at("07:30", thursday))
    planner.take_card(planner.day.james_job)
    planner.carry(planner.canvas.mapToGlobal(point(planner, "alex", TODAY)))
    planner.let_go()
    assert planner.stored(planner.day.james_job).planned_start == at("10:00"), "promised from 10:00"


def test_a_job_moved_to_another_day_of_the_week_keeps_its_clock_time(planner: Planner) -> None:
    planner.desk.click("zoom_week")
    planner.desk.settle()
    job, friday = planner.day.jobs["Konditori Aveny"], TODAY + timedelta(days=3)
    planner.take_bar(job)
    planner.carry(planner.canvas.mapToGlobal(point(planner, "sara", friday)))
    planner.let_go()
    assert planner.stored(job).planned_start == at("13:30", friday)
    planner.take_bar(job)
    planner.carry(planner.canvas.mapToGlobal(point(planner, "sara", friday) + QPoint(20, 0)))
    planner.let_go()
    assert planner.stored(job).planned_start == at("13:30", friday), "within its own day it stays where it is"


def test_a_closed_weekend_takes_no_room_until_something_is_planned_there(planner: Planner) -> None:
    planner.desk.click("zoom_week")
    planner.desk.settle()
    view, saturday = planner.page.view, TODAY + timedelta(days=4)
    before = view.geometry_now.axis
    assert len(before.spans) == 5
    planner.core.commands.execute(PlanVisit(
        activity_id=planner.day.jobs["Kontor Kronan"], person_id=planner.day.people["milan"],
        start=at("09:00", saturday),
    ), "somebody-else")
    planner.desk.settle()
    axis = view.geometry_now.axis
    assert len(axis.spans) == 6 and axis.pixels_per_hour == before.pixels_per_hour, "nothing is zoomed by itself"
    where = planner.canvas.bar_point(planner.day.jobs["Kontor Kronan"])
    assert where is not None and view.geometry_now.minute_at(where.x()) >= axis.spans[5].start
    planner.page.days.go_to(saturday - timedelta(days=7))
    planner.desk.settle()
    assert len(view.geometry_now.axis.spans) == 5


def test_a_job_lifted_in_a_week_hangs_at_the_pointer_when_a_day_is_shown_nearer(planner: Planner) -> None:
    planner.desk.click("zoom_week")
    planner.desk.settle()
    job = planner.day.jobs["Kontor Opalen"]
    planner.take_bar(job)
    planner.carry(planner.canvas.mapToGlobal(point(planner, "fredrik", TODAY)))
    planner.page.days.show_view("day")
    planner.desk.settle()
    planner.carry(planner.row_point("fredrik", "11:00"))
    planner.let_go()
    stored = planner.stored(job)
    assert (stored.lead_person_id, stored.planned_start) == (planner.day.people["fredrik"], at("11:00"))


@pytest.mark.parametrize("zoom", ["week", "three_days"])
def test_the_right_button_finds_an_absence_of_a_part_of_a_day(planner: Planner, zoom: str) -> None:
    planner.desk.click(f"zoom_{zoom}")
    planner.desk.settle()
    view, asked = planner.page.view, []
    row = view.scene.index_of(planner.day.people["lina"])
    assert row is not None
    view.mouse.block_menu.disconnect()
    view.mouse.block_menu.connect(lambda block, _point: asked.append(block.piece.block.kind))
    away = view.scene.arranged(row).away[0]
    geometry = view.geometry_now
    view.reveal(row, away.piece.start)
    box = geometry.place_box(row, away.piece.start, away.number, away.count) if geometry.stacked \
        else geometry.span_box(row, away.piece.start, away.piece.end)
    QTest.mouseClick(view.canvas, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, QRect(*box).center())
    assert asked == [away.piece.block.kind]


def point(planner: Planner, who: str, day: date) -> QPoint:
    found = planner.canvas.point_of(planner.day.people[who], at("12:00", day))
    assert found is not None
    return found
