"""What somebody who means harm could send, made from a seed: for the tests, and to measure what it costs."""

import asyncio
import random
import struct
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from core.sync import relay_folder
from core.sync.envelope import open_envelope, seal
from core.sync.faults import ProtocolFault
from core.sync.keys import KeyPair
from core.sync.letters import Ask, Bundle, Entry, Gone, Hello, Letter, Page, Rows, Standing, decode, encode
from core.sync.pairing import Commit, Join, Reveal, Wait, read_form
from core.sync.pairing_offer import Offer
from core.sync.relay_places import place_at

TABLET, OFFICE = KeyPair.made(), KeyPair.made()
DEVICE = str(uuid.UUID(int=7))
EPOCH = "ab" * 16
_STANDING = Standing(generation=EPOCH, have_through=3, have_hash="0" * 64, done_through=2, quarantined=("a",))
LETTERS: tuple[Letter, ...] = (
    Bundle(
        nonce=1, epoch=EPOCH, prev_seq=0, prev_hash="0" * 64,
        entries=(Entry(1, "id", "person", "2026-11-24T07:43:00Z", '{"type":"records.time/1"}'),),
    ),
    Ask(nonce=2, epoch=EPOCH, touched=(("activity", "a"),)),
    Page(
        nonce=3, standing=_STANDING, feed=EPOCH, base=0, page=1,
        rows=(Rows("activity", ("id", "state"), [["a", "b"]]),),
        gone=(Gone("activity", "b"),),
    ),
    Hello(nonce=4, epoch=EPOCH),
)
Case = tuple[str, Callable[[], object]]
"""What it is called, and what takes it in."""


def cases(seed: int) -> list[Case]:
    """One of each kind."""
    chance = random.Random(seed)
    letter = chance.choice(LETTERS)
    whole = sealed(letter)
    text = "".join(chance.choices("ABCDEFGH234567= \n", k=chance.randrange(400)))
    text = chance.choice(("TULPAN1:", "", "TULPAN9:")) + text
    form = chance.choice((Join, Commit, Reveal, Wait))
    return [
        ("envelope", lambda: opened(chance.randbytes(chance.randrange(600)))),
        ("envelope, changed", lambda: opened(_mutated(whole, chance))),
        ("envelope, signed by a paired tablet gone bad", lambda: opened(_badly_filled(chance))),
        ("letter", lambda: decode(_mutated(encode(letter), chance))),
        ("letter, deep", lambda: decode(b"[" * chance.randrange(100_000))),
        ("letter, wide", lambda: decode(b'{"letter":"page","rows":[' + b"[]," * chance.randrange(200_000) + b"[]]}")),
        ("pairing code", lambda: Offer.from_text(text)),
        ("pairing form", lambda: read_form(_mutated(b'{"device_id":"x","name":"y"}', chance), form)),
    ]


def sealed(letter: Letter) -> bytes:
    return seal(letter, sender=DEVICE, keys=TABLET, recipient_seal_key=OFFICE.public.seal, line=EPOCH)


def opened(raw: bytes) -> object:
    return open_envelope(
        raw, keys=OFFICE, sign_key_of=lambda sender: TABLET.public.sign if sender == DEVICE else None
    ).letter


def _mutated(content: bytes, chance: random.Random) -> bytes:
    spoiled = bytearray(content)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(spoiled) + 1)
        match chance.randrange(4):
            case 0:
                spoiled[place:place] = chance.randbytes(chance.randrange(1, 9))
            case 1:
                del spoiled[place : place + chance.randrange(1, 40)]
            case 2 if spoiled:
                spoiled[place % len(spoiled)] = chance.randrange(256)
            case _:
                odd = (b"null", b"-1", b"1e999", b'"\\ud800"', b"[[]]", b"9" * 400, b"{}")
                spoiled[place:place] = chance.choice(odd)
    return bytes(spoiled)


class _Filled:
    """A compressor that puts something else into the envelope than the letter."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def compress(self, _plain: bytes) -> bytes:
        return self._content


def _badly_filled(chance: random.Random) -> bytes:
    from core.sync import envelope

    compressor = zstandard.ZstdCompressor(level=1)
    fillings: tuple[Callable[[], bytes], ...] = (
        lambda: compressor.compress(bytes(30 * 1024 * 1024)),
        lambda: chance.randbytes(300),
        lambda: compressor.compress(_mutated(encode(LETTERS[0]), chance)),
        lambda: struct.pack("<I", 0xFD2FB528) + chance.randbytes(60),
    )
    content = chance.choice(fillings)()
    real, envelope.zstandard.ZstdCompressor = envelope.zstandard.ZstdCompressor, lambda **_: _Filled(content)  # type: ignore[misc, assignment]
    try:
        return sealed(chance.choice(LETTERS))
    finally:
        envelope.zstandard.ZstdCompressor = real  # type: ignore[misc]


def taken_in(case: Callable[[], object]) -> str:
    """What became of it: the fault's code, or nothing when it happened to be right. Anything else is raised."""
    try:
        case()
    except ProtocolFault as fault:
        return fault.code
    return ""


# ---- Names in a relay folder ----------------------------------------------------------------------------------------


def litter(folder: Path, names: list[bytes]) -> None:
    """Files, folders and links of these names, as far as a file system takes them."""
    for number, raw in enumerate(names):
        name = raw.decode("utf-8", "replace").replace("/", "").replace("\0", "")[:80]
        if name in ("", ".", ".."):
            continue
        path = folder / name
        try:
            if number % 5 == 0:
                path.mkdir()
            elif number % 5 == 1:
                path.symlink_to("/etc/passwd")
            else:
                path.write_bytes(raw * 3)
        except OSError:
            continue


def read_all(folder: Path) -> list[bytes]:
    place = place_at(str(folder))
    return [content for one in relay_folder.found(place, "box") if (content := one.read()) is not None]


# ---- Requests -------------------------------------------------------------------------------------------------------

App = Callable[[dict[str, Any], Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Awaitable[None]]
PATHS = (
    "/v1/hello", "/v1/push", "/v1/pull", "/v1/pair/join", "/v1/pair/commit", "/v1/pair/reveal", "/v1/pair/wait",
    "/v1/blob/" + "0" * 64, "/v1/blob/../../etc/passwd", "/v1/blob/" + "é" * 64, "/", "/v1/", "/v2/push", "/%00",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


def request(seed: int) -> Request:
    chance = random.Random(seed)
    headers = [
        (b"content-range", chance.choice((b"bytes 0-4/5", b"bytes */5", b"bytes 5-1/3", b"x", chance.randbytes(12)))),
        (b"range", chance.choice((b"bytes=0-", b"bytes=-5", b"bytes=99999999999999-", chance.randbytes(9)))),
        (b"authorization", chance.choice((b"Bearer x", b"Basic eDp5", b"", chance.randbytes(20)))),
        (b"content-type", b"application/octet-stream"),
    ]
    body = chance.choice((b"", chance.randbytes(200), b"{}", b"[" * 5000, sealed(chance.choice(LETTERS))))
    method = chance.choice(("GET", "POST", "PUT", "POST", "DELETE", "OPTIONS", "BREW"))
    return Request(method, chance.choice(PATHS), tuple(chance.sample(headers, chance.randrange(5))), body)


def ask(app: App, wanted: Request) -> int:
    """The status of the application's answer; its exceptions come through."""
    statuses: list[int] = []
    bodies = [{"type": "http.request", "body": wanted.body, "more_body": False}]

    async def receive() -> Any:
        return bodies.pop(0) if bodies else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            statuses.append(int(message["status"]))

    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": wanted.method, "scheme": "https",
        "path": wanted.path, "raw_path": wanted.path.encode(), "root_path": "", "query_string": b"",
        "headers": list(wanted.headers), "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2),
    }  # fmt: skip
    asyncio.run(_called(app, scope, receive, send))
    return statuses[0]


async def _called(app: App, *given: Any) -> None:
    await app(*given)


def payloads(seed: int) -> list[str]:
    """Commands of a paired tablet that no program of ours would write."""
    chance = random.Random(seed)
    tags = ("records.time/1", "visit.add_note/1", "checkout.sign/1", "invoicing.issue/1", "checklist.answer/1", "x")
    base = {
        "type": chance.choice(tags), "activity_id": chance.choice(("visit-2048", "nowhere", "")), "note_id": "n",
        "record_id": "r", "text": "x" * chance.randrange(2000), "minutes": chance.choice((-5, 10**9, 30, "x")),
        "kind": "work", "start": "2026-11-24T09:00:00Z", "end": chance.choice(("2026-11-24T09:00:00Z", "never", "")),
    }  # fmt: skip
    text = msgspec.json.encode(base)
    return [text.decode(), _mutated(text, chance).decode("utf-8", "replace"), "", "null", "[" * 3000]
