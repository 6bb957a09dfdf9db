"""The tablet's light sensor, where it has one; loaded only when somebody wants to know."""

from typing import Any

from PySide6.QtCore import QObject, Signal


class LightSensor(QObject):
    """`read` carries lux. Without a sensor `present` is false and nothing is ever read."""

    read = Signal(float)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sensor: Any = None
        self._is_asked = False

    @property
    def present(self) -> bool:
        if not self._is_asked:
            self._is_asked = True
            self._sensor = self._found()
        return self._sensor is not None

    def start(self) -> None:
        if self.present:
            self._sensor.start()

    def stop(self) -> None:
        if self._sensor is not None:
            self._sensor.stop()

    def _found(self) -> Any:
        try:
            from PySide6.QtSensors import QLightSensor
        except ImportError:  # a system without Qt's sensor libraries is a system without a sensor
            return None
        sensor = QLightSensor(self)
        if not sensor.connectToBackend():
            return None
        sensor.readingChanged.connect(self._on_reading)
        return sensor

    def _on_reading(self) -> None:
        reading = self._sensor.reading()
        if reading is not None:
            self.read.emit(float(reading.lux()))
