"""The relay as the technician meets it: which stick or folder, what lies there, and when it may be taken out."""

from typing import Any

from PySide6.QtCore import QObject, QUrl, Slot

from core.clock import local
from core.errors import TulpanError
from core.sync.folder_state import FolderState
from field_app.device.drives import Drive, drives
from field_app.qml_module import for_qml
from field_app.view_models.drive_choice import drive_rows
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class RelayModel(PageModel):
    """`safe` is true only after everything that waits was written and read again."""

    EMPTY = {
        "location": "", "typed": "", "drives": [], "headline": "", "explanation": "", "icon": "usb", "tone": "quiet",
        "safe": False, "busy": False, "isPaired": False, "last": "",
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._tablet.statusChanged.connect(self.refresh)
        self._drives: tuple[Drive, ...] = ()
        self._location = ""

    @Slot()
    def refresh(self) -> None:
        self._show()
        self.tasks.work(self._look, self._looked, owner=self, key="relay drives")

    @Slot(str)
    def choose(self, location: str) -> None:
        """This stick, folder or address from now on; what waits is written there at once."""
        sync = self._tablet.sync
        if sync is not None and location.strip():
            self.show(busy=True, typed=location.strip())
            self.tasks.work(lambda: _use(sync, location.strip()), self._visited, self._refused, owner=self)

    @Slot(QUrl)
    def choose_folder(self, url: QUrl) -> None:
        self.choose(url.toLocalFile())

    @Slot()
    def write_now(self) -> None:
        sync = self._tablet.sync
        if sync is not None:
            self.show(busy=True)
            self.tasks.work(lambda: _write_all(sync), self._visited, self._refused, owner=self)

    @Slot()
    def stop_using(self) -> None:
        sync = self._tablet.sync
        if sync is not None:
            self.tasks.work(lambda: sync.set_relay(""), self._visited, self._refused, owner=self)

    def _look(self) -> tuple[str, tuple[Drive, ...]]:
        sync = self._tablet.sync
        return (sync.folders.relay if sync is not None else ""), drives()

    def _looked(self, found: tuple[str, tuple[Drive, ...]]) -> None:
        self._location, self._drives = found
        self._show()

    def _visited(self, _turn: object) -> None:
        self.show(busy=False)
        self.refresh()

    def _refused(self, error: TulpanError) -> None:
        self.show(busy=False)
        self.complain(error)
        self.refresh()

    def _show(self) -> None:
        status, texts = self._tablet.status, self.texts
        sync = self._tablet.sync
        state = sync.folders.relay_state if sync is not None else status.relay
        headline, icon, tone = self._headline(state, status.waiting + status.photos)
        day = texts.relative_day(local(state.at).date(), local(self.core.clock.now()).date()) if state.at else ""
        self.show(
            location=self._location, drives=drive_rows(texts, self._drives, self._location), icon=icon, tone=tone,
            headline=headline, explanation=self._explanation(state), isPaired=sync is not None,
            safe=bool(self._location) and state.safe and not state.error,
            last=texts("field.relay_last", when=f"{day} {texts.time(state.at)}") if state.at else "",
        )

    def _headline(self, state: FolderState, waiting: int) -> tuple[str, str, str]:
        texts = self.texts
        if not self._location:
            return texts("field.relay_none"), "usb", "quiet"
        if state.error:
            return texts("field.relay_missing"), "triangle-alert", "warn"
        if state.safe:
            safe = texts.count("field.relay_safe", waiting) if waiting else texts("field.relay_safe_empty")
            return safe, "shield-check", "good"
        if state.files_left:
            return texts.count("field.relay_files_left", state.files_left), "refresh-cw", "info"
        if state.arriving:
            return texts.count("field.relay_files_arriving", state.arriving), "refresh-cw", "info"
        return texts("field.relay_writing"), "refresh-cw", "info"

    def _explanation(self, state: FolderState) -> str:
        texts = self.texts
        if not self._location:
            return texts("field.relay_none_text")
        if state.error:
            return texts(state.error)
        return texts("field.relay_safe_text" if state.safe else "field.relay_writing_text")


def _use(sync: Any, location: str) -> None:
    sync.set_relay(location)
    _write_all(sync)


def _write_all(sync: Any) -> None:
    """Goes on until everything that waits, photos too, was written and read again, and what lies there is here."""
    while not (turn := sync.relay_now()).safe:
        if not (turn.files_left or turn.arriving):
            break
