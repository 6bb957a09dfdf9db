"""How a tablet's sync stands at this moment, read from its books."""

from datetime import timedelta

from core.errors import TulpanError
from core.sync import tablet_ledger as ledger
from core.sync.assembly import Opened
from core.sync.faults import BadSignature, Malformed, ProtocolFault, Revoked, UnknownSender, Unsupported
from core.sync.folder_state import FolderState
from core.sync.identity import Pairing
from core.sync.moments import from_state
from core.sync.sql import ConnectionSql, get_state
from core.sync.status import SyncStatus, state_of

_NOWHERE = FolderState()
REVOKED, UNKNOWN = "sync.problem_revoked", "sync.problem_unknown"
TOLD_FOR = timedelta(days=7)
"""So long a tablet says that it was put back from a copy."""


def status_now(
    core: Opened, pairing: Pairing | None, *, problem: str, address: str, network_enabled: bool,
    blobs: tuple[int, int], generation: str = "", relay: FolderState = _NOWHERE,
    journal: FolderState = _NOWHERE, dismissed: bool = False,
) -> SyncStatus:
    """`address` is that of the open line, empty when there is none; `generation` is what the office said when it was
    opened; `blobs` are the files still to go up and down."""
    with core.database.read() as session:
        sql = ConnectionSql(session.connection())
        cursor = ledger.read_cursor(sql)
        waiting = ledger.waiting(sql, core.device_id, cursor.acked)
        unproven = ledger.count_between(sql, core.device_id, cursor.backed_up, cursor.acked)
        last_sent, last_contact = get_state(sql, "last_sent_at"), get_state(sql, "last_contact_at")
        restored_at = from_state(get_state(sql, "restored_at"))
    connected = bool(address) and network_enabled
    checking = connected and bool(generation) and cursor.generation != generation
    oldest = from_state(waiting.oldest)
    photos, arriving = blobs
    return SyncStatus(
        state=state_of(
            is_paired=pairing is not None, problem=problem, connected=connected, checking=checking,
            waiting=waiting.count, oldest=oldest, now=core.clock.now(),
        ),
        connected=connected, waiting=waiting.count, oldest=oldest, last_sent_at=from_state(last_sent),
        last_contact_at=from_state(last_contact), photos=photos, arriving=arriving,
        office_name=pairing.office_name if pairing else "", person_id=pairing.person_id if pairing else "",
        person_name=pairing.person_name if pairing else "", address=address, problem=problem,
        network_enabled=network_enabled, receiving_first=pairing is not None and (cursor.baseline or not cursor.feed),
        checking=checking, unproven=unproven,
        is_backed_up=bool(cursor.acked) and not (unproven or waiting.count or photos), relay=relay,
        journal=journal, dismissed=dismissed,
        restored_at=restored_at if restored_at is not None and core.clock.now() - restored_at < TOLD_FOR else None,
    )


def problem_of(error: TulpanError) -> str:
    """The text key of what a person must do about it; empty when it mends itself."""
    if isinstance(error, Revoked):
        return REVOKED
    if isinstance(error, UnknownSender):
        return UNKNOWN
    if isinstance(error, Unsupported):
        return "sync.problem_update"
    if isinstance(error, BadSignature | Malformed):
        return "sync.problem_letters"
    return "" if isinstance(error, ProtocolFault) else error.key
