"""What the office may do with its knowledge: checklists and their versions, instructions, and diagrams."""

from decimal import Decimal

import msgspec
from msgspec import UNSET, UnsetType

from core.commands.base import Command
from core.rules.checklist import Element


class Binding(msgspec.Struct, frozen=True, omit_defaults=True):
    """When a checklist is suggested: for these models, else these categories, and only on these kinds of call."""

    item_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    call_kinds: tuple[str, ...] = ()


class PaperFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file whose bytes are already in the blob store."""

    attachment_id: str
    sha256: str
    mime: str
    size: int
    file_name: str = ""


class NewChecklist(Command, frozen=True, kw_only=True, tag="knowledge.new_checklist/1"):
    """A checklist with an empty first draft, or with the steps of another one (`copy_of`)."""

    template_id: str
    version_id: str
    name: str
    copy_of: str | None = None


class ImportChecklist(Command, frozen=True, kw_only=True, tag="knowledge.import_checklist/1"):
    """A checklist out of a file, as a first draft; the bytes of its pictures are already in the blob store."""

    template_id: str
    version_id: str
    name: str
    description: str = ""
    minutes: int = 0
    elements: tuple[Element, ...] = ()
    pictures: tuple[PaperFile, ...] = ()


class RemoveChecklist(Command, frozen=True, kw_only=True, tag="knowledge.remove_checklist/1"):
    """Takes a checklist away that was never published."""

    template_id: str


class EditChecklist(Command, frozen=True, kw_only=True, tag="knowledge.edit_checklist/1"):
    """New values of a checklist; what is left out stays as it is. They hold for every version at once."""

    template_id: str
    name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    minutes: int | UnsetType = UNSET
    binding: Binding | UnsetType = UNSET


class SaveDraft(Command, frozen=True, kw_only=True, tag="knowledge.save_draft/1"):
    """The draft's steps as they are now; `version_id` is the draft to make when there is none yet.

    `what` says how the steps came to be, for the undo menu: added, removed, moved, copied, edited; `step` names one.
    """

    template_id: str
    version_id: str
    elements: tuple[Element, ...]
    what: str = "edited"
    step: str = ""


class AddStepPicture(Command, frozen=True, kw_only=True, tag="knowledge.add_step_picture/1"):
    """A picture that steps of a checklist may show by its SHA-256; it travels with the checklist."""

    template_id: str
    file: PaperFile


class DiscardDraft(Command, frozen=True, kw_only=True, tag="knowledge.discard_draft/1"):
    """Goes back to what is published."""

    template_id: str


class PublishChecklist(Command, frozen=True, kw_only=True, tag="knowledge.publish/1"):
    """Makes the draft the version that tablets offer from now on; it never changes after that."""

    template_id: str
    version_id: str


class WithdrawVersion(Command, frozen=True, kw_only=True, tag="knowledge.withdraw/1"):
    """Takes a publication back that no visit has used: the version before it counts again, and the steps become the
    draft `draft_id`. The withdrawn version itself stays as it is."""

    template_id: str
    version_id: str
    back_to_id: str | None
    draft_id: str


class RetireChecklist(Command, frozen=True, kw_only=True, tag="knowledge.retire_checklist/1"):
    """No longer offered to anybody, or offered again; visits under way keep theirs."""

    template_id: str
    retired: bool = True


class SuggestForFault(Command, frozen=True, kw_only=True, tag="knowledge.suggest_for_fault/1"):
    """The checklist that a fault brings with it when a call is taken."""

    fault_template_id: str
    template_id: str | None


class AddDocument(Command, frozen=True, kw_only=True, tag="knowledge.add_document/1"):
    """An instruction or manual with its file."""

    document_id: str
    title: str
    file: PaperFile
    kind: str = "instruction"
    language: str = "sv"
    item_ids: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class EditDocument(Command, frozen=True, kw_only=True, tag="knowledge.edit_document/1"):
    """New values of a document; a retired one is not sent to tablets."""

    document_id: str
    title: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    language: str | UnsetType = UNSET
    item_ids: tuple[str, ...] | UnsetType = UNSET
    categories: tuple[str, ...] | UnsetType = UNSET
    retired: bool | UnsetType = UNSET
    attachment_id: str | UnsetType | None = UNSET


class ReplaceFile(Command, frozen=True, kw_only=True, tag="knowledge.replace_file/1"):
    """A newer edition of a document's file or of a diagram's picture; hot-spots stay where they were."""

    paper_id: str
    file: PaperFile


class AddDiagram(Command, frozen=True, kw_only=True, tag="knowledge.add_diagram/1"):
    """An exploded view with its picture."""

    diagram_id: str
    title: str
    file: PaperFile
    item_ids: tuple[str, ...] = ()


class EditDiagram(Command, frozen=True, kw_only=True, tag="knowledge.edit_diagram/1"):
    """New values of a diagram; a retired one is not sent to tablets."""

    diagram_id: str
    title: str | UnsetType = UNSET
    item_ids: tuple[str, ...] | UnsetType = UNSET
    retired: bool | UnsetType = UNSET
    attachment_id: str | UnsetType | None = UNSET


class PlaceHotspot(Command, frozen=True, kw_only=True, tag="knowledge.place_hotspot/1"):
    """A new or changed position in a diagram; x and y are shares (0–1) of the picture."""

    hotspot_id: str
    diagram_id: str
    position: str | UnsetType = UNSET
    item_id: str | UnsetType = UNSET
    quantity: Decimal | UnsetType = UNSET
    x: float | UnsetType = UNSET
    y: float | UnsetType = UNSET


class RemoveHotspot(Command, frozen=True, kw_only=True, tag="knowledge.remove_hotspot/1"):
    """Takes a position out of a diagram."""

    hotspot_id: str
