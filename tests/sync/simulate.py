"""Plays many random histories of the sync, or shows that known mistakes are found.

usage: run.py simulate [--seeds A-B] [--jobs N] | --planted [--jobs N]

A seed that breaks a promise is shrunk to the steps that matter and printed with them; the same seed replays it.
"""

import argparse
import logging
import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

from tests.sync.planted import MISTAKES
from tests.sync.planting import WITHIN
from tests.sync.simulator import World

AT_ONCE = 100


def broken(seed: int, left_out: frozenset[int] = frozenset()) -> str:
    """What this history breaks; empty when it keeps every promise."""
    try:
        World(seed, left_out=left_out).run()
    except Exception as found:  # a promise broken, or the engine tripping over its own books
        return f"{type(found).__name__}: {found}"
    return ""


def shrunk(seed: int, fails: Callable[[int, frozenset[int]], str] = broken) -> frozenset[int]:
    """Steps that may be left out so that the history still breaks a promise: as many as are found in a few rounds."""
    left_out: frozenset[int] = frozenset()
    steps = World(seed).steps
    size = steps // 2
    while size:
        for start in range(0, steps, size):
            more = left_out | frozenset(range(start, min(start + size, steps)))
            if more != left_out and fails(seed, more):
                left_out = more
        size //= 2
    return left_out


def play(first: int, last: int) -> list[int]:
    """The seeds among these that break a promise."""
    logging.disable(logging.ERROR)
    return [seed for seed in range(first, last + 1) if broken(seed)]


def histories(first: int, last: int, jobs: int) -> int:
    started = time.monotonic()
    blocks = [(start, min(start + AT_ONCE - 1, last)) for start in range(first, last + 1, AT_ONCE)]
    bad: list[int] = []
    with ProcessPoolExecutor(jobs) as pool:
        for number, found in enumerate(pool.map(play, *zip(*blocks, strict=True)), 1):
            bad += found
            if number % 20 == 0 or number == len(blocks):
                _say(blocks[number - 1][1] - first + 1, started, len(bad))
    for seed in bad[:3]:
        left_out = shrunk(seed)
        print(f"\n{broken(seed, left_out)}\nonly {World(seed).steps - len(left_out)} steps are needed for it; "
              f"replay the whole with: run.py simulate --seeds {seed}-{seed}")
    return 1 if bad else 0


def _say(count: int, started: float, bad: int) -> None:
    minutes = (time.monotonic() - started) / 60
    print(f"{count} histories, {count / max(minutes, 1e-6):,.0f} a minute, {bad} broken", flush=True)


def mistake(number: int) -> tuple[int, str] | None:
    logging.disable(logging.ERROR)
    return MISTAKES[number].find()


def all_mistakes(jobs: int) -> int:
    missed = 0
    width = max(len(one.name) for one in MISTAKES)
    with ProcessPoolExecutor(jobs) as pool:
        for one, found in zip(MISTAKES, pool.map(mistake, range(len(MISTAKES))), strict=True):
            missed += found is None
            said = f"seed {found[0]:>5}  {found[1][:90]}" if found else f"NOT FOUND within {WITHIN} seeds"
            print(f"{one.name:<{width}}  {said}", flush=True)
    print(f"{len(MISTAKES) - missed} of {len(MISTAKES)} planted mistakes found")
    return 1 if missed else 0


def _range(text: str) -> tuple[int, int]:
    first, _, last = text.partition("-")
    found = int(first), int(last or first)
    if found[0] > found[1]:
        raise ValueError(text)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run.py simulate", description="Plays random histories of the sync.")
    parser.add_argument("--seeds", type=_range, default=(1, 2000), metavar="A-B", help="which histories (1-2000)")
    parser.add_argument("--planted", action="store_true", help="plant each known mistake in turn and look for it")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, metavar="N", help="processes side by side")
    chosen = parser.parse_args(arguments)
    return all_mistakes(chosen.jobs) if chosen.planted else histories(*chosen.seeds, chosen.jobs)


if __name__ == "__main__":
    sys.exit(main())
