"""Qt's own words never make the program stand still, whichever of its threads asks for them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.source import ROOT

# A page that was never loaded: Qt's loading thread has a word for the missing copy of it, while this thread waits.
PROGRAM = """
import sys
from PySide6.QtCore import QUrl, Qt
from PySide6.QtQuick import QQuickView
from PySide6.QtWidgets import QApplication
from office_app.qt_words import speak
application = QApplication([])
application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
speak(application, sys.argv[1])
page = QQuickView()
page.setSource(QUrl.fromLocalFile(sys.argv[2]))
print(page.status().name)
"""


@pytest.mark.parametrize("language", ["sv", "en"])
def test_another_thread_may_ask_for_a_word_while_this_one_waits_for_it(tmp_path: Path, language: str) -> None:
    page = tmp_path / "New.qml"
    page.write_text("import QtQuick\nItem {}\n")
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM, language, str(page)], cwd=ROOT, text=True, capture_output=True, timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CACHE_HOME": str(tmp_path)}, check=True,
    )  # fmt: skip
    assert ended.stdout.strip() == "Ready"
