"""Walks over every page: large enough to touch, whole words, in both positions, languages and text sizes."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.tokens import load_tokens
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

TOUCH = load_tokens().touch
LANDSCAPE, PORTRAIT = (1280, 800), (800, 1280)
VISIT = {"activityId": STORY.visit}
PAGES = [
    ("today", {}), ("job", VISIT), ("diagram", VISIT), ("paper", VISIT), ("history", VISIT), ("parts", {}),
    ("sync", {}), ("more", {}), ("pairing", {}),
]  # fmt: skip
# A name or a sentence of the customer's may be longer than any screen: those may end in «…».
MAY_BE_CUT = re.compile(r"^(pageTitle|pageSubtitle|newJobTitle)$")


def touchable(screen: TabletScreen) -> Iterator[QQuickItem]:
    for item in screen.items():
        if item.inherits("QQuickAbstractButton") or item.inherits("QQuickTextField"):
            yield item


def called(item: QQuickItem) -> str:
    return item.objectName() or f"{item.metaObject().className()} {item.property('text')!r}"


def place(item: QQuickItem) -> QRectF:
    return QRectF(item.mapToScene(QPointF(0, 0)), item.size())


def seen(item: QQuickItem) -> QRectF:
    """The part of an item that is not hidden by the edge of what it scrolls in."""
    here, above = place(item), item.parentItem()
    while above is not None:
        if above.clip():
            here = here.intersected(place(above))
        above = above.parentItem()
    return here


def too_small(screen: TabletScreen) -> list[str]:
    least = TOUCH["target"]
    return [
        f"{called(item)} is {item.width():.0f} × {item.height():.0f}"
        for item in touchable(screen)
        if item.width() < least or item.height() < least
    ]


def unnamed(screen: TabletScreen) -> list[str]:
    return [called(item) for item in touchable(screen) if not item.objectName()]


def too_close(screen: TabletScreen) -> list[str]:
    """Targets that overlap or have less than the gap between them; one inside the other is a button on a card."""
    items = [(item, seen(item)) for item in touchable(screen) if not item.objectName().startswith("spot_")]
    faults = []
    for number, (one, here) in enumerate(items):
        for other, there in items[number + 1 :]:
            if here.isEmpty() or there.isEmpty() or here.contains(there) or there.contains(here):
                continue
            gap = TOUCH["gap"] - 0.5
            if here.adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2).intersects(
                there.adjusted(-gap / 2, -gap / 2, gap / 2, gap / 2)
            ):
                faults.append(f"{called(one)} and {called(other)}: {here} {there}")
    return faults


def cut_texts(screen: TabletScreen) -> list[str]:
    faults = []
    for item in screen.items():
        if not item.inherits("QQuickText") or not item.property("text"):
            continue
        if item.property("truncated") and not MAY_BE_CUT.match(item.objectName()):
            faults.append(f"«{item.property('text')}» is cut off at {item.width():.0f} px")
        elif item.property("contentWidth") > item.width() + 1.5:
            faults.append(f"«{item.property('text')}» is wider than its place")
        elif item.property("contentHeight") > item.height() + 3:
            faults.append(f"«{item.property('text')}» is higher than its place")
    return faults


def outside(screen: TabletScreen) -> list[str]:
    """Targets that stick out at a side, where no scrolling reaches."""
    width = screen.window.width()
    return [
        f"{called(item)} at {place(item)}"
        for item in touchable(screen)
        if place(item).left() < -0.5 or place(item).right() > width + 0.5
    ]


def small_letters(screen: TabletScreen) -> list[str]:
    return [
        f"«{item.property('text')}» at {item.property('font').pixelSize()} px"
        for item in screen.items()
        if item.inherits("QQuickText") and item.property("text") and item.property("font").pixelSize() < 16
    ]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["lying", "standing"])
@pytest.mark.parametrize(("page", "arguments"), PAGES, ids=[name for name, _ in PAGES])
def test_a_page_fits_gloves_and_eyes(
    tablet: Core, qtbot: QtBot, page: str, arguments: dict[str, str], size: tuple[int, int], language: str
) -> None:
    build_story(tablet)
    if page != "today":
        FieldDay(tablet).arrives()
    with tablet_screen(tablet, qtbot, size=size, language=language) as screen:
        if page != "today":
            screen.application.navigation.open(page, **arguments)
        screen.settle()
        faults = {
            "too small": too_small(screen), "without a name": unnamed(screen), "too close": too_close(screen),
            "cut": cut_texts(screen), "outside": outside(screen), "too small to read": small_letters(screen),
        }
    assert not any(faults.values()), "\n".join(f"{what}: {one}" for what, all_ in faults.items() for one in all_)


@pytest.mark.parametrize("step", ["new", "accepted", "travelling", "arrived", "paused", "done"])
@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["lying", "standing"])
def test_every_state_of_a_job_fits_and_has_one_main_button(
    tablet: Core, qtbot: QtBot, step: str, size: tuple[int, int]
) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    if step == "done":
        day.works_the_whole_visit()
    else:
        course = {"accepted": ["accepted"], "travelling": ["travelling"], "arrived": ["travelling", "arrived"]}
        for target in course.get(step, ["travelling", "arrived", "paused"] if step == "paused" else []):
            day.step(target)
    with tablet_screen(tablet, qtbot, size=size) as screen:
        screen.application.navigation.open("job", **VISIT)
        screen.settle()
        faults = [*too_small(screen), *too_close(screen), *cut_texts(screen), *outside(screen)]
        main = [item for item in touchable(screen) if item.property("kind") == "primary"]
        assert [item.objectName() for item in main] == ["next"]
        spot = place(main[0])
        assert spot.height() >= TOUCH["primary"]
        assert spot.right() > size[0] - 40, "at the far end, where the thumb is"
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("page", ["today", "job", "more", "sync"])
def test_the_largest_letters_still_fit(tablet: Core, qtbot: QtBot, page: str) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.context.look.setTextScale(1.3)
        screen.application.navigation.open(page, **(VISIT if page == "job" else {}))
        screen.settle()
        faults = [*too_small(screen), *cut_texts(screen), *outside(screen)]
    assert not faults, "\n".join(faults)
