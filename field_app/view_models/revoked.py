"""The one page of a tablet that its office no longer trusts: what happened, what is safe, what to do."""

from PySide6.QtCore import QObject, QUrl, Slot

from core.errors import TulpanError, UserError
from core.sync.erasing import Farewell, farewell_of, forget_farewell
from core.sync.reset import refuse_unless_safe
from field_app.pages import PAIRING
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class RevokedModel(PageModel):
    """`isOver`: the tablet has been emptied. Before that `mayClear`: what the office lacks lies in a whole file."""

    EMPTY = {
        "what": "", "safe": "", "todo": "", "tone": "quiet", "isOver": False, "mayClear": False, "canExport": False,
        "exportText": "", "busy": False,
    }

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._tablet = context.tablet  # type: ignore[attr-defined]
        self._tablet.statusChanged.connect(self.refresh)

    @Slot()
    def refresh(self) -> None:
        self.tasks.work(self._look, self._looked, owner=self, key="farewell")

    @Slot()
    def try_again(self) -> None:
        self._tablet.sendNow()

    @Slot(QUrl)
    def export_to_folder(self, folder: QUrl) -> None:
        sync, path = self._tablet.sync, folder.toLocalFile()
        if sync is not None and path:
            self.show(busy=True)
            self.tasks.work(lambda: sync.export_unsent(path), self._exported, self._failed, owner=self)

    @Slot()
    def clear(self) -> None:
        """The person has the file; the program looks once more whether it is whole."""
        self._tablet.resetAsked.emit()

    @Slot()
    def pair(self) -> None:
        """It has been read; the tablet is like a new one."""
        self.tasks.work(lambda: forget_farewell(self.core.settings), lambda _: self.go(PAIRING), owner=self)

    def _look(self) -> tuple[Farewell | None, str]:
        """What an emptied tablet still says; of one that is not, the file that holds what the office lacks."""
        farewell = farewell_of(self.core.settings)
        if farewell is not None:
            return farewell, farewell.file
        try:
            return None, refuse_unless_safe(self.core)
        except UserError:
            return None, ""

    def _looked(self, found: tuple[Farewell | None, str]) -> None:
        (farewell, file), texts, status = found, self.texts, self._tablet.status
        office = farewell.office if farewell is not None else self._tablet.owner.office_name
        what = texts("field.revoked_what_text", office=office) if office else texts("field.revoked_what_nobody")
        waiting = status.waiting + status.photos
        if farewell is not None:
            safe = texts("field.revoked_over_file", file=file) if file else texts("field.revoked_over")
            todo = texts("field.revoked_do_over")
        elif file:
            safe, todo = texts("field.revoked_file", file=file), texts("field.revoked_do_clear")
        elif waiting:
            safe, todo = texts.count("field.revoked_sending", waiting), texts("field.revoked_do_sending")
        else:
            safe, todo = texts("field.revoked_leaving"), texts("field.revoked_do_over")
        self.show(
            what=what, safe=safe, todo=todo, isOver=farewell is not None, mayClear=farewell is None and bool(file),
            tone="warn" if waiting and not file else "good", canExport=farewell is None and waiting > 0,
            exportText=texts.count("field.care_export_count", waiting),
        )

    def _exported(self, _path: object) -> None:
        self.show(busy=False)
        self.refresh()

    def _failed(self, error: TulpanError) -> None:
        self.show(busy=False)
        self.complain(error)
