"""Telling the customer: who can be told, what is queued, and how it is stopped or repeated."""

from datetime import time, timedelta
from typing import Any

import pytest

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock, at_local
from core.commands.base import Command, Issued
from core.commands.messages import RecordMessageProgress, RequeueMessage, TellCustomer, WithdrawMessage
from core.commands.visit import ChangeStep
from core.errors import UserError
from core.ids import new_id
from core.model.customer import BusinessPartner, Contact
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.queries.messages import call_messages, phone_messages, recent_messages, sms_draft, visit_messages
from tests.helpers.story import STORY, TODAY, build_story


@pytest.fixture
def core(office: Core) -> Core:
    build_story(office)
    return office


def does(core: Core, command: Command) -> Changes:
    return core.commands.execute(command, STORY.mara)


def tell(core: Core, purpose: str = "confirmation", **more: Any) -> Changes:
    return does(core, TellCustomer(message_id=new_id(), activity_id=STORY.visit, purpose=purpose, **more))


def later(core: Core, span: timedelta) -> None:
    assert isinstance(core.clock, FixedClock)
    core.clock.advance(span)


def change(core: Core, row_class: Any, row_id: str, **values: Any) -> None:
    with core.database.write() as session:
        row = session.get_one(row_class, row_id)
        for name, value in values.items():
            setattr(row, name, value)


def draft(core: Core, purpose: str = "confirmation") -> Any:
    return core.database.ask(sms_draft, STORY.visit, purpose, core.clock.now())


# ---- Who and what ---------------------------------------------------------------------------------------------------


def test_what_would_be_sent_can_be_read_before(core: Core) -> None:
    found = draft(core)

    assert (found.recipient, found.recipient_name) == ("+46701740640", "James Wallin")
    assert (found.parts, found.obstacle) == (1, "")
    assert "10:00" in found.text
    assert "070-174 06 10" in found.text, "Alex's own number"


def test_a_cancellation_gives_the_offices_number(core: Core) -> None:
    assert "031-555 09 00" in draft(core, "cancelled").text


def test_the_customers_language_counts(core: Core) -> None:
    change(core, BusinessPartner, STORY.partner, language="en")

    assert draft(core).text.startswith("Hi James!")


@pytest.mark.parametrize(("row", "row_id", "values", "obstacle"), [
    (Contact, STORY.james, {"mobile": "", "phone": "+46315550140"}, "no_mobile"),
    (Contact, STORY.james, {"sms_consent": False}, "no_consent"),
    (Firm, FIRM_ID, {"settings": {"sms_off": True}}, "off"),
])
def test_what_is_in_the_way_is_said_and_nothing_queued(
    core: Core, row: Any, row_id: str, values: dict[str, Any], obstacle: str
) -> None:
    change(core, row, row_id, **values)

    assert draft(core).obstacle == obstacle
    with pytest.raises(UserError) as caught:
        tell(core)
    assert caught.value.key == f"sms.error_{obstacle}"
    assert core.database.ask(recent_messages) == ()


def test_a_time_that_has_passed_is_not_told(core: Core) -> None:
    later(core, timedelta(hours=3))

    with pytest.raises(UserError) as caught:
        tell(core)
    assert (caught.value.key, caught.value.params["time"]) == ("sms.error_passed", "10:00")


def test_somebody_who_sets_out_late_is_on_the_way_now(core: Core) -> None:
    later(core, timedelta(hours=2))

    assert "är på väg nu" in draft(core, "on_the_way").text


# ---- Queue, stop, repeat --------------------------------------------------------------------------------------------


def test_telling_can_be_undone_and_done_again(core: Core) -> None:
    told = tell(core)
    (stopped,) = (does(core, command) for command in told.undo)
    (message,) = core.database.ask(visit_messages, STORY.visit)
    assert (message.state, message.can_be_repeated) == ("withdrawn", True)

    later(core, timedelta(minutes=1))
    does(core, *stopped.undo)
    (message,) = core.database.ask(visit_messages, STORY.visit)
    assert (message.state, message.can_be_stopped) == ("queued", True)
    assert message.not_before == core.clock.now() + timedelta(seconds=8), "eight seconds of regret again"


def test_the_same_command_twice_queues_one_message(core: Core) -> None:
    command = TellCustomer(message_id=new_id(), activity_id=STORY.visit, purpose="confirmation")
    does(core, command)
    does(core, command)

    assert len(core.database.ask(visit_messages, STORY.visit)) == 1


def test_what_has_left_can_neither_be_stopped_nor_repeated(core: Core) -> None:
    message_id = tell(core).result
    assert message_id is not None
    for before, state in (("queued", "sending"), ("sending", "sent")):
        does(core, RecordMessageProgress(message_id=message_id, before=before, state=state, attempt=1, gateway_id="s1"))

    for command, key in (
        (WithdrawMessage(message_id=message_id), "sms.error_already_left"),
        (RequeueMessage(message_id=message_id), "sms.error_not_stopped"),
    ):
        with pytest.raises(UserError) as caught:
            does(core, command)
        assert caught.value.key == key


def test_old_news_from_the_gateway_changes_nothing(core: Core) -> None:
    message_id = tell(core).result
    assert message_id is not None
    does(core, WithdrawMessage(message_id=message_id))
    late = RecordMessageProgress(message_id=message_id, before="queued", state="sending", attempt=1)

    assert does(core, late).touched == ()
    assert core.database.ask(visit_messages, STORY.visit)[0].state == "withdrawn"


def test_a_message_asked_for_at_night_waits_for_the_morning(core: Core) -> None:
    assert isinstance(core.clock, FixedClock)
    core.clock.set(at_local(TODAY - timedelta(days=1), time(23)))
    tell(core)

    (message,) = core.database.ask(visit_messages, STORY.visit)
    assert message.not_before == at_local(TODAY, time(7))


def test_the_job_and_the_phone_show_their_messages(core: Core) -> None:
    message_id = tell(core).result
    assert message_id is not None
    assert core.database.ask(phone_messages) == ()
    for before, state in (("queued", "sending"), ("sending", "delivered")):
        does(core, RecordMessageProgress(message_id=message_id, before=before, state=state, attempt=1, gateway_id="s1"))

    (on_the_job,) = core.database.ask(call_messages, STORY.call)
    (on_the_phone,) = core.database.ask(phone_messages, "+46701740640")
    assert on_the_job == on_the_phone
    assert (on_the_job.state, on_the_job.delivered_at) == ("delivered", core.clock.now())


def alex_steps(core: Core, target: str) -> None:
    """As his tablet's command reaches the office."""
    step = ChangeStep(
        activity_id=STORY.visit, assignment_id=STORY.assignment, event_id=new_id(), target=target
    )
    core.commands.interpret(Issued(
        id=new_id(), person_id=STORY.alex, device_id="tablet", at=core.clock.now(), command=step
    ))


def test_james_hears_once_that_alex_has_set_out(core: Core) -> None:
    for target in ("accepted", "travelling"):
        alex_steps(core, target)

    (message,) = core.database.ask(visit_messages, STORY.visit)
    assert (message.purpose, message.state) == ("on_the_way", "queued")
    assert message.text.startswith("Hej James! Alex från Espressoteknik Väst är på väg, ca 10:00.")


@pytest.mark.parametrize("target", ["accepted", "arrived"])
def test_what_is_no_longer_true_is_not_sent(core: Core, target: str) -> None:
    for step in ("accepted", "travelling", target):
        alex_steps(core, step)

    assert [message.state for message in core.database.ask(visit_messages, STORY.visit)] == ["withdrawn"]


def test_a_tablet_never_sends(tablet: Core) -> None:
    build_story(tablet)
    tablet.commands.execute(
        TellCustomer(message_id=new_id(), activity_id=STORY.visit, purpose="on_the_way"), STORY.alex
    )

    with tablet.database.read() as session:
        assert session.query(Message).count() == 0
