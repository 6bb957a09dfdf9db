"""Puts a known mistake into the engines for a while, and looks for the history that shows it.

A mistake is a function that puts its patches in place; they exist only in the tests, never in the program.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from tests.sync.simulator import Faults, World

WITHIN = 5_000
"""Seeds within which a planted mistake must show itself."""
MANY_RESTORES = Faults(restore_office=0.03, restore_tablet=0.02, duplicate=0.2)
ONLY_RESTORES = Faults(restore_office=0.03, restore_tablet=0, duplicate=0.3, crash=0, poison=0, full=0, drop=0.02)
_UNSET = object()


class Patches:
    """Puts other values in the place of attributes, and takes them out again."""

    def __init__(self) -> None:
        self._before: list[tuple[Any, str, Any]] = []

    def setattr(self, target: Any, name: str, value: Any) -> None:
        self._before.append((target, name, vars(target).get(name, _UNSET)))
        setattr(target, name, value)

    def undo(self) -> None:
        for target, name, value in reversed(self._before):
            if value is _UNSET:
                delattr(target, name)
            else:
                setattr(target, name, value)
        self._before.clear()


Plant = Callable[[Patches], None]


@dataclass(frozen=True)
class Mistake:
    """One planted mistake, and the histories in which it is looked for."""

    plant: Plant
    faults: Faults
    first_seed: int = 0

    @property
    def name(self) -> str:
        return self.plant.__name__

    def find(self) -> tuple[int, str] | None:
        """The first seed that shows it, with what it broke; None when none does."""
        with planted(self.plant):
            for seed in range(self.first_seed, self.first_seed + WITHIN):
                try:
                    World(seed, faults=self.faults).run()
                except Exception as found:  # a promise broken, or the engine tripping over its own books
                    return seed, str(found).splitlines()[0]
        return None


@contextlib.contextmanager
def planted(plant: Plant) -> Iterator[None]:
    patches = Patches()
    try:
        plant(patches)
        yield
    finally:
        patches.undo()


def answer(value: Any) -> Callable[..., Any]:
    """A function that always answers this."""
    return lambda *_given, **_named: value
