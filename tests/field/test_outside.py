"""Ringing, writing and finding the way: what is opened, and what is said when nothing on the tablet opens it."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from core.bootstrap import Core
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from field_app.device import openers
from field_app.view_models.outside import map_addresses
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen

SCHEMES = ("tel", "sms", "geo", "https")
PHONE = "070-174 06 40"


class Opened(QObject):
    """Takes the addresses that leave the program; `openers` are the schemes that this tablet has a program for."""

    def __init__(self) -> None:
        super().__init__()
        self.openers = set(SCHEMES)
        self.addresses: list[str] = []

    @Slot(QUrl)
    def take(self, address: QUrl) -> None:
        self.addresses.append(unquote(address.toString()))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    taker = Opened()
    monkeypatch.setattr(openers, "has_opener", lambda scheme: scheme in taker.openers)
    for scheme in SCHEMES:
        QDesktopServices.setUrlHandler(scheme, taker, "take")
    yield taker
    for scheme in SCHEMES:
        QDesktopServices.unsetUrlHandler(scheme)


def leaves(screen: TabletScreen, opened: Opened, address: str) -> None:
    def has_left() -> None:
        assert address in opened.addresses

    screen.until(has_left)


def test_the_customer_is_rung_and_written_to_and_the_number_is_said(tablet: Core, qtbot: QtBot, opened: Opened) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("callContact")
        screen.sees("toastText", f"James Wallin: {PHONE}")
        screen.touch("textContact")
        leaves(screen, opened, "sms:+46701740640")
        screen.touch("allPeople")
        screen.touch("callPerson")
        screen.settle()
        assert opened.addresses == ["tel:+46701740640", "sms:+46701740640", "tel:+46701740640"]


def test_without_a_person_the_customer_is_rung_at_the_firms_own_number(
    tablet: Core, qtbot: QtBot, opened: Opened
) -> None:
    build_story(tablet)
    with tablet.database.write() as session:
        session.execute(update(ServiceCall).values(contact_id=None))
        session.execute(update(BusinessPartner).values(phone="+46315550177"))
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("contactName", "Kafé Tulpan")
        screen.sees("contactRole", "031-555 01 77")
        screen.is_gone("textContact")
        screen.touch("callContact")
        leaves(screen, opened, "tel:+46315550177")


def test_where_nothing_rings_the_number_is_there_to_be_dialled(tablet: Core, qtbot: QtBot, opened: Opened) -> None:
    build_story(tablet)
    opened.openers = set()
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("callContact")
        screen.sees("toastText", f"James Wallin: {PHONE} – plattan har inget program som ringer. Slå numret")
        screen.touch("textContact")
        screen.sees("toastText", f"James Wallin: {PHONE} – plattan har inget program för sms")
        screen.touch("navigate")
        screen.sees("toastText", "Tulpangatan 7, Göteborg – inget kartprogram")
        screen.settle()
    assert not opened.addresses


def test_the_way_is_shown_in_the_tablets_map_else_in_the_browser(tablet: Core, qtbot: QtBot, opened: Opened) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("navigate")
        screen.sees("toastText", "Tulpangatan 7, Göteborg")
        assert opened.addresses == ["geo:57.699000,11.952000?q=Tulpangatan 7, Göteborg"]
        opened.openers = {"https"}
        screen.touch("navigate")
        leaves(screen, opened, "https://www.openstreetmap.org/directions?to=57.699000,11.952000")


def test_from_today_the_number_is_said_too(tablet: Core, qtbot: QtBot, opened: Opened) -> None:
    build_story(tablet)
    opened.openers = {"geo"}
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees(f"visit_{STORY.visit}")
        model = screen.application.navigation.page_model
        screen.settle()
        model.call(STORY.visit)  # type: ignore[union-attr]
        screen.sees("toastText", "Slå numret på en telefon")
        model.navigate(STORY.visit)  # type: ignore[union-attr]
        screen.sees("toastText", "Tulpangatan 7, Göteborg")
        screen.settle()
    assert len(opened.addresses) == 1


def test_the_colleague_who_has_the_part_is_rung(tablet: Core, qtbot: QtBot, opened: Opened) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees(f"part_{STORY.valve}", "Hos Milan")
        assert not screen.items(f"callHolder_{STORY.gasket}")
        screen.touch(f"callHolder_{STORY.valve}")
        screen.sees("toastText", "Milan Petrović: 070-174 06 11")
        screen.settle()
    assert opened.addresses == ["tel:+46701740611"]


def test_a_place_without_a_point_is_looked_for_by_its_words() -> None:
    geo, web = map_addresses(None, None, "Tulpangatan 7, Göteborg")
    assert unquote(geo) == "geo:0,0?q=Tulpangatan 7, Göteborg"
    assert web.startswith("https://") and unquote(web).endswith("query=Tulpangatan 7, Göteborg")


@pytest.mark.parametrize(("says", "has"), [("org.kde.marble_geo.desktop", True), ("", False)])
def test_linux_is_asked_whether_anything_opens_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, has: bool
) -> None:
    asks = tmp_path / "xdg-mime"
    asks.write_text(f"#!/bin/sh\n[ \"$3\" = x-scheme-handler/geo ] && printf '%s' '{says}'\nexit 0\n", "utf-8")
    asks.chmod(0o755)
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert openers.has_opener("geo") is has and openers.has_opener("https")
