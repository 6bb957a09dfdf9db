"""Writes a migration step from the model: `python -m core.storage.migrations.make ["what it does"]`.

Without words it writes the first step anew, which is allowed until a version has been released. With words it writes
the next step from what the model has and the steps so far have not; read it, and mend it by hand where rows must move.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from alembic.autogenerate import render_python_code
from alembic.operations.ops import UpgradeOps
from sqlalchemy import Connection, create_engine

from core.storage import migrations, search
from core.storage.migrations.running import missing_steps, render_type, upgrade

_NOT_A_NAME = re.compile(r"[^a-z0-9]+")
_HEAD_LINE = re.compile(r'^HEAD = "\d{4}"$', re.MULTILINE)


def main(arguments: Sequence[str], folder: Path = migrations.FOLDER) -> Path:
    """Writes the step and returns its file."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        path = _next(connection, folder, " ".join(arguments)) if arguments else _first(connection, folder)
    engine.dispose()
    return path


def _first(connection: Connection, folder: Path) -> Path:
    if not migrations.FIRST_IS_OPEN:
        raise SystemExit("The first step has been released and never changes. Say in words what the next one does.")
    operations = missing_steps(connection).upgrade_ops
    assert operations is not None
    parts = ["\n\n".join(_functions(operations.ops)), _SEARCH.format(statements=_statements())]
    path = folder / "versions" / "0001_first.py"
    path.write_text(_FIRST.format(parts="\n\n".join(parts), tables=_tuple(_names(operations.ops))), "utf-8")
    return path


def _next(connection: Connection, folder: Path, text: str) -> Path:
    upgrade(connection, folder=folder)
    operations = missing_steps(connection).upgrade_ops
    assert operations is not None
    before = max(path.name[:4] for path in (folder / "versions").glob("[0-9]*.py"))
    number = f"{int(before) + 1:04d}"
    path = folder / "versions" / f"{number}_{_NOT_A_NAME.sub('_', text.lower()).strip('_')}.py"
    code = _code(operations.ops, batch=True)
    path.write_text(_NEXT.format(text=text, number=number, before=before, code=code), "utf-8")
    settings = folder / "__init__.py"
    settings.write_text(_HEAD_LINE.sub(f'HEAD = "{number}"', settings.read_text("utf-8")), "utf-8")
    return path


def _functions(operations: Sequence[Any]) -> Iterator[str]:
    """One function per table with its indexes: sixty tables in one function is nothing to read."""
    for table, group in groupby(operations, _table):
        yield f"def _{table}() -> None:\n    {_code(list(group), batch=False)}\n"


def _names(operations: Sequence[Any]) -> Iterator[str]:
    yield from (f"_{table}" for table, _group in groupby(operations, _table))


def _table(operation: Any) -> str:
    return str(operation.table_name)


def _code(operations: Sequence[Any], *, batch: bool) -> str:
    code: str = render_python_code(UpgradeOps(ops=operations), render_as_batch=batch, render_item=render_type)
    plain = (line for line in code.splitlines() if not line.strip().startswith("# ###"))
    # The lines stand four columns in already, as in the function that they go into.
    return "\n".join(line.rstrip() for line in plain).replace("'", '"').strip()


def _tuple(names: Iterable[str]) -> str:
    lines, line = [], "   "
    for name in names:
        if len(line) + len(name) > 110:
            lines.append(line)
            line = "   "
        line += f" {name},"
    return "\n".join([*lines, line])


def _statements() -> str:
    return "\n".join(
        f'    "{dialect}": (\n'
        + "".join(f'        """{statement}""",\n' for statement in search.statements(dialect))
        + "    ),"
        for dialect in ("sqlite", "postgresql")
    )


_FIRST = '''"""Everything the first release stores."""
# ruff: noqa: E501

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in _TABLES:
        table()
    _searching()


{parts}

_TABLES = (
{tables}
)
'''
_SEARCH = '''def _searching() -> None:
    """Trigrams for the search index, as each database has them."""
    bind = op.get_bind()
    for statement in _STATEMENTS[bind.dialect.name]:
        bind.exec_driver_sql(statement)


_STATEMENTS = {{
{statements}
}}
'''
_NEXT = '''"""{text}."""
# ruff: noqa: E501

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision: str | None = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {code}
'''

if __name__ == "__main__":
    print(main(sys.argv[1:]).name)
