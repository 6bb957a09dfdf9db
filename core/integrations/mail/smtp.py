"""Sends mail through the firm's own SMTP server, over TLS, and says plainly whether a mail was taken."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import formataddr, formatdate

from core.services.ports import GatewayRefused, GatewayUncertain, GatewayUnreachable, MailRequest

SECURITY = ("starttls", "tls", "none")
_TIMEOUT = 20


@dataclass(frozen=True, slots=True)
class MailAccount:
    """Where mail is handed over. `security` is starttls, tls or (for a server on this computer) none."""

    host: str
    port: int = 587
    user: str = ""
    password: str = field(default="", repr=False)
    security: str = "starttls"
    sender: str = ""


class SmtpGateway:
    """One connection for each mail: the firm sends few, and a server that was gone a minute ago does no harm."""

    def __init__(self, account: MailAccount) -> None:
        self._account = account

    def send(self, request: MailRequest) -> None:
        """Hands the mail over; raises GatewayUncertain when it may have been taken, GatewayRefused when never."""
        mail = _mail(request, self._account.sender)
        try:
            connection = self._connect()
        except smtplib.SMTPAuthenticationError as error:
            raise GatewayUnreachable(_said(error), "sms.trouble_account") from error
        except (smtplib.SMTPException, OSError) as error:
            raise GatewayUnreachable(str(error)) from error
        try:
            connection.send_message(mail)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            _refuse(error)
        except (smtplib.SMTPException, OSError) as error:
            # The mail was on its way when the line broke: nobody can say whether the server kept it.
            raise GatewayUncertain(str(error)) from error
        finally:
            _hang_up(connection)

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        context = ssl.create_default_context()
        if account.security == "tls":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(account.host, account.port, timeout=_TIMEOUT, context=context)
        else:
            connection = smtplib.SMTP(account.host, account.port, timeout=_TIMEOUT)
        try:
            if account.security == "starttls":
                connection.starttls(context=context)
            if account.user:
                connection.login(account.user, account.password)
        except BaseException:
            _hang_up(connection)
            raise
        return connection


def _mail(request: MailRequest, sender: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = formataddr((request.sender_name, sender)) if request.sender_name else sender
    mail["To"] = formataddr((request.to_name, request.to)) if request.to_name else request.to
    mail["Subject"] = " ".join(request.subject.split())
    mail["Date"] = formatdate(localtime=False)
    # The same id for every attempt: a mail that came twice is then known as one.
    mail["Message-ID"] = f"<{request.id}@{sender.rpartition('@')[2] or 'tulpan'}>"
    mail.set_content(request.text)
    if request.content:
        mail.add_attachment(request.content, maintype="application", subtype="pdf", filename=request.file_name)
    return mail


def _refuse(error: smtplib.SMTPException) -> None:
    """A 4xx is «not now», everything else is «never»."""
    code = error.smtp_code if isinstance(error, smtplib.SMTPResponseException) else min(
        (reply[0] for reply in getattr(error, "recipients", {}).values()), default=550
    )
    if 400 <= code < 500:
        raise GatewayUnreachable(_said(error)) from error
    raise GatewayRefused(_said(error)) from error


def _said(error: smtplib.SMTPException) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        words = error.smtp_error
        return words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return str(error)


def _hang_up(connection: smtplib.SMTP) -> None:
    """Politely where that is possible; a line that is broken already needs no goodbye."""
    try:
        connection.quit()
    except (smtplib.SMTPException, OSError):
        connection.close()
