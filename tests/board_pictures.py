"""Draws the board as a planner meets it: dragging, conflicts, somebody sick, every size, greyscale, own windows."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from core.bootstrap import Core
from core.clock import FixedClock
from core.rules.facts import to_minute
from office_app.application import OfficeApplication, qt_application
from office_app.board.page import BoardPage
from tests.benchmarks.bench_board import rows as crowd
from tests.helpers.board_day import BoardDay, at, build_board_day
from tests.helpers.cores import STORY_TIME, opened_office

USUAL = (1600, 1000)
SCALE = 2
SIZES = ((1366, 768), (1920, 1080), (3840, 2160))
_LEFT, _NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_SETTLE_MS = 300


class Board:
    """An office on the board's full day, and the hands of the planner."""

    def __init__(self, core: Core, day: BoardDay, office: OfficeApplication, out: Path) -> None:
        self.core, self.day, self.office, self.out = core, day, office, out
        self.window = office.window
        self.page: BoardPage = office.window.pages["board"]  # type: ignore[attr-defined]
        self.settle()

    def settle(self) -> None:
        """Until nothing is under way and what came is painted."""
        loop = QEventLoop()
        timer = QTimer(interval=_SETTLE_MS)
        timer.timeout.connect(lambda: loop.quit() if not self.office.context.tasks.busy else None)
        timer.start()
        loop.exec()
        timer.stop()
        QApplication.processEvents()  # what came last is laid out, too

    def save(self, name: str, widget: QWidget | None = None) -> QPixmap:
        picture = (widget or self.window).grab()
        picture.save(str(self.out / f"board-{name}.png"))
        return picture

    def person(self, key: str) -> str:
        return self.day.people[key]

    def carry_card(self, visit_id: str, who: str, clock: str) -> None:
        """Takes a card and holds it over somebody's row."""
        cards, canvas = self.page.unplanned.cards.canvas, self.page.view.canvas
        start = cards.point_of(visit_id)
        target = canvas.point_of(self.person(who), at(clock))
        assert start is not None and target is not None
        QTest.mousePress(cards, _LEFT, _NO_KEYS, start)
        end = cards.mapFromGlobal(canvas.mapToGlobal(target))
        for step in range(1, 7):
            QTest.mouseMove(cards, start + (end - start) * (step / 6))
        self._held: tuple[QWidget, QPoint] = (cards, end)
        self.settle()

    def let_go(self) -> None:
        widget, point = self._held
        QTest.mouseRelease(widget, _LEFT, _NO_KEYS, point)
        self.settle()

    def view(self, view: Any) -> None:
        self.page.days.show_view(view)
        self.settle()


Scene = Callable[[Board], None]


def drag(board: Board) -> None:
    board.carry_card(board.day.james_job, "alex", "10:10")
    board.save("drag")
    board.page.hub.cancel()


def drag_refused(board: Board) -> None:
    board.carry_card(board.day.james_job, "fredrik", "10:00")
    board.save("drag-refused")
    board.page.hub.cancel()


def conflict(board: Board) -> None:
    board.carry_card(board.day.james_job, "amina", "10:00")
    board.let_go()
    board.save("conflict-accepted")


def sick(board: Board) -> None:
    board.page.tray.away_today(board.person("oskar"))
    board.settle()
    board.save("sick-today")


def emergency(board: Board) -> None:
    board.page.choose(board.day.james_job)
    board.settle()
    board.page.emergency.show_for(board.day.james_job)
    board.settle()
    board.save("emergency")


def planned(board: Board) -> None:
    board.page.choose(board.day.james_job)
    board.settle()
    board.page.show_technician(board.person("alex"))
    board.settle()
    board.save("details")
    board.office.context.theme.set_mode("dark")
    board.settle()
    board.save("details-dark")


def spans(board: Board) -> None:
    for view in ("three_days", "week", "month", "list"):
        board.view(view)
        board.save(view)
    board.page.choose(board.day.james_job, [board.day.james_job, board.day.jobs["Bageri Surdeg"]])
    board.office.context.theme.set_mode("dark")
    board.settle()
    board.save("list-dark")
    board.view("week")
    board.save("week-dark")


def group_stopped(board: Board) -> None:
    """Two jobs are moved together, and one of them may not go."""
    first, second = board.day.jobs["Konditori Aveny"], board.day.jobs["Privat Alba"]
    board.page.choose(first, [first, second])
    canvas = board.page.view.canvas
    grip, target = canvas.bar_point(first), canvas.point_of(board.person("amina"), at("14:15"))
    assert grip is not None and target is not None
    QTest.mousePress(canvas, _LEFT, _NO_KEYS, grip)
    for step in range(1, 6):
        QTest.mouseMove(canvas, grip + (target - grip) * (step / 5))
    board.settle()
    board.save("group-drag")
    QTest.mouseRelease(canvas, _LEFT, _NO_KEYS, target)
    board.settle()
    board.save("group-stopped")


def end_before_now(board: Board) -> None:
    """The end of a job that is under way is pulled to the left of now."""
    board.core.clock.advance(timedelta(minutes=27))  # type: ignore[attr-defined]
    board.page.data.ticked.emit(board.page.data.now)
    canvas, view = board.page.view.canvas, board.page.view
    job = board.day.jobs["Hotell Ankaret"]
    row = view.scene.index_of(board.person("alex"))
    assert row is not None
    box = next(view.geometry_now.bar_rect(row, bar) for bar in view.scene.bars(row) if bar.visit.id == job).toRect()
    grip = QPoint(box.right() - 2, box.center().y())
    QTest.mousePress(canvas, _LEFT, _NO_KEYS, grip)
    for step in range(1, 5):
        QTest.mouseMove(canvas, grip - QPoint(14 * step, 0))
    board.settle()
    board.save("end-before-now")
    board.page.hub.cancel()
    QTest.mouseRelease(canvas, _LEFT, _NO_KEYS, grip)


def drag_in_a_week(board: Board) -> None:
    board.view("week")
    board.carry_card(board.day.james_job, "alex", "10:10")
    board.save("drag-week")
    board.page.hub.cancel()


def sizes(board: Board) -> None:
    for width, height in SIZES:
        board.window.resize(width, height)
        board.page.days.show_view("day")
        board.page.choose(board.day.jobs["Restaurang Kajen"])
        board.settle()
        board.save(f"{width}x{height}")


def twice_the_scale(board: Board) -> None:
    """Only in a program of its own (`main`), since Qt takes its scale when it starts; what is drawn is also hit."""
    view, canvas = board.page.view, board.page.view.canvas
    assert canvas.devicePixelRatio() == SCALE
    for visit_id in list(view.scene.visits):
        point = canvas.bar_point(visit_id)
        assert point is not None
        QTest.mouseClick(canvas, _LEFT, _NO_KEYS, point)
        assert view.marks.current == visit_id
    across = view.horizontalScrollBar()
    across.setValue(across.value() + 37)
    scrolled = canvas.grab().toImage()
    view.loaded()
    assert canvas.grab().toImage() == scrolled, "a picture that was moved is the picture drawn anew"
    board.carry_card(board.day.james_job, "alex", "10:10")
    board.save("200-percent-drag")
    board.page.hub.cancel()
    board.view("week")
    board.save("200-percent-week")


def greyscale(board: Board) -> None:
    board.window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8).save(
        str(board.out / "board-greyscale.png")
    )


def english(board: Board) -> None:
    board.page.choose(board.day.james_job)
    board.office.context.texts.set_language("en")
    board.settle()
    board.save("english")


def own_windows(board: Board) -> None:
    for name in ("list", "map"):
        board.page.out.take_out(name)
    board.page.choose(board.day.james_job)
    board.settle()
    board.save("broken-out")
    for name, window in board.page.out.windows.items():
        board.save(f"own-{name}", window)
    board.page.out.close_all()


def over_it(board: Board) -> None:
    """What lies over the board for a moment."""
    board.page.choose(board.day.jobs["Kontor Opalen"])
    board.settle()
    board.page.keyboard.on_peek()
    board.save("peek")
    board.page.keyboard.on_peek()
    board.page.keyboard.on_duration()
    board.save("duration")
    board.page.keyboard._small._duration.close_box()  # type: ignore[union-attr]
    window: Any = board.window
    window.show_place("help")
    board.save("keys")
    window.key_help.close_help()
    window.show_place("palette")
    window.palette_box.box.setText(">")
    board.settle()
    board.save("palette")
    window.palette_box.close_palette()
    board.page.actions_.pin(board.day.jobs["Kontor Opalen"])
    board.settle()
    window.findChild(QAbstractButton, "bell").click()
    board.settle()
    board.save("bell")


def told_and_lost(board: Board) -> None:
    """A customer who holds an SMS has no visit any more; the month with today; where a job is split; a locked bar."""
    page, jobs = board.page, board.day.jobs
    page.actions_.unplan(jobs["Restaurang Kajen"])
    board.settle()
    board.save("told-unplanned")
    page.told.hide()
    board.view("month")
    board.save("month-today")
    board.view("day")
    page.choose(jobs["Konditori Aveny"])
    board.settle()
    page.keyboard.on_split()
    board.settle()
    board.save("split")
    page.keyboard._small._split.close_box()  # type: ignore[union-attr]
    page.actions_.pin(jobs["Konditori Aveny"])
    board.settle()
    page.keyboard.on_plan_1()
    board.settle()
    board.save("locked-stays")


def sending(board: Board) -> None:
    jobs = board.day.jobs
    board.page.actions_.plan(jobs["Konditori Aveny"], board.person("petra"), to_minute(at("13:30")))
    board.settle()
    board.page.send_day()
    board.settle()
    board.save("clash-before-sending")
    board.page.send_check._send()
    board.settle()
    board.save("day-sent")


def many(board: Board) -> None:
    """200 technicians, 2,000 jobs: the benchmark's own crowd."""
    found = crowd(200, 2_000)
    board.page.view.scene.load(found)
    board.page.days.day = board.page.data.first_day = found.first_day
    board.page.data.loaded.emit()
    board.settle()
    board.save("200-technicians")
    board.page.keyboard._density("compact")
    board.settle()
    board.save("200-technicians-compact")


SCENES: tuple[Scene, ...] = (
    planned, drag, drag_refused, conflict, sick, emergency, spans, drag_in_a_week, group_stopped, end_before_now,
    sizes, greyscale, english, own_windows, over_it, told_and_lost, sending, many,
)


@contextmanager
def opened(application: QApplication, folder: Path, out: Path) -> Iterator[Board]:
    with opened_office(folder, FixedClock(STORY_TIME)) as core:
        day = build_board_day(core)
        office = OfficeApplication(core, application)
        office.context.texts.set_language("sv")
        office.background.start = lambda: None  # type: ignore[method-assign]  no tablets and no SMS in a picture
        office.show()
        office.window.resize(*USUAL)
        try:
            yield Board(core, day, office, out)
        finally:
            office.window.close()
            office.background.stop()
            office.context.tasks.close()


def draw_board(application: QApplication, folder: Path, out: Path, wanted: tuple[str, ...] = ()) -> None:
    """Each scene on a board of its own, so that none shows what another has done."""
    if not wanted or twice_the_scale.__name__ in wanted:
        scaled = {**os.environ, "QT_SCALE_FACTOR": str(SCALE)}
        subprocess.run([sys.executable, "-m", "tests.board_pictures", str(out)], env=scaled, check=True)
    for scene in SCENES:
        if wanted and scene.__name__ not in wanted:
            continue
        with opened(application, folder / scene.__name__, out) as board:
            scene(board)


def main() -> None:
    """The scene that needs a program of its own."""
    with tempfile.TemporaryDirectory() as folder, opened(qt_application(), Path(folder), Path(sys.argv[1])) as board:
        twice_the_scale(board)


if __name__ == "__main__":
    main()
