"""The tablet's line to the office: HTTPS to one address, trusting exactly one certificate, and cut off at will."""

import contextlib
import hashlib
import hmac
import selectors
import socket
import ssl
import threading
from http.client import HTTPException, HTTPSConnection
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from core.sync.envelope import MAX_ENVELOPE
from core.sync.faults import FAULTS, Malformed, OfficeUnreachable, Revoked, TooBig
from core.sync.keep_alive import socket_options

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 20.0
MAX_PROOF = 4096
_MOST_IDLE = 3


def certificate_pin_at(address: str) -> bytes:
    """SHA-256 of the certificate that is shown at an address; what it is worth, a person must say (`pairing`)."""
    host, port = _host_and_port(address)
    try:
        with socket.create_connection((host, port), CONNECT_SECONDS) as raw:
            with _trusting_nobody().wrap_socket(raw) as secured:
                return _pin_of(secured)
    except OSError as error:
        raise OfficeUnreachable(type(error).__name__) from error


def _trusting_nobody() -> ssl.SSLContext:
    """TLS 1.3; whose certificate it is, its pin says and no authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _pin_of(secured: ssl.SSLSocket) -> bytes:
    return hashlib.sha256(secured.getpeercert(binary_form=True) or b"").digest()


def _host_and_port(address: str) -> tuple[str, int]:
    host, port = address.rsplit(":", 1)
    return host.strip("[]"), int(port)


class _Refusal(msgspec.Struct):
    """The body of an answer that is not a success."""

    error: str = ""
    proof: Annotated[str, Meta(pattern="^([0-9a-f]{2})*$", max_length=MAX_PROOF)] = ""


class Busy(OfficeUnreachable):
    """The office answers, but not now: too many requests, a full disk, or it is just closing."""


class _Connection(HTTPSConnection):
    """One connection that was pinned before a byte went over it. Head and body go out as one piece: the office would
    otherwise wake twice for each letter."""

    sock: ssl.SSLSocket | None
    _gathered: bytearray | None = None

    def __init__(self, address: str, certificate_pin: bytes) -> None:
        host, port = _host_and_port(address)
        super().__init__(host, port, timeout=CONNECT_SECONDS, context=_trusting_nobody())
        self._pin = certificate_pin

    def connect(self) -> None:
        super().connect()
        assert self.sock is not None
        for option in socket_options():
            self.sock.setsockopt(*option)
        if not hmac.compare_digest(_pin_of(self.sock), self._pin):
            raise ssl.SSLError("another certificate")

    def ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> None:
        self._gathered = bytearray()
        try:
            self.request(method, path, body, headers)
            whole = bytes(self._gathered)
        finally:
            self._gathered = None
        super().send(whole)

    def send(self, data: Any) -> None:
        if self._gathered is None:
            super().send(data)
        else:
            self._gathered += data

    @property
    def has_ended(self) -> bool:
        """Nothing is expected on an idle connection: what can be read is its end."""
        if self.sock is None:
            return True
        with selectors.DefaultSelector() as selector:
            selector.register(self.sock, selectors.EVENT_READ)
            return bool(selector.select(0))

    def shut(self) -> None:
        """From another thread: whoever waits for an answer hears at once that none will come."""
        if self.sock is not None:
            with contextlib.suppress(OSError, ValueError):
                self.sock.shutdown(socket.SHUT_RDWR)


class Line:
    """Connections to one `host:port`, to nobody but the holder of one certificate; usable from several threads."""

    def __init__(self, address: str, certificate_pin: bytes) -> None:
        self.address = address
        self._certificate_pin = certificate_pin
        self._open: set[_Connection] = set()
        self._idle: list[_Connection] = []
        self._lock = threading.Lock()
        self._is_cut = False

    def post(self, path: str, body: bytes, *, seconds: float = ANSWER_SECONDS, session: str = "") -> bytes:
        """The body of the answer; raises the fault that the office names, or OfficeUnreachable."""
        return self.request("POST", path, body, seconds=seconds, session=session)[1]

    def request(
        self, method: str, path: str, body: bytes = b"", *, seconds: float = ANSWER_SECONDS, session: str = "",
        headers: dict[str, str] | None = None,
    ) -> tuple[dict[str, str], bytes]:
        """Headers (small letters) and body of a successful answer."""
        sent = {"content-type": "application/octet-stream", **(headers or {})}
        if session:
            sent["authorization"] = f"Bearer {session}"
        try:
            status, received, content = self._exchanged(method, path, body, sent, seconds)
        except (HTTPException, OSError, ValueError) as error:
            raise OfficeUnreachable(type(error).__name__) from error
        if status >= 400:
            raise self._fault(status, content)
        return received, content

    def cut(self) -> None:
        """Ends what is under way at once; nothing can be asked after this."""
        with self._lock:
            self._is_cut = True
            under_way, idle = self._open.difference(self._idle), self._idle
            self._idle = []
        for connection in under_way:
            connection.shut()
        for connection in idle:
            self._end(connection)

    def _exchanged(
        self, method: str, path: str, body: bytes, headers: dict[str, str], seconds: float
    ) -> tuple[int, dict[str, str], bytes]:
        connection = self._connected()
        is_whole = False
        try:
            assert connection.sock is not None
            connection.sock.settimeout(seconds)
            connection.ask(method, path, body, headers)
            response = connection.getresponse()
            content = response.read(MAX_ENVELOPE + 1)
            if len(content) > MAX_ENVELOPE:
                raise TooBig("answer")
            if not response.isclosed():
                raise HTTPException("an answer that was cut off")
            is_whole = not response.will_close
            return response.status, {name.lower(): value for name, value in response.getheaders()}, content
        finally:
            self._give_back(connection, may_be_used=is_whole)

    def _connected(self) -> _Connection:
        """An idle connection that still stands, or a new one."""
        while True:
            with self._lock:
                if self._is_cut:
                    raise OSError("cut")
                connection = self._idle.pop() if self._idle else None
                if connection is None:
                    connection = _Connection(self.address, self._certificate_pin)
                    self._open.add(connection)
            if connection.sock is None:
                try:
                    connection.connect()
                except BaseException:
                    self._end(connection)
                    raise
                if self._is_cut:  # while it was made there was nothing to shut
                    connection.shut()
                return connection
            if not connection.has_ended:
                return connection
            self._end(connection)

    def _give_back(self, connection: _Connection, *, may_be_used: bool) -> None:
        with self._lock:
            if may_be_used and not self._is_cut and len(self._idle) < _MOST_IDLE:
                self._idle.append(connection)
                return
        self._end(connection)

    def _end(self, connection: _Connection) -> None:
        with self._lock:
            self._open.discard(connection)
        connection.close()

    def _fault(self, status: int, content: bytes) -> Exception:
        if status == 429 or status >= 500:
            return Busy(str(status))
        try:
            refusal = msgspec.json.decode(content, type=_Refusal)
        except (msgspec.MsgspecError, ValueError):
            refusal = _Refusal()
        code = refusal.error
        if code == Revoked.code:
            return Revoked(str(status), bytes.fromhex(refusal.proof))
        return FAULTS.get(code, Malformed)(f"{status} {code}")
