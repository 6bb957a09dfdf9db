"""A hub and tablets that talk over real TLS on the loopback, and a way to wait without guessing how long."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import Clock, FixedClock
from core.settings import Settings
from core.sync.client import TabletSync
from core.sync.hub import Hub
from core.sync.joining import Joining
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY, build_story

PATIENCE = 20.0


class Watch:
    """Wakes at every change on either side."""

    def __init__(self) -> None:
        self._condition = threading.Condition()

    def stir(self, _news: object = None) -> None:
        with self._condition:
            self._condition.notify_all()

    def until(self, holds: Callable[[], object], why: str = "") -> float:
        """Seconds until it held; fails when that takes longer than anybody would wait."""
        started = time.monotonic()
        while not holds():
            left = PATIENCE - (time.monotonic() - started)
            assert left > 0, why or "it did not happen"
            with self._condition:
                self._condition.wait(min(left, 0.05))
        return time.monotonic() - started


@dataclass
class Lan:
    """An office with its hub, Alex's tablet program, and the watch on both."""

    folder: Path
    office: Core
    hub: Hub
    tablet: Core
    sync: TabletSync
    watch: Watch
    clock: Clock

    def until(self, holds: Callable[[], object], why: str = "") -> float:
        return self.watch.until(holds, why)

    def settled(self) -> bool:
        status = self.sync.status
        return status.state == "sent" and not status.receiving_first


def office_settings(folder: Path, port: int = 0) -> Settings:
    return Settings(role="office", folder=folder, hub_host="127.0.0.1", hub_port=port, announce=False)


def pair(hub: Hub, tablet: Core, person_id: str, name: str = "Alex platta") -> None:
    """Pairs as two people would who look at both screens."""
    offer = hub.pairing.open(person_id)
    joining = Joining(tablet, name)
    digits = joining.join(offer.qr_text)
    assert hub.pairing.view().digits == digits
    hub.pairing.confirm(STORY.mara)
    assert joining.wait().state == "confirmed"


@contextmanager
def lan(folder: Path, *, released: bool = True) -> Iterator[Lan]:
    clock = FixedClock(STORY_TIME)
    watch = Watch()
    office = open_core(office_settings(folder / "office", free_port()), clock)
    build_story(office, released=released)
    hub = Hub(office)
    hub.start()
    tablet = open_core(Settings(role="tablet", folder=folder / "alex"), clock)
    pair(hub, tablet, STORY.alex)
    sync = TabletSync(tablet, discover=False)
    for core in (office, tablet):
        core.changes.subscribe(watch.stir)
    sync.subscribe(watch.stir)
    sync.start()
    try:
        yield Lan(folder, office, hub, tablet, sync, watch, clock)
    finally:
        sync.stop()
        hub.stop()
        tablet.close()
        office.close()


def free_port() -> int:
    """A port that nobody uses now: tests run beside each other, and a hub prefers the port of last time."""
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
