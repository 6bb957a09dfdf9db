"""A customer who holds an SMS is never forgotten in silence: what takes the visit away says so and offers a message."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from core.commands.messages import RecordMessageProgress
from core.model.message import Message
from tests.office.board.conftest import Planner


def sms_leaves(planner: Planner) -> None:
    with planner.core.database.read() as session:
        message = session.scalars(select(Message.id).where(Message.state == "queued")).one()
    for before, state in (("queued", "sending"), ("sending", "sent")):
        planner.core.commands.execute(
            RecordMessageProgress(message_id=message, before=before, state=state, attempt=1), planner.day.mara
        )
    planner.desk.settle()


def purposes(planner: Planner, visit_id: str) -> list[tuple[str, str]]:
    with planner.core.database.read() as session:
        found = session.scalars(select(Message).where(Message.subject_id == visit_id).order_by(Message.created_at))
        return [(message.purpose, message.state) for message in found]


def test_undo_past_an_sms_that_has_gone_says_who_waits_and_one_click_cancels(planner: Planner) -> None:
    job = planner.day.james_job
    planner.key(Qt.Key.Key_J)
    planner.key(Qt.Key.Key_1)
    planner.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    sms_leaves(planner)
    planner.undo()
    assert any("har redan gått" in text for text in planner.desk.window.toasts.texts)
    assert planner.stored(job).state == "released" and not planner.page.told.isVisible()
    planner.undo()
    assert planner.stored(job).state == "draft"
    said = planner.page.told.text.text()
    assert planner.page.told.isVisible() and "Kafé Tulpan har fått SMS om 10:00" in said and "oplanerat" in said
    assert any("väntar oss men är oplanerat" in said.text() for said in planner.page.strip.findChildren(QLabel))
    planner.desk.click("toldCancel")
    planner.desk.settle()
    assert purposes(planner, job)[-1] == ("cancelled", "queued") and planner.page.sending.isVisible()
    assert not planner.page.told.isVisible() and planner.stored(job).told_from is None
    planner.desk.click("sendingUndo")
    planner.desk.settle()
    assert purposes(planner, job)[-1] == ("cancelled", "withdrawn") and planner.stored(job).told_from is not None


def test_redo_takes_the_warning_away(planner: Planner) -> None:
    job = planner.day.jobs["Restaurang Kajen"]
    planner.click(job)
    planner.key(Qt.Key.Key_Delete)
    assert planner.page.told.isVisible() and "Restaurang Kajen" in planner.page.told.text.text()
    planner.undo()
    assert not planner.page.told.isVisible() and planner.stored(job).state == "released"
