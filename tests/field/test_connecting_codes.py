"""A code that nobody knew is given to a machine or an article: «Koppla till…»."""


import pytest
from pytestqt.qtbot import QtBot

from core.bootstrap import Core
from core.commands.on_site import GiveCode
from core.errors import UserError
from core.model.item import Item
from tests.helpers.field_day import FieldDay
from tests.helpers.scan_page import open_scan
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import TabletScreen, tablet_screen


def connects(screen: TabletScreen, code: str, target: str) -> None:
    open_scan(screen, activityId=STORY.visit)
    screen.scan(code)
    screen.sees("scanUnknown", f"Okänd kod {code}")
    screen.touch(f"connect-{target}")


def test_an_unknown_code_is_the_articles_from_then_on(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet.database.write() as session:
        session.get_one(Item, STORY.pressure_switch).barcode = ""
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "7310999", STORY.pressure_switch)
        screen.sees("scanTitle", "Tryckvakt 0,5–1,4 bar")
        screen.settle()
        open_scan(screen, activityId=STORY.visit)
        screen.scan("7310999")
        screen.sees("scanTitle", "Tryckvakt 0,5–1,4 bar")
        screen.settle()


def test_an_unknown_code_is_the_machines_label_until_that_is_undone(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "QR-4711", STORY.machine)
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.sees("scanOpenJob")
        screen.touch("toastAct")
        screen.sees("toastText", "Ångrat")
        screen.settle()
        open_scan(screen, activityId=STORY.visit)
        screen.scan("QR-4711")
        screen.sees("scanUnknown", "Okänd kod QR-4711")
        screen.settle()


def test_an_article_that_has_a_bar_code_is_found_by_both(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    """Another maker's box has another number; what it was found by before goes on."""
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "7310999", STORY.gasket)
        screen.sees("scanTitle", "Packning E61")
        screen.sees("toastText", "7310999 hör nu till Packning E61")
        screen.settle()
        for code in ("7310999", "7310000532017"):
            open_scan(screen, activityId=STORY.visit)
            screen.scan(code)
            screen.sees("scanTitle", "Packning E61")
            screen.settle()


def test_a_further_code_is_taken_back_and_another_thing_can_have_it(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "7310999", STORY.gasket)
        screen.sees("scanTitle", "Packning E61")
        screen.touch("toastAct")
        screen.sees("toastText", "Ångrat")
        screen.settle()
        connects(screen, "7310999", STORY.machine)
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.settle()
        open_scan(screen, activityId=STORY.visit)
        screen.scan("TLP-M-1001")
        screen.sees("scanTitle", "Faema E61 Legend")
        screen.settle()


def test_a_further_code_of_one_is_never_given_to_another(alex: FieldDay, tablet: Core) -> None:
    alex.does(GiveCode(kind="article", object_id=STORY.gasket, code="7310999"))
    with pytest.raises(UserError, match="error_code_taken"):
        alex.does(GiveCode(kind="machine", object_id=STORY.machine, code="7310999"))
