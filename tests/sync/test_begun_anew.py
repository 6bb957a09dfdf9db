"""A tablet that was emptied and paired anew tells which one it was: a restore names what it cannot send again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.queries.devices import DeviceRow, devices
from core.storage.former import former_of
from core.storage.restoring import fetch, put_in_place
from core.storage.setting_aside import aside_folder, set_aside
from core.sync.client import TabletSync
from core.sync.erasing import erase
from core.sync.hub import Hub
from core.sync.reset import refuse_unless_safe
from tests.helpers.drawer import Drawer
from tests.helpers.story import STORY
from tests.sync.lan_pair import Lan, lan, pair
from tests.sync.test_relay import worked


@pytest.fixture
def net(tmp_path: Path) -> Iterator[Lan]:
    with lan(tmp_path) as made:
        made.until(made.settled, "the first sync")
        yield made


def row_of(office: Core, device_id: str) -> DeviceRow:
    return next(one for one in office.database.ask(devices) if one.id == device_id)


def emptied(net: Lan, way: str) -> Core:
    """What the program does after the person has said yes twice, and the start that follows."""
    net.sync.stop()
    assert refuse_unless_safe(net.tablet) == ""
    net.tablet.close()
    settings, drawer = net.tablet.settings, Drawer()
    if way == "reset":
        erase(settings, net.tablet.vault)
        erase(settings, net.tablet.vault)  # finished by the next start after a power cut
    else:
        set_aside(settings, aside_folder(settings, net.clock.now()), "system")
        settings = replace(settings, encrypt=True)
    anew = open_core(settings, net.clock, keystore=drawer)
    assert former_of(settings.folder) == (net.tablet.device_id,) and anew.device_id != net.tablet.device_id
    return anew


@pytest.mark.parametrize("way", ["reset", "aside"])
def test_what_an_emptied_tablet_sent_after_a_copy_is_known_to_be_here_only(net: Lan, way: str) -> None:
    assert isinstance(net.clock, FixedClock)
    copy = net.hub.back_up_now()
    net.clock.advance(timedelta(hours=1))
    net.tablet.commands.execute(worked(), STORY.alex)
    net.until(net.settled)
    net.until(lambda: row_of(net.office, net.tablet.device_id).last_work == net.clock.now())
    before = row_of(net.office, net.tablet.device_id)
    assert not before.works_only_here_since(copy.made_at), "it can send again what the copy lacks"
    anew = emptied(net, way)
    pair(net.hub, anew, STORY.alex, "Alex nya")
    assert not former_of(anew.settings.folder)
    sync = TabletSync(anew, discover=False)
    sync.subscribe(net.watch.stir)
    sync.start()
    hub = net.hub
    try:
        net.until(lambda: row_of(net.office, net.tablet.device_id).emptied_at is not None, "it says who it was")
        assert row_of(net.office, net.tablet.device_id).works_only_here_since(copy.made_at)
        assert not row_of(net.office, anew.device_id).works_only_here_since(copy.made_at)
        # And once more to the office that the copy has made: it had forgotten.
        net.hub.stop()
        net.office.close()
        put_in_place(net.office.settings, fetch(net.office.settings, copy))
        restored = open_core(net.office.settings, net.clock)
        restored.changes.subscribe(net.watch.stir)
        hub = Hub(restored)
        hub.start()
        try:
            assert row_of(restored, net.tablet.device_id).emptied_at is None
            pair(hub, anew, STORY.alex, "Alex nya")
            sync.paired()
            net.until(lambda: row_of(restored, net.tablet.device_id).emptied_at is not None, "it says so again")
        finally:
            hub.stop()
            restored.close()
    finally:
        sync.stop()
        anew.close()
