"""The office is killed while it sends; every SMS still reaches the phone, and none of them twice."""

import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.integrations.sms.loopback import LoopbackGateway
from core.queries.messages import MessageRow, visit_messages
from core.settings import Settings
from tests.helpers.cores import STORY_TIME
from tests.helpers.outbox import Outbox, adapter, dispatcher
from tests.helpers.source import ROOT
from tests.helpers.story import STORY, build_story

ROUNDS = int(os.environ.get("TULPAN_KILL_ROUNDS", "4"))
DUE = STORY_TIME + timedelta(seconds=10)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(DUE)


@pytest.fixture
def loopback(clock: FixedClock, tmp_path: Path) -> Iterator[LoopbackGateway]:
    running = LoopbackGateway(tmp_path / "phone.jsonl", clock).start()
    yield running
    running.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "office"


@contextmanager
def office(folder: Path, now: datetime) -> Iterator[Core]:
    core = open_core(Settings(role="office", folder=folder), FixedClock(now))
    try:
        yield core
    finally:
        core.close()


def queue(folder: Path, loopback: LoopbackGateway, *purposes: str) -> None:
    with office(folder, STORY_TIME) as core:
        build_story(core)
        outbox = Outbox(core, loopback, dispatcher(core, None))  # type: ignore[arg-type]
        for purpose in purposes:
            outbox.tell(purpose)


def messages(folder: Path) -> tuple[MessageRow, ...]:
    with office(folder, DUE) as core:
        return core.database.ask(visit_messages, STORY.visit)


@contextmanager
def program(folder: Path, loopback: LoopbackGateway, now: datetime, when: str) -> Iterator["subprocess.Popen[str]"]:
    running = subprocess.Popen(
        [sys.executable, "-m", "tests.integrations.outbox_program", str(folder), loopback.base_url, loopback.user,
         loopback.password, now.isoformat(), when],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        assert running.stdout is not None
        assert running.stdout.readline() == "open\n"
        yield running
    finally:
        running.kill()
        running.wait()
        assert running.stdout is not None
        running.stdout.close()


def delivered(folder: Path, loopback: LoopbackGateway, clock: FixedClock, now: datetime) -> tuple[MessageRow, ...]:
    """Lets a program that nobody kills do the rest, and returns the messages when none is under way."""
    clock.set(now)
    with office(folder, now) as core:
        at_work = dispatcher(core, adapter(loopback))
        for _round in range(30):
            at_work.step()
            found = core.database.ask(visit_messages, STORY.visit)
            if all(message.state == "delivered" for message in found):
                break
            core.clock.advance(timedelta(seconds=10))  # type: ignore[attr-defined]
            clock.advance(timedelta(seconds=10))
    return found


@pytest.mark.parametrize(("when", "taken_at_death"), [("die-before", 0), ("die-after", 1)])
def test_killed_around_the_handing_over(
    folder: Path, loopback: LoopbackGateway, clock: FixedClock, when: str, taken_at_death: int
) -> None:
    queue(folder, loopback, "confirmation")
    with program(folder, loopback, DUE, when) as running:
        assert running.wait(30) == -9
    assert len(loopback.messages()) == taken_at_death
    assert [message.state for message in messages(folder)] == ["sending"], "the attempt was on disk before the call"

    found = delivered(folder, loopback, clock, DUE + timedelta(minutes=2))

    assert [message.state for message in found] == ["delivered"]
    assert [message.text for message in loopback.messages()] == [found[0].text]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(ROUNDS))
def test_killed_at_any_moment_again_and_again(
    folder: Path, loopback: LoopbackGateway, clock: FixedClock, seed: int
) -> None:
    """Eight messages, some of them word for word the same; the program dies four times on the way."""
    chance = random.Random(seed)
    queue(folder, loopback, *("confirmation", "new_time", "cancelled", "confirmation") * 2)
    now = DUE
    for _death in range(4):
        clock.set(now)
        with program(folder, loopback, now, "work") as running:
            threading.Event().wait(chance.uniform(0, 0.12))  # how long it lives is what is drawn, not waited for
            running.kill()
        now += timedelta(seconds=chance.choice([1, 20, 90]))

    found = delivered(folder, loopback, clock, now)

    assert {message.state for message in found} == {"delivered"}
    assert sorted(message.text for message in loopback.messages()) == sorted(message.text for message in found)
