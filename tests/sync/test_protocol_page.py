"""A program that knows nothing but PROTOCOL.md understands our letters, and is understood."""

import hashlib
import json
import struct
import uuid

import pytest
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from core.sync.envelope import open_envelope
from core.sync.keys import KeyPair
from core.sync.letters import Bundle
from tests.sync.freeze_golden import GOLDEN

FOLDER = GOLDEN / "protocol-1"
FACTS = json.loads((FOLDER / "facts.json").read_text("utf-8"))
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def raw_keys(name: str) -> tuple[Ed25519PrivateKey, X25519PrivateKey]:
    kept = bytes.fromhex(FACTS[name])
    return Ed25519PrivateKey.from_private_bytes(kept[:32]), X25519PrivateKey.from_private_bytes(kept[32:])


def chained(before: bytes, entry: list[object]) -> bytes:
    content = before + int(str(entry[0])).to_bytes(8, "big")
    for text in entry[1:]:
        content += len(str(text).encode()).to_bytes(4, "big") + str(text).encode()
    return hashlib.sha256(content).digest()


@pytest.mark.parametrize("name", ["up-00.tlp", "up-01.tlp", "up-02.tlp"])
def test_a_bundle_is_what_the_page_says(name: str) -> None:
    raw = (FOLDER / name).read_bytes()
    header, body, signature = raw[:112], raw[112:-64], raw[-64:]
    magic, kind, suite, flags = struct.unpack(">4sBBH", header[:8])
    sender, recipient, line = header[8:24], header[24:40], header[40:56]
    first, last = struct.unpack(">QQ", header[56:72])
    before, plain_size, sealed_size = header[72:104], *struct.unpack(">II", header[104:])
    assert (magic, kind, suite, flags, sealed_size) == (b"TLP1", 1, 1, 0, len(body))
    assert str(uuid.UUID(bytes=sender)) == FACTS["device_id"]
    office_seal = raw_keys("office_keys")[1]
    assert recipient == hashlib.sha256(office_seal.public_key().public_bytes_raw()).digest()[:16]
    raw_keys("tablet_keys")[0].public_key().verify(signature, header + body)
    plain = zstandard.ZstdDecompressor().decompress(SUITE.decrypt(body, office_seal, info=header))
    assert len(plain) == plain_size
    letter = json.loads(plain)
    assert letter["letter"] == "bundle" and letter["epoch"] == line.hex() and letter["prev_hash"] == before.hex()
    assert [letter["entries"][0][0], letter["entries"][-1][0]] == [first, last]
    assert all(json.loads(entry[4])["type"].endswith("/1") for entry in letter["entries"])
    if letter["prev_seq"] == 0:
        start = f"tulpan-chain-1\n{FACTS['device_id']}\n{letter['epoch']}"
        assert before == hashlib.sha256(start.encode()).digest()
    running = before
    for entry in letter["entries"]:
        running = chained(running, entry)
    follower = FOLDER / f"up-{int(name[3:5]) + 1:02d}.tlp"
    if follower.exists():
        assert follower.read_bytes()[72:104] == running, "the next bundle follows on this one"


def test_a_bundle_made_by_the_page_alone_is_taken() -> None:
    sign, _ = raw_keys("tablet_keys")
    office = KeyPair.from_bytes(bytes.fromhex(FACTS["office_keys"]))
    epoch = "cd" * 16
    start = hashlib.sha256(f"tulpan-chain-1\n{FACTS['device_id']}\n{epoch}".encode()).digest()
    entry = [1, str(uuid.uuid4()), "person-alex", "2026-11-24T09:00:00Z", '{"type":"visit.add_note/1","text":"åäö"}']
    plain = json.dumps(
        {"letter": "bundle", "nonce": 5, "epoch": epoch, "prev_seq": 0, "prev_hash": start.hex(), "entries": [entry]}
    ).encode()
    compressed = zstandard.ZstdCompressor().compress(plain)
    header = (
        struct.pack(">4sBBH", b"TLP1", 1, 1, 0) + uuid.UUID(FACTS["device_id"]).bytes
        + hashlib.sha256(office.public.seal).digest()[:16] + bytes.fromhex(epoch) + struct.pack(">QQ", 1, 1) + start
        + struct.pack(">II", len(plain), len(compressed) + 48)
    )
    sealed = SUITE.encrypt(compressed, office.seal.public_key(), info=header)
    raw = header + sealed + sign.sign(header + sealed)
    letter = open_envelope(raw, keys=office, sign_key_of=lambda _: sign.public_key().public_bytes_raw()).letter
    assert isinstance(letter, Bundle)
    assert letter.entries[0].payload == entry[4]
