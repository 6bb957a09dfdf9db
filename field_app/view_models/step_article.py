"""The article of a material step that does not name one: looked for in the van, what is proposed first."""

from PySide6.QtCore import Property, QObject, Slot

from core.queries.favourites import proposed_parts
from core.queries.van_stock import VanItem, van_stock
from field_app.qml_module import for_qml
from field_app.view_models.page_model import WorkContext
from field_app.view_models.row_model import RowModel

_MOST = 6


@for_qml
class StepArticle(QObject):
    """`hits` has at most six articles: what is proposed for the visit until something is typed."""

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
        if text.strip():
            tasks.ask(van_stock, tasks.author_id, text, done=self._arrived, key="step article", owner=self)
        else:
            now = self._context.core.clock.now()
            tasks.ask(
                proposed_parts, tasks.author_id, now, self._activity_id, done=self._arrived, key="step article",
                owner=self,
            )

    def _arrived(self, items: tuple[VanItem, ...]) -> None:
        self._hits.set_rows(
            [{"id": one.item_id, "name": one.name, "detail": self._detail(one)} for one in items[:_MOST]]
        )

    def _detail(self, item: VanItem) -> str:
        texts = self._context.texts
        shelf = texts("field_work.shelf", shelf=item.shelf) if item.shelf else ""
        return " · ".join(part for part in (texts("visit.article", code=item.code), shelf) if part)
