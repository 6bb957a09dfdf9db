"""What services ask of the world outside, as protocols; the adapters stand in core.integrations."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from core.errors import SurroundingsError

DeliveryState = Literal["created", "sent", "delivered", "failed"]


@dataclass(frozen=True, slots=True)
class SmsRequest:
    """One SMS to send: recipient in E.164, sender as `core.rules.sms_text.sender` makes it."""

    to: str
    sender: str
    text: str


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """The gateway has it: under this id, in this state."""

    gateway_id: str
    state: DeliveryState


class GatewayUnreachable(SurroundingsError):
    """The message has surely not been taken; it may be offered again later."""

    def __init__(self, detail: str = "", key: str = "sms.trouble_unreachable") -> None:
        super().__init__(key, detail=detail)

    @property
    def code(self) -> str:
        return self.key.removeprefix("sms.trouble_")


class GatewayUncertain(SurroundingsError):
    """The message may have been taken: the answer is missing. It is looked for before it is offered again."""

    def __init__(self, detail: str = "") -> None:
        super().__init__("sms.trouble_uncertain", detail=detail)


class GatewayRefused(SurroundingsError):
    """The gateway will never take this message; `reason` in its own words."""

    def __init__(self, reason: str) -> None:
        super().__init__("sms.trouble_refused", detail=reason)
        self.reason = reason


class SmsGateway(Protocol):
    """Sends SMS. Every call may block for some seconds and raise GatewayUnreachable."""

    def send(self, request: SmsRequest) -> SmsReceipt:
        """Hands the message over; raises GatewayUncertain when it may have been taken, GatewayRefused when never."""
        ...

    def find(self, to: str, text: str, since: datetime, besides: Collection[str] = ()) -> SmsReceipt | None:
        """A message to this number with this text taken since then (UTC), not one of the ids in `besides`."""
        ...

    def state(self, gateway_id: str) -> DeliveryState:
        """Where the message is now; raises GatewayRefused when the gateway knows no such message."""
        ...


@dataclass(frozen=True, slots=True)
class MailRequest:
    """One mail to send; `id` is the same for every attempt, `content` a PDF or nothing."""

    id: str
    to: str
    to_name: str
    sender_name: str
    subject: str
    text: str
    content: bytes = b""
    file_name: str = ""


class MailGateway(Protocol):
    """Sends mail; every call may block for some seconds."""

    def send(self, request: MailRequest) -> None:
        """Hands the mail over; raises GatewayUnreachable when it surely was not taken, GatewayUncertain when nobody
        can say, GatewayRefused when it never will be."""
        ...
