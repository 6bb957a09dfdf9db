"""The tablet program's start: refusals in one sentence, a new tablet, a page with the wish of the command line."""

import gc
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QUrl
from PySide6.QtQml import QQmlComponent
from PySide6.QtQuick import QQuickView
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.bootstrap import Core, open_core
from core.settings import Settings
from core.texts import Texts
from field_app.__main__ import arguments, settings_from
from field_app.application import run
from field_app.cannot_start import cannot_start_window
from field_app.pages import PAGES
from field_app.warm_up import WarmUp
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen


def test_the_command_line_is_understood(tmp_path: Path) -> None:
    options = arguments(
        ["--folder", str(tmp_path), "--language", "en", "--theme", "sun", "--size", "800x1280", "--pair", "TULPAN1:X"]
    )
    settings = settings_from(options)
    assert (settings.role, settings.folder, settings.language, settings.theme) == ("tablet", tmp_path, "en", "sun")
    assert (options.size, options.pair) == ((800, 1280), "TULPAN1:X")


def test_a_second_start_on_the_same_folder_is_refused_in_words(
    tmp_path: Path, qapp: QApplication, capsys: pytest.CaptureFixture[str]
) -> None:
    core = open_core(Settings(role="tablet", folder=tmp_path))
    try:
        assert run(Settings(role="tablet", folder=tmp_path, language="sv")) == 1
    finally:
        core.close()
    said = capsys.readouterr().err.strip()
    assert said and "Traceback" not in said


@pytest.mark.parametrize("theme", ["light", "dark", "sun"])
def test_the_page_of_a_tablet_that_cannot_start(qapp: QApplication, theme: str) -> None:
    sentence = Texts("sv")("errors.database_damaged")
    engine, window = cannot_start_window(theme, "sv", sentence)
    window.show()
    assert window.status() == QQuickView.Status.Ready, window.errors()
    picture = window.grabWindow()
    assert len({picture.pixel(x, y) for x in range(0, 900, 5) for y in range(0, 560, 5)}) >= 10
    window.setSource(QUrl())
    window.close()
    del window, engine


def test_a_tablet_of_nobody_opens_at_pairing(tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot, person_id="") as screen:
        screen.sees("pairingPage", "Koppla plattan till kontoret")
        assert not screen.items("rail_today"), "there is nowhere to go yet"


def test_the_other_pages_are_loaded_while_nothing_else_is_to_do(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        application = screen.application
        ahead = WarmUp(application.engine, application.tasks, application)
        qtbot.waitUntil(lambda: ahead.is_done)
        qtbot.waitUntil(lambda: all(one.isReady() for one in ahead.findChildren(QQmlComponent)))
        assert len(ahead.findChildren(QQmlComponent)) == len(PAGES)
        screen.touch(f"visit_{STORY.visit}")  # and the tablet answers as ever
        screen.sees("jobPage")
        screen.settle()


def test_a_closed_tablet_gives_its_window_and_pages_back(tablet: Core, qtbot: QtBot) -> None:
    """Another one follows in the same program after a reset or when its disk was encrypted."""
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("job", activityId=STORY.visit)
        screen.sees("jobPage")
        application = screen.application
        kept = [weakref.ref(one) for one in (
            application, screen.window, application.engine, application.context,
        )]
    del application
    del screen
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    assert [one() for one in kept] == [None] * 4
