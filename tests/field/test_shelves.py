"""A shelf's label shows what lies there, wherever it is read or typed."""


from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.model.visit import Material
from tests.helpers.field_day import FieldDay
from tests.helpers.scan_page import open_scan
from tests.helpers.story import STORY
from tests.helpers.tablet_screen import tablet_screen


def test_a_shelfs_label_shows_what_lies_there(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        open_scan(screen, activityId=STORY.visit)
        screen.type("scanCode", "c1")
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "C1")
        screen.sees("scanDetail", "I bilen · 1 artikel")
        screen.type("scanCode", "Huvudlager H12", clear=True)
        screen.touch("scanLookUp")
        screen.sees("scanTitle", "H12")
        screen.sees("scanDetail", "Huvudlager · 1 artikel")
        screen.touch(f"connect-{STORY.gasket}", "60 st i Huvudlager")
        screen.sees("scanDetail", "fack A2 · 4 st kvar")  # used, it is taken from the van
        screen.touch("scanUse")
        screen.sees("scanUsed", "Packning E61 använd")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.gasket]


def test_a_shelfs_label_on_time_and_material_offers_what_lies_there(
    alex: FieldDay, tablet: Core, qtbot: QtBot
) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("time_material", activityId=STORY.visit)
        screen.sees(f"use-{STORY.detergent}")
        screen.type("searchVan", "c1")
        screen.is_gone(f"use-{STORY.detergent}")
        screen.sees(f"use-{STORY.pressure_switch}", "fack C1")
        screen.find("timeMaterialPage").forceActiveFocus()
        screen.scan("D3")
        screen.sees("shelfShown", "Det här ligger i fack D3")
        screen.is_gone(f"use-{STORY.pressure_switch}")
        screen.touch(f"use-{STORY.detergent}", "fack D3")
        screen.settle()
        assert screen.items(f"use-{STORY.detergent}") and not screen.items(f"use-{STORY.pressure_switch}")
        screen.type("searchVan", "E9", clear=True)
        QTest.keyClick(screen.window, Qt.Key.Key_Return)
        screen.sees("unknownCode", "Okänd kod E9")
        screen.settle()
    with tablet.database.read() as session:
        assert session.scalars(select(Material.item_id)).all() == [STORY.detergent]


def test_a_place_is_searched_among_the_parts(alex: FieldDay, tablet: Core, qtbot: QtBot) -> None:
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("parts")
        screen.sees(f"van_{STORY.pressure_switch}")
        assert not screen.items(f"van_Huvudlager{STORY.gasket}"), "without words only the van"
        screen.type("vanSearch", "fack h12")
        screen.sees(f"van_Huvudlager{STORY.gasket}", "Huvudlager · fack H12")
        screen.sees(f"van_Huvudlager{STORY.gasket}", "60 st")
        assert not screen.items(f"van_{STORY.gasket}")
        screen.type("vanSearch", "packning", clear=True)
        screen.sees(f"van_{STORY.gasket}", "fack A2")
        screen.sees(f"van_Huvudlager{STORY.gasket}")
        screen.settle()
