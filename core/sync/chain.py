"""The hash chain over a tablet's commands: shows at once whether two histories are the same, have a gap or differ."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from core.sync.letters import Entry


def genesis(device_id: str, epoch: str) -> str:
    """The hash before the first command of an epoch."""
    return hashlib.sha256(f"tulpan-chain-1\n{device_id}\n{epoch}".encode()).hexdigest()


def link(before: str, entry: Entry) -> str:
    """The hash after this command: SHA-256 over the hash before, the number and the length-prefixed fields."""
    digest = hashlib.sha256(bytes.fromhex(before))
    digest.update(entry.seq.to_bytes(8, "big"))
    for text in (entry.id, entry.person_id, entry.at, entry.payload):
        content = text.encode()
        digest.update(len(content).to_bytes(4, "big"))
        digest.update(content)
    return digest.hexdigest()


def links(before: str, entries: Iterable[Entry]) -> str:
    for entry in entries:
        before = link(before, entry)
    return before


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a bundle is to one who has stored through some command: its new entries, and the hash after them."""

    verdict: Literal["stored", "rewind", "diverged"]
    fresh: tuple[Entry, ...] = ()
    hash_after: str = ""


def judge(have_through: int, have_hash: str, prev_seq: int, prev_hash: str, entries: Sequence[Entry]) -> Judgement:
    """Fits a bundle onto what is stored. A gap is never tolerated: without the missing ones nothing is taken.

    A bundle may overlap what is stored (it was sent again); then the stored hash must lie on its chain. One that lies
    wholly before cannot be compared here: the tablet compares, by the stored hash that every answer carries.
    """
    if prev_seq > have_through:
        return Judgement("rewind")
    running = prev_hash
    if prev_seq == have_through and prev_hash != have_hash:
        return Judgement("diverged")
    seen = prev_seq == have_through
    fresh_from = 0
    for number, entry in enumerate(entries):
        if not seen and entry.seq > have_through:
            # Its commands straddle our last one without containing it: another history.
            return Judgement("diverged")
        running = link(running, entry)
        if entry.seq == have_through:
            if running != have_hash:
                return Judgement("diverged")
            seen, fresh_from = True, number + 1
    if not seen:
        return Judgement("stored")
    fresh = tuple(entries[fresh_from:])
    return Judgement("stored", fresh, running if fresh else have_hash)
