"""What hostile input costs: each decoder and route over the same seeds as the fuzz tests; the largest sample counts.

Aimed at: under 50 ms and under 64 MiB for whatever arrives. The making of an input is part of its time.
"""

import logging
import tempfile
import time
import tracemalloc
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from core.bootstrap import open_core
from core.settings import Settings
from core.sync.bell import Bell
from core.sync.desk import Desk
from core.sync.hub_app import HubApp
from core.sync.identity import office_identity
from core.sync.pairing_desk import PairingDesk
from core.sync.refused import Refused
from tests.benchmarks.harness import Bench
from tests.sync import hostile

SEEDS = 1_000
WEIGHED = 100
REQUESTS = 1_000


def run(bench: Bench) -> None:
    logging.disable(logging.ERROR)
    taken: dict[str, list[float]] = defaultdict(list)
    for seed in range(SEEDS):
        for name, case in hostile.cases(seed):
            started = time.perf_counter()
            hostile.taken_in(case)
            taken[name].append((time.perf_counter() - started) * 1_000)
    for name, samples in taken.items():
        bench.record(f"{_word(name)}.{SEEDS}", "ms", samples)
    bench.record(f"memory.{WEIGHED}", "MB", [_held(case) for seed in range(WEIGHED) for _, case in hostile.cases(seed)])
    with tempfile.TemporaryDirectory() as folder:
        bench.record(f"request.{REQUESTS}", "ms", _requests(Path(folder)))


def _held(case: Callable[[], object]) -> float:
    tracemalloc.start()
    try:
        hostile.taken_in(case)
        return tracemalloc.get_traced_memory()[1] / 1e6
    finally:
        tracemalloc.stop()


def _requests(folder: Path) -> list[float]:
    office = open_core(Settings(role="office", folder=folder))
    identity = office_identity(office.database, office.settings.folder, office.clock)
    bell = Bell()
    desk = Desk(office, identity, ring=bell.ring)
    pairing = PairingDesk(
        identity, office.clock, addresses=lambda: ("127.0.0.1:1",), office_name=lambda: "x", confirm=lambda *_: ""
    )
    app = HubApp(desk, pairing, bell, Refused(office, desk.presence)).application()
    samples = []
    for seed in range(REQUESTS):
        request = hostile.request(seed)
        started = time.perf_counter()
        hostile.ask(app, request)
        samples.append((time.perf_counter() - started) * 1_000)
    desk.interpreter.close()
    office.close()
    return samples


def _word(name: str) -> str:
    return name.replace(",", "").replace(" ", "_")
