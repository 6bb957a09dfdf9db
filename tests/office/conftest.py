"""An office program on the story's small firm, as a person meets it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from office_app.application import OfficeApplication
from office_app.context import OfficeContext
from tests.helpers.story import STORY, build_story


@pytest.fixture
def context(office: Core, qapp: QApplication, qtbot: QtBot) -> Iterator[OfficeContext]:
    """What a page is given, with Mara at the desk and the story's firm in the database; nothing in the background.

    The page that a test makes is gone before the tasks are.
    """
    build_story(office)
    program = OfficeApplication(office, qapp)
    program.context.tasks.author_id = STORY.mara
    yield program.context
    for window in qapp.topLevelWidgets():
        window.close()
        window.deleteLater()
    # Now and not by the collector, which may come while Qt walks over all widgets to restyle them.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    program.context.tasks.close()
