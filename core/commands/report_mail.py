"""Mailing a service report to the customer."""

from core.commands.base import Command


class MailReport(Command, frozen=True, kw_only=True, tag="reports.mail/1"):
    """A kept version of a visit's report is mailed to the address that the customer gave; each version once."""

    message_id: str
    activity_id: str
    version: int


COMMANDS = (MailReport,)
