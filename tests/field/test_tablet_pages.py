"""The tablet's other pages on a real core: diagram, papers, history, van, choices, sync."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from core.bootstrap import Core
from core.clock import FixedClock
from core.model.attachment import Attachment
from core.model.visit import Activity, Material
from core.sync.status import SyncStatus
from tests.helpers.cores import opened_tablet
from tests.helpers.field_day import FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import tablet_screen
from tests.helpers.tour import another_job


def give(core: Core, attachment_id: str, content: bytes, mime: str) -> None:
    sha256 = core.blobs.put(content)
    with core.database.write() as session:
        attachment = session.get(Attachment, attachment_id)
        assert attachment is not None
        attachment.sha256, attachment.mime, attachment.size = sha256, mime, len(content)


def drawing() -> bytes:
    image = Image.new("RGB", (1600, 1000), "white")
    ImageDraw.Draw(image).ellipse((600, 400, 900, 700), outline="black", width=9)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


def manual(pages: int) -> bytes:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number in range(pages):
        canvas.drawString(80, 700, f"Sida {number + 1}")
        canvas.rect(80, 200, 300, 300, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def test_a_diagram_zooms_and_a_part_is_used_from_it(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    give(tablet, "attachment-diagram", drawing(), "image/png")
    FieldDay(tablet).arrives()
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("openDiagram")
        screen.sees("spot_7")
        before = screen.sees("diagramCanvas").width()
        screen.touch("zoomIn")
        assert screen.sees("diagramCanvas").width() > before * 1.4
        screen.touch("zoomFit")
        assert screen.sees("diagramCanvas").width() == pytest.approx(before)
        screen.touch("spot_7")
        screen.sees("chosenStock", "4 st i bilen · fack A2")
        screen.touch("useChosen", "Använd 1 st")
        screen.sees("chosenStock", "3 st i bilen · fack A2")
    with tablet.database.read() as session:
        assert [(one.item_id, one.quantity) for one in session.query(Material)] == [(STORY.gasket, 1)]


def test_zooming_goes_to_the_chosen_part(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    give(tablet, "attachment-diagram", drawing(), "image/png")
    with tablet_screen(tablet, qtbot) as screen:
        screen.application.navigation.open("diagram", activityId=STORY.visit)
        screen.touch("spot_7")
        for _ in range(4):
            screen.touch("zoomIn")
        flick, spot = screen.sees("diagramFlick"), screen.find("spot_7")
        middle = spot.mapToItem(flick, spot.boundingRect().center())
        assert flick.boundingRect().contains(middle), "the part that was asked for is in sight"


def test_a_manual_is_read_page_by_page(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    give(tablet, "attachment-manual", manual(3), "application/pdf")
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("link_paper")
        screen.sees("pageTitle", "E61 Legend, servicehandbok")
        for number in range(3):
            screen.sees(f"sheet_{number}")
        sheet = screen.sees("sheet_0")
        picture = next(child for child in sheet.childItems() if child.inherits("QQuickImage"))
        qtbot.waitUntil(lambda: picture.implicitHeight() > 100)
        assert sheet.height() > sheet.width(), "a standing page"
        screen.touch("paperLarger")
        assert screen.sees("sheet_0").width() > sheet.parentItem().parentItem().width() * 0.9


def test_a_damaged_manual_says_so(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("link_paper")
        screen.sees("paperNote", "Filen är inte hel")


def test_a_manual_that_has_not_come_yet_says_so(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet.database.write() as session:
        attachment = session.get(Attachment, "attachment-manual")
        assert attachment is not None
        attachment.sha256 = "0" * 64
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("link_paper")
        screen.sees("paperNote", "Hämtas från kontoret")


def test_history_tells_what_was_measured(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("link_history", "1 besök")
        words = screen.words(screen.sees(f"history_{STORY.earlier_visit}"))
        for said in ("14 augusti 2026", "Årsservice", "Alex Lindqvist · 1 h 45 min", "Panntryck 0,92 bar"):
            assert said in words


def test_the_visit_just_done_is_part_of_the_history(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    FieldDay(tablet).works_the_whole_visit()
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.touch("link_history", "2 besök")
        assert "Panntryck 1,05 bar" in screen.words(screen.sees(f"history_{STORY.visit}"))
        screen.sees(f"history_{STORY.earlier_visit}")


def test_the_van_is_searched_by_name_and_code(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch("rail_parts")
        screen.sees(f"van_{STORY.gasket}", "fack A2")
        screen.type("vanSearch", "tryckv")
        screen.is_gone(f"van_{STORY.gasket}")
        screen.sees(f"van_{STORY.pressure_switch}")
        screen.type("vanSearch", "5320017", clear=True)
        screen.sees(f"van_{STORY.gasket}")
        screen.type("vanSearch", "månsten", clear=True)
        screen.sees("vanNote", "Inget i bilen eller på lagret passar")


def test_language_theme_hand_and_text_size_hold_at_once_and_after_a_restart(tmp_path: Path, qtbot: QtBot) -> None:
    with opened_tablet(tmp_path) as core:
        build_story(core)
        with tablet_screen(core, qtbot, language="", theme="") as screen:
            screen.application.context.texts.set_language("sv")
            screen.touch("rail_more")
            screen.touch("language_en")
            screen.sees("rail_today", "Today")
            screen.sees("themeCard", "Look")
            screen.touch("theme_dark")
            screen.touch("scale_1.15")
            screen.touch("leftHanded")
            qtbot.waitUntil(lambda: screen.sees("page").x() == 0)
    with opened_tablet(tmp_path) as core, tablet_screen(core, qtbot, language="", theme="") as screen:
        look = screen.application.context.look
        assert (screen.application.context.texts.language, look.theme) == ("en", "dark")
        assert (look.leftHanded, look.textScale) == (True, 1.15)


def is_off(sync: "StandInSync") -> None:
    assert sync.network_enabled is False


class StandInSync:
    """What the tablet's screen needs of a sync, with a status that the test decides."""

    def __init__(self) -> None:
        self.network_enabled = True
        self.status = SyncStatus("sent", connected=True, office_name="Espressoteknik Väst AB")
        self.listeners: list[object] = []
        self.pokes = 0

    def subscribe(self, listener):  # type: ignore[no-untyped-def]
        self.listeners.append(listener)
        listener(self.status)
        return lambda: self.listeners.remove(listener)

    def becomes(self, status: SyncStatus) -> None:
        self.status = status
        for listener in self.listeners:
            listener(status)  # type: ignore[operator]

    def poke(self) -> None:
        self.pokes += 1

    def stop(self) -> None:
        self.listeners.clear()


def test_the_sync_is_told_in_words_and_the_network_has_a_switch(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    day, sync = FieldDay(tablet), StandInSync()
    with tablet_screen(tablet, qtbot, sync=sync) as screen:
        screen.sees("syncPill", "Ansluten")
        day.arrives()
        sync.becomes(SyncStatus("offline", waiting=3, oldest=STORY.at("09:30")))
        screen.sees("syncPill", "Offline · 3 sparade på plattan")
        screen.touch("syncPill")
        screen.sees("syncExplanation", "Allt är sparat på plattan och skickas av sig självt")
        screen.sees(f"unsent_{STORY.visit}", "Kafé Tulpan · Espressomaskin tappar tryck")
        screen.touch("sendNow")
        assert sync.pokes == 1
        screen.touch("networkSwitch")
        assert sync.network_enabled is False
        screen.sees("syncExplanation", "Nätet är avstängt här på plattan")
        anew = StandInSync()
        with tablet_screen(tablet, qtbot, sync=anew) as restarted:
            restarted.until(lambda: is_off(anew))  # a person turned it off, and only one turns it on
        screen.touch("networkSwitch")
        assert sync.network_enabled is True
        sync.becomes(SyncStatus("sending", connected=True, waiting=2, sending_done=1, sending_total=3))
        screen.sees("syncHeadline", "Skickar 2 av 3")


def test_a_new_job_is_told_on_any_page(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet, released=False)
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees("pageSubtitle", "inga jobb")
        screen.touch("rail_parts")
        screen.settle()
        _release(tablet)
        screen.sees("toastText", "Nytt jobb 10:00: Kafé Tulpan")
        screen.sees("newJobs", "1")
        screen.touch("rail_today")
        screen.touch("showNewJob")
        screen.is_gone("newJobs")


def test_a_new_job_of_another_day_is_told_with_its_name_and_day(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet, released=False)
    assert isinstance(tablet.clock, FixedClock)
    tablet.clock.advance(timedelta(days=-1))
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch("rail_parts")
        screen.settle()
        _release(tablet)
        screen.sees("toastText", "Nytt jobb i morgon 10:00: Kafé Tulpan")
        screen.touch("rail_today")
        screen.sees("newJobTitle", "Nytt jobb i morgon 10:00: Kafé Tulpan")
        screen.touch("showNewJob")
        screen.sees("jobPage")
        screen.settle()


def test_what_was_not_begun_yesterday_waits_on_today_beside_the_days_own(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    assert isinstance(tablet.clock, FixedClock)
    another_job(tablet, "Espresso Garage", "Kvarn", "13:00", "accepted")
    with tablet.database.write() as session:
        session.get_one(Activity, "visit-1300").planned_start = STORY.at("13:00") + timedelta(days=1)
    tablet.clock.advance(timedelta(days=1))
    with tablet_screen(tablet, qtbot) as screen:
        screen.sees(f"day_{STORY.visit}", "Från i går, tisdag 24 november")
        screen.sees("act_visit-1300", "Jag kör nu")  # today's own comes first
        assert not screen.items(f"act_{STORY.visit}")
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("next", "Acceptera")
        screen.settle()


def test_a_changed_time_is_said_and_shown_without_reopening(tablet: Core, qtbot: QtBot) -> None:
    build_story(tablet)
    with tablet_screen(tablet, qtbot) as screen:
        screen.touch(f"visit_{STORY.visit}")
        screen.sees("next")
        screen.settle()
        with tablet.database.write() as session:
            visit = session.get(Activity, STORY.visit)
            assert visit is not None
            visit.planned_start = STORY.at("10:15")
        _published(tablet, "activity", STORY.visit)
        screen.sees("toastText", "Kontoret ändrade tiden till 10:15.")


def _release(core: Core) -> None:
    """As the sync does when rows arrive: written, then told on the change bus."""
    from core.ids import new_id
    from core.storage.unit_of_work import UnitOfWork
    from tests.helpers import story

    with core.database.write() as session:
        work = UnitOfWork(
            session, now=core.clock.now(), author_id=STORY.mara, device_id=core.device_id, command_id=new_id(),
            is_office=False,
        )
        story._release(work)
        work.finish()
    _published(core, "service_assignment", STORY.assignment)


def _published(core: Core, kind: str, row_id: str) -> None:
    from core.changes import Changes, Touched

    core.changes.publish(Changes(touched=(Touched(kind, row_id, "updated"),)))
