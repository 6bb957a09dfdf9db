"""What a step asks for: title and help in both languages, limits, alternatives, photos, and when it is shown."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QFrame, QLineEdit, QScrollArea, QSpinBox, QWidget

from core.presenters.checklist_designer import CAN_BLOCK, CAN_DEVIATE, CAN_TELL, ICONS, Design, with_words
from core.rules.checklist import NUMBERS, Element, words
from core.rules.checklist_problems import MOST_PHOTOS
from office_app.context import OfficeContext
from office_app.knowledge.amount_options import KINDS as AMOUNTS
from office_app.knowledge.amount_options import AmountOptions
from office_app.knowledge.conditions_form import ConditionsForm
from office_app.knowledge.exhibit_form import ExhibitForm
from office_app.knowledge.fields import Field, LimitEdit, TextArea, fill_choices, put_text
from office_app.knowledge.jump_form import JumpForm
from office_app.knowledge.kind_options import KindOptions
from office_app.knowledge.options_form import OptionsForm
from office_app.knowledge.step_picture import StepPicture
from office_app.widgets.basics import Button, IconLabel, column, label, line, row

_LIMITS = ("low", "ok_low", "ok_high", "high")
_DEVIATIONS = ("", "no", "yes")


class StepForm(QScrollArea):
    """Emits `changed(id, values)` with every gesture and `rested` when a field is left."""

    changed = Signal(str, object)
    rested = Signal()
    copied = Signal(str)
    removed = Signal(str)
    picture_given = Signal(str, object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._element: Element | None = None
        self._language = context.texts.language
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        theme = context.theme
        self.icon, self.kind = IconLabel(theme, "info", "accent", 20), label("", "section")
        self.copy = Button(theme, "", "icon", "copy", lambda: self._tell_id(self.copied), "stepCopy")
        self.remove = Button(theme, "", "icon", "trash-2", lambda: self._tell_id(self.removed), "stepRemove")
        self.languages = {code: Button(theme, "", "segment", name=f"stepLanguage_{code}") for code in ("sv", "en")}
        group = QButtonGroup(self)
        for code, button in self.languages.items():
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, code=code: self._set_language(code))
        self.title = QLineEdit()
        self.title.setMaxLength(200)
        self.help = TextArea("stepHelp")
        self.title_field, self.help_field = Field(self.title, "stepTitle"), Field(self.help)
        self.required = QCheckBox()
        self.required.setObjectName("stepRequired")
        self.photos, self.most_photos = QSpinBox(), QSpinBox()
        for spin in (self.photos, self.most_photos):
            spin.setRange(0, MOST_PHOTOS)
        self.photos_field = Field(self.photos, "stepPhotos")
        self.most_photos_field = Field(self.most_photos, "stepMostPhotos")
        self._measure = self._measure_part()
        self.deviation = QComboBox()
        self.deviation_field = Field(self.deviation, "stepDeviation")
        self.multiple = QCheckBox()
        self.multiple.setObjectName("stepMultiple")
        self.options = OptionsForm(context)
        self.more, self.amount = KindOptions(context), AmountOptions(context)
        self.follow_up = QCheckBox()
        self.follow_up.setObjectName("stepFollowUp")
        self.for_customer = QCheckBox()
        self.for_customer.setObjectName("stepForCustomer")
        self.blocks = QCheckBox()
        self.blocks.setObjectName("stepBlocks")
        self.offer = TextArea("stepOffer")
        self.offer_field = Field(self.offer)
        self.phrases = TextArea("stepPhrases")
        self.phrases_field = Field(self.phrases)
        self.picture, self.exhibit = StepPicture(context), ExhibitForm(context)
        self.conditions = ConditionsForm(context)
        self.requirements = ConditionsForm(context, "require_if")
        self.jump = JumpForm(context)
        self._inner = QWidget()
        self._inner.setLayout(column(
            row(self.icon, self.kind, None, *self.languages.values(), self.copy, self.remove, spacing=6),
            self.title_field, self.help_field, row(self.required, None), self.more, self.amount, self._measure,
            row(self.blocks, None), self.deviation_field, self.options, row(self.multiple, None),
            row(self.follow_up, None), row(self.for_customer, None), self.offer_field, self.phrases_field,
            row(self.photos_field, self.most_photos_field, spacing=8), self.picture, self.exhibit, line(),
            self.conditions, self.requirements, self.jump,
            None, spacing=12, margins=(16, 14, 16, 16),
        ))
        self.setWidget(self._inner)
        self._connect()
        self.retranslate()

    def _measure_part(self) -> QWidget:
        self.unit, self.reading = QLineEdit(), QLineEdit()
        self.unit.setMaxLength(12)
        self.reading.setMaxLength(60)
        self.decimals = QSpinBox()
        self.decimals.setRange(0, 4)
        self.unit_field, self.decimals_field = Field(self.unit, "stepUnit"), Field(self.decimals, "stepDecimals")
        self.reading_field = Field(self.reading, "stepReading")
        self.limits = {name: LimitEdit(f"step_{name}") for name in _LIMITS}
        self.limit_fields = {name: Field(edit) for name, edit in self.limits.items()}
        self.limits_hint = label("", "meta", wrap=True)
        part = QWidget()
        part.setLayout(column(
            row(self.unit_field, self.decimals_field, spacing=8), row(*self.limit_fields.values(), spacing=8),
            self.limits_hint, self.reading_field, spacing=10,
        ))
        return part

    def _connect(self) -> None:
        self.title.textEdited.connect(lambda text: self._words("title", text))
        self.help.textChanged.connect(lambda: self._words("help", self.help.toPlainText()))
        for edit in (self.title, self.unit, self.reading, *self.limits.values()):
            edit.editingFinished.connect(self.rested)
        self.help.left.connect(self.rested)
        self.offer.textChanged.connect(lambda: self._words("offer", self.offer.toPlainText()))
        self.offer.left.connect(self.rested)
        self.blocks.toggled.connect(lambda on: self._tell(blocks=on))
        self.most_photos.valueChanged.connect(lambda number: self._tell(photo_max=number))
        self.phrases.left.connect(self.rested)
        self.required.toggled.connect(lambda on: self._tell(required=on))
        self.multiple.toggled.connect(lambda on: self._tell(multiple=on))
        self.photos.valueChanged.connect(lambda number: self._tell(photo_min=number))
        self.decimals.valueChanged.connect(lambda number: self._tell(decimals=number))
        self.unit.textEdited.connect(lambda text: self._tell(unit=text.strip()))
        self.reading.textEdited.connect(lambda text: self._tell(reading=text.strip()))
        for name, edit in self.limits.items():
            edit.given.connect(lambda number, name=name: self._tell(**{name: number}))
        self.deviation.activated.connect(self._on_deviation)
        self.options.changed.connect(lambda options, wrong: self._tell(options=options, deviation=wrong))
        self.more.changed.connect(lambda values: self._tell(**values))
        self.follow_up.toggled.connect(lambda on: self._tell(follow_up=on))
        self.for_customer.toggled.connect(lambda on: self._tell(for_customer=on))
        for part in (self.amount, self.jump, self.exhibit):
            part.changed.connect(lambda values: self._tell(**values))
        self.more.rested.connect(self.rested)
        self.amount.rested.connect(self.rested)
        self.phrases.textChanged.connect(self._on_phrases)
        self.picture.given.connect(self._on_picture)
        self.picture.removed.connect(lambda: self._tell(image_sha256=""))
        self.conditions.changed.connect(lambda conditions: self._tell(show_if=conditions))
        self.requirements.changed.connect(lambda conditions: self._tell(require_if=conditions))

    def retranslate(self) -> None:
        texts = self._context.texts
        for field, key in (
            (self.title_field, "title"), (self.help_field, "help"), (self.photos_field, "photos_needed"),
            (self.unit_field, "unit"), (self.decimals_field, "decimals"), (self.reading_field, "reading"),
            (self.deviation_field, "deviation"), (self.phrases_field, "phrases"), (self.offer_field, "offer"),
            (self.most_photos_field, "most_photos"),
            *((field, name) for name, field in self.limit_fields.items()),
        ):
            field.set_caption(texts(f"knowledge.field_{key}"))
        self.picture.retranslate()
        for part in (self.more, self.amount, self.jump, self.exhibit):
            part.retranslate()
        self.most_photos.setSpecialValueText(texts("knowledge.no_most"))
        self.follow_up.setText(texts("knowledge.field_follow_up"))
        self.for_customer.setText(texts("knowledge.field_for_customer"))
        self.required.setText(texts("knowledge.field_required"))
        self.multiple.setText(texts("knowledge.field_multiple"))
        for code, button in self.languages.items():
            button.setText(code.upper())
            button.setToolTip(texts(f"knowledge.language_{code}"))
        for button, key in ((self.copy, "knowledge.step_copy"), (self.remove, "knowledge.step_remove")):
            button.setToolTip(texts(key))
            button.setAccessibleName(texts(key))

    def show_step(self, design: Design) -> None:
        """The selected step; fields that somebody is writing in keep their cursor."""
        element = design.current
        self._element = element
        self._inner.setVisible(element is not None)
        if element is None:
            return
        texts = self._context.texts
        self.icon.set_icon(ICONS[element.kind])
        self.kind.setText(texts(f"knowledge.kind_{element.kind}"))
        self.languages[self._language].setChecked(True)
        for code, button in self.languages.items():
            button.setText(code.upper() if element.title.get(code) else f"{code.upper()} ·")
        put_text(self.title, element.title.get(self._language, ""))
        self.title.setPlaceholderText(words(element.title, self._language))
        put_text(self.help, element.help.get(self._language, ""))
        put_text(self.offer, element.offer.get(self._language, ""))
        self.offer.setPlaceholderText(words(element.offer, self._language))
        self.help.setPlaceholderText(words(element.help, self._language))
        self._show_values(element)
        self.more.show_step(design, element)
        self.conditions.show_step(design, element)
        self.requirements.show_step(design, element)
        self.amount.show_step(design, element, self._language)
        self.jump.show_step(design, element)
        self.exhibit.show_step(element)
        asks = element.is_step and element.kind != "calculated"
        self.requirements.setVisible(asks and not element.required)

    def _show_values(self, element: Element) -> None:
        texts, kind = self._context.texts, element.kind
        for box, on in (
            (self.required, element.required), (self.multiple, element.multiple), (self.follow_up, element.follow_up),
            (self.for_customer, element.for_customer), (self.blocks, element.blocks),
        ):
            box.blockSignals(True)
            box.setChecked(on)
            box.blockSignals(False)
        for spin, number in (
            (self.photos, element.photo_min), (self.most_photos, element.photo_max), (self.decimals, element.decimals),
        ):
            spin.blockSignals(True)
            spin.setValue(number)
            spin.blockSignals(False)
        put_text(self.unit, element.unit)
        put_text(self.reading, element.reading)
        for name, edit in self.limits.items():
            if not edit.hasFocus():
                edit.show_limit(getattr(element, name), self._context)
        chosen = element.deviation[0] if len(element.deviation) == 1 else ""
        deviations = [(one, texts(f"knowledge.deviation_{one or 'none'}")) for one in _DEVIATIONS]
        fill_choices(self.deviation, deviations, chosen)
        if kind == "choice":
            self.options.show_step(element, self._language)
        if not self.phrases.hasFocus():
            put_text(self.phrases, "\n".join(phrase.get(self._language, "") for phrase in element.phrases))
        self.picture.show_picture(element.image_sha256, kind == "photo")
        for part in (self.picture, self.exhibit):
            part.setVisible(element.is_step)
        self.required.setVisible(element.is_step and kind != "calculated")
        self._measure.setVisible(kind in NUMBERS and kind not in AMOUNTS)
        self.follow_up.setVisible(kind in CAN_DEVIATE)
        self.for_customer.setVisible(kind in CAN_TELL)
        self.decimals_field.setVisible(kind != "counter")
        scaled, plain = kind in ("measure", "calculated"), kind in ("number", "counter")
        for name, field in self.limit_fields.items():
            field.setVisible(scaled or (plain and name.startswith("ok_")))
        self.limits_hint.setVisible(scaled or plain)
        self.limits_hint.setText(texts("knowledge.limits_hint" if scaled else "knowledge.limits_hint_plain"))
        self.blocks.setVisible(kind in CAN_BLOCK and (kind != "scan" or element.match_machine or bool(element.expects)))
        self.blocks.setText(texts("knowledge.field_blocks_scan" if kind == "scan" else "knowledge.field_blocks"))
        self.offer_field.setVisible(kind == "text")
        self.reading_field.setVisible(kind == "measure")
        self.deviation_field.setVisible(kind == "yes_no")
        self.options.setVisible(kind == "choice")
        self.multiple.setVisible(kind == "choice")
        self.phrases_field.setVisible(kind == "text")
        self.photos_field.setVisible(element.is_step)
        self.most_photos_field.setVisible(element.is_step)
        self.help_field.setVisible(element.is_step)

    def begin_writing(self) -> None:
        """Puts the cursor into a new step's title."""
        self.title.setFocus()
        self.title.selectAll()
        self.ensureWidgetVisible(self.title)

    def _set_language(self, code: str) -> None:
        self._language = code
        self.rested.emit()

    def _words(self, name: str, text: str) -> None:
        if self._element is not None:
            self._tell(**{name: with_words(getattr(self._element, name), self._language, text)})

    def _on_deviation(self, _index: int) -> None:
        chosen = self.deviation.currentData()
        self._tell(deviation=(chosen,) if chosen else ())

    def _on_phrases(self) -> None:
        if self._element is None:
            return
        lines = [text for text in self.phrases.toPlainText().split("\n") if text.strip()]
        before = self._element.phrases
        self._tell(phrases=tuple(
            with_words(before[n] if n < len(before) else {}, self._language, text) for n, text in enumerate(lines)
        ))

    def _on_picture(self, path: Path) -> None:
        if self._element is not None:
            self.picture_given.emit(self._element.id, path)

    def _tell(self, **values: Any) -> None:
        if self._element is not None:
            self.changed.emit(self._element.id, values)

    def _tell_id(self, signal: Any) -> None:
        if self._element is not None:
            signal.emit(self._element.id)
