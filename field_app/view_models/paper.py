"""Instructions and manuals of the visit's machines, page by page, from the tablet's own store."""

from typing import Any

from PySide6.QtCore import QObject, Slot

from core.queries.job_knowledge import DocumentCard, one_document
from core.queries.job_sheet import JobSheet, job_sheet
from field_app.qml_module import for_qml
from field_app.view_models.page_model import PageModel, WorkContext


@for_qml
class PaperModel(PageModel):
    """The papers at the side and the chosen one's `pages`: a picture address and height by width of each."""

    EMPTY = {"title": "", "subtitle": "", "papers": [], "paperId": "", "pages": [], "state": "loading", "leaf": 1}
    KINDS = ("document", "attachment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._activity_id = self._paper_id = self._shown = ""
        self._sheet: JobSheet | None = None
        self._asked_for: DocumentCard | None = None

    @Slot(str, str, str)
    def open(self, activity_id: str, paper_id: str = "", leaf: str = "1") -> None:
        """At this leaf, from 1. A checklist's step may show a paper that is not of the visit's machines."""
        self._activity_id, self._paper_id = activity_id, paper_id
        self.show(leaf=int(leaf) if leaf.isdigit() else 1)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        now, language = self.core.clock.now(), self.texts.language
        if self._paper_id:
            self.ask(one_document, self._paper_id, done=self._take_asked_for)
        self.ask(job_sheet, self._activity_id, self.author_id, now, language, done=self._arrived)

    @Slot(str)
    def choose(self, paper_id: str) -> None:
        self._paper_id = paper_id
        self.keep_place(paperId=paper_id, leaf="1", share=0)
        self.show(leaf=1)
        self._show_paper()

    def _take_asked_for(self, paper: DocumentCard | None) -> None:
        self._asked_for = paper
        self._show_paper()

    def _arrived(self, sheet: JobSheet | None) -> None:
        self._sheet = sheet
        if sheet is None:
            self.show(state="none")
        self._show_paper()

    def _show_paper(self) -> None:
        if self._sheet is None:
            return
        papers = self._sheet.documents
        if self._asked_for is not None and all(one.id != self._asked_for.id for one in papers):
            papers = (self._asked_for, *papers)
        paper = next((one for one in papers if one.id == self._paper_id), papers[0] if papers else None)
        if paper is None:
            self.show(state="none")
            return
        rows = [
            {"id": one.id, "title": one.title, "kind": self._kind(one), "icon": _icon(one)}
            for one in papers
        ]
        self.show(title=paper.title, subtitle=self._sheet.customer, papers=rows, paperId=paper.id)
        if not paper.sha256 or not self.core.blobs.has(paper.sha256):
            self._context.tablet.fetch(paper.sha256)  # type: ignore[attr-defined]
            self.show(state="away", pages=[])
        elif paper.sha256 != self._shown:
            self.show(state="loading", pages=[])
            content, is_pdf, sha256 = self.core.blobs.get, paper.mime == "application/pdf", paper.sha256
            self.tasks.work(
                lambda: (sha256, _pages(content(sha256) or b"", sha256, is_pdf)), self._measured, owner=self
            )

    def _kind(self, paper: DocumentCard) -> str:
        key = f"field.paper_{paper.kind}"
        return self.texts(key) if self.texts.has(key) else self.texts("field.paper_other")

    def _measured(self, answer: tuple[str, list[dict[str, Any]]]) -> None:
        self._shown, pages = answer
        self.show(pages=pages, state="shown" if pages else "broken")


def _icon(paper: DocumentCard) -> str:
    return "file-image" if paper.mime.startswith("image/") else "file-text"


def _pages(content: bytes, sha256: str, is_pdf: bool) -> list[dict[str, Any]]:
    """Nothing at all when the file cannot be read."""
    from PySide6.QtCore import QBuffer, QByteArray
    from PySide6.QtGui import QImageReader

    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    if not is_pdf:
        size = QImageReader(buffer).size()
        return [{"source": f"blob/{sha256}", "ratio": size.height() / size.width()}] if size.width() > 0 else []
    from PySide6.QtPdf import QPdfDocument

    document = QPdfDocument()
    document.load(buffer)
    sizes = [document.pagePointSize(number) for number in range(document.pageCount())]
    return [
        {"source": f"blob/{sha256}/{number}", "ratio": size.height() / size.width()}
        for number, size in enumerate(sizes)
        if size.width() > 0
    ]
