"""What keeps the tablet's work safe beside the network: the journal on a card, a file for the office, and the reset."""

from PySide6.QtCore import QObject, QUrl, Slot

from core.clock import local
from core.errors import TulpanError
from field_app.device.drives import Drive, drives
from field_app.qml_module import for_qml
from field_app.view_models.drive_choice import drive_rows
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class CareModel(PageModel):
    """`refused` is why the tablet cannot be reset now; then the page offers to save what is not sent in a file."""

    EMPTY = {
        "journal": "", "journalState": "", "journalTone": "quiet", "drives": [], "typed": "", "waiting": 0,
        "refused": "", "asksReset": False, "resetText": "", "exported": "", "busy": False, "isPaired": False,
        "exportText": "",
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._tablet.statusChanged.connect(self.refresh)
        self._drives: tuple[Drive, ...] = ()
        self._journal = ""

    @Slot()
    def refresh(self) -> None:
        self._show()
        self.tasks.work(self._look, self._looked, owner=self, key="care drives")

    # ---- The journal ------------------------------------------------------------------------------------------------

    @Slot(str)
    def keep_journal(self, folder: str) -> None:
        """Everything that is done goes to this card as well, from now on."""
        sync = self._tablet.sync
        if sync is not None:
            self.show(typed=folder.strip())
            self.tasks.work(lambda: sync.folders.set_journal(folder.strip()), self._kept, self._failed, owner=self)

    @Slot(QUrl)
    def keep_journal_in(self, folder: QUrl) -> None:
        self.keep_journal(folder.toLocalFile())

    @Slot()
    def stop_journal(self) -> None:
        self.keep_journal("")

    # ---- A file for the office --------------------------------------------------------------------------------------

    @Slot(str)
    def export_to(self, folder: str) -> None:
        sync = self._tablet.sync
        if sync is not None and folder.strip():
            self.show(busy=True, exported="")
            self.tasks.work(lambda: sync.export_unsent(folder.strip()), self._exported, self._failed, owner=self)

    @Slot(QUrl)
    def export_to_folder(self, url: QUrl) -> None:
        self.export_to(url.toLocalFile())

    # ---- The reset --------------------------------------------------------------------------------------------------

    @Slot()
    def ask_reset(self) -> None:
        """Looks in the books whether everything is at the office before the question is even put."""
        self.tasks.work(self._check, self._may_reset, self._may_not_reset, owner=self)

    @Slot()
    def forget_reset(self) -> None:
        self.show(asksReset=False, refused="")

    @Slot()
    def reset(self) -> None:
        self.show(asksReset=False, busy=True)
        self._tablet.resetAsked.emit()

    def _check(self) -> str:
        from core.sync.reset import refuse_unless_safe

        return refuse_unless_safe(self.core)

    def _may_reset(self, file: str) -> None:
        words = self.texts("field.reset_sure_file", file=file) if file else self.texts("field.reset_sure")
        self.show(asksReset=True, resetText=words, refused="")

    def _may_not_reset(self, error: TulpanError) -> None:
        self.show(asksReset=False, refused=self.texts.error(error))

    # ---- Showing ----------------------------------------------------------------------------------------------------

    def _look(self) -> tuple[str, tuple[Drive, ...]]:
        sync = self._tablet.sync
        return (sync.folders.journal if sync is not None else ""), drives()

    def _looked(self, found: tuple[str, tuple[Drive, ...]]) -> None:
        self._journal, self._drives = found
        self._show()

    def _kept(self, _answer: object) -> None:
        self.refresh()

    def _exported(self, path: object) -> None:
        self.show(busy=False, exported=self.texts("field.care_exported", file=str(path)))

    def _failed(self, error: TulpanError) -> None:
        self.show(busy=False)
        self.complain(error)

    def _show(self) -> None:
        texts, sync, status = self.texts, self._tablet.sync, self._tablet.status
        words, tone = texts("field.journal_off"), "quiet"
        if self._journal and sync is not None:
            state = sync.folders.journal_state
            if state.error:
                words, tone = texts(state.error), "warn"
            elif state.at is not None:
                day = texts.relative_day(local(state.at).date(), local(self.core.clock.now()).date())
                words, tone = texts("field.journal_on", when=f"{day} {texts.time(state.at)}"), "good"
            else:
                words = texts("field.journal_begins")
        self.show(
            journal=self._journal, journalState=words, journalTone=tone, waiting=status.waiting + status.photos,
            exportText=texts.count("field.care_export_count", status.waiting + status.photos),
            drives=drive_rows(texts, self._drives, self._journal), isPaired=sync is not None,
        )
