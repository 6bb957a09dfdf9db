"""The tablet with the demo firm's day, and with a long past: start, page and step turns, taps, scrolling, scanning."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy

from core.bootstrap import Core, open_core
from core.clock import FixedClock, local
from core.qt.driving import NotYet
from core.queries.today import TodayVisit, today
from core.rules.lifecycle import STEPS_ON_SITE
from core.settings import Settings
from field_app.driver import UNSEEN
from tests.benchmarks.demo_programs import cold_start, filled
from tests.benchmarks.harness import Bench
from tests.benchmarks.long_past import give_a_long_past
from tests.benchmarks.tablet_hand import TabletHand
from tests.helpers.cores import STORY_TIME
from tests.helpers.source import ROOT

STARTS = 5
ROUNDS = 12
FRAMES = 120
ROWS = 500
MACHINES, PAST_VISITS = 20_000, 5_000


def run(bench: Bench) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tablet, big = Path(folder) / "tablet", Path(folder) / "big"
        alex = _made_elsewhere(Path(folder))
        bench.record("cold_start.demo", "s", [cold_start("field_app", tablet) for _ in range(STARTS)])
        bench.record(f"cold_start.{MACHINES}", "s", [cold_start("field_app", big) for _ in range(STARTS)])
        with _opened(tablet) as core:
            hand = TabletHand(core, alex)
            _turn_pages(bench, hand, core, alex, "demo")
            _tap(bench, hand, core, alex)
            _turn_steps(bench, hand, core, alex)
            _scroll(bench, hand)
            bench.memory("memory_mb.demo")
            hand.close()
        with _opened(big) as core:
            hand = TabletHand(core, alex)
            _turn_pages(bench, hand, core, alex, str(MACHINES))
            _search_past(bench, hand)
            hand.close()
    _scan(bench)


def make_folders(folder: Path) -> str:
    """The two tablets, with the demo firm's day and with a long past as well; whose they are."""
    alex = filled(folder / "office", folder / "tablet")
    shutil.copytree(folder / "tablet", folder / "big")
    with _opened(folder / "big") as core:
        give_a_long_past(core, alex, STORY_TIME, MACHINES, PAST_VISITS)
    return alex


def _made_elsewhere(folder: Path) -> str:
    """In a process of its own: the office that the tablets are filled from is no part of a tablet's memory."""
    code = f"from pathlib import Path; from {__name__} import make_folders; print(make_folders(Path({str(folder)!r})))"
    made = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return made.stdout.split()[-1]


@contextmanager
def _opened(folder: Path) -> Iterator[Core]:
    core = open_core(Settings(role="tablet", folder=folder, language="sv"), FixedClock(STORY_TIME))
    try:
        yield core
    finally:
        core.close()


def _visit(core: Core, alex: str, *steps: str) -> TodayVisit:
    """The day's first visit at one of these steps."""
    visits = core.database.ask(today, alex, local(STORY_TIME).date(), STORY_TIME).visits
    return next(one for one in visits if one.step in steps)


def _turn_pages(bench: Bench, hand: TabletHand, core: Core, alex: str, size: str) -> None:
    """Round and round through the pages as a technician goes; the first time of each page is told apart."""
    visit = _visit(core, alex, *STEPS_ON_SITE)
    row = f"visit_{visit.activity_id}"
    way = [
        (row, "jobPage"), ("link_history", "historyPage"), ("back", "jobPage"), ("link_diagram", "diagramPage"),
        ("back", "jobPage"), ("rail_parts", "partsPage"), ("rail_more", "morePage"), ("rail_job", "jobPage"),
        ("material", "timeMaterialPage"), ("back", "jobPage"), ("rail_scan", "scanPage"), ("rail_today", row),
    ]
    hand.until(lambda: hand.find(row))
    times: list[list[float]] = []
    for _ in range(1 + ROUNDS):
        times.append([hand.touch(target, sees) for target, sees in way])
    bench.record(f"page_turn_first.{size}", "ms", times[0])
    bench.record(f"page_turn.{size}", "ms", [one for turns in times[1:] for one in turns])


def _search_past(bench: Bench, hand: TabletHand) -> None:
    """His own visits of years, letter by letter until what is found stands there."""
    hand.application.navigation.open("own_history")
    hand.until(lambda: hand.find("ownVisits"))
    model, letters = hand.application.navigation.page_model, []
    for word in ("storgatan 17", "e61-000014", "packning"):
        for length in range(1, len(word) + 1):
            typed = word[:length]
            letters.append(hand.milliseconds(lambda said=typed: model.look_for(said), lambda: hand.find("ownVisits")))
    if not model.visits.rowCount():
        raise RuntimeError("nothing was found")
    bench.record(f"own_history.{MACHINES}", "ms", letters)


def _tap(bench: Bench, hand: TabletHand, core: Core, alex: str) -> None:
    """A visit's own steps, there and back: each is committed, and the page says the next one."""
    visit = _visit(core, alex, "new", "accepted")
    hand.until(lambda: hand.find(f"visit_{visit.activity_id}"))
    hand.touch(f"visit_{visit.activity_id}", "next")
    if visit.step == "new":
        hand.touch("next", "next", "Starta resa")
    taps = []
    for _ in range(2 * ROUNDS):
        taps.append(hand.touch("next", "next", "Jag är framme"))
        taps.append(hand.touch("turnBack", "next", "Starta resa"))
    bench.record("tap_to_commit.demo", "ms", taps)


def _turn_steps(bench: Bench, hand: TabletHand, core: Core, alex: str) -> None:
    """A checklist's steps, forward and back."""
    visit = _visit(core, alex, *STEPS_ON_SITE)
    hand.application.navigation.open("checklist_choice", activityId=visit.activity_id)
    hand.until(lambda: hand.find("choices"))
    first = next(one.objectName() for one in hand.items() if one.objectName().startswith("choice-"))
    hand.touch(first, "stepTitle")
    turns = []
    for _ in range(ROUNDS):
        for way in ("stepNext", "stepBack"):
            for _ in range(4):
                hand.until(lambda way=way: _rested(hand, way))
                before = str(hand.find("stepTitle").property("text"))
                point = hand.aim(way)
                turns.append(hand.milliseconds(lambda at=point: hand.press(at), lambda was=before: _other(hand, was)))
    bench.record("step_turn.demo", "ms", turns)


def _rested(hand: TabletHand, target: str) -> None:
    """A button that has just turned the page rests for a moment, so that a double touch turns one page."""
    if not hand.find(target).isEnabled() or hand.items(UNSEEN):
        raise NotYet(f"{target} rests")


def _other(hand: TabletHand, before: str) -> None:
    if hand.find("stepTitle").property("text") == before:
        raise NotYet(f"still at {before}")


def _scroll(bench: Bench, hand: TabletHand) -> None:
    hand.application.navigation.open("parts")
    hand.until(lambda: hand.find("vanList"))
    rows = hand.application.navigation.page_model.items
    rows.set_rows([
        {
            "id": f"row-{n}", "name": f"Packning {n}", "code": f"art. 532-{n:04d}", "amount": f"{n} st",
            "shelf": "fack A2", "note": "Slut" if n % 9 == 0 else "", "tone": "warn",
        }
        for n in range(ROWS)
    ])
    van = hand.find("vanList")
    hand.until(lambda: hand.find("van_row-0"))
    frames, before = [], hand.window.grabWindow()
    for number in range(1, FRAMES + 1):
        van.setProperty("contentY", number * 48.0)
        frames.append(hand.frame())
        picture = hand.window.grabWindow()
        if picture == before:
            raise RuntimeError(f"frame {number} shows what the one before it showed")
        before = picture
    bench.record(f"scroll.{ROWS}", "ms", frames[5:])


def _scan(bench: Bench) -> None:
    """Camera frames 1280 wide, as the scan page is given them: a label at an angle, a bar code, and a desk on which
    there is no code at all."""
    from PySide6.QtGui import QImage

    from field_app.view_models.scan import code_in_frame

    frames = {
        name: QImage(luma.tobytes(), 1280, 720, 1280, QImage.Format.Format_Grayscale8).convertToFormat(
            QImage.Format.Format_RGB32
        )
        for name, luma in _frames().items()
    }
    samples = []
    for _ in range(20):
        for name, frame in frames.items():
            started = time.perf_counter()
            found = code_in_frame(frame)
            samples.append((time.perf_counter() - started) * 1_000)
            if (found.code if found is not None else "") != name:
                raise RuntimeError(f"{name!r} was read as {found}")
    bench.record("scan_frame.1280", "ms", samples)


def _frames() -> dict[str, "numpy.ndarray"]:
    import zxingcpp
    from PIL import Image, ImageFilter

    chance = numpy.random.default_rng(20261124)
    frames = {}
    codes = {
        "M-1001": ("TLP1:E:M-1001", zxingcpp.BarcodeFormat.QRCode),
        "7310000532016": ("7310000532016", zxingcpp.BarcodeFormat.EAN13), "": ("", None),
    }
    for name, (text, kind) in codes.items():
        desk = Image.fromarray(chance.normal(150, 12, (720, 1280)).clip(0, 255).astype(numpy.uint8))
        for _ in range(60):  # things that lie about
            x, y, w, h = chance.integers((0, 0, 20, 20), (1200, 680, 220, 160))
            desk.paste(int(chance.integers(20, 240)), (int(x), int(y), int(x + w), int(y + h)))
        if kind is not None:
            code = Image.fromarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=6))
            label = Image.new("L", (code.width + 60, code.height + 60), 245)
            label.paste(code, (30, 30))
            desk.paste(label.rotate(7, fillcolor=200, expand=True), (420, 180))
        frames[name] = numpy.asarray(desk.filter(ImageFilter.GaussianBlur(0.8)))
    return frames
