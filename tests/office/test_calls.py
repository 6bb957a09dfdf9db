"""Mara takes a call: what she types finds the caller, nothing is lost, and a picture tells which machine it is."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import qrcode
from PIL import Image
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QApplication
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.intake import IntakeForm, SaveDraft
from core.ids import new_id
from core.model.call import ServiceCall
from core.model.equipment import Equipment
from core.model.visit import Activity
from core.rules.scan_code import label_payload
from tests.helpers.kafe_tulpan import KafeTulpan, make_kafe_tulpan
from tests.office.windows import Desk, desk

_LEFT, _PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


@pytest.fixture
def mara(office: Core, firm: KafeTulpan, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    with desk(office, qapp, qtbot) as opened:
        yield opened


def rows(office: Core, kind: Any) -> list[Any]:
    with office.database.read() as session:
        found = list(session.scalars(select(kind)))
        session.expunge_all()
        return found


def drafts(office: Core) -> list[ServiceCall]:
    return [call for call in rows(office, ServiceCall) if call.state == "draft"]


def drop(desk_: Desk, path: Path) -> None:
    widget = desk_.find("intakeScan")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, act = widget.rect().center(), Qt.DropAction.CopyAction
    QApplication.sendEvent(widget, QDragEnterEvent(where, act, data, _LEFT, _PLAIN))
    QApplication.sendEvent(widget, QDropEvent(QPointF(where), act, data, _LEFT, _PLAIN))


def qr_picture(path: Path, text: str) -> Path:
    qrcode.make(text).get_image().save(path)
    return path


def begin(mara: Desk) -> Any:
    return mara.go("calls", new=True).intake.flow


def test_a_phone_number_finds_the_caller_with_machines_open_calls_and_history(mara: Desk, firm: KafeTulpan) -> None:
    flow = begin(mara)
    mara.type("intakeWho", "031-555 01 40")
    mara.until(lambda: flow.presenter.customer is not None)
    customer = flow.presenter.customer
    assert customer.name == "Kafé Tulpan"
    assert flow.presenter.contact_id == firm.james
    assert [machine.serial for machine in customer.machines] == ["E61-20417", "MK-77102", "BW-3381"]
    mara.key("intakeWho", Qt.Key.Key_1, ALT)
    mara.until(lambda: len(flow.side.history) > 0 and len(flow.presenter.offers) == 2)
    assert mara.find("intakeCustomer").accessibleName() == "Kafé Tulpan"
    assert "Filterbyte" in flow.presenter.mergeable.subject
    mara.until(lambda: mara.shown("intakeMergeStrip") and mara.shown("pastVisit"))


@pytest.mark.parametrize("text", ["tulp", "Tulpangatan", "e6120417", "James", "K-1042"])
def test_part_of_a_name_an_address_or_a_serial_finds_the_caller_with_enter(mara: Desk, text: str) -> None:
    flow = begin(mara)
    mara.type("intakeWho", text)
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: flow.presenter.customer is not None)
    assert flow.presenter.customer.name == "Kafé Tulpan"


def test_the_whole_call_by_keyboard_becomes_a_booked_visit(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    page = mara.go("calls", new=True)
    flow = page.intake.flow
    mara.type("intakeWho", "tulpan")
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: flow.presenter.customer is not None)
    mara.key("intakeFault", Qt.Key.Key_1, ALT)
    mara.type("intakeFault", "tappar tr")
    mara.until(lambda: mara.shown("intakeSymptoms"))
    mara.key("intakeFault", Qt.Key.Key_Return)
    assert flow.presenter.symptom.text == "Tappar tryck"
    mara.key("intakeFault", Qt.Key.Key_A, ALT)
    mara.type("intakeWish", "10-12")
    assert page.intake.wish.read_back.text() == "Uppfattat som idag 10:00–12:00"
    mara.until(lambda: flow.presenter.offer is not None and flow.side.offers.request == flow.presenter.request)
    assert mara.find("intakeBook").text() == "Boka Alex 10:00"
    mara.key("intakeWish", Qt.Key.Key_Return, CTRL)
    mara.until(lambda: not page.intake.isVisible())
    mara.settle()
    visit = next(one for one in rows(office, Activity) if one.subject == "Tappar tryck" and one.state == "planned")
    assert visit.lead_person_id == firm.alex
    call = next(one for one in rows(office, ServiceCall) if one.id == visit.call_id)
    assert (call.state, call.priority, call.wish_text) == ("open", "emergency", "10-12")


def test_saving_without_a_time_leaves_a_visit_to_plan_and_an_empty_form_says_what_is_missing(
    mara: Desk, office: Core
) -> None:
    page = mara.go("calls", new=True)
    mara.click("intakeSave")
    assert "Välj vem som ringer i steg 1" in mara.window.toasts.texts[-1]
    mara.type("intakeWho", "husaren")
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: page.intake.flow.presenter.customer is not None)
    mara.type("intakeFault", "Läcker vid foten")
    mara.click("intakeSave")
    mara.until(lambda: not page.intake.isVisible())
    visit = next(one for one in rows(office, Activity) if one.subject == "Läcker vid foten")
    assert visit.state == "draft"
    assert drafts(office) == []


def test_saving_and_planning_leads_to_the_board_with_the_visit(mara: Desk, office: Core) -> None:
    page = mara.go("calls", new=True)
    asked: list[tuple[str, dict[str, Any]]] = []
    mara.context.navigation.requested.connect(lambda place, target: asked.append((place, target)))
    mara.type("intakeWho", "husaren")
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: page.intake.flow.presenter.customer is not None)
    mara.type("intakeFault", "Läcker vid foten")
    mara.click("intakePlan")
    mara.until(lambda: mara.window.place == "board")
    mara.settle()
    visit = next(one for one in rows(office, Activity) if one.subject == "Läcker vid foten")
    assert asked == [("board", {"call_id": visit.call_id, "activity_id": visit.id})]


def test_a_technician_picked_with_f2_is_the_one_who_is_booked(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    page = mara.go("calls", new=True)
    mara.type("intakeWho", "tulpan")
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: len(page.intake.flow.presenter.offers) == 2)
    other = page.intake.flow.presenter.offers[1]
    mara.type("intakeFault", "Surrar")
    mara.key("intakeFault", Qt.Key.Key_F2)
    assert page.intake.flow.presenter.offer == other
    mara.click("intakeBook")
    mara.until(lambda: not page.intake.isVisible())
    visit = next(one for one in rows(office, Activity) if one.subject == "Surrar")
    assert (visit.lead_person_id, visit.planned_start) == (other.person_id, other.suggestion.start)


def test_the_calls_behind_the_likely_cause_can_be_seen(mara: Desk) -> None:
    flow = begin(mara)
    mara.type("intakeWho", "tulpan")
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: flow.presenter.customer is not None)
    mara.key("intakeFault", Qt.Key.Key_1, ALT)
    mara.type("intakeFault", "tappar tryck")
    mara.until(lambda: mara.shown("intakeSymptoms"))
    mara.key("intakeFault", Qt.Key.Key_Return)
    mara.until(lambda: mara.shown("intakeCauseShow"))
    mara.click("intakeCauseShow")
    mara.until(lambda: mara.shown("intakeEvidence"))


def test_the_first_key_is_saved_and_a_draft_survives_reopening(
    office: Core, firm: KafeTulpan, qapp: QApplication, qtbot: Any
) -> None:
    with desk(office, qapp, qtbot) as first:
        first.go("calls", new=True)
        first.type("intakeWho", "0")
        first.until(lambda: len(drafts(office)) == 1)
        first.type("intakeWho", "31-555 01 40")
        first.until(lambda: first.shown("intakeCustomer"))
        first.type("intakeFault", "Surrar")
        first.until(lambda: drafts(office)[0].problem == "Surrar")
    with desk(office, qapp, qtbot) as second:
        page = second.go("calls")
        second.until(lambda: page.intake.isVisible() and page.intake.flow.presenter.customer is not None)
        assert second.find("intakeWho").text() == "031-555 01 40"
        assert second.find("intakeFault").text() == "Surrar"
        assert len(drafts(office)) == 1


def test_esc_keeps_the_draft_and_discarding_can_be_undone(mara: Desk, office: Core) -> None:
    page = mara.go("calls", new=True)
    mara.type("intakeWho", "Okänd uppringare")
    mara.until(lambda: len(drafts(office)) == 1)
    kept = drafts(office)[0].id
    mara.key("intakeFault", Qt.Key.Key_Escape)
    assert not page.intake.isVisible()
    mara.go("calls", call_id=kept)
    mara.until(page.intake.isVisible)
    assert mara.find("intakeWho").text() == "Okänd uppringare"
    mara.click("intakeDiscard")
    mara.until(lambda: drafts(office) == [])
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: len(drafts(office)) == 1)


def test_a_new_customer_and_a_new_machine_on_the_spot(mara: Desk, office: Core) -> None:
    flow = begin(mara)
    mara.type("intakeWho", "Bageri Surdeg")
    mara.until(lambda: mara.shown("intakeMatches"))
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.type("newCustomer_phone", "12")
    mara.click("newCustomerSave")
    mara.until(lambda: mara.shown("newCustomerError"))
    assert "går inte att ringa" in mara.find("newCustomerError").text()
    mara.find("newCustomer_phone").clear()
    mara.type("newCustomer_phone", "031-711 23 99")
    mara.type("newCustomer_street", "Linnégatan 9")
    mara.type("newCustomer_city", "Göteborg")
    mara.key("newCustomer_city", Qt.Key.Key_Return)
    mara.until(lambda: flow.presenter.customer is not None)
    assert flow.presenter.customer.name == "Bageri Surdeg"
    mara.click("intakeAddMachine")
    mara.type("newMachine_name", "Moccamaster")
    mara.type("newMachine_serial", "MM-1")
    mara.key("newMachine_serial", Qt.Key.Key_Return)
    mara.until(lambda: len(flow.presenter.machines) == 1)
    assert flow.presenter.machines[0].name == "Moccamaster"


@pytest.mark.parametrize("content", [label_payload("TU-2001"), "E61-20417"])
def test_a_dropped_picture_reads_the_machine_and_finds_its_owner(
    mara: Desk, firm: KafeTulpan, tmp_path: Path, content: str
) -> None:
    flow = begin(mara)
    drop(mara, qr_picture(tmp_path / "skylt.png", content))
    mara.until(lambda: flow.presenter.equipment_ids == (firm.espresso,))
    assert flow.presenter.customer.name == "Kafé Tulpan"
    assert "Faema E61 Legend" in mara.find("intakeScanAnswer").text()


def test_a_picture_of_an_unknown_code_can_be_linked_to_the_chosen_machine(
    mara: Desk, office: Core, firm: KafeTulpan, tmp_path: Path
) -> None:
    flow = begin(mara)
    mara.type("intakeWho", "tulpan")
    mara.key("intakeWho", Qt.Key.Key_Return)
    mara.until(lambda: flow.presenter.customer is not None)
    mara.key("intakeFault", Qt.Key.Key_2, ALT)
    drop(mara, qr_picture(tmp_path / "okand.png", "NY-KOD-77"))
    mara.until(lambda: mara.shown("intakeScanLink"))
    mara.click("intakeScanLink")
    mara.settle()
    grinder = next(one for one in rows(office, Equipment) if one.id == firm.grinder)
    assert grinder.label_code == "NY-KOD-77"


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trasig.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "Inget har ändrats"),
        ("ingen.txt", "hej på er".encode(), "Inget har ändrats"),
        ("tom.jpg", b"", "Inget har ändrats"),
    ],
)
def test_a_broken_picture_is_answered_with_one_sentence(
    mara: Desk, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    flow = begin(mara)
    path = tmp_path / name
    path.write_bytes(content)
    drop(mara, path)
    mara.settle()
    assert sentence in mara.find("intakeScanAnswer").text()
    assert flow.presenter.equipment_ids == ()


def test_a_huge_picture_and_one_without_a_code_are_answered_with_one_sentence(mara: Desk, tmp_path: Path) -> None:
    begin(mara)
    huge = io.BytesIO()
    Image.new("1", (9000, 9000)).save(huge, "PNG")
    for name, content, sentence in (
        ("stor.png", huge.getvalue(), "miljoner bildpunkter"),
        ("tom.png", qr_free(), "Ingen kod syns i bilden"),
    ):
        (tmp_path / name).write_bytes(content)
        drop(mara, tmp_path / name)
        mara.until(lambda words=sentence: words in mara.find("intakeScanAnswer").text())


def qr_free() -> bytes:
    found = io.BytesIO()
    Image.new("L", (200, 200), 255).save(found, "PNG")
    return found.getvalue()


def scan(mara: Desk, name: str, code: str) -> None:
    """A scanner's keys, five milliseconds apart, and its Enter."""
    widget = mara.find(name)
    widget.setFocus()
    for number, letter in enumerate((*code, "\r"), 1):
        key = Qt.Key.Key_Return if letter == "\r" else Qt.Key(ord(letter.upper()))
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, _PLAIN, letter)
            event.setTimestamp(1_000 + 5 * number)
            QApplication.sendEvent(widget, event)


def test_a_scanner_that_types_picks_the_machine_and_leaves_no_code_in_the_field(mara: Desk, firm: KafeTulpan) -> None:
    flow = begin(mara)
    scan(mara, "intakeFault", label_payload("TU-2002"))
    mara.until(lambda: flow.presenter.equipment_ids == (firm.grinder,))
    assert mara.find("intakeFault").text() == ""
    assert flow.presenter.problem == ""


def test_merging_into_the_open_call_keeps_the_words_as_a_note_and_can_be_undone(mara: Desk, office: Core) -> None:
    page = mara.go("calls", new=True)
    mara.type("intakeWho", "0315550140")
    mara.until(lambda: page.intake.flow.presenter.mergeable is not None)
    mara.type("intakeFault", "Och så surrar den")
    mara.until(lambda: mara.shown("intakeMerge"))
    mara.click("intakeMerge")
    mara.until(lambda: drafts(office) == [] and not page.intake.isVisible())
    mara.context.undo.undo()
    mara.until(lambda: [call.problem for call in drafts(office)] == ["Och så surrar den"])


def test_both_languages_live(mara: Desk) -> None:
    page = mara.go("calls", new=True)
    mara.context.texts.set_language("en")
    assert page.intake.title.text() == "New service call"
    assert mara.find("intakeSave").text() == "Save unplanned"
    mara.context.texts.set_language("sv")
    assert mara.find("intakeSave").text() == "Spara oplanerad"


def test_a_draft_of_a_colleague_can_be_gone_on_with(mara: Desk, office: Core, firm: KafeTulpan) -> None:
    draft = new_id()
    office.commands.execute(SaveDraft(call_id=draft, form=IntakeForm(who_text="tul", problem="Piper")), firm.mara)
    page = mara.go("calls", call_id=draft)
    mara.until(page.intake.isVisible)
    assert mara.find("intakeFault").text() == "Piper"
