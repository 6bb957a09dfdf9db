"""A sync that stands still: every state that a paired tablet can be in, for looking at it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from core.sync.folder_state import FolderState
from core.sync.status import SyncStatus
from tests.helpers.cores import STORY_TIME
from tests.helpers.story import STORY

NOW = STORY_TIME
SENT = SyncStatus(
    "sent", connected=True, last_sent_at=NOW, last_contact_at=NOW, office_name="Espressoteknik", person_id=STORY.alex,
    person_name="Alex Lindqvist", address="192.168.1.20:47631",
)
STATES: dict[str, SyncStatus] = {
    "sent": replace(SENT, unproven=3),
    "backed_up": replace(SENT, is_backed_up=True),
    "offline": replace(SENT, state="offline", connected=False, address="", waiting=3, oldest=NOW, unproven=2),
    "sending": replace(SENT, state="sending", waiting=4, oldest=NOW, sending_done=1, sending_total=5),
    "waiting_long": replace(
        SENT, state="waiting_long", connected=False, address="", waiting=12, oldest=NOW - timedelta(hours=5)
    ),
    "needs_person": replace(
        SENT, state="needs_person", connected=False, address="", waiting=2, oldest=NOW, problem="sync.problem_revoked"
    ),
    "restored": replace(SENT, state="sending", checking=True),
    "photos": replace(SENT, photos=2),
}


class Standing:
    """What the tablet's pages ask of a sync; `becomes` puts it into another state."""

    def __init__(self, status: SyncStatus) -> None:
        self.status = status
        self.network_enabled = True
        self.ways = (("last", status.address or "192.168.1.20:47631"), ("code", "10.0.0.5:47631"))
        self.office_id = "0199a000-0000-4000-8000-000000000001"
        self.folders = self
        self.relay = self.journal = ""
        self.relay_state = self.journal_state = FolderState()
        self.has_sent_all_but: Callable[[int], None] = lambda _waiting: None
        """Brings the tablet's own books into the state that is shown."""
        self._listener: Callable[[SyncStatus], None] = lambda _status: None

    def subscribe(self, listener: Callable[[SyncStatus], None]) -> Callable[[], None]:
        self._listener = listener
        listener(self.status)
        return lambda: None

    def becomes(self, status: SyncStatus) -> None:
        self.status = status
        self._listener(status)

    def stop(self) -> None:
        """Nothing runs."""
