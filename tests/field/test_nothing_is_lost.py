"""What was tapped or half typed on the tablet is in the database, and the program reopens on the same step."""

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtQuick import QQuickItem
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from core.bootstrap import Core
from core.queries.checklist_run import checklist_run
from core.queries.checkout import checkout
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


def answer(core: Core, element: str) -> dict[str, object] | None:
    run = core.database.ask(checklist_run, "instance")
    assert run is not None
    return next(step.answer for step in run.steps if step.element_id == element)


def test_a_half_typed_value_is_kept_after_a_pause(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        screen.touch("key-1")
        screen.touch("key-decimal")
        qtbot.waitUntil(lambda: answer(tablet, "pressure") == {"value": "1"})
        screen.sees("saved", "Sparat på plattan 09:47")
        screen.settle()


def test_half_typed_words_are_kept_after_a_pause(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    def kept() -> str:
        page = tablet.database.ask(checkout, STORY.visit, STORY.alex, tablet.clock.now())
        assert page is not None
        return page.work_done

    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checkout", activityId=STORY.visit)
        screen.touch("editWork")
        screen.type("workTextArea", "Bytt pack", clear=True)
        qtbot.waitUntil(lambda: kept() == "Bytt pack")
        screen.settle()


def test_it_reopens_on_the_same_step_with_the_same_value(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    alex.starts_checklist("instance")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        for key in ("0", "decimal", "9"):
            screen.touch(f"key-{key}")
        screen.sees("stepValue", "0,9")
        screen.settle()
    assert answer(tablet, "pressure") == {"value": "0.9"}, "closing commits what was half typed"
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("stepTitle", "Mät panntryck")
        screen.sees("stepValue", "0,9")
        screen.settle()


def test_the_first_key_on_a_kept_value_begins_a_new_one(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    instance = alex.starts_checklist("instance")
    alex.answers(instance, "pressure", {"value": "1.05"})
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        screen.sees("stepValue", "1,05")
        screen.touch("key-8")
        screen.sees("stepValue", "8")
        screen.settle()


PAGES = [
    ("checklist_choice", {}), ("checklist", {"step": "pressure"}), ("checklist", {"step": "off"}),
    ("checklist", {"step": "customer"}), ("checklist", {"step": "gauge"}), ("photo", {}), ("time_material", {}),
    ("checkout", {}), ("done", {}), ("scan", {}),
]


@pytest.mark.parametrize(("page", "more"), PAGES, ids=lambda value: value if isinstance(value, str) else "")
@pytest.mark.parametrize("size", [(1280, 800), (800, 1280)], ids=["landscape", "portrait"])
def test_everything_can_be_hit_with_a_wet_finger(
    alex: FieldDay, tablet: Core, qtbot: QtBot, page: str, more: dict[str, str], size: tuple[int, int]
) -> None:
    alex.starts_checklist("instance")
    alex.records_all()
    arguments = {"instanceId": "instance"} if page == "checklist" else {"activityId": STORY.visit}
    with tablet_screen(tablet, qtbot, size=size) as screen:
        screen.application.navigation.open(page, **arguments, **more)
        screen.settle()
        small = [one for one in (described(screen, item) for item in screen.items() if touchable(item)) if one]
        assert small == []


def touchable(item: QQuickItem) -> bool:
    return item.inherits("QQuickAbstractButton") and item.isEnabled()


def described(screen: TabletScreen, item: QQuickItem) -> str:
    """What is wrong with a target: too small, or outside the window sideways."""
    corner = item.mapToScene(QPointF(0, 0))
    inside = corner.x() >= -0.5 and corner.x() + item.width() <= screen.window.width() + 0.5
    big = item.width() >= 55.5 and item.height() >= 55.5
    return "" if big and inside else f"{item.objectName()} {item.width():.0f}×{item.height():.0f} at {corner.x():.0f}"


def test_another_language_is_spoken_about_what_stands_there_already(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    instance = alex.starts_checklist("instance")
    alex.answers(instance, "pressure", {"value": "1.05"})
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("checklist", instanceId="instance", step="pressure")
        screen.sees("stepValue", "1,05")
        screen.application.context.texts.set_language("en")
        screen.sees("stepValue", "1.05")
        screen.application.navigation.open("scan")
        screen.type("scanCode", "7310999")
        screen.touch("scanLookUp")
        screen.sees("scanUnknown", "Unknown code")
        screen.application.context.texts.set_language("sv")
        screen.sees("scanUnknown", "Okänd kod")
        screen.settle()


def test_what_is_committed_is_on_the_disk_before_the_screen_moves(tablet: Core) -> None:
    """FULL (2) in WAL: each commit is flushed; NORMAL would lose the last ones when the battery dies."""
    with tablet.database.write() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert session.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    with tablet.database.read() as session:
        assert session.execute(text("PRAGMA synchronous")).scalar_one() == 2
