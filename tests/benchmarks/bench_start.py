"""From the command to a page that can be used: both programs as processes of their own, with the demo firm's data."""

import tempfile
from pathlib import Path

from tests.benchmarks.demo_programs import cold_start, filled
from tests.benchmarks.harness import Bench

STARTS = 7


def run(bench: Bench) -> None:
    """`office.demo` and `tablet.demo`, in seconds; the first start of each warms the disk and does not count."""
    with tempfile.TemporaryDirectory() as folder:
        office, tablet = Path(folder) / "office", Path(folder) / "tablet"
        filled(office, tablet)
        starts = {
            "office.demo": lambda: cold_start("office_app", office, "--loopback-only", "--sms", "off"),
            "tablet.demo": lambda: cold_start("field_app", tablet),
        }
        for figure, start in starts.items():
            start()
            bench.record(figure, "s", [start() for _ in range(STARTS)])
