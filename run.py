#!/usr/bin/env python3
"""Starts Tulpan from a checkout: makes its environment, checks the system libraries, then runs one verb."""

# Standard library only, and no syntax newer than Python 3.7: an old Python must get far enough to be told.

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Callable, Mapping, NamedTuple, Sequence  # noqa: UP035  the old Python again

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
ENVIRONMENT = ROOT / ".venv"
STAMP = "tulpan.stamp"
TESTS_FAILED = 1  # pytest's word for it; other codes are no verdict on a test
OLDEST_PYTHON = (3, 11)
OLDEST_GLIBC = (2, 34)  # what the PySide6 wheels are built against

USAGE = """Usage: python3 run.py VERB [options]      (Windows: py run.py VERB)

  demo      the office and a tablet with the espresso firm's data
            [--headless] [--out DIR] [--scale N] [--fresh]
  office    the office program
  field     the technician's tablet program
  hub       the office's exchange point alone, without a screen
  test      everything a change must pass: style, types, import contracts, QML, all tests
  check     the same without the slow tests
  bench     measure one thing: bench NAME [--json FILE]
  pictures  draw every page of both programs [--out DIR]
  simulate  play random histories of the sync: [--seeds A-B] [--planted]
  kill      kill the tablet at random moments of its work: [--kills N] [--log FILE]

What stands after the verb is passed on; after test and check it goes to pytest."""


class Stop(Exception):
    """The start cannot go on; the text is the one line the person reads."""


# ---- System libraries -----------------------------------------------------------------------------------------------


class Library(NamedTuple):
    soname: str
    package: str
    need: str  # "start": nothing runs without it · "window": needed to show one on X11 · "extra": a feature degrades


LIBRARIES = (
    Library("libglib-2.0.so.0", "libglib2.0-0", "start"),
    Library("libEGL.so.1", "libegl1", "start"),
    Library("libGL.so.1", "libgl1", "start"),
    Library("libxkbcommon.so.0", "libxkbcommon0", "start"),
    Library("libfontconfig.so.1", "libfontconfig1", "start"),
    Library("libdbus-1.so.3", "libdbus-1-3", "start"),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "window"),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "window"),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "window"),
    Library("libxcb-image.so.0", "libxcb-image0", "window"),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "window"),
    Library("libxcb-randr.so.0", "libxcb-randr0", "window"),
    Library("libxcb-render-util.so.0", "libxcb-render-util0", "window"),
    Library("libxcb-shape.so.0", "libxcb-shape0", "window"),
    Library("libxcb-xkb.so.1", "libxcb-xkb1", "window"),
    Library("libpulse.so.0", "libpulse0", "extra"),  # camera and scanner pictures
    Library("libzbar.so.0", "libzbar0", "extra"),  # the second barcode reader
)


def loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def missing_libraries(can_load: Callable[[str], bool]) -> list[Library]:
    return [library for library in LIBRARIES if not can_load(library.soname)]


def prepare_libraries(first_time: bool, display: bool) -> None:
    """Installs what is missing where that is allowed, otherwise says which one line does it.

    Extras are fetched with the first set-up only, so that a machine that cannot have them does not ask at each start.
    """
    missing = missing_libraries(loads)
    stopping = [library for library in missing if library.need == "start" or (library.need == "window" and display)]
    if not stopping and not (missing and first_time):
        return
    packages = [library.package for library in missing]
    command = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if shutil.which("apt-get") is None:
        if stopping:
            names = ", ".join(library.soname for library in stopping)
            raise Stop(f"Tulpan needs these system libraries; install them with your package manager: {names}")
        return
    if os.geteuid() != 0:
        line = "sudo " + " ".join(command)
        if stopping:
            raise Stop(f"Some system libraries are missing. Run this line, then start again: {line}")
        print(f"Tulpan starts, but some functions need: {line}", flush=True)
        return
    print("Installing system libraries: " + " ".join(packages), flush=True)
    if not apt_get(command) and any(not loads(library.soname) for library in stopping):
        raise Stop("The system libraries could not be installed. Try this line yourself: " + " ".join(command))


def apt_get(install: Sequence[str]) -> bool:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update"], list(install)):
        finished = subprocess.run(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        if finished.returncode != 0:
            print(finished.stdout[-2000:], flush=True)
    return finished.returncode == 0


# ---- The Python environment -----------------------------------------------------------------------------------------


def environment_program(name: str, environment: Path = ENVIRONMENT) -> Path:
    """A program of the environment: python, lint-imports…"""
    return environment / ("Scripts/" + name + ".exe" if os.name == "nt" else "bin/" + name)


def wanted_stamp(lock: Path = LOCK) -> str:
    """What an environment that fits this checkout says of itself: Python's version, the platform and the lock."""
    # Line endings differ between checkouts on Windows and Linux; the packages do not.
    content = lock.read_bytes().replace(b"\r\n", b"\n")
    return f"{python_version()} {sys.platform} {platform.machine()} {hashlib.sha256(content).hexdigest()}"


def python_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


def is_current(environment: Path = ENVIRONMENT, lock: Path = LOCK) -> bool:
    stamp = environment / STAMP
    return (
        environment_program("python", environment).exists()
        and stamp.exists()
        and stamp.read_text("utf-8").strip() == wanted_stamp(lock)
    )


def can_be_renewed(environment: Path) -> bool:
    """Whether an older environment may be brought up to date in place: it must be of this very Python version."""
    configuration = environment / "pyvenv.cfg"
    if not configuration.exists() or not environment_program("python", environment).exists():
        return False
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", configuration.read_text("utf-8"), re.MULTILINE)
    return found is not None and found.group(1) == python_version()


def prepare_environment() -> None:
    """Makes or renews .venv so that it holds exactly the locked packages."""
    if is_current():
        return
    if importlib.util.find_spec("ensurepip") is None:  # Debian splits it off
        install = ["apt-get", "install", "-y", f"python{python_version()}-venv"]
        if not (hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") and apt_get(install)):
            raise Stop("Python lacks its venv module. Run this line, then start again: sudo " + " ".join(install))
    if not can_be_renewed(ENVIRONMENT):
        print("Making the Python environment in .venv", flush=True)
        if subprocess.call([sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)]) != 0:
            raise Stop("The Python environment could not be made; the lines above say why.")
    install_packages()
    (ENVIRONMENT / STAMP).write_text(wanted_stamp() + "\n", "utf-8")


def install_packages() -> None:
    total = locked_packages(LOCK.read_text("utf-8"))
    print(f"Installing about {total} packages (the first time takes a few minutes)", flush=True)
    command = [str(environment_program("python")), "-m", "pip", "install", "--require-hashes", "-r", str(LOCK)]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    environment = {**os.environ, "PIP_USER": "0", "PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1"}
    pip = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    said: list[str] = []
    number = 0
    for line in pip.stdout or ():
        said.append(line)
        if line.startswith(("Collecting ", "Processing ")):
            number += 1
            print(f"  [{number}/{total}] {Path(line.split()[1]).name}", flush=True)
        elif line.startswith("Installing collected"):
            print("  unpacking", flush=True)
    if pip.wait() != 0:
        print("".join(said[-25:]), flush=True)
        raise Stop("The packages could not be installed; run the same line again when there is a network.")


def locked_packages(lock: str) -> int:
    return len(set(re.findall(r"^([A-Za-z0-9._-]+)==", lock, re.MULTILINE)))


# ---- Running something in the environment ---------------------------------------------------------------------------


def has_display(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> bool:
    chosen = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if chosen in ("offscreen", "minimal"):
        return False
    return not system.startswith("linux") or bool(
        chosen or environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")
    )


def child_environment(offscreen: bool = False) -> dict[str, str]:
    """The same for everything that runs: only this checkout and its packages, UTF-8, nothing held back in a buffer."""
    environment = {**os.environ, "PYTHONNOUSERSITE": "1", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
    # A folder called core where the person happens to stand is not ours.
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONSAFEPATH": "1"}
    environment.pop("PYTHONHOME", None)
    if offscreen:
        environment |= {"QT_QPA_PLATFORM": "offscreen", "QT_QUICK_BACKEND": "software"}
    return environment


def hand_over(arguments: Sequence[str], offscreen: bool = False) -> int:
    """Runs a Python module in this process's place, so that signals reach it directly."""
    command = [str(environment_program("python")), *arguments]
    environment = child_environment(offscreen)
    if os.name == "nt":
        return subprocess.call(command, env=environment)
    sys.stdout.flush()
    os.execve(command[0], command, environment)


# ---- Verbs ----------------------------------------------------------------------------------------------------------


def demo_arguments(arguments: Sequence[str], display: bool) -> list[str]:
    """Without a screen the demo draws to a folder."""
    chosen = list(arguments)
    if not display and "--headless" not in chosen:
        chosen.append("--headless")
    if "--headless" in chosen and not any(word.split("=")[0] == "--out" for word in chosen):
        chosen += ["--out", "demo-out"]
    return chosen


def demo(arguments: Sequence[str]) -> int:
    chosen = demo_arguments(arguments, has_display())
    return hand_over(["-m", "office_app.demo", *chosen], offscreen="--headless" in chosen)


def module(*words: str, offscreen: bool = False) -> Callable[[Sequence[str]], int]:
    return lambda arguments: hand_over(["-m", *words, *arguments], offscreen)


def test(arguments: Sequence[str]) -> int:
    return run_stages([*READING_STAGES, Stage("tests", tests_command(arguments))])


def check(arguments: Sequence[str]) -> int:
    return test(["-m", "not slow", *arguments])


class Verb(NamedTuple):
    run: Callable[[Sequence[str]], int]
    shows_window: bool = False


VERBS = {
    "demo": Verb(demo, shows_window=True),
    "office": Verb(module("office_app"), shows_window=True),
    "field": Verb(module("field_app"), shows_window=True),
    "hub": Verb(module("core.command_line", "hub")),
    "test": Verb(test),
    "check": Verb(check),
    "bench": Verb(module("tests.benchmarks.harness", offscreen=True)),
    "pictures": Verb(module("tests.pictures", offscreen=True)),
    "simulate": Verb(module("tests.sync.simulate")),
    "kill": Verb(module("tests.field.kill", offscreen=True)),
}


# ---- The stages of test and check -----------------------------------------------------------------------------------


class Stage(NamedTuple):
    name: str
    command: Callable[[], list[str]]  # an empty command: nothing to look at yet


def tests_command(arguments: Sequence[str]) -> Callable[[], list[str]]:
    return lambda: [str(environment_program("python")), "-m", "pytest", "-n", "2", "-q", *arguments]


def tool(*command: str) -> Callable[[], list[str]]:
    return lambda: [str(environment_program(command[0])), *command[1:]]


READING_STAGES = (
    Stage("style", tool("ruff", "check", ".")),
    Stage("types", tool("mypy")),
    Stage("contracts", tool("lint-imports")),
    Stage("qml", tool("python", "-m", "tests.qml_lint")),
)


def run_stages(stages: Sequence[Stage]) -> int:
    """Runs all stages, also after a failure; the last one writes for itself, so that pytest's closing line is last."""
    *earlier, last = stages
    environment = child_environment(offscreen=True)
    failed = []
    for stage in earlier:
        started = time.monotonic()
        command = stage.command() or [sys.executable, "-c", ""]
        result = subprocess.run(
            command, cwd=str(ROOT), env=environment, text=True, errors="replace", check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if result.returncode != 0:
            failed.append(stage.name)
            print(result.stdout.strip(), flush=True)
        print(verdict(stage.name, result.returncode, time.monotonic() - started), flush=True)
    if failed:
        print("Failed before the tests: " + ", ".join(failed), flush=True)
    code = subprocess.call(last.command(), cwd=str(ROOT), env=environment)
    if code == TESTS_FAILED:  # a wait that ran out on a busy machine passes now; what is broken fails again
        print("What failed is tried once more, alone. What passes now is unsteady, and is to be mended.", flush=True)
        alone = ["-n", "0", "--last-failed", "--last-failed-no-failures", "none"]
        code = subprocess.call([*last.command(), *alone], cwd=str(ROOT), env=environment)
    return 1 if failed or code != 0 else 0


def verdict(name: str, code: int, seconds: float) -> str:
    return f"{name:<10} {'ok' if code == 0 else 'FAILED':<7} {seconds:6.1f} s"


# ---- The start ------------------------------------------------------------------------------------------------------


def parse(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The verb and what belongs to it; raises Stop with the usage when there is no such verb."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        raise Stop(USAGE)
    if arguments[0] not in VERBS:
        raise Stop(f"There is no verb {arguments[0]!r}.\n\n{USAGE}")
    return arguments[0], list(arguments[1:])


def check_python(version: tuple[int, ...]) -> None:
    if version < OLDEST_PYTHON:
        raise Stop(f"Tulpan needs Python 3.11 or newer; this is Python {version[0]}.{version[1]}.")


def check_glibc(libc: tuple[str, str]) -> None:
    numbers = tuple(int(number) for number in re.findall(r"\d+", libc[1])[:2])
    if libc[0] == "glibc" and numbers and numbers < OLDEST_GLIBC:
        raise Stop("Tulpan needs Debian 12, Ubuntu 22.04 or a newer Linux: Qt is built for glibc 2.34 and later.")


def main(arguments: Sequence[str]) -> int:
    try:
        check_python(sys.version_info[:2])
        verb, rest = parse(arguments)
        display = has_display()
        if verb in ("office", "field") and not display and not os.environ.get("QT_QPA_PLATFORM"):
            raise Stop(f"There is no display to show {verb} on; without one: python3 run.py demo --headless")
        if sys.platform.startswith("linux"):
            check_glibc(platform.libc_ver())
            prepare_libraries(first_time=not is_current(), display=display and VERBS[verb].shows_window)
        prepare_environment()
        return VERBS[verb].run(rest)
    except Stop as stop:
        asked_for_help = str(stop) == USAGE and bool(arguments)
        print(stop, file=sys.stdout if asked_for_help else sys.stderr)
        return 0 if asked_for_help else 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
