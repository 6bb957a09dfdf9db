"""Holds every page to the Python classes it names: writes their shapes down for qmllint and runs it, all rules on."""

import importlib
import json
import pkgutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMetaMethod, QMetaObject, QMetaProperty, QObject

from field_app import view_models
from field_app.engine import MADE_BY_PAGES, QML, SINGLETONS
from field_app.qml_module import GIVEN, QML_IMPORT_NAME

PLAIN = {"float": "double", "PyObject": "QVariant"}
"""Where PySide's word for a type is not Qt's."""


def named_classes() -> dict[str, type[QObject]]:
    """Every class that a page can name, by that name."""
    for module in pkgutil.iter_modules(view_models.__path__, f"{view_models.__name__}."):
        importlib.import_module(module.name)
    return {kind.__name__: kind for kind in GIVEN} | SINGLETONS | MADE_BY_PAGES


def written(classes: dict[str, type[QObject]]) -> str:
    """Their shapes in the form that qmllint reads (Qt's .qmltypes)."""
    named = set(classes.values())
    above = {one for kind in named for one in kind.__mro__ if issubclass(one, QObject)} - named
    parts = [_component(kind.staticMetaObject, name) for name, kind in classes.items()]
    parts += [_component(kind.staticMetaObject) for kind in above if not kind.__module__.startswith("PySide6.")]
    return _block("Module", parts, ["import QtQuick.tooling 1.2", ""])


def _component(shape: QMetaObject, name: str = "") -> str:
    """Without a name: only what others are made from."""
    above = shape.superClass()
    facts = [
        f'name: "{shape.className()}"',
        'accessSemantics: "reference"',
        f'prototype: "{above.className() if above else "QObject"}"',
        f"isSingleton: {_truth(name in SINGLETONS)}",
        f"isCreatable: {_truth(name in SINGLETONS or name in MADE_BY_PAGES)}",
    ]
    if name:
        facts += [f'exports: ["{QML_IMPORT_NAME}/{name} 1.0"]', "exportMetaObjectRevisions: [256]"]
    facts += [_property(shape.property(n)) for n in range(shape.propertyOffset(), shape.propertyCount())]
    facts += [_method(shape.method(n)) for n in range(shape.methodOffset(), shape.methodCount())]
    return _block("Component", facts)


def _property(one: QMetaProperty) -> str:
    told = bytes(one.notifySignal().name().data()).decode()
    facts = [f'name: "{one.name()}"', *_type(one.typeName())]
    facts += [f'notify: "{told}"'] if told else []
    facts += [f"isPropertyConstant: {_truth(one.isConstant())}", f"isReadonly: {_truth(not one.isWritable())}"]
    return _block("Property", facts)


def _method(one: QMetaMethod) -> str:
    facts = [f'name: "{bytes(one.name().data()).decode()}"']
    facts += _type(one.typeName()) if one.typeName() not in ("", "void") else []
    given = (bytes(kind.data()).decode() for kind in one.parameterTypes())
    facts += [_block("Parameter", [f'name: "given{n}"', *_type(kind)]) for n, kind in enumerate(given)]
    return _block("Signal" if one.methodType() == QMetaMethod.MethodType.Signal else "Method", facts)


def _type(kind: str) -> list[str]:
    plain = kind.rstrip("*")
    return [f'type: "{PLAIN.get(plain, plain)}"', f"isPointer: {_truth(kind != plain)}"]


def _truth(truth: bool) -> str:
    return "true" if truth else "false"


def _block(word: str, facts: list[str], before: list[str] | None = None) -> str:
    return "\n".join([*(before or []), word + " {", *facts, "}"])


def faults(pages: Sequence[Path], folder: Path) -> list[str]:
    """What qmllint finds, a line each; its own words where it says nothing that can be read."""
    place = folder.joinpath(*QML_IMPORT_NAME.split("."))
    place.mkdir(parents=True)
    (place / "field.qmltypes").write_text(written(named_classes()), encoding="utf-8")
    (place / "qmldir").write_text(
        f"module {QML_IMPORT_NAME}\ntypeinfo field.qmltypes\ndepends QtQuick\n", encoding="utf-8"
    )
    tool = Path(sys.executable).with_name("pyside6-qmllint" + (".exe" if sys.platform == "win32" else ""))
    report = folder / "report.json"
    command = [str(tool), "--json", str(report), "-I", ".", "-I", str(folder), *map(str, pages)]
    run = subprocess.run(command, cwd=QML, check=False, capture_output=True, text=True)
    if not report.exists():
        return [run.stdout + run.stderr]
    return [
        f"{file['filename']}:{one.get('line', 0)}: {one['message']} [{one.get('id', '')}]"
        for file in json.loads(report.read_text(encoding="utf-8"))["files"]
        for one in file["warnings"]
        if not _asks_for_bound(one)
    ]


def _asks_for_bound(fault: dict[str, Any]) -> bool:
    """Rows may name what is around them. Bound ones (Qt 6.11) look at their row's data once more after it has gone."""
    return any("ComponentBehavior" in one["message"] for one in fault.get("suggestions", ()))


def main(given: Sequence[str]) -> int:
    """`given`: pages to look at; none for all."""
    pages = [Path(one).resolve() for one in given] or [path.relative_to(QML) for path in sorted(QML.rglob("*.qml"))]
    with tempfile.TemporaryDirectory() as folder:
        found = faults(pages, Path(folder))
    print("\n".join(found) or "All pages fit their classes.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
