"""The tablet's line by itself, against a server that does what no office would."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from core.sync.envelope import MAX_ENVELOPE
from core.sync.faults import OfficeUnreachable, TooBig
from core.sync.keys import Certificate, make_certificate
from core.sync.lan import Line, certificate_pin_at
from tests.helpers.cores import STORY_TIME


def answer(body: bytes, said: int | None = None) -> bytes:
    return b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n" % (len(body) if said is None else said) + body


@dataclass
class Server:
    """Each connection is served by the next of `lives`; `heard` is what came, letter by letter."""

    certificate: Certificate
    folder: Path
    lives: list[list[bytes]]
    heard: list[bytes] = field(default_factory=list)
    connections: int = 0
    let_go: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        pem = self.folder / "certificate.pem"
        pem.write_bytes(self.certificate.pem + self.certificate.key_pem)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(pem)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._listening.getsockname()[1]}"

    def line(self) -> Line:
        return Line(self.address, self.certificate.fingerprint)

    def close(self) -> None:
        self.let_go.set()
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(10)

    def _serve(self) -> None:
        for life in self.lives:
            try:
                raw, _ = self._listening.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), self._context.wrap_socket(raw, server_side=True) as connection:
                self.connections += 1
                for said in life:
                    letter = connection.recv(65_536)
                    if not letter:
                        break
                    self.heard.append(letter)
                    connection.sendall(said)
                    if not said:
                        self.let_go.wait(10)


@pytest.fixture(scope="module")
def certificate() -> Certificate:
    return make_certificate("0" * 32, STORY_TIME)


@pytest.fixture
def serve(tmp_path: Path, certificate: Certificate) -> Iterator[Callable[..., Server]]:
    with contextlib.ExitStack() as open_ones:

        def served(*lives: list[bytes]) -> Server:
            server = Server(certificate, tmp_path, list(lives))
            open_ones.callback(server.close)
            return server

        yield served


def test_letters_go_over_one_connection_each_as_one_piece(serve: Callable[..., Server]) -> None:
    server = serve([answer(b"one"), answer(b""), answer(b"three")])
    line = server.line()
    assert [line.post("/v1/pull", body) for body in (b"a", b"b", b"c")] == [b"one", b"", b"three"]
    assert server.connections == 1
    assert [letter.rpartition(b"\r\n\r\n")[2] for letter in server.heard] == [b"a", b"b", b"c"]
    line.cut()


def test_a_connection_that_the_office_has_ended_is_made_anew(serve: Callable[..., Server]) -> None:
    server = serve([answer(b"one")], [answer(b"two")])
    line = server.line()
    assert line.post("/v1/pull", b"a") == b"one"
    assert line.post("/v1/pull", b"b") == b"two"
    assert server.connections == 2
    line.cut()


def test_nothing_is_sent_to_the_holder_of_another_certificate(serve: Callable[..., Server]) -> None:
    server = serve([answer(b"one")])
    with pytest.raises(OfficeUnreachable):
        Line(server.address, bytes(32)).post("/v1/pull", b"secret")
    server.close()
    assert server.heard == []


def test_an_answer_that_was_cut_off_is_none(serve: Callable[..., Server]) -> None:
    server = serve([answer(b"half", said=8)], [answer(b"whole")])
    line = server.line()
    with pytest.raises(OfficeUnreachable):
        line.post("/v1/pull", b"a")
    assert line.post("/v1/pull", b"b") == b"whole"
    line.cut()


def test_an_answer_without_end_is_not_read_to_its_end(serve: Callable[..., Server]) -> None:
    server = serve([answer(bytes(MAX_ENVELOPE + 2))])
    with pytest.raises(TooBig):
        server.line().post("/v1/pull", b"a")


@pytest.mark.parametrize(
    "nonsense", [b"\x00" * 100, b"HTTP/1.1 999\r\n\r\n", b"HTTP/1.1 200 OK\r\n" + b"x: y\r\n" * 200 + b"\r\n"]
)
def test_nonsense_is_no_answer(serve: Callable[..., Server], nonsense: bytes) -> None:
    with pytest.raises(OfficeUnreachable):
        serve([nonsense]).line().post("/v1/pull", b"a", seconds=5)


def test_a_wait_ends_as_soon_as_the_line_is_cut(serve: Callable[..., Server]) -> None:
    server = serve([b""])
    line = server.line()
    failed = threading.Event()

    def wait() -> None:
        with contextlib.suppress(OfficeUnreachable):
            line.post("/v1/pull", b"a", seconds=60)
        failed.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    while not server.heard:
        failed.wait(0.01)
    line.cut()
    assert failed.wait(5), "it would have waited for a minute"
    waiting.join()
    with pytest.raises(OfficeUnreachable):
        line.post("/v1/pull", b"b")


def test_a_wait_that_is_too_long_ends_by_itself(serve: Callable[..., Server]) -> None:
    with pytest.raises(OfficeUnreachable):
        serve([b""]).line().post("/v1/pull", b"a", seconds=0.05)


def test_the_certificate_that_is_shown_can_be_asked_for(serve: Callable[..., Server], certificate: Certificate) -> None:
    assert certificate_pin_at(serve([answer(b"")]).address) == certificate.fingerprint
