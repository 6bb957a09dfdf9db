"""What one person left on the board stands there again for that person, and for nobody else."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.commands.firm import SavePerson
from core.ids import new_id
from core.rules.facts import to_moment
from office_app.board.page import BoardPage, create_page
from tests.helpers.board_day import TODAY
from tests.office.board.conftest import Planner


def another(planner: Planner) -> str:
    """Ida, who plans too."""
    ida = new_id()
    planner.core.commands.execute(SavePerson(person_id=ida, name="Ida Berg", roles="planner"), "x")
    planner.desk.settle()
    return ida


def arrange(planner: Planner) -> None:
    page = planner.page
    planner.desk.click("zoom_week")
    planner.desk.settle()
    page.view.zoom_by(2.0)
    page.view.horizontalScrollBar().setValue(260)
    page.keyboard._density("airy")
    page.view.verticalScrollBar().setValue(40)
    page.middle.setSizes([400, 300])
    page.strip.splitter.setSizes([200, 500])
    page.keyboard.on_toggle_list()
    page.unplanned.order_by("near", planner.day.people["sara"])
    page.unplanned.only_skill(planner.day.skills["espresso"])
    page.unplanned.filter.setText("poseidon")
    page.unplanned.hide_pending(True)
    planner.desk.settle()


def state(page: BoardPage) -> dict[str, object]:
    return {
        "zoom": page.days.zoom, "scale": round(page.view.geometry_now.axis.pixels_per_hour, 1),
        "across": page.view.horizontalScrollBar().value(), "down": page.view.verticalScrollBar().value(),
        "rows": page.view.geometry_now.row_height, "middle": page.middle.sizes(), "strip": page.strip.splitter.sizes(),
        "list": page.unplanned.isVisible(), "unplanned": page.unplanned.state(),
        "cards": page.unplanned.cards.canvas.names(),
    }


def test_everything_is_as_it_was_when_the_same_person_comes_back(planner: Planner) -> None:
    ida = another(planner)
    mara = planner.desk.context.tasks.author_id
    usual = planner.page.days.zoom, planner.page.view.geometry_now.row_height, planner.page.unplanned.state()
    arrange(planner)
    left = state(planner.page)
    window = planner.desk.window
    window.sit_down(ida)
    planner.desk.settle()
    page = window.pages["board"]
    assert page is not planner.page and planner.desk.context.tasks.author_id == ida
    assert (page.days.zoom, page.view.geometry_now.row_height, page.unplanned.state()) == usual
    assert page.unplanned.isVisible()
    window.sit_down(mara)
    planner.desk.settle()
    assert state(window.pages["board"]) == left


def test_it_is_kept_by_itself_shortly_after(planner: Planner) -> None:
    """A program that is killed has lost nothing of it."""
    planner.page.view.horizontalScrollBar().setValue(311)
    planner.desk.until(lambda: planner.page.memory.scroll("day") == 311.0)


def test_somebody_else_sits_down_by_the_menu_in_the_rail(planner: Planner) -> None:
    ida = another(planner)
    menu = planner.desk.find("deskPerson").menu()
    assert [action.text() for action in menu.actions()[1:]] == ["Ida Berg", "Mara Sandberg"]
    menu.actions()[1].trigger()
    planner.desk.settle()
    assert planner.desk.context.tasks.author_id == ida
    assert "Ida Berg" in planner.desk.find("deskPerson").toolTip()
    board = planner.desk.window.pages["board"]
    board.choose(planner.day.james_job)
    planner.desk.settle()
    QTest.keyClick(board.view, Qt.Key.Key_1)
    planner.desk.settle()
    assert planner.stored(planner.day.james_job).state == "planned"


def again(planner: Planner) -> BoardPage:
    """The board as it comes up when the program is started once more."""
    planner.page.leave()
    page = create_page(planner.desk.context)
    planner.desk.qtbot.addWidget(page)
    planner.desk.settle()
    assert isinstance(page, BoardPage)
    return page


def test_the_day_and_the_technician_stand_there_again_the_same_day(planner: Planner) -> None:
    planner.page.days.go_to(TODAY + timedelta(days=2))
    planner.page.show_technician(planner.day.people["sara"])
    planner.desk.settle()
    page = again(planner)
    assert page.data.first_day == TODAY + timedelta(days=2)
    assert page.view.chosen_technician == planner.day.people["sara"]
    page.show_technician(planner.day.people["sara"])
    assert again(planner).view.chosen_technician == "", "and letting go of him is remembered too"


def test_a_new_morning_begins_with_today(planner: Planner) -> None:
    planner.page.days.go_to(TODAY + timedelta(days=2))
    planner.desk.settle()
    planner.core.clock.advance(timedelta(hours=22))  # type: ignore[attr-defined]
    assert again(planner).data.first_day == TODAY + timedelta(days=1)


def hours_seen(planner: Planner) -> tuple[str, str]:
    first, last = planner.page.view.geometry_now.visible_minutes()
    return planner.page.texts.time(to_moment(first)), planner.page.texts.time(to_moment(last))


def sees_the_working_day(planner: Planner) -> bool:
    first, last = hours_seen(planner)
    return "06:00" <= first <= "07:30" and "16:00" <= last <= "19:00"


def test_today_zoom_reset_and_reopening_show_the_working_day(planner: Planner) -> None:
    view, bar = planner.page.view, planner.page.view.horizontalScrollBar()
    assert sees_the_working_day(planner), f"at first {hours_seen(planner)}"
    for end in (0, bar.maximum()):
        bar.setValue(end)
        assert not sees_the_working_day(planner)
        planner.key(Qt.Key.Key_T)
        assert sees_the_working_day(planner), f"T after {end}: {hours_seen(planner)}"
        view.zoom_by(2.5)
        bar.setValue(end)
        planner.key(Qt.Key.Key_0)
        assert sees_the_working_day(planner), f"0 after {end}: {hours_seen(planner)}"
        bar.setValue(end)
        planner.desk.click("zoom_week")
        planner.page.memory.keep()  # as its timer may, before the week has come
        planner.desk.settle()
        planner.desk.click("zoom_day")
        planner.desk.settle()
        assert sees_the_working_day(planner), f"the day again after {end}: {hours_seen(planner)}"


def test_close_up_today_shows_the_hour_that_it_is(planner: Planner) -> None:
    view = planner.page.view
    view.zoom_by(3)
    view.horizontalScrollBar().setValue(0)
    planner.key(Qt.Key.Key_T)
    first, last = view.geometry_now.visible_minutes()
    assert first <= planner.page.data.now < last - 55


def test_a_job_planned_by_key_is_seen_wherever_it_lies(planner: Planner) -> None:
    view = planner.page.view
    planner.key(Qt.Key.Key_J)
    view.horizontalScrollBar().setValue(0)
    planner.key(Qt.Key.Key_1)
    visit = view.scene.visits[planner.day.james_job]
    first, last = view.geometry_now.visible_minutes()
    assert first <= visit.start and visit.end <= last  # type: ignore[operator]
    planner.undo()
    planner.page.choose(planner.day.james_job)
    planner.page.days.go_to(TODAY + timedelta(days=2))
    view.horizontalScrollBar().setValue(view.horizontalScrollBar().maximum())
    planner.desk.settle()
    planner.key(Qt.Key.Key_1)
    first, last = view.geometry_now.visible_minutes()
    assert planner.page.days.day == TODAY and first <= visit.start and visit.end <= last  # type: ignore[operator]
