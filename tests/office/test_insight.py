"""Mara reads the figures: every figure opens its records, a record opens its call, and all of it is live."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QTableView, QToolTip

from core.bootstrap import Core
from core.commands.day_log import KeepDayEntry
from core.commands.visit import ChangeStep
from core.presenters.insight_groups import Pick
from office_app.driver import _words as words_on
from office_app.insight.page import InsightPage
from office_app.insight.records_pane import RecordsPane
from tests.helpers.field_day import FieldDay
from tests.helpers.finished_visit import play_visit
from tests.helpers.story import STORY, build_story
from tests.office.windows import Desk, desk


@pytest.fixture
def mara(office: Core, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    build_story(office)
    with desk(office, qapp, qtbot) as opened:
        yield opened


@pytest.fixture
def page(mara: Desk) -> InsightPage:
    found = mara.go("insight", period="year")
    assert isinstance(found, InsightPage)
    mara.until(lambda: found.tiles["jobs"].value.text() == "1")
    return found


def click_bar(mara: Desk, page: InsightPage, key: str, value: str) -> None:
    chart = page.charts[key].chart
    point = chart.point_of(value)
    assert point is not None
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
    mara.settle()


def test_a_figure_opens_its_records_and_a_record_its_call(mara: Desk, page: InsightPage) -> None:
    went: list[tuple[str, dict[str, Any]]] = []
    mara.context.navigation.requested.connect(lambda place, target: went.append((place, target)))
    mara.click("insightTile_jobs")
    mara.settle()
    table = mara.find("insightRecords", QTableView)
    assert table.model().rowCount() == 1
    index = table.model().index(0, 0)
    assert index.data() == "S-2026-01931"
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, table.visualRect(index).center()
    )
    mara.until(lambda: mara.window.place == "calls")
    assert went[-1] == ("calls", {"call_id": STORY.earlier_call})


def test_the_open_call_is_chosen_by_keys_and_button(mara: Desk, page: InsightPage) -> None:
    mara.key("insightTile_open", Qt.Key.Key_Return)
    mara.settle()
    assert not mara.find("insightOpenCall", QPushButton).isEnabled()
    mara.find("insightRecords", QTableView).selectRow(0)
    mara.click("insightOpenCall")
    mara.until(lambda: mara.window.place == "calls")


def test_a_bar_opens_only_its_own_and_escape_closes(mara: Desk, page: InsightPage) -> None:
    click_bar(mara, page, "utilisation", STORY.alex)
    assert page.pane.title.text() == "Tid: Alex Lindqvist"
    assert len(page.pane.model.records.lines) == 1
    click_bar(mara, page, "utilisation", STORY.sara)
    assert page.pane.stack.currentWidget() is page.pane.empty
    QTest.keyClick(page, Qt.Key.Key_Escape)
    assert page.pane.isHidden()
    click_bar(mara, page, "open", "0")
    assert len(page.pane.model.records.lines) == 1
    click_bar(mara, page, "open", "0")
    assert page.pane.isHidden(), "the same bar again closes"


def test_bars_are_walked_by_keys(mara: Desk, page: InsightPage) -> None:
    chart = page.charts["technician"].chart
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Down)
    QTest.keyClick(chart, Qt.Key.Key_Return)
    mara.settle()
    assert page.pane.title.text() == "Jobb: Alex Lindqvist"


def test_a_bar_tells_its_story_on_hover_and_a_figure_its_definition(mara: Desk, page: InsightPage) -> None:
    chart = page.charts["utilisation"].chart
    point = chart.point_of(STORY.alex)
    assert point is not None
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, point, chart.mapToGlobal(point)))
    assert QToolTip.text().startswith("Alex Lindqvist:")
    QToolTip.hideText()
    assert "30 dagar" in page.tiles["fix"].toolTip()
    assert "100 %" in page.charts["utilisation"].title.toolTip()
    QApplication.sendEvent(chart, QHelpEvent(QEvent.Type.ToolTip, QPoint(-5, -5), QPoint(0, 0)))


def test_figures_follow_what_happens_on_the_tablets(mara: Desk, page: InsightPage, office: Core) -> None:
    mara.click("insightTile_jobs")
    mara.settle()
    play_visit(office, until="arrived")
    mara.until(lambda: page.tiles["jobs"].value.text() == "2")
    mara.until(lambda: len(page.pane.model.records.lines) == 2)
    assert page.pane.model.records.lines[0].cells[-1] == "väntar"


def test_a_change_of_step_alone_does_not_move_the_table(mara: Desk, page: InsightPage, office: Core) -> None:
    mara.click("insightTile_jobs")
    mara.settle()
    mara.find("insightRecords", QTableView).selectRow(0)
    step = ChangeStep(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id="event", target="accepted")
    office.commands.execute(step, STORY.alex)
    mara.settle()
    assert mara.find("insightRecords", QTableView).currentIndex().row() == 0


def test_the_period_is_picked_and_remembered(mara: Desk, page: InsightPage) -> None:
    mara.click("insightPeriod_month")
    mara.until(lambda: page.tiles["jobs"].value.text() == "0")
    assert page.period_label.text() == "november 2026"
    assert not mara.find("insightForward").isEnabled()
    for _month in range(3):
        mara.click("insightBack")
    assert page.period_label.text() == "augusti 2026"
    mara.until(lambda: page.tiles["jobs"].value.text() == "1")
    mara.click("insightForward")
    mara.until(lambda: page.tiles["jobs"].value.text() == "0")
    assert mara.context.remembered.value("insight/period") == "month"
    assert page.tiles["fix"].value.text() == "–"


def test_a_week_is_shown_by_day_and_its_pick_goes_with_it(mara: Desk, page: InsightPage) -> None:
    mara.click("insightPeriod_week")
    mara.until(lambda: page.charts["week"].title.text() == "Jobb per dag")
    click_bar(mara, page, "week", "2026-11-24")
    assert page.pane.title.text() == "Jobb tisdag 24 november"
    mara.click("insightBack")
    mara.until(page.pane.isHidden)


def test_words_follow_the_language(mara: Desk, page: InsightPage) -> None:
    page.show_records(Pick("open"))
    mara.context.texts.set_language("en")
    assert page.tiles["fix"].title.text() == "First-time fix"
    assert page.charts["week"].title.text() == "Jobs per week"
    pane: RecordsPane = page.pane
    assert pane.model.records.columns[0] == "Call"


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_page_is_drawn_in_both_looks(mara: Desk, page: InsightPage, mode: str) -> None:
    mara.context.theme.set_mode(mode)
    mara.settle()
    image = page.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}
    assert len(colours) > 20


def test_the_day_logs_of_everybody_stand_beside_the_figures(mara: Desk, page: InsightPage, office: Core) -> None:
    alex = FieldDay(office)
    for entry, kind, start, end in (("day", "day", "07:00", "16:10"), ("desk", "office", "07:00", "07:40"),
                                    ("lunch", "break", "11:15", "12:00")):
        alex.does(KeepDayEntry(entry_id=entry, kind=kind, start=STORY.at(start), end=STORY.at(end)))
    alex.records_time("work", "09:47", "11:15")
    mara.click("insightDays")
    mara.until(lambda: all(one in words_on(page.days) for one in (
        "Idag", "Alex Lindqvist", "07:00–16:10", "Kontor", "Rast", "09:47–11:15", "Arbetstid · Kafé Tulpan",
        "Inte noterat", "Inget noterat: Milan",
    )))
    mara.click("dayBack")
    mara.until(lambda: "Igår" in words_on(page.days) or "I går" in words_on(page.days))
    mara.until(lambda: "Ingen har noterat något den dagen" in words_on(page.days))
    mara.click("dayLogClose")
    assert page.days.isHidden() and not page.days_button.isChecked()
    mara.click("insightDays")
    mara.click("insightTile_jobs")
    mara.until(lambda: page.days.isHidden() and not page.pane.isHidden())
