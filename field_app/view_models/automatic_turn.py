"""A page that turns by itself after an answer, but never under a finger: a tap means the step it began on."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot


class AutomaticTurn(QObject):
    """`start` turns after a while unless `stop` comes first; while a finger is down (`hold`) it waits for its tap."""

    def __init__(self, milliseconds: int, turn: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._turn = turn
        self._is_due = self._is_held = False
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self._when_due)

    @property
    def is_coming(self) -> bool:
        return self._timer.isActive() or self._is_due

    def start(self) -> None:
        self._is_due = False
        self._timer.start()

    def stop(self) -> None:
        self._is_due = False
        self._timer.stop()

    def hold(self, is_down: bool) -> None:
        self._is_held = is_down
        if not is_down and self._is_due:
            QTimer.singleShot(0, self, self._after_tap)  # the tap itself comes first

    @Slot()
    def _when_due(self) -> None:
        self._is_due = True
        if not self._is_held:
            self._after_tap()

    @Slot()
    def _after_tap(self) -> None:
        if self._is_due and not self._is_held:
            self._is_due = False
            self._turn()
