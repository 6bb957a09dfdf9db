"""Programs that are killed in the middle of things lose nothing and double nothing.

TULPAN_KILL_ROUNDS (3) says how often each victim is killed; what the technician saw saved is kept in `promised.txt`
beside the databases, so that a finding can be looked into afterwards.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.bootstrap import open_core
from core.model.history import CommandLog
from core.model.visit import TimeEffort
from core.settings import Settings
from core.sync.assembly import office_engine
from core.sync.hub import Hub
from core.sync.identity import office_identity
from tests.helpers.source import ROOT
from tests.helpers.story import STORY, build_story
from tests.sync.lan_pair import free_port, office_settings, pair

ROUNDS = int(os.environ.get("TULPAN_KILL_ROUNDS", "3"))
SECONDS_PER_ROUND = 20
LINES = 45
"""A round writes fewer: what is proven is in the kills, and the office should not spend the night carrying out."""


def program(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.sync.programs", *words], cwd=ROOT, text=True, bufsize=1,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip


def lines(running: "subprocess.Popen[str]", count: int) -> list[str]:
    assert running.stdout is not None
    found = [running.stdout.readline().strip() for _ in range(count)]
    assert all(found), f"the program ended by itself: {running.poll()}"
    return found


def rest_of(running: "subprocess.Popen[str]") -> list[str]:
    """Whole lines that a killed program had still written."""
    assert running.stdout is not None
    content = running.stdout.read()
    return [line for line in content.split("\n")[:-1] if line]


def kill(running: "subprocess.Popen[str]") -> list[str]:
    running.kill()
    said = rest_of(running)
    running.wait()
    assert running.stdout is not None
    running.stdout.close()
    return said


@contextmanager
def ended(running: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    try:
        yield running
    finally:
        if running.poll() is None:
            running.kill()
            running.wait()
        if running.stdout is not None:
            running.stdout.close()


@pytest.fixture
def firm(tmp_path: Path) -> tuple[Path, Path, int]:
    """Folders of a paired office and tablet, and the hub's port."""
    port = free_port()
    office = open_core(office_settings(tmp_path / "office", port))
    tablet = open_core(Settings(role="tablet", folder=tmp_path / "alex"))
    build_story(office)
    hub = Hub(office)
    hub.start()
    pair(hub, tablet, STORY.alex)
    hub.stop()
    tablet.close()
    office.close()
    return tmp_path / "office", tmp_path / "alex", port


@pytest.mark.slow
@pytest.mark.timeout(120 + SECONDS_PER_ROUND * ROUNDS)
@pytest.mark.parametrize("victim", ["tablet", "hub", "both"])
def test_killed_at_any_moment_nothing_is_lost_and_nothing_doubled(firm: tuple[Path, Path, int], victim: str) -> None:
    office_folder, tablet_folder, port = firm
    chance = random.Random(victim)
    recorded: list[str] = []
    hub = program("hub", str(office_folder), str(port))
    lines(hub, 1)
    prepare_visit(tablet_folder)
    tablet = program("work", str(tablet_folder))
    try:
        for _ in range(ROUNDS):
            recorded += lines(tablet, chance.randrange(5, LINES))
            if victim in ("hub", "both"):
                kill(hub)
                recorded += lines(tablet, chance.randrange(0, 30))
                hub = program("hub", str(office_folder), str(port))
                lines(hub, 1)
            if victim in ("tablet", "both"):
                recorded += kill(tablet)
                tablet = program("work", str(tablet_folder))
        recorded += kill(tablet)
        with ended(program("rest", str(tablet_folder))) as calm:
            assert lines(calm, 1) == ["sent"]
            calm.wait(30)
    finally:
        kill(hub)
        if tablet.poll() is None:
            kill(tablet)
        (tablet_folder.parent / "promised.txt").write_text("\n".join(recorded), "utf-8")
    check(office_folder, tablet_folder, recorded)


def prepare_visit(tablet_folder: Path) -> None:
    """The tablet must hold the visit before it can be worked on."""
    with ended(program("rest", str(tablet_folder))) as calm:
        assert lines(calm, 1) == ["sent"]
        calm.wait(30)


def check(office_folder: Path, tablet_folder: Path, recorded: list[str]) -> None:
    office = open_core(office_settings(office_folder))
    tablet = open_core(Settings(role="tablet", folder=tablet_folder))
    try:
        # Acknowledged is stored; what a killed hub had not carried out yet, it carries out at its next start.
        assert office_engine(office, office_identity(office.database, office_folder, office.clock)).recover()
        on_visit = select(TimeEffort.id).where(TimeEffort.activity_id == STORY.visit)
        at_office = set(office.database.ask(lambda s: s.scalars(on_visit).all()))
        on_tablet = set(tablet.database.ask(lambda s: s.scalars(on_visit).all()))
        of_tablet = select(func.count()).select_from(CommandLog).where(CommandLog.device_id == tablet.device_id)
        commands = office.database.ask(lambda s: s.scalar(of_tablet))
        print(f"{len(recorded)} recorded, {len(at_office)} at the office, {commands} commands")
        assert set(recorded) <= at_office, "what the technician saw saved is at the office"
        assert at_office == on_tablet, "both sides show the same"
        assert commands == len(at_office), "each command had its effect once"
    finally:
        tablet.close()
        office.close()
