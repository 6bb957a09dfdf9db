"""The tablet with the demo firm's day: cold start, page turns, taps until repainted, scrolling, memory."""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from core.bootstrap import Core, open_core
from core.clock import FixedClock, local
from core.settings import Settings
from tests.benchmarks.demo_programs import PATIENCE, cold_start, filled
from tests.benchmarks.harness import Bench
from tests.helpers.cores import STORY_TIME

STARTS = 5
TURNS = 30
FRAMES = 120
ROWS = 500


def run(bench: Bench) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("QT_QUICK_BACKEND", "software")
    with tempfile.TemporaryDirectory() as folder:
        tablet = Path(folder) / "tablet"
        alex = filled(Path(folder) / "office", tablet)
        bench.record("cold_start.demo", "s", [cold_start("field_app", tablet) for _ in range(STARTS)])
        core = open_core(Settings(role="tablet", folder=tablet, language="sv"), FixedClock(STORY_TIME))
        try:
            _on_the_screen(bench, core, alex)
        finally:
            core.close()


def _on_the_screen(bench: Bench, core: Core, alex: str) -> None:
    from PySide6.QtCore import QEventLoop, QTimer
    from PySide6.QtGui import QGuiApplication

    from core.qt.driving import NotYet
    from core.queries.today import today
    from field_app.application import FieldApplication, qt_application
    from tests.helpers.tablet_screen import Screen

    application = qt_application()
    program = FieldApplication(core, language="sv", person_id=alex)
    program.show()
    screen = Screen(program)
    visits = core.database.ask(today, alex, local(STORY_TIME).date(), STORY_TIME).visits
    visit = next(one for one in visits if one.step in ("new", "accepted"))

    def until(holds: Callable[[], object]) -> None:
        """As a person sees it: what was asked for is there, nothing is under way, and it is painted."""
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            # Asleep between events, as the program itself is: spinning would take the time from what is measured.
            QGuiApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if program.tasks.busy:
                continue
            try:
                holds()
            except NotYet:
                continue
            program.window.grabWindow()
            return
        raise TimeoutError(holds)

    def timed(act: Callable[[], None], holds: Callable[[], object]) -> float:
        started = time.perf_counter()
        act()
        until(holds)
        return (time.perf_counter() - started) * 1_000

    tick = QTimer(interval=2)
    tick.start()
    until(lambda: screen.find(f"visit_{visit.activity_id}"))
    turns = []
    for _ in range(TURNS):
        turns.append(timed(lambda: screen.click(f"visit_{visit.activity_id}"), lambda: screen.find("next")))
        turns.append(timed(lambda: screen.click("back"), lambda: screen.find(f"visit_{visit.activity_id}")))
    bench.record("page_turn.demo", "ms", turns[2:])

    program.navigation.open("job", activityId=visit.activity_id)
    until(lambda: screen.find("next"))
    if visit.step == "new":
        timed(lambda: screen.click("next"), lambda: screen.find("next", "Starta resa"))
    taps = []
    for _ in range(TURNS):
        taps.append(timed(lambda: screen.click("next"), lambda: screen.find("next", "Jag är framme")))
        taps.append(timed(lambda: screen.click("turnBack"), lambda: screen.find("next", "Starta resa")))
    bench.record("tap_to_commit.demo", "ms", taps)

    program.navigation.open("parts")
    until(lambda: screen.find("vanList"))
    rows = program.navigation.page_model.property("items")
    rows.set_rows([
        {
            "id": f"row-{n}", "name": f"Packning {n}", "code": f"art. 532-{n:04d}", "amount": f"{n} st",
            "shelf": "fack A2", "note": "Slut" if n % 9 == 0 else "", "tone": "warn",
        }
        for n in range(ROWS)
    ])
    van = screen.find("vanList")
    until(lambda: screen.find("van_row-0"))
    frames, before = [], program.window.grabWindow()
    for number in range(1, FRAMES + 1):
        started = time.perf_counter()
        van.setProperty("contentY", number * 48.0)
        application.processEvents()
        picture = program.window.grabWindow()
        frames.append((time.perf_counter() - started) * 1_000)
        if picture == before:
            raise RuntimeError(f"frame {number} shows what the one before it showed")
        before = picture
    bench.record(f"scroll.{ROWS}", "ms", frames[5:])
    bench.memory("memory_mb.demo")
    program.close()
