"""A long sending says how far it has come and can be stopped: what is sent stays sent, and all of it is one step."""

from datetime import timedelta

from sqlalchemy import func, select

from core.commands.release import ReleaseVisits
from core.errors import UserError
from core.model.call import ServiceCall
from core.model.customer import BusinessPartner
from core.model.visit import Activity
from office_app.board import release_many
from tests.helpers.board_day import at
from tests.office.board.conftest import Planner

MANY = 50


def fill(planner: Planner) -> None:
    """Fifty more jobs planned for today, one after the other."""
    with planner.core.database.write() as session:
        partner = session.scalars(select(BusinessPartner.id)).first()
        for n in range(MANY):
            session.add(ServiceCall(id=f"call-{n}", number=f"S-9{n:03}", partner_id=partner, subject="Kontroll",
                                    state="open", created_at=at("07:00")))
        session.flush()
        for n in range(MANY):
            start = at("09:45") + timedelta(minutes=4 * n)
            session.add(Activity(id=f"visit-{n}", call_id=f"call-{n}", state="planned", duration_minutes=4,
                                 planned_start=start, planned_end=start + timedelta(minutes=4),
                                 lead_person_id=planner.day.people["milan"]))
    planner.page.data.reload()
    planner.desk.settle()


def released(planner: Planner) -> int:
    with planner.core.database.read() as session:
        here = select(func.count()).select_from(Activity).where(Activity.id.like("visit-%"))
        return session.scalars(here.where(Activity.state == "released")).one()


def test_a_long_sending_is_still_one_step_with_one_sentence(planner: Planner) -> None:
    fill(planner)
    unsent = len(planner.page.actions_.unsent(0, 1 << 40))
    planner.page.release_many._slow.setInterval(0)
    notice = planner.page.sending
    planner.desk.click("sendDay")
    planner.desk.until(lambda: notice.isVisible() and "Skickar" in notice.text.text())
    assert f"av {unsent} jobb" in notice.text.text()
    planner.desk.settle()
    planner.desk.until(lambda: not planner.page.release_many._sending)
    planner.desk.settle()
    assert released(planner) == MANY
    told = [text for text in planner.desk.window.toasts.texts if "jobb skickade" in text] or [notice.text.text()]
    assert len(told) == 1 and told[0].startswith(f"{unsent} jobb skickade")
    planner.undo()
    assert released(planner) == 0, "and one step takes all of it back"


def test_stopped_half_way_what_was_sent_stays_and_is_said(planner: Planner) -> None:
    fill(planner)
    many = planner.page.release_many
    unsent = len(planner.page.actions_.unsent(0, 1 << 40))
    many._slow.setInterval(0)
    planner.desk.click("sendDay")
    planner.desk.until(lambda: planner.desk.shown("sendingStop"))
    planner.desk.click("sendingStop")
    assert "förblir skickat" in planner.page.sending.text.text()
    planner.desk.until(lambda: many._sending is None)
    planner.desk.settle()
    left = len(planner.page.actions_.unsent(0, 1 << 40))
    assert 0 < left < unsent and left == unsent - release_many._BATCH * ((unsent - left) // release_many._BATCH)
    told = [*planner.desk.window.toasts.texts, planner.page.sending.text.text()]
    assert any(f"{unsent - left} jobb skickade" in text and f"{left} är kvar att skicka" in text for text in told)
    assert planner.desk.shown("sendDay"), "the rest can be sent by the same button"
    planner.desk.click("sendDay")
    planner.desk.until(lambda: many._sending is None)
    planner.desk.settle()
    assert released(planner) == MANY


def test_a_batch_that_fails_ends_it_and_what_went_before_is_told(planner: Planner) -> None:
    fill(planner)
    handler, calls = planner.core.commands._handlers[ReleaseVisits], []

    def second_fails(command: ReleaseVisits, work: object) -> None:
        calls.append(command)
        if len(calls) == 2:
            raise UserError("errors.unexpected")
        handler(command, work)  # type: ignore[arg-type]

    planner.core.commands._handlers = {**planner.core.commands._handlers, ReleaseVisits: second_fails}
    planner.desk.click("sendDay")
    planner.desk.until(lambda: len(calls) == 2 and planner.page.release_many._sending is None)
    planner.desk.settle()
    told = [*planner.desk.window.toasts.texts, planner.page.sending.text.text()]
    left = len(planner.page.actions_.unsent(0, 1 << 40))
    assert any(f"{release_many._BATCH} jobb skickade" in text and f"{left} är kvar att skicka" in text for text in told)
    assert len(calls) == 2
    planner.undo()
    assert released(planner) == 0
