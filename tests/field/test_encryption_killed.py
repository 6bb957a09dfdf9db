"""The tablet's real program is killed while it writes its files anew; started again it goes on, and nothing is lost."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from core.bootstrap import open_core
from core.clock import FixedClock
from core.commands.visit import AddNote
from core.errors import UserError
from core.model.visit import Note
from core.settings import Settings
from core.storage.encrypting import ENDING, MARK
from core.storage.vault import FILE
from tests.helpers.cores import STORY_TIME
from tests.helpers.source import ROOT
from tests.helpers.story import STORY, build_story

PICTURES, SIZE, PATIENCE = 12, 1_500_000, 60.0


def started(folder: Path, pin: Path, *words: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "field_app", "--folder", str(folder), "--pin-file", str(pin), *words]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"},
    )  # fmt: skip


def killed_when(program: "subprocess.Popen[bytes]", holds: Callable[[], bool]) -> None:
    """SIGKILL as soon as it holds."""
    until = time.monotonic() + PATIENCE
    try:
        while not holds():
            assert program.poll() is None and time.monotonic() < until, "it did not come so far"
            time.sleep(0.001)
    finally:
        program.kill()
        program.wait()


def sealed(names: list[Path], plain: bytes) -> int:
    return sum(path.exists() and not path.read_bytes().startswith(plain) for path in names)


@pytest.mark.parametrize("is_on", [True, False], ids=["on", "off"])
def test_killed_while_its_files_are_written_anew_it_goes_on_at_the_next_start(tmp_path: Path, is_on: bool) -> None:
    folder, pin = tmp_path / "tablet", tmp_path / "pin"
    pin.write_text("2580")
    settings = Settings(role="tablet", folder=folder, encrypt=not is_on)
    core = open_core(settings, FixedClock(STORY_TIME), pin="" if is_on else "2580")
    build_story(core)
    core.commands.execute(AddNote(activity_id=STORY.visit, note_id="kept", text="KANARIEFAGEL"), STORY.alex)
    contents = [b"KANARIEFAGEL" + bytes([number]) * SIZE for number in range(PICTURES)]
    names = [core.blobs.put(content) for content in contents]
    paths = [core.blobs.path(name) for name in names]
    core.close()

    def done() -> int:
        count = sealed(paths, b"KANARIEFAGEL")
        return count if is_on else PICTURES - count

    mark, word = folder / (MARK if is_on else ENDING), "--encrypt" if is_on else "--decrypt"
    killed_when(started(folder, pin, word), lambda: mark.exists() and (folder / FILE).exists())
    assert mark.exists(), "it was killed in the middle"
    if is_on:
        with pytest.raises(UserError):
            open_core(Settings(role="tablet", folder=folder), pin="1111")
    # Nobody asks for it again: what was begun is gone on with.
    killed_when(started(folder, pin), lambda: done() >= 3)
    assert done() >= 3 and (done() < PICTURES or not mark.exists())
    killed_when(started(folder, pin), lambda: not mark.exists())
    assert done() == PICTURES and (folder / FILE).exists() == is_on

    again = open_core(Settings(role="tablet", folder=folder), pin="2580" if is_on else "")
    assert [again.blobs.get(name) for name in names] == contents
    assert again.database.ask(lambda session: session.get_one(Note, "kept").text) == "KANARIEFAGEL"
    again.close()
    told = [path.name for path in folder.rglob("*") if path.is_file() and b"KANARIEFAGEL" in path.read_bytes()]
    assert bool(told) == (not is_on), told
