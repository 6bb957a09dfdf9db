"""The checkable promises of the office's design that no other test keeps; `tests/heuristics.py` prints them all."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from core.bootstrap import Core
from core.commands.dispatch import PlanVisit, ResizeVisit
from core.model.visit import Activity
from core.rules.facts import to_minute
from core.settings import RESOURCES
from core.texts import LANGUAGES
from core.tokens import STATUSES
from office_app.board.panes.small import FilterChip
from office_app.places import PLACES
from office_app.widgets.basics import Button
from tests.helpers.board_day import at
from tests.helpers.kafe_tulpan import make_kafe_tulpan
from tests.helpers.long_texts import LongTexts
from tests.helpers.source import ROOT
from tests.office.board.conftest import Planner, planner
from tests.office.windows import desk

__all__ = ["planner"]
_MOST_KEYS = 40
_SAYS_NOTHING = re.compile(r"(?i)\bfel uppstod\b|\bogiltig|^error\b")


# ---- 2: a known caller's fault --------------------------------------------------------------------------------------


def test_2_a_known_callers_fault_is_booked_with_forty_keys_and_no_mouse(
    office: Core, qapp: QApplication, qtbot: Any
) -> None:
    firm = make_kafe_tulpan(office)
    with desk(office, qapp, qtbot) as mara:
        board = mara.go("board")
        pressed = 0

        def press(*keys: Any) -> None:
            nonlocal pressed
            for key in keys:
                key, modifier = key if isinstance(key, tuple) else (key, Qt.KeyboardModifier.NoModifier)
                focus = mara.window.focusWidget()
                assert focus is not None
                QTest.keyClick(focus, key, modifier)
                pressed += 1

        board.view.setFocus()
        press("n")
        mara.settle()
        mara.window.activateWindow()  # without a desktop nobody else does
        mara.settle()
        flow = mara.window.pages["calls"].intake.flow
        press(*"0315550140")
        mara.until(lambda: flow.presenter.customer is not None)
        press((Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier), Qt.Key.Key_Return, *"tappar tr")
        mara.until(lambda: mara.shown("intakeSymptoms"))
        press(Qt.Key.Key_Return, (Qt.Key.Key_A, Qt.KeyboardModifier.AltModifier))
        mara.until(lambda: flow.presenter.offer is not None and flow.side.offers.request == flow.presenter.request)
        press((Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier))
        mara.until(lambda: not mara.window.pages["calls"].intake.isVisible())
        mara.settle()
        assert pressed <= _MOST_KEYS
        with office.database.read() as session:
            visits = session.query(Activity).filter_by(state="planned", subject="Tappar tryck").all()
            assert [visit.lead_person_id for visit in visits] == [firm.alex]


# ---- 7: nothing jumps -----------------------------------------------------------------------------------------------


def test_7_scroll_zoom_and_choice_stay_through_edits_syncs_and_refreshes(planner: Planner) -> None:
    page, day = planner.page, planner.day
    page.view.zoom_by(1.7)
    page.keyboard._density("airy")
    page.choose(day.jobs["Teatern, foajén"])
    page.view.horizontalScrollBar().setValue(620)
    page.view.verticalScrollBar().setValue(60)
    planner.desk.settle()

    def seen() -> tuple[object, ...]:
        view = page.view
        return (view.horizontalScrollBar().value(), view.verticalScrollBar().value(),
                view.geometry_now.axis.pixels_per_hour, view.geometry_now.row_height, view.marks.current)

    before = seen()
    page.actions_.pin(day.jobs["Privat Alba"])  # an edit here
    planner.desk.settle()
    assert seen() == before
    planner.core.commands.execute(  # an edit at another desk or on a tablet
        PlanVisit(activity_id=day.james_job, person_id=day.people["alex"], start=at("10:00")), "other"
    )
    planner.core.commands.execute(ResizeVisit(activity_id=day.jobs["Simhallen"], duration_minutes=45), "other")
    planner.desk.settle()
    assert seen() == before
    page.data.reload()
    planner.desk.settle()
    planner.undo()
    assert seen() == before


# ---- 8: without colour ----------------------------------------------------------------------------------------------


def test_8_all_seven_statuses_are_told_apart_in_grey(planner: Planner) -> None:
    """Each bar's grey picture without its lightness: what is left is icon, outline, stripes and lines."""
    page = planner.page
    page.view.now = to_minute(at("08:30"))  # Kafé Vinyl's technician is on his way and not late yet
    page.view.canvas.update()
    shapes: dict[str, set[tuple[int, int]]] = {}
    for visit in list(page.view.scene.visits.values()):
        status = visit.shown_status(page.view.now)
        if status not in shapes:
            shapes[status] = _drawn(planner, visit.id)
    assert set(shapes) == set(STATUSES), "the day shows every status"
    alike = [(a, b, len(shapes[a] ^ shapes[b])) for a, b in combinations(STATUSES, 2)
             if len(shapes[a] ^ shapes[b]) < 40]
    assert not alike


def _drawn(planner: Planner, visit_id: str) -> set[tuple[int, int]]:
    """The pixels of a bar's left end (icon and edge, not its words) that stand out from its ground."""
    view = planner.page.view
    assert planner.canvas.bar_point(visit_id) is not None
    row = view.scene.index_of(view.scene.visits[visit_id].person_id)
    assert row is not None
    box = next(view.geometry_now.bar_rect(row, bar) for bar in view.scene.bars(row) if bar.visit.id == visit_id)
    grey = view.canvas.grab(box.toRect().adjusted(-2, -2, 2, 2)).toImage().convertToFormat(
        QImage.Format.Format_Grayscale8
    )
    width, height = min(30, grey.width()), grey.height()
    shades = [[grey.pixelColor(x, y).red() for x in range(width)] for y in range(height)]
    ground = sorted(shade for line in shades for shade in line)[width * height // 2]
    return {(x, y) for y in range(height // 2, height) for x in range(width) if abs(shades[y][x] - ground) > 18}


# ---- 10: everything by keyboard -------------------------------------------------------------------------------------


def _controls(page: QWidget) -> Iterator[QWidget]:
    for kind in (QAbstractButton, QLineEdit, QComboBox):
        for widget in page.findChildren(kind):
            inside = widget.parentWidget()
            inner = isinstance(inside, QComboBox | QAbstractItemView | QLineEdit)
            if widget.isVisible() and widget.isEnabled() and not inner:
                yield widget


def _by_arrows(widget: QWidget) -> list[QWidget]:
    """It and those that the arrow keys lead to it from: of exclusive buttons Tab stops only at the chosen one."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return [widget, *group.buttons()] if group is not None and group.exclusive() else [widget]


def test_10_every_control_is_reached_by_tab_and_shows_that_it_has_the_focus(planner: Planner) -> None:
    unreachable, quiet = [], []
    for place in PLACES:
        page = planner.desk.go(place.key)
        controls = list(_controls(page))
        assert controls
        for widget in controls:
            name = f"{place.key}: {type(widget).__name__} {widget.objectName()}"
            if not any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in _by_arrows(widget)):
                unreachable.append(name)
            planner.desk.window.setFocus()
            plain = widget.grab().toImage()
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            if isinstance(widget, QAbstractButton) and widget.hasFocus() and widget.grab().toImage() == plain:
                quiet.append(name)
    assert not unreachable
    assert not quiet, "it cannot be seen where the keyboard is"


# ---- 17: no dialog stands in the way --------------------------------------------------------------------------------


def test_17_at_most_three_dialogs_stop_the_work() -> None:
    modal = [
        f"{path.relative_to(ROOT).as_posix()}: {found[0]}"
        for folder in ("office_app", "field_app") for path in sorted((ROOT / folder).rglob("*.py"))
        for found in _STOPS.finditer(path.read_text("utf-8"))
    ]
    assert len(modal) <= 3, modal
    assert all("cannot_start" in place for place in modal), "only a program that cannot start asks to be closed"


_STOPS = re.compile(
    r"(?<!application)(?<!loop)\.exec_?\(|\.setModal\(|\.setWindowModality\(|QMessageBox|QInputDialog"
    r"|\.get(Open|Save)FileNames?\(|dialog\w*\.open\(", re.IGNORECASE,
)
"""Calls after which nothing else can be clicked."""


# ---- 18: words that help --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_18_an_error_says_what_happened_and_what_is_safe_or_to_do(language: str) -> None:
    short = [
        f"{path.stem}.{key}"
        for path in sorted((RESOURCES / "locale" / language).glob("*.json"))
        for key, text in json.loads(path.read_text("utf-8")).items()
        if (key.startswith("error") or path.stem == "errors")
        and (len(re.split(r"(?<=[.!?])\s+", text.strip())) < 2 or _SAYS_NOTHING.search(text))
    ]
    assert not short


# ---- 19: room for longer words --------------------------------------------------------------------------------------


def test_19_words_half_as_long_again_are_not_cut(planner: Planner) -> None:
    texts = planner.desk.context.texts
    texts._texts = LongTexts("sv")
    texts.changed.emit()
    cut = []
    for place in PLACES:
        page = planner.desk.go(place.key)
        if place.key == "board":
            page.choose(planner.day.james_job)
            planner.desk.settle()
        cut += [f"{place.key}: {words}" for words in _cut(page)]
        if place.key == "board":
            planner.desk.click("zoom_list")
            planner.desk.settle()
            cut += [f"list: {words}" for words in _cut(page)]
    assert not cut, "\n".join(cut)


def _cut(page: QWidget) -> Iterator[str]:
    for label in page.findChildren(QLabel):
        if label.isVisible() and label.text() and type(label) is QLabel:
            room = label.contentsRect()
            if label.wordWrap():
                short = label.heightForWidth(label.width()) > label.height() + 3
            else:
                short = label.fontMetrics().horizontalAdvance(label.text()) > room.width() + 2
            if short or _covered(label, page):
                yield f"«{label.text()[:60]}» ({label.objectName() or label.property('role')})"
    for button in page.findChildren(QPushButton):
        if button.isVisible() and button.text() and type(button) in (QPushButton, Button):
            if button.fontMetrics().horizontalAdvance(button.text()) > button.width() - 8 or _covered(button, page):
                yield f"[{button.text()[:60]}] ({button.objectName()})"


    for chip in page.findChildren(FilterChip):
        holder = chip.parentWidget()
        if chip.isVisible() and holder is not None and not holder.rect().contains(chip.geometry()):
            yield f"({chip.text()[:60]}) ({chip.objectName()})"


def _covered(widget: QWidget, page: QWidget) -> bool:
    """Whether a part of it lies outside what holds it (where nothing can be scrolled)."""
    parent = widget.parentWidget()
    while parent is not None and parent is not page:
        if isinstance(parent, QScrollArea):
            return False
        parent = parent.parentWidget()
    box = QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())
    return not page.rect().adjusted(-2, -2, 2, 2).contains(box)
