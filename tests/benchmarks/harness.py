"""Runs one benchmark and writes its figures with the machine, its load and a fixed piece of work to compare by.

A benchmark is a module `tests/benchmarks/bench_<name>.py` with `def run(bench: Bench) -> None`:

    def run(bench: Bench) -> None:
        for size in (1_000, 10_000):
            ...
            bench.measure(f"search_key.{size}", "ms", lambda: search(session, "tul"), n=200)
        bench.memory(f"office_open.{size}")
"""

import argparse
import importlib
import json
import math
import os
import platform
import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from core.clock import SystemClock

PER_SECOND = {"s": 1, "ms": 1_000, "us": 1_000_000}


@dataclass(frozen=True)
class Figure:
    """One measured thing; n samples in `unit`."""

    unit: str
    n: int
    median: float
    p95: float
    p99: float
    max: float


class Bench:
    """Collects the figures of one benchmark; a figure is named `<figure>.<size>`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.figures: dict[str, Figure] = {}

    def measure(
        self, figure: str, unit: str, work: Callable[[], Any], n: int = 100, warm_up: int = 1
    ) -> list[float]:
        """Times `work` n times, each on its own; `unit` is s, ms or us. Returns the samples."""
        scale = PER_SECOND[unit]
        for _ in range(warm_up):
            work()
        samples = []
        for _ in range(n):
            started = time.perf_counter()
            work()
            samples.append((time.perf_counter() - started) * scale)
        self.record(figure, unit, samples)
        return samples

    def record(self, figure: str, unit: str, samples: Sequence[float]) -> None:
        """Keeps samples taken elsewhere: frame times, bytes sent, parts counted."""
        if not samples:
            raise ValueError(f"{figure}: no samples")
        if figure in self.figures:
            raise ValueError(f"{figure} is measured twice")
        self.figures[figure] = Figure(
            unit=unit,
            n=len(samples),
            median=_rounded(median(samples)),
            p95=_rounded(percentile(samples, 95)),
            p99=_rounded(percentile(samples, 99)),
            max=_rounded(max(samples)),
        )

    def memory(self, figure: str) -> float:
        """Keeps what this process holds in memory now, in MB."""
        held = resident_megabytes()
        self.record(figure, "MB", [held])
        return held

    def report(self, calibration_ms: float) -> dict[str, Any]:
        return {
            "bench": self.name,
            "date": SystemClock().now().isoformat(timespec="seconds"),
            "machine": machine(),
            "load": load(),
            "calibration_ms": calibration_ms,
            "figures": {name: asdict(figure) for name, figure in self.figures.items()},
        }


def percentile(samples: Sequence[float], percent: float) -> float:
    """The nearest-rank percentile: always one of the samples."""
    ordered = sorted(samples)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]


def calibrate(rounds: int = 7) -> float:
    """The median time, in ms, to paint 1,200 rectangles: what this machine is worth while the benchmark runs."""
    from PySide6.QtCore import QRect
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(1600, 1000, QImage.Format.Format_ARGB32_Premultiplied)
    colours = [QColor.fromHsv(hue, 120, 200) for hue in range(0, 360, 30)]
    samples = []
    for _ in range(rounds):
        started = time.perf_counter()
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(1_200):
            painter.setBrush(colours[number % len(colours)])
            painter.drawRoundedRect(QRect(number % 40 * 39, number // 40 * 33, 120, 30), 6, 6)
        painter.end()
        samples.append((time.perf_counter() - started) * 1_000)
    return _rounded(median(samples))


def resident_megabytes() -> float:
    """The memory this process holds; on systems without /proc the most it ever held."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return _rounded(int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6)
    if sys.platform == "win32":
        return _rounded(_windows_working_set() / 1e6)
    import resource

    return _rounded(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6)


def _windows_working_set() -> int:
    import ctypes
    from ctypes import wintypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("cb", wintypes.DWORD),
            ("page_faults", wintypes.DWORD),
            *((name, ctypes.c_size_t) for name in ("peak", "now", "q1", "q2", "q3", "q4", "pagefile", "peak_pagefile")),
        )

    counters = Counters(cb=ctypes.sizeof(Counters))
    kernel = ctypes.WinDLL("kernel32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD)
    kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
    return int(counters.now)


def machine() -> str:
    """Processor, cores, system and Python: enough to tell two machines apart, nothing that names one."""
    processor = platform.processor() or platform.machine()
    information = Path("/proc/cpuinfo")
    if information.exists():
        found = re.search(r"^model name\s*:\s*(.+)$", information.read_text(), re.MULTILINE)
        processor = found.group(1) if found else processor
    return f"{processor}, {os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"


def load() -> float | None:
    """The load of the last minute, or None where the system keeps none."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def table(bench: Bench, calibration_ms: float) -> str:
    width = max((len(name) for name in bench.figures), default=6)
    lines = [f"{'figure':<{width}}  unit      n     median        p95        p99        max"]
    lines += [
        f"{name:<{width}}  {figure.unit:<4} {figure.n:>6} "
        f"{figure.median:>10.5g} {figure.p95:>10.5g} {figure.p99:>10.5g} {figure.max:>10.5g}"
        for name, figure in bench.figures.items()
    ]
    lines.append(f"{bench.name}: calibration {calibration_ms} ms, load {load()}, {machine()}")
    return "\n".join(lines)


def names() -> list[str]:
    return sorted(path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench", description="Measure one thing.")
    parser.add_argument("name", choices=names(), metavar="NAME", help=", ".join(names()) or "there are none yet")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    chosen = parser.parse_args(arguments)
    bench = Bench(chosen.name)
    importlib.import_module(f"tests.benchmarks.bench_{chosen.name}").run(bench)
    calibration_ms = calibrate()
    print(table(bench, calibration_ms))
    if chosen.json:
        chosen.json.parent.mkdir(parents=True, exist_ok=True)
        report = json.dumps(bench.report(calibration_ms), indent=2, ensure_ascii=False)
        chosen.json.write_text(report + "\n", "utf-8")
    return 0


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


if __name__ == "__main__":
    sys.exit(main())
