"""The messages that the loopback gateway has taken, in memory and as JSON lines on disk."""

import os
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import msgspec

from core.errors import SurroundingsError
from core.ids import new_id
from core.rules.sms_text import size
from core.services.ports import DeliveryState

SENT_AFTER, DELIVERED_AFTER = timedelta(seconds=1), timedelta(seconds=3)


class PhoneMessage(msgspec.Struct, frozen=True, kw_only=True):
    """One SMS as it was handed over; times in UTC. A dead one is for a phone that does not exist."""

    id: str
    to: str
    sender: str
    text: str
    created: datetime
    dead: bool = False

    def state(self, now: datetime) -> DeliveryState:
        """A second to the network, three to the phone: as quick as a good day."""
        age = now - self.created
        if age < SENT_AFTER:
            return "created"
        if self.dead:
            return "failed"
        return "delivered" if age >= DELIVERED_AFTER else "sent"

    def delivered_at(self, now: datetime) -> datetime | None:
        return self.created + DELIVERED_AFTER if self.state(now) == "delivered" else None

    @property
    def parts(self) -> int:
        return size(self.text).parts


@dataclass
class _Kept:
    messages: list[PhoneMessage]
    by_id: dict[str, PhoneMessage]


class PhoneStore:
    """Thread-safe. A message is on disk before `take` returns; a last line cut off by a crash is left out."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._lock = threading.Lock()
        messages = _read(file) if file is not None else []
        self._kept = _Kept(messages, {message.id: message for message in messages})

    def take(self, to: str, sender: str, text: str, now: datetime, *, dead: bool = False) -> PhoneMessage:
        message = PhoneMessage(
            id="s" + new_id().replace("-", ""), to=to, sender=sender, text=text, created=now, dead=dead
        )
        with self._lock:
            if self._file is not None:
                _append(self._file, msgspec.json.encode(message))
            self._kept.messages.append(message)
            self._kept.by_id[message.id] = message
        return message

    def all(self) -> tuple[PhoneMessage, ...]:
        with self._lock:
            return tuple(self._kept.messages)

    def find(self, message_id: str) -> PhoneMessage | None:
        with self._lock:
            return self._kept.by_id.get(message_id)


def _read(file: Path) -> list[PhoneMessage]:
    if not file.exists():
        return []
    messages = []
    for line in file.read_bytes().splitlines():
        try:
            messages.append(msgspec.json.decode(line, type=PhoneMessage))
        except msgspec.DecodeError:
            continue  # the line that a crash cut short: its sender never got an answer
    return messages


def _append(file: Path, line: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab") as out:
            if out.tell() and not _ends_a_line(file):
                out.write(b"\n")
            out.write(line + b"\n")
            out.flush()
            os.fsync(out.fileno())
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error


def _ends_a_line(file: Path) -> bool:
    with file.open("rb") as written:
        written.seek(-1, os.SEEK_END)
        return written.read(1) == b"\n"
