"""Whole jobs on the tablet's real pages: worked by scanning, changed by the office meanwhile, one machine more than was
said on the phone."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.checklist import CloseChecklist
from core.commands.crew import SetHelpers
from core.commands.dispatch import PlanVisit
from core.commands.intake import EditCall, IntakeForm, MergeIntoOpenCall, SaveDraft
from core.model.equipment import Equipment
from core.model.item import Item
from core.model.knowledge import ChecklistInstance
from core.model.visit import Activity, Material
from core.presenters.report_paper import report_paper
from core.rules.scan_code import label_payload
from tests.helpers.field_day import FULL_ANSWERS, FieldDay
from tests.helpers.story import STORY, build_story
from tests.helpers.tablet_screen import TabletScreen, tablet_screen
from tests.helpers.two_programs import TwoPrograms, drives_there, goes_to_checkout, james_signs

GRINDER = "machine-grinder"


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    with tablet.database.write() as session:
        session.get_one(Item, STORY.pressure_switch).serial_tracked = True
    return FieldDay(tablet)


@pytest.fixture
def screen(alex: FieldDay, qtbot: QtBot) -> Iterator[TabletScreen]:
    with tablet_screen(alex.core, qtbot) as shown:
        yield shown


def sees_code(screen: TabletScreen, text: str, kind: Any = zxingcpp.BarcodeFormat.QRCode) -> None:
    """What the camera sees when the tablet is held over a label."""
    screen.sees("scanPage")
    code = Image.fromarray(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, kind), scale=4))
    seen = Image.new("L", (1280, 720), 255)
    seen.paste(code, (400, 160))
    model: Any = screen.application.navigation.page_model
    model.read_image(QImage(seen.tobytes(), 1280, 720, 1280, QImage.Format.Format_Grayscale8).copy())


def has_focus(screen: TabletScreen, box: str) -> None:
    def holds() -> None:
        assert screen.find(box).hasActiveFocus()

    screen.until(holds)


def test_a_whole_job_is_worked_by_scanning(alex: FieldDay, screen: TabletScreen) -> None:
    screen.touch(f"act_{STORY.visit}", "Jag kör nu")
    screen.touch("next", "Jag är framme")
    screen.sees("next", "Börja checklistan")
    screen.touch("rail_scan")
    sees_code(screen, label_payload("TLP-M-1001"))
    screen.sees("scanTitle", "Faema E61 Legend")
    screen.touch("scanOpenJob", "Öppna jobbet")
    screen.touch("material")

    screen.touch("scanPart")
    sees_code(screen, "7310000532017", zxingcpp.BarcodeFormat.Code128)
    screen.sees("scanTitle", "Packning E61")
    screen.touch("scanUse")
    screen.sees("scanUsed", "Packning E61 använd")
    sees_code(screen, "7310999", zxingcpp.BarcodeFormat.Code128)
    screen.sees("scanUnknown", "Okänd kod 7310999")
    screen.type("connectSearch", "tryckv")
    screen.is_gone(f"connect-{STORY.gasket}")
    screen.touch(f"connect-{STORY.pressure_switch}", "Tryckvakt")
    screen.sees("scanTitle", "Tryckvakt 0,5–1,4 bar")
    screen.touch("scanUse")
    screen.sees("scanUsed", "Tryckvakt 0,5–1,4 bar använd")
    screen.touch("scanDone")

    screen.touch(f"serials-{STORY.pressure_switch}/1", "Skriv serienummer")
    has_focus(screen, "newSerial")
    screen.type("newSerial", "NY-77")
    QTest.keyClick(screen.window, Qt.Key.Key_Return)  # a scanner ends what it types with Enter: on to the next number
    has_focus(screen, "oldSerial")
    screen.type("oldSerial", "GL-12")
    screen.touch("saveSerials")
    screen.sees(f"charge-{STORY.pressure_switch}/1", "Ny NY-77 · Gammal GL-12")
    alex.clock.set(STORY.at("11:12"))
    screen.touch("toCheckout")
    screen.sees("workDone")
    screen.touch("editWork")
    screen.type("workTextArea", "Bytt packning och tryckvakt.", clear=True)
    screen.touch("textDone")
    screen.touch("outcomeSolved")
    james_signs(screen)
    screen.touch("finishVisit")
    screen.sees("doneTitle", "Klart hos Kafé Tulpan")
    screen.settle()
    with alex.core.database.read() as session:
        assert session.get_one(Activity, STORY.visit).state == "done"
        counted = session.scalars(select(Material).where(Material.corrected_by_id.is_(None))).all()
        assert {(one.item_id, one.serial, one.removed_serial) for one in counted} == {
            (STORY.gasket, "", ""), (STORY.pressure_switch, "NY-77", "GL-12")
        }


def test_what_the_office_changes_while_he_is_at_it_is_said_and_takes_nothing(firm: TwoPrograms) -> None:
    alex, mara = firm.alex, firm.sides.planner_does
    said: list[str] = []
    alex.application.context.messages.said.connect(lambda words, _tone, _act: said.append(words))
    with firm.sides.office.database.write() as session:
        session.add(Equipment(
            id=GRINDER, number="M-1002", name="Mahlkönig E65S", serial="MK-7781", serial_key="MK7781",
            partner_id=STORY.partner, address_id=STORY.address,
        ))
    drives_there(firm, alex)
    alex.touch("next")
    alex.touch("answerYes")
    alex.sees("stepTitle", "Läckage vänster grupp")
    alex.application.navigation.open("checklist", instanceId=instance_of(firm), step="pressure")
    for key in ("1", "decimal", "0"):
        alex.touch(f"key-{key}")
    alex.sees("stepValue", "1,0")

    for command, sentence in (
        (PlanVisit(activity_id=STORY.visit, person_id=STORY.alex, start=STORY.at("10:30")), "tiden till 10:30"),
        (EditCall(call_id=STORY.call, problem="Tappar tryck, och nu läcker den."), "ändrade felbeskrivningen"),
        (SetHelpers(activity_id=STORY.visit, helper_ids=(STORY.sara,), assignment_ids=("helps",)),
         "Sara Nyström är med på jobbet nu."),
    ):
        mara(command)
        firm.letters_pass()
        hears(alex, said, sentence)
        alex.sees("stepValue", "1,0")
    form = IntakeForm(partner_id=STORY.partner, equipment_ids=(GRINDER,), problem="Kvarnen också.")
    mara(SaveDraft(call_id="second-call", form=form))
    mara(MergeIntoOpenCall(call_id="second-call", target_id=STORY.call, note_id="second-note", form=form))
    firm.letters_pass()
    hears(alex, said, "Kontoret lade till maskinen Mahlkönig E65S.")
    alex.sees("stepValue", "1,0")
    alex.touch("key-5")
    alex.sees("stepVerdict", "Godkänt")
    alex.touch("back")
    alex.sees("jobPage", "Tappar tryck, och nu läcker den.")
    alex.sees(f"machine_{GRINDER}", "Mahlkönig E65S")
    mara(SetHelpers(activity_id=STORY.visit, helper_ids=()))
    firm.letters_pass()
    hears(alex, said, "Sara Nyström är inte längre med på jobbet.")
    firm.settle()
    assert len(said) == 5, "each is said once"


def hears(screen: TabletScreen, said: list[str], sentence: str) -> None:
    def holds() -> None:
        assert said and sentence in said[-1], said

    screen.until(holds)


def instance_of(firm: TwoPrograms) -> str:
    firm.settle()
    (tablet,) = firm.sides.tablets
    with tablet.core.database.read() as session:
        return session.scalars(select(ChecklistInstance.id)).one()


def test_a_second_checklist_on_a_machine_found_on_site(alex: FieldDay, screen: TabletScreen) -> None:
    alex.arrives()
    first = alex.fills_checklist()
    alex.does(CloseChecklist(activity_id=STORY.visit, instance_id=first))
    alex.records_all()
    screen.application.navigation.open("job", activityId=STORY.visit)
    screen.sees("next", "Kontrollera")
    screen.touch("moreActions")
    screen.touch("addMachine")
    screen.type("onSite-name", "Faema E61 Jubilé")
    screen.type("onSite-serial", "JU-100")
    screen.touch("saveOnSite")
    screen.sees("jobPage", "Faema E61 Jubilé")
    screen.sees("next", "Kontrollera")  # found beside the job, it asks for nothing by itself
    screen.touch("moreActions")
    screen.touch("allChecklists")
    screen.sees(f"choice-{STORY.checklist}", "E61 felsökning tryck")
    found = next(one for one in machines(alex.core) if one != STORY.machine)
    screen.is_gone(f"choice-{STORY.checklist}/{found}")
    screen.touch(f"machine-{found}")
    screen.touch(f"choice-{STORY.checklist}/{found}", "Börja")
    screen.sees("pageTitle", "E61 felsökning tryck · Faema E61 Jubilé")
    screen.touch("answerYes")
    screen.sees("stepTitle", "Läckage vänster grupp")
    screen.touch("answerNo")
    screen.sees("stepTitle", "Mät panntryck")
    for key in ("1", "decimal", "2", "5"):
        screen.touch(f"key-{key}")
    screen.sees("stepVerdict", "Utanför")
    screen.settle()
    second = next(one for one in instances(alex.core) if one != first)
    for element, value in FULL_ANSWERS[4:]:
        alex.answers(second, element, value)
    screen.touch("back")
    screen.touch("back")
    screen.sees("next", "Fortsätt checklistan\nE61 felsökning tryck · Faema E61 Jubilé")
    goes_to_checkout(screen, "Packning bytt, och tittat på maskinen bredvid.")
    screen.sees("missing-checklist", "E61 felsökning tryck · Faema E61 Jubilé: 1 steg kvar")
    screen.touch("mend-checklist")
    screen.sees("stepTitle", "Foto av manometer")
    alex.photographs(second, "gauge")
    screen.touch("back")
    screen.sees("customerNotes", "Panntryck 1,25 bar är utanför gränsen 0,8–1,2 bar.")
    screen.touch("chooseOutcome")
    screen.touch("outcome-solved")
    james_signs(screen)
    screen.touch("finishVisit")
    screen.sees("doneTitle")
    screen.settle()
    pdf = PdfReader(io.BytesIO(report_paper(alex.core.database, alex.core.blobs, STORY.visit).content))
    printed = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert "E61 felsökning tryck · Faema E61 Jubilé" in printed and "1,25" in printed


def machines(core: Core) -> list[str]:
    with core.database.read() as session:
        return list(session.scalars(select(Equipment.id).where(Equipment.address_id == STORY.address)))


def instances(core: Core) -> list[str]:
    with core.database.read() as session:
        return list(session.scalars(select(ChecklistInstance.id).where(ChecklistInstance.activity_id == STORY.visit)))
