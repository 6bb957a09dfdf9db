"""A blocked tablet hands its work over while it and the office are killed: nothing is lost, and nothing doubled.

TULPAN_KILL_ROUNDS (3) says how often.
"""

import random
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.bootstrap import Core, open_core
from core.commands.devices import RevokeDevice
from core.model.attachment import Attachment
from core.model.history import CommandLog
from core.model.visit import TimeEffort
from core.queries.devices import quarantine
from core.settings import Settings
from core.sync.assembly import office_engine
from core.sync.hub import Hub
from core.sync.identity import office_identity
from core.sync.reset import refuse_unless_safe
from tests.helpers.story import STORY
from tests.sync.lan_pair import office_settings
from tests.sync.test_processes import ROUNDS, SECONDS_PER_ROUND, ended, firm, kill, lines, prepare_visit, program

__all__ = ["firm"]
RECORDS, PHOTOS = 25, 2
LATEST_KILL = 0.6
"""Seconds after it began; all of a round's work is handed over in about half a second."""


@pytest.mark.slow
@pytest.mark.timeout(120 + SECONDS_PER_ROUND * ROUNDS)
@pytest.mark.parametrize("way", ["lan", "stick"])
def test_work_of_a_blocked_tablet_survives_kills_on_both_sides(
    firm: tuple[Path, Path, int], tmp_path: Path, way: str
) -> None:
    office_folder, tablet_folder, port = firm
    chance = random.Random("blocked")
    hub = program("hub", str(office_folder), str(port))
    lines(hub, 1)
    prepare_visit(tablet_folder)
    kill(hub)
    block(office_folder)
    stick = tmp_path / "stick"
    stick.mkdir()
    office = ("stick", str(office_folder), str(stick)) if way == "stick" else ("hub", str(office_folder), str(port))
    place = (str(stick),) if way == "stick" else ()
    hub = program(*office)
    lines(hub, 1)
    said: list[str] = []
    tablet = None
    try:
        for number in range(ROUNDS):
            tablet = program("blocked", str(tablet_folder), str(RECORDS), str(PHOTOS), *place)
            said += lines(tablet, RECORDS + PHOTOS + 1)
            pass_time(tablet, chance)
            victim = ("tablet", "hub", "both")[number % 3]
            if victim != "tablet":
                kill(hub)
                if victim == "hub":
                    pass_time(tablet, chance)
                hub = program(*office)
                lines(hub, 1)
                if victim == "hub":
                    pass_time(tablet, chance)
            said += kill(tablet)
        with ended(program("blocked", str(tablet_folder), "0", "0", *place)) as calm:
            assert lines(calm, 2) == ["handing over", "handed over"]
            calm.wait(30)
    finally:
        kill(hub)
        if tablet is not None and tablet.poll() is None:
            kill(tablet)
    check(office_folder, tablet_folder, said)


def pass_time(running: "subprocess.Popen[str]", chance: random.Random) -> None:
    """A random moment of the hand-over; a tablet that is ready with it ends by itself."""
    with suppress(subprocess.TimeoutExpired):
        running.wait(chance.uniform(0, LATEST_KILL))


def block(office_folder: Path) -> None:
    office = open_core(office_settings(office_folder))
    with office.database.read() as session:
        device_id = session.connection().exec_driver_sql("SELECT id FROM device").scalar_one()
    office.commands.execute(RevokeDevice(device_id=device_id), STORY.mara)
    office.close()


def check(office_folder: Path, tablet_folder: Path, said: list[str]) -> None:
    promised = {kind: {one.split()[1] for one in said if one.startswith(kind)} for kind in ("time", "photo")}
    office = open_core(office_settings(office_folder))
    tablet = open_core(Settings(role="tablet", folder=tablet_folder))
    try:
        assert refuse_unless_safe(tablet) == "", "the tablet may be emptied now"
        assert office_engine(office, office_identity(office.database, office_folder, office.clock)).recover()
        waiting = office.database.ask(quarantine)
        times, photos = work_of(tablet)
        through = said.count("handed over")
        print(f"{through} of {ROUNDS} were through before the kill: {len(times)} records and {len(photos)} photos")
        assert promised["time"] <= times and promised["photo"] <= photos
        assert len({one.command_id for one in waiting}) == len(waiting) == len(times) + len(photos)
        assert work_of(office) == (set(), set()), "nothing of it counts before somebody has looked"
        hub = Hub(office)
        assert all(hub.replay_quarantined(one.command_id) for one in waiting)
        assert work_of(office) == (times, photos)
        of_tablet = select(func.count()).select_from(CommandLog).where(CommandLog.device_id == tablet.device_id)
        assert office.database.ask(lambda session: session.scalar(of_tablet)) == len(waiting), "each once"
        assert all(office.blobs.get(one) is not None for one in photos), "with every byte"
    finally:
        tablet.close()
        office.close()


def work_of(core: Core) -> tuple[set[str], set[str]]:
    """The ids of the recorded time and the names of the photos that were taken on the visit."""
    times = select(TimeEffort.id).where(TimeEffort.activity_id == STORY.visit)
    photos = select(Attachment.sha256).where(Attachment.object_id == STORY.visit, Attachment.taken_by_id == STORY.alex)
    with core.database.read() as session:
        return set(session.scalars(times)), set(session.scalars(photos))
