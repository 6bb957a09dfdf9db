"""Taking a call: the draft that is saved while the caller talks, and what it becomes."""

from datetime import datetime
from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from core.commands.base import Command


class IntakeForm(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Everything that intake asks. Only who (`partner_id`) and what (`problem`) must be there to register a call."""

    who_text: str = ""
    partner_id: str | None = None
    contact_id: str | None = None
    address_id: str | None = None
    equipment_ids: tuple[str, ...] = ()
    problem: str = ""
    fault_template_id: str | None = None
    priority: str = "normal"
    origin: str = "phone"
    wish_text: str = ""
    wish_from: datetime | None = None
    wish_to: datetime | None = None
    call_seconds: int = 0


class SaveDraft(Command, frozen=True, kw_only=True, tag="intake.save_draft/1"):
    """Keeps what has been typed so far; the first one makes the draft."""

    call_id: str
    form: IntakeForm


class DiscardDraft(Command, frozen=True, kw_only=True, tag="intake.discard_draft/1"):
    """Throws a draft away."""

    call_id: str


class RegisterCall(Command, frozen=True, kw_only=True, tag="intake.register/1"):
    """The draft becomes a call with a number and one visit to plan; `activity_id` is that visit's."""

    call_id: str
    activity_id: str
    form: IntakeForm


class BookCall(Command, frozen=True, kw_only=True, tag="intake.book/1"):
    """Registers the call and plans its visit in one go; `accepted` as in dispatch.plan_visit."""

    call_id: str
    activity_id: str
    form: IntakeForm
    person_id: str
    start: datetime
    accepted: tuple[str, ...] = ()


class BackToDraft(Command, frozen=True, kw_only=True, tag="intake.back_to_draft/1"):
    """Takes a registration back: the visit goes, the draft and its number stay."""

    call_id: str
    activity_id: str


class MergeIntoOpenCall(Command, frozen=True, kw_only=True, tag="intake.merge/1"):
    """What the caller said is added to a call that is already open, and the draft goes."""

    call_id: str
    target_id: str
    note_id: str
    form: IntakeForm


class SplitFromOpenCall(Command, frozen=True, kw_only=True, tag="intake.split/1"):
    """Takes a merge back: what was added goes and the draft returns."""

    call_id: str
    target_id: str
    note_id: str
    form: IntakeForm
    equipment_ids: tuple[str, ...] = ()
    activity_id: str | None = None
    duration_minutes: int = 0
    skill_ids: tuple[str, ...] = ()
    checklist_ids: tuple[str, ...] = ()
    material_ids: tuple[str, ...] = ()


class EditCall(Command, frozen=True, kw_only=True, tag="intake.edit_call/1"):
    """New values of a call; what is left out stays as it is. `quote_limit` is kronor incl. VAT."""

    call_id: str
    subject: str | UnsetType = UNSET
    problem: str | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    contact_id: str | UnsetType | None = UNSET
    address_id: str | UnsetType | None = UNSET
    promised_from: datetime | UnsetType | None = UNSET
    promised_to: datetime | UnsetType | None = UNSET
    wish_text: str | UnsetType = UNSET
    quote_limit: Decimal | UnsetType | None = UNSET


class CancelCall(Command, frozen=True, kw_only=True, tag="intake.cancel_call/1"):
    """The call is called off, with a reason that is kept as a note; its visits that have not begun go with it."""

    call_id: str
    reason: str
    note_id: str


class ReopenCall(Command, frozen=True, kw_only=True, tag="intake.reopen_call/1"):
    """A finished or cancelled call is taken up again, with a reason and a new visit to plan."""

    call_id: str
    reason: str
    activity_id: str
    note_id: str


class KeptState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """State of a visit or of one person's part of it, as it was."""

    kind: str
    id: str
    state: str


class RestoreCall(Command, frozen=True, kw_only=True, tag="intake.restore_call/1"):
    """Takes a cancellation or a reopening back."""

    call_id: str
    state: str
    pending_reason: str = ""
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    kept: tuple[KeptState, ...] = ()
    remove_activity_id: str | None = None
    remove_note_id: str | None = None


class NoteOnCall(Command, frozen=True, kw_only=True, tag="intake.note/1"):
    """A remark on a call (or on one visit of it)."""

    note_id: str
    call_id: str
    text: str
    activity_id: str | None = None
    visible_to_customer: bool = False


class RemoveNote(Command, frozen=True, kw_only=True, tag="intake.remove_note/1"):
    """Takes a remark back."""

    note_id: str


COMMANDS = (
    SaveDraft, DiscardDraft, RegisterCall, BookCall, BackToDraft, MergeIntoOpenCall, SplitFromOpenCall, EditCall,
    CancelCall, ReopenCall, RestoreCall, NoteOnCall, RemoveNote,
)
