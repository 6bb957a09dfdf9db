"""The power may go at any byte of the write-ahead log: each command is there whole with its effect, or not at all."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core.commands.records import RecordTime
from core.ids import new_id
from tests.helpers.cores import opened_tablet
from tests.helpers.story import STORY, build_story

TRANSACTIONS = int(os.environ.get("TULPAN_CUT_TRANSACTIONS", "16"))
"""200 take a minute or two: `TULPAN_CUT_TRANSACTIONS=200 pytest --timeout=0 tests/sync/test_power_cuts.py`."""
_WAL_HEADER, _FRAME = 32, 24 + 4096


@pytest.fixture(scope="module")
def cut_off(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, bytes]]:
    """A tablet's database as it lay before many commands, and the log with all of them."""
    folder = tmp_path_factory.mktemp("cut")
    with opened_tablet(folder / "tablet") as core:
        build_story(core)
        path = core.settings.database_path
        with core.database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.commit()
        with closing(sqlite3.connect(path)) as held:
            held.execute("BEGIN")
            held.execute("SELECT COUNT(*) FROM command_log").fetchone()  # while somebody reads, the log only grows
            before = folder / "before.db"
            shutil.copyfile(path, before)
            for minutes in range(1, TRANSACTIONS + 1):
                core.commands.execute(
                    RecordTime(
                        activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.start,
                        end=STORY.at("12:00"), minutes=minutes,
                    ),
                    STORY.alex,
                )
            log = path.with_name(path.name + "-wal").read_bytes()
    yield before, log


def test_every_prefix_of_the_log_holds_whole_commands_only(cut_off: tuple[Path, bytes], tmp_path: Path) -> None:
    before, log = cut_off
    frames = (len(log) - _WAL_HEADER) // _FRAME
    assert frames >= TRANSACTIONS, "every command was flushed by itself"
    started = _held(before, b"", tmp_path)
    seen = started
    for frame in range(frames + 1):
        # The cut goes through the frame's header, its content, or just after it.
        whole = _WAL_HEADER + frame * _FRAME
        for extra in {0, (frame * 997) % _FRAME} if frame < frames else {0}:
            held = _held(before, log[: whole + extra], tmp_path)
            assert held[0] - started[0] == held[1] - started[1], "a command without its effect, or the other way round"
            assert held[0] >= seen[0], "what was there is gone again"
            assert held[2] == "ok"
            seen = held
    assert seen[0] - started[0] == TRANSACTIONS


def _held(before: Path, log: bytes, folder: Path) -> tuple[int, int, str]:
    """Commands and records after such a power cut, and whether the database is sound (now and then: it takes long)."""
    path = folder / "now.db"
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    shutil.copyfile(before, path)
    path.with_name(path.name + "-wal").write_bytes(log)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")  # this copy is thrown away
        commands = int(connection.execute("SELECT COUNT(*) FROM command_log").fetchone()[0])
        records = int(connection.execute("SELECT COUNT(*) FROM time_effort").fetchone()[0])
        sound = connection.execute("PRAGMA quick_check(1)").fetchone()[0] if len(log) % 40 == 0 else "ok"
    return commands, records, str(sound)
