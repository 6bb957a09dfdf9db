"""Tablets that the office does not know: heard of over real TLS, named from what was put aside, and bounded."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from core.clock import FixedClock
from core.storage.backup import BACKUPS
from core.sync.strangers import KEPT, MOST, Strangers, recognised
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY
from tests.sync.lan_pair import Lan, lan
from tests.sync.test_lan import step


def test_few_are_kept_for_a_while_and_nothing_but_ids(tmp_path: Path) -> None:
    clock = FixedClock(STORY_TIME)
    strangers = Strangers(clock)
    for said in ("", "session", "x" * 100_000, "../../etc", "<b>Alex</b>"):
        strangers.heard(said)
    assert not strangers.recent()
    mine = str(uuid.UUID(int=7))
    strangers.heard(mine)
    for number in range(5_000):
        strangers.heard(str(uuid.UUID(int=number + 100)))
    assert len(strangers.recent()) == MOST and mine not in strangers.recent()
    strangers.heard(mine)
    clock.advance(KEPT - timedelta(minutes=1))
    strangers.heard(str(uuid.UUID(int=8)))
    assert mine in strangers.recent()
    clock.advance(timedelta(minutes=1))
    assert list(strangers.recent()) == [str(uuid.UUID(int=8))]


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Lan]:
    with lan(tmp_path) as made:
        made.until(made.settled, "the first sync")
        yield made


def test_a_tablet_that_a_copy_does_not_know_is_named_from_what_was_put_aside(net: Lan) -> None:
    """As after a restore: the row is gone, and the database before it lies among the copies."""
    folder = net.office.settings.folder
    (folder / BACKUPS).mkdir(exist_ok=True)
    aside = folder / BACKUPS / "office-before-restore.db"
    with closing(sqlite3.connect(folder / "office.db")) as office, closing(sqlite3.connect(aside)) as copy:
        office.backup(copy)
    with net.office.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM device")
    net.tablet.commands.execute(step("travelling"), STORY.alex)
    net.until(lambda: bool(net.hub.strangers()), "it knocks")
    (stranger,) = net.hub.strangers()
    assert (stranger.device_id, stranger.person_name) == (net.tablet.device_id, "Alex Lindqvist")
    aside.write_bytes(b"no database")
    nameless = recognised(net.office.settings, net.office.clock, {net.tablet.device_id: STORY_TIME})
    assert [one.person_name for one in nameless] == [""]
    with net.office.database.write() as session:  # paired once more
        session.connection().exec_driver_sql(
            "INSERT INTO device (id, person_id, name, sign_key, seal_key, paired_at, program_version) "
            "VALUES (?, ?, 'Getac', ?, ?, ?, '')",
            (net.tablet.device_id, STORY.alex, b"1" * 32, b"2" * 32, STORY_TIME.isoformat(" ")),
        )
    assert net.hub.strangers() == ()
