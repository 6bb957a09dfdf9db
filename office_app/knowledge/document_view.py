"""An instruction opened: its pages, what it is called, and which machines it belongs to."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from core.changes import Changes
from core.commands.knowledge import EditDocument, PaperFile, ReplaceFile
from core.integrations.paper_files import Paper
from core.queries.knowledge import DocumentDetails, KnowledgeChoices, Named, document_details
from office_app.context import OfficeContext
from office_app.knowledge.about_form import category_text
from office_app.knowledge.fields import Field, fill_choices
from office_app.knowledge.page_picture import fitted, page_picture
from office_app.knowledge.pick_many import PickMany
from office_app.knowledge.uploads import DropZone, take_in
from office_app.widgets.basics import Button, column, label, line, row
from office_app.widgets.painted import Chip

PAPER_KINDS = ("instruction", "manual", "safety", "datasheet")


class DocumentView(QWidget):
    """Every field is kept when it is left; `gone` when the document is no more."""

    gone = Signal()
    loaded = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._document: DocumentDetails | None = None
        self._choices = KnowledgeChoices((), (), ())
        self._wanted_id, self._page, self._pages = "", 0, 0
        self._naming = False
        theme = context.theme
        self.title = QLineEdit()
        self.title.setMaxLength(120)
        self.kind, self.language = QComboBox(), QComboBox()
        self.title_field = Field(self.title, "documentTitle")
        self.kind_field = Field(self.kind, "documentKind")
        self.language_field = Field(self.language, "documentLanguage")
        self.models, self.categories = PickMany(context, "documentModels"), PickMany(context, "documentCategories")
        self.state, self.facts = Chip(theme), label("", "meta", wrap=True)
        self.retire = Button(theme, "", "", "archive", self._on_retire, "documentRetire")
        self.drop = DropZone(context, "newer", "documentDrop", small=True)
        form = QWidget()
        form.setProperty("kind", "surface")
        form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form.setFixedWidth(360)
        form.setLayout(column(
            row(self.state, None), self.title_field, row(self.kind_field, self.language_field, spacing=8), self.facts,
            line(), self.models, self.categories, line(), self.drop, None, row(self.retire, None), spacing=12,
            margins=(20, 18, 20, 18),
        ))
        self.sheet = Sheet(context)
        self.place = label("", "second")
        self.back = Button(theme, "", "icon", "chevron-left", lambda: self._turn(-1), "documentPageBack")
        self.forward = Button(theme, "", "icon", "chevron-right", lambda: self._turn(1), "documentPageNext")
        pages = column(
            self.sheet, row(None, self.back, self.place, self.forward, None, spacing=10), spacing=10,
            margins=(24, 20, 24, 16),
        )
        whole = row(spacing=0)
        whole.addLayout(pages, 1)
        whole.addWidget(line(vertical=True))
        whole.addWidget(form)
        self.setLayout(whole)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.title.editingFinished.connect(self.flush)
        self.kind.activated.connect(lambda _index: self._edit(kind=self.kind.currentData()))
        self.language.activated.connect(lambda _index: self._edit(language=self.language.currentData()))
        self.models.changed.connect(lambda ids: self._edit(item_ids=ids))
        self.categories.changed.connect(lambda ids: self._edit(categories=ids))
        self.drop.given.connect(lambda path: take_in(self._context, path, False, self._replace, self.drop))
        self._context.tasks.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.title_field.set_caption(texts("knowledge.field_title"))
        self.kind_field.set_caption(texts("knowledge.field_kind"))
        self.language_field.set_caption(texts("knowledge.field_language"))
        self.models.set_texts(
            texts("knowledge.of_models"), texts("knowledge.of_models_none"), texts("knowledge.bind_models_add")
        )
        self.categories.set_texts(
            texts("knowledge.of_categories"), texts("knowledge.of_categories_none"),
            texts("knowledge.bind_categories_add"),
        )
        self.back.setAccessibleName(texts("knowledge.page_back"))
        self.forward.setAccessibleName(texts("knowledge.page_next"))
        self.drop.retranslate()
        if self._document is not None:
            self._render(self._document)

    def set_choices(self, choices: KnowledgeChoices) -> None:
        self._choices = choices
        if self._document is not None:
            self._render(self._document)

    def show_document(self, document_id: str, begin_naming: bool = False) -> None:
        self.flush()
        self._document, self._wanted_id, self._page, self._naming = None, document_id, 0, begin_naming
        self.sheet.clear()
        self._ask()

    def flush(self) -> None:
        if self._document is not None and self.title.text().strip() not in ("", self._document.title):
            self._edit(title=self.title.text())

    def _ask(self) -> None:
        self._context.tasks.ask(
            document_details, self._wanted_id, done=self._on_document, key="document_details", owner=self
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted_id and changes.touches("document", "attachment"):
            self._ask()

    def _on_document(self, document: DocumentDetails | None) -> None:
        if document is None:
            self._document, self._wanted_id = None, ""
            self.gone.emit()
            return
        before, self._document = self._document, document
        self._render(document)
        if before is None or before.sha256 != document.sha256:
            self._page = 0
            self._draw()
        if before is None:
            self.loaded.emit()
        if before is None and self._naming:
            self.title.setFocus()
            self.title.selectAll()

    def _render(self, document: DocumentDetails) -> None:
        texts = self._context.texts
        if not self.title.hasFocus():
            self.title.setText(document.title)
        fill_choices(self.kind, [(one, texts(f"knowledge.paper_{one}")) for one in PAPER_KINDS], document.kind)
        languages = [(one, texts(f"knowledge.language_{one}")) for one in ("sv", "en")]
        fill_choices(self.language, languages, document.language)
        self.models.show_choice(self._choices.models, document.item_ids)
        self.categories.show_choice(
            tuple(Named(one, category_text(one, texts)) for one in self._choices.categories), document.categories
        )
        if document.retired:
            self.state.set(texts("knowledge.retired"), "neutral", "archive")
        elif not document.item_ids and not document.categories:
            self.state.set(texts("knowledge.not_linked"), "warn", "unlink")
        else:
            self.state.set(texts("knowledge.on_tablets"), "good", "tablet")
        added = texts.date_time(document.added_at) if document.added_at else ""
        size = texts.number(document.size / 1_000_000, 1)
        self.facts.setText(texts("knowledge.file_facts", name=document.file_name, size=size, added=added))
        self.retire.setText(texts("knowledge.restore" if document.retired else "knowledge.retire"))

    def _draw(self) -> None:
        if self._document is None:
            return
        core, document, page = self._context.core, self._document, self._page
        paper = QColor(self._context.theme.tokens.theme("light")["surface"])
        if not document.sha256 or not core.blobs.has(document.sha256):
            self.sheet.say(self._context.texts("knowledge.no_file"))
            return
        path = core.blobs.path(document.sha256)
        self._context.tasks.work(
            lambda: page_picture(path, document.mime, page, paper), self._on_drawn, key="document_page", owner=self
        )

    def _on_drawn(self, drawn: tuple[QImage, int]) -> None:
        image, self._pages = drawn
        if image.isNull():
            self.sheet.say(self._context.texts("knowledge.cannot_show"))
        else:
            self.sheet.show_image(image)
        self.place.setText(self._context.texts("knowledge.page_of", page=self._page + 1, pages=self._pages))
        for widget in (self.place, self.back, self.forward):
            widget.setVisible(self._pages > 1)
        self.back.setEnabled(self._page > 0)
        self.forward.setEnabled(self._page + 1 < self._pages)

    def _turn(self, step: int) -> None:
        self._page = min(max(0, self._page + step), max(0, self._pages - 1))
        self._draw()

    def _edit(self, **values: Any) -> None:
        if self._document is not None:
            self._context.do(EditDocument(document_id=self._document.id, **values), toast=False, owner=self)

    def _on_retire(self) -> None:
        if self._document is not None:
            command = EditDocument(document_id=self._document.id, retired=not self._document.retired)
            self._context.do(command, owner=self)

    def _replace(self, _paper: Paper, file: PaperFile) -> None:
        if self._document is not None:
            self._context.do(ReplaceFile(paper_id=self._document.id, file=file), owner=self)


class Sheet(QWidget):
    """A page, as large as there is room for."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._image, self._words = QImage(), ""
        self.setObjectName("documentSheet")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        context.theme.changed.connect(self.update)

    def clear(self) -> None:
        self._image, self._words = QImage(), ""
        self.update()

    def show_image(self, image: QImage) -> None:
        self._image, self._words = image, ""
        self.update()

    def say(self, words: str) -> None:
        self._image, self._words = QImage(), words
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image.isNull():
            painter.setPen(theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            return
        box = fitted(self._image, self)
        painter.drawImage(box, self._image)
        painter.setPen(theme.colour("border"))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
