"""The letters that tablet and office exchange, and their JSON form; see PROTOCOL.md."""

from collections.abc import Sequence
from typing import Annotated, Any, Union

import msgspec
from msgspec import Meta

from core.sync.faults import Malformed, TooBig

PROTOCOL = 1
"""What this program speaks. Tablets of the version before receive, too; older ones must update, but can still send."""
MAX_PLAIN = 16 * 1024 * 1024
"""No letter is larger than this when it is opened, whatever it claims."""
MAX_ENTRIES = 500
MAX_BUNDLE_TEXT = 1024 * 1024
"""A bundle is closed when its commands reach this many characters, so that one letter stays within a request."""

MAX_WANTED = 100
"""A tablet that lacks more files asks for the rest when it has these."""
MAX_OVER = 1000

Number = Annotated[int, Meta(ge=0, le=2**53)]
Identity = Annotated[str, Meta(min_length=1, max_length=64)]
Hex = Annotated[str, Meta(pattern="^[0-9a-f]*$", max_length=64)]
Hash = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Kind = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{0,39}$")]
Moment = Annotated[str, Meta(max_length=40)]
Key = tuple[Kind, Identity]
PieceName = Annotated[str, Meta(pattern=r"^[a-z0-9.-]{1,90}$")]


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """One command as the tablet logged it; `payload` is its JSON with the tag, `at` ISO 8601 in UTC."""

    seq: Number
    id: Identity
    person_id: Annotated[str, Meta(max_length=64)]
    at: Moment
    payload: str


class _Letter(msgspec.Struct, frozen=True, kw_only=True, tag_field="letter"):
    pass


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """What a tablet has not yet sent, for the office's list of devices."""

    count: Number = 0
    oldest: Moment = ""


class Bundle(_Letter, frozen=True, kw_only=True, tag="bundle"):
    """Commands `entries`, which follow the command `prev_seq` whose chain hash is `prev_hash`."""

    nonce: Number
    epoch: Hex
    prev_seq: Number
    prev_hash: Hash
    entries: Annotated[tuple[Entry, ...], Meta(min_length=1, max_length=MAX_ENTRIES)]
    waiting: Waiting = Waiting()


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the office has of this tablet's epoch; part of every reply.

    `have_through`/`have_hash`: durably stored. `done_through`: interpreted. `quarantined`: ids of
    commands that were interpreted in vain, so that the tablet goes on showing its own version of them.
    `backed_up`: through which command a proven copy of the office's database holds them, too.
    """

    generation: Hex
    have_through: Number
    have_hash: Hash
    done_through: Number
    quarantined: tuple[Identity, ...] = ()
    office_time: Moment = ""
    backed_up: Number = 0


class Ack(_Letter, frozen=True, kw_only=True, tag="ack"):
    """Answer to a bundle. verdict: stored (now or before), rewind (send from have_through on), diverged (new epoch)."""

    nonce: Number
    verdict: Annotated[str, Meta(pattern="^(stored|rewind|diverged)$")]
    standing: Standing


class Ask(_Letter, frozen=True, kw_only=True, tag="ask"):
    """A tablet asks for what is new to it after page `have_page` of `feed`.

    `touched`: rows on which its own interpreted commands may have left a guess; the office sends its word on each.
    `wait`: seconds to hold the answer while there is nothing new. `protocol`: what the tablet's program speaks; the
    first version did not say it.
    """

    nonce: Number
    epoch: Hex
    generation: Hex = ""
    feed: Hex = ""
    have_page: Number = 0
    touched: Annotated[tuple[Key, ...], Meta(max_length=20_000)] = ()
    wait: Annotated[int, Meta(ge=0, le=60)] = 0
    waiting: Waiting = Waiting()
    protocol: Number = 1


class Rows(msgspec.Struct, frozen=True):
    """States of rows of one kind; each row lists its values in the order of `columns`, the first of which is `id`."""

    kind: Kind
    columns: tuple[Kind, ...]
    rows: list[list[Any]]


class Gone(msgspec.Struct, frozen=True, array_like=True):
    """A row that is no longer the tablet's: deleted, or out of its scope."""

    kind: Kind
    id: Identity
    reason: Annotated[str, Meta(max_length=12)] = "scope"


class Page(_Letter, frozen=True, kw_only=True, tag="page"):
    """Page `page` of `feed`, valid only on top of page `base`; page == base when there is nothing new.

    `settles`: the rows asked about as `touched` are answered here.
    """

    nonce: Number
    standing: Standing
    feed: Hex
    base: Number
    page: Number
    more: bool = False
    settles: bool = False
    rows: tuple[Rows, ...] = ()
    gone: tuple[Gone, ...] = ()


class Hello(_Letter, frozen=True, kw_only=True, tag="hello"):
    """A tablet opens a session; says what it runs."""

    nonce: Number
    epoch: Hex
    program: Annotated[str, Meta(max_length=20)] = ""
    protocol: Number = 1
    waiting: Waiting = Waiting()


class Welcome(_Letter, frozen=True, kw_only=True, tag="welcome"):
    """The office's answer: who the tablet works for, and the key of this session for attachments.

    `relay` is where tablets leave their work when they have no network; empty: nowhere.
    """

    nonce: Number
    standing: Standing
    office_name: str
    person_id: str
    person_name: str
    session: Annotated[str, Meta(max_length=64)]
    relay: Annotated[str, Meta(max_length=400)] = ""


class Want(_Letter, frozen=True, kw_only=True, tag="want"):
    """What a tablet lacks of its attachments and would have by relay; it has no answer, and a newer one replaces it.

    `files`: hashes, what a person waits for first, each with how many bytes from the beginning are here.
    `over`: names of pieces that lie there and are not needed, or are none. `torn`: names of those whose content is not
    what the name says; they may be on their way.
    """

    nonce: Number
    epoch: Hex
    files: Annotated[tuple[tuple[Hash, Number], ...], Meta(max_length=MAX_WANTED)] = ()
    over: Annotated[tuple[PieceName, ...], Meta(max_length=MAX_OVER)] = ()
    torn: Annotated[tuple[PieceName, ...], Meta(max_length=MAX_OVER)] = ()


Letter = Union[Bundle, Ack, Ask, Page, Hello, Welcome, Want]  # noqa: UP007  msgspec reads it at run time

KIND_NUMBERS: dict[type[Any], int] = {Bundle: 1, Ack: 2, Ask: 3, Page: 4, Hello: 5, Welcome: 6, Want: 7}
_encoder = msgspec.json.Encoder()
_decoder: "msgspec.json.Decoder[Letter]" = msgspec.json.Decoder(Letter)


def encode(letter: Letter) -> bytes:
    plain = _encoder.encode(letter)
    if len(plain) > MAX_PLAIN:
        raise TooBig(f"{len(plain)} bytes")
    return plain


def decode(plain: bytes) -> Letter:
    """The letter; anything else raises Malformed or TooBig."""
    if len(plain) > MAX_PLAIN:
        raise TooBig(f"{len(plain)} bytes")
    try:
        letter = _decoder.decode(plain)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise Malformed(str(error)[:200]) from error
    _check(letter)
    return letter


def _check(letter: Letter) -> None:
    """What the types cannot say."""
    if isinstance(letter, Bundle):
        before = letter.prev_seq
        for entry in letter.entries:
            if entry.seq <= before:
                raise Malformed("commands out of order")
            before = entry.seq
    elif isinstance(letter, Page):
        if letter.page < letter.base or (letter.page == letter.base and (letter.rows or letter.gone)):
            raise Malformed("page number")
        for group in letter.rows:
            _check_rows(group)


def _check_rows(group: Rows) -> None:
    width = len(group.columns)
    if not width or group.columns[0] != "id" or len(set(group.columns)) != width:
        raise Malformed("columns")
    for row in group.rows:
        if len(row) != width or not isinstance(row[0], str) or not row[0]:
            raise Malformed("row")


def kind_number(letter: Letter) -> int:
    return KIND_NUMBERS[type(letter)]


def cut(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The first entries that go into one bundle: at most 500 and about a megabyte, but always one."""
    taken = 0
    size = 0
    for entry in entries[:MAX_ENTRIES]:
        size += len(entry.payload)
        if taken and size > MAX_BUNDLE_TEXT:
            break
        taken += 1
    return tuple(entries[:taken])
