"""Where the tablet is, for photos whose place the firm wants kept; QtPositioning is loaded only then."""

import logging
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from core.clock import Clock

log = logging.getLogger(__name__)

FRESH = timedelta(minutes=2)
"""An older place is where somebody was: in that time he has gone from the van to the machine."""
NEAR = 50.0
"""Metres. A place that may be further off lies in the neighbour's house; outdoors a receiver is 5 to 15 metres off."""
EVERY = 5_000
"""Milliseconds between places while there is a camera in hand; the receiver rests in between, and otherwise wholly."""
SATELLITES_ARE_OFF = 5.1
"""Metres of an ideal fix, by which a plain receiver's dilution is multiplied (as Qt suggests for GPS)."""


@dataclass(frozen=True, slots=True)
class Fix:
    """A place with its own time; it may be `metres` off, None when the receiver does not say."""

    latitude: float
    longitude: float
    at: datetime | None
    metres: float | None


def worth_keeping(fix: Fix | None, age: timedelta) -> tuple[float, float] | None:
    """Latitude and longitude when that is where the tablet is; a stale or doubtful place is none."""
    if fix is None or age > FRESH or fix.metres is None or fix.metres > NEAR:
        return None
    return round(fix.latitude, 6), round(fix.longitude, 6)


class Whereabouts(QObject):
    """The last place that was heard of. Nobody waits for one: `place` says what is known now, mostly nothing."""

    _wanted = Signal(bool)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._fix: Fix | None = None
        self._heard: float | None = None
        """When, by a clock that nobody sets; not while it may be from yesterday."""
        self._thread: QThread | None = None
        self.is_listening = False

    def listen(self) -> None:
        """The receiver wakes, in a thread of its own: opening one can take seconds."""
        if self._thread is None:
            self._thread = QThread(self)
            receiver = _Receiver()
            receiver.moveToThread(self._thread)
            self._thread.finished.connect(receiver.deleteLater)
            self._wanted.connect(receiver.listen)
            receiver.came.connect(self._on_fix)
            self._receiver = receiver
            self._thread.start()
        self.is_listening = True
        self._wanted.emit(True)

    def rest(self) -> None:
        self.is_listening = False
        self._wanted.emit(False)

    def close(self) -> None:
        if self._thread is not None:
            self._thread.quit()
            self._thread.wait()
            self._thread = None

    @property
    def place(self) -> tuple[float, float] | None:
        if self._heard is None:
            return None
        return worth_keeping(self._fix, timedelta(seconds=time.monotonic() - self._heard))

    @Slot(object)
    def _on_fix(self, fix: Fix) -> None:
        """A receiver may begin with what it knew yesterday. What is newer than the one before is from now, also on a
        tablet whose clock is wrong. What was under way when the receiver was to rest is not wanted any more."""
        if not self.is_listening:
            return
        before, self._fix = self._fix, fix
        is_now = fix.at is not None and abs(self._clock.now() - fix.at) <= FRESH
        goes_on = before is not None and before.at is not None and fix.at is not None and fix.at > before.at
        self._heard = time.monotonic() if is_now or goes_on else None


class _Receiver(QObject):
    """Lives in its own thread, with the system's receiver; without one nothing ever comes."""

    came = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._source: Any = None

    @Slot(bool)
    def listen(self, is_wanted: bool) -> None:
        if is_wanted and self._source is None:
            self._source = system_source(self)
            if self._source is not None:
                self._source.setUpdateInterval(EVERY)
                self._source.positionUpdated.connect(self._on_position)
                self._source.errorOccurred.connect(self._on_error)
                self._source.startUpdates()
        elif not is_wanted:
            self._let_go()

    @Slot(object)
    def _on_position(self, info: Any) -> None:
        from PySide6.QtPositioning import QGeoPositionInfo

        accuracy = QGeoPositionInfo.Attribute.HorizontalAccuracy
        where, at = info.coordinate(), info.timestamp()
        metres = info.attribute(accuracy) if info.hasAttribute(accuracy) else None
        at_utc = datetime.fromtimestamp(at.toMSecsSinceEpoch() / 1000, UTC) if at.isValid() else None
        self.came.emit(Fix(where.latitude(), where.longitude(), at_utc, metres))

    @Slot(object)
    def _on_error(self, error: Any) -> None:
        """It was pulled out, or is not allowed: photos go without a place, and the next page tries again."""
        log.info("no place from the receiver: %s", error)
        self._let_go()

    def _let_go(self) -> None:
        """Wholly: one that is only told to stop can stay awake at its wire."""
        source, self._source = self._source, None
        if source is not None:
            source.stopUpdates()
            source.deleteLater()


def system_source(parent: QObject) -> Any:
    """The receiver that the system offers (Windows' own, GeoClue's, one at a serial port), or None."""
    try:
        from PySide6.QtPositioning import QGeoPositionInfoSource
    except ImportError:  # a system without Qt's libraries for it is one without a receiver
        return None
    return measuring(QGeoPositionInfoSource.createDefaultSource(parent))


def measuring(source: Any) -> Any:
    """A plain receiver tells how its satellites stand; how many metres that is follows from what one is off at best."""
    from PySide6.QtPositioning import QNmeaPositionInfoSource

    if isinstance(source, QNmeaPositionInfoSource):
        source.setUserEquivalentRangeError(SATELLITES_ARE_OFF)
    return source
