"""The list of everything the office knows: search, what kind, and the ways to add something."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from core.changes import Changes
from core.queries.knowledge import KnowledgeRow, knowledge_list
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, column, row
from office_app.widgets.painted import EmptyState

_ROW = Qt.ItemDataRole.UserRole
_FILTERS = (("all", ""), ("checklist", "clipboard-check"), ("document", "book-open"), ("diagram", "image"))
_ICONS = {"checklist": "clipboard-check", "document": "file-text", "diagram": "image"}
_KINDS = ("checklist_template", "checklist_version", "document", "diagram", "diagram_hotspot", "item")
_HEIGHT = 60


class EntryList(QWidget):
    """Emits `chosen(kind, id)`; keeps the selection while rows come and go."""

    chosen = Signal(str, str)
    new_checklist = Signal()
    import_checklist = Signal()
    add_document = Signal()
    add_diagram = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._rows: tuple[KnowledgeRow, ...] = ()
        self._selected = ""
        self._filter = str(context.remembered.value("knowledge/filter", "all"))
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = context.theme
        self.search = QLineEdit()
        self.search.setObjectName("knowledgeSearch")
        self.search.setClearButtonEnabled(True)
        self.filters = {
            key: Button(theme, "", "segment", icon, name=f"knowledgeFilter_{key}") for key, icon in _FILTERS
        }
        group = QButtonGroup(self)
        for key, button in self.filters.items():
            group.addButton(button)
            button.setChecked(key == self._filter)
            button.clicked.connect(lambda _checked=False, key=key: self._set_filter(key))
        self.list = QListWidget()
        self.list.setObjectName("knowledgeList")
        self.list.setItemDelegate(_Delegate(context, self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setProperty("kind", "bare")
        self.empty = EmptyState(theme, "search", "")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        self.new_button = Button(theme, "", "primary", "plus", self.new_checklist.emit, "knowledgeNewChecklist")
        self.import_button = Button(theme, "", "icon", "folder-open", self.import_checklist.emit, "knowledgeImport")
        self.document_button = Button(theme, "", "", "upload", self.add_document.emit, "knowledgeAddDocument")
        self.diagram_button = Button(theme, "", "", "image", self.add_diagram.emit, "knowledgeAddDiagram")
        making = row(self.new_button, self.import_button, spacing=8)
        making.setStretch(0, 1)
        self.setLayout(column(
            self.search, row(*self.filters.values(), spacing=2), self.stack, making,
            row(self.document_button, self.diagram_button), spacing=10, margins=(14, 14, 14, 14),
        ))
        self._typing = QTimer(self, singleShot=True, interval=120)
        self._typing.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._typing.start())
        self.list.currentItemChanged.connect(self._on_current)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self.retranslate)
        context.theme.changed.connect(self.list.viewport().update)
        self.retranslate()
        self.refresh()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.search.setPlaceholderText(texts("knowledge.search"))
        self.search.setAccessibleName(texts("knowledge.search"))
        for key, button in self.filters.items():
            if key == "all":
                button.setText(texts("knowledge.filter_all"))
            else:
                button.setToolTip(texts(f"knowledge.filter_{key}"))
                button.setAccessibleName(texts(f"knowledge.filter_{key}"))
        self.new_button.setText(texts("knowledge.new_checklist"))
        self.import_button.setToolTip(texts("knowledge.import"))
        self.import_button.setAccessibleName(texts("knowledge.import"))
        self.document_button.setText(texts("knowledge.add_document"))
        self.diagram_button.setText(texts("knowledge.add_diagram"))
        self._render()

    def refresh(self) -> None:
        self._context.tasks.ask(
            knowledge_list, self.search.text(), done=self._on_rows, key="knowledge_list", owner=self
        )

    def select(self, entry_id: str) -> None:
        """Marks an entry, also one that is about to arrive; a filter that hides it is let go."""
        self._selected = entry_id
        hidden = any(row.id == entry_id and not self._shown(row) for row in self._rows)
        if hidden:
            self.filters["all"].setChecked(True)
            self._set_filter("all")
        self._mark()

    def _shown(self, entry: KnowledgeRow) -> bool:
        return self._filter in ("all", entry.kind)

    def _set_filter(self, key: str) -> None:
        self._filter = key
        self._context.remembered.keep("knowledge/filter", key)
        self._render()

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches(*_KINDS):
            self.refresh()

    def _on_rows(self, rows: tuple[KnowledgeRow, ...]) -> None:
        self._rows = rows
        self._render()

    def _render(self) -> None:
        shown = [entry for entry in self._rows if self._shown(entry)]
        scroll = self.list.verticalScrollBar().value()
        self.list.blockSignals(True)
        self.list.clear()
        for entry in shown:
            item = QListWidgetItem(f"{entry.title} · {entry_details(entry, self._context)}")
            item.setData(_ROW, entry)
            item.setSizeHint(QSize(100, _HEIGHT))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._mark()
        self.list.verticalScrollBar().setValue(scroll)
        texts = self._context.texts
        if self.search.text().strip():
            self.empty.set_texts(texts("knowledge.none_found"), texts("knowledge.none_found_hint"))
        else:
            self.empty.set_texts(texts("knowledge.none_yet"), texts("knowledge.none_yet_hint"))
        self.stack.setCurrentWidget(self.list if shown else self.empty)

    def _mark(self) -> None:
        self.list.blockSignals(True)
        for number in range(self.list.count()):
            item = self.list.item(number)
            if item.data(_ROW).id == self._selected:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def _on_current(self, item: QListWidgetItem | None, _before: QListWidgetItem | None) -> None:
        if item is not None:
            entry: KnowledgeRow = item.data(_ROW)
            self._selected = entry.id
            self.chosen.emit(entry.kind, entry.id)


def entry_details(entry: KnowledgeRow, context: OfficeContext) -> str:
    """The line under an entry's title."""
    texts = context.texts
    parts = []
    if entry.kind == "checklist":
        parts.append(texts.count("knowledge.steps", entry.count))
        parts.append(texts("knowledge.version", number=entry.version) if entry.version else texts("knowledge.draft"))
        if entry.has_draft and entry.version:
            parts.append(texts("knowledge.has_draft"))
    elif entry.kind == "diagram":
        parts.append(texts.count("knowledge.positions", entry.count))
    else:
        parts.append(texts(f"knowledge.paper_{entry.paper_kind}"))
    if entry.state == "retired":
        parts.append(texts("knowledge.retired"))
    elif entry.models:
        parts.append(entry.models[0] if len(entry.models) == 1 else texts.count("knowledge.models", len(entry.models)))
    return " · ".join(parts)


class _Delegate(QStyledItemDelegate):
    """Icon, title and one line of facts; what is retired is pale."""

    def __init__(self, context: OfficeContext, parent: QWidget) -> None:
        super().__init__(parent)
        self._context = context

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        theme = self._context.theme
        entry: KnowledgeRow = index.data(_ROW)
        box = QRectF(option.rect).adjusted(1, 2, -1, -2)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(theme.colour("accentSoft" if selected else "canvas"))
            painter.drawRoundedRect(box, 8, 8)
        if entry.state == "retired":
            painter.setOpacity(0.55)
        icon = theme.pixmap(_ICONS[entry.kind], "accentInk" if selected else "text2", 18)
        painter.drawPixmap(int(box.left()) + 10, int(box.top()) + 12, icon)
        left, width = box.left() + 38, box.width() - 48
        painter.setFont(theme.font("body", 600))
        painter.setPen(theme.colour("accentInk" if selected else "text"))
        title = painter.fontMetrics().elidedText(entry.title, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(left, box.top() + 7, width, 20), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(theme.font("dense"))
        painter.setPen(theme.colour("text2" if selected else "text3"))
        details = entry_details(entry, self._context)
        details = painter.fontMetrics().elidedText(details, Qt.TextElideMode.ElideRight, int(width))
        painter.drawText(QRectF(left, box.top() + 28, width, 18), Qt.AlignmentFlag.AlignVCenter, details)
        painter.restore()
