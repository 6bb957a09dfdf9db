"""What a command did: the rows it touched, how to undo it, and the sentence that names it."""

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Action = Literal["created", "updated", "deleted"]


@dataclass(frozen=True, slots=True)
class Touched:
    """One row that was written; `kind` is its table name."""

    kind: str
    id: str
    action: Action
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Label:
    """A text key with its parameters, translated only when it is shown."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Changes:
    """The answer to a command, and what every screen repaints from.

    `undo` holds the commands (in order) that take it back; empty when it cannot be undone.
    `result` is the id of the row that the command is about, when there is one.
    """

    touched: tuple[Touched, ...] = ()
    undo: tuple[Any, ...] = ()
    label: Label | None = None
    result: str | None = None
    author_id: str | None = None
    command_id: str | None = None

    def ids(self, *kinds: str) -> set[str]:
        """Ids of the touched rows of these kinds."""
        return {row.id for row in self.touched if row.kind in kinds}

    def touches(self, *kinds: str) -> bool:
        return any(row.kind in kinds for row in self.touched)


def joined(steps: Sequence[Changes], label: Label) -> Changes:
    """Several steps that a person took as one: taken back together, the last one first."""
    return Changes(
        tuple(row for step in steps for row in step.touched),
        tuple(command for step in reversed(steps) for command in step.undo), label,
        author_id=steps[0].author_id if steps else None,
    )


class ChangeBus:
    """Tells every listener in this process about committed changes, in commit order, on the committing thread."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Changes], None]] = []
        self._lock = threading.Lock()

    def subscribe(self, listener: Callable[[Changes], None]) -> Callable[[], None]:
        """Adds a listener; the returned function removes it."""
        with self._lock:
            self._listeners.append(listener)

        def unsubscribe() -> None:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)

        return unsubscribe

    def publish(self, changes: Changes) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(changes)
