"""The dispatch board at four sizes over 14 days, 1600×900, fully drawn: what a planner's hand feels.

`first_paint`: rows in memory until the first picture · `pan`, `zoom`: one frame; `week_pan`: with a week in view and
every day's load drawn · `verdict`: a job is lifted until every visible row says whether it fits, nothing about the days
worked out before · `drag_frame`: the button goes down on a bar until the frame that shows it moved, with verdicts,
ghost and card; `drag_move`: each later frame · `drop`: a job is let go until plan and journal are stored and the board
shows it · `memory_mb`: over an empty window, every row arranged.
"""

import os
import random
import tempfile
from collections.abc import Callable
from datetime import date, time, timedelta
from itertools import count, cycle
from pathlib import Path
from sys import intern
from time import perf_counter

from core.changes import Changes
from core.clock import at_local
from core.qt.collector import set_aside
from core.queries.board import BoardRows, VisitRow
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Blocked, Shift, SkillNeed, to_minute
from core.rules.timeline import timeline
from core.rules.travel import Place
from office_app.board.model.geometry import COLUMN
from tests.benchmarks.board_firm import store
from tests.benchmarks.harness import Bench, resident_megabytes

SIZES = ((10, 200), (50, 2_000), (200, 10_000), (500, 50_000))
FIRST, DAYS = date(2026, 11, 23), 14
HOURS = ((7, 30), (16, 0), (12, 0), (12, 30))
WIDTH, HEIGHT = 1600, 900
FRAMES = 200
CUSTOMERS = 900
STATES = (("planned", "", "planned"), ("released", "accepted", "released"), ("released", "travelling", "travelling"),
          ("in_execution", "working", "on_site"), ("in_execution", "paused", "paused"), ("done", "done", "done"))
NOW = to_minute(at_local(FIRST + timedelta(days=1), time(8, 43)))


def rows(technicians: int, visits: int) -> BoardRows:
    """A made-up firm: everybody's days evenly filled, every fifth with an absence, all statuses."""
    chance = random.Random(technicians)
    skills = {f"s{n}": SkillNeed(f"s{n}", f"Skill {n}", n == 0) for n in range(4)}
    doors = [(f"Customer {number}", _place(chance)) for number in range(CUSTOMERS)]
    people = tuple(_technician(chance, number) for number in range(technicians))
    per_day = max(1, round(visits / technicians / DAYS))
    made = []
    for number in range(visits):
        who, place = number % technicians, number // technicians
        day, slot = place // per_day % DAYS, place % per_day
        base = people[who].shifts[day].start
        start = base + slot * (510 // per_day) // 5 * 5
        duration = chance.choice((30, 45, 60, 60, 90))
        made.append(_visit(chance, number, people[who].id, start, min(duration, 480 // per_day), doors))
    waiting = tuple(_visit(chance, 10**6 + number, None, None, 60, doors) for number in range(40))
    return BoardRows(FIRST, DAYS, NOW, people, tuple(made), waiting, skills, ())


def _technician(chance: random.Random, number: int) -> TechnicianDays:
    shifts = tuple(
        Shift(*(to_minute(at_local(FIRST + timedelta(days=day), time(h, m))) for h, m in HOURS)) for day in range(DAYS)
    )
    away = (Blocked(shifts[1].start, shifts[1].end, "sick", "note"),) if number % 5 == 4 else ()
    held = dict.fromkeys(f"s{n}" for n in range(4) if chance.random() < 0.75)
    return TechnicianDays(
        f"person-{number:031}", f"Technician {number}", f"Tech {number}", f"T{number % 10}", number, "", "",
        _place(chance), held, shifts, away,
    )


def _place(chance: random.Random) -> Place:
    return Place(57.6 + chance.random() / 4, 11.8 + chance.random() / 2)


def _visit(
    chance: random.Random, number: int, person: str | None, start: int | None, duration: int,
    doors: list[tuple[str, Place]],
) -> VisitRow:
    """As the query makes one: names, states and places that come back are the same object."""
    customer, place = doors[number % len(doors)]
    state, step, status = chance.choice(STATES) if person else ("draft", "", "planned")
    end = None if start is None else start + duration
    return VisitRow(
        f"visit-{number:031}", f"call-{number:031}", f"S-2026-{number:05}", customer,
        intern(f"Fault {number % 60}"), person, (), start, end, duration, state, step, status, None, end, "normal",
        number % 17 == 0, False, start, NOW + 60, NOW + 240, None, "", "", place,
        ("s0",) if number % 3 == 0 else ("s1",), (), NOW - number % 5_000, "delivered" if state == "released" else "",
    )


def run(bench: Bench) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication

    from office_app.theme import Theme

    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme = Theme("light")
    theme.install(application)
    for technicians, visits in SIZES:
        _measure(bench, application, theme, technicians, visits)
    for technicians, visits in SIZES:
        _drop(bench, application, technicians, visits)


def _measure(bench: Bench, application, theme, technicians: int, visits: int) -> None:  # type: ignore[no-untyped-def]
    from core.texts import Texts
    from office_app.board.painting.look import Look
    from office_app.board.view import BoardView

    size = f"{technicians}x{visits}"
    axis = timeline(FIRST, DAYS, 84.0)

    def window() -> BoardView:
        view = BoardView(Look(theme), Texts("sv"))
        view.now = NOW
        view.resize(WIDTH, HEIGHT)
        view.show_axis(axis)
        view.show()
        application.processEvents()
        return view

    empty = window()
    held = resident_megabytes()
    data = rows(technicians, visits)
    view = empty
    eight = round(axis.x_of(to_minute(at_local(FIRST + timedelta(days=1), time(7, 15)))))

    def paint() -> None:
        view.canvas.repaint()

    def load() -> None:
        view.scene.load(data)
        view.loaded()
        view.horizontalScrollBar().setValue(eight)
        paint()

    bench.measure(f"first_paint.{size}", "ms", load, n=5, warm_up=0)
    set_aside()
    for row in range(technicians):
        view.scene.bars(row)
    bench.record(f"memory_mb.{size}", "MB", [max(0.0, resident_megabytes() - held)])
    bench.measure(f"pan.{size}", "ms", _panning(view, paint), n=FRAMES, warm_up=10)
    view.horizontalScrollBar().setValue(eight)
    factors = cycle([1.06] * 12 + [1 / 1.06] * 24 + [1.06] * 12)

    def zoom() -> None:
        view.zoom_by(next(factors), COLUMN + 500)
        paint()

    bench.measure(f"zoom.{size}", "ms", zoom, n=FRAMES, warm_up=4)
    view.show_axis(timeline(FIRST, 7, 12.0, 6, 18), 0)
    paint()
    bench.measure(f"week_pan.{size}", "ms", _panning(view, paint), n=FRAMES, warm_up=10)
    view.show_axis(axis, eight)
    view.verticalScrollBar().setValue(0)
    paint()
    _drags(bench, view, size, paint)
    view.close()
    view.deleteLater()
    application.processEvents()


def _drags(bench: Bench, view, size: str, paint: Callable[[], None]) -> None:  # type: ignore[no-untyped-def]
    from PySide6.QtCore import QPoint, Qt
    from PySide6.QtTest import QTest

    from office_app.board.gestures.drag_hub import DragHub

    canvas, scene, mouse = view.canvas, view.scene, view.mouse
    hub = DragHub(view, view)
    mouse.chosen.connect(view.select)
    mouse.lifted.connect(lambda visit, mode, grab, point: hub.begin(scene.visits[visit], mode, grab, point))
    waiting = cycle(list(scene.unplanned.values()))

    def lift() -> None:
        hub.cancel()
        for row in range(len(scene.rows)):
            scene.rows[row].facts = None
        hub.begin(next(waiting), "place", 0.0, QPoint(-10, -10))
        paint()

    bench.measure(f"verdict.{size}", "ms", lift, n=40, warm_up=2)
    hub.cancel()
    geometry, step = view.geometry_now, count()
    held = [box.center().toPoint() for row in geometry.visible_rows() for bar in scene.bars(row)
            if bar.visit.movable and view.rect().contains((box := geometry.bar_rect(row, bar)).toRect(), True)
            and box.width() > 40 and box.left() > COLUMN]
    left, down = Qt.MouseButton.LeftButton, cycle(held)
    samples = []
    for _ in range(FRAMES):
        point = next(down)
        started = perf_counter()
        QTest.mousePress(canvas, left, pos=point)
        QTest.mouseMove(canvas, point + QPoint(37, 25))
        paint()
        samples.append((perf_counter() - started) * 1_000)
        assert view.drag is not None and view.drag.target is not None
        hub.cancel()
        QTest.mouseRelease(canvas, left, pos=point)
        paint()
    bench.record(f"drag_frame.{size}", "ms", samples)
    hub.begin(next(waiting), "place", 0.0, canvas.mapToGlobal(QPoint(400, 120)))

    def drag() -> None:
        place = next(step)
        hub.move(canvas.mapToGlobal(QPoint(400 + place * 7 % 900, 120 + place * 11 % 700)))
        paint()

    bench.measure(f"drag_move.{size}", "ms", drag, n=FRAMES, warm_up=2)
    hub.cancel()


def _panning(view, paint: Callable[[], None]) -> Callable[[], None]:  # type: ignore[no-untyped-def]
    """A hand on a touchpad: mostly sideways, sometimes down, back when an end is reached."""
    across, down = view.horizontalScrollBar(), view.verticalScrollBar()
    speed = [23, 9]

    def pan() -> None:
        for bar, axis in ((across, 0), (down, 1)):
            value = bar.value() + speed[axis]
            if not bar.minimum() <= value <= bar.maximum():
                speed[axis] = -speed[axis]
            bar.setValue(value)
        paint()

    return pan


def _drop(bench: Bench, application, technicians: int, visits: int) -> None:  # type: ignore[no-untyped-def]
    """From letting go until the plan is stored with its journal and the board shows it, on a database of that size."""
    from PySide6.QtCore import QEventLoop

    from office_app.application import OfficeApplication
    from office_app.board.page import BoardPage
    from tests.helpers.cores import opened_office

    with tempfile.TemporaryDirectory() as folder, opened_office(Path(folder) / "office") as core:
        firm = store(core, rows(technicians, visits))
        office = OfficeApplication(core, application)
        office.context.tasks.author_id = firm.planner_id
        page = BoardPage(office.context)
        page.resize(WIDTH, HEIGHT)
        page.show()
        tasks = office.context.tasks

        def settled(true: Callable[[], object]) -> None:
            # As the program waits: asleep until an event comes. Asking again and again would starve the other threads.
            while not true():
                application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

        settled(lambda: page.data.ready and not tasks.busy)
        page.data.show(FIRST, DAYS)
        settled(lambda: len(page.view.scene.visits) == visits and not tasks.busy)
        set_aside()
        samples = []
        for number in range(60):
            stored: list[Changes] = []
            started = perf_counter()
            page.actions_.plan(firm.job_id, firm.person_ids[number % 2], NOW + 6 * 60, then=stored.append)
            page.view.canvas.repaint()
            settled(stored.__len__)
            page.view.canvas.repaint()
            samples.append((perf_counter() - started) * 1_000)
            settled(lambda: not tasks.busy)
        bench.record(f"drop.{technicians}x{visits}", "ms", samples[5:])
        page.close()
        page.deleteLater()
        application.processEvents()
        tasks.close()
