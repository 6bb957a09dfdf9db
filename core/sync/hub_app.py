"""The routes of the office's hub: thin, limited in size and rate, and silent about everything that is not a letter."""

import asyncio
import re
from collections.abc import Awaitable, Callable

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route, Router

from core.storage.file_forms import CHUNK
from core.sync.bell import Bell
from core.sync.desk import Desk
from core.sync.faults import Malformed, ProtocolFault, Revoked, TooBig, UnknownSender
from core.sync.letters import Ask, Page
from core.sync.office_engine import TryLater
from core.sync.office_ledger import Trusted
from core.sync.pairing import HOLD_SECONDS, Commit, Join, Reveal, Wait, read_form
from core.sync.pairing_desk import PairingDesk
from core.sync.rate import RateLimit
from core.sync.refused import Refused

MAX_BODY = 4 * 1024 * 1024
BODY_SECONDS = 30.0
GLANCE_BYTES = 4096
"""A question that names no rows is smaller."""
TOGETHER_SECONDS = 0.8
"""So long what is carried out of a tablet's work may gather before the tablet hears of it."""
_STATUS = {
    "unknown_sender": 401, "bad_signature": 401, "revoked": 403, "pairing_refused": 403, "too_big": 413,
    "unsupported": 426, "busy": 429,
}  # fmt: skip
_PIECE = re.compile(r"bytes (?:(\d{1,12})-(\d{1,12})|\*)/(\d{1,12})")
_RANGE = re.compile(r"bytes=(\d{1,12})-")
_OCTETS = "application/octet-stream"
Endpoint = Callable[[Request], Awaitable[Response]]


class HubApp:
    """Makes the ASGI application of one desk."""

    def __init__(self, desk: Desk, pairing: PairingDesk, bell: Bell, refused: Refused) -> None:
        self._desk = desk
        self._pairing = pairing
        self._bell = bell
        self._refused = refused
        self._callers = RateLimit(400, 1200)
        self.under_way = 0

    def application(self) -> Router:
        # The routes alone: every fault is answered here, and the rest of an application would cost each letter its way.
        return Router(
            routes=[
                Route("/v1/hello", self._guarded(self._hello), methods=["POST"]),
                Route("/v1/push", self._guarded(self._push), methods=["POST"]),
                Route("/v1/pull", self._guarded(self._pull), methods=["POST"]),
                Route("/v1/piece", self._guarded(self._piece), methods=["POST"]),
                Route("/v1/blob/{sha256}", self._guarded(self._put_blob), methods=["PUT"]),
                Route("/v1/blob/{sha256}", self._guarded(self._get_blob), methods=["GET"]),
                Route("/v1/pair/join", self._guarded(self._pair_join), methods=["POST"]),
                Route("/v1/pair/commit", self._guarded(self._pair_commit), methods=["POST"]),
                Route("/v1/pair/reveal", self._guarded(self._pair_reveal), methods=["POST"]),
                Route("/v1/pair/wait", self._guarded(self._pair_wait), methods=["POST"]),
            ]
        )

    def _guarded(self, endpoint: Endpoint) -> Endpoint:
        """Every fault becomes its status and code; nothing else about the office is told."""

        async def guarded(request: Request) -> Response:
            # Each tablet has its own limit at the desk, once it has shown who it is; this one is against strangers.
            if not self._callers.allows(request.client.host if request.client else ""):
                return _refusal(429, "busy")
            self.under_way += 1
            try:
                return await endpoint(request)
            except ProtocolFault as fault:
                proof = b""
                if isinstance(fault, UnknownSender):
                    self._desk.strangers.heard(str(fault.params["detail"]))
                if isinstance(fault, Revoked):
                    proof = fault.proof
                    if fault.device_id:
                        await run_in_threadpool(self._refused.note, fault.device_id)
                return _refusal(_STATUS.get(fault.code, 400), fault.code, proof)
            except (TryLater, TimeoutError):
                return _refusal(503, "try_later")
            except ClientDisconnect:
                return _refusal(400, "gone")
            finally:
                self.under_way -= 1

        return guarded

    # ---- Letters ----------------------------------------------------------------------------------------------------

    async def _hello(self, request: Request) -> Response:
        return _octets(await run_in_threadpool(self._desk.hello, await _body(request)))

    async def _push(self, request: Request) -> Response:
        return _octets(await run_in_threadpool(self._desk.push, await _body(request)))

    async def _pull(self, request: Request) -> Response:
        """Answers at once when there is something new, otherwise holds the request until there is, or time is up."""
        raw = await _body(request)
        if len(raw) > GLANCE_BYTES:
            sender, ask = await run_in_threadpool(self._desk.asked, raw)
        else:  # to open it and to see that nothing is new costs less than to hand it to another thread and back
            sender, ask, answer = self._desk.glance(raw)
            if answer is not None:
                return _octets(answer)
        contact = await run_in_threadpool(self._desk.contact, sender, ask)
        if contact.answer is None:
            page = await self._while_it_waits(request, sender, ask, contact.page)
            return _octets(await run_in_threadpool(self._desk.seal_page, page, sender))
        return _octets(contact.answer)

    async def _while_it_waits(self, request: Request, sender: Trusted, ask: Ask, first: Page | None) -> Page:
        """The page, unless the tablet's line ends before: then the office's screens hear of it at once."""
        gone = asyncio.ensure_future(_end_of(request))
        with self._desk.presence.waits(sender.device_id):
            page = asyncio.ensure_future(self._page_when_there_is_one(sender, ask, first))
            try:
                await asyncio.wait({page, gone}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                gone.cancel()
                if not page.done():
                    page.cancel()
        if page.done():
            return page.result()
        await run_in_threadpool(self._desk.presence.left, sender.device_id)
        raise ClientDisconnect

    async def _page_when_there_is_one(self, sender: Trusted, ask: Ask, first: Page | None) -> Page:
        loop = asyncio.get_running_loop()
        until = loop.time() + ask.wait
        if first is None:
            await self._while_carried_out(sender.device_id)
        while True:
            ticket = self._bell.ticket(sender.device_id)
            page = await run_in_threadpool(self._desk.answer, sender, ask)
            left = until - loop.time()
            moved = first is None or _stands_elsewhere(first, page)
            if page.page != page.base or moved or left <= 0 or self._bell.is_closed:
                return page
            await self._bell.wait(ticket, left)
            if await run_in_threadpool(self._desk.is_revoked, sender.device_id):
                return page  # nothing new, and its next question is answered as it must be

    async def _while_carried_out(self, device_id: str) -> None:
        """A page for every part of a tablet's own work would cost more than the work; others' news wait as long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + TOGETHER_SECONDS
        while True:
            ticket = self._bell.ticket(device_id)
            left = until - loop.time()
            if left <= 0 or self._bell.is_closed or not self._desk.interpreter.is_at(device_id):
                return
            await self._bell.wait(ticket, left)

    # ---- Attachments ------------------------------------------------------------------------------------------------

    async def _put_blob(self, request: Request) -> Response:
        await run_in_threadpool(self._desk.of_session, _session(request))
        match = _PIECE.fullmatch(request.headers.get("content-range", ""))
        if match is None:
            raise Malformed("content-range")
        name, content = _blob_name(request), await _body(request)
        offset, total = int(match[1] or 0), int(match[3])
        if len(content) > CHUNK or (match[1] is None) != (not content):
            raise Malformed("piece")
        if match[1] is not None and int(match[2]) - offset + 1 != len(content):
            raise Malformed("piece")
        have = await run_in_threadpool(self._desk.take_piece, name, offset, total, content)
        return Response(msgspec.json.encode({"have": have}), media_type="application/json")

    async def _piece(self, request: Request) -> Response:
        have = await run_in_threadpool(self._desk.take_sent_piece, await _body(request))
        return Response(msgspec.json.encode({"have": have}), media_type="application/json")

    async def _get_blob(self, request: Request) -> Response:
        sender = await run_in_threadpool(self._desk.of_session, _session(request))
        match = _RANGE.fullmatch(request.headers.get("range", "bytes=0-"))
        if match is None:
            raise Malformed("range")
        name, offset = _blob_name(request), int(match[1])
        piece = await run_in_threadpool(self._desk.give_piece, sender, name, offset)
        if piece is None:
            return _refusal(404, "not_here")
        content, size = piece
        headers = {"content-range": f"bytes {offset}-{offset + len(content) - 1}/{size}"}
        return Response(content, 206, headers, _OCTETS)

    # ---- Pairing ----------------------------------------------------------------------------------------------------

    async def _pair_join(self, request: Request) -> Response:
        form = read_form(await _body(request), Join)
        return _json(await run_in_threadpool(self._pairing.join, form))

    async def _pair_commit(self, request: Request) -> Response:
        form = read_form(await _body(request), Commit)
        return _json(await run_in_threadpool(self._pairing.commit, form))

    async def _pair_reveal(self, request: Request) -> Response:
        form = read_form(await _body(request), Reveal)
        await run_in_threadpool(self._pairing.reveal, form)
        return _json({"state": "joined"})

    async def _pair_wait(self, request: Request) -> Response:
        """Held while the person compares the digits."""
        form = read_form(await _body(request), Wait)
        loop = asyncio.get_running_loop()
        until = loop.time() + HOLD_SECONDS
        while True:
            ticket = self._bell.ticket()
            outcome = await run_in_threadpool(self._pairing.outcome, form)
            left = until - loop.time()
            if outcome.state != "waiting" or form.says != "wait" or left <= 0 or self._bell.is_closed:
                return _json(outcome)
            await self._bell.wait(ticket, left)


async def _end_of(request: Request) -> None:
    """Until the other side has gone; its body is read already."""
    while (await request.receive())["type"] != "http.disconnect":
        continue


def _stands_elsewhere(first: Page, now: Page) -> bool:
    """Whether the office has come further with the tablet's own work since the question was asked."""
    before, after = first.standing, now.standing
    return (before.done_through, before.quarantined, before.generation) != (
        after.done_through, after.quarantined, after.generation
    )


async def _body(request: Request) -> bytes:
    """The whole body, at most 4 MiB and within 30 seconds."""
    content = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for piece in request.stream():
            content += piece
            if len(content) > MAX_BODY:
                raise TooBig("body")
    return bytes(content)


def _session(request: Request) -> str:
    scheme, _, session = request.headers.get("authorization", "").partition(" ")
    return session if scheme == "Bearer" else ""


def _blob_name(request: Request) -> str:
    name = str(request.path_params["sha256"])
    if not re.fullmatch("[0-9a-f]{64}", name):
        raise Malformed("blob name")
    return name


def _octets(content: bytes) -> Response:
    return Response(content, media_type=_OCTETS)


def _json(form: object) -> Response:
    return Response(msgspec.json.encode(form), media_type="application/json")


def _refusal(status: int, code: str, proof: bytes = b"") -> Response:
    said = {"error": code, "proof": proof.hex()} if proof else {"error": code}
    return Response(msgspec.json.encode(said), status, media_type="application/json")
