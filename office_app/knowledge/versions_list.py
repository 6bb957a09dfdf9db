"""The versions of a checklist: when each was published, by whom, and how many visits used it."""

from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.queries.knowledge import ChecklistDesign, VersionRow
from office_app.context import OfficeContext
from office_app.widgets.basics import Card, clear_layout, column, label, row
from office_app.widgets.painted import Chip


class VersionsList(QScrollArea):
    """Newest first."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._design: ChecklistDesign | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.hint = label("", "meta", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        inner = QWidget()
        inner.setLayout(column(self.hint, self._rows, None, spacing=10, margins=(16, 14, 16, 16)))
        self.setWidget(inner)
        self.retranslate()

    def retranslate(self) -> None:
        self.hint.setText(self._context.texts("knowledge.versions_hint"))
        if self._design is not None:
            self.show_checklist(self._design)

    def show_checklist(self, design: ChecklistDesign) -> None:
        self._design = design
        clear_layout(self._rows)
        for version in design.versions:
            self._rows.addWidget(self._card(version, version.number == design.number and version.state == "published"))

    def _card(self, version: VersionRow, counts: bool) -> QWidget:
        texts = self._context.texts
        state = "current" if counts else version.state
        tone = {"current": "good", "draft": "info"}.get(state, "neutral")
        chip = Chip(self._context.theme, texts(f"knowledge.version_{state}"), tone)
        when = texts("knowledge.published_by", when=texts.date_time(version.published_at), who=version.published_by) \
            if version.published_at else texts("knowledge.not_published")
        card = Card(name=f"version_{version.number}")
        card.setLayout(column(
            row(label(texts("knowledge.version_long", number=version.number), "strong"), None, chip),
            label(when, "meta", wrap=True), label(texts.count("knowledge.uses", version.uses), "meta"),
            spacing=4, margins=(12, 10, 12, 10),
        ))
        return card
