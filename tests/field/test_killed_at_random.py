"""The real program killed at random moments in the middle of the work: no answer that was seen to be given is lost.

Ten kills; the variable TULPAN_KILLS asks for more.
"""

import json
import os
import random
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.services.screen_state import keep_screen_state
from tests.field.test_nothing_is_lost import answer
from tests.field.test_reopening import RunningTablet
from tests.helpers.cores import opened_tablet
from tests.helpers.field_day import FieldDay
from tests.helpers.story import build_story

KILLS = int(os.environ.get("TULPAN_KILLS", "10"))
TITLES = {"off": "Stäng av och lufta", "pressure": "Mät panntryck", "brew": "Provbrygg 2 × 30 ml"}
ORDER = list(TITLES)


class Work:
    """Answers three steps over and over; `given` is what the screen has moved on from, `under_way` what it has not."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.given: dict[str, dict[str, Any]] = {}
        self.under_way: tuple[str, list[dict[str, Any]]] | None = None
        self.standing = {"off"}
        self.answers = 0

    def goes_on(self, program: RunningTablet, element: str) -> str:
        """One answer on this step and on to the next; returns the step that is then seen."""
        following = ORDER[(ORDER.index(element) + 1) % len(ORDER)]
        if element == "off":
            word = self.chance.choice(("yes", "no"))
            self.under_way = (element, [{"answer": word}])
            program.order(do="click", target=f"answer{word.capitalize()}")
            wanted: dict[str, Any] = {"answer": word}
        else:
            text = f"{self.chance.randint(0, 9)}.{self.chance.randint(10, 99)}" if element == "pressure" else str(
                self.chance.randint(10, 99)
            )
            self.under_way = (element, [{"value": text[:end].rstrip(".")} for end in range(1, len(text) + 1)])
            for sign in text:
                program.order(do="click", target=f"key-{'decimal' if sign == '.' else sign}")
            wanted = {"value": text}
        self.standing = {element, following, ORDER[min(ORDER.index(element) + 1, 2)]}
        program.order(do="click", target=f"step-{following}")
        program.order(do="see", target="stepTitle", text=TITLES[following])
        self.given[element], self.under_way = wanted, None
        self.standing = {element, following}
        self.answers += 1
        return following


@pytest.mark.slow
def test_killed_at_random_moments_no_answer_is_lost(tmp_path: Path) -> None:
    work = Work(random.Random(20261124))
    with opened_tablet(tmp_path) as core:
        build_story(core)
        alex = FieldDay(core)
        alex.arrives()
        alex.starts_checklist("instance")
        place = [["today", {}], ["checklist", {"instanceId": "instance", "step": "off"}]]
        keep_screen_state(core.database, "place", json.dumps(place))
    for number in range(KILLS):
        # Time goes on between two lives: of two answers the later one counts.
        one_life(tmp_path, work, f"{11 + number // 60:02}:{number % 60:02}")
        nothing_is_lost(tmp_path, work)
    assert work.answers >= KILLS, "the program was killed before it could do anything"


def one_life(folder: Path, work: Work, clock_time: str) -> None:
    """The program from its start to its sudden end."""
    with RunningTablet(folder, clock_time) as program:
        program.order(do="see", target="stepTitle")
        element = next(one for one, title in TITLES.items() if says(program, title))
        assert element in work.standing, f"it reopened at {element}, not at one of {work.standing}"
        end = threading.Timer(work.chance.uniform(0.0, 2.5), program.kill)
        end.start()
        try:
            while True:
                element = work.goes_on(program, element)
        except (AssertionError, BrokenPipeError, ValueError):
            end.join()
            assert program.is_over, "an order was refused while the program was alive"


def says(program: RunningTablet, title: str) -> bool:
    try:
        program.order(do="see", target="stepTitle", text=title, seconds=0.3)
    except AssertionError:
        return False
    return True


def nothing_is_lost(folder: Path, work: Work) -> None:
    with opened_tablet(folder) as core:
        for element in ORDER:
            found, wanted = plain(answer(core, element)), work.given.get(element)
            allowed = [plain(wanted)]
            if work.under_way is not None and work.under_way[0] == element:
                allowed += [plain(one) for one in work.under_way[1]]
            assert found in allowed, f"{element} is {found}, not one of {allowed}"
            work.given[element] = found if found is not None else work.given.get(element, {})
            if not work.given[element]:
                del work.given[element]
    work.under_way = None


def plain(value: dict[str, Any] | None) -> dict[str, Any] | None:
    """Numbers by their worth: 9.10 is 9.1."""
    if value is not None and "value" in value:
        return {"value": str(Decimal(value["value"]).normalize())}
    return value or None
