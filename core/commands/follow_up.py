"""The office after the visit: approving it, closing its call, keeping its report, following its warranty claims."""

import msgspec

from core.commands.base import Command
from core.commands.records import RecordKind


class RecordState(msgspec.Struct, frozen=True, kw_only=True):
    """A record with the state it had before."""

    kind: RecordKind
    record_id: str
    state: str


class ApproveVisit(Command, frozen=True, kw_only=True, tag="approval.approve/1"):
    """The office has looked through a finished visit: its records may be billed. Late records are approved anew."""

    activity_id: str


class WithdrawApproval(Command, frozen=True, kw_only=True, tag="approval.withdraw/1"):
    """The visit waits for approval again, as long as nothing of it stands on an issued invoice.

    `records` are the states to go back to; without any, every approved record waits again. `still_approved`: only
    what came late goes back, the visit itself stays approved.
    """

    activity_id: str
    records: tuple[RecordState, ...] = ()
    still_approved: bool = False


class CloseCall(Command, frozen=True, kw_only=True, tag="approval.close_call/1"):
    """Everything is approved and nothing is left to bill: the call is over without an invoice."""

    call_id: str


class KeepServiceReport(Command, frozen=True, kw_only=True, tag="reports.keep_service_report/1"):
    """A finished report whose bytes are already in the blob store becomes the visit's next version.

    The same bytes as the latest version's make no new one.
    """

    activity_id: str
    report_id: str
    attachment_id: str
    version: int
    language: str
    sha256: str
    size: int
    file_name: str
    missing_photos: int = 0


class MoveClaim(Command, frozen=True, kw_only=True, tag="claims.move/1"):
    """A warranty claim goes on to its next state (`core.rules.lifecycle.CLAIM`)."""

    claim_id: str
    state: str


COMMANDS = (ApproveVisit, WithdrawApproval, CloseCall, KeepServiceReport, MoveClaim)
