"""Which SMS gateway this program was started with."""

import os
from dataclasses import dataclass

from core.clock import Clock
from core.integrations.sms.elks import BASE_URL, ElksGateway
from core.integrations.sms.loopback import LoopbackGateway
from core.services.ports import SmsGateway
from core.settings import Settings


@dataclass(frozen=True)
class OpenedGateway:
    """The gateway to send through (None when SMS is off), and the loopback behind it when it is that one."""

    gateway: SmsGateway | None = None
    loopback: LoopbackGateway | None = None

    @property
    def phone_url(self) -> str | None:
        """The page that shows the customer's phone; None when messages really leave."""
        return self.loopback.base_url if self.loopback is not None else None

    def close(self) -> None:
        if self.loopback is not None:
            self.loopback.stop()


def open_gateway(settings: Settings, clock: Clock) -> OpenedGateway:
    """Starts the loopback, or makes the 46elks adapter.

    The account comes from `settings.extras` (elks_user, elks_password, elks_url) or the environment
    (TULPAN_46ELKS_USER, TULPAN_46ELKS_PASSWORD): never from the database, which is copied to every tablet.
    Raises UserError without an account, SurroundingsError when the loopback's port (extras: sms_port) is taken.
    """
    extras = settings.extras
    if settings.sms_gateway == "off":
        return OpenedGateway()
    if settings.sms_gateway == "46elks":
        return OpenedGateway(ElksGateway(
            user=extras.get("elks_user") or os.environ.get("TULPAN_46ELKS_USER", ""),
            password=extras.get("elks_password") or os.environ.get("TULPAN_46ELKS_PASSWORD", ""),
            base_url=extras.get("elks_url", BASE_URL), receipt_url=extras.get("elks_receipt_url", ""),
        ))
    loopback = LoopbackGateway(
        settings.folder / "phone.jsonl", clock, port=int(extras.get("sms_port", "0")), language=settings.language
    ).start()
    return OpenedGateway(ElksGateway(loopback.user, loopback.password, loopback.base_url), loopback)
