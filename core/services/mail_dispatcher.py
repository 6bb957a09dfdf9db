"""Hands queued mails to the mail server: each once, again when the server surely did not take it."""

import logging
from datetime import datetime

from core.clock import Clock
from core.commands.messages import SYSTEM_AUTHOR, RecordMessageProgress
from core.queries.report_mail import MailItem, mail_outbox
from core.services.command_bus import CommandBus
from core.services.message_dispatcher import retry_after
from core.services.ports import GatewayRefused, GatewayUncertain, GatewayUnreachable, MailGateway, MailRequest
from core.storage.blobs import BlobStore
from core.storage.engine import Database

log = logging.getLogger(__name__)


class MailDispatcher:
    """A background loop calls `step`. The attempt is committed before the server is called and its answer after.

    A mail whose answer is missing (the line broke, the program ended) is not sent again by itself: a mail server
    cannot be asked, so a person decides.
    """

    def __init__(
        self, database: Database, commands: CommandBus, blobs: BlobStore, gateway: MailGateway, clock: Clock
    ) -> None:
        self._database, self._commands, self._blobs = database, commands, blobs
        self._gateway, self._clock = gateway, clock

    def step(self) -> None:
        """Sends what is due; stops early when the server does not answer."""
        for item in self._database.ask(mail_outbox, self._clock.now()):
            if item.state == "sending":
                self._record(item, "sending", "failed", item.attempts, "uncertain")
                continue
            try:
                self._send(item)
            except GatewayUnreachable as error:
                log.info("the mail server does not take mail: %s", error)
                return

    def _send(self, item: MailItem) -> None:
        content = self._blobs.get(item.attachment_sha256) if item.attachment_sha256 else b""
        if content is None:
            self._record(item, "queued", "failed", item.attempts, "attachment")
            return
        attempt = item.attempts + 1
        if not self._record(item, "queued", "sending", attempt):
            return  # withdrawn in this very moment
        request = MailRequest(
            id=item.id, to=item.recipient, to_name=item.recipient_name, sender_name=item.sender_name,
            subject=item.title, text=item.text, content=content, file_name=f"{item.title}.pdf",
        )
        try:
            self._gateway.send(request)
        except GatewayUnreachable as error:
            detail = str(error.params.get("detail", ""))
            again = self._clock.now() + retry_after(attempt)
            self._record(item, "sending", "queued", attempt, f"{error.code}: {detail}", again)
            raise
        except GatewayRefused as error:
            self._record(item, "sending", "failed", attempt, f"refused: {error.reason}")
        except GatewayUncertain as error:
            log.warning("the mail server broke off: %s", error)
            self._record(item, "sending", "failed", attempt, "uncertain")
        else:
            self._record(item, "sending", "sent", attempt)

    def _record(
        self, item: MailItem, before: str, state: str, attempt: int, error: str = "",
        not_before: datetime | None = None,
    ) -> bool:
        changes = self._commands.execute(
            RecordMessageProgress(
                message_id=item.id, before=before, state=state, attempt=attempt, error=error, not_before=not_before
            ),
            SYSTEM_AUTHOR,
        )
        return changes.result == item.id
