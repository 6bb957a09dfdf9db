"""The 46elks adapter against the loopback gateway and against servers that misbehave."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

from core.clock import FixedClock
from core.errors import UserError
from core.integrations.sms.elks import ElksGateway, Patience
from core.integrations.sms.loopback import LoopbackGateway
from core.services.ports import GatewayRefused, GatewayUncertain, GatewayUnreachable, SmsRequest
from tests.helpers.cores import STORY_TIME

JAMES = "+46701740640"
REQUEST = SmsRequest(to=JAMES, sender="Espressotek", text="Hej James! Alex kommer ca 10:00. Pris 100 €, å ä ö.")
IMPATIENT = Patience(connect=1, read=0.3, answer=0.6)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(STORY_TIME)


@pytest.fixture
def loopback(clock: FixedClock) -> Iterator[LoopbackGateway]:
    running = LoopbackGateway(clock=clock).start()
    yield running
    running.stop()


@pytest.fixture
def gateway(loopback: LoopbackGateway) -> ElksGateway:
    return ElksGateway(loopback.user, loopback.password, loopback.base_url, patience=IMPATIENT)


# ---- As it should be ------------------------------------------------------------------------------------------------


def test_a_message_arrives_as_it_was_written(gateway: ElksGateway, loopback: LoopbackGateway) -> None:
    receipt = gateway.send(REQUEST)

    (message,) = loopback.messages()
    assert (message.to, message.sender, message.text) == (REQUEST.to, REQUEST.sender, REQUEST.text)
    assert (receipt.gateway_id, receipt.state) == (message.id, "created")


def test_its_state_can_be_followed_to_the_phone(gateway: ElksGateway, clock: FixedClock) -> None:
    message_id = gateway.send(REQUEST).gateway_id
    seen = []
    for _second in range(4):
        seen.append(gateway.state(message_id))
        clock.advance(timedelta(seconds=1))

    assert seen == ["created", "sent", "sent", "delivered"]


def test_a_number_that_does_not_exist_fails(
    gateway: ElksGateway, loopback: LoopbackGateway, clock: FixedClock
) -> None:
    loopback.dead_numbers.add(JAMES)
    message_id = gateway.send(REQUEST).gateway_id
    clock.advance(timedelta(seconds=5))

    assert gateway.state(message_id) == "failed"


def test_a_message_is_found_again_by_number_text_and_time(gateway: ElksGateway, clock: FixedClock) -> None:
    begun = clock.now()
    taken = gateway.send(REQUEST)

    assert gateway.find(JAMES, REQUEST.text, begun) is not None
    assert gateway.find(JAMES, REQUEST.text, begun, besides={taken.gateway_id}) is None
    assert gateway.find(JAMES, "något annat", begun) is None
    assert gateway.find("+46701740641", REQUEST.text, begun) is None
    assert gateway.find(JAMES, REQUEST.text, begun + timedelta(minutes=5)) is None


def test_it_is_found_behind_more_than_a_page_of_others(gateway: ElksGateway, clock: FixedClock) -> None:
    begun = clock.now()
    wanted = gateway.send(REQUEST)
    for number in range(120):
        clock.advance(timedelta(seconds=1))
        gateway.send(SmsRequest(JAMES, "Espressotek", f"Nummer {number}"))

    assert gateway.find(JAMES, REQUEST.text, begun) == type(wanted)(wanted.gateway_id, "delivered")


# ---- Trouble --------------------------------------------------------------------------------------------------------


def test_a_wrong_password_leaves_the_message_to_us(loopback: LoopbackGateway) -> None:
    stranger = ElksGateway(loopback.user, "wrong", loopback.base_url)

    with pytest.raises(GatewayUnreachable) as caught:
        stranger.send(REQUEST)
    assert caught.value.key == "sms.trouble_not_let_in"
    assert loopback.messages() == ()


@pytest.mark.parametrize(("field", "value"), [("to", "0701740640"), ("sender", "Espressoteknik"), ("text", "")])
def test_what_the_gateway_can_never_send_is_refused(
    gateway: ElksGateway, loopback: LoopbackGateway, field: str, value: str
) -> None:
    form = {"to": REQUEST.to, "sender": REQUEST.sender, "text": REQUEST.text, field: value}

    with pytest.raises(GatewayRefused) as caught:
        gateway.send(SmsRequest(**form))
    assert caught.value.reason
    assert loopback.messages() == ()


def test_a_closed_port_means_not_sent(loopback: LoopbackGateway, gateway: ElksGateway) -> None:
    loopback.stop()

    with pytest.raises(GatewayUnreachable):
        gateway.send(REQUEST)


def test_a_gateway_that_says_later_means_not_sent(loopback: LoopbackGateway, gateway: ElksGateway) -> None:
    loopback.down = True

    with pytest.raises(GatewayUnreachable):
        gateway.send(REQUEST)
    with pytest.raises(GatewayUnreachable):
        gateway.state("s1")


def test_a_gateway_that_takes_it_and_says_nothing_is_uncertain(loopback: LoopbackGateway, gateway: ElksGateway) -> None:
    loopback.hang_after_accept = True

    with pytest.raises(GatewayUncertain):
        gateway.send(REQUEST)
    assert len(loopback.messages()) == 1


def test_an_unknown_message_is_refused_and_a_crooked_id_never_asked(gateway: ElksGateway) -> None:
    for message_id in ("s123", "../account", "s1?x=y", ""):
        with pytest.raises(GatewayRefused):
            gateway.state(message_id)


@contextmanager
def server(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Something on a port that lets a caller in, reads what it says and answers as told."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                caller, _address = listening.accept()
            except OSError:
                return
            with caller:
                try:
                    caller.recv(65536)
                    answer(caller)
                except OSError:
                    continue  # the caller had enough, which is what is tested

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        over.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(timeout=5)


def text(status: str, body: bytes, length: int | None = None) -> Callable[[socket.socket], None]:
    size = len(body) if length is None else length
    head = f"HTTP/1.1 {status}\r\nContent-Length: {size}\r\nConnection: close\r\n\r\n".encode()
    return lambda caller: caller.sendall(head + body)


def endless(caller: socket.socket) -> None:
    caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    while True:
        caller.sendall(b" " * 65536)


def dripping(caller: socket.socket) -> None:
    """A byte now and then keeps every single read in time, and the whole would take for ever."""
    caller.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    pause = threading.Event()
    while not pause.wait(0.1):
        caller.sendall(b" ")


@pytest.mark.parametrize("answer", [
    text("200 OK", b"<html>"), text("200 OK", b""), text("200 OK", b'{"id": 7}'), text("200 OK", b"[]"),
    text("200 OK", b'{"id": "s1"', length=4000), text("500 Oops", b"sorry"), text("502 Bad", b""), endless, dripping,
    lambda caller: caller.sendall(b"not http at all\r\n\r\n"), lambda caller: caller.close(),
], ids=["html", "empty", "number", "list", "cut", "500", "502", "endless", "dripping", "nonsense", "hung-up"])
def test_an_answer_that_is_none_is_uncertain_and_soon_over(answer: Callable[[socket.socket], None]) -> None:
    """The message may have been taken: it is looked for, never simply sent again."""
    with server(answer) as url:
        gateway = ElksGateway("user", "secret", url, patience=IMPATIENT)

        with pytest.raises(GatewayUncertain):
            gateway.send(REQUEST)
        with pytest.raises(GatewayUnreachable):
            gateway.find(JAMES, REQUEST.text, STORY_TIME)


def test_a_redirect_is_not_followed_with_the_password() -> None:
    def elsewhere(caller: socket.socket) -> None:
        caller.sendall(b"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n")

    with server(elsewhere) as url, pytest.raises(GatewayUnreachable):
        ElksGateway("user", "secret", url, patience=IMPATIENT).send(REQUEST)


def test_an_account_that_keeps_no_texts_is_matched_by_number_and_time() -> None:
    kept = (b'{"data": [{"id": "s7", "direction": "outgoing-api", "to": "+46701740640", "status": "delivered", '
            b'"created": "2026-11-24T07:43:01.000000"}]}')
    with server(text("200 OK", kept)) as url:
        found = ElksGateway("user", "secret", url).find(JAMES, REQUEST.text, STORY_TIME)

    assert found is not None
    assert (found.gateway_id, found.state) == ("s7", "delivered")


def test_the_password_never_travels_in_the_open() -> None:
    with pytest.raises(UserError) as caught:
        ElksGateway("user", "secret", "http://sms.example")
    assert caught.value.key == "sms.error_not_secure"
    with pytest.raises(UserError) as caught:
        ElksGateway("", "")
    assert caught.value.key == "sms.error_not_set_up"
