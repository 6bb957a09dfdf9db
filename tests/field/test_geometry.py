"""Walks over every page, step and sheet with a ruler: lying and standing, either hand, every language and size."""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import core.texts
from core.bootstrap import Core
from core.texts import LANGUAGES
from core.tokens import THEMES
from field_app.application import FieldApplication
from tests.helpers.bare_pages import bare_pages
from tests.helpers.chosen_files import puts_files
from tests.helpers.cores import opened_tablet
from tests.helpers.field_day import FieldDay
from tests.helpers.filming import FILMS
from tests.helpers.standing_sync import SENT, Standing
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import Screen, tablet_screen
from tests.helpers.tour import Stop, build_tour, call, sheets, stops
from tests.helpers.tour_paired import paired_stops, two_drives
from tests.helpers.walk import faults, hard_to_read, look, thin_or_pale

LYING, STANDING, FINE = (1280, 800), (800, 1280), (1920, 1200)
VISIT = {"activityId": STORY.visit}
READABLE = {"light": 4.5, "dark": 4.5, "sun": 7.0}


@dataclass(frozen=True)
class Way:
    """How the tablet is held and set; the language `long` is English made 40 % longer."""

    size: tuple[int, int]
    language: str = "sv"
    scale: float = 1.0
    left_handed: bool = False

    def __str__(self) -> str:
        held = {LYING: "lying", STANDING: "standing"}.get(self.size, f"{self.size[0]} × {self.size[1]}")
        return f"{held}, {self.language}, letters × {self.scale}{', left hand' if self.left_handed else ''}"


WAYS = [
    Way(size, *more)
    for size in (LYING, STANDING)
    for more in (("sv",), ("sv", 1.3), ("en", 1.3), ("en",), ("long", 1.3), ("sv", 1.0, True))
] + [Way(FINE, "long", 1.3)]


@cache
def stretched(text: str) -> str:
    """The text with 40 % more letters, in its own kind of words; what stands in braces stays."""
    letters = re.sub(r"\{[^}]*\}", "", text)
    more = math.ceil(len(letters) * 0.4)
    plain = re.sub(r"[^a-z]", "", letters.lower()) or "o"
    tail = (plain * (more // len(plain) + 1))[:more]
    if " " not in letters:
        return text + tail
    return text + " " + " ".join(tail[place : place + 7] for place in range(0, more, 7))


@pytest.fixture
def stretch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Switches the longer texts on and off."""
    catalogue = core.texts._catalogue
    longer: dict[str, str] = {}

    def chosen(language: str) -> dict[str, str]:
        return longer if longer and language == "en" else catalogue(language)

    def switch(is_on: bool) -> None:
        longer.clear()
        if is_on:
            longer.update({key: stretched(text) for key, text in catalogue("en").items()})

    monkeypatch.setattr(core.texts, "_catalogue", chosen)
    yield switch
    longer.clear()


@pytest.fixture(scope="module")
def toured(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Core]:
    home = tmp_path_factory.mktemp("home")
    with opened_tablet(tmp_path_factory.mktemp("tour")) as core, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(home))
        puts_files(home)
        build_tour(core)
        yield core


@pytest.fixture(scope="module")
def screen(toured: Core) -> Iterator[Screen]:
    """One program for the whole walk: everything is switched while it runs, as a person does."""
    application = FieldApplication(toured, language="sv", theme="light", size=LYING, person_id=STORY.alex)
    application.show()
    yield Screen(application)
    application.close()
    application.deleteLater()


def hold(screen: Screen, way: Way, stretch: Any) -> None:
    context = screen.application.context
    if (screen.window.width(), screen.window.height()) != way.size:
        screen.window.resize(*way.size)
    context.look.setTextScale(way.scale)
    context.look.setLeftHanded(way.left_handed)
    stretch(way.language == "long")
    context.texts.set_language("sv")  # English that is spoken already would stay as long as it was
    context.texts.set_language("en" if way.language == "long" else way.language)
    context.texts.changed.emit()
    screen.rest()


def lasting(screen: Screen, way: Way) -> list[str]:
    """Faults that are still there a moment later: a row that is leaving its list lies where the next one is put."""
    found = faults(screen, left_handed=way.left_handed)
    if found:
        QTest.qWait(100)
        screen.rest()
        found = faults(screen, left_handed=way.left_handed)
    return found


def each_view(screen: Screen, stop: Stop) -> Iterator[str]:
    """The page, and the page with each of its sheets open, by name; each sheet is walked over on one page only."""
    yield stop.name
    for number, sheet in enumerate(sheets(screen.window.contentItem())):
        if stop.name.startswith("step-") and stop.name != "step-measure":
            break
        call(sheet, "open")
        screen.rest()
        yield f"{stop.name} with {sheet.objectName() or f'sheet {number}'}"
        call(sheet, "close")


@FILMS
@pytest.mark.parametrize("stop", list(stops()), ids=lambda stop: stop.name)
def test_it_fits_gloves_and_eyes(screen: Screen, stop: Stop, stretch: Any) -> None:
    stop.open(screen.application.navigation)
    found = []
    for way in WAYS:
        hold(screen, way, stretch)
        for view in each_view(screen, stop):
            found += [f"{view} ({way}): {one}" for one in lasting(screen, way)]
    stretch(False)
    assert not found, "\n".join(found)


@FILMS
@pytest.mark.parametrize("theme", THEMES)
def test_every_text_can_be_read_as_it_is_painted(screen: Screen, theme: str, stretch: Any) -> None:
    screen.application.context.look.setTheme(theme)
    hold(screen, Way(LYING), stretch)
    found = []
    for stop in stops():
        stop.open(screen.application.navigation)
        screen.rest()
        for view in each_view(screen, stop):
            found += [f"{view}: {one}" for one in hard_to_read(screen, READABLE[theme])]
    screen.application.context.look.setTheme("light")
    assert not found, "\n".join(found)


@FILMS
def test_in_the_sun_nothing_is_thin_or_pale(screen: Screen, stretch: Any) -> None:
    """Black on white with strong lines: hues and soft grounds are washed out there."""
    screen.application.context.look.setTheme("sun")
    hold(screen, Way(LYING), stretch)
    found = []
    for stop in stops():
        stop.open(screen.application.navigation)
        screen.rest()
        for view in each_view(screen, stop):
            found += [f"{view}: {one}" for one in thin_or_pale(screen)]
    screen.application.context.look.setTheme("light")
    assert not found, "\n".join(found)


@contextmanager
def job_at(core: Core, qtbot: QtBot, step: str, size: tuple[int, int]) -> Iterator[Screen]:
    build_story(core)
    day = FieldDay(core)
    if step == "done":
        day.works_the_whole_visit()
    else:
        course = {"accepted": ["accepted"], "travelling": ["travelling"], "arrived": ["travelling", "arrived"]}
        for target in course.get(step, ["travelling", "arrived", "paused"] if step == "paused" else []):
            day.step(target)
    with tablet_screen(core, qtbot, size=size) as screen:
        screen.application.navigation.open("job", **VISIT)
        screen.rest()
        yield screen


def test_the_bar_above_ends_where_the_page_does(tablet: Core, qtbot: QtBot) -> None:
    with job_at(tablet, qtbot, "arrived", LYING) as screen:
        for page, arguments in (("job", VISIT), ("time_material", VISIT), ("own_history", {}), ("sync", {})):
            screen.application.navigation.open(page, **arguments)
            screen.rest()
            (title,) = (one for one in look(screen) if one.name == "pageTitle")
            above = [one.place.right() for one in look(screen) if one.place.bottom() < title.place.bottom() + 40]
            assert max(right for right in above if right < LYING[0]) == LYING[0] - 20, page


@pytest.mark.parametrize("step", ["new", "accepted", "travelling", "arrived", "paused", "done"])
def test_every_state_of_a_job_fits_and_has_one_main_button(tablet: Core, qtbot: QtBot, step: str) -> None:
    with job_at(tablet, qtbot, step, LYING) as screen:
        for size in (LYING, STANDING):
            screen.window.resize(*size)
            screen.rest()
            assert not faults(screen)
            assert [one.objectName() for one in screen.items() if one.property("kind") == "primary"] == ["next"]


@pytest.mark.parametrize("step", ["new", "travelling", "arrived"])
def test_the_usual_job_is_seen_at_a_glance(tablet: Core, qtbot: QtBot, step: str) -> None:
    with job_at(tablet, qtbot, step, LYING) as screen:
        for language in LANGUAGES:
            screen.application.context.texts.set_language(language)
            screen.rest()
            (scroller,) = screen.items("jobScroller")
            assert float(scroller.property("contentHeight")) <= scroller.height(), language


def test_a_measured_step_is_seen_whole_over_the_pad(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    day.starts_checklist("instance")
    day.answers("instance", "pressure", {"value": "1.05"})
    with tablet_screen(tablet, qtbot, size=STANDING) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        screen.sees("stepVerdict")
        for language in LANGUAGES:
            screen.application.context.texts.set_language(language)
            screen.rest()
            scroller = screen.find("stepScroller")
            assert float(scroller.property("contentHeight")) <= scroller.height(), language


def test_what_is_turned_to_the_customer_fits(tablet: Core, qtbot: QtBot, stretch: Any) -> None:
    build_story(tablet)
    day = FieldDay(tablet)
    day.arrives()
    day.fills_checklist()
    day.records_all()
    day.writes()
    day.comes_out()
    found = []
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", **VISIT)
        screen.touch("turnToCustomer")
        screen.sees("customerView")
        for is_signed in (False, True):
            if is_signed:
                screen.draw("signatureField", [[0.1, 0.7], [0.4, 0.3], [0.6, 0.6]])
                screen.type("signatureName", "James Wallin")
            for way in WAYS:
                hold(screen, way, stretch)
                found += [f"{way}: {one}" for one in lasting(screen, way)]
            hold(screen, Way(LYING), stretch)
            for theme in THEMES:
                screen.application.context.look.setTheme(theme)
                screen.rest()
                found += [f"{theme}: {one}" for one in hard_to_read(screen, READABLE[theme])]
            screen.application.context.look.setTheme(THEMES[0])
            screen.rest()
    assert not found, "\n".join(found)


def walked(screen: Screen, stretch: Any, name: str) -> list[str]:
    """A single page in every way it can be held, and its letters in every look."""
    found = []
    for way in WAYS:
        hold(screen, way, stretch)
        found += [f"{name} ({way}): {one}" for one in faults(screen, left_handed=way.left_handed)]
    hold(screen, Way(LYING), stretch)
    for theme in THEMES:
        screen.application.context.look.setTheme(theme)
        screen.rest()
        found += [f"{name} ({theme}): {one}" for one in hard_to_read(screen, READABLE[theme])]
    found += [f"{name} (sun): {one}" for one in thin_or_pale(screen)]
    screen.application.context.look.setTheme(THEMES[0])
    return found


def test_the_pages_before_a_tablet_is_open_fit(qapp: QApplication, tmp_path: Path, stretch: Any) -> None:
    found = []
    for name, bare in bare_pages(tmp_path):
        found += walked(bare, stretch, name)
    assert not found, "\n".join(found)


def test_what_a_paired_tablet_says_of_its_sync_fits(tablet: Core, qtbot: QtBot, stretch: Any) -> None:
    build_story(tablet)
    standing, found = Standing(SENT), []
    with tablet_screen(tablet, qtbot, sync=standing) as screen, two_drives():
        screen.application.context.tablet.start()
        for stop in paired_stops(screen, standing):
            for way in (Way(LYING), Way(STANDING, "long", 1.3)):
                hold(screen, way, stretch)
                stop.open(screen.application.navigation)
                screen.rest()
                found += [f"{stop.name} ({way}): {one}" for one in lasting(screen, way)]
        stretch(False)
    assert not found, "\n".join(found)


def test_the_locked_tablet_fits(screen: Screen, stretch: Any) -> None:
    lock = screen.application.context.lock
    lock.set_pin("2580")
    lock.lock()
    screen.rest()
    found = walked(screen, stretch, "locked")
    lock.enter("1111")
    found += walked(screen, stretch, "a wrong PIN")
    lock.enter("2580")
    lock.clear_pin()
    assert not found, "\n".join(found)


def test_naming_what_was_missing_fits(screen: Screen, stretch: Any) -> None:
    screen.application.navigation.open("checkout", **VISIT)
    screen.rest()
    screen.click("chooseOutcome")
    screen.rest()
    screen.click("outcome-follow_up_needed")
    screen.rest()
    screen.click("followUp-parts")
    screen.rest()
    found = []
    screen.click(f"missing-{STORY.valve}")
    for way in WAYS:
        hold(screen, way, stretch)
        found += [f"{way}: {one}" for one in lasting(screen, way)]
    hold(screen, Way(LYING), stretch)
    assert not found, "\n".join(found)


def test_the_longer_texts_are_longer() -> None:
    assert stretched("Sync") == "Syncsy"
    assert len(stretched("Send {n} now")) >= len("Send {n} now") * 1.3 and "{n}" in stretched("Send {n} now")
