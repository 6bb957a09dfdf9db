"""The tablet's line to the office: HTTPS to one address, trusting exactly one certificate, and cut off at will."""

import contextlib
import hashlib
import socket
import ssl
import threading
from typing import Annotated, Any

import msgspec
import urllib3
from msgspec import Meta
from urllib3.connection import HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse
from urllib3.util import Timeout

from core.sync.envelope import MAX_ENVELOPE
from core.sync.faults import FAULTS, Malformed, OfficeUnreachable, Revoked, TooBig
from core.sync.keep_alive import socket_options

CONNECT_SECONDS = 3.0
ANSWER_SECONDS = 20.0
MAX_PROOF = 4096


def certificate_pin_at(address: str) -> bytes:
    """SHA-256 of the certificate that is shown at an address; what it is worth, a person must say (`pairing`)."""
    host, port = address.rsplit(":", 1)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    try:
        with socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS) as raw:
            with context.wrap_socket(raw) as secured:
                return hashlib.sha256(secured.getpeercert(binary_form=True) or b"").digest()
    except OSError as error:
        raise OfficeUnreachable(type(error).__name__) from error


class _Refusal(msgspec.Struct):
    """The body of an answer that is not a success."""

    error: str = ""
    proof: Annotated[str, Meta(pattern="^([0-9a-f]{2})*$", max_length=MAX_PROOF)] = ""


class Busy(OfficeUnreachable):
    """The office answers, but not now: too many requests, a full disk, or it is just closing."""


class Line:
    """Connections to one `host:port`, to nobody but the holder of one certificate; usable from several threads."""

    def __init__(self, address: str, certificate_pin: bytes) -> None:
        self.address = address
        self._open: set[HTTPSConnection] = set()
        self._lock = threading.Lock()
        self._is_cut = False
        host, port = address.rsplit(":", 1)
        self._pool = urllib3.HTTPSConnectionPool(
            host.strip("[]"), int(port), maxsize=3, block=False, retries=False, cert_reqs="CERT_NONE",
            assert_hostname=False, assert_fingerprint=certificate_pin.hex(),
            ssl_minimum_version=ssl.TLSVersion.TLSv1_3,
            socket_options=[(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1), *socket_options()],
        )  # fmt: skip
        self._pool.ConnectionCls = self._connection_class()

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
        if self._is_cut:
            raise OfficeUnreachable("cut")
        try:
            response = self._pool.urlopen(
                method, path, body=body, headers=sent, retries=False, redirect=False, preload_content=False,
                timeout=Timeout(connect=CONNECT_SECONDS, read=seconds),
            )
            content = self._content(response)
        except (HTTPError, OSError, ValueError) as error:
            raise OfficeUnreachable(type(error).__name__) from error
        if response.status >= 400:
            raise self._fault(response.status, content)
        return {name.lower(): value for name, value in response.headers.items()}, content

    def cut(self) -> None:
        """Ends what is under way at once; nothing can be asked after this."""
        self._is_cut = True
        with self._lock:
            connections = list(self._open)
        for connection in connections:
            raw = connection.sock
            if raw is not None:
                with contextlib.suppress(OSError, ValueError):
                    raw.shutdown(socket.SHUT_RDWR)
        self._pool.close()

    def _content(self, response: BaseHTTPResponse) -> bytes:
        try:
            content = bytes(response.read(MAX_ENVELOPE + 1, decode_content=False))
            if len(content) > MAX_ENVELOPE:
                raise TooBig("answer")
            return content
        finally:
            response.release_conn()

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

    def _connection_class(self) -> type[HTTPSConnection]:
        line = self

        class Noted(HTTPSConnection):
            """Known to its line, so that a long wait can be ended. Head and body go out as one piece: the office
            would otherwise wake twice for each letter."""

            _gathered: bytearray | None = None

            def request(self, *given: Any, **named: Any) -> None:
                self._gathered = bytearray()
                try:
                    super().request(*given, **named)
                    whole = bytes(self._gathered)
                finally:
                    self._gathered = None
                super().send(whole)

            def send(self, data: Any) -> None:
                if self._gathered is None:
                    super().send(data)
                else:
                    self._gathered += data

            def connect(self) -> None:
                super().connect()
                with line._lock:
                    line._open.add(self)
                if line._is_cut:
                    self.close()
                    raise OSError("cut")

            def close(self) -> None:
                with line._lock:
                    line._open.discard(self)
                super().close()

        return Noted
