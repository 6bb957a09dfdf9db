"""After a sudden end everything stands as it stood: how far each page was scrolled, its sheet, what was zoomed."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from tests.field.test_half_typed import UNPAIRED, ends_suddenly
from tests.helpers.filming import FILMS, filming
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.tour import CHECKLIST, build_tour, call, sheets, stops

LOW = (1280, 480)
"""So low a window that nearly every page has to be scrolled."""
VISIT = {"activityId": STORY.visit}
FOLLOWS = {"stepList", "folderFiles", "takenPhotos", "papers", "spots"}
"""They show by themselves what is current or newest."""


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot) -> Iterator[TabletScreen]:
    build_tour(tablet)
    with tablet_screen(tablet, qtbot, size=LOW) as shown:
        yield shown


def views(screen: TabletScreen) -> dict[str, QQuickItem]:
    """What can be scrolled down now, by name; a page's own column has none."""
    return {
        item.objectName(): item for item in screen.items()
        if item.inherits("QQuickFlickable") and item.isEnabled() and item.objectName() not in FOLLOWS
        and not item.inherits("QQuickTextEdit") and room(item) >= 40
    }


def room(item: QQuickItem) -> float:
    return float(item.property("contentHeight") + item.property("bottomMargin") - item.height())


@FILMS
def test_every_page_is_scrolled_as_far_again(screen: TabletScreen) -> None:
    navigation = screen.application.navigation
    lost, seen = [], set()
    for stop in stops():
        if stop.page in (*UNPAIRED, "revoked", "scan", "photo", "pin", "encryption"):
            continue
        stop.open(navigation)
        screen.settle()
        for name in views(screen):
            view = views(screen)[name]
            wanted = min(37.0, room(view))
            view.setProperty("contentY", wanted)
            view.movementEnded.emit()  # type: ignore[attr-defined]
            ends_suddenly(screen)
            screen.rest()
            again = views(screen).get(name)
            if again is None or abs(float(again.property("contentY")) - wanted) > 1:
                lost.append(f"{stop.name}: {name or 'the page'} at {again and again.property('contentY')}")
            seen.add((stop.page, name))
    assert not lost, "\n".join(lost)
    assert len(seen) >= 10, seen


@FILMS
def test_every_sheet_lies_open_again(screen: TabletScreen) -> None:
    screen.window.resize(1280, 800)
    navigation = screen.application.navigation
    lost, seen = [], 0
    for stop in stops():
        if stop.page in (*UNPAIRED, "revoked"):
            continue
        stop.open(navigation)
        screen.settle()
        for number in range(len(sheets(screen.window.contentItem()))):
            sheet = sheets(screen.window.contentItem())[number]
            title = sheet.property("title")
            call(sheet, "open")
            ends_suddenly(screen)
            opened = [one for one in sheets(screen.window.contentItem()) if one.property("opened")]
            if [one.property("title") for one in opened] != [title]:
                lost.append(f"{stop.name}: {title}")
            for one in opened:
                call(one, "close")
            screen.settle()
            seen += 1
    assert not lost, "\n".join(lost)
    assert seen >= 15


def test_a_diagram_is_seen_as_near_and_at_the_same_place(screen: TabletScreen) -> None:
    screen.application.navigation.open("diagram", **VISIT)
    screen.settle()
    screen.sees("spot_7")
    for _ in range(2):
        screen.touch("zoomIn")
    flick = screen.sees("diagramFlick")
    flick.setProperty("contentX", 60.0)
    flick.movementEnded.emit()  # type: ignore[attr-defined]
    before = where(screen)
    assert before[0] > 2
    ends_suddenly(screen)
    screen.holds(lambda: where(screen) == pytest.approx(before, abs=1))
    screen.touch("zoomFit")
    ends_suddenly(screen)
    screen.sees("spot_7")
    assert where(screen)[0] == 1


def where(screen: TabletScreen) -> tuple[float, float, float]:
    flick, canvas = screen.sees("diagramFlick"), screen.sees("diagramCanvas")
    return tuple(float(one) for one in (canvas.property("zoom"), *map(flick.property, ("contentX", "contentY"))))  # type: ignore[return-value]


def test_a_manual_is_read_on_where_it_was(screen: TabletScreen) -> None:
    def at() -> list[float]:
        reader = screen.sees("paperReader")
        return [float(reader.property("contentY")), float(reader.property("contentHeight"))]

    screen.application.navigation.open("paper", **VISIT)
    screen.sees("sheet_0")
    screen.touch("paperLarger")
    screen.settle()
    reader = screen.sees("paperReader")
    reader.setProperty("contentY", 150.0)
    reader.movementEnded.emit()  # type: ignore[attr-defined]
    before = at()
    ends_suddenly(screen)
    screen.holds(lambda: at() == pytest.approx(before, abs=2))


@FILMS
def test_the_camera_is_open_again(tablet: Core, qtbot: QtBot) -> None:
    build_tour(tablet)
    with filming("photo"), tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("photo", instanceId=CHECKLIST, elementId="gauge", **VISIT)
        screen.sees("cameraLayer")
        ends_suddenly(screen)
        screen.sees("cameraLayer")
        model: Any = screen.application.navigation.page_model
        screen.holds(lambda: model.view["count"] == 1)
