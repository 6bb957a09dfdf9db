"""Rows of two lines leave room around their words, with the largest letters too."""

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from tests.helpers.story import build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

LEAST = 8


def lines(item: QQuickItem, row: QQuickItem) -> list[tuple[float, float]]:
    """Top and bottom of every text on the row."""
    found = []
    for child in item.childItems():
        if child.isVisible() and child.property("lineCount"):
            top = child.mapToItem(row, child.boundingRect().topLeft()).y()
            found.append((top, top + child.height()))
        found += lines(child, row)
    return found


@pytest.mark.parametrize("scale", [1.0, 1.3])
def test_two_lines_do_not_touch_the_frame(tablet: Core, qtbot: QtBot, scale: float) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot, theme="sun") as screen:
        screen.application.context.look.setTextScale(scale)
        screen.application.navigation.open("more")
        row = two_lines(screen)
        spans = lines(row, row)
        assert len(spans) == 2
        assert min(top for top, _ in spans) >= LEAST and row.height() - max(foot for _, foot in spans) >= LEAST
        screen.settle()


def two_lines(screen: TabletScreen) -> QQuickItem:
    row = screen.sees("openPin")
    screen.window.grabWindow()
    return row
