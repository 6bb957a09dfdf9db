"""What all tests share: Qt without a screen, the product's own fonts, steady examples, and opened cores."""

import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

# Qt reads these when it is first imported, and a person's own settings must not decide whether a test passes.
_home = tempfile.mkdtemp(prefix="tulpan-tests-")
os.environ["QT_QPA_PLATFORM"] = os.environ.get("TULPAN_TEST_PLATFORM", "offscreen")
os.environ["QT_QUICK_BACKEND"] = "software"
os.environ["XDG_CONFIG_HOME"] = os.path.join(_home, "config")
os.environ["XDG_DATA_HOME"] = os.path.join(_home, "data")

import hypothesis
import pytest

from tests.helpers.cores import opened_office, opened_tablet
from tests.helpers.patience import PATIENCE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from core.bootstrap import Core

hypothesis.settings.register_profile(
    "steady",
    deadline=None,  # two cores shared by two workers say nothing about one example's time
    derandomize=True,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.register_profile("explore", hypothesis.settings.get_profile("steady"), derandomize=False)
hypothesis.settings.load_profile("explore" if os.environ.get("TULPAN_EXPLORE") else "steady")


def pytest_unconfigure() -> None:
    shutil.rmtree(_home, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test with a screen collects on this thread, as the programs do; what it leaves is gone before a test without
    one begins, whose threads may collect. What is left then stays to the end, and no later look walks through it."""
    if "qapp" in getattr(item, "fixturenames", ()):
        gc.disable()
    elif not gc.isenabled():
        gc.collect()
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def qapp(qapp: "QApplication") -> "QApplication":
    """pytest-qt's application, drawing with the bundled fonts, so that sizes do not depend on the machine."""
    from core.qt.collector import Collector
    from tests.helpers.fonts import use_bundled_fonts

    use_bundled_fonts(qapp)
    Collector(qapp)
    return qapp


@pytest.fixture
def qtbot(qtbot: "QtBot") -> "QtBot":
    """pytest-qt's robot, which waits for what it is told to see as long as a busy machine may need."""
    for wait in ("waitUntil", "waitSignal", "waitExposed"):
        setattr(qtbot, wait, partial(getattr(qtbot, wait), timeout=PATIENCE))
    return qtbot


@pytest.fixture
def office(tmp_path: Path) -> Iterator["Core"]:
    """An empty office on its own folder, at the minute when the story begins."""
    with opened_office(tmp_path / "office") as core:
        yield core


@pytest.fixture
def tablet(tmp_path: Path) -> Iterator["Core"]:
    """An empty tablet on its own folder, at the same minute."""
    with opened_tablet(tmp_path / "tablet") as core:
        yield core
