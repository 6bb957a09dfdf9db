"""A code that nobody knew is given to a machine or an article: «Koppla till…»."""


from pytestqt.qtbot import QtBot

from core.bootstrap import Core
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


def test_an_article_that_has_a_bar_code_keeps_it(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        connects(screen, "7310999", STORY.gasket)
        screen.sees("scanTitle", "Packning E61")  # chosen, for this time
        screen.settle()
    with tablet.database.read() as session:
        assert session.get_one(Item, STORY.gasket).barcode == "7310000532017"
