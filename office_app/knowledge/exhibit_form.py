"""What a step shows out of the office's knowledge: which document at which page, or which diagram's position."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from core.queries.step_exhibit import ExhibitChoice, StepExhibit, exhibit_choices, step_exhibits
from core.rules.checklist import Element
from core.rules.checklist_problems import MOST_PAGES
from office_app.context import OfficeContext
from office_app.knowledge.exhibit_picture import ExhibitPicture
from office_app.knowledge.fields import Field, fill_choices, follow
from office_app.widgets.basics import column, label, row

_KINDS = ("document", "diagram", "diagram_hotspot", "attachment")
_NOTHING = {"paper_id": "", "paper_page": 1, "diagram_id": "", "hotspot_id": ""}


class ExhibitForm(QWidget):
    """Emits changed({field: value}) with every gesture."""

    changed = Signal(object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._element: Element | None = None
        self._choices: tuple[ExhibitChoice, ...] = ()
        self.what, self.spot, self.page = QComboBox(), QComboBox(), QSpinBox()
        self.page.setRange(1, MOST_PAGES)
        for box in (self.what, self.spot):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
        self.what_field, self.spot_field = Field(self.what, "stepExhibit"), Field(self.spot, "stepExhibitSpot")
        self.page_field = Field(self.page, "stepExhibitPage")
        self.warning = label("", "warn", wrap=True)
        self.picture = ExhibitPicture(context, 170)
        line = row(self.what_field, self.page_field, spacing=8)
        line.setStretch(0, 1)
        self.setLayout(column(line, self.spot_field, self.warning, self.picture, spacing=6))
        self.what.activated.connect(lambda _index: self._on_what(self.what.currentData()))
        self.spot.activated.connect(lambda _index: self.changed.emit({"hotspot_id": self.spot.currentData()}))
        self.page.valueChanged.connect(lambda number: self.changed.emit({"paper_page": number}))
        self.picture.pages.connect(self._on_pages)
        follow(self, context, _KINDS, self._ask)
        self._ask()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.what_field.set_caption(texts("knowledge.field_exhibit"))
        self.spot_field.set_caption(texts("knowledge.field_exhibit_spot"))
        self.page_field.set_caption(texts("knowledge.field_exhibit_page"))
        if self._element is not None:
            self.show_step(self._element)

    def show_step(self, element: Element) -> None:
        texts, fresh = self._context.texts, self._element is None or self._element.id != element.id
        self._element = element
        chosen = element.paper_id or element.diagram_id
        known = next((one for one in self._choices if one.id == chosen), None)
        offered = [("", texts("knowledge.exhibit_none"))]
        offered += [
            (one.id, texts(f"knowledge.exhibit_{one.kind}", title=one.title))
            for one in self._choices if not one.retired or one.id == chosen
        ]
        if chosen and known is None and self._choices:
            offered.append((chosen, texts("knowledge.exhibit_gone")))
        fill_choices(self.what, offered, chosen)
        spots = [("", texts("knowledge.exhibit_no_spot"))]
        spots += [(one.id, f"{one.position} {one.article}") for one in (known.spots if known is not None else ())]
        fill_choices(self.spot, spots, element.hotspot_id)
        self.page.blockSignals(True)
        if fresh:
            self.page.setMaximum(MOST_PAGES)
        self.page.setValue(element.paper_page)
        self.page.blockSignals(False)
        self.page_field.setVisible(bool(element.paper_id))
        self.spot_field.setVisible(bool(element.diagram_id))
        self.warning.setVisible(False)
        if chosen and known is None and self._choices:
            self.warning.setText(texts("knowledge.exhibit_gone_hint"))
            self.warning.show()
        elif known is not None and known.retired:
            self.warning.setText(texts("knowledge.exhibit_retired"))
            self.warning.show()
        self._context.tasks.ask(
            step_exhibits, (element,), done=self._on_exhibit, key="step_exhibit_form", owner=self
        )

    def _ask(self) -> None:
        self._context.tasks.ask(exhibit_choices, done=self._on_choices, key="exhibit_choices", owner=self)

    def _on_choices(self, choices: tuple[ExhibitChoice, ...]) -> None:
        self._choices = choices
        if self._element is not None:
            self.show_step(self._element)

    def _on_exhibit(self, found: dict[str, StepExhibit]) -> None:
        if self._element is not None:
            self.picture.show_exhibit(found.get(self._element.id))

    def _on_pages(self, pages: int) -> None:
        self.page.blockSignals(True)
        self.page.setMaximum(max(pages, self.page.value()))
        self.page.blockSignals(False)

    def _on_what(self, chosen: str) -> None:
        known = next((one for one in self._choices if one.id == chosen), None)
        if known is None:
            self.changed.emit(_NOTHING)
        elif known.kind == "paper":
            self.changed.emit({**_NOTHING, "paper_id": chosen})
        else:
            first = known.spots[0].id if known.spots else ""
            self.changed.emit({**_NOTHING, "diagram_id": chosen, "hotspot_id": first})
