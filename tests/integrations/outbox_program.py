"""A real office outbox that a test can kill: sends what is due, and can die at a chosen point of a send.

usage: python -m tests.integrations.outbox_program FOLDER URL USER PASSWORD NOW die-before|die-after|work
"""

import os
import signal
import sys
import threading
from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from core.bootstrap import open_core
from core.clock import ShiftedClock, SystemClock
from core.integrations.sms.elks import ElksGateway
from core.services.message_dispatcher import MessageDispatcher
from core.services.ports import DeliveryState, SmsReceipt, SmsRequest
from core.settings import Settings


class Deadly:
    """The true adapter; kills its own program before a message is handed over, or just after."""

    def __init__(self, gateway: ElksGateway, when: str) -> None:
        self._gateway, self._when = gateway, when

    def send(self, request: SmsRequest) -> SmsReceipt:
        if self._when == "die-before":
            os.kill(os.getpid(), signal.SIGKILL)
        receipt = self._gateway.send(request)
        if self._when == "die-after":
            os.kill(os.getpid(), signal.SIGKILL)
        return receipt

    def find(self, to: str, text: str, since: datetime, besides: Collection[str] = ()) -> SmsReceipt | None:
        return self._gateway.find(to, text, since, besides)

    def state(self, gateway_id: str) -> DeliveryState:
        return self._gateway.state(gateway_id)


def main(folder: str, url: str, user: str, password: str, now: str, when: str) -> None:
    clock = ShiftedClock(datetime.fromisoformat(now) - SystemClock().now())
    core = open_core(Settings(role="office", folder=Path(folder)), clock)
    gateway = Deadly(ElksGateway(user, password, url), when)
    dispatcher = MessageDispatcher(core.database, core.commands, gateway, clock)
    print("open", flush=True)
    pause = threading.Event()
    while True:
        dispatcher.step()
        pause.wait(0.01)


if __name__ == "__main__":
    main(*sys.argv[1:])
