"""Starting the demonstration again: the story goes on where it was left, and nothing is opened twice."""

from datetime import timedelta
from pathlib import Path

import pytest

from core.bootstrap import Core, open_core
from core.clock import FixedClock
from core.commands.dispatch import PinVisit
from core.settings import Settings
from office_app.demo import firm
from tests.helpers.story import STORY, build_story


def made(core: Core, **_words: object) -> None:
    """A small firm in the big one's place, with an Alex."""
    build_story(core)


def told(_done: int, _total: int, _what: str = "") -> None:
    """The test does not look at the progress."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("core.demo.build_demo", made)
    return firm.place_of(tmp_path, 1)


def test_the_story_goes_on_at_the_last_step(place: Path) -> None:
    begun = firm.prepare(place, scale=1, fresh=False, progress=told)
    assert begun.now == firm.story_time() and not begun.is_paired and begun.technician_id
    later = begun.now + timedelta(minutes=52)
    core = open_core(Settings(role="office", folder=begun.office), FixedClock(later))
    try:
        core.commands.execute(PinVisit(activity_id=STORY.visit, pinned=True), STORY.mara)
    finally:
        core.close()
    assert firm.prepare(place, scale=1, fresh=False, progress=told).now == later
    assert firm.prepare(place, scale=1, fresh=True, progress=told).now == firm.story_time()


def test_one_half_is_started_beside_the_other_at_the_same_minute(place: Path) -> None:
    begun = firm.prepare(place, scale=1, fresh=False, progress=told)
    core = open_core(Settings(role="office", folder=begun.office))
    try:
        assert firm.is_open(begun.office, "office") and not firm.is_open(begun.tablet, "tablet")
        beside = firm.beside_the_other(place)
    finally:
        core.close()
    assert not firm.is_open(begun.office, "office")
    assert (beside.office, beside.tablet) == (begun.office, begun.tablet)
    assert timedelta(0) <= beside.now - begun.now < timedelta(minutes=5)
