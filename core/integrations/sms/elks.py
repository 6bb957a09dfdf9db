"""The 46elks SMS API (form over HTTPS, https://46elks.com/docs): send, look for, and ask how it went."""

import ssl
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from urllib.parse import urlsplit

import msgspec
import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, SSLError

from core.errors import UserError
from core.rules.sms_text import plain
from core.services.ports import (
    DeliveryState,
    GatewayRefused,
    GatewayUncertain,
    GatewayUnreachable,
    SmsReceipt,
    SmsRequest,
)

BASE_URL = "https://api.46elks.com"
CLOCKS_DIFFER = timedelta(minutes=2)
"""So far the gateway's clock and ours may be apart when a message is looked for by its time."""
_MAX_BYTES = 512 * 1024
_PAGES = 5
_STATES: dict[str, DeliveryState] = {"created": "created", "sent": "sent", "delivered": "delivered", "failed": "failed"}
Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds until a connection, until the next piece of an answer, and until the whole of it must be there."""

    connect: float = 5.0
    read: float = 10.0
    answer: float = 20.0


class _Sms(msgspec.Struct):
    """What the API tells of one message; `message` is missing when the account does not log texts."""

    id: str
    status: str = "created"
    direction: str = "outgoing"
    to: str = ""
    message: str = ""
    created: str = ""


class _History(msgspec.Struct):
    data: list[_Sms]
    next: str | None = None


class ElksGateway:
    """Speaks to 46elks, or to anything that answers like it. Thread-safe; keeps no state between calls."""

    def __init__(
        self, user: str, password: str, base_url: str = BASE_URL, receipt_url: str = "",
        patience: Patience = Patience(),
    ) -> None:
        """`receipt_url` is where 46elks may report deliveries; without one they are asked for.

        Raises UserError when the account is not filled in, or the address would send its password in the open.
        """
        if not user or not password:
            raise UserError("sms.error_not_set_up")
        address = urlsplit(base_url)
        if address.scheme != "https" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise UserError("sms.error_not_secure", address=base_url)
        self._url = base_url.rstrip("/") + "/a1/sms"
        self._receipt_url = receipt_url
        self._headers = urllib3.make_headers(basic_auth=f"{user}:{password}", user_agent="Tulpan")
        self._answer_seconds = patience.answer
        timeout = urllib3.Timeout(connect=patience.connect, read=patience.read)
        self._pool = urllib3.PoolManager(num_pools=2, maxsize=2, timeout=timeout, retries=False)

    def send(self, request: SmsRequest) -> SmsReceipt:
        form = {"from": request.sender, "to": request.to, "message": request.text}
        if self._receipt_url:
            form["whendelivered"] = self._receipt_url
        try:
            status, body = self._exchange("POST", self._url, fields=form, encode_multipart=False)
        except (HTTPError, OSError, _TooMuch) as error:
            trouble = GatewayUnreachable if _never_got_there(error) else GatewayUncertain
            raise trouble(type(error).__name__) from error
        if status in (200, 201):
            taken = _read(body, _Sms)
            if taken is None:
                raise GatewayUncertain("an answer that cannot be read")
            return SmsReceipt(taken.id, _state(taken))
        raise _said_no(status, body)

    def find(self, to: str, text: str, since: datetime, besides: Collection[str] = ()) -> SmsReceipt | None:
        earliest = since.astimezone(UTC) - CLOCKS_DIFFER
        matching = [
            sms for sms in self._history(to, earliest)
            if sms.direction.startswith("outgoing") and sms.to == to and sms.id not in besides
            and _moment(sms.created) >= earliest
            and (not sms.message or plain(sms.message) == plain(text))  # an account may keep no texts
        ]
        if not matching:
            return None
        first = min(matching, key=lambda sms: _moment(sms.created))
        return SmsReceipt(first.id, _state(first))

    def state(self, gateway_id: str) -> DeliveryState:
        if not gateway_id.isalnum():
            raise GatewayRefused(f"no message is called {gateway_id!r}")
        return _state(self._get(f"{self._url}/{gateway_id}", {}, _Sms))

    def _history(self, to: str, earliest: datetime) -> Iterator[_Sms]:
        """Messages to this number, the newest first. The API calls the older bound `end`, and it is exclusive."""
        fields = {"to": to, "end": _stamp(earliest), "limit": "100"}
        for _page in range(_PAGES):
            page = self._get(self._url, fields, _History)
            yield from page.data
            if not page.next:
                return
            fields = fields | {"start": page.next}

    def _get(self, url: str, fields: dict[str, str], shape: type[Shape]) -> Shape:
        """Reading changes nothing, so whatever goes wrong means: ask again later."""
        try:
            status, body = self._exchange("GET", url, fields=fields)
        except (HTTPError, OSError, _TooMuch) as error:
            raise GatewayUnreachable(type(error).__name__) from error
        if status == 404:
            raise GatewayRefused(_words(body))
        answer = _read(body, shape) if status == 200 else None
        if answer is None:
            raise GatewayUnreachable(f"HTTP {status}")
        return answer

    def _exchange(self, method: str, url: str, **arguments: Any) -> tuple[int, bytes]:
        response = self._pool.request(
            method, url, headers=self._headers, preload_content=False, redirect=False, **arguments
        )
        try:
            return response.status, _body(response, self._answer_seconds)
        finally:
            response.release_conn()


class _TooMuch(Exception):
    """The answer is longer, or takes longer, than any true one."""


def _body(response: urllib3.BaseHTTPResponse, seconds: float) -> bytes:
    kept = bytearray()
    until = time.monotonic() + seconds
    while piece := response.read1(64 * 1024):
        kept += piece
        if len(kept) > _MAX_BYTES or time.monotonic() > until:
            response.close()
            raise _TooMuch
    return bytes(kept)


def _never_got_there(error: Exception) -> bool:
    """True when not a byte was sent: no connection (unknown names included), or a certificate that is not theirs."""
    cause = error.args[0] if isinstance(error, SSLError) and error.args else None
    return isinstance(error, ConnectTimeoutError) or isinstance(cause, ssl.SSLCertVerificationError)


def _said_no(status: int, body: bytes) -> Exception:
    """What an answer other than 200 means for the message."""
    if status in (401, 402, 403, 407):
        return GatewayUnreachable(_words(body), "sms.trouble_not_let_in")
    if status in (404, 408, 425, 429, 503) or 300 <= status < 400:
        return GatewayUnreachable(f"HTTP {status}")
    if 400 <= status < 500:
        return GatewayRefused(_words(body))
    return GatewayUncertain(f"HTTP {status}")


def _read(body: bytes, shape: type[Shape]) -> Shape | None:
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.DecodeError:
        return None


def _state(sms: _Sms) -> DeliveryState:
    return _STATES.get(sms.status, "created")


def _words(body: bytes) -> str:
    """The gateway's explanation as one short line."""
    return " ".join(body[:2000].decode("utf-8", "replace").replace('"', "").split())[:160]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return datetime.max.replace(tzinfo=UTC)  # without a time it may be the one: better one too few than twice
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
