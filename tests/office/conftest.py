"""An office program on the story's small firm, as a person meets it."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from office_app.application import OfficeApplication
from office_app.context import OfficeContext
from tests.helpers.story import STORY, build_story


@pytest.fixture
def context(office: Core, qapp: QApplication, qtbot: QtBot) -> Iterator[OfficeContext]:
    """What a page is given, with Mara at the desk and the story's firm in the database; nothing in the background.

    A test adds its page to qtbot, so that the page is gone before the tasks are.
    """
    build_story(office)
    program = OfficeApplication(office, qapp)
    program.context.tasks.author_id = STORY.mara
    yield program.context
    program.context.tasks.close()
    qapp.setStyleSheet("")
