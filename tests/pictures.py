"""Draws every page of both programs, light and dark, so that a person can look at them: `run.py pictures --out DIR`."""

import argparse
import itertools
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.bootstrap import open_core
from core.clock import FixedClock, local
from core.demo import build_demo
from core.qt.tasks import Tasks
from core.settings import Settings
from core.texts import LANGUAGES
from core.tokens import THEMES
from field_app.application import FieldApplication
from field_app.pages import PAGES
from office_app.application import OfficeApplication, qt_application
from office_app.places import PLACES
from tests.board_pictures import draw_board
from tests.helpers.bare_pages import bare_pages
from tests.helpers.cores import STORY_TIME, opened_tablet
from tests.helpers.standing_sync import SENT, Standing
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import Screen
from tests.helpers.tour import Stop, build_tour, call, sheets, stops
from tests.helpers.tour_paired import paired_stops, two_drives
from tests.helpers.tour_states import states

OFFICE_SIZES = ((1440, 900), (1366, 768))
TABLET_SIZES = {"lying": (1280, 800), "standing": (800, 1280), "fine": (1920, 1200)}
SHEETED = {*PAGES, "checklist-2"}
"""Stops whose sheets are drawn."""
SETTLE_MS = 400
_STILL_MS, _MOST_LOOKS = 30, 40


@dataclass(frozen=True)
class Looks:
    """The languages, themes and positions that are drawn, and for which hand."""

    languages: Sequence[str]
    themes: Sequence[str]
    sizes: dict[str, tuple[int, int]]
    is_left_handed: bool

    def each(self, screen: Screen, language: str) -> Iterator[str]:
        """Each theme, once the screen speaks the language and has it."""
        context = screen.application.context
        context.texts.set_language(language)
        context.look.setLeftHanded(self.is_left_handed)
        for theme in self.themes:
            context.look.setTheme(theme)
            yield theme


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run.py pictures", description="Draw every page of both programs.")
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--language", choices=LANGUAGES, action="append", help="one language only (default: both)")
    parser.add_argument("--program", choices=("office", "field"), help="one program only (default: both)")
    parser.add_argument("--theme", choices=THEMES, action="append", help="the tablet in one look only (default: all)")
    parser.add_argument("--held", choices=TABLET_SIZES, action="append", help="the tablet in one position only")
    parser.add_argument("--left-handed", action="store_true", help="the tablet as it is set for the left hand")
    parser.add_argument("--page", default="", help="the tablet's pages whose name begins like this only")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    application = qt_application()
    languages = chosen.language or list(LANGUAGES)
    with tempfile.TemporaryDirectory() as folder:
        if chosen.program != "field":
            for language in languages:
                draw_office(application, Path(folder) / language, chosen.out, language)
            draw_board(application, Path(folder) / "board", chosen.out)
        if chosen.program != "office":
            sizes = {held: TABLET_SIZES[held] for held in chosen.held or TABLET_SIZES}
            looks = Looks(languages, chosen.theme or list(THEMES), sizes, chosen.left_handed)
            draw_tablet(Path(folder), chosen.out, looks, chosen.page)
    print(f"{len(list(chosen.out.glob('*.png')))} pictures in {chosen.out}")
    return 0


def draw_office(application: QApplication, folder: Path, out: Path, language: str) -> None:
    clock = FixedClock(STORY_TIME + timedelta(hours=1))
    settings = Settings(
        role="office", folder=folder / "office", language=language, announce=False, hub_host="127.0.0.1"
    )
    core = open_core(settings, clock)
    now = clock.now()
    build_demo(core, today=local(now).date(), now=now)
    office = OfficeApplication(core, application)
    office.show()
    for width, height in OFFICE_SIZES:
        office.window.resize(width, height)
        for mode in ("light", "dark"):
            office.context.theme.set_mode(mode)
            for place in PLACES:
                office.context.navigation.go(place.key)
                settle(office.context.tasks)
                office.window.grab().save(str(out / f"office-{place.key}-{mode}-{width}-{language}.png"))
    office.close()


def draw_tablet(folder: Path, out: Path, looks: Looks, page: str) -> None:
    """Every page, kind of step and sheet in the middle of the story's visit, however the tablet is held and set; then
    what a paired tablet says of its sync, and what is shown before there is a tablet at all."""
    with opened_tablet(folder / "tablet") as core:
        day = build_tour(core)
        tablet = FieldApplication(core, person_id=STORY.alex)
        tablet.show()
        Screen(tablet).rest()  # it looks at the battery when it starts, and a stop says what that has left
        _draw_stops(Screen(tablet), itertools.chain(stops(), states(tablet, day)), out, looks, page)
        tablet.close()
    with opened_tablet(folder / "paired") as core, two_drives():
        build_tour(core)
        standing = Standing(SENT)
        tablet = FieldApplication(core, person_id=STORY.alex, sync=standing)
        tablet.context.tablet.start()
        tablet.show()
        _draw_stops(Screen(tablet), paired_stops(Screen(tablet), standing), out, looks, page)
        tablet.close()
    for name, bare in bare_pages(folder / "closed"):
        if name.startswith(page):
            for held, size in looks.sizes.items():
                bare.window.resize(*size)
                for language in looks.languages:
                    for theme in looks.each(bare, language):
                        bare.rest()
                        picture = bare.window.grabWindow()
                        picture.save(str(out / f"tablet-{name}-{theme}-{held}-{language}.png"))


def _draw_stops(screen: Screen, tour: Iterable[Stop], out: Path, looks: Looks, page: str) -> None:
    for stop in tour:
        if not stop.name.startswith(page):
            continue
        for held, size in looks.sizes.items():
            screen.window.resize(*size)
            for language in looks.languages:
                screen.application.context.texts.set_language(language)
                stop.open(screen.application.navigation)
                for theme in looks.each(screen, language):
                    _draw_stop(screen, stop, out, f"tablet-{stop.name}-{theme}-{held}-{language}")


def _draw_stop(screen: Screen, stop: Stop, out: Path, name: str) -> None:
    _still(screen).save(str(out / f"{name}.png"))
    # Each sheet once; over what was done on a page lies the same one.
    for number, sheet in enumerate(sheets(screen.window.contentItem()) if stop.name in SHEETED else []):
        call(sheet, "open")
        _still(screen).save(str(out / f"{name}-{sheet.objectName() or f'sheet{number}'}.png"))
        call(sheet, "close")


def _still(screen: Screen) -> QImage:
    """The picture once it has stopped changing: attachments come from another thread."""
    screen.rest()
    before, picture = QImage(), screen.window.grabWindow()
    for _ in range(_MOST_LOOKS):
        if picture == before and not any(_is_loading(item) for item in screen.items()):
            break
        QTest.qWait(_STILL_MS)
        before, picture = picture, screen.window.grabWindow()
    return picture


def _is_loading(item: QQuickItem) -> bool:
    """An attachment that is still read by another thread."""
    return item.inherits("QQuickImage") and not item.property("source").isEmpty() and item.property("progress") < 1


def settle(tasks: Tasks) -> None:
    """Waits until nothing is under way and what came is painted."""
    loop = QEventLoop()
    timer = QTimer(interval=SETTLE_MS)
    timer.timeout.connect(lambda: loop.quit() if not tasks.busy else None)
    timer.start()
    loop.exec()
    timer.stop()


if __name__ == "__main__":
    sys.exit(main())
