"""What goes down next: compares what a tablet should hold with what it was sent. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

Key = tuple[str, str]
"""(kind, id) of a row."""
UNKNOWN = -1
"""The number of a row of which the tablet may hold some version, or none."""
SETTLED = 2**62
"""The number of a row that has not changed since it was sent, and whose number nobody needs."""


class Sent(msgspec.Struct, frozen=True, gc=False):
    """What was last sent of a row: up to which change, with which columns, on which page; or its removal."""

    seq: int
    shape: str = ""
    page: int = 0
    gone: bool = False


@dataclass(slots=True)
class Books:
    """What a tablet holds, as far as the office knows, and which of that must be written down anew."""

    sent: dict[Key, Sent]
    changed: dict[Key, Sent | None] = field(default_factory=dict)

    def set(self, key: Key, state: Sent | None) -> None:
        self.changed[key] = state
        if state is None:
            self.sent.pop(key, None)
        else:
            self.sent[key] = state

    def confirm(self, have_page: int) -> None:
        """The tablet has applied everything through `have_page` and nothing after it.

        A row on a later page may or may not have arrived (its answer was lost, or is still on its way), so that
        nothing is known of it: it is sent again, or taken back if it is no longer wanted.
        """
        for key, state in list(self.sent.items()):
            if state.page > have_page:
                self.set(key, Sent(UNKNOWN))
            elif state.gone:
                self.set(key, None)

    def doubt(self, keys: Sequence[Key]) -> None:
        """The tablet may show guesses of its own in these rows."""
        for key in keys:
            self.set(key, Sent(UNKNOWN))


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows to send and to take back, in order."""

    put: tuple[Key, ...]
    gone: tuple[Key, ...]


def plan(
    wanted: Mapping[Key, str], changes: Mapping[Key, int], books: Books, kind_order: Mapping[str, int]
) -> Plan:
    """`wanted` gives the columns (shape) of every row in scope, `changes` the change numbers since the last full look.

    Rows are put parents first. Removals begin with the visits, because a tablet that still works on one of them keeps
    what follows, too.
    """
    put = []
    for key, shape in wanted.items():
        state = books.sent.get(key)
        if (
            state is None
            or state.gone
            or state.seq == UNKNOWN
            or state.shape != shape
            or changes.get(key, 0) > state.seq
        ):
            put.append(key)
    gone = [key for key, state in books.sent.items() if key not in wanted and not state.gone]
    last = len(kind_order)
    put.sort(key=lambda key: (kind_order.get(key[0], last), wanted[key], key[1]))
    gone.sort(key=lambda key: (key[0] != "activity", -kind_order.get(key[0], -1), key[1]))
    return Plan(tuple(put), tuple(gone))
