"""Mara's office and Alex's tablet, paired, each on its real screens."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.helpers.two_programs import TwoPrograms, two_programs
from tests.sync.sides import story_sides


@pytest.fixture
def firm(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> Iterator[TwoPrograms]:
    with story_sides(tmp_path) as (sides, alex):
        sides.sync()
        with two_programs(tmp_path, qapp, qtbot, sides, alex) as both:
            yield both
