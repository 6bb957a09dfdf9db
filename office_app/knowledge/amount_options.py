"""How much a step offers before it is answered, of what article, and what is repeated."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from core.presenters.checklist_designer import TIME_KINDS, Design, with_words
from core.queries.knowledge import Article, article
from core.rules.checklist import Element, words
from office_app.context import OfficeContext
from office_app.knowledge.article_picker import ArticlePicker
from office_app.knowledge.fields import Field, LimitEdit, fill_choices, put_text
from office_app.widgets.basics import Button, column, label, row

KINDS = ("time", "material", "repeat")
_OFFERING = (*KINDS, "number", "counter", "date")


class AmountOptions(QWidget):
    """Emits changed({field: value}) with every gesture and `rested` when a field is left."""

    changed = Signal(object)
    rested = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._element: Element | None = None
        self._language = "sv"
        self.preset, self.each = LimitEdit("stepPreset"), QLineEdit()
        self.preset_field, self.each_field = Field(self.preset), Field(self.each, "stepEach")
        self.each.setMaxLength(30)
        self.time_kind = QComboBox()
        self.time_kind_field = Field(self.time_kind, "stepTimeKind")
        self.per_machine = QCheckBox()
        self.per_machine.setObjectName("stepPerMachine")
        self.article = label("", "strong", wrap=True)
        self.drop = Button(context.theme, "", "icon", "x", self._on_drop, "stepArticleDrop")
        self.picker = ArticlePicker(context, "step")
        self.within = QCheckBox()
        self.within.setObjectName("stepWithin")
        self._block_id = ""
        article_line = row(self.article, self.drop, spacing=6)
        article_line.setStretch(0, 1)
        self.setLayout(column(
            self.within, self.per_machine, row(self.preset_field, self.time_kind_field, self.each_field, spacing=8),
            article_line, self.picker, spacing=8,
        ))
        self.preset.given.connect(self._on_preset)
        self.preset.editingFinished.connect(self.rested)
        self.each.textEdited.connect(self._on_each)
        self.each.editingFinished.connect(self.rested)
        self.time_kind.activated.connect(
            lambda _index: self.changed.emit({"time_kind": self.time_kind.currentData()})
        )
        self.per_machine.toggled.connect(lambda on: self.changed.emit({"per": "machine" if on else ""}))
        self.within.toggled.connect(lambda on: self.changed.emit({"within": self._block_id if on else ""}))
        self.picker.chosen.connect(self._on_article)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.time_kind_field.set_caption(texts("knowledge.field_time_kind"))
        self.each_field.set_caption(texts("knowledge.field_each"))
        self.per_machine.setText(texts("knowledge.field_per_machine"))
        self.drop.setToolTip(texts("knowledge.article_drop"))
        self.drop.setAccessibleName(texts("knowledge.article_drop"))
        self.picker.retranslate()

    def show_step(self, design: Design, element: Element, language: str) -> None:
        texts, fresh = self._context.texts, self._element is None or element.id != self._element.id
        self._element, self._language = element, language
        block = design.block_of(element.id) if element.kind != "repeat" else None
        self._block_id = block.id if block is not None else ""
        for box, on in ((self.per_machine, element.per == "machine"), (self.within, bool(element.within))):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        self.within.setVisible(block is not None or bool(element.within))
        named = words(block.title, texts.language) if block is not None else ""
        self.within.setText(texts("knowledge.field_within", block=named))
        kinds = [(kind, texts(f"visit.time_{kind}")) for kind in TIME_KINDS]
        fill_choices(self.time_kind, kinds, element.time_kind or TIME_KINDS[0])
        if not self.preset.hasFocus():
            self.preset.show_limit(element.preset, self._context)
        put_text(self.each, element.each.get(language, ""))
        is_amount = element.kind in _OFFERING
        self.preset_field.setVisible(is_amount and element.per != "machine")
        if is_amount:
            self.preset_field.set_caption(texts(f"knowledge.field_preset_{element.kind}"))
        self.time_kind_field.setVisible(element.kind == "time")
        self.each_field.setVisible(element.kind == "repeat" and element.per != "machine")
        self.per_machine.setVisible(element.kind == "repeat")
        of_material = element.kind == "material" or (element.kind == "scan" and element.expects == "article")
        for widget in (self.article, self.picker):
            widget.setVisible(of_material)
        self.drop.setVisible(of_material and bool(element.item_id))
        if of_material:
            self._show_article(element, fresh)

    def _show_article(self, element: Element, fresh: bool) -> None:
        if fresh:
            self.picker.begin()
        if not element.item_id:
            self.article.setText(self._context.texts("knowledge.article_any"))
        else:
            self._context.tasks.ask(article, element.item_id, done=self._on_named, key="step_article", owner=self)

    def _on_named(self, found: Article | None) -> None:
        if found is not None and self._element is not None and self._element.item_id == found.id:
            self.article.setText(f"{found.name} · {found.code}")

    def _on_article(self, item_id: str) -> None:
        def chosen(found: Article | None) -> None:
            if found is not None:
                asks_how_many = self._element is not None and self._element.kind == "material"
                self.changed.emit({"item_id": found.id, **({"unit": found.unit[:12]} if asks_how_many else {})})

        self._context.tasks.ask(article, item_id, done=chosen, key="step_article_chosen", owner=self)

    def _on_drop(self) -> None:
        self.changed.emit({"item_id": ""})

    def _on_preset(self, number: Decimal | None) -> None:
        self.changed.emit({"preset": number})

    def _on_each(self, text: str) -> None:
        if self._element is not None:
            self.changed.emit({"each": with_words(self._element.each, self._language, text)})
