"""The benchmark harness keeps its promise to whoever reads its files."""

import json
import sys
from types import ModuleType

import pytest

from tests.benchmarks import harness
from tests.benchmarks.harness import Bench


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A benchmark that exists for this test only."""
    module = ModuleType("tests.benchmarks.bench_counting")

    def run(bench: Bench) -> None:
        bench.measure("sum.1000", "us", lambda: sum(range(1_000)), n=5)
        bench.record("frames.30", "ms", [4, 1, 3, 2])
        bench.memory("held.1")

    module.run = run
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(harness, "names", lambda: ["counting"])
    return module


def test_percentile_is_always_one_of_the_samples() -> None:
    samples = list(range(1, 101))
    assert [harness.percentile(samples, percent) for percent in (0, 50, 95, 99, 100)] == [1, 50, 95, 99, 100]
    assert harness.percentile([7], 99) == 7


def test_measure_runs_the_work_n_times_after_the_warm_up() -> None:
    calls: list[int] = []
    bench = Bench("calls")
    samples = bench.measure("call.1", "ms", lambda: calls.append(1), n=10, warm_up=3)
    assert (len(calls), len(samples)) == (13, 10)
    assert bench.figures["call.1"].n == 10


def test_a_figure_is_measured_once_and_never_empty() -> None:
    bench = Bench("twice")
    bench.record("a.1", "ms", [1])
    with pytest.raises(ValueError, match="twice"):
        bench.record("a.1", "ms", [2])
    with pytest.raises(ValueError, match="no samples"):
        bench.record("b.1", "ms", [])


def test_run_writes_a_table_and_the_same_figures_as_json(
    counting: ModuleType, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "new" / "counting.json"
    assert harness.main(["counting", "--json", str(file)]) == 0
    written = json.loads(file.read_text("utf-8"))
    assert list(written) == ["bench", "date", "machine", "load", "calibration_ms", "figures"]
    assert written["bench"] == "counting"
    assert written["calibration_ms"] > 0
    assert written["figures"]["frames.30"] == {"unit": "ms", "n": 4, "median": 2.5, "p95": 4, "p99": 4, "max": 4}
    assert written["figures"]["held.1"]["median"] > 1
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("sum.1000", "frames.30", "held.1", "calibration"))


def test_an_unknown_benchmark_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        harness.main(["frog"])
    assert "frog" in capsys.readouterr().err
