"""A scanner that types, wherever the technician is: its keys are told from a person's before any page gets them."""

from PySide6.QtCore import QCoreApplication, QEvent, QMetaObject, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtQuick import QQuickItem, QQuickWindow

from core.integrations.scanning.burst import SHORTEST_CODE, SHORTEST_LABEL, KeyboardBurst
from core.rules.scan_code import read_payload, shown_code
from field_app.context import FieldContext

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease)
_ELSEWHERE = (
    QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.WindowDeactivate, QEvent.Type.FocusOut,
)
"""Before these reach the window, what was typed before them does."""
_ENDS = {int(Qt.Key.Key_Return): "\r", int(Qt.Key.Key_Enter): "\r", int(Qt.Key.Key_Tab): "\t"}
_Modifier = Qt.KeyboardModifier
_PLAIN = _Modifier.ShiftModifier | _Modifier.KeypadModifier | _Modifier.GroupSwitchModifier
_SEPARATOR = "\x1d"
"""Between the parts of a GS1 code; typed as Ctrl and a bracket."""
_FIGURES = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhFormattedNumbersOnly


class TypedCodes(QObject):
    """Watches the window's keys. While they come as fast as a scanner's they are held, some hundredths of a second at
    most; then they go on as they came, or they were a code, which goes to the page or else to the scan page. While a
    sheet lies over the page it is said that there is a code, with a button that uses it.

    A box that a person has touched gets its keys at once, and stands as before when they were a code: it would be an
    amount, or a word in the report. Only one that asks for such a number keeps it (`keepsCodes`). Where words are typed
    every single key must have been a scanner's, so that no letter of a person's goes with them.
    """

    def __init__(self, window: QQuickWindow, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window, self._context = window, context
        self._navigation, self._lock = context.navigation, context.lock
        self._burst = KeyboardBurst(shortest=SHORTEST_LABEL)
        self._held: list[QKeyEvent] = []
        self._is_replaying = self._is_late = False
        self._written_in: QQuickItem | None = None
        self._clear = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._clear.timeout.connect(self._on_clear)
        window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _ELSEWHERE:
            self._release()
        if kind not in _KEYS or self._is_replaying or not isinstance(event, QKeyEvent):
            return False
        return self._hold(event)

    def _hold(self, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            return self._keep(event) if self._held else False
        text = _text_of(event)
        if text is None:  # Shift and its like: a scanner presses them too
            return False
        box = self._box()
        if not text or self._is_kept_out(box):
            self._release()
            return False
        at = event.timestamp() / 1000 if event.timestamp() else None
        code = self._burst.press(text, at)
        if box is not None:
            return self._watch(box, code)
        if code is not None:
            self._held.clear()
            self._clear.stop()
            self._use(code, self._window.activeFocusItem())
            return True
        patience = self._burst.patience
        if patience <= 0:  # a person's, as were those before
            self._replay()
            return False
        self._is_late = False
        self._clear.start(round(patience * 1000))
        return self._keep(event)

    def _keep(self, event: QKeyEvent) -> bool:
        self._held.append(QKeyEvent(event))
        return True

    def _watch(self, box: QQuickItem, code: str | None) -> bool:
        """What a code has written in the box is taken out of it again."""
        self._replay()
        if self._burst.begins:
            QMetaObject.invokeMethod(box, "noteBefore", Qt.ConnectionType.DirectConnection)
            self._written_in = box
        if code is None or len(code) < SHORTEST_CODE or box is not self._written_in:
            return False
        if not (self._burst.is_steady or _takes_codes(box)):
            return False
        QMetaObject.invokeMethod(box, "takeBack", Qt.ConnectionType.DirectConnection)
        self._use(code, box)
        return True

    def _box(self) -> QQuickItem | None:
        item = self._window.activeFocusItem()
        is_box = item is not None and (item.inherits("QQuickTextInput") or item.inherits("QQuickTextEdit"))
        return item if is_box and item is not None and item.isVisible() else None

    def _is_kept_out(self, box: QQuickItem | None) -> bool:
        """The PIN's digits are nobody else's; a box that asks for a number of some thing keeps it."""
        return bool(self._lock.property("locked") or (box is not None and box.property("keepsCodes")))

    @Slot()
    def _on_clear(self) -> None:
        """Keys that came while the screen was busy are looked at first."""
        if not self._is_late:
            self._is_late = True
            self._clear.start(0)
            return
        self._replay()

    def _release(self) -> None:
        """It is a person who does something else now."""
        self._burst.forget()
        self._replay()

    def _replay(self) -> None:
        """The keys go on, in their order."""
        self._clear.stop()
        held, self._held = self._held, []
        self._is_replaying = True
        try:
            for event in held:
                QCoreApplication.sendEvent(self._window, event)
        finally:
            self._is_replaying = False

    def _use(self, code: str, focused: QQuickItem | None) -> None:
        """Under an open sheet nothing happens by itself, where nobody would see it."""
        item = focused
        while item is not None and not item.property("keepsKeys"):
            item = item.parentItem()
        if item is None:
            self._take(code)
            return
        texts, meant = self._context.texts, shown_code(read_payload(code).code)
        self._context.messages.offer(
            texts("scan.under_sheet", code=meant), "info", texts("scan.use_code"), lambda: self._take(code)
        )

    def _take(self, code: str) -> None:
        page = self._navigation.page_model
        if page is not None and not page.scanned(code) and self._navigation.property("section"):
            self._navigation.open_scan(code)


def _takes_codes(box: QQuickItem) -> bool:
    """A box for figures, or one that searches: sooner is a person's letter lost than an amount wrong."""
    return bool(box.property("passesCodes") or Qt.InputMethodHint(box.property("inputMethodHints")) & _FIGURES)


def _text_of(event: QKeyEvent) -> str | None:
    """What the key writes; nothing for one that does something else, None for one that only goes with others."""
    key, text = event.key(), event.text()
    if key in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock):
        return None
    if event.isAutoRepeat():
        return ""
    if key in _ENDS and not event.modifiers() & ~_PLAIN:
        return _ENDS[key]
    if text == _SEPARATOR:
        return text
    if event.modifiers() & ~_PLAIN or not text.isprintable():
        return ""
    return text
