"""The stage of the journey: both programs, the folder for what it leaves, and the record of what happened when."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.clock import SystemClock
from core.texts import Texts
from office_app.demo.programs import Program
from office_app.demo.props import Props


@dataclass
class Stage:
    """What every scene works with; `facts` become summary.json."""

    office: Program
    tablet: Program
    out: Path
    texts: Texts
    props: Props
    facts: dict[str, Any] = field(default_factory=dict)
    _steps: list[dict[str, Any]] = field(default_factory=list)
    _pictures: int = 0

    @contextmanager
    def step(self, name: str) -> Iterator[dict[str, Any]]:
        """One step of the story with its time; the scene adds what it saw."""
        noted: dict[str, Any] = {"step": name, "at": SystemClock().now().isoformat(timespec="milliseconds")}
        begun = time.perf_counter()
        self._steps.append(noted)
        yield noted
        noted["seconds"] = round(time.perf_counter() - begun, 3)
        print(f"  {name:<44} {noted['seconds']:6.2f} s", flush=True)

    def word(self, swedish: str, english: str) -> str:
        """What stands on the screens in the language that is played."""
        return swedish if self.texts.language == "sv" else english

    def time_passes(self, minutes: float) -> None:
        """The day goes on, in both programs alike."""
        for program in (self.office, self.tablet):
            program.order("advance", minutes=minutes)

    def picture(self, program: Program, name: str) -> None:
        """One picture a scene, numbered in the order of the story."""
        self._pictures += 1
        program.order("picture", path=str(self.out / f"{self._pictures:02d}-{name}.png"))

    @property
    def steps(self) -> list[dict[str, Any]]:
        return self._steps


Scene = Callable[[Stage], None]
