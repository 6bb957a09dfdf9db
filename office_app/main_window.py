"""The office window: the rail, one page at a time, toasts and the keys that work everywhere."""

import logging
from typing import Any

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from core.changes import Changes
from core.errors import TulpanError
from core.queries.firm import FirmRow, firm
from core.queries.rail_counts import rail_counts
from office_app.context import OfficeContext, about
from office_app.key_help import KeyHelp
from office_app.notifications import Desktop, Notifications
from office_app.palette import CommandPalette
from office_app.places import PLACES
from office_app.rail import Rail
from office_app.shell_keys import bind_shell_keys
from office_app.widgets.painted import EmptyState
from office_app.widgets.toast import ToastArea

log = logging.getLogger(__name__)
_FRAME = 40


class MainWindow(QMainWindow):
    """Pages are made when first visited and then kept, so that scroll, zoom and selection stay where they were."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self.context = context
        self.pages: dict[str, QWidget] = {}
        self.notifications = Notifications(context, self)
        context.services["notifications"] = self.notifications
        Desktop(context, self, self.notifications)
        self.rail = Rail(context)
        self.stack = QStackedWidget()
        centre = QWidget()
        layout = QHBoxLayout(centre)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self.stack, 1)
        self.setCentralWidget(centre)
        self.toasts = ToastArea(context.theme, centre)
        self.palette_box = CommandPalette(context, centre)
        self.key_help = KeyHelp(context, centre)
        self._connect()
        bind_shell_keys(self, context)
        self._restore()

    def set_firm(self, firm: FirmRow | None) -> None:
        """Whose office this is, and who sits at the desk."""
        if firm is None:
            return
        self.setWindowTitle(self.context.texts("shell.window_title", firm=firm.name))
        author = self.context.tasks.author_id
        self.rail.desk.show_firm(firm, next((person for person in firm.people if person.id == author), None))

    def sit_down(self, person_id: str) -> None:
        """Somebody else takes the seat: his name on what is done from now on, and the pages as he left them."""
        place = self.place
        self._keep()
        for page in self.pages.values():
            self.stack.removeWidget(page)
            page.hide()
            page.deleteLater()
        self.pages.clear()
        self.context.tasks.author_id = person_id
        self.context.tasks.ask(firm, done=self.set_firm, key="firm", owner=self)
        kept = self.context.remembered.text("window/place", place)
        self.show_place(kept if self.has_place(kept) else place)

    @staticmethod
    def has_place(key: str) -> bool:
        return any(place.key == key for place in PLACES)

    def show_place(self, key: str, **target: Any) -> None:
        """Shows a page; a target is passed to its `open`."""
        if key in ("palette", "help"):
            self._open_over(key)
            return
        page = self.pages.get(key)
        if page is None:
            page = self.pages[key] = self._create(key)
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(page)
        page.setFocus()
        self.rail.show_place(key)
        QTimer.singleShot(0, self.toasts, self.toasts.move_on)
        self.context.remembered.keep("window/place", key)
        if target and hasattr(page, "open"):
            page.open(**target)

    def _open_over(self, what: str) -> None:
        """The palette or the keys, over the page that is shown; asked for in another window they come to the front."""
        self.activateWindow()
        if what == "palette":
            self.palette_box.open(self.stack.currentWidget())
        else:
            self.key_help.open(self.stack.currentWidget())

    @property
    def place(self) -> str:
        current = self.stack.currentWidget()
        return next((key for key, page in self.pages.items() if page is current), "")

    def _create(self, key: str) -> QWidget:
        place = next(place for place in PLACES if place.key == key)
        try:
            return place.create(self.context)
        except Exception:
            log.exception("the page %s could not be made", key)
            return EmptyState(self.context.theme, "triangle-alert", self.context.texts("shell.page_failed"))

    def _connect(self) -> None:
        context = self.context
        self.rail.chosen.connect(self.show_place)
        self.rail.desk.seated.connect(self.sit_down)
        context.navigation.requested.connect(lambda place, target: self.show_place(place, **target))
        context.messages.shown.connect(
            lambda text, undo: self.toasts.show_message(text, context.texts("shell.undo"), undo)
        )
        context.messages.noted.connect(self.toasts.show_note)
        context.messages.failed.connect(self.toasts.show_error)
        context.tasks.failed.connect(self._on_task_failed)
        context.tasks.changed.connect(self._on_changed)
        context.undo.failed.connect(context.report)
        context.undo.undone.connect(lambda step: self._on_turned("undone", step))
        context.undo.redone.connect(lambda step: self._on_turned("redone", step))

    def _on_turned(self, way: str, step: Changes) -> None:
        """The newest word on a step stands alone: what was said of it before is no longer so."""
        texts = self.context.texts
        what = texts.label(step.label)
        for said in (what, texts("shell.undone", what=what), texts("shell.redone", what=what)):
            self.toasts.withdraw(said)
        said = texts(f"shell.{way}", what=what)
        self.toasts.show_message(said)
        self.context.messages.told.emit(said, about(step), False)

    def _on_task_failed(self, error: Exception) -> None:
        if isinstance(error, TulpanError):
            self.context.report(error)
        else:
            self.context.messages.fail(self.context.texts("errors.unexpected"))

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("firm", "person"):
            self.context.tasks.ask(firm, done=self.set_firm, key="firm", owner=self)
        if changes.touches("service_call", "activity", "invoice", "sync_flag"):
            QTimer.singleShot(0, self, self.refresh_counts)

    def refresh_counts(self) -> None:
        self.context.tasks.ask(rail_counts, done=self._show_counts, key="rail_counts", owner=self)

    def _show_counts(self, counts: dict[str, int]) -> None:
        for key, count in counts.items():
            self.rail.buttons[key].set_count(count)

    def _restore(self) -> None:
        geometry = self.context.remembered.state("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)
        else:
            self.resize(QSize(1600, 1000).boundedTo(self._room()))
        self.setMinimumSize(1100, 680)

    def _room(self) -> QSize:
        """What the screen has left beside its panels, less a window's frame."""
        return self.screen().availableSize() - QSize(0, _FRAME)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._keep()
        super().closeEvent(event)

    def _keep(self) -> None:
        self.context.remembered.keep("window/geometry", self.saveGeometry())
        for page in self.pages.values():
            if hasattr(page, "leave"):
                page.leave()
