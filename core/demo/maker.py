"""What every part of the demo firm is made with: one seed, ids that follow from it, and rows written in batches."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random
from typing import Any

from core.bootstrap import Core
from core.clock import at_local
from core.model import metadata
from core.model.firm import Counter
from core.model.search_index import index_new_rows
from core.settings import RESOURCES
from core.storage.base import Entity
from core.storage.row_bulk import add_rows

FOLDER = RESOURCES / "demo"
Progress = Callable[[int, int, str], None]
_AT_ONCE = 4000
"""So many rows of one kind are held at most before they are written: memory does not grow with the firm."""


@cache
def source(name: str) -> Any:
    """One of the files that say what the firm consists of."""
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


@cache
def _parents_first() -> dict[str, int]:
    """The order in which no row is written before what it refers to: SQLite would look through whole tables for it."""
    return {table.name: number for number, table in enumerate(metadata.sorted_tables)}


class Maker:
    """Collects new rows and writes them; every choice comes from `random`, every id from `new_id`."""

    def __init__(self, core: Core, *, today: date, now: datetime, scale: int, seed: int) -> None:
        self.core = core
        self.today, self.now, self.scale = today, now, scale
        self.random = Random(seed)
        self._ids = Random(f"ids of {seed}")
        self._made = 0
        self.counters: dict[str, int] = {}
        self._rows: dict[type[Entity], list[Mapping[str, Any]]] = defaultdict(list)

    def new_id(self, born: datetime | None = None) -> str:
        """A UUIDv7 as if it had been made at that moment; the same in every firm of this seed, scale and day."""
        milliseconds = int((born or self.now).timestamp() * 1000)
        self._made += 1  # ids of one moment sort in the order they were made, as the real ones do
        return (
            f"{milliseconds >> 16:08x}-{milliseconds & 0xFFFF:04x}-7{self._made >> 14 & 0xFFF:03x}"
            f"-{0x8000 | self._made & 0x3FFF:04x}-{self._ids.getrandbits(48):012x}"
        )

    def add(self, entity: type[Entity], /, **values: Any) -> str:
        """A new row; returns its id, which is made unless it is given."""
        row_id: str | None = values.get("id")
        if row_id is None:
            row_id = values["id"] = self.new_id()
        rows = self._rows[entity]
        rows.append(values)
        if len(rows) >= _AT_ONCE:
            self.write()
        return row_id

    def write(self) -> None:
        """Writes what has been collected, in one transaction, with its place in the feed and the search index."""
        if not self._rows and not self.counters:
            return
        with self.core.database.write() as session:
            for kind, rows in sorted(self._rows.items(), key=lambda entry: _parents_first()[entry[0].__tablename__]):
                add_rows(session, kind.__tablename__, rows)
                index_new_rows(session, kind, rows)
            for name, value in self.counters.items():
                session.merge(Counter(name=name, value=value))
        self._rows.clear()
        self.counters.clear()

    def at(self, clock_time: str, day: date | None = None) -> datetime:
        """A wall-clock time («09:47») of a day (today), as UTC."""
        return at_local(day or self.today, time.fromisoformat(clock_time))

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)
