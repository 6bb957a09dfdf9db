"""run.py makes the right decisions before anything is installed or started."""

import ast
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import run
from tests.helpers.source import ROOT


def all_but(*missing: str) -> Callable[[str], bool]:
    return lambda soname: soname not in missing


# ---- Verbs ----------------------------------------------------------------------------------------------------------


def test_a_verb_keeps_what_belongs_to_it() -> None:
    assert run.parse(["office", "--folder", "/tmp/a b", "--help"]) == ("office", ["--folder", "/tmp/a b", "--help"])
    assert run.parse(["test"]) == ("test", [])


@pytest.mark.parametrize("arguments", [[], ["--help"], ["frog"]])
def test_without_a_known_verb_the_usage_is_shown(arguments: list[str]) -> None:
    with pytest.raises(run.Stop, match="Usage"):
        run.parse(arguments)


def test_the_usage_names_every_verb() -> None:
    assert all(f"\n  {verb} " in run.USAGE for verb in run.VERBS)


def test_help_succeeds_and_an_unknown_verb_fails(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--help"]) == 0
    assert "Usage" in capsys.readouterr().out
    assert run.main(["frog"]) == 1
    assert "'frog'" in capsys.readouterr().err


def test_an_old_python_gets_one_clear_sentence() -> None:
    with pytest.raises(run.Stop, match=r"^Tulpan needs Python 3\.11 or newer; this is Python 3\.9\.$"):
        run.check_python((3, 9))
    run.check_python((3, 11))
    run.check_python((3, 14))


def test_an_old_linux_is_told_apart() -> None:
    with pytest.raises(run.Stop, match="glibc"):
        run.check_glibc(("glibc", "2.31"))
    for fine in (("glibc", "2.36"), ("glibc", "2.34"), ("", ""), ("libc", "1.2")):
        run.check_glibc(fine)


# ---- Display --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "system", "display"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"}, "linux", False),
        ({"QT_QPA_PLATFORM": "vnc:port=5900"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_display_is_known_from_the_environment(environment: dict[str, str], system: str, display: bool) -> None:
    assert run.has_display(environment, system) is display


def test_a_demo_without_a_display_draws_to_a_folder() -> None:
    assert run.demo_arguments([], display=True) == []
    assert run.demo_arguments(["--scale", "2"], display=False) == ["--scale", "2", "--headless", "--out", "demo-out"]
    assert run.demo_arguments(["--headless", "--out=x"], display=True) == ["--headless", "--out=x"]
    assert run.demo_arguments(["--headless", "--out", "x"], display=False) == ["--headless", "--out", "x"]


def test_without_a_display_a_program_points_to_the_headless_demo(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(run, "has_display", lambda: False)
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    assert run.main(["office"]) == 1
    assert "demo --headless" in capsys.readouterr().err


def test_children_see_only_this_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/somewhere/else")
    monkeypatch.setenv("PYTHONHOME", "/somewhere")
    environment = run.child_environment(offscreen=True)
    assert environment["PYTHONPATH"] == str(ROOT)
    assert "PYTHONHOME" not in environment
    assert (environment["PYTHONNOUSERSITE"], environment["PYTHONUNBUFFERED"]) == ("1", "1")
    assert (environment["QT_QPA_PLATFORM"], environment["QT_QUICK_BACKEND"]) == ("offscreen", "software")


# ---- System libraries -----------------------------------------------------------------------------------------------


def test_missing_libraries_are_those_that_do_not_load() -> None:
    assert run.missing_libraries(lambda soname: True) == []
    found = run.missing_libraries(all_but("libEGL.so.1", "libzbar.so.0"))
    assert [(library.package, library.need) for library in found] == [("libegl1", "start"), ("libzbar0", "extra")]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[list[str]]]:
    """Pretends to be a Debian machine that lacks some libraries; gives the apt-get lines that were run."""

    def pretend(*missing: str, root: bool, works: bool = True) -> list[list[str]]:
        lines: list[list[str]] = []
        absent = set(missing)

        def apt_get(install: list[str]) -> bool:
            lines.append(list(install))
            if works:
                absent.clear()
            return works

        monkeypatch.setattr(run, "loads", lambda soname: soname not in absent)
        monkeypatch.setattr(run, "apt_get", apt_get)
        monkeypatch.setattr(run.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr(run.os, "geteuid", lambda: 0 if root else 1000, raising=False)
        return lines

    return pretend


def test_root_installs_what_is_missing(machine: Callable[..., list[list[str]]]) -> None:
    lines = machine("libEGL.so.1", "libzbar.so.0", root=True)
    run.prepare_libraries(first_time=False, display=False)
    assert lines == [["apt-get", "install", "-y", "--no-install-recommends", "libegl1", "libzbar0"]]


def test_anyone_else_gets_one_line_to_run(machine: Callable[..., list[list[str]]]) -> None:
    lines = machine("libEGL.so.1", "libxcb-cursor.so.0", root=False)
    with pytest.raises(run.Stop) as stop:
        run.prepare_libraries(first_time=True, display=True)
    assert "\n" not in str(stop.value)
    assert str(stop.value).endswith("sudo apt-get install -y --no-install-recommends libegl1 libxcb-cursor0")
    assert lines == []


@pytest.mark.parametrize("root", [True, False])
def test_extras_never_stop_the_start(machine: Callable[..., list[list[str]]], root: bool) -> None:
    lines = machine("libzbar.so.0", "libpulse.so.0", root=root, works=False)
    run.prepare_libraries(first_time=True, display=True)
    assert len(lines) == (1 if root else 0)
    run.prepare_libraries(first_time=False, display=True)
    assert len(lines) == (1 if root else 0), "asked for once, not at each start"


def test_window_libraries_stop_only_what_shows_a_window(machine: Callable[..., list[list[str]]]) -> None:
    machine("libxcb-cursor.so.0", root=False)
    run.prepare_libraries(first_time=False, display=False)
    with pytest.raises(run.Stop, match="libxcb-cursor0"):
        run.prepare_libraries(first_time=False, display=True)


def test_a_failed_installation_stops_with_the_line_to_try(machine: Callable[..., list[list[str]]]) -> None:
    machine("libEGL.so.1", root=True, works=False)
    with pytest.raises(run.Stop, match="apt-get install -y"):
        run.prepare_libraries(first_time=True, display=False)


# ---- The environment ------------------------------------------------------------------------------------------------


@pytest.fixture
def environment(tmp_path: Path) -> tuple[Path, Path]:
    """An environment that looks complete, and a lock file."""
    folder, lock = tmp_path / ".venv", tmp_path / "requirements.lock"
    lock.write_bytes(b"alembic==1.0 \\\n    --hash=sha256:00\n")
    python = run.environment_program("python", folder)
    python.parent.mkdir(parents=True)
    python.touch()
    (folder / "pyvenv.cfg").write_text(f"home = /usr/bin\nversion = {run.python_version()}.7\n", "utf-8")
    return folder, lock


def test_an_environment_is_reused_while_the_lock_stays(environment: tuple[Path, Path]) -> None:
    folder, lock = environment
    assert not run.is_current(folder, lock)
    (folder / run.STAMP).write_text(run.wanted_stamp(lock) + "\n", "utf-8")
    assert run.is_current(folder, lock)
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert run.is_current(folder, lock), "line endings say nothing about packages"
    lock.write_bytes(b"alembic==1.1 \\\n    --hash=sha256:11\n")
    assert not run.is_current(folder, lock)


def test_an_environment_without_its_python_is_not_current(environment: tuple[Path, Path]) -> None:
    folder, lock = environment
    (folder / run.STAMP).write_text(run.wanted_stamp(lock), "utf-8")
    run.environment_program("python", folder).unlink()
    assert not run.is_current(folder, lock)
    assert not run.can_be_renewed(folder)


def test_an_environment_of_another_python_is_made_anew(environment: tuple[Path, Path]) -> None:
    folder, _ = environment
    assert run.can_be_renewed(folder)
    (folder / "pyvenv.cfg").write_text("version = 3.1.4\n", "utf-8")
    assert not run.can_be_renewed(folder)
    assert not run.can_be_renewed(folder / "nowhere")


def test_locked_packages_are_counted_once() -> None:
    assert run.locked_packages("# x\na==1 \\\n    --hash=sha256:0\nnumpy==1 ; a\nnumpy==2 ; b\n") == 2
    assert run.locked_packages(run.LOCK.read_text("utf-8")) > 40


# ---- Stages ---------------------------------------------------------------------------------------------------------


def python_stage(name: str, code: str) -> run.Stage:
    return run.Stage(name, lambda: [sys.executable, "-c", code])


def test_all_stages_run_and_one_failure_fails_the_whole(capfd: pytest.CaptureFixture[str]) -> None:
    stages = [
        python_stage("style", "raise SystemExit('line too long')"),
        run.Stage("qml", list),
        python_stage("tests", "print('3 passed in 0.1s')"),
    ]
    assert run.run_stages(stages) == 1
    lines = capfd.readouterr().out.splitlines()
    assert lines[0] == "line too long"
    assert lines[1].startswith("style      FAILED")
    assert lines[2].startswith("qml        ok")
    assert lines[-1] == "3 passed in 0.1s", "pytest's closing line stands last"


def test_a_failing_test_fails_the_whole() -> None:
    assert run.run_stages([python_stage("style", ""), python_stage("tests", "raise SystemExit(1)")]) == 1
    assert run.run_stages([python_stage("style", ""), python_stage("tests", "")]) == 0


@pytest.mark.parametrize(("body", "code"), [("mark.exists()", 0), ("False", 1)], ids=["unsteady", "broken"])
def test_what_fails_beside_others_is_tried_once_more_alone_and_in_sight(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], body: str, code: int
) -> None:
    (tmp_path / "test_it.py").write_text(
        "from pathlib import Path\n\n\ndef test_it():\n    mark = Path(__file__).with_name('tried')\n"
        f"    try:\n        assert {body}\n    finally:\n        mark.touch()\n\n\n"
        "def test_other():\n    pass\n", "utf-8",
    )  # fmt: skip
    light = ["-n", "0", "-p", "no:randomly", "-p", "no:pytest-qt", "-p", "no:hypothesispytest"]
    command = run.tests_command([*light, "--rootdir", str(tmp_path), str(tmp_path)])
    assert run.run_stages([python_stage("style", ""), run.Stage("tests", command)]) == code
    said = capfd.readouterr().out
    assert "1 failed, 1 passed" in said, "the first failure stays in sight"
    assert "tried once more, alone" in said
    assert said.splitlines()[-1].startswith("1 passed" if code == 0 else "1 failed")


def test_check_leaves_out_the_slow_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(run, "run_stages", lambda stages: seen.append(stages[-1].command()) or 0)
    assert run.check(["tests/rules"]) == run.test([]) == 0
    assert seen[0][-3:] == ["-m", "not slow", "tests/rules"]
    assert seen[1][1:] == ["-m", "pytest", "-n", "2", "-q"]


def test_run_is_one_file_of_the_standard_library_that_an_old_python_can_read() -> None:
    """An old Python must get as far as the sentence that says it is too old."""
    source = (ROOT / "run.py").read_text("utf-8")
    tree = ast.parse(source, feature_version=(3, 7))
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in imported} <= set(sys.stdlib_module_names)
    assert len(source.splitlines()) <= 400
