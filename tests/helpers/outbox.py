"""Messages to James in an office's outbox, and the loopback gateway that takes them, for tests."""

from dataclasses import dataclass
from datetime import timedelta

from core.bootstrap import Core
from core.changes import Changes
from core.clock import FixedClock
from core.commands.base import Command
from core.commands.messages import TellCustomer
from core.ids import new_id
from core.integrations.sms.elks import ElksGateway, Patience
from core.integrations.sms.loopback import LoopbackGateway
from core.queries.messages import MessageRow, visit_messages
from core.services.message_dispatcher import MessageDispatcher
from core.services.ports import SmsGateway
from tests.helpers.story import STORY

JAMES = "+46701740640"


@dataclass
class Outbox:
    """An office with James's job, a gateway, and the dispatcher between them; time moves only when told to."""

    office: Core
    loopback: LoopbackGateway
    dispatcher: MessageDispatcher

    def does(self, command: Command) -> Changes:
        return self.office.commands.execute(command, STORY.mara)

    def tell(self, purpose: str = "confirmation") -> str:
        """Queues a message to James and returns its id."""
        message_id = new_id()
        self.does(TellCustomer(message_id=message_id, activity_id=STORY.visit, purpose=purpose))
        return message_id

    def later(self, seconds: float) -> None:
        assert isinstance(self.office.clock, FixedClock)
        self.office.clock.advance(timedelta(seconds=seconds))

    def step(self, seconds: float = 0) -> None:
        self.later(seconds)
        self.dispatcher.step()

    @property
    def messages(self) -> tuple[MessageRow, ...]:
        """The newest first."""
        return self.office.database.ask(visit_messages, STORY.visit)

    @property
    def message(self) -> MessageRow:
        (only,) = self.messages
        return only

    @property
    def phone(self) -> list[str]:
        return [message.text for message in self.loopback.messages()]


def adapter(loopback: LoopbackGateway) -> ElksGateway:
    """As the office program makes it, only less patient."""
    return ElksGateway(
        loopback.user, loopback.password, loopback.base_url, patience=Patience(connect=1, read=0.3, answer=0.6)
    )


def dispatcher(office: Core, gateway: SmsGateway) -> MessageDispatcher:
    return MessageDispatcher(office.database, office.commands, gateway, office.clock)
