"""Writes down that a blocked tablet was here and has been told so: the roster says then what will become of it."""

import logging
import time

from sqlalchemy import update

from core.errors import TulpanError
from core.model.device import Device
from core.sync.assembly import Opened
from core.sync.presence import Presence

log = logging.getLogger(__name__)
_SECONDS = 20.0
"""A tablet that asks on and on is written down at most this often."""


class Refused:
    """For the hub; its calls write to the database."""

    def __init__(self, core: Opened, presence: Presence) -> None:
        self._core = core
        self._presence = presence
        self._noted: dict[str, float] = {}

    def note(self, device_id: str) -> None:
        now = time.monotonic()
        if now - self._noted.get(device_id, -_SECONDS) < _SECONDS:
            return
        try:
            with self._core.database.write() as session:
                session.execute(
                    update(Device).where(Device.id == device_id).values(last_contact_at=self._core.clock.now())
                )
        except TulpanError as error:  # its answer matters more, and it will ask again
            log.warning("the visit of a blocked tablet is not written down: %s", error)
            return
        self._noted[device_id] = now
        self._presence.show((device_id,))
