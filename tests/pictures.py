"""Draws every page of both programs, light and dark, so that a person can look at them: `run.py pictures --out DIR`."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from core.bootstrap import open_core
from core.clock import FixedClock, local
from core.demo import build_demo
from core.qt.tasks import Tasks
from core.settings import Settings
from core.tokens import THEMES
from field_app.application import FieldApplication
from field_app.pages import PAGES
from office_app.application import OfficeApplication, qt_application
from office_app.places import PLACES
from tests.helpers.cores import STORY_TIME, opened_tablet
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story

OFFICE_SIZES = ((1440, 900), (1366, 768))
SETTLE_MS = 400
VISIT = {"activityId": STORY.visit}
ARGUMENTS: dict[str, dict[str, str]] = {
    **dict.fromkeys(
        ("job", "diagram", "paper", "history", "checklist_choice", "time_material", "checkout", "finding", "done"),
        VISIT,
    ),
    "checklist": {"instanceId": "instance", "step": "pressure"},
    "photo": {**VISIT, "instanceId": "instance", "elementId": "gauge"},
}


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="run.py pictures", description="Draw every page of both programs.")
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--language", choices=("sv", "en"), default="sv")
    chosen = parser.parse_args(arguments)
    chosen.out.mkdir(parents=True, exist_ok=True)
    application = qt_application()
    with tempfile.TemporaryDirectory() as folder:
        draw_office(application, Path(folder), chosen.out, chosen.language)
        draw_tablet(Path(folder), chosen.out, chosen.language)
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
                office.window.grab().save(str(out / f"office-{place.key}-{mode}-{width}.png"))
    office.close()


def draw_tablet(folder: Path, out: Path, language: str) -> None:
    """Every page on the story's visit, as it looks with the checklist half done."""
    with opened_tablet(folder / "tablet") as core:
        build_story(core)
        day = FieldDay(core)
        day.arrives()
        day.starts_checklist("instance")
        for theme in THEMES:
            tablet = FieldApplication(core, language=language, theme=theme, person_id=STORY.alex)
            tablet.show()
            for page in PAGES:
                tablet.navigation.open(page, **ARGUMENTS.get(page, {}))
                settle(tablet.tasks)
                tablet.window.grabWindow().save(str(out / f"tablet-{page}-{theme}.png"))
            tablet.close()


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
