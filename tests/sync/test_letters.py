"""Letters, envelopes, chain and QR texts: what is right comes through whole, everything else is a typed fault."""

import os
import struct
import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import example, given
from hypothesis import strategies as st

from core.sync.chain import Judgement, genesis, judge, link, links
from core.sync.envelope import MAX_ENVELOPE, Opened, open_envelope, read_header, seal
from core.sync.faults import (
    BadSignature,
    Malformed,
    ProtocolFault,
    TooBig,
    UnknownSender,
    Unsupported,
    WrongRecipient,
)  # fmt: skip
from core.sync.feed import UNKNOWN, Books, Sent, plan
from core.sync.keys import KeyPair, make_certificate
from core.sync.letters import (
    MAX_BUNDLE_TEXT,
    MAX_ENTRIES,
    Ask,
    Bundle,
    Entry,
    Page,
    Rows,
    Standing,
    cut,
    decode,
    encode,
)
from core.sync.pairing_offer import PREFIX, Offer, checked_address

TABLET, OFFICE, STRANGER = KeyPair.made(), KeyPair.made(), KeyPair.made()
DEVICE = str(uuid.uuid4())
EPOCH = "ab" * 16
START = genesis(DEVICE, EPOCH)


def entries(count: int, first: int = 1, size: int = 10) -> tuple[Entry, ...]:
    return tuple(
        Entry(number, f"id-{number}", "person", "2026-11-24T07:43:00Z", "x" * size)
        for number in range(first, first + count)
    )


def bundle(count: int = 3) -> Bundle:
    return Bundle(nonce=7, epoch=EPOCH, prev_seq=0, prev_hash=START, entries=entries(count))


def sealed(letter: Any = None, keys: KeyPair = TABLET) -> bytes:
    return seal(letter or bundle(), sender=DEVICE, keys=keys, recipient_seal_key=OFFICE.public.seal, line=EPOCH)


def opened(raw: bytes, keys: KeyPair = OFFICE) -> Opened:
    known: Callable[[str], bytes | None] = lambda sender: TABLET.public.sign if sender == DEVICE else None  # noqa: E731
    return open_envelope(raw, keys=keys, sign_key_of=known)


# ---- Envelope -------------------------------------------------------------------------------------------------------


def test_a_letter_comes_through_whole() -> None:
    found = opened(sealed())
    assert found.letter == bundle()
    assert (found.header.sender, found.header.line, found.header.seq_from, found.header.seq_to) == (DEVICE, EPOCH, 1, 3)


def test_nothing_of_the_content_can_be_read_from_outside() -> None:
    secret = Entry(1, "id", "person", "2026-11-24T07:43:00Z", "Portkoden är 1234")
    raw = sealed(Bundle(nonce=1, epoch=EPOCH, prev_seq=0, prev_hash=START, entries=(secret,)))
    assert b"Portkoden" not in raw and b"1234" not in raw


def test_forged_and_misdirected_letters_are_told_apart() -> None:
    with pytest.raises(BadSignature):
        opened(sealed(keys=STRANGER))
    with pytest.raises(WrongRecipient):
        opened(sealed(), keys=STRANGER)
    with pytest.raises(UnknownSender):
        open_envelope(sealed(), keys=OFFICE, sign_key_of=lambda _: None)
    with pytest.raises(Unsupported):
        read_header(sealed()[:5] + b"\x02" + sealed()[6:])


@given(st.data())
def test_one_changed_bit_is_always_noticed(data: st.DataObject) -> None:
    raw = bytearray(sealed())
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(ProtocolFault):
        opened(bytes(raw))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_typed_fault(content: bytes) -> None:
    for raw in (content, sealed()[: len(content)], b"TLP1" + content, sealed()[:112] + content):
        with pytest.raises(ProtocolFault):
            opened(raw)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signed by a paired tablet that has gone bad: the header tells one size, the compressed frame another."""
    bomb = zstandard.ZstdCompressor().compress(bytes(200 * 1024 * 1024))
    monkeypatch.setattr("core.sync.envelope.zstandard.ZstdCompressor", lambda **_: _Fixed(bomb))
    raw = sealed()
    with pytest.raises(Malformed):
        opened(raw)


class _Fixed:
    def __init__(self, content: bytes) -> None:
        self.content = content

    def compress(self, _plain: bytes) -> bytes:
        return self.content


def test_sizes_are_limited() -> None:
    with pytest.raises(TooBig):
        read_header(bytes(MAX_ENVELOPE + 1))
    with pytest.raises(TooBig):
        encode(Bundle(nonce=1, epoch=EPOCH, prev_seq=0, prev_hash=START, entries=entries(1, size=17 * 1024 * 1024)))
    header = bytearray(sealed())
    header[104:108] = struct.pack(">I", 17 * 1024 * 1024)
    with pytest.raises(TooBig):
        read_header(bytes(header))


# ---- Letters --------------------------------------------------------------------------------------------------------

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)


letter_names = st.sampled_from(("letter", "nonce", "entries", "epoch", "rows", "gone", "standing"))


@given(st.dictionaries(letter_names, json_values))
@example({"letter": "bundle"})
def test_any_json_is_a_letter_or_a_typed_fault(content: dict[str, Any]) -> None:
    try:
        decode(msgspec.json.encode(content))
    except ProtocolFault:
        return


@given(st.binary(max_size=300))
@example(b"[" * 100_000)
@example(b'{"letter":"page","rows":' + b"[" * 5000)
@example(b"\xff\xfe")
def test_any_bytes_are_a_letter_or_a_typed_fault(content: bytes) -> None:
    with pytest.raises(ProtocolFault):
        decode(content)


@pytest.mark.parametrize(
    "rows",
    [
        Rows("activity", ("state",), [["x"]]), Rows("activity", ("id", "id"), [["a", "b"]]),
        Rows("activity", ("id", "state"), [["a"]]), Rows("activity", ("id",), [[7]]), Rows("activity", (), [[]]),
    ],
)  # fmt: skip
def test_rows_that_do_not_fit_their_columns_are_refused(rows: Rows) -> None:
    standing = Standing(generation="", have_through=0, have_hash=START, done_through=0)
    page = Page(nonce=1, standing=standing, feed="ab", base=0, page=1, rows=(rows,))
    with pytest.raises(Malformed):
        decode(encode(page))


def test_commands_out_of_order_are_refused() -> None:
    mixed = Bundle(nonce=1, epoch=EPOCH, prev_seq=0, prev_hash=START, entries=entries(2, 5) + entries(1, 2))
    with pytest.raises(Malformed):
        decode(encode(mixed))


def test_a_kind_cannot_smuggle_sql() -> None:
    ask = Ask(nonce=1, epoch=EPOCH, touched=(("activity; DROP TABLE item", "x"),))
    with pytest.raises(Malformed):
        decode(encode(ask))


def test_bundles_are_cut_by_number_and_by_size_but_never_empty() -> None:
    assert len(cut(entries(MAX_ENTRIES + 7))) == MAX_ENTRIES
    assert len(cut(entries(10, size=MAX_BUNDLE_TEXT // 3))) == 3
    assert len(cut(entries(2, size=MAX_BUNDLE_TEXT * 3))) == 1
    assert cut(()) == ()


# ---- Chain ----------------------------------------------------------------------------------------------------------


@given(st.integers(0, 12), st.integers(0, 12), st.integers(1, 12))
def test_only_what_continues_the_same_history_is_new(stored: int, sent_after: int, count: int) -> None:
    log = entries(30)
    have_hash = links(START, log[:stored])
    sent = log[sent_after : sent_after + count]
    found = judge(stored, have_hash, sent_after, links(START, log[:sent_after]), sent)
    if sent_after > stored:
        assert found == Judgement("rewind")
    else:
        assert found.verdict == "stored"
        assert found.fresh == log[stored : sent_after + count]
        if found.fresh:
            assert found.hash_after == links(START, log[: sent_after + count])


@given(st.integers(1, 8), st.integers(0, 8), st.integers(1, 8), st.integers(0, 7))
def test_another_history_is_never_taken_for_ours(stored: int, sent_after: int, count: int, changed_at: int) -> None:
    log = entries(20)
    other = list(log)
    other[changed_at] = Entry(changed_at + 1, "another", "person", "2026-11-24T07:43:00Z", "other")
    sent = tuple(other[sent_after : sent_after + count])
    found = judge(stored, links(START, log[:stored]), sent_after, links(START, other[:sent_after]), sent)
    if found.fresh:
        assert changed_at >= stored, "the difference lies in what is new"


def test_the_chain_depends_on_every_field() -> None:
    one = entries(1)[0]
    variants = [
        one, Entry(2, one.id, one.person_id, one.at, one.payload), Entry(1, "x", one.person_id, one.at, one.payload),
        Entry(1, one.id, "x", one.at, one.payload), Entry(1, one.id, one.person_id, "x", one.payload),
        Entry(1, one.id, one.person_id, one.at, "y"),
        Entry(1, one.id + "p", one.person_id[1:], one.at, one.payload),
    ]  # fmt: skip
    assert len({link(START, variant) for variant in variants}) == len(variants)


# ---- What goes down -------------------------------------------------------------------------------------------------


def test_a_row_of_which_nothing_is_known_is_sent_or_taken_back() -> None:
    pages = {"a": 9, "b": 9, "c": 3}
    books = Books({("item", name): Sent(5, "full", page) for name, page in pages.items()})
    books.confirm(3)
    assert books.sent["item", "a"].seq == UNKNOWN
    found = plan({("item", "a"): "full", ("item", "c"): "full"}, {}, books, {"item": 0})
    assert found.put == (("item", "a"),)
    assert found.gone == (("item", "b"),)


def test_removals_begin_with_the_visits() -> None:
    books = Books({(kind, "x"): Sent(1, "full") for kind in ("item", "activity", "reading", "service_call")})
    found = plan({}, {}, books, {"item": 0, "service_call": 1, "activity": 2, "reading": 3})
    assert [kind for kind, _ in found.gone] == ["activity", "reading", "service_call", "item"]


def test_another_view_of_the_same_row_is_sent() -> None:
    books = Books({("activity", "x"): Sent(8, "history")})
    assert plan({("activity", "x"): "full"}, {}, books, {}).put == (("activity", "x"),)


# ---- QR text --------------------------------------------------------------------------------------------------------


def an_offer() -> Offer:
    now = datetime(2026, 11, 24, 7, 43, tzinfo=UTC)
    return Offer(
        str(uuid.uuid4()), make_certificate(DEVICE, now).fingerprint, OFFICE.public.fingerprint[:16], os.urandom(16),
        now, ("192.168.1.20:47631", "127.0.0.1:47631"),
    )


def test_a_qr_text_survives_being_pasted_and_typed() -> None:
    offer = an_offer()
    text = offer.to_text()
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:1"), "QR's compact alphabet"
    assert len(text) < 250
    spaced = "\n ".join(text[start : start + 20].lower() for start in range(0, len(text), 20))
    assert Offer.from_text(text) == Offer.from_text(spaced) == offer


@given(st.text(max_size=300) | st.binary(max_size=200).map(lambda b: PREFIX + b.hex().upper()))
@example(PREFIX)
@example("TULPAN2:ABC")
@example(PREFIX + "A" * 2000)
def test_any_text_is_an_offer_or_a_typed_fault(text: str) -> None:
    with pytest.raises(ProtocolFault):
        Offer.from_text(text)


@given(st.data())
def test_a_slip_in_the_qr_text_is_noticed(data: st.DataObject) -> None:
    text = an_offer().to_text()
    place = data.draw(st.integers(len(PREFIX), len(text) - 3))
    letter = data.draw(st.sampled_from([c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567" if c != text[place]]))
    with pytest.raises(ProtocolFault):
        Offer.from_text(text[:place] + letter + text[place + 1 :])


@pytest.mark.parametrize(
    "address", ["", "host", "host:0", "host:70000", "a b:80", "http://host:80", "host:80/x", "ö:80"]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(Malformed):
        checked_address(address)


@pytest.mark.parametrize("address", ["192.168.0.4:47631", "kontoret.local:1", "[fe80::1]:47631"])
def test_addresses_may_be_names_and_numbers(address: str) -> None:
    assert checked_address(f" {address} ") == address
