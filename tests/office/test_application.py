"""The office program's start, its first run, and the driver that plays on its screens."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.queries.firm import firm
from office_app.application import OfficeApplication
from office_app.context import OfficeContext
from office_app.driver import WidgetDriver
from office_app.settings.page import create_page
from tests.helpers.story import STORY


def started_again(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "office_app", "--folder", str(folder), "--language", "sv"],
        capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )


def test_a_second_start_on_the_same_data_says_so_and_ends(office: Core) -> None:
    second = started_again(office.settings.folder)
    assert second.returncode == 1
    assert "redan igång" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder", "utf-8")
    start = started_again(taken)
    assert start.returncode == 1
    assert "går inte att skriva i" in start.stderr
    assert "Traceback" not in start.stderr


def test_an_empty_database_begins_with_the_firms_own_name(office: Core, qapp: QApplication, qtbot: QtBot) -> None:
    program = OfficeApplication(office, qapp)
    program.show()
    first = program.window
    assert first.objectName() == "firstRun"
    qtbot.keyClicks(first.findChild(QLineEdit, "firstFirmName"), "Låskompaniet AB")
    qtbot.keyClicks(first.findChild(QLineEdit, "firstPersonName"), "Ida Berg")
    qtbot.mouseClick(first.findChild(QPushButton, "firstEmpty"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.window.objectName() == "office")
    found = office.database.ask(firm)
    assert found is not None and found.desk_person is not None
    assert (found.name, found.desk_person.name) == ("Låskompaniet AB", "Ida Berg")
    assert "Låskompaniet AB" in program.window.windowTitle()
    qtbot.waitUntil(lambda: program.background.hub is not None and not program.context.tasks.busy)
    program.background.stop()
    program.context.tasks.close()
    program.window.close()


@pytest.fixture
def answers() -> io.StringIO:
    return io.StringIO()


def test_the_driver_waits_for_what_it_is_told_to_see(
    context: OfficeContext, qapp: QApplication, qtbot: QtBot, answers: io.StringIO
) -> None:
    page = create_page(context)
    qtbot.addWidget(page)
    page.resize(1300, 860)
    page.show()
    orders = [
        {"do": "click", "target": "settings_people"},
        {"do": "type", "target": "newPersonName", "text": "Åsa Öberg"},
        {"do": "click", "target": "addPerson"},
        {"do": "see", "target": "settings_people"},
        {"do": "click", "target": "nowhere", "seconds": 0.05},
    ]
    told = io.StringIO("".join(json.dumps(order) + "\n" for order in orders))
    driver = WidgetDriver(qapp, context.core.clock, told, answers)
    driver.do_quit = lambda: None  # type: ignore[method-assign]  the end of the orders ends a program, not this test
    qtbot.waitUntil(lambda: answers.getvalue().count("@driver") >= len(orders) + 1)
    said = [json.loads(line.removeprefix("@driver ")) for line in answers.getvalue().splitlines()]
    assert [answer["ok"] for answer in said] == [True, True, True, True, False, True]
    assert "nowhere" in said[4]["error"]
    qtbot.waitUntil(lambda: "Åsa Öberg" in [p.name for p in context.core.database.ask(firm).people])
    assert STORY.mara in [p.id for p in context.core.database.ask(firm).people]
