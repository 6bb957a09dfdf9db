"""An SMS gateway on this computer that answers like 46elks and shows what the customer's phone would show."""

import asyncio
import base64
import os
import secrets
import socket
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from core.clock import Clock, SystemClock
from core.errors import SurroundingsError
from core.integrations.sms.phone_page import bubbles, phone_page
from core.integrations.sms.phone_store import PhoneMessage, PhoneStore
from core.rules import phone
from core.rules.sms_text import SENDER_LENGTH
from core.settings import RESOURCES
from core.texts import Texts

MAX_TEXT = 1600
_MAX_FORM = 64 * 1024
_PAGE_LIMIT = 100
_POLICY = "default-src 'none'; style-src 'nonce-{0}'; script-src 'nonce-{0}'; connect-src 'self'; font-src 'self'"


class LoopbackGateway:
    """Listens on 127.0.0.1 in its own thread. `base_url`, `user` and `password` are what an ElksGateway needs.

    For trying out trouble: `down` answers 503 to everything, `hang_after_accept` takes a message and never answers,
    and a number in `dead_numbers` is accepted and then reported as failed.
    """

    def __init__(
        self, file: Path | None = None, clock: Clock | None = None, *, port: int = 0, language: str = "sv",
        credentials: tuple[str, str] | None = None,
    ) -> None:
        """`file` keeps the messages (JSON lines) between starts; `port` 0 takes any free one."""
        self.down = False
        self.hang_after_accept = False
        self.dead_numbers: set[str] = set()
        self.user, self.password = credentials or ("loopback", secrets.token_urlsafe(18))
        self._clock = clock or SystemClock()
        self._texts = Texts(language)
        self._store = PhoneStore(file)
        self._port = port
        self._running: _Running | None = None

    def start(self) -> "LoopbackGateway":
        """Begins to listen; raises SurroundingsError when the port is taken."""
        if self._running is None:
            self._running = _Running(self._application(), self._port)
        return self

    def stop(self) -> None:
        """Closes the port; what was taken stays. It can be started again."""
        if self._running is not None:
            self._port = self._running.port  # the same address again, as after a power cut
            self._running.stop()
            self._running = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._running.port if self._running else self._port}"

    def messages(self) -> tuple[PhoneMessage, ...]:
        """Everything taken so far, the oldest first."""
        return self._store.all()

    # The API

    def _application(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/", self._page, methods=["GET"]),
                Route("/bubbles", self._bubbles, methods=["GET"]),
                Route("/phone.json", self._phone_json, methods=["GET"]),
                Route("/inter.ttf", self._font, methods=["GET"]),
                Route("/a1/sms", self._take, methods=["POST"]),
                Route("/a1/sms", self._history, methods=["GET"]),
                Route("/a1/sms/{id:str}", self._one, methods=["GET"]),
            ],
            # A page elsewhere that points its own name at this computer must not read customers' messages.
            middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        )

    async def _take(self, request: Request) -> Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        if int(request.headers.get("content-length") or 0) > _MAX_FORM:
            return PlainTextResponse("Request too large", 413)
        form = await request.form(max_fields=20, max_files=0)
        to, sender, text = (str(form.get(name) or "") for name in ("to", "from", "message"))
        if (wrong := _wrong(to, sender, text)) is not None:
            return PlainTextResponse(wrong, 400)
        message = self._store.take(to, sender, text, self._clock.now(), dead=to in self.dead_numbers)
        if self.hang_after_accept:
            await _until_gone(request)
        return JSONResponse(self._told(message))

    async def _history(self, request: Request) -> Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        query = request.query_params
        try:
            before = _moment(query.get("start"), datetime.max.replace(tzinfo=UTC))
            after = _moment(query.get("end"), datetime.min.replace(tzinfo=UTC))
            limit = max(1, min(int(query.get("limit", _PAGE_LIMIT)), _PAGE_LIMIT))
        except ValueError as error:
            return PlainTextResponse(f"Invalid parameter: {error}", 400)
        chosen = [
            message for message in reversed(self._store.all())
            if after < message.created < before and query.get("to", message.to) == message.to
        ]
        answer: dict[str, Any] = {"data": [self._told(message) for message in chosen[:limit]]}
        if len(chosen) > limit:
            answer["next"] = _stamp(chosen[limit - 1].created)
        return JSONResponse(answer)

    async def _one(self, request: Request) -> Response:
        if (refusal := self._refusal(request)) is not None:
            return refusal
        message = self._store.find(request.path_params["id"])
        return JSONResponse(self._told(message)) if message else PlainTextResponse("SMS not found", 404)

    def _refusal(self, request: Request) -> Response | None:
        if self.down:
            return PlainTextResponse("Service unavailable", 503)
        expected = "Basic " + base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        given = request.headers.get("authorization", "")
        if not secrets.compare_digest(given.encode(), expected.encode()):
            return PlainTextResponse("API access requires Basic HTTP authentication", 401)
        return None

    def _told(self, message: PhoneMessage) -> dict[str, Any]:
        now = self._clock.now()
        delivered = message.delivered_at(now)
        told = {
            "id": message.id, "direction": "outgoing", "from": message.sender, "to": message.to,
            "message": message.text, "created": _stamp(message.created), "status": message.state(now),
            "parts": message.parts, "cost": 3500 * message.parts,
        }
        return told | ({"delivered": _stamp(delivered)} if delivered else {})

    # What a person sees

    async def _page(self, _request: Request) -> Response:
        nonce = secrets.token_urlsafe(12)
        page = phone_page(self._store.all(), self._clock.now(), self._texts, nonce)
        return HTMLResponse(page, headers={"Content-Security-Policy": _POLICY.format(nonce)})

    async def _bubbles(self, _request: Request) -> Response:
        return HTMLResponse(bubbles(self._store.all(), self._clock.now(), self._texts))

    async def _phone_json(self, _request: Request) -> Response:
        return JSONResponse([self._told(message) for message in self._store.all()])

    async def _font(self, _request: Request) -> Response:
        return Response((RESOURCES / "fonts" / "Inter-Regular.ttf").read_bytes(), media_type="font/ttf")


class _Running:
    """A uvicorn server on its own thread, listening when the constructor returns."""

    def __init__(self, application: Starlette, port: int) -> None:
        # The protocol is named, or asyncio does not know it for TCP and lets small answers wait 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if os.name != "nt":  # there it would let another program take the port over
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind(("127.0.0.1", port))
        except OSError as error:
            self._socket.close()
            raise SurroundingsError("sms.error_port_taken", port=port) from error
        self.port = int(self._socket.getsockname()[1])
        self._server = _Server(uvicorn.Config(
            application, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1,
        ))
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="sms-loopback", daemon=True
        )
        self._thread.start()
        self._server.listening.wait(timeout=10)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


async def _until_gone(request: Request) -> None:
    """Keeps the caller waiting until it gives up."""
    while not await request.is_disconnected():
        await asyncio.sleep(0.05)
    raise ClientDisconnect


def _wrong(to: str, sender: str, text: str) -> str | None:
    """What 46elks would answer with 400 to such a form, or None."""
    for name, value in (("from", sender), ("to", to), ("message", text)):
        if not value:
            return f"Missing key {name}"
    if phone.e164(to) != to:
        return f'Invalid "to" number, must be in E.164 format: {to[:40]}'
    named = sender.isascii() and sender.isalnum() and sender[0].isalpha() and len(sender) <= SENDER_LENGTH
    if not named and phone.e164(sender) != sender:
        return f'Invalid "from", must be a number or at most {SENDER_LENGTH} letters and digits: {sender[:40]}'
    return "Message is too long" if len(text) > MAX_TEXT else None


def _moment(text: str | None, otherwise: datetime) -> datetime:
    if not text:
        return otherwise
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
