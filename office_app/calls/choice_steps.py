"""Steps 4 and 5: how urgent it is, and when it suits, by a click or in the caller's words."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit

from core.presenters.intake import PRIORITIES
from core.presenters.intake_texts import wish_text
from core.rules.wish import Wish
from office_app.calls.step import Step
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label, row, set_role

WISHES = ("now", "morning", "around", "afternoon", "tomorrow")


class PriorityStep(Step):
    """Four buttons, one chosen; Alt with its letter does the same."""

    chosen = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(context.theme, 4, "intakeStepPriority")
        self._context = context
        self.buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout()
        line.setSpacing(8)
        for name in PRIORITIES:
            icon = "zap" if name == "emergency" else ""
            button = Button(context.theme, "", "urgency", icon, partial(self.chosen.emit, name),
                            f"intakePriority_{name}")
            if name == "emergency":
                button.setProperty("tone", "bad")
            self._group.addButton(button)
            self.buttons[name] = button
            line.addWidget(button, 1)
        self.body.addLayout(line)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts.current
        self.set_texts(texts("intake.priority_title"), texts("intake.priority_hint"))
        for name, button in self.buttons.items():
            button.setText(texts(f"intake.priority_{name}"))

    def show_priority(self, priority: str) -> None:
        self.buttons[priority].setChecked(True)


class WishStep(Step):
    """Chips for what callers usually say and a box for the rest; what was understood is said back."""

    typed = Signal(str)
    next_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__(context.theme, 5, "intakeStepWish")
        self._context = context
        self._wish: Wish | None = None
        self._words, self._today = "", date.min
        self.chips: dict[str, Button] = {}
        line = QHBoxLayout()
        line.setSpacing(6)
        for name in WISHES:
            chip = Button(context.theme, "", "chip", "", partial(self._on_chip, name), f"intakeWish_{name}")
            self.chips[name] = chip
            line.addWidget(chip)
        self.box = QLineEdit()
        self.box.setObjectName("intakeWish")
        self.box.setMinimumWidth(110)
        line.addWidget(self.box, 1)
        self.read_back = label("", "dense")
        self.read_back.setObjectName("intakeWishRead")
        self.body.addLayout(line)
        self.body.addLayout(row(self.read_back, None))
        self.box.textEdited.connect(self.typed)
        self.box.returnPressed.connect(self.next_wanted)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts.current
        self.set_texts(texts("intake.wish_title"), texts("intake.wish_hint"))
        for name, chip in self.chips.items():
            chip.setText(texts(f"intake.wish_{name}"))
        self.box.setPlaceholderText(texts("intake.wish_placeholder"))
        self.box.setAccessibleName(texts("intake.wish_title"))
        self.show_wish(self._words, self._wish, self._today)

    def show_wish(self, words: str, wish: Wish | None, today: date) -> None:
        """The words in the box, the chip that means them, and the interval they were read as."""
        texts = self._context.texts.current
        self._words, self._wish, self._today = words, wish, today
        if self.box.text() != words:
            self.box.setText(words)
        for name, chip in self.chips.items():
            chip.setChecked(bool(words) and words.strip().lower() == texts(f"intake.wish_words_{name}"))
        self.read_back.setVisible(bool(words.strip()))
        if wish is not None:
            self.read_back.setText(texts("intake.wish_read", interval=wish_text(texts, wish, today)))
        else:
            self.read_back.setText(texts("intake.wish_kept"))
        set_role(self.read_back, tone="accent" if wish is not None else "warn")

    def _on_chip(self, name: str) -> None:
        """The chip's words go into the box as if they were typed; the chosen chip again takes them away."""
        words = self._context.texts(f"intake.wish_words_{name}")
        self.typed.emit("" if self._words.strip().lower() == words else words)
