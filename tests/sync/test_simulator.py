"""Random histories with loss, crashes and restored backups keep every promise; known mistakes are found by them."""

import logging
from collections.abc import Iterator

import pytest

from core.sync import tablet_ledger
from tests.sync.planted import MISTAKES
from tests.sync.planted_tablet import own_work_is_not_laid_over
from tests.sync.planting import WITHIN, Mistake, planted
from tests.sync.simulate import broken, main, shrunk
from tests.sync.simulator import Faults, Violation, World

IN_A_BLOCK = 400
BLOCKS = 25
"""10,000 histories in all; the first block belongs to the quick tests, and each of its seeds is played twice."""


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Quarantined commands are warnings in the log, and here they are meant."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(
    "block", [0, *(pytest.param(number, marks=pytest.mark.slow) for number in range(1, BLOCKS))]
)
def test_no_history_loses_or_doubles_work(block: int) -> None:
    for seed in range(block * IN_A_BLOCK, (block + 1) * IN_A_BLOCK):
        played = World(seed).run().trace
        assert block or World(seed).run().trace == played, f"seed {seed} does not replay"


def test_histories_on_a_bad_day() -> None:
    bad = Faults(drop=0.35, duplicate=0.25, crash=0.1, full=0.08, restore_office=0.02, restore_tablet=0.03, poison=0.2)
    for seed in range(1_000_000, 1_000_100):
        World(seed, faults=bad).run()


def test_a_violation_names_its_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tablet_ledger, "to_replay", lambda *_: [])
    with pytest.raises(Violation, match=r"seed \d+:"):
        for seed in range(WITHIN):
            World(seed).run()


def test_a_failing_history_shrinks_to_the_steps_that_matter() -> None:
    with planted(own_work_is_not_laid_over):
        seed = next(seed for seed in range(WITHIN) if broken(seed))
        left_out = shrunk(seed)
        assert broken(seed, left_out)
        assert len(left_out) > World(seed).steps // 2
    assert not broken(seed) and not broken(seed, left_out)


def test_the_verb_plays_the_seeds_it_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--seeds", "7-9", "--jobs", "1"]) == 0
    assert "3 histories" in capsys.readouterr().out


def test_there_are_enough_planted_mistakes() -> None:
    assert len({mistake.name for mistake in MISTAKES}) == len(MISTAKES) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_planted_mistake_is_found(mistake: Mistake) -> None:
    assert mistake.find() is not None, f"not found within {WITHIN} seeds"
