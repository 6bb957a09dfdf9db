"""A diagram opened: the picture with its positions, the article of each, and the machines it belongs to."""

from typing import Any

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from core.changes import Changes
from core.commands.knowledge import EditDiagram, PaperFile, PlaceHotspot, RemoveHotspot, ReplaceFile
from core.ids import new_id
from core.integrations.paper_files import Paper
from core.queries.knowledge import DiagramDetails, KnowledgeChoices, SpotRow, diagram_details
from office_app.context import OfficeContext
from office_app.knowledge.canvas import DiagramCanvas
from office_app.knowledge.fields import Field
from office_app.knowledge.page_picture import page_picture
from office_app.knowledge.pick_many import PickMany
from office_app.knowledge.spot_form import SpotForm
from office_app.knowledge.uploads import DropZone, take_in
from office_app.widgets.basics import Button, column, label, line, row
from office_app.widgets.painted import Chip

_ID = Qt.ItemDataRole.UserRole


class DiagramView(QWidget):
    """Every gesture is kept at once and can be undone; `gone` when the diagram is no more."""

    gone = Signal()
    loaded = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._diagram: DiagramDetails | None = None
        self._choices = KnowledgeChoices((), (), ())
        self._wanted_id, self._selected = "", ""
        self._pending: tuple[float, float] | None = None
        self._position = ""
        self._naming = False
        theme = context.theme
        self.canvas = DiagramCanvas(context)
        self.hint = label("", "second")
        self.title = QLineEdit()
        self.title.setMaxLength(120)
        self.title_field = Field(self.title, "diagramTitle")
        self.state = Chip(theme)
        self.models = PickMany(context, "diagramModels")
        self.list_title = label("", "strong")
        self.list = QListWidget()
        self.list.setObjectName("spotList")
        self.spot = SpotForm(context)
        self.none = label("", "meta", wrap=True)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.below = QStackedWidget()
        self.below.addWidget(self.none)
        self.below.addWidget(self.spot)
        self.retire = Button(theme, "", "", "archive", self._on_retire, "diagramRetire")
        self.drop = DropZone(context, "diagram", "diagramDrop", small=True)
        self.drop.hide()
        self.swap = Button(theme, "", "", "upload", lambda: self.drop.setVisible(self.drop.isHidden()), "diagramSwap")
        form = QWidget()
        form.setProperty("kind", "surface")
        form.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        form.setFixedWidth(360)
        form.setLayout(column(
            row(self.state, None), self.title_field, self.models, line(), self.list_title, self.list, self.below,
            self.drop, row(self.swap, self.retire, None), spacing=10, margins=(20, 16, 20, 16),
        ))
        whole = row(spacing=0)
        whole.addLayout(column(self.hint, self.canvas, spacing=12, margins=(24, 18, 24, 20)), 1)
        whole.addWidget(line(vertical=True))
        whole.addWidget(form)
        self.setLayout(whole)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.title.editingFinished.connect(self.flush)
        self.models.changed.connect(lambda ids: self._edit(item_ids=ids))
        self.drop.given.connect(lambda path: take_in(self._context, path, True, self._replace, self.drop))
        self.canvas.placed.connect(self._on_placed)
        self.canvas.chosen.connect(self._choose)
        self.canvas.moved.connect(lambda one, x, y: self._place(one, x=x, y=y))
        self.canvas.removed.connect(self._remove)
        self.list.currentItemChanged.connect(lambda item, _before: self._choose(item.data(_ID)) if item else None)
        self.spot.article_chosen.connect(self._on_article)
        self.spot.position_given.connect(self._on_position)
        self.spot.quantity_given.connect(lambda number: self._place(self._selected, quantity=number))
        self.spot.removed.connect(lambda: self._remove(self._selected))
        self.spot.cancelled.connect(lambda: self._choose(""))
        self._context.tasks.changed.connect(self._on_changed)

    def retranslate(self) -> None:
        texts = self._context.texts
        self.hint.setText(texts("knowledge.diagram_hint"))
        self.title_field.set_caption(texts("knowledge.field_title"))
        self.models.set_texts(
            texts("knowledge.of_models"), texts("knowledge.of_models_none"), texts("knowledge.bind_models_add")
        )
        self.none.setText(texts("knowledge.spot_none"))
        self.swap.setText(texts("knowledge.swap_picture"))
        self.drop.retranslate()
        self.spot.retranslate()
        if self._diagram is not None:
            self._render(self._diagram)

    def set_choices(self, choices: KnowledgeChoices) -> None:
        self._choices = choices
        if self._diagram is not None:
            self._render(self._diagram)

    def show_diagram(self, diagram_id: str, begin_naming: bool = False) -> None:
        self.flush()
        self._diagram, self._wanted_id, self._naming = None, diagram_id, begin_naming
        self._selected, self._pending = "", None
        self.canvas.show_image(QImage())
        self._ask()

    def flush(self) -> None:
        if self._diagram is not None and self.title.text().strip() not in ("", self._diagram.title):
            self._edit(title=self.title.text())

    def _ask(self) -> None:
        self._context.tasks.ask(
            diagram_details, self._wanted_id, done=self._on_diagram, key="diagram_details", owner=self
        )

    def _on_changed(self, changes: Changes) -> None:
        if self._wanted_id and changes.touches("diagram", "diagram_hotspot", "attachment", "item"):
            self._ask()

    def _on_diagram(self, diagram: DiagramDetails | None) -> None:
        if diagram is None:
            self._diagram, self._wanted_id = None, ""
            self.gone.emit()
            return
        before, self._diagram = self._diagram, diagram
        self._render(diagram)
        if before is None or before.sha256 != diagram.sha256:
            self._draw(diagram)
        if before is None:
            self.loaded.emit()
        if before is None and self._naming:
            self.title.setFocus()
            self.title.selectAll()

    def _draw(self, diagram: DiagramDetails) -> None:
        core = self._context.core
        if not diagram.sha256 or not core.blobs.has(diagram.sha256):
            self.canvas.show_image(QImage(), self._context.texts("knowledge.no_file"))
            return
        path = core.blobs.path(diagram.sha256)
        paper = QColor(self._context.theme.tokens.theme("light")["surface"])
        self._context.tasks.work(
            lambda: page_picture(path, diagram.mime, 0, paper),
            lambda drawn: self.canvas.show_image(drawn[0], self._context.texts("knowledge.cannot_show")),
            key="diagram_picture", owner=self,
        )

    def _render(self, diagram: DiagramDetails) -> None:
        texts = self._context.texts
        if not self.title.hasFocus():
            self.title.setText(diagram.title)
        self.models.show_choice(self._choices.models, diagram.item_ids)
        if diagram.retired:
            self.state.set(texts("knowledge.retired"), "neutral", "archive")
        elif not diagram.item_ids:
            self.state.set(texts("knowledge.not_linked"), "warn", "unlink")
        else:
            self.state.set(texts("knowledge.on_tablets"), "good", "tablet")
        self.retire.setText(texts("knowledge.restore" if diagram.retired else "knowledge.retire"))
        self.list_title.setText(texts.count("knowledge.positions", len(diagram.spots)))
        self.list.blockSignals(True)
        self.list.clear()
        for spot in diagram.spots:
            item = QListWidgetItem(f"{spot.position}   {spot.name} · {texts.amount(spot.quantity, spot.unit)}")
            item.setData(_ID, spot.id)
            item.setToolTip(spot.code)
            item.setSizeHint(QSize(100, 34))
            self.list.addItem(item)
            if spot.id == self._selected:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        self._show_spot()

    def _show_spot(self) -> None:
        assert self._diagram is not None
        spot = self._spot(self._selected)
        self.canvas.show_spots(self._diagram.spots, self._selected, self._pending)
        self.below.setCurrentWidget(self.spot if spot or self._pending else self.none)
        if spot is not None:
            self.spot.show_spot(spot)

    def _spot(self, spot_id: str) -> SpotRow | None:
        spots = self._diagram.spots if self._diagram is not None else ()
        return next((spot for spot in spots if spot.id == spot_id), None)

    def _choose(self, spot_id: str) -> None:
        if self._diagram is None or (spot_id == self._selected and self._pending is None):
            return
        self._selected, self._pending = spot_id, None
        self.list.blockSignals(True)
        self.list.setCurrentIndex(QModelIndex())
        for number in range(self.list.count()):
            if self.list.item(number).data(_ID) == spot_id:
                self.list.setCurrentRow(number)
        self.list.blockSignals(False)
        self._show_spot()

    def _on_placed(self, x: float, y: float) -> None:
        self._choose("")
        self._pending, self._position = (x, y), self._next_position()
        self.below.setCurrentWidget(self.spot)
        self.spot.show_spot(None, self._position)
        self._show_spot()

    def _next_position(self) -> str:
        used = {spot.position for spot in self._diagram.spots} if self._diagram else set()
        return next(str(number) for number in range(1, len(used) + 2) if str(number) not in used)

    def _on_article(self, item_id: str) -> None:
        if self._pending is None:
            self._place(self._selected, item_id=item_id)
            return
        x, y = self._pending
        spot_id, position = new_id(), self._position
        self._pending, self._selected = None, spot_id
        self._place(spot_id, item_id=item_id, position=position, x=x, y=y)

    def _on_position(self, text: str) -> None:
        if self._pending is not None:
            self._position = text
        else:
            self._place(self._selected, position=text)

    def _place(self, spot_id: str, **values: Any) -> None:
        if self._diagram is not None and spot_id:
            command = PlaceHotspot(hotspot_id=spot_id, diagram_id=self._diagram.id, **values)
            self._context.do(command, toast=False, owner=self)

    def _remove(self, spot_id: str) -> None:
        if spot_id:
            self._context.do(RemoveHotspot(hotspot_id=spot_id), owner=self)

    def _edit(self, **values: Any) -> None:
        if self._diagram is not None:
            self._context.do(EditDiagram(diagram_id=self._diagram.id, **values), toast=False, owner=self)

    def _on_retire(self) -> None:
        if self._diagram is not None:
            self._context.do(EditDiagram(diagram_id=self._diagram.id, retired=not self._diagram.retired), owner=self)

    def _replace(self, _paper: Paper, file: PaperFile) -> None:
        self.drop.hide()
        if self._diagram is not None:
            self._context.do(ReplaceFile(paper_id=self._diagram.id, file=file), owner=self)
