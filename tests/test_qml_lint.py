"""The look at the pages finds what a page asks of Python that is not there."""

import subprocess
import sys
from pathlib import Path

PAGE = """import QtQuick
import Tulpan
import Tulpan.Field

Item {
    required property TimeMaterialModel vm

    width: Theme.s16
    Component.onCompleted: vm.add_time("work", 5)
}
"""


def found(tmp_path: Path, page: str) -> list[str]:
    file = tmp_path / "Page.qml"
    file.write_text(page, encoding="utf-8")
    # In a process of its own: what stands here of a class's shape dies with the first object that was asked for it.
    command = [sys.executable, "-m", "tests.qml_lint", str(file)]
    look = subprocess.run(command, check=False, capture_output=True, text=True)
    assert look.returncode == (0 if page == PAGE else 1), look.stderr
    return [one.partition(": ")[2] for one in look.stdout.splitlines() if one.startswith(str(file))]


def test_a_page_that_fits_its_classes_is_clean(tmp_path: Path) -> None:
    assert found(tmp_path, PAGE) == []


def test_a_slot_that_the_class_has_not_is_found(tmp_path: Path) -> None:
    told = found(tmp_path, PAGE.replace("add_time", "add_tim"))
    assert told == ['Member "add_tim" not found on type "TimeMaterialModel" [missing-property]']


def test_a_class_and_a_name_that_nobody_has_are_found(tmp_path: Path) -> None:
    told = found(tmp_path, PAGE.replace("TimeMaterialModel", "TimeModel").replace("Theme.s16", "Thme.s16"))
    assert any("TimeModel was not found" in one for one in told)
    assert "Unqualified access [unqualified]" in told
