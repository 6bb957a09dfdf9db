"""The outbox on its way: in order, each message once, none lost, whatever the gateway does."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.bootstrap import Core
from core.commands.messages import RequeueMessage, WithdrawMessage
from core.integrations.sms.loopback import LoopbackGateway
from core.model.firm import FIRM_ID, Firm
from core.model.message import Message
from core.services.message_dispatcher import FIRST_RETRY, LONGEST_RETRY, MessageDispatcher, retry_after
from core.services.ports import DeliveryState, GatewayUncertain, GatewayUnreachable, SmsReceipt, SmsRequest
from tests.helpers.cores import opened_office
from tests.helpers.outbox import JAMES, Outbox, adapter, dispatcher
from tests.helpers.story import build_story


@pytest.fixture
def outbox(office: Core) -> Iterator[Outbox]:
    build_story(office)
    loopback = LoopbackGateway(clock=office.clock).start()
    yield Outbox(office, loopback, dispatcher(office, adapter(loopback)))
    loopback.stop()


# ---- The good day ---------------------------------------------------------------------------------------------------


def test_james_gets_his_sms_after_eight_seconds_and_its_delivery_shows_on_the_job(outbox: Outbox) -> None:
    outbox.tell()
    outbox.step(7.9)
    assert (outbox.phone, outbox.message.state) == ([], "queued")

    outbox.step(0.1)
    assert outbox.message.state == "sent"
    assert outbox.phone == [outbox.message.text]
    assert "Alex Lindqvist" in outbox.phone[0]
    assert outbox.loopback.messages()[0].to == JAMES
    assert outbox.loopback.messages()[0].sender == "Espressotek"

    for _second in range(6):
        outbox.step(1)
    assert outbox.message.state == "delivered"
    assert outbox.message.delivered_at is not None
    assert len(outbox.phone) == 1


def test_what_was_withdrawn_in_time_never_leaves(outbox: Outbox) -> None:
    message_id = outbox.tell()
    outbox.later(7)
    outbox.does(WithdrawMessage(message_id=message_id))
    outbox.step(60)

    assert (outbox.phone, outbox.message.state) == ([], "withdrawn")


def test_messages_leave_in_the_order_they_were_due(outbox: Outbox) -> None:
    for purpose in ("confirmation", "new_time", "on_the_way"):
        outbox.tell(purpose)
        outbox.later(1)
    outbox.step(20)

    assert [text.split(":")[0].split(" ")[2] for text in outbox.phone] == ["Alex", "Ny", "Alex"]
    assert "på väg" in outbox.phone[2]


def test_the_firms_own_sender_is_used(outbox: Outbox) -> None:
    with outbox.office.database.write() as session:
        firm = session.get_one(Firm, FIRM_ID)
        firm.settings = firm.settings | {"sms_sender": "Kaffedoktorn"}
    outbox.tell()
    outbox.step(10)

    assert outbox.loopback.messages()[0].sender == "Kaffedoktor"


# ---- The gateway is down --------------------------------------------------------------------------------------------


def test_a_gateway_that_is_down_keeps_the_message_in_the_queue_and_it_leaves_once_when_it_is_back(
    outbox: Outbox
) -> None:
    outbox.loopback.down = True
    outbox.tell()
    outbox.step(8)
    assert (outbox.message.state, outbox.message.trouble, outbox.message.attempts) == ("queued", "unreachable", 1)

    outbox.step(1)
    assert outbox.message.attempts == 1, "it waits before it is tried again"
    outbox.step(5)
    assert outbox.message.attempts == 2

    outbox.loopback.down = False
    for _round in range(10):
        outbox.step(5)
    assert (outbox.message.state, len(outbox.phone), outbox.message.trouble) == ("delivered", 1, "")


def test_a_gateway_that_is_not_there_at_all_is_the_same(outbox: Outbox) -> None:
    outbox.loopback.stop()
    outbox.tell()
    outbox.step(8)
    assert (outbox.message.state, outbox.message.trouble) == ("queued", "unreachable")

    outbox.loopback.start()
    outbox.step(6)
    assert (outbox.message.state, len(outbox.phone)) == ("sent", 1)


def test_waiting_grows_to_ten_minutes() -> None:
    waits = [retry_after(attempt) for attempt in range(1, 40)]

    assert waits[0] == FIRST_RETRY
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_RETRY == timedelta(minutes=10)


def test_a_wrong_account_keeps_the_message_and_says_what_is_wrong(outbox: Outbox) -> None:
    outbox.loopback.password = "changed"
    outbox.tell()
    outbox.step(8)

    assert (outbox.message.state, outbox.message.trouble) == ("queued", "not_let_in")


def test_a_message_that_could_not_leave_in_time_is_stopped_and_told(outbox: Outbox) -> None:
    outbox.loopback.down = True
    outbox.tell("confirmation")
    outbox.tell("on_the_way")
    outbox.step(8)
    outbox.loopback.down = False
    outbox.step(4 * 3600)

    assert {message.purpose: (message.state, message.trouble) for message in outbox.messages} == {
        "confirmation": ("failed", "too_late"), "on_the_way": ("withdrawn", "too_late"),
    }
    assert outbox.phone == []


# ---- The gateway refuses, or breaks off -----------------------------------------------------------------------------


def test_a_message_that_the_gateway_refuses_fails_with_its_reason_and_can_be_repeated(outbox: Outbox) -> None:
    message_id = outbox.tell()
    with outbox.office.database.write() as session:
        session.get_one(Message, message_id).recipient = "12"
    outbox.step(8)

    assert (outbox.message.state, outbox.message.trouble) == ("failed", "refused")
    assert "E.164" in outbox.message.detail
    assert outbox.message.can_be_repeated


def test_a_message_that_the_network_could_not_deliver_is_told_and_can_be_repeated(outbox: Outbox) -> None:
    outbox.loopback.dead_numbers.add(JAMES)
    message_id = outbox.tell()
    for _second in range(14):
        outbox.step(1)
    assert (outbox.message.state, outbox.message.trouble) == ("failed", "undelivered")

    outbox.loopback.dead_numbers.clear()
    outbox.does(RequeueMessage(message_id=message_id))
    for _second in range(14):
        outbox.step(1)
    assert outbox.message.state == "delivered"
    assert len(outbox.phone) == 2, "the first never reached anybody"


def test_a_broken_off_answer_is_cleared_up_by_asking_and_not_by_sending_again(outbox: Outbox) -> None:
    outbox.loopback.hang_after_accept = True
    outbox.tell()
    outbox.step(8)
    assert (outbox.message.state, outbox.message.trouble) == ("sending", "uncertain")

    outbox.loopback.hang_after_accept = False
    for _second in range(10):
        outbox.step(10)
    assert (outbox.message.state, len(outbox.phone)) == ("delivered", 1)


def test_two_dispatchers_do_no_harm(outbox: Outbox) -> None:
    other = dispatcher(outbox.office, adapter(outbox.loopback))
    outbox.tell()
    outbox.later(8)
    for _round in range(3):
        outbox.dispatcher.step()
        other.step()

    assert len(outbox.phone) == 1


# ---- A gateway as bad as it gets ------------------------------------------------------------------------------------


class Whims:
    """A gateway that follows a script: what happens at each call, then it behaves."""

    def __init__(self, whims: list[str], now: "Core") -> None:
        self.whims, self._office = list(whims), now
        self.taken: list[tuple[str, str, str, datetime]] = []

    def _whim(self) -> str:
        whim = self.whims.pop(0) if self.whims else "good"
        if whim == "bug":
            raise RuntimeError("the adapter has a bug")
        if whim == "down":
            raise GatewayUnreachable("down")
        return whim

    def send(self, request: SmsRequest) -> SmsReceipt:
        whim = self._whim()
        if whim == "lost":
            raise GatewayUncertain("lost before it was taken")
        gateway_id = f"s{len(self.taken)}"
        self.taken.append((gateway_id, request.to, request.text, self._office.clock.now()))
        if whim == "cut":
            raise GatewayUncertain("taken, and then silence")
        return SmsReceipt(gateway_id, "created")

    def find(self, to: str, text: str, since: datetime, besides: Collection[str] = ()) -> SmsReceipt | None:
        self._whim()
        for gateway_id, number, words, at in self.taken:
            if (number, words) == (to, text) and at >= since and gateway_id not in besides:
                return SmsReceipt(gateway_id, "sent")
        return None

    def state(self, gateway_id: str) -> DeliveryState:
        self._whim()
        return "delivered"


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["good", "down", "lost", "cut", "bug"]), max_size=14),
    st.lists(st.sampled_from(["confirmation", "new_time", "cancelled", "confirmation"]), min_size=1, max_size=4),
    st.lists(st.booleans(), max_size=30),
)
def test_whatever_happens_each_message_arrives_exactly_once(
    tmp_path_factory: pytest.TempPathFactory, whims: list[str], purposes: list[str], restarts: list[bool]
) -> None:
    with opened_office(tmp_path_factory.mktemp("office")) as office:
        build_story(office)
        gateway = Whims(whims, office)
        outbox = Outbox(office, None, dispatcher(office, gateway))  # type: ignore[arg-type]
        for purpose in purposes:
            outbox.tell(purpose)
        outbox.later(8)
        for round_number in range(80):
            if round_number < len(restarts) and restarts[round_number]:
                outbox.dispatcher = MessageDispatcher(office.database, office.commands, gateway, office.clock)
            outbox.step(20)
            if all(message.state == "delivered" for message in outbox.messages):
                break

        assert {message.state for message in outbox.messages} == {"delivered"}
        assert sorted(text for _id, _to, text, _at in gateway.taken) == sorted(m.text for m in outbox.messages)
