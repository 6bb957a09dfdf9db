"""Small real programs that a test can kill: a hub, and a tablet that works without a pause.

usage: python -m tests.sync.programs hub FOLDER PORT | work FOLDER | rest FOLDER | relay FOLDER |
       stick FOLDER STICK | blocked FOLDER RECORDS PHOTOS [STICK]
"""

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from core.bootstrap import Core, open_core
from core.commands.photos import AddPhoto
from core.commands.records import RecordTime
from core.ids import new_id
from core.settings import Settings
from core.storage.file_forms import CHUNK
from core.sync.client import TabletSync
from core.sync.hub import Hub, serve
from core.sync.sql import ConnectionSql
from core.sync.tablet_ledger import read_cursor
from tests.helpers.story import STORY
from tests.sync.lan_pair import office_settings

REST_SECONDS = 600.0
"""After a thousand kills much may wait."""

_BETWEEN = 0.04
"""Seconds between two records."""


def hub(folder: Path, port: int) -> None:
    serve(open_core(office_settings(folder, port)), lambda address: print("open", address.port, flush=True))


def stick(folder: Path, place: str) -> None:
    """An office that is reached by a stick alone, and looks at it without end."""
    desk = Hub(open_core(office_settings(folder)))
    desk.folders.set_relay(place)
    print("open", place, flush=True)
    pause = threading.Event()
    while True:
        desk.folders.relay_now()
        pause.wait(_BETWEEN)


def work(folder: Path) -> None:
    """Records time without end, and says each id after its command has returned; the pauses leave the sync its turn, so
    that who kills the program meets it in the middle of a letter as often as in the middle of a record."""
    core = open_core(Settings(role="tablet", folder=folder))
    sync = TabletSync(core, discover=False)
    sync.start()
    pause = threading.Event()
    while True:
        record_id = new_id()
        core.commands.execute(
            RecordTime(
                activity_id=STORY.visit, record_id=record_id, kind="work", start=STORY.start,
                end=STORY.start + timedelta(minutes=1), minutes=1,
            ),
            STORY.alex,
        )
        print(record_id, flush=True)
        pause.wait(_BETWEEN)


def rest(folder: Path) -> None:
    """Sends what is left, and says when the office has carried it all out and its word on it is here."""
    core = open_core(Settings(role="tablet", folder=folder))
    sync = TabletSync(core, discover=False)
    news = threading.Event()
    sync.subscribe(lambda _status: news.set())
    sync.start()
    until = time.monotonic() + REST_SECONDS
    while not (is_settled := _is_settled(core, sync)) and time.monotonic() < until:
        news.wait(0.5)
        news.clear()
    print("sent" if is_settled else "not sent", flush=True)
    sync.stop()
    core.close()


def _is_settled(core: Core, sync: TabletSync) -> bool:
    status = sync.status
    with core.database.look() as connection:
        cursor = read_cursor(ConnectionSql(connection))
    is_all_here = cursor.acked == cursor.done == cursor.settled and not cursor.baseline
    return status.state == "sent" and not status.receiving_first and is_all_here


def relay(folder: Path) -> None:
    """Records time and carries it to the relay folder, over and over."""
    core = open_core(Settings(role="tablet", folder=folder))
    sync = TabletSync(core, discover=False)
    while True:
        core.commands.execute(
            RecordTime(
                activity_id=STORY.visit, record_id=new_id(), kind="work", start=STORY.start,
                end=STORY.start + timedelta(minutes=1), minutes=1,
            ),
            STORY.alex,
        )
        sync.relay_now()
        print("carried", flush=True)


def blocked(folder: Path, records: int, photos: int, place: str = "") -> None:
    """Does some more work, saying what is saved, and then hands all of it over to the office that wants it no more; by
    a stick when there is one."""
    core = open_core(Settings(role="tablet", folder=folder))
    for _ in range(records):
        record_id = new_id()
        core.commands.execute(
            RecordTime(
                activity_id=STORY.visit, record_id=record_id, kind="work", start=STORY.start,
                end=STORY.start + timedelta(minutes=1), minutes=1,
            ),
            STORY.alex,
        )
        print("time", record_id, flush=True)
    for _ in range(photos):
        content = os.urandom(2 * CHUNK + 4321)
        sha256 = core.blobs.put(content)
        core.commands.execute(
            AddPhoto(
                activity_id=STORY.visit, attachment_id=new_id(), sha256=sha256, mime="image/jpeg", size=len(content),
                object_id=STORY.visit,
            ),
            STORY.alex,
        )
        print("photo", sha256, flush=True)
    sync = TabletSync(core, discover=False)
    news = threading.Event()
    sync.subscribe(lambda _status: news.set())
    if place:
        sync.set_relay(place)
    print("handing over", flush=True)
    if not place:
        sync.start()
    while not sync.status.may_be_cleared:
        if place:
            sync.relay_now()
        news.wait(_BETWEEN if place else 0.5)
        news.clear()
    print("handed over", flush=True)
    sync.stop()
    core.close()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["hub", folder, port]:
            hub(Path(folder), int(port))
        case ["work", folder]:
            work(Path(folder))
        case ["rest", folder]:
            rest(Path(folder))
        case ["stick", folder, place]:
            stick(Path(folder), place)
        case ["blocked", folder, records, photos, *place]:
            blocked(Path(folder), int(records), int(photos), *place)
        case ["relay", folder]:
            relay(Path(folder))
        case _:
            sys.exit(__doc__)
