"""Mailing a service report to the customer."""

from core.commands.base import Command


class MailReport(Command, frozen=True, kw_only=True, tag="reports.mail/1"):
    """A kept version of a visit's report is mailed to the address that the customer gave; each version once."""

    message_id: str
    activity_id: str
    version: int


class MailReportAgain(Command, frozen=True, kw_only=True, tag="reports.mail_again/1"):
    """The customer did not get it, or wants it at another address: the latest version leaves once more.

    `message_id` is for an address that it has not been sent to yet.
    """

    message_id: str
    activity_id: str
    address: str


COMMANDS = (MailReport, MailReportAgain)
