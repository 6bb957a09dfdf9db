"""What can be changed on a call's card in place: its words and urgency, and the reason when it is called off."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QPlainTextEdit

from core.commands.intake import EditCall
from core.presenters.checklist_designer import read_limit
from core.presenters.intake import PRIORITIES
from core.queries.call_card import CallCard
from office_app.context import OfficeContext
from office_app.knowledge.fields import LimitEdit
from office_app.widgets.basics import Button, column, label, row


class CallEdit(QFrame):
    """Subject, the customer's words, urgency and what it may cost; Esc closes without a change."""

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._call_id = ""
        self.setObjectName("callEditor")
        self.setProperty("kind", "soft")
        self.subject, self.problem, self.priority = QLineEdit(), QPlainTextEdit(), QComboBox()
        self.subject.setObjectName("callEditSubject")
        self.subject.setMaxLength(80)
        self.problem.setObjectName("callEditProblem")
        self.problem.setFixedHeight(84)
        self.problem.setTabChangesFocus(True)
        self.priority.setObjectName("callEditPriority")
        self.limit = LimitEdit("callEditLimit")
        self.limit.setMaximumWidth(140)
        self._names = [label("", "meta") for _name in range(4)]
        theme = context.theme
        self.save = Button(theme, "", "primary", "check", self._save, "callEditSave")
        self.cancel = Button(theme, "", "quiet", "", self.hide, "callEditCancel")
        self.setLayout(column(
            self._names[0], self.subject, self._names[1], self.problem,
            row(self._names[2], self.priority, self._names[3], self.limit, None, self.cancel, self.save), spacing=5,
            margins=(16, 12, 16, 14),
        ))
        self.hide()

    def begin(self, card: CallCard) -> None:
        texts = self._context.texts
        self._call_id = card.id
        for name, key in zip(self._names, ("subject", "problem", "priority", "quote_limit")):
            name.setText(texts(f"calls.{key}"))
        self.save.setText(texts("shell.save"))
        self.cancel.setText(texts("shell.cancel"))
        self.subject.setText(card.subject)
        self.problem.setPlainText(card.problem)
        self.priority.clear()
        for one in PRIORITIES:
            self.priority.addItem(texts(f"intake.priority_{one}"), one)
        self.priority.setCurrentIndex(self.priority.findData(card.priority))
        self.limit.show_limit(card.quote_limit, self._context)
        self.show()
        self.subject.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _save(self) -> None:
        try:
            limit = read_limit(self.limit.text())
        except ValueError:
            return  # it is marked as no number
        command = EditCall(
            call_id=self._call_id, subject=self.subject.text(), problem=self.problem.toPlainText(),
            priority=self.priority.currentData(), quote_limit=limit,
        )
        self._context.do(command, lambda _changes: self.hide(), owner=self)


class ReasonBox(QFrame):
    """Asks why; `given` carries what it was for and the reason."""

    given = Signal(str, str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._what = ""
        self.setObjectName("callReason")
        self.setProperty("kind", "warn")
        self.question = label("", "strong")
        self.box = QLineEdit()
        self.box.setObjectName("callReasonText")
        self.box.returnPressed.connect(self._give)
        self.confirm = Button(context.theme, "", "primary", "", self._give, "callReasonConfirm")
        self.cancel = Button(context.theme, "", "quiet", "", self.hide, "callReasonCancel")
        self.setLayout(column(
            self.question, row(self.box, self.cancel, self.confirm), spacing=6, margins=(16, 12, 16, 12)
        ))
        self.hide()

    def begin(self, what: str) -> None:
        texts = self._context.texts
        self._what = what
        self.question.setText(texts("calls.reason_cancel" if what == "cancel" else "calls.reason_reopen"))
        self.confirm.setText(texts("calls.reason_do"))
        self.cancel.setText(texts("shell.cancel"))
        self.box.clear()
        self.show()
        self.box.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        self.hide()
        self.given.emit(self._what, self.box.text())
