"""The part that was missing, looked for while the outcome is chosen."""

from PySide6.QtCore import Property, QObject, Slot

from core.queries.part_search import FoundPart, part_search
from field_app.qml_module import for_qml
from field_app.view_models.page_model import WorkContext
from field_app.view_models.row_model import RowModel


@for_qml
class MissingPartSearch(QObject):
    """`hits` are the visit's parts that are not in the van until something is typed."""

    def __init__(self, context: WorkContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._activity_id = ""
        self._hits = RowModel("id", "name", "detail", parent=self)

    hits = Property(RowModel, lambda self: self._hits, constant=True)

    def of_visit(self, activity_id: str) -> None:
        self._activity_id = activity_id

    @Slot(str)
    def look_for(self, text: str) -> None:
        tasks = self._context.tasks
        tasks.ask(
            part_search, self._activity_id, tasks.author_id, text, done=self._arrived, key="missing part", owner=self
        )

    def _arrived(self, found: tuple[FoundPart, ...]) -> None:
        texts = self._context.texts
        self._hits.set_rows([
            {"id": one.item_id, "name": one.name, "detail": texts("visit.article", code=one.code)} for one in found
        ])
