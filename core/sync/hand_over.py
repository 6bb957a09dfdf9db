"""The work of a tablet that the office no longer trusts: it is real work, and the office takes it to look at."""

import logging
import threading
from collections.abc import Callable

from core.errors import TulpanError
from core.sync.mail import Mail
from core.sync.tablet_engine import TabletEngine

log = logging.getLogger(__name__)


def hand_over(engine: TabletEngine, lock: threading.RLock, mail: Mail, goes_on: Callable[[], bool]) -> bool:
    """Sends every command that waits, over a line on which the hello was refused; whether the office took any."""
    has_sent = False
    try:
        while goes_on():
            with lock:
                bundle = engine.bundle()
            if bundle is None:
                break
            ack = mail.push(bundle)
            with lock:
                engine.on_ack(ack)
            has_sent = True
    except TulpanError as error:
        log.info("the office did not take everything now: %s", error)
    return has_sent
