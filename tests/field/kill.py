"""Kills the real tablet program at random moments of whole jobs: `run.py kill [--kills N] [--log FILE] [--seed N]`."""

import argparse
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.bootstrap import Core
from core.services.screen_state import kept_screen_state
from tests.field.deeds import PAGES, TITLES, Deed
from tests.field.whole_job import WholeJob, pictures_in
from tests.helpers.cores import opened_tablet
from tests.helpers.running_tablet import RunningTablet
from tests.helpers.story import build_story

MAY_BE_LOST = 0.3
"""Seconds of typing that a sudden end may cost."""
LONGEST_LIFE = 3.0
Say = Callable[[str], None]


@dataclass
class Day:
    """Job after job, over many lives of the program; raises AssertionError when something is lost."""

    folder: Path
    chance: random.Random
    say: Say
    job: WholeJob = field(default_factory=lambda: WholeJob(1))
    at: int = 0
    given: list[Deed] = field(default_factory=list)
    standing: tuple[str, ...] = ("today",)
    jobs_done: int = 0
    deeds_done: int = 0
    lives: int = 0
    one_turn_behind: int = 0

    def begin(self) -> None:
        pictures_in(self.home / "Pictures")
        with opened_tablet(self.tablet) as core:
            build_story(core, released=False)  # the only job is the one that is worked on
            self.job.is_sent_by_the_office(core)

    @property
    def tablet(self) -> Path:
        return self.folder / "tablet"

    @property
    def home(self) -> Path:
        """Of the person who sits at it."""
        return self.folder / "home"

    @property
    def deed(self) -> Deed:
        return self.job.deeds[self.at]

    def one_life(self) -> None:
        """The program from its start to its sudden end, and then a look at what it left."""
        self.lives += 1
        number, begun, place = self.job.number, self.deed.name, self._kept_place()
        ended = self._lives_until_killed(place)
        with opened_tablet(self.tablet) as core:
            self._nothing_is_lost(core, ended)
            here = self._place(core)
            done = "the deed under way was kept" if self._take_up(core, here) else "the deed under way is to be done"
        self.say(
            f"{self.lives:4} job {number}: {begun} … {self.deed.name}; left at "
            f"{here[-1][0]} {here[-1][1].get('step', '')}; {done}; {len(self.given)} deeds of this job are kept"
        )

    def _lives_until_killed(self, place: list[Any]) -> float:
        """Works on until the kill; when that was."""
        moment = [0.0]
        clock_time = f"{12 + self.lives // 60:02}:{self.lives % 60:02}"
        with RunningTablet(self.tablet, clock_time, self.home) as program:
            def kill() -> None:
                moment[0] = time.monotonic()
                program.kill()

            if self.chance.random() < 0.1:  # in the middle of the start
                end = threading.Timer(self.chance.uniform(0.0, 1.5), kill)
                end.start()
                end.join()
                return moment[0]
            end = None
            try:
                self._is_where_it_was(program, place)
                end = threading.Timer(self.chance.uniform(0.0, LONGEST_LIFE), kill)
                end.start()
                while True:
                    self._goes_on(program)
            except (AssertionError, OSError, ValueError):
                if end is None:
                    raise
                end.join()
                assert moment[0] and program.is_over
            return moment[0]

    def _goes_on(self, program: RunningTablet) -> None:
        deed = self.deed
        self.standing = (deed.before, deed.after)
        deed.act(program)
        self.given.append(deed)
        self.deeds_done += 1
        self.standing = (deed.after,)
        if deed.name == "home":
            raise ValueError("the next job has to be sent first")
        self.at += 1

    def _is_where_it_was(self, program: RunningTablet, place: list[Any]) -> None:
        page, arguments = place[-1]
        program.order(do="see", target=PAGES[page])
        if page == "checklist" and arguments.get("step"):
            program.order(do="see", target="stepTitle", text=TITLES[arguments["step"]])
        typed = arguments.get("typed")
        if page == "checkout" and typed is not None:
            program.order(do="see", target="workDone", text=typed)

    def _kept_place(self) -> list[Any]:
        with opened_tablet(self.tablet) as core:
            return self._place(core)

    def _place(self, core: Core) -> list[Any]:
        kept = json.loads(core.database.ask(kept_screen_state, "place") or '[["today", {}]]')
        return [one[:2] for one in kept]

    def _nothing_is_lost(self, core: Core, ended: float) -> None:
        for deed in self.given:
            if deed.name == "words":  # the last letters may have been typed a moment before the end
                self._typing_is_kept(core, ended)
            else:
                assert deed.kept(core), f"{deed.name} was done on the screen and is not kept"
        (page, arguments) = self._place(core)[-1]
        if not self._is_one_turn_behind([[page, arguments]]):
            assert page in self.standing, f"it would reopen at {page}, not at one of {self.standing}"
            steps = self._steps_of_now()
            step = arguments.get("step", "")  # none yet: it opens at the first one without an answer
            assert page != "checklist" or not steps or not step or step in steps, f"at {step}, not at one of {steps}"
        if self.deed.name == "words":
            self._typing_is_kept(core, ended)

    def _typing_is_kept(self, core: Core, ended: float) -> None:
        kept = self.job.words(core)
        must = self.job.typing.at_least(ended, MAY_BE_LOST)
        assert kept.startswith(must), f"{kept!r} is kept of {must!r}, typed {MAY_BE_LOST} s before the end"

    def _steps_of_now(self) -> tuple[str, ...]:
        """The checklist's steps that the deed under way stands at, before and after."""
        following = self.job.deeds[self.at + 1].step if self.at + 1 < len(self.job.deeds) else ""
        return tuple(step for step in (self.deed.step, following) if step)

    def _is_one_turn_behind(self, here: list[Any]) -> bool:
        """A page is turned at once and its place is written beside it: killed between the two, it is the one before.

        So it is with a sheet that closed: what lies open again is saved once more, and must be there once.
        """
        if not self.given:
            return False
        last, (page, arguments) = self.given[-1], here[-1]
        if last.sheet and _sheet_in(arguments) == last.sheet:
            return True
        if page != last.before or (page == last.after and not last.step):
            return False
        return page != "checklist" or arguments.get("step") == last.step

    def _take_up(self, core: Core, here: list[Any]) -> bool:
        """The next life goes on from what is true now; whether the deed under way had been kept."""
        if self._is_one_turn_behind(here):
            self.one_turn_behind += 1
            last = self.given.pop()  # done once more from where it stands
            self.at = self.job.deeds.index(last)
        deed, page = self.deed, here[-1][0]
        was_kept = False
        if deed not in self.given and deed.kept(core) and page == deed.after and self._has_moved(deed, here):
            self.given.append(deed)
            was_kept = True
            if deed.name != "home":
                self.at += 1
        self.job.typing.seen.clear()
        if self.deed.name == "home" and page == "today":
            self.jobs_done += 1
            self.job, self.at, self.given = WholeJob(self.job.number + 1), 0, []
            self.job.is_sent_by_the_office(core)
        return was_kept

    def _has_moved(self, deed: Deed, here: list[Any]) -> bool:
        """On the checklist a deed is over when its step has been left, in a sheet when that is closed."""
        page, arguments = here[-1]
        if _sheet_in(arguments):
            return False
        return deed.step == "" or page != "checklist" or arguments.get("step") != deed.step


def _sheet_in(arguments: dict[str, Any]) -> str:
    """The sheet that would lie open again."""
    return str((arguments.get("sheet") or {}).get("name", ""))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run.py kill", description="Kill the tablet at random moments of its work.")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=20261124)
    parser.add_argument("--log", type=Path, help="write what happened here as well")
    chosen = parser.parse_args(arguments)
    lines: list[str] = []

    def say(line: str) -> None:
        lines.append(line)
        print(line, flush=True)
        if chosen.log:
            chosen.log.write_text("\n".join(lines) + "\n", "utf-8")

    with tempfile.TemporaryDirectory() as folder:
        day = Day(Path(folder), random.Random(chosen.seed), say)
        day.begin()
        for _ in range(chosen.kills):
            day.one_life()
    say(
        f"{day.lives} kills, {day.deeds_done} deeds, {day.jobs_done} whole jobs: nothing was lost; "
        f"{day.one_turn_behind} times it reopened one turn back, killed while the place was being written"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
