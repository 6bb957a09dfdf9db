"""The pane about one job: its promise, the best technicians, whom to call, machine, parts, history, what to do."""

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from core.changes import Changes
from core.planning.suggest import Suggestion
from core.presenters.job_plan import JobPlan, job_plan
from core.rules.facts import Minute, to_minute
from core.texts import Texts
from office_app.board.model.scene import Scene
from office_app.board.panes import details_parts as parts
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, clear_layout, column, label, row
from office_app.widgets.painted import KeyHint


class DetailsPane(QFrame):
    """Asks for a job's plan when it is shown and whenever something about it changes; until then it keeps the old."""

    plan = Signal(int)
    send = Signal(str)
    unplan = Signal(str)
    insert = Signal(str)
    closed = Signal()
    known = Signal()

    def __init__(self, context: OfficeContext, texts: Texts, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("detailsPane")
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._context, self._texts, self._scene = context, texts, scene
        self._visit_id = ""
        self._found: JobPlan | None = None
        self._body = QVBoxLayout()
        self._body.setContentsMargins(16, 12, 16, 16)
        self._body.setSpacing(8)
        inner = self._inner = QWidget()
        inner.setLayout(self._body)
        self._scroll = QScrollArea()
        self._scroll.setObjectName("detailsScroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        self.empty = parts.Nothing(context.theme)
        self._buttons = QFrame()
        self._buttons.setObjectName("detailsActions")
        self._actions = row(spacing=8, margins=(16, 10, 16, 12))
        self._buttons.setLayout(self._actions)
        self.setLayout(column(self._scroll, self.empty, parts.rule(), self._buttons, spacing=0, margins=(0, 0, 0, 0)))
        context.tasks.changed.connect(self._on_changed)
        context.theme.changed.connect(self._show)
        self.retranslate()

    # ---- What the page asks ----

    def show_visit(self, visit_id: str) -> None:
        if visit_id != self._visit_id:
            self._visit_id = visit_id
            self._scroll.verticalScrollBar().setValue(0)
            if not visit_id:
                self._found = None
                self._show()
                return
            self.refresh()

    def refresh(self) -> None:
        if self._visit_id:
            self._context.tasks.ask(
                job_plan, self._visit_id, self._context.core.clock.now(), done=self._on_found,
                key=("job_plan", id(self)), owner=self,
            )

    def suggestion(self, number: int) -> tuple[str, Suggestion] | None:
        """The chosen job and its n-th best technician, once they are known."""
        found = self._found
        if found is None or found.details.activity_id != self._visit_id or number >= len(found.suggestions):
            return None
        return self._visit_id, found.suggestions[number]

    def minute(self, moment: datetime) -> Minute:
        return to_minute(moment)

    @property
    def floating(self) -> bool:
        return self.frameShape() != QFrame.Shape.NoFrame

    def set_floating(self, floating: bool) -> None:
        """Over the board it has an edge of its own."""
        self.setFrameShape(QFrame.Shape.StyledPanel if floating else QFrame.Shape.NoFrame)

    def retranslate(self) -> None:
        self.empty.set_texts(self._texts("board.no_job"), self._texts("board.no_job_detail"))
        self._show()

    # ---- Inside ----

    def _on_changed(self, changes: Changes) -> None:
        if changes.touches("activity", "service_assignment", "message", "service_call", "required_material",
                           "stock_move", "contact", "absence"):
            self.refresh()

    def _on_found(self, found: JobPlan | None) -> None:
        if found == self._found:
            return
        self._found = found
        self._show()
        self.known.emit()

    def _show(self) -> None:
        clear_layout(self._body)
        clear_layout(self._actions)
        found = self._found
        self._scroll.setVisible(found is not None)
        self._buttons.setVisible(found is not None)
        self.empty.setVisible(found is None)
        if found is None:
            return
        context, texts = self._context, self._texts
        theme, details = context.theme, found.details
        now = context.core.clock.now()
        body = self._body
        body.addWidget(parts.head(theme, texts, details, self.closed.emit))
        body.addWidget(parts.chips(theme, texts, details))
        body.addWidget(parts.promise(theme, texts, details, now))
        if details.planned_start is not None:
            body.addWidget(parts.plan(theme, texts, details))
        if details.state in ("draft", "planned", "released"):
            body.addWidget(parts.rule())
            body.addLayout(row(label(texts("board.best_technicians"), "section"), None,
                               label(texts("board.press_keys"), "meta")))
            for number, suggestion in enumerate(found.suggestions):
                who = self._scene.technician(suggestion.person_id)
                body.addWidget(parts.suggestion(theme, texts, suggestion, number, now, who, self._planner(number)))
            if not found.suggestions:
                body.addWidget(label(texts("board.no_suggestion"), "second", wrap=True))
        for section in parts.sections(theme, texts, found, self._copy, now):
            body.addWidget(parts.rule())
            body.addWidget(section)
        body.addStretch(1)
        self._show_actions(found)
        self._fit()

    def _fit(self) -> None:
        """Wrapped texts get the height of their lines: a scroll area asks only for that of unwrapped ones."""
        width = self._scroll.viewport().width()
        self._body.activate()
        self._inner.setMinimumHeight(self._body.totalHeightForWidth(width) if self._body.hasHeightForWidth() else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def _show_actions(self, found: JobPlan) -> None:
        """At most two: the obvious next thing, and the one beside it."""
        theme, texts, details = self._context.theme, self._texts, found.details
        visit_id = details.activity_id
        if details.state == "draft" and found.suggestions:
            best = found.suggestions[0]
            words = texts("board.plan_on", person=best.name,
                          time=parts.near_time(texts, best.start, self._context.core.clock.now()))
            self._actions.addWidget(Button(theme, words, "primary", "calendar-check", self._planner(0), "planBest"), 1)
            self._actions.addWidget(KeyHint(theme, "1"))
            if details.priority == "emergency":
                urgent = Button(theme, "", "", "zap", lambda: self.insert.emit(visit_id), "insertJob")
                urgent.setToolTip(texts("board.key_insert"))
                urgent.setAccessibleName(texts("board.key_insert"))
                self._actions.addWidget(urgent)
        elif details.state in ("planned", "released"):
            changed = details.state == "released" and details.told_from != details.planned_start
            if details.state == "planned" or changed:
                words = texts("board.send_again" if changed else "board.send_sms")
                self._actions.addWidget(
                    Button(theme, words, "primary", "send", lambda: self.send.emit(visit_id), "sendJob"), 1
                )
            if details.step in ("", "new", "accepted", "rejected"):
                self._actions.addWidget(Button(
                    theme, texts("board.unplan"), "", "undo-2", lambda: self.unplan.emit(visit_id), "unplanJob"
                ))
        self._buttons.setVisible(self._actions.count() > 0)

    def _planner(self, number: int):  # type: ignore[no-untyped-def]
        return lambda: self.plan.emit(number)

    def _copy(self, text: str) -> None:
        from PySide6.QtWidgets import QApplication

        QApplication.clipboard().setText(text)
        self._context.messages.show(self._texts("board.copied", text=text))
