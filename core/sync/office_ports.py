"""What the office's engine asks of its surroundings: a store with the domain behind it, and the time."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from core.sync.feed import Key
from core.sync.letters import Entry, Rows
from core.sync.office_ledger import Trusted
from core.sync.sql import Sql


class OfficeWork(Protocol):
    """One transaction at the office: bookkeeping by `sql`, and the domain's part in it."""

    @property
    def sql(self) -> Sql: ...

    def carry_out(self, sender: Trusted, entry: Entry) -> None:
        """Interprets a command; any exception means that it cannot be, and leaves the transaction unusable.

        What it writes may come together with what others in the transaction write, at its end at the latest.
        """

    def scope(self, person_id: str) -> Mapping[Key, str]:
        """Every row this person's tablet should hold, with the shape (set of columns) it may see."""

    def may_concern(self, changed: Mapping[Key, int], person_id: str, holds: Callable[[str, str], bool]) -> bool:
        """Whether these changed rows could alter that scope; never no when they do."""

    def states(self, kind: str, shape: str, ids: Sequence[str]) -> Rows:
        """The rows that exist, in the columns of the shape."""


class OfficeStore(Protocol):
    """The office's database."""

    def read(self) -> AbstractContextManager[OfficeWork]:
        """A steady view of the last committed state."""

    def write(self) -> AbstractContextManager[OfficeWork]:
        """Durable when the block ends without an exception, undone otherwise; raises TryLater when the disk fails."""


class OfficeClock(Protocol):
    """The time, as the office writes it down."""

    def stamp(self) -> str:
        """Now, ISO 8601 in UTC."""

    def day(self) -> str:
        """The firm's calendar day: a scope is cut at it."""
