"""The look follows the light where the tablet has a sensor; a look that was touched comes first."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.rules.daylight import BRIGHT, SHADE, in_the_sun
from field_app.device.light import LightSensor
from tests.helpers.story import build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@given(lux=st.floats(0, 120_000), was=st.booleans())
def test_only_clearly_brighter_or_darker_changes_it(lux: float, was: bool) -> None:
    now = in_the_sun(lux, was)
    assert now == (True if lux >= BRIGHT else was if lux > SHADE else False)
    assert in_the_sun(lux, now) == now, "the same light changes nothing more"


@pytest.fixture
def screen(tablet: Core, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[TabletScreen]:
    """A tablet with a sensor; its readings are the test's."""
    monkeypatch.setattr(LightSensor, "present", True)
    for name in ("start", "stop"):
        monkeypatch.setattr(LightSensor, name, lambda _self: None)
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as shown:
        shown.application.navigation.open("more")
        yield shown


def test_the_sun_comes_and_goes(screen: TabletScreen) -> None:
    look = screen.application.context.look
    look.light.read.emit(90_000.0)
    assert look.theme == "light", "nobody has asked for it"
    screen.touch("followsLight")
    look.light.read.emit(90_000.0)
    assert look.theme == "sun"
    look.light.read.emit(9_000.0)
    assert look.theme == "sun", "a cloud"
    look.light.read.emit(300.0)
    assert look.theme == "light"
    look.light.read.emit(90_000.0)
    screen.touch("theme_dark")
    look.light.read.emit(90_000.0)
    assert look.theme == "dark" and not look.followsLight, "what was touched comes first"
    screen.settle()


def test_what_was_chosen_is_there_again_after_a_start_in_the_sun(screen: TabletScreen) -> None:
    look = screen.application.context.look
    screen.touch("followsLight")
    look.light.read.emit(90_000.0)
    settings = screen.application.context.settings
    assert look.theme == "sun" and settings.value("look/theme") != "sun"
    assert settings.value("look/follows_light") == "yes"
    screen.settle()


def test_without_a_sensor_there_is_nothing_to_choose(
    tablet: Core, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LightSensor, "_found", lambda _self: None)
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("more")
        screen.sees("themeCard")
        screen.settle()
        assert not screen.items("followsLight")
        screen.application.context.look.light.start()  # asked all the same: nothing happens
        assert not screen.application.context.look.light.present
