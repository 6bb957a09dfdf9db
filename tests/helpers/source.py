"""The product's own source as the architecture tests read it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PRODUCT = ("core", "office_app", "field_app")
_NOT_OURS = {".venv", ".git", "__pycache__", "demo-out", "node_modules", "build", "dist"}


@dataclass(frozen=True)
class Module:
    """One Python file: where it stands and its syntax tree."""

    path: Path
    tree: ast.Module

    @property
    def place(self) -> str:
        return self.path.relative_to(ROOT).as_posix()

    def within(self, *places: str) -> bool:
        """Whether the file is one of these files or stands in one of these folders."""
        return any(self.place == place or self.place.startswith(place.rstrip("/") + "/") for place in places)

    def at(self, node: ast.AST) -> str:
        return f"{self.place}:{getattr(node, 'lineno', 1)}"

    def nodes(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in ast.walk(self.tree) if isinstance(node, kinds))

    def imports(self) -> Iterator[tuple[str, ast.AST]]:
        """Every imported thing by its full name: `from PySide6.QtGui import QColor` gives PySide6.QtGui.QColor."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, node
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                for alias in node.names:
                    yield f"{node.module}.{alias.name}", node

    def imports_of(self, *names: str) -> Iterator[str]:
        """Where one of these modules, or something out of it, is imported."""
        for imported, node in self.imports():
            if any(imported == name or imported.startswith(name + ".") for name in names):
                yield f"{self.at(node)} imports {imported}"


@cache
def modules(*places: str) -> tuple[Module, ...]:
    """All Python files of the product, or of the given folders."""
    return tuple(
        Module(path, ast.parse(path.read_text("utf-8"), str(path)))
        for place in places or PRODUCT
        for path in sorted((ROOT / place).rglob("*.py"))
        if _NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
    )


@cache
def qml_files() -> tuple[tuple[str, str], ...]:
    """(place, text) of every QML file, comments taken out line by line so that line numbers stay true."""
    found = []
    for place in PRODUCT:
        for path in sorted((ROOT / place).rglob("*.qml")):
            lines = [line.split("//")[0] if '"' not in line else line for line in path.read_text("utf-8").split("\n")]
            found.append((path.relative_to(ROOT).as_posix(), "\n".join(lines)))
    return tuple(found)


def project_files() -> Iterator[Path]:
    """Every file a checkout holds, as far as a person would read it."""
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        hidden_folder = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if path.is_file() and _NOT_OURS.isdisjoint(parts) and not hidden_folder:
            yield path


def dotted(node: ast.AST) -> str:
    """`datetime.now` of the expression datetime.now; empty for anything that is not a plain dotted name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
