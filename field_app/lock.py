"""The tablet's own PIN: keeps others out of customers' addresses, and never keeps the technician from his work.

Wrong digits cost time, not the day; who has forgotten the PIN waits a minute, gets in, and the office hears of it.
"""

import hashlib
import hmac
import secrets
from typing import Any

from PySide6.QtCore import Property, QEvent, QObject, QSettings, QTimer, Signal, Slot

SHORTEST, LONGEST = 4, 8
IDLE_MINUTES = 10
"""Unless the technician chose another of these."""
IDLE_CHOICES = (2, 5, 10, 30)
_FREE_TRIES, _PAUSE, _FORGOTTEN = 5, 30, 60
_KEY, _MINUTES = "lock/pin", "lock/minutes"
_INPUT = (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.KeyPress)


class Lock(QObject):
    """`locked` covers the window. Before it does, `closes` lets what is half typed be committed; `forgotten` is told to
    the office."""

    changed = Signal()
    closes = Signal()
    forgotten = Signal()

    def __init__(self, settings: QSettings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._locked = self.has_pin
        self._wrong = self._wait = 0
        self._forgets = False
        self._idle = QTimer(self, singleShot=True, interval=self.idle_minutes * 60_000)
        self._idle.timeout.connect(self.lock)
        self._second = QTimer(self, interval=1000)
        self._second.timeout.connect(self._count)
        self._idle.start()

    @property
    def has_pin(self) -> bool:
        return bool(self._settings.value(_KEY))

    @property
    def idle_minutes(self) -> int:
        """So long without a touch until it locks by itself."""
        kept = str(self._settings.value(_MINUTES, ""))
        return int(kept) if kept.isdecimal() and int(kept) in IDLE_CHOICES else IDLE_MINUTES

    def set_idle_minutes(self, minutes: int) -> None:
        if minutes in IDLE_CHOICES:
            self._settings.setValue(_MINUTES, minutes)
            self._idle.setInterval(minutes * 60_000)

    @Slot(str, result=bool)
    def enter(self, pin: str) -> bool:
        """True when it is the PIN. After five wrong ones each further try waits half a minute."""
        if not self._locked or (self._wait and not self._forgets):
            return False
        salt, _, kept = str(self._settings.value(_KEY, "")).partition(":")
        if hmac.compare_digest(_mix(pin, bytes.fromhex(salt)), kept):
            self._open()
            return True
        self._wrong += 1
        if self._wrong >= _FREE_TRIES and not self._forgets:
            self._begin_wait(_PAUSE)
        self.changed.emit()
        return False

    @Slot()
    def forget(self) -> None:
        """The PIN is forgotten: in a minute the tablet opens without one."""
        if self._locked and not self._forgets:
            self._forgets = True
            self._begin_wait(_FORGOTTEN)

    @Slot()
    def lock(self) -> None:
        if self.has_pin and not self._locked:
            self.closes.emit()
            self._locked = True
            self.changed.emit()

    @Slot(str, result=bool)
    def set_pin(self, pin: str) -> bool:
        """Digits only, four to eight of them."""
        if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
            return False
        salt = secrets.token_bytes(16)
        self._settings.setValue(_KEY, f"{salt.hex()}:{_mix(pin, salt)}")
        self._settings.sync()
        self.changed.emit()
        return True

    @Slot()
    def clear_pin(self) -> None:
        self._settings.remove(_KEY)
        self._settings.sync()
        self.changed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Every touch and key begins the idle time anew."""
        if event.type() in _INPUT:
            self._idle.start()
        return False

    def _open(self) -> None:
        self._locked = self._forgets = False
        self._wrong = self._wait = 0
        self._second.stop()
        self._idle.start()
        self.changed.emit()

    def _begin_wait(self, seconds: int) -> None:
        self._wait = seconds
        self._second.start()
        self.changed.emit()

    @Slot()
    def _count(self) -> None:
        self._wait -= 1
        if self._wait <= 0:
            self._wait = 0
            self._second.stop()
            if self._forgets:
                self.clear_pin()
                self._open()
                self.forgotten.emit()
        self.changed.emit()

    locked = Property(bool, lambda self: self._locked, notify=changed)
    hasPin = Property(bool, lambda self: self.has_pin, notify=changed)
    wait = Property(int, lambda self: self._wait, notify=changed)
    forgets = Property(bool, lambda self: self._forgets, notify=changed)
    wrong = Property(int, lambda self: self._wrong, notify=changed)


def _mix(pin: str, salt: bytes) -> str:
    mixed: Any = hashlib.scrypt(pin.encode(), salt=salt, n=2**12, r=8, p=1)
    return str(mixed.hex())
