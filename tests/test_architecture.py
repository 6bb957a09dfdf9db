"""The house rules of ARCHITECTURE.md, kept by a test from the first day."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tests.helpers.source import PRODUCT, ROOT, Module, dotted, modules, project_files, qml_files

SQL_ROOMS = (
    "core/model", "core/storage", "core/services", "core/queries", "core/reports", "core/sync", "core/bootstrap.py",
)  # fmt: skip
WIDGETS = [f"PySide6.{name}" for name in ("QtWidgets", "QtQuickWidgets", "QtPdfWidgets", "QtSvgWidgets")]
QUICK = [f"PySide6.{name}" for name in ("QtQuick", "QtQml", "QtQuickControls2")]
DEVICES = [f"PySide6.{name}" for name in ("QtMultimedia", "QtPositioning", "QtSensors")]
GPL_ONLY = ("QtVirtualKeyboard", "QtCharts", "QtGraphs", "QtDataVisualization", "QtHttpServer")


def none_of(faults: Iterable[str], rule: str) -> None:
    found = sorted(set(faults))
    assert not found, rule + "\n  " + "\n  ".join(found)


# ---- Who may import what --------------------------------------------------------------------------------------------


def test_rooms_import_only_what_stands_below_them() -> None:
    """The contracts in pyproject.toml, exhaustive: a new room of core must be placed there on purpose."""
    lint = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    result = subprocess.run([sys.executable, "-c", lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-2000:]


@pytest.mark.parametrize(
    ("libraries", "places"),
    [
        (WIDGETS, ["office_app"]),
        (QUICK, ["field_app"]),
        (DEVICES, ["field_app/device"]),
        (["PySide6"], ["office_app", "field_app", "core/qt"]),
        (["sqlalchemy"], SQL_ROOMS),
        (["alembic"], ["core/storage"]),
    ],
    ids=["widgets", "quick", "devices", "qt", "sqlalchemy", "alembic"],
)
def test_a_library_is_known_only_where_it_belongs(libraries: list[str], places: list[str]) -> None:
    faults = (fault for module in modules() if not module.within(*places) for fault in module.imports_of(*libraries))
    none_of(faults, f"{', '.join(libraries)} only in {', '.join(places)}")


def test_core_qt_needs_no_screen() -> None:
    gui = [
        f"{module.at(node)} imports {name}"
        for module in modules()
        if module.within("core/qt")
        for name, node in module.imports()
        if name.startswith("PySide6.") and not name.startswith("PySide6.QtCore")
    ]
    none_of(gui, "core/qt uses QtCore and nothing more of Qt")


def test_qt_modules_that_are_gpl_only_are_not_used() -> None:
    python = (fault for module in modules() for fault in module.imports_of(*(f"PySide6.{name}" for name in GPL_ONLY)))
    qml = qml_matches(re.compile(r"^\s*import\s+(QtQuick\.VirtualKeyboard|QtCharts|QtGraphs|QtDataVisualization)\b"))
    none_of([*python, *qml], "these Qt modules are GPL or commercial only")


# ---- Time -----------------------------------------------------------------------------------------------------------

READS_THE_CLOCK = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|localtime|gmtime)"
    r"|(QDateTime|QDate|QTime)\.(currentDateTime|currentDateTimeUtc|currentDate|currentTime|currentMSecsSinceEpoch))$"
)


def clock_readings(module: Module) -> Iterator[str]:
    for node in module.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        if READS_THE_CLOCK.search(dotted(node.func)):
            yield f"{module.at(node)} calls {dotted(node.func)}()"


def test_only_the_clock_reads_the_time() -> None:
    """Monotonic clocks are free: they measure how long something took and never say what day it is."""
    faults = [fault for module in modules() if not module.within("core/clock.py") for fault in clock_readings(module)]
    none_of([*faults, *qml_matches(re.compile(r"\bnew Date\(\s*\)|\bDate\.now\("))], "the time comes from core.clock")


# ---- Looks ----------------------------------------------------------------------------------------------------------

HEX_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b|^#[0-9A-Fa-f]{3,4}$")
NAMED_QT_COLOUR = re.compile(
    r"(^|\.)(Qt|GlobalColor)\.(white|black|red|darkRed|green|darkGreen|blue|darkBlue|cyan|darkCyan|magenta|darkMagenta"
    r"|yellow|darkYellow|gray|darkGray|lightGray)$"
)
QML_COLOUR = re.compile(r'"#[0-9A-Fa-f]{3,8}"|[cC]olor\s*:\s*"(?!transparent")[a-z]+"|\bQt\.(rgba|hsla|hsva)\(\s*[\d.]')
STYLE_COLOUR = re.compile(r"#[0-9A-Fa-f]{3,8}\b(?=\s*[;,)\s])|:\s*(white|black|red|gr[ae]y|blue|green)\b|\brgba?\(")


def literal_colours(module: Module) -> Iterator[str]:
    documentation = {id(text) for text in docstrings(module)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            if HEX_COLOUR.search(node.value):
                yield f"{module.at(node)} {node.value[:60]!r}"
        elif isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in ("QColor", "HexColor", "toColor"):
            first = node.args[0] if node.args else None
            if isinstance(first, ast.Constant) and first.value != "transparent":
                yield f"{module.at(node)} QColor({first.value!r}…)"
        elif isinstance(node, ast.Attribute) and NAMED_QT_COLOUR.search(dotted(node)):
            yield f"{module.at(node)} {dotted(node)}"


def docstrings(module: Module) -> Iterator[ast.Constant]:
    for node in ast.walk(module.tree):
        body = getattr(node, "body", None)
        for statement in body if isinstance(body, list) else ():
            if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                yield statement.value


def test_colours_come_from_the_tokens() -> None:
    python = [fault for module in modules() if not module.within("core/tokens.py") for fault in literal_colours(module)]
    styles = [
        f"{path.relative_to(ROOT).as_posix()}:{number} {line.strip()[:60]}"
        for place in PRODUCT
        for path in (ROOT / place).rglob("*.qss")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if STYLE_COLOUR.search(line)
    ]
    none_of([*python, *styles, *qml_matches(QML_COLOUR)], "colours stand in resources/tokens.json and nowhere else")


MESSAGE_BOXES = ("QMessageBox", "QInputDialog", "QErrorMessage")
MAY_EXECUTE = re.compile(r"(?i)(app|application|drag|menu)(\([^()]*\))?$")


def stopping_dialogs(module: Module) -> Iterator[str]:
    for name, node in module.imports():
        if name.split(".")[-1] in MESSAGE_BOXES:
            yield f"{module.at(node)} imports {name}"
    for node in module.nodes(ast.Call):
        assert isinstance(node, ast.Call)
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr in ("exec", "exec_"):
            owner = ast.unparse(called.value)
            if not MAY_EXECUTE.search(owner):
                yield f"{module.at(node)} {owner}.{called.attr}()"


def test_no_message_boxes_outside_the_widgets() -> None:
    """A dialog stops the person's work; the few that must are made in office_app/widgets, where they can be counted."""
    elsewhere = (module for module in modules() if not module.within("office_app/widgets"))
    faults = (fault for module in elsewhere for fault in stopping_dialogs(module))
    none_of(faults, "message boxes and blocking dialogs only in office_app/widgets")


# ---- Manners --------------------------------------------------------------------------------------------------------


def test_every_folder_of_code_says_its_purpose_in_one_sentence() -> None:
    faults = []
    for folder in sorted({module.path.parent for module in modules()}):
        opening = folder / "__init__.py"
        purpose = ast.get_docstring(ast.parse(opening.read_text("utf-8"))) if opening.exists() else None
        if not purpose or "\n" in purpose or not purpose.endswith("."):
            faults.append(opening.relative_to(ROOT).as_posix())
    none_of(faults, "a package opens with one sentence of purpose")


def test_every_module_says_its_purpose() -> None:
    faults = (module.place for module in modules() if not ast.get_docstring(module.tree))
    none_of(faults, "a module opens with its purpose")


def swallowed_errors(module: Module) -> Iterator[str]:
    for node in module.nodes(ast.ExceptHandler, ast.Call):
        if isinstance(node, ast.ExceptHandler):
            caught = dotted(node.type) if node.type else "everything"
            silent = all(isinstance(statement, ast.Pass) for statement in node.body)
            if node.type is None or (silent and caught in ("Exception", "BaseException")):
                yield f"{module.at(node)} catches {caught}"
        elif isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "suppress":
            if any(dotted(argument) in ("Exception", "BaseException") for argument in node.args):
                yield f"{module.at(node)} suppresses everything"


def test_no_error_is_swallowed() -> None:
    none_of((fault for module in modules() for fault in swallowed_errors(module)), "an error is handled, or it is seen")


def test_no_file_names_a_package_registry() -> None:
    """Where packages come from is the machine's business; the lock holds names, versions and hashes."""
    hosts = [name.encode() for name in ("pypi" + ".org", "files.python" + "hosted.org", "npm" + "js", "/simple" + "/")]
    faults = [
        f"{path.relative_to(ROOT).as_posix()} names {host.decode()}"
        for path in project_files()
        if path.suffix not in (".ttf", ".png", ".jpg", ".db")
        for host in hosts
        if host in path.read_bytes()
    ]
    none_of(faults, "no registry addresses in the project")


def test_the_lock_is_exact() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", lock)[1:]
    faults = [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert len(entries) > 40
    none_of(faults, "every locked package has one version and its hashes")


def qml_matches(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{place}:{number} {line.strip()[:80]}"
        for place, text in qml_files()
        for number, line in enumerate(text.split("\n"), 1)
        if pattern.search(line)
    ]


def test_the_top_level_is_the_one_in_the_architecture() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith((".", "__"))}
    expected = {"core", "office_app", "field_app", "resources", "packaging", "tests"}
    own_leftovers = {"demo-out", "build", "dist", "tulpan.egg-info"}  # ignored by git
    assert folders - own_leftovers <= expected, f"no place for {sorted(folders - expected)}"
    assert expected - {"packaging"} <= folders
    assert Path(ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("python3 run.py test")


# ---- The checks themselves ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("detector", "breaks_the_rule", "keeps_it"),
    [
        (clock_readings, "import datetime\ndatetime.datetime.now()", "clock.now()"),
        (clock_readings, "date.today()", "time.monotonic(); time.perf_counter()"),
        (clock_readings, "QDateTime.currentDateTime()", "moment.date()"),
        (literal_colours, "QColor('red')", "QColor('transparent'); QColor(name)"),
        (literal_colours, "QColor(255, 0, 0)", "QColor(colour.rgb())"),
        (literal_colours, "style = 'color: #FF0000'", "'order #123456789 and S#12'"),
        (literal_colours, "painter.setPen(Qt.GlobalColor.red)", "painter.setPen(Qt.GlobalColor.transparent)"),
        (stopping_dialogs, "from PySide6.QtWidgets import QMessageBox", "from PySide6.QtWidgets import QDialog"),
        (stopping_dialogs, "QDialog(self).exec()", "application.exec(); QDrag(self).exec(); menu.exec()"),
        (swallowed_errors, "try:\n    f()\nexcept:\n    g()", "try:\n    f()\nexcept ValueError:\n    pass"),
        (swallowed_errors, "try:\n    f()\nexcept Exception:\n    pass", "with suppress(OSError):\n    f()"),
        (swallowed_errors, "with suppress(Exception):\n    f()", "try:\n    f()\nexcept Exception:\n    g()"),
    ],
)
def test_the_checks_see_what_they_are_for(
    detector: Callable[[Module], Iterator[str]], breaks_the_rule: str, keeps_it: str
) -> None:
    assert list(detector(Module(ROOT / "core" / "example.py", ast.parse(breaks_the_rule))))
    assert not list(detector(Module(ROOT / "core" / "example.py", ast.parse(keeps_it))))


@pytest.mark.parametrize("line", ['color: "#fff"', 'border.color: "white"', "color: Qt.rgba(0, 0, 0, 0.5)"])
def test_a_literal_colour_in_qml_is_seen(line: str) -> None:
    assert QML_COLOUR.search(line)
    assert not QML_COLOUR.search('color: "transparent"; text: "red"; fill: Theme.accent; c: Qt.rgba(base.r, 0, 0, 1)')


def test_qts_reading_thread_never_calls_python() -> None:
    """It would do so with a lock in its hand that the GUI thread may be waiting for with Python's: neither goes on.

    `Picture.qml` alone reads in the background, and only what needs no provider.
    """
    forced = [
        module.at(node) for module in modules() for node in module.nodes(ast.Attribute)
        if isinstance(node, ast.Attribute) and node.attr == "ForceAsynchronousImageLoading"
    ]
    background = [
        place for place, text in qml_files()
        if "asynchronous: true" in text or ("image://ready" in text and not str(place).endswith("Picture.qml"))
    ]
    assert not forced and not background
