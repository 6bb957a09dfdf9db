"""Carries the outbox to the SMS gateway: in order, never twice, and never forgetting one."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.clock import Clock
from core.commands.messages import SYSTEM_AUTHOR, RecordMessageProgress
from core.queries.messages import OutboxItem, known_gateway_ids, outbox, sms_settings
from core.rules.service_hours import service_hours_of
from core.rules.sms_text import earliest_sending, quiet_hours_of, sender
from core.services.command_bus import CommandBus
from core.services.ports import (
    DeliveryState,
    GatewayRefused,
    GatewayUncertain,
    GatewayUnreachable,
    SmsGateway,
    SmsReceipt,
    SmsRequest,
)
from core.storage.engine import Database

log = logging.getLogger(__name__)
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=5), timedelta(minutes=10)
SETTLED = timedelta(seconds=60)
"""So long after an attempt the gateway may still be taking it; longer than any call to it lasts."""
LOOK_AGAIN = timedelta(seconds=5)
FIRST_RECEIPT, LONGEST_RECEIPT = timedelta(seconds=2), timedelta(minutes=5)
_ORDER = {"queued": 0, "sending": 1, "sent": 2}


def retry_after(attempt: int) -> timedelta:
    """5 s after the first attempt, doubling up to ten minutes."""
    doublings: int = 2 ** min(attempt - 1, 20)
    return min(FIRST_RETRY * doublings, LONGEST_RETRY)


@dataclass
class _Look:
    """When to ask about a message again, and how long to wait after that."""

    at: datetime
    wait: timedelta


class MessageDispatcher:
    """A background loop calls `step` about once a second; only one dispatcher needs to run, two do no harm.

    The attempt is committed before the gateway is called and its answer after. What a crash leaves between the two is
    looked for at the gateway (`SmsGateway.find`) and offered again only when it surely is not there.
    """

    def __init__(self, database: Database, commands: CommandBus, gateway: SmsGateway, clock: Clock) -> None:
        self._database, self._commands, self._gateway, self._clock = database, commands, gateway, clock
        self._looks: dict[str, _Look] = {}
        self._stepping = threading.Lock()

    def step(self) -> None:
        """Sends what is due, clears up what is uncertain, asks for receipts; stops early when nobody answers."""
        with self._stepping:
            items = self._database.ask(outbox, self._clock.now())
            self._looks = {item.id: self._looks[item.id] for item in items if item.id in self._looks}
            for item in sorted(items, key=lambda item: _ORDER[item.state]):
                try:
                    self._handle(item)
                except GatewayUnreachable as error:
                    log.info("the SMS gateway does not answer: %s", error)
                    return
                except Exception:
                    log.exception("message %s could not be handled and will be looked at again", item.id)

    def _handle(self, item: OutboxItem) -> None:
        if item.state == "queued":
            self._send(item)
        elif self._is_time(item):
            ask: Callable[[OutboxItem], None] = self._reconcile if item.state == "sending" else self._ask_receipt
            ask(item)

    # Sending

    def _send(self, item: OutboxItem) -> None:
        now = self._clock.now()
        if item.useful_until is not None and item.useful_until <= now:
            # «On the way» that came too late is nobody's loss; a time that was never told is.
            state = "withdrawn" if item.purpose == "on_the_way" else "failed"
            self._record(item, state, item.attempts, error="too_late")
            return
        firm, settings = self._database.ask(sms_settings)
        allowed = earliest_sending(now, item.useful_until, quiet_hours_of(settings), service_hours_of(settings))
        if allowed > now:
            self._record(item, "queued", item.attempts, not_before=allowed)
            return
        attempt = item.attempts + 1
        if not self._record(item, "sending", attempt):
            return  # withdrawn in this very moment, or taken by another dispatcher
        request = SmsRequest(item.recipient, sender(str(settings.get("sms_sender") or firm)), item.text)
        try:
            receipt = self._gateway.send(request)
        except GatewayUnreachable as error:
            self._record(
                item, "queued", attempt, before="sending", error=_with(error.code, error.params.get("detail")),
                not_before=self._clock.now() + retry_after(attempt),
            )
            raise
        except GatewayRefused as error:
            self._record(item, "failed", attempt, before="sending", error=_with("refused", error.reason))
        except GatewayUncertain as error:
            log.warning("the SMS gateway broke off; the message will be looked for: %s", error)
            self._record(item, "sending", attempt, before="sending", error="uncertain")
        else:
            self._record_receipt(item, "sending", attempt, receipt)

    def _reconcile(self, item: OutboxItem) -> None:
        """A message whose attempt was begun and whose answer is missing: is it there?"""
        begun = item.attempt_started_at or item.not_before
        known = self._database.ask(known_gateway_ids, item.recipient)
        # Measured before asking: what is taken while the question travels counts as there.
        settled = self._clock.now() - begun >= SETTLED
        found = self._gateway.find(item.recipient, item.text, begun, known)
        if found is not None:
            self._record_receipt(item, "sending", item.attempts, found)
        elif settled:
            self._record(item, "queued", item.attempts, not_before=self._clock.now())

    # Receipts

    def _ask_receipt(self, item: OutboxItem) -> None:
        try:
            state = self._gateway.state(item.gateway_id)
        except GatewayRefused:
            # The gateway has forgotten it. It was taken, so it stays "sent"; asking on is of no use today.
            self._looks[item.id] = _Look(self._clock.now() + timedelta(days=1), timedelta(days=1))
            return
        if state in ("delivered", "failed"):
            self._record_receipt(item, "sent", item.attempts, SmsReceipt(item.gateway_id, state))

    def _record_receipt(self, item: OutboxItem, before: str, attempt: int, receipt: SmsReceipt) -> None:
        states: dict[DeliveryState, str] = {"delivered": "delivered", "failed": "failed"}
        state = states.get(receipt.state, "sent")
        error = "undelivered" if state == "failed" else ""
        self._record(item, state, attempt, before=before, gateway_id=receipt.gateway_id, error=error)

    # Pace and record

    def _is_time(self, item: OutboxItem) -> bool:
        """Seldom enough not to bother the gateway: more and more seldom for receipts. The first question is at once."""
        now = self._clock.now()
        look = self._looks.get(item.id)
        if look is not None and look.at > now:
            return False
        receipts = item.state == "sent"
        first, longest = (FIRST_RECEIPT, LONGEST_RECEIPT) if receipts else (LOOK_AGAIN, LOOK_AGAIN)
        wait = min(look.wait * 2, longest) if look is not None else first
        self._looks[item.id] = _Look(now + wait, wait)
        return True

    def _record(
        self, item: OutboxItem, state: str, attempt: int, *, before: str = "", gateway_id: str = "", error: str = "",
        not_before: datetime | None = None,
    ) -> bool:
        """Commits what became of the message; False when it is no longer in the state it was seen in."""
        changes = self._commands.execute(
            RecordMessageProgress(
                message_id=item.id, before=before or item.state, state=state, attempt=attempt, gateway_id=gateway_id,
                error=error, not_before=not_before,
            ),
            SYSTEM_AUTHOR,
        )
        return changes.result == item.id


def _with(code: str, detail: object) -> str:
    return f"{code}: {detail}" if detail else code
