"""What a technician may know of the sync at any time, in the words of the tablet's pill; saved is not yet sent."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from core.sync.folder_state import FolderState
from core.texts import Texts

LONG_WAIT = timedelta(hours=4)
State = Literal["unpaired", "sent", "sending", "offline", "waiting_long", "needs_person"]


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """`waiting`: things on this tablet that the office does not have yet, the `oldest` of them done at that time.

    `state` is sent only when everything is durable at the office as it is now; a restored office makes it wait again.
    `sending_done` of `sending_total` counts the present burst. `photos` are attachments still to go up, `arriving`
    files still to come down. `problem` is the text key of what a person must do (`needs_person`). `checking`: the
    office answers, but it was restored, and what it has is only being compared. `unproven`: what the office has, but
    its copies (backups) have not; `is_backed_up`: nothing of this tablet's work hangs on one disk. `relay` is how the
    last visit to the relay went, `journal` the last to the card. `restored_at`: when it was found lately that this
    tablet was put back from a copy or is used in two places, and everything was sent anew. `dismissed`: the office has
    said that it no longer trusts this tablet.
    """

    state: State
    connected: bool = False
    waiting: int = 0
    oldest: datetime | None = None
    last_sent_at: datetime | None = None
    last_contact_at: datetime | None = None
    sending_done: int = 0
    sending_total: int = 0
    photos: int = 0
    arriving: int = 0
    office_name: str = ""
    person_id: str = ""
    person_name: str = ""
    address: str = ""
    problem: str = ""
    network_enabled: bool = True
    receiving_first: bool = False
    checking: bool = False
    unproven: int = 0
    is_backed_up: bool = False
    relay: FolderState = field(default_factory=FolderState)
    journal: FolderState = field(default_factory=FolderState)
    restored_at: datetime | None = None
    dismissed: bool = False

    @property
    def is_safe(self) -> bool:
        """Green: everything, files too, is durable at the office as it is now."""
        return self.state == "sent" and not (self.receiving_first or self.photos)

    @property
    def may_be_cleared(self) -> bool:
        """The office wants this tablet no more, and has everything that was done on it."""
        return self.dismissed and not (self.waiting or self.photos)

    def pill(self, texts: Texts) -> str:
        """The one line of the pill."""
        if self.state in ("sent", "sending") and not self.waiting and (self.receiving_first or self.checking):
            return texts("sync.pill_receiving" if self.receiving_first else "sync.pill_checking")
        match self.state:
            case "unpaired":
                return texts("sync.pill_unpaired")
            case "needs_person":
                return texts(self.problem or "sync.pill_needs_person")
            case "sending":
                return texts("sync.pill_sending", done=min(self.sending_done + 1, self.sending_total),
                             total=self.sending_total)
            case "waiting_long" if self.oldest is not None:
                return texts("sync.pill_waiting_long", count=self.waiting, time=texts.time(self.oldest))
            case "offline":
                if self.waiting:
                    return texts.count("sync.pill_offline_waiting", self.waiting)
                return texts("sync.pill_offline")
            case _ if self.photos:
                return texts("sync.pill_photos", count=self.photos)
            case _ if self.last_sent_at is not None:
                return texts("sync.pill_sent", time=texts.time(self.last_sent_at))
            case _:
                return texts("sync.pill_nothing")


def state_of(
    *, is_paired: bool, problem: str, connected: bool, checking: bool, waiting: int, oldest: datetime | None,
    now: datetime,
) -> State:
    """The state that the pill shows; a long wait says more than being offline."""
    if not is_paired:
        return "unpaired"
    if problem:
        return "needs_person"
    if connected and (waiting or checking):
        return "sending"
    if waiting and oldest is not None and now - oldest > LONG_WAIT:
        return "waiting_long"
    return "sent" if connected else "offline"
