"""The call's card in the office: it shows what Alex does while he does it, and Mara acts from it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.base import Command, Issued
from core.commands.checklist import AnswerStep, StartChecklist
from core.commands.checkout import FinishVisit, SetOutcome, Sign, WriteReport
from core.commands.records import RecordMaterial, RecordTime
from core.commands.visit import ChangeStep
from core.ids import new_id
from core.model.call import ServiceCall
from core.model.message import Message
from core.model.visit import Activity, Note
from core.presenters.report_mailer import ReportMailer
from office_app.widgets.painted import Chip
from tests.helpers.story import STORY, build_story
from tests.office.windows import Desk, desk


@pytest.fixture
def mara(office: Core, qapp: QApplication, qtbot: Any) -> Iterator[Desk]:
    build_story(office)
    with desk(office, qapp, qtbot) as opened:
        yield opened


def alex(office: Core, at: str, command: Command) -> None:
    """What Alex's tablet sends, as the hub carries it out at the office."""
    office.commands.interpret(
        Issued(id=new_id(), person_id=STORY.alex, device_id="tablet-alex", at=STORY.at(at), command=command)
    )


def step(office: Core, at: str, target: str) -> None:
    alex(office, at, ChangeStep(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(),
                                target=target))


def on_card(mara: Desk) -> str:
    card = mara.find("callCard")
    return "\n".join(one.text() for one in card.findChildren(QLabel) if one.isVisible())


def sees(mara: Desk, *words: str) -> None:
    mara.until(lambda: all(word in on_card(mara) for word in words))


def open_call(mara: Desk) -> Any:
    page = mara.go("calls", call_id=STORY.call)
    mara.until(lambda: page.card.card is not None)
    mara.settle()
    return page


def finish_visit(office: Core) -> None:
    for at, target in (("09:35", "travelling"), ("09:47", "arrived"), ("09:50", "working")):
        step(office, at, target)
    alex(office, "11:00", RecordTime(activity_id=STORY.visit, record_id=new_id(), kind="work",
                                     start=STORY.at("09:50"), end=STORY.at("11:00"), minutes=70))
    alex(office, "11:01", WriteReport(activity_id=STORY.visit, work_done="Bytte packning", fault_found="Läckage"))
    alex(office, "11:02", SetOutcome(activity_id=STORY.visit, outcome="solved"))
    alex(office, "11:03", Sign(activity_id=STORY.visit, signature_id=new_id(), state="signed", name="James Wallin",
                               strokes=[[[0.1, 0.5], [0.4, 0.2], [0.8, 0.6]]]))
    alex(office, "11:04", FinishVisit(activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(),
                                      report_email="james@kafetulpan.example"))


def test_whoever_drives_there_is_on_the_way_in_every_list(mara: Desk, office: Core) -> None:
    """The customer rings and asks; the visit itself begins on arrival."""
    mara.go("customers", partner_id=STORY.partner)

    def chips() -> list[str]:
        card = mara.find("customerCard")
        return [one.text for one in card.findChildren(Chip) if one.isVisible()]

    mara.until(lambda: "Skickat" in chips())
    step(office, "09:35", "travelling")
    mara.until(lambda: "På väg" in chips() and "Skickat" not in chips())
    step(office, "09:36", "accepted")
    mara.until(lambda: "Skickat" in chips())
    open_call(mara)
    step(office, "09:37", "travelling")
    mara.until(lambda: mara.find("callState").text == "På väg")
    step(office, "09:47", "arrived")
    mara.until(lambda: mara.find("callState").text == "På plats")


def test_the_card_shows_who_where_and_what_was_promised(mara: Desk) -> None:
    page = open_call(mara)
    words = on_card(mara)
    for expected in ("Kafé Tulpan", "James Wallin", "070-174 06 40", "Tulpangatan 7, Göteborg", "Lovat idag",
                     "Faema E61 Legend, 2 grupper", "Alex Lindqvist", "Tryckvakt 0,5–1,4 bar"):
        assert expected in words
    assert page.list.view.current_id == STORY.call


def test_the_card_follows_the_technician_without_being_asked(mara: Desk, office: Core) -> None:
    open_call(mara)
    step(office, "09:35", "travelling")
    sees(mara, "09:35", "På väg")
    step(office, "09:47", "arrived")
    step(office, "09:50", "working")
    instance = new_id()
    alex(office, "09:51", StartChecklist(activity_id=STORY.visit, instance_id=instance, version_id=STORY.version,
                                         equipment_id=STORY.machine))
    alex(office, "10:05", AnswerStep(activity_id=STORY.visit, instance_id=instance, answer_id=new_id(),
                                     element_id="pressure", value={"value": "0.62"}, reading_id=new_id()))
    sees(mara, "Mät panntryck", "0,62 bar")
    alex(office, "10:30", RecordMaterial(activity_id=STORY.visit, record_id=new_id(), item_id=STORY.gasket,
                                         quantity=Decimal(1)))
    sees(mara, "Packning E61", "Garanti till maj 2027")
    assert "På plats" in [row.text for row in mara.find("callCard").findChildren(type(mara.find("callState")))]


def test_what_mara_writes_stays_while_the_card_is_drawn_anew(mara: Desk, office: Core) -> None:
    open_call(mara)
    mara.type("callNote", "Ring före")
    step(office, "09:35", "travelling")
    sees(mara, "09:35")
    mara.settle()
    assert mara.find("callNote").text() == "Ring före"
    mara.key("callNote", Qt.Key.Key_Return)
    sees(mara, "Ring före")
    with office.database.read() as session:
        assert session.scalar(select(Note.text).where(Note.call_id == STORY.call)) == "Ring före"


def test_a_finished_visit_is_approved_from_the_card_and_that_can_be_undone(mara: Desk, office: Core) -> None:
    open_call(mara)
    finish_visit(office)
    mara.until(lambda: mara.shown("visitApprove"))
    sees(mara, "Bytte packning", "Åtgärdat", "Ingår i Avtal Guld")
    assert mara.shown("visitSignature")
    mara.click("visitApprove")
    mara.until(lambda: not mara.shown("visitApprove"))
    mara.settle()
    with office.database.read() as session:
        assert session.scalar(select(Activity.approval).where(Activity.id == STORY.visit)) == "approved"
    mara.context.undo.undo()
    mara.until(lambda: mara.shown("visitApprove"))


def test_a_call_is_called_off_with_a_reason_and_taken_up_again(mara: Desk, office: Core) -> None:
    open_call(mara)
    mara.click("callCancel")
    mara.type("callReasonText", "Kunden har lagat den")
    mara.key("callReasonText", Qt.Key.Key_Return)
    mara.until(lambda: mara.shown("callReopen"))
    sees(mara, "Kunden har lagat den")
    mara.settle()
    mara.context.undo.undo()
    mara.until(lambda: mara.shown("callCancel"))


def test_subject_and_urgency_are_changed_in_place(mara: Desk, office: Core) -> None:
    open_call(mara)
    mara.click("callEdit")
    mara.find("callEditSubject").clear()
    mara.type("callEditSubject", "Tappar tryck")
    mara.click("callEditSave")
    mara.until(lambda: not mara.shown("callEditor"))
    with office.database.read() as session:
        assert session.scalar(select(ServiceCall.subject).where(ServiceCall.id == STORY.call)) == "Tappar tryck"


def test_the_list_filters_searches_and_is_walked_with_j_and_k(mara: Desk) -> None:
    page = mara.go("calls")
    mara.click("callsFilter_all")
    mara.until(lambda: page.list.rows.ids == (STORY.call, STORY.earlier_call))
    page.list.view.setFocus()
    page.list.view.select(STORY.call)
    mara.key("callList", Qt.Key.Key_J)
    assert page.list.view.current_id == STORY.earlier_call
    mara.type("callsSearch", "tappar")
    mara.until(lambda: page.list.rows.ids == (STORY.call,))
    mara.type("callsSearch", "zzz")
    mara.until(lambda: page.list.rows.ids == ())
    assert "Inget ärende passar" in page.list.pane.empty.findChildren(QLabel)[1].text()
    mara.click("callsFilter_ongoing")
    mara.find("callsSearch").clear()
    mara.until(lambda: mara.find("callsFilter_all").text() == "Alla 2")


def test_n_takes_a_new_call_from_the_list(mara: Desk) -> None:
    page = mara.go("calls")
    mara.key("callsRegister", Qt.Key.Key_N)
    mara.until(page.intake.isVisible)


def test_the_report_is_mailed_again_also_to_another_address(mara: Desk, office: Core) -> None:
    finish_visit(office)
    ReportMailer(office.database, office.blobs, office.commands, office.clock).step()
    ReportMailer(office.database, office.blobs, office.commands, office.clock).step()
    open_call(mara)
    with office.database.write() as session:
        for one in session.scalars(select(Message).where(Message.channel == "mail")):
            one.state, one.error = "failed", "refused"
    address = mara.find("visitMailAddress")
    address.setText("ekonomi@kafetulpan.example")
    mara.click("visitMail")
    sees(mara, "Rapporten (version 1) mejlas strax till ekonomi@kafetulpan.example")
    with office.database.read() as session:
        mails = session.execute(select(Message.recipient, Message.state).where(Message.channel == "mail")).all()
    assert ("ekonomi@kafetulpan.example", "queued") in [tuple(one) for one in mails]
