"""Sending a visit: the technician gets it, the customer is told once, and eight seconds of regret are real."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock, at_local
from core.commands.dispatch import PlanVisit, UnplanVisit
from core.commands.intake import IntakeForm, RegisterCall
from core.commands.messages import RecordMessageProgress, TellCustomer
from core.commands.release import ReleaseVisit, ReleaseVisits, WithdrawRelease
from core.errors import UserError
from core.ids import new_id
from core.model.customer import Contact
from core.model.message import Message
from core.model.visit import Activity, ServiceAssignment
from core.queries.board import board_rows_for
from core.queries.messages import outbox
from core.texts import Texts
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan

TEXTS = Texts("sv")


def at(hour: int, minute: int = 0) -> datetime:
    return at_local(TODAY, time(hour, minute))


class Desk:
    """Mara at her desk, with James's job planned on Alex at ten."""

    def __init__(self, office: Core) -> None:
        self.office = office
        self.firm: KafeTulpan = make_kafe_tulpan(office)
        self.visit = new_id()
        form = IntakeForm(
            partner_id=self.firm.partner, contact_id=self.firm.james, address_id=self.firm.address,
            problem="Tappar tryck", priority="emergency",
        )
        self.do(RegisterCall(call_id=new_id(), activity_id=self.visit, form=form))
        self.plan(self.firm.alex, 10)

    def do(self, command: Any) -> Changes:
        return self.office.commands.execute(command, self.firm.mara)

    def plan(self, person: str, hour: int, **more: Any) -> Changes:
        return self.do(PlanVisit(activity_id=self.visit, person_id=person, start=at(hour), **more))

    def send(self, **more: Any) -> Changes:
        ids = (new_id(), new_id())
        return self.do(ReleaseVisit(activity_id=self.visit, assignment_ids=ids, message_id=new_id(), **more))

    def undo(self, changes: Changes) -> list[Changes]:
        return [self.do(command) for command in changes.undo]

    def later(self, seconds: float) -> None:
        assert isinstance(self.office.clock, FixedClock)
        self.office.clock.advance(timedelta(seconds=seconds))

    def leaves(self) -> None:
        """The gateway takes what is due."""
        with self.office.database.read() as session:
            due = outbox(session, self.office.clock.now())
        for item in due:
            for before, state in (("queued", "sending"), ("sending", "sent")):
                told = RecordMessageProgress(
                    message_id=item.id, before=before, state=state, attempt=item.attempts + 1
                )
                self.do(told)

    @property
    def messages(self) -> list[tuple[str, str]]:
        with self.office.database.read() as session:
            found = session.query(Message).filter_by(subject_id=self.visit).order_by(Message.created_at, Message.id)
            return [(message.purpose, message.state) for message in found]

    @property
    def parts(self) -> list[tuple[str, str]]:
        names = {self.firm.alex: "Alex", self.firm.elin: "Elin"}
        with self.office.database.read() as session:
            found = session.query(ServiceAssignment).filter_by(activity_id=self.visit).order_by(ServiceAssignment.id)
            return [(names[part.person_id], part.step) for part in found]

    def step(self, step: str) -> None:
        with self.office.database.write() as session:
            session.query(ServiceAssignment).filter_by(activity_id=self.visit).update({"step": step})

    @property
    def activity(self) -> Activity:
        with self.office.database.read() as session:
            row = session.get_one(Activity, self.visit)
            session.expunge(row)
            return row

    @property
    def changed(self) -> bool:
        found = self.office.database.ask(board_rows_for, (self.visit,), TODAY, 1, self.office.clock.now())
        return found.rows[0].changed


@pytest.fixture
def desk(office: Core) -> Desk:
    return Desk(office)


def test_sending_gives_alex_the_job_and_queues_one_sms_to_james(desk: Desk) -> None:
    changes = desk.send()
    assert TEXTS.label(changes.label) == "Kafé Tulpan skickat till Alex 10:00, SMS till James Wallin"
    assert desk.parts == [("Alex", "new")]
    assert desk.messages == [("confirmation", "queued")]
    assert (desk.activity.state, desk.activity.told_from, desk.activity.told_to) == ("released", at(10), at(10, 30))


def test_the_sms_waits_eight_seconds(desk: Desk) -> None:
    desk.send()
    desk.later(7.9)
    desk.leaves()
    assert desk.messages == [("confirmation", "queued")]
    desk.later(0.2)
    desk.leaves()
    assert desk.messages == [("confirmation", "sent")]


def test_undo_within_eight_seconds_takes_everything_back(desk: Desk) -> None:
    changes = desk.send()
    desk.later(5)
    desk.undo(changes)
    assert desk.parts == [("Alex", "cancelled")]
    assert desk.messages == [("confirmation", "withdrawn")]
    assert (desk.activity.state, desk.activity.released_at, desk.activity.told_from) == ("planned", None, None)
    assert not desk.changed
    desk.later(60)
    desk.leaves()
    assert desk.messages == [("confirmation", "withdrawn")]


def test_redo_sends_the_same_things_again(desk: Desk) -> None:
    changes = desk.send()
    (undone,) = desk.undo(changes)
    desk.undo(undone)
    assert desk.parts == [("Alex", "new")]
    assert desk.messages == [("confirmation", "queued")]


def test_undo_after_the_sms_has_left_says_so_and_changes_nothing(desk: Desk) -> None:
    changes = desk.send()
    desk.later(9)
    desk.leaves()
    with pytest.raises(UserError) as refusal:
        desk.undo(changes)
    assert TEXTS.error(refusal.value).startswith("SMS:et till James Wallin har redan gått.")
    assert desk.parts == [("Alex", "new")]
    assert desk.activity.state == "released"


def test_a_planner_may_take_it_back_even_though_the_customer_was_told(desk: Desk) -> None:
    desk.send()
    desk.later(9)
    desk.leaves()
    desk.do(WithdrawRelease(activity_id=desk.visit, even_if_told=True))
    assert desk.parts == [("Alex", "cancelled")]
    assert desk.changed  # James believes in ten o'clock, so the board says that something has to be sent


def test_what_has_started_on_the_tablet_is_never_taken_back(desk: Desk) -> None:
    changes = desk.send()
    desk.step("travelling")
    with pytest.raises(UserError) as refusal:
        desk.undo(changes)
    assert TEXTS.error(refusal.value).startswith("Alex har redan börjat med Kafé Tulpan.")
    assert desk.parts == [("Alex", "travelling")]


def test_sending_twice_tells_once(desk: Desk) -> None:
    desk.send()
    again = desk.send()
    assert TEXTS.label(again.label) == "Kafé Tulpan är redan skickat till Alex 10:00"
    assert len(desk.messages) == 1 and len(desk.parts) == 1


def test_a_new_time_is_marked_until_it_is_sent_and_then_told_as_new(desk: Desk) -> None:
    desk.send()
    desk.later(9)
    desk.leaves()
    desk.plan(desk.firm.alex, 11)
    assert desk.changed
    assert desk.activity.state == "released"  # Alex keeps it and sees the new time
    desk.send()
    assert not desk.changed
    assert desk.messages == [("confirmation", "sent"), ("new_time", "queued")]
    assert desk.parts == [("Alex", "new")]


def test_a_move_within_the_eight_seconds_stops_the_old_time(desk: Desk) -> None:
    desk.send()
    desk.plan(desk.firm.alex, 11)
    assert desk.messages == [("confirmation", "withdrawn")]
    assert desk.changed
    desk.send()
    assert ("confirmation", "queued") in desk.messages


def test_another_technician_gets_a_part_of_his_own(desk: Desk) -> None:
    desk.send()
    desk.plan(desk.firm.elin, 10)
    assert desk.parts == [("Alex", "cancelled")]
    desk.send()
    assert sorted(desk.parts) == [("Alex", "cancelled"), ("Elin", "new")]


def test_helpers_get_the_job_too(desk: Desk) -> None:
    desk.plan(desk.firm.alex, 10, helper_ids=(desk.firm.elin,))
    desk.send()
    assert sorted(desk.parts) == [("Alex", "new"), ("Elin", "new")]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [("mobile", "", "mobilnummer saknas"), ("sms_consent", False, "vill inte ha SMS")],
)
def test_without_a_way_to_tell_the_job_is_sent_and_mara_is_told_to_call(
    desk: Desk, field: str, value: object, words: str
) -> None:
    with desk.office.database.write() as session:
        setattr(session.get_one(Contact, desk.firm.james), field, value)
    changes = desk.send()
    assert words in TEXTS.label(changes.label)
    assert desk.messages == []
    assert desk.parts == [("Alex", "new")]


def test_only_a_planned_job_can_be_sent(desk: Desk) -> None:
    desk.do(UnplanVisit(activity_id=desk.visit))
    with pytest.raises(UserError) as refusal:
        desk.send()
    assert TEXTS.error(refusal.value).startswith("Kafé Tulpan har ingen tekniker eller tid ännu.")


def test_unplanning_a_sent_job_takes_it_from_the_tablet(desk: Desk) -> None:
    desk.send()
    changes = desk.do(UnplanVisit(activity_id=desk.visit))
    assert desk.parts == [("Alex", "cancelled")]
    assert desk.messages == [("confirmation", "withdrawn")]
    desk.undo(changes)
    assert desk.parts == [("Alex", "new")]
    assert desk.activity.state == "released"
    assert desk.changed  # James was never told, so it has to be sent again


def test_a_whole_day_is_one_step_that_leaves_alone_what_has_begun(office: Core) -> None:
    desk = Desk(office)
    first = desk.visit
    others = [new_id(), new_id()]
    for number, visit in enumerate(others):
        form = IntakeForm(partner_id=desk.firm.partner, address_id=desk.firm.address, problem=f"Kvarn {number} låter")
        desk.later(3_600)
        desk.do(RegisterCall(call_id=new_id(), activity_id=visit, form=form))
        desk.do(PlanVisit(activity_id=visit, person_id=desk.firm.alex, start=at(12 + number)))
    with office.database.write() as session:
        begun = session.get(Activity, others[1])
        assert begun is not None
        begun.state = "in_execution"
    changes = desk.do(ReleaseVisits(visits=tuple(
        ReleaseVisit(activity_id=visit, assignment_ids=(new_id(),), message_id=new_id()) for visit in (first, *others)
    )))
    assert changes.label is not None
    assert (changes.label.key, changes.label.params["n"], changes.label.params["left"]) == (
        "release.done_many_left", 2, 1
    )
    assert TEXTS.label(changes.label).startswith("2 jobb skickade")

    def states() -> list[str]:
        with office.database.read() as session:
            return [session.get_one(Activity, visit).state for visit in (first, *others)]

    assert states() == ["released", "released", "in_execution"]
    desk.undo(changes)
    assert states() == ["planned", "planned", "in_execution"]
    with office.database.read() as session:
        assert {message.state for message in session.query(Message)} <= {"withdrawn"}


def test_undo_of_what_lay_before_the_sms_makes_no_customer_forget(desk: Desk) -> None:
    unplan = desk.do(UnplanVisit(activity_id=desk.visit))
    planned = desk.undo(unplan)[0]
    desk.send()
    desk.later(9)
    desk.leaves()
    restored = desk.undo(planned)[0]
    assert (desk.activity.state, desk.activity.told_from) == ("draft", at(10)), "James still waits at ten"
    desk.undo(restored)
    assert (desk.activity.planned_start, desk.activity.told_from, desk.changed) == (at(10), at(10), False)


def test_who_is_told_that_nobody_comes_waits_for_nobody(desk: Desk) -> None:
    desk.send()
    desk.later(9)
    desk.leaves()
    unplan = desk.do(UnplanVisit(activity_id=desk.visit))
    told = desk.do(TellCustomer(message_id=new_id(), activity_id=desk.visit, purpose="cancelled", arrival=at(10)))
    assert desk.messages[-1] == ("cancelled", "queued") and desk.activity.told_from is None
    redo = desk.undo(told)
    assert desk.messages[-1] == ("cancelled", "withdrawn") and desk.activity.told_from == at(10)
    for change in reversed(redo):
        desk.undo(change)
    assert desk.messages[-1] == ("cancelled", "queued") and desk.activity.told_from is None
    desk.later(9)
    desk.leaves()
    desk.undo(unplan)
    assert (desk.activity.state, desk.activity.told_from) == ("released", None)
    assert desk.changed, "and has to be told anew"
