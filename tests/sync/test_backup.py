"""Copies of the office's database are proven and put back; the tablets send again what a copy lacks, once."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from core.commands.records import RecordTime
from core.errors import SurroundingsError
from core.ids import new_id
from core.model.visit import TimeEffort
from core.storage.backup import EVERY, Backup, Backups, prove
from core.storage.restoring import fetch, put_in_place
from core.sync.assembly import office_engine
from core.sync.identity import office_identity
from tests.helpers.cores import opened_office
from tests.helpers.story import STORY
from tests.sync.sides import Sides, Tablet, story_sides


@pytest.fixture
def story(tmp_path: Path) -> Iterator[tuple[Sides, Tablet]]:
    with story_sides(tmp_path) as made:
        yield made


def works(alex: Tablet, count: int) -> None:
    for _ in range(count):
        alex.does(
            RecordTime(
                activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.start,
                end=STORY.start + timedelta(minutes=1), minutes=1,
            )
        )


def efforts(core: Any) -> int:
    chosen = select(func.count()).select_from(TimeEffort).where(TimeEffort.activity_id == STORY.visit)
    return int(core.database.ask(lambda session: session.scalar(chosen)))


def backups_of(sides: Sides) -> Backups:
    return Backups(sides.office.settings, sides.clock)


def test_after_a_restore_tablets_send_again_and_nothing_is_doubled(story: tuple[Sides, Tablet]) -> None:
    sides, alex = story
    sides.sync()
    picture = sides.office.blobs.put(b"a photo of a gasket")
    works(alex, 2)
    sides.sync()
    with sides.office.database.write() as session:  # an attachment that the copy must bring with it
        session.connection().exec_driver_sql("UPDATE attachment SET sha256 = ?", (picture,))
    backup = backups_of(sides).make()
    works(alex, 3)
    sides.sync()
    assert efforts(sides.office) == 5
    generation = sides.identity.generation
    settings = sides.office.settings
    sides.office.close()
    sides.office.blobs.path(picture).unlink()
    aside = put_in_place(settings, fetch(settings, backup))
    assert prove(aside)
    again = put_in_place(settings, fetch(settings, backup))
    assert again != aside and prove(again) and prove(aside), "what was there before the first time is kept, too"
    with opened_office(settings.folder, sides.clock) as office:
        sides.office = office
        assert efforts(office) == 2
        assert office.blobs.get(picture) == b"a photo of a gasket"
        sides.identity = office_identity(office.database, settings.folder, sides.clock)
        assert sides.identity.generation != generation
        sides.engine = office_engine(office, sides.identity)
        sides.sync(alex)
        assert alex.engine.waiting().count in (0, 3)
        sides.sync(alex)
        sides.sync(alex)
        assert efforts(office) == efforts(alex.core) == 5
        assert alex.engine.waiting().count == 0


def test_copies_are_made_in_time_and_old_ones_go(story: tuple[Sides, Tablet]) -> None:
    sides, _alex = story
    backups = backups_of(sides)
    assert backups.is_due()
    first = backups.make()
    assert not backups.is_due()
    for _ in range(200):  # fifty days
        sides.clock.advance(EVERY)
        assert backups.is_due()
        path = first.path.with_name(f"office-{sides.clock.now():%Y%m%dT%H%M%SZ}.db")
        path.write_bytes(b"")
    newest = backups.make()
    kept = backups.all()
    assert kept[0] == newest
    assert 14 <= len(kept) <= 4 + 14 + 12
    assert kept[0].made_at - kept[-1].made_at >= timedelta(weeks=6)
    assert not list(backups.folder.glob("*.part"))


def test_a_copy_that_cannot_be_read_is_never_put_back(story: tuple[Sides, Tablet], tmp_path: Path) -> None:
    sides, _alex = story
    backup = backups_of(sides).make()
    content = bytearray(backup.path.read_bytes())
    content[4096:12288] = b"\xff" * 8192
    backup.path.write_bytes(bytes(content))
    before = efforts(sides.office)
    settings = sides.office.settings
    sides.office.close()
    for damaged in (backup, Backup(tmp_path / "nothing.db", backup.made_at, 0)):
        with pytest.raises(SurroundingsError):
            fetch(settings, damaged)
    with opened_office(settings.folder, sides.clock) as office:
        assert efforts(office) == before


def test_nothing_is_put_back_under_a_running_program(story: tuple[Sides, Tablet]) -> None:
    sides, _alex = story
    backup = backups_of(sides).make()
    with pytest.raises(Exception, match="errors"):
        put_in_place(sides.office.settings, fetch(sides.office.settings, backup))
    with sqlite3.connect(sides.office.settings.database_path) as connection:
        assert connection.execute("SELECT COUNT(*) FROM person").fetchone()[0]
    connection.close()
