"""Short messages with «Ångra», low and to the right where they cover nothing needed: at most three, for six seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from office_app.theme import Theme
from office_app.widgets.basics import Button, IconLabel, label
from office_app.widgets.toast_place import kept_of, place

_SHOWN_MS = 6_000
_ERROR_MS = 15_000
_MOST = 3


class ToastArea(QWidget):
    """Lies over its parent and grows upwards; it stays where it is as long as anything is said on the same page."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._foot: QPoint | None = None  # its lower right corner, from the parent's
        self._toasts: list[QWidget] = []
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, text: str, undo_text: str = "", undo: Callable[[], None] | None = None) -> None:
        self._add(text, "check", "accent", undo_text, undo, _SHOWN_MS)

    def show_note(self, text: str) -> None:
        self.withdraw(text)
        self._add(text, "info", "text2", "", None, _SHOWN_MS)

    def show_error(self, text: str) -> None:
        """The same trouble once more takes the place of what is already said."""
        self.withdraw(text)
        self._add(text, "triangle-alert", "badStrong", "", None, _ERROR_MS)

    def withdraw(self, text: str) -> None:
        """Takes back what is said and no longer true."""
        for toast in [one for one in self._toasts if one.property("text") == text]:
            self._remove(toast)

    def move_on(self) -> None:
        """Another page is shown: what it needs lies elsewhere."""
        self._foot = None
        self._place()

    @property
    def texts(self) -> list[str]:
        return [str(toast.property("text")) for toast in self._toasts]

    def _add(self, text: str, icon: str, colour: str, undo_text: str, undo: Callable[[], None] | None, shown_ms: int
             ) -> None:
        toast = QFrame()
        toast.setObjectName("toast")
        toast.setProperty("kind", "popover")
        toast.setProperty("text", text)
        toast.setAccessibleName(text)
        layout = QHBoxLayout(toast)
        layout.setContentsMargins(14, 10, 10, 10)
        words = label(text, "strong", wrap=len(text) > 60)
        words.setMaximumWidth(460)
        layout.addWidget(IconLabel(self._theme, icon, colour))
        layout.addWidget(words, 1)
        if undo is not None:
            act = undo

            def clicked() -> None:
                self._remove(toast)
                act()

            layout.addWidget(Button(self._theme, undo_text, "quiet", "undo-2", clicked, "toastUndo"))
        layout.addWidget(Button(self._theme, "", "quiet", "x", lambda: self._remove(toast), "toastClose"))
        self._toasts.append(toast)
        self._layout.addWidget(toast)
        toast.show()  # a hidden one would not be counted when the area takes its size
        while len(self._toasts) > _MOST:
            self._remove(self._toasts[0])
        QTimer.singleShot(shown_ms, toast, lambda: self._remove(toast))
        self._place()

    def _remove(self, toast: QWidget) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            self._layout.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def _place(self) -> None:
        self.setVisible(bool(self._toasts))
        self.adjustSize()
        parent = self.parentWidget()
        if parent is None or not self._toasts:
            self._foot = None
            return
        size = self.sizeHint()
        whole = QPoint(parent.width(), parent.height())
        if self._foot is None:
            corner = place(parent.size(), size, kept_of(parent, self))
            self._foot = whole - corner - QPoint(size.width(), size.height())
        foot = whole - self._foot
        self.setGeometry(QRect(QPoint(max(0, foot.x() - size.width()), max(0, foot.y() - size.height())), size))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._toasts:
            self._foot = None
            self._place()
        return super().eventFilter(watched, event)
