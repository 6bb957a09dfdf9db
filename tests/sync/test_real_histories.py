"""Random histories through the real services and SQLAlchemy keep every promise, too."""

from collections.abc import Iterator

import pytest

from core.sync import office_ledger
from tests.sync.real_histories import RealWorld, real_world

IN_A_BLOCK = 30
BLOCKS = 10
"""300 histories in all; the first block belongs to the quick tests."""


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealWorld]:
    with real_world(tmp_path_factory.mktemp("real")) as made:
        yield made


@pytest.mark.parametrize("block", [0, *(pytest.param(n, marks=pytest.mark.slow) for n in range(1, BLOCKS))])
def test_the_real_services_lose_and_double_nothing(world: RealWorld, block: int) -> None:
    for seed in range(block * IN_A_BLOCK, (block + 1) * IN_A_BLOCK):
        world.play(seed)


def test_a_seed_replays_exactly(world: RealWorld) -> None:
    for seed in (3, 4):
        assert world.play(seed).trace == world.play(seed).trace


def test_a_planted_mistake_shows_here_too(world: RealWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office_ledger, "changes_since", lambda *_: {})
    with pytest.raises(AssertionError, match=r"seed \d+:"):
        for seed in range(60):
            world.play(seed)
