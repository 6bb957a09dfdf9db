"""«Nytt ärende»: five steps on the left while the caller talks, times to offer on the right, all by keyboard."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from core.clock import local
from core.integrations.scanning.burst import KeyboardBurst
from core.queries.machine_lookup import FoundMachine
from core.rules.scan_code import ScanCode, read_payload
from office_app.calls.choice_steps import PriorityStep, WishStep
from office_app.calls.fault_step import FaultStep
from office_app.calls.intake_flow import IntakeFlow
from office_app.calls.machine_step import MachineStep
from office_app.calls.marks import CallTimer
from office_app.calls.offers_pane import OffersPane
from office_app.calls.step import Step
from office_app.calls.who_step import WhoStep
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, column, label, line, row
from office_app.widgets.painted import KeyHint

_LETTERS = {"A": "emergency", "E": "emergency", "H": "high", "N": "normal", "P": "planned"}
LEFT_WIDTH = 600


class IntakePage(QWidget):
    """Wires the steps to the flow. `ended` carries the call (or nothing) and what became of it."""

    ended = Signal(str, str)
    call_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self.setObjectName("intake")
        self.flow = IntakeFlow(context)
        self.flow.setParent(self)
        self._burst = KeyboardBurst()
        application = QApplication.instance()
        assert application is not None
        self._application = application
        theme = context.theme
        self.title, self.subtitle = label("", "title"), label("", "second")
        self.saved = label("", "meta")
        self.saved.setObjectName("intakeSaved")
        self.timer = CallTimer(context)
        self.who, self.machine = WhoStep(context), MachineStep(context)
        self.fault, self.priority, self.wish = FaultStep(context), PriorityStep(context), WishStep(context)
        self.steps: dict[str, Step] = {
            "who": self.who, "machine": self.machine, "fault": self.fault, "priority": self.priority, "wish": self.wish,
        }
        self.pane = OffersPane(context)
        self.book = Button(theme, "", "primary", "send", self._book, "intakeBook")
        self.save = Button(theme, "", "", "", lambda: self._register("saved"), "intakeSave")
        self.plan = Button(theme, "", "", "", lambda: self._register("plan"), "intakePlan")
        self.discard = Button(theme, "", "quiet", "trash-2", self.flow.discard, "intakeDiscard")
        self._build()
        self._connect()
        self._shortcuts()
        self.retranslate()

    # Looks

    def _build(self) -> None:
        self.subtitle.setMinimumWidth(200)
        head = row(spacing=12)
        head.addLayout(column(self.title, self.subtitle, spacing=2), 1)
        head.addLayout(column(self.timer, row(None, self.saved), spacing=2))
        inner = QWidget()
        inner.setProperty("kind", "surface")
        inner.setLayout(column(
            head, 8, self.who, 6, self.machine, 6, self.fault, 6, self.priority, 6, self.wish, None, spacing=10,
            margins=(32, 22, 24, 20),
        ))
        scroll = QScrollArea()
        scroll.setObjectName("intakeForm")
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        footer = QFrame()
        footer.setProperty("kind", "surface")
        self.esc = KeyHint(self._context.theme, "Esc")
        footer.setLayout(row(
            self.book, self.save, self.plan, None, self.discard, self.esc, spacing=8, margins=(32, 12, 24, 12)
        ))
        left = QWidget()
        left.setObjectName("intakeLeft")
        left.setProperty("kind", "surface")
        left.setFixedWidth(LEFT_WIDTH)
        left.setLayout(column(spacing=0))
        layout = left.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(scroll, 1)
        layout.addWidget(line())
        layout.addWidget(footer)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left)
        whole.addWidget(line(vertical=True))
        whole.addWidget(self.pane, 1)
        self._scroll = scroll

    def retranslate(self) -> None:
        texts = self._context.texts
        self.subtitle.setText(texts("intake.subtitle"))
        self.save.setText(texts("intake.save"))
        self.plan.setText(texts("intake.save_and_plan"))
        self.discard.setToolTip(texts("intake.discard_hint"))
        self.discard.setAccessibleName(texts("intake.discard"))
        self.esc.setToolTip(texts("intake.esc_hint"))
        for button, keys in ((self.book, "Ctrl+Enter"), (self.save, "Ctrl+S"), (self.plan, "Ctrl+Shift+Enter")):
            button.setToolTip(keys)
        for step in self.steps.values():
            step.retranslate()  # type: ignore[attr-defined]
        self.timer.update()
        self._show()

    def _connect(self) -> None:
        flow = self.flow
        self._context.texts.changed.connect(self.retranslate)
        flow.changed.connect(self._show)
        flow.began.connect(self._on_began)
        flow.matched.connect(self._on_matched)
        flow.symptoms_found.connect(self.fault.show_matches)
        flow.side.history_found.connect(lambda _found: self._show_pane())
        flow.side.cause_found.connect(lambda _found: self._show_pane())
        flow.side.evidence_found.connect(lambda _found: self._show_pane())
        flow.scan_found.connect(self._on_scan_found)
        flow.scan_unknown.connect(self._on_scan_unknown)
        flow.machine_added.connect(self.fault.box.setFocus)
        flow.missing.connect(self._on_missing)
        flow.ended.connect(self.ended)
        self.who.typed.connect(flow.type_who)
        self.who.chosen.connect(self._on_hit)
        self.who.contact_chosen.connect(flow.choose_contact)
        self.who.new_wanted.connect(self.who.show_new_form)
        self.who.new_form.saved.connect(self._on_new_customer)
        self.who.new_form.left.connect(self.who.box.setFocus)
        self.who.cleared.connect(self._on_forgotten)
        self.who.next_wanted.connect(self._after_who)
        self.machine.toggled.connect(flow.toggle_machine)
        self.machine.add_wanted.connect(flow.add_machine)
        self.machine.scan.read.connect(flow.scanned)
        self.machine.scan.link_wanted.connect(flow.link_code)
        self.machine.scan.add_wanted.connect(lambda code: self.machine.new_form.begin(code.serial or code.code))
        self.fault.typed.connect(flow.type_fault)
        self.fault.chosen.connect(flow.choose_symptom)
        self.fault.cleared.connect(flow.forget_symptom)
        self.fault.next_wanted.connect(self.wish.box.setFocus)
        self.priority.chosen.connect(flow.choose_priority)
        self.wish.typed.connect(flow.say_wish)
        self.pane.chosen.connect(flow.choose_offer)
        self.pane.merge_wanted.connect(flow.merge)
        self.pane.call_wanted.connect(self.call_wanted)
        self.pane.evidence_wanted.connect(flow.side.toggle_evidence)

    def _shortcuts(self) -> None:
        acts: list[tuple[str, Any]] = [
            ("Ctrl+Return", self._book), ("Ctrl+Enter", self._book), ("Ctrl+S", lambda: self._register("saved")),
            ("Ctrl+Shift+Return", lambda: self._register("plan")), ("Alt+S", self.machine.scan.choose_file),
            ("Ctrl+V", self._paste),
        ]
        acts += [(f"Alt+{number}", lambda n=number: self.flow.toggle_number(n)) for number in range(1, 10)]
        acts += [(f"F{number}", lambda n=number: self.flow.choose_offer(n - 1)) for number in range(1, 4)]
        acts += [(f"Alt+{letter}", lambda p=name: self.flow.choose_priority(p)) for letter, name in _LETTERS.items()]
        for keys, act in acts:
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # Showing what the flow knows

    def _show(self) -> None:
        presenter, texts = self.flow.presenter, self._context.texts
        today = local(self._context.core.clock.now()).date()
        self.title.setText(texts("intake.title"))
        self.saved.setText(texts("intake.draft_saved") if presenter.has_draft else "")
        for name, done in presenter.steps.items():
            self.steps[name].set_done(done)
        for box, words in ((self.who.box, presenter.who_text), (self.fault.box, presenter.problem)):
            if box.text() != words:
                box.setText(words)
        if presenter.customer is not None or not self.who.new_form.isVisible():
            self.who.show_customer(presenter.customer, presenter.contact_id)
        self.machine.show_customer(presenter.customer, presenter.equipment_ids, today)
        self.fault.show_symptom(presenter.symptom)
        self.priority.show_priority(presenter.priority)
        self.wish.show_wish(presenter.wish_text, presenter.wish, today)
        offer = presenter.offer
        if offer is None:
            self.book.setText(texts("intake.book_none"))
        else:
            name = offer.full_name.split(" ")[0]
            self.book.setText(texts("intake.book", name=name, time=texts.time(offer.suggestion.start)))
        self.discard.setVisible(presenter.has_draft)
        self._show_pane()

    def _show_pane(self) -> None:
        today = local(self._context.core.clock.now()).date()
        self.pane.show_all(self.flow.presenter, self.flow.side, today)

    def _on_began(self) -> None:
        self.machine.scan.clear()
        self.machine.new_form.hide()
        self.who.new_form.hide()
        self.who.matches.close_list()
        self.fault.matches.close_list()
        self.timer.start(self.flow.presenter.seconds_before)
        self._scroll.verticalScrollBar().setValue(0)
        self.who.box.setFocus()

    # Moving on

    def _on_matched(self, text: str, hits: Any) -> None:
        if self.who.new_form.isVisible():
            return
        self.who.show_matches(text, hits)

    def _on_hit(self, hit: Any) -> None:
        self.flow.choose_hit(hit)
        self.who.matches.close_list()
        self.fault.box.setFocus()

    def _after_who(self) -> None:
        if self.flow.confirm_who():
            self.who.matches.close_list()
            self.fault.box.setFocus()

    def _on_forgotten(self) -> None:
        self.flow.forget_customer()
        self.who.box.setFocus()

    def _on_new_customer(self, partner_id: str, _name: str) -> None:
        self.flow.choose_customer(partner_id)
        self.fault.box.setFocus()

    def _on_missing(self, what: str) -> None:
        self._context.messages.fail(self._context.texts(f"intake.kept_missing_{what}"))
        place = {"who": self.who.box, "fault": self.fault.box}.get(what, self.wish.box)
        place.setFocus()
        self._scroll.ensureWidgetVisible(place)

    def _book(self) -> None:
        self.flow.book(self.timer.seconds)

    def _register(self, then: str) -> None:
        self.flow.register(self.timer.seconds, then)

    # Scanning

    def _paste(self) -> None:
        """A picture in the clipboard is read wherever the cursor is; text goes into the field as always."""
        data = QApplication.clipboard().mimeData()
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and not data.hasImage() and not any(url.isLocalFile() for url in data.urls()):
            focus.paste()
        else:
            self.machine.scan.paste_picture()

    def _on_scan_found(self, machine: FoundMachine, code: str) -> None:
        texts = self._context.texts
        self.machine.scan.clear()
        self.machine.scan.say(
            texts("intake.scan_found_at", code=code, name=machine.name, customer=machine.partner_name), "good"
        )
        focus = QApplication.focusWidget()
        if isinstance(focus, QLineEdit) and focus.text().endswith(code) and focus is not self.who.box:
            focus.setText(focus.text().removesuffix(code))
            focus.textEdited.emit(focus.text())

    def _on_scan_unknown(self, code: ScanCode) -> None:
        presenter = self.flow.presenter
        name = presenter.machines[0].name if presenter.machines else ""
        self.machine.scan.say_unknown(code, name, presenter.customer is not None)
        self._scroll.ensureWidgetVisible(self.machine.scan)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._application.installEventFilter(self)
        self.who.box.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        self._application.removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            focus = QApplication.focusWidget()
            if watched is focus and focus is not None and self.isAncestorOf(focus):
                code = self._burst.press(event.text(), _when(event))
                return code is not None and self._on_burst(code, focus)
        return super().eventFilter(watched, event)

    def _on_burst(self, code: str, focus: QWidget) -> bool:
        """Keys as fast as a scanner's, with its Enter. A code of ours or of GS1 leaves the field it was typed into;
        anything else may be a person's text (or a serial in step 1, where the search finds it)."""
        meaning = read_payload(code)
        if meaning.kind == "text":
            if focus is not self.who.box:
                self.flow.scanned(meaning, certain=False)
            return False
        if isinstance(focus, QLineEdit):
            focus.setText(focus.text().removesuffix(code))
            focus.textEdited.emit(focus.text())
        self.flow.scanned(meaning)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.timer.stop()
            self.flow.leave()
            return
        super().keyPressEvent(event)


def _when(event: QKeyEvent) -> float | None:
    """When the key was pressed, in seconds, as the system stamped it: a busy program reads keys late."""
    return event.timestamp() / 1000 if event.timestamp() else None
