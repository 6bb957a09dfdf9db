"""From approved visits to invoices: drafts come and go, issued ones stay for ever and are corrected by credit notes."""

from core.commands.base import Command


class MakeInvoiceDraft(Command, frozen=True, kw_only=True, tag="invoicing.make_draft/1"):
    """A draft of everything approved and not yet billed on these calls of one customer."""

    invoice_id: str
    call_ids: tuple[str, ...]


class DiscardInvoiceDraft(Command, frozen=True, kw_only=True, tag="invoicing.discard_draft/1"):
    """Throws a draft away; its records wait for an invoice again."""

    invoice_id: str


class IssueInvoice(Command, frozen=True, kw_only=True, tag="invoicing.issue/1"):
    """The draft gets its number, date and payment reference; after this nothing in it ever changes."""

    invoice_id: str


class CreditInvoice(Command, frozen=True, kw_only=True, tag="invoicing.credit/1"):
    """Takes an issued invoice back as a whole by a credit note; its records may be billed again."""

    invoice_id: str
    credit_id: str
    reason: str


class KeepInvoicePaper(Command, frozen=True, kw_only=True, tag="invoicing.keep_paper/1"):
    """The PDF of an issued invoice, whose bytes are already in the blob store; the first one stays."""

    invoice_id: str
    attachment_id: str
    sha256: str
    size: int
    file_name: str


COMMANDS = (MakeInvoiceDraft, DiscardInvoiceDraft, IssueInvoice, CreditInvoice, KeepInvoicePaper)
