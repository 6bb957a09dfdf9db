"""What the office says low and to the right: once, and not over what a person needs."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from office_app.context import OfficeContext
from office_app.widgets.toast import ToastArea
from office_app.widgets.toast_place import Kept, place

AREA, SIZE = QSize(1400, 900), QSize(360, 52)


def test_the_same_trouble_again_is_said_once(context: OfficeContext, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    toasts = ToastArea(context.theme, page)
    toasts.show_message("Kafé Tulpan är planerat")
    for _time in range(3):
        toasts.show_error("Det finns ingen tid att boka ännu.")
    assert toasts.texts == ["Kafé Tulpan är planerat", "Det finns ingen tid att boka ännu."]


def test_three_at_most_and_none_over_a_button(context: OfficeContext, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    button = QPushButton("Skicka", page)
    button.setGeometry(1020, 640, 160, 44)
    page.show()
    toasts = ToastArea(context.theme, page)
    for number in range(5):
        toasts.show_message(f"Jobb {number}", "Ångra", lambda: None)
    assert toasts.texts == ["Jobb 2", "Jobb 3", "Jobb 4"]
    assert not toasts.geometry().intersects(button.geometry())
    assert page.rect().contains(toasts.geometry())


def test_on_another_page_it_clears_what_that_page_needs(context: OfficeContext, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    button = QPushButton("Skicka", page)
    button.setGeometry(1020, 640, 160, 44)
    button.hide()
    page.show()
    toasts = ToastArea(context.theme, page)
    toasts.show_message("Kafé Tulpan: ärendet är sparat")
    assert toasts.geometry().intersects(button.geometry())
    button.show()
    toasts.move_on()
    assert not toasts.geometry().intersects(button.geometry())


def test_with_nothing_to_cover_it_is_the_lower_right_corner() -> None:
    assert place(AREA, SIZE, []) == QPoint(1400 - 360 - 16, 900 - 52 - 16)


boxes = st.builds(
    lambda x, y, w, h: Kept(QRect(x, y, w, h), 6.0),
    st.integers(0, 1300), st.integers(600, 880), st.integers(20, 300), st.integers(20, 60),
)


@given(st.lists(boxes, max_size=6))
def test_a_free_place_along_the_foot_is_taken_when_there_is_one(kept: list[Kept]) -> None:
    found = QRect(place(AREA, SIZE, kept), SIZE)
    assert QRect(QPoint(0, 0), AREA).contains(found)
    foot = [QRect(QPoint(x, 832), SIZE) for x in range(1024, 83, -40)]
    if any(not any(box.intersects(one.box) for one in kept) for box in foot):
        assert not any(found.intersects(one.box) for one in kept)
