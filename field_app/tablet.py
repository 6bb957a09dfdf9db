"""The tablet itself as QML sees it: whose it is, how the sync stands in words, and the network switch."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Property, QObject, QSettings, QTimer, Signal, Slot

from core.bootstrap import Core
from core.errors import TulpanError
from core.presenters.tablet_health import battery_warning
from core.qt.tasks import Tasks
from core.queries.tablet_owner import TabletOwner, tablet_owner
from core.rules.battery import Battery, stage
from core.sync.status import SyncStatus
from field_app.language import Language

_LOOKS = {
    "unpaired": ("link-2", "quiet"), "sent": ("cloud-check", "good"), "sending": ("cloud-upload", "info"),
    "offline": ("cloud-off", "quiet"), "waiting_long": ("hourglass", "warn"), "needs_person": ("triangle-alert", "bad"),
}

_HELD = ("battery-low", "warn")
_NETWORK, _OFF = "sync/network", "off"
_TRY_AGAIN = 30_000
"""Milliseconds after which a sync that could not be made (a full disk) is made anew."""


class Tablet(QObject):
    """Starts the sync in the background when the tablet is paired and brings its status to the GUI thread."""

    statusChanged = Signal()
    ownerChanged = Signal()
    resetAsked = Signal()
    dismissed = Signal(bool)
    encryptionAsked = Signal(object)
    _heard = Signal(object)

    def __init__(
        self, core: Core, tasks: Tasks, texts: Language, person_id: str = "", sync: Any = None,
        parent: QObject | None = None, remembered: QSettings | None = None,
    ) -> None:
        super().__init__(parent)
        self._core, self._tasks, self._texts = core, tasks, texts
        self._person_id = person_id
        self.sync = sync
        self._remembered = remembered
        self._wants_network = remembered is None or remembered.value(_NETWORK) != _OFF
        self._is_closed = self._is_leaving = self._is_started = self._is_anew = False
        self._battery: Battery | None = None
        self.status = SyncStatus("unpaired")
        self._unsubscribe: Callable[[], None] = lambda: None
        self.owner = core.database.ask(tablet_owner, person_id)
        tasks.author_id = self.owner.person_id
        self._heard.connect(self._on_heard)
        tasks.changed.connect(self._on_changed)
        texts.changed.connect(self.statusChanged)

    def start(self) -> None:
        """Begins to sync when there is an office to sync with; what that needs is loaded off the GUI thread.

        Once: two that sync the same tablet would leave two questions of one number in a folder.
        """
        if self._is_started or self._is_closed:
            return
        if self.sync is not None:
            self._is_started = True
            self.sync.network_enabled = self._wants_network
            self.sync.holds_photos = self._holds_photos
            self._listen()
        elif self.owner.office_name or (self.owner.person_id and not self._person_id):
            self._is_started = True
            self._tasks.work(self._made, self._on_made, self._not_made, owner=self)

    def paired(self) -> None:
        """The tablet has just been given to a person."""
        self._person_id = ""
        self._set_owner(self._core.database.ask(tablet_owner))
        if self.sync is not None:
            self.sync.paired()
        self._is_anew = self._is_started
        self.start()

    def close(self) -> None:
        self._is_closed = True
        self._unsubscribe()
        if self.sync is not None:
            self.sync.stop()

    @Slot(bool)
    def setNetwork(self, is_on: bool) -> None:
        """The flight mode of this program: off cuts the line at once, on sends what has gathered. It is kept."""
        self._wants_network = is_on
        if self._remembered is not None:
            self._remembered.setValue(_NETWORK, "on" if is_on else _OFF)
        if self.sync is not None:
            self.sync.network_enabled = is_on
        self.statusChanged.emit()

    @Slot()
    def sendNow(self) -> None:
        if self.sync is not None:
            self.sync.poke()

    def fetch(self, sha256: str) -> None:
        """A file that is wanted now."""
        if self.sync is not None and sha256:
            self.sync.fetch(sha256)

    def take_battery(self, battery: Battery | None) -> None:
        """While it is low, photos wait and everything else is sent."""
        held, self._battery = self._holds_photos, battery
        if self.sync is not None and self._holds_photos != held:
            self.sync.holds_photos = self._holds_photos
            self.sync.poke()
        self.statusChanged.emit()

    @property
    def held_photos(self) -> int:
        """Those that wait for nothing but power; a line that is gone is said first."""
        return self.status.photos if self._holds_photos and self.status.state == "sent" else 0

    @property
    def _holds_photos(self) -> bool:
        return stage(self._battery) != "fine"

    def _made(self) -> Any:
        from core.sync.client import TabletSync

        return TabletSync(self._core)

    def _on_made(self, sync: Any) -> None:
        if self._is_closed:
            return
        self.sync = sync
        sync.network_enabled = self._wants_network
        sync.holds_photos = self._holds_photos
        if self._is_anew:  # it may have been made before that office was known
            sync.paired()
        sync.start()
        self._listen()

    def _not_made(self, error: TulpanError) -> None:
        self._is_started = False
        self._tasks.failed.emit(error)
        QTimer.singleShot(_TRY_AGAIN, self, self.start)

    def _listen(self) -> None:
        self._unsubscribe = self.sync.subscribe(self._heard.emit)

    @Slot(object)
    def _on_heard(self, status: SyncStatus) -> None:
        if self._is_closed:
            return
        before, self.status = self.status, status
        if status.dismissed != before.dismissed:
            self.dismissed.emit(status.dismissed)
        if status.may_be_cleared and not self._is_leaving:
            self._is_leaving = True
            self.resetAsked.emit()
        if status.person_id and status.person_id != self.owner.person_id:
            self._refresh_owner()
        self.statusChanged.emit()

    @Slot(object)
    def _on_changed(self, changes: Any) -> None:
        if changes.touches("person"):
            self._refresh_owner()

    def _refresh_owner(self) -> None:
        self._tasks.ask(tablet_owner, self._person_id, done=self._set_owner, key="tablet owner", owner=self)

    def _set_owner(self, owner: TabletOwner) -> None:
        if owner != self.owner:
            self.owner = owner
            self._tasks.author_id = owner.person_id
            self.ownerChanged.emit()

    def _pill(self) -> str:
        if self.held_photos:
            return self._texts.count("sync.pill_photos_held", self.held_photos)
        return self.status.pill(self._texts.current)

    def _power_notice(self) -> str:
        if stage(self._battery) != "empty":
            return ""
        warning = battery_warning(self._battery, 0, self._texts.current)
        return warning.text if warning is not None else ""

    def _look(self) -> tuple[str, str]:
        """Green only when everything is at the office as it is now, pictures too."""
        if self.held_photos:
            return _HELD
        if self.status.state == "sent" and not self.status.is_safe:
            return _LOOKS["sending"]
        return _LOOKS[self.status.state]

    personId = Property(str, lambda self: self.owner.person_id, notify=ownerChanged)
    personName = Property(str, lambda self: self.owner.name, notify=ownerChanged)
    initials = Property(str, lambda self: self.owner.initials, notify=ownerChanged)
    pill = Property(str, _pill, notify=statusChanged)
    powerNotice = Property(str, _power_notice, notify=statusChanged)
    icon = Property(str, lambda self: self._look()[0], notify=statusChanged)
    tone = Property(str, lambda self: self._look()[1], notify=statusChanged)
    state = Property(str, lambda self: self.status.state, notify=statusChanged)
    waiting = Property(int, lambda self: self.status.waiting, notify=statusChanged)
    networkEnabled = Property(bool, lambda self: self._wants_network, notify=statusChanged)
