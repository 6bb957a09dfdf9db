"""Takes in the work of a lost or broken tablet from the file on its card, as far as it can be read."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import UserError
from core.sync import journal_file
from core.sync.desk import Desk
from core.sync.faults import ProtocolFault
from core.sync.moments import from_text
from core.sync.sealed_piece import MAGIC as PIECE


@dataclass(frozen=True, slots=True)
class Imported:
    """What a journal brought: `fresh` commands that the office did not have, of `total`, and whole `files`.

    `is_cut` says that what follows in the file cannot be read, `last_at` when the last command was given.
    """

    device_id: str
    is_revoked: bool
    total: int
    fresh: int
    files: int
    is_cut: bool = False
    last_at: datetime | None = None


def take_journal(desk: Desk, path: Path) -> Imported:
    """A second time changes nothing. Raises what is wrong with a file of which nothing at all could be read."""
    found = Imported("", False, 0, 0, 0)
    try:
        for raw in journal_file.letters_of(path):
            found = _with_piece(found, desk, raw) if raw.startswith(PIECE) else _with_letter(found, desk, raw)
    except ProtocolFault as fault:
        if not found.device_id:
            raise UserError("sync.journal_torn") if isinstance(fault, journal_file.CutOff) else fault from fault
        return Imported(found.device_id, found.is_revoked, found.total, found.fresh, found.files, True, found.last_at)
    if not found.device_id:
        raise UserError("sync.journal_empty")
    return found


def _with_piece(found: Imported, desk: Desk, raw: bytes) -> Imported:
    sender_id, is_whole = desk.take_journal_piece(raw)
    return Imported(
        found.device_id or sender_id, found.is_revoked, found.total, found.fresh, found.files + is_whole,
        last_at=found.last_at,
    )


def _with_letter(found: Imported, desk: Desk, raw: bytes) -> Imported:
    sender, bundle, fresh, verdict = desk.take_journal_letter(raw)
    if verdict != "stored":
        raise UserError("sync.journal_gap")
    last_at = found.last_at
    if bundle.entries:
        with suppress(ValueError):  # the tablet's word; it is for people only
            last_at = from_text(bundle.entries[-1].at)
    return Imported(
        sender.device_id, sender.revoked, found.total + len(bundle.entries), found.fresh + fresh, found.files,
        last_at=last_at,
    )
