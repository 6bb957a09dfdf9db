"""How soon the office answers a key: palette, panes and page turns on the demo firm, until what it shows is painted."""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from core.bootstrap import open_core
from core.clock import FixedClock, local
from core.demo import build_demo
from core.settings import Settings
from tests.benchmarks.harness import Bench
from tests.helpers.cores import STORY_TIME

ROUNDS = 12
SEARCHED = ("kafe tul", "2041", "031-55", ">lager", "#tulpan", "@al")


def run(bench: Bench) -> None:
    """`palette_open`, `palette_key` (from the key to its answer), `pane` (F7 to F9) and `page_turn` to a page that was
    open before, all in ms to the painted frame."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from office_app.application import OfficeApplication, qt_application

    application = qt_application()
    with tempfile.TemporaryDirectory() as folder:
        clock = FixedClock(STORY_TIME + timedelta(hours=1))
        core = open_core(Settings(role="office", folder=Path(folder), announce=False, hub_host="127.0.0.1"), clock)
        build_demo(core, today=local(clock.now()).date(), now=clock.now())
        office = OfficeApplication(core, application)
        office.background.start = lambda: None  # type: ignore[method-assign]  no tablets beside what is measured
        office.show()
        office.window.resize(1600, 1000)
        try:
            _measure(bench, application, office)
        finally:
            office.close()


def _measure(bench: Bench, application: Any, office: Any) -> None:
    from office_app.places import PLACES

    window, tasks = office.window, office.context.tasks

    def settle() -> None:
        until = time.monotonic() + 20
        while tasks.busy or time.monotonic() < until - 19.9:
            application.processEvents()

    def timed(act: Callable[[], None], answered: Callable[[], bool] = lambda: True) -> float:
        started = time.perf_counter()
        act()
        while not answered():
            application.processEvents()
        window.repaint()
        return (time.perf_counter() - started) * 1_000

    for place in PLACES:
        window.show_place(place.key)
        settle()
    turns = []
    for _round in range(ROUNDS):
        for place in PLACES:
            turns.append(timed(lambda key=place.key: window.show_place(key)))  # type: ignore[misc]
            settle()
    bench.record("page_turn.demo", "ms", turns)
    window.show_place("board")
    settle()
    board = window.pages["board"]
    panes = [board.keyboard.on_toggle_list, board.keyboard.on_toggle_strip, board.keyboard.on_toggle_details]
    bench.record("pane.demo", "ms", [timed(toggle) for _round in range(ROUNDS) for toggle in panes])
    _palette(bench, window, timed, settle)


def _palette(bench: Bench, window: Any, timed: Callable[..., float], settle: Callable[[], None]) -> None:
    palette = window.palette_box
    opened, keys = [], []
    for _round in range(ROUNDS):
        opened.append(timed(lambda: window.show_place("palette")))
        for text in SEARCHED:
            palette.box.clear()
            settle()
            for length in range(1, len(text) + 1):
                wanted = text[:length].strip()
                keys.append(timed(lambda: palette.box.setText(wanted), lambda: palette.shown == wanted))  # noqa: B023
        palette.close_palette()
        settle()
    bench.record("palette_open.demo", "ms", opened)
    bench.record("palette_key.demo", "ms", keys)
