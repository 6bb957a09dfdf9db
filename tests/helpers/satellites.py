"""A receiver that says where it is, as one at a wire does: NMEA sentences over a socket, read by Qt's own plugin."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QObject

from field_app.device import position


def sentences(latitude: float, longitude: float, at: datetime, dilution: float = 1.2) -> str:
    """One place, north and east, with how its satellites stand (GGA) and its date (RMC)."""
    clock, where = at.strftime("%H%M%S.00"), f"{_angle(latitude, 2)},N,{_angle(longitude, 3)},E"
    return _signed(f"GPGGA,{clock},{where},1,08,{dilution},12.0,M,40.0,M,,") + _signed(
        f"GPRMC,{clock},A,{where},0.0,0.0,{at:%d%m%y},,,A"
    )


def _angle(degrees: float, width: int) -> str:
    whole = int(degrees)
    return f"{whole:0{width}d}{(degrees - whole) * 60:07.4f}"


def _signed(sentence: str) -> str:
    check = 0
    for letter in sentence:
        check ^= ord(letter)
    return f"${sentence}*{check:02X}\r\n"


class Satellites:
    """What the receiver hears; it says so a few times a second as long as somebody listens."""

    def __init__(self) -> None:
        self.latitude, self.longitude, self.dilution = 57.5, 11.25, 1.2
        self.behind = timedelta()
        self.listeners, self.is_heard = 0, False
        self._ended = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.1)
        self.port = int(self._server.getsockname()[1])
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while not self._ended.is_set():
            try:
                listener, _ = self._server.accept()
            except TimeoutError:
                continue
            self.listeners += 1
            with listener:
                self.is_heard = True
                self._talk(listener)
                self.is_heard = False

    def _talk(self, listener: socket.socket) -> None:
        at = datetime.now(UTC) - self.behind
        while not self._ended.wait(0.05):
            at += timedelta(seconds=1)
            try:
                listener.sendall(sentences(self.latitude, self.longitude, at, self.dilution).encode())
            except OSError:
                return

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        self._server.close()


@contextmanager
def satellites() -> Iterator[Satellites]:
    """The system's receiver is this one, and gives its places without a pause between them."""
    from PySide6.QtPositioning import QGeoPositionInfoSource

    heard = Satellites()

    def source(parent: QObject) -> Any:
        wire = {"nmea.source": f"socket://127.0.0.1:{heard.port}"}
        return position.measuring(QGeoPositionInfoSource.createSource("nmea", wire, parent))

    with patch.object(position, "system_source", source), patch.object(position, "EVERY", 0):
        try:
            yield heard
        finally:
            heard.close()
