"""Step 3, what is wrong: the customer's own words, with symptoms that were met before."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLineEdit

from core.presenters.intake_texts import symptom_note
from core.queries.symptoms import Symptom
from office_app.calls.step import Step
from office_app.calls.suggestions import Suggestion, SuggestionList
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, label, row


class FaultStep(Step):
    """Emits the words and the chosen symptom; shows what a chosen symptom has filled in."""

    typed = Signal(str)
    chosen = Signal(object)
    cleared = Signal()
    next_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(context.theme, 3, "intakeStepFault")
        self._context = context
        self._symptom: Symptom | None = None
        self.box = QLineEdit()
        self.box.setObjectName("intakeFault")
        self.box.setProperty("kind", "big")
        self.box.setMaxLength(2000)
        self._icon = QAction(self.box)
        self.box.addAction(self._icon, QLineEdit.ActionPosition.LeadingPosition)
        self.matches = SuggestionList(context.theme, self.box, "intakeSymptoms")
        self.template = QFrame()
        self.template.setProperty("kind", "soft")
        self.template.setObjectName("intakeTemplate")
        self.note = label("", "dense")
        self.clear = Button(context.theme, "", "quiet", "x", self.cleared.emit, "intakeForgetSymptom")
        self.template.setLayout(row(
            IconLabel(context.theme, "sparkles", "accent", 16), self.note, None, self.clear, margins=(12, 1, 4, 1)
        ))
        for widget in (self.box, self.matches, self.template):
            self.body.addWidget(widget)
        self.template.hide()
        self.box.textEdited.connect(self.typed)
        self.box.returnPressed.connect(self.next_wanted)
        self.matches.chosen.connect(self.chosen)
        context.theme.changed.connect(self._draw_icon)
        self._draw_icon()
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts.current
        self.set_texts(texts("intake.fault_title"), texts("intake.fault_hint"))
        self.box.setPlaceholderText(texts("intake.fault_placeholder"))
        self.box.setAccessibleName(texts("intake.fault_title"))
        self.clear.setToolTip(texts("intake.fault_clear"))
        self.clear.setAccessibleName(texts("intake.fault_clear"))
        self.show_symptom(self._symptom)

    def show_matches(self, text: str, found: Sequence[Symptom]) -> None:
        texts = self._context.texts.current
        rows = [
            Suggestion(
                one.text, symptom_note(texts, one), texts.count("intake.symptom_met", one.met) if one.met else "",
                "", one,
            )
            for one in found
        ]
        self.matches.show_rows(rows, text, texts("intake.fault_footer") if rows else "")

    def show_symptom(self, symptom: Symptom | None) -> None:
        """What the template has filled in, so that nothing is filled in unseen."""
        self._symptom = symptom
        self.template.setVisible(symptom is not None)
        if symptom is not None:
            texts = self._context.texts.current
            words = symptom_note(texts, symptom)
            self.note.setText(f"{words} · {texts('intake.fault_checklist')}" if symptom.checklist else words)

    def _draw_icon(self) -> None:
        self._icon.setIcon(self._context.theme.icon("search", "text3", 18))
