"""How the tablet will show a checklist: one step at a time, and a trial run in which the answers decide what comes."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from core.presenters.checklist_designer import Design, condition_text
from core.queries.step_exhibit import StepExhibit, step_exhibits
from core.rules.checklist import NO_ANSWER, Answer, Element, chosen, deviates, full, held, measured, verdict, words
from core.rules.checklist_answers import canonical, toggled
from core.rules.checklist_calculation import calculated
from core.rules.checklist_course import next_step, previous_step, skipped_because, visible
from core.rules.checklist_repeat import base_id, expanded
from office_app.context import OfficeContext
from office_app.knowledge.exhibit_picture import ExhibitPicture
from office_app.knowledge.fields import put_text
from office_app.knowledge.preview_answers import MORE_CONTROLS, offer_button
from office_app.knowledge.preview_parts import Gauge, StepDots
from office_app.knowledge.step_picture import BlobPicture
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row, set_role
from office_app.widgets.painted import Chip

_TONES = {"ok": ("good", "check"), "warn": ("warn", "triangle-alert"), "fail": ("bad", "triangle-alert"),
          "skipped": ("neutral", "circle-minus"), "none": ("neutral", "circle")}
_HELP_HEIGHT = 64
_PICTURE, _EXHIBIT = QSize(280, 160), 150


class TabletPreview(Card):
    """Emits `wanted(id)` when the person walks to another step. Answers live here only and are nobody's."""

    wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__("sunken", name="tabletPreview")
        self.context = context
        self._design = Design(())
        self._at = ""
        self._answers: dict[str, Answer] = {}
        self._shown: tuple[Any, ...] = ()
        theme = context.theme
        self.caption = label("", "section")
        self.restart = Button(theme, "", "quiet", "rotate-ccw", self._restart, "previewRestart")
        self.name, self.place = label("", "strong"), label("", "meta")
        self.title, self.help = label("", "tablet", wrap=True), label("", "second", wrap=True)
        self.help.setMinimumHeight(_HELP_HEIGHT)
        self.help.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.picture, self.exhibit = BlobPicture(context, _PICTURE), ExhibitPicture(context, _EXHIBIT)
        self.held, self.explanation = label("", "warn", wrap=True), QLineEdit()
        self.explanation.setObjectName("previewExplanation")
        self.explanation.textEdited.connect(self._explain)
        self.answer = QVBoxLayout()
        self.answer.setSpacing(10)
        self.verdict = Chip(theme)
        self.hidden = label("", "warn", wrap=True)
        self.dots = StepDots(context)
        self.back = Button(theme, "", "icon", "chevron-left", self._back, "previewBack")
        self.next = Button(theme, "", "primary", "arrow-right", self._next, "previewNext")
        self.next.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        walk = row(self.back, self.next, spacing=8)
        walk.setStretch(1, 1)
        screen = Card()
        screen.setLayout(column(
            self.name, self.place, 4, self.title, self.help, self.picture, self.exhibit, self.answer,
            row(self.verdict, None), self.held, self.explanation, self.hidden, None, self.dots, walk, spacing=8,
            margins=(18, 16, 18, 16),
        ))
        whole = column(row(self.caption, None, self.restart), screen, spacing=8, margins=(14, 12, 14, 14))
        whole.setStretch(1, 1)
        self.setLayout(whole)
        for button in (self.back, self.next):
            button.setMinimumHeight(40)

    def show_design(self, design: Design, name: str) -> None:
        """The selected step of these steps; answers to steps that changed their kind are forgotten."""
        kinds = {element.id: element.kind for element in design.elements}
        before = {element.id: element.kind for element in self._design.elements}
        self._answers = {
            one: answer for one, answer in self._answers.items() if kinds.get(base_id(one)) == before.get(base_id(one))
        }
        self._design = design
        if base_id(self._at) != design.selected or self._current is None:  # chosen in the list: its first time through
            self._at = next((one.id for one in self._steps if base_id(one.id) == design.selected), "")
        self.name.setText(name)
        self._show()

    def retranslate(self) -> None:
        texts = self.context.texts
        self.caption.setText(texts("knowledge.preview"))
        self.restart.setText(texts("knowledge.preview_restart"))
        self.back.setToolTip(texts("knowledge.preview_back"))
        self.back.setAccessibleName(texts("knowledge.preview_back"))
        self.held.setText(texts("knowledge.preview_held"))
        self.explanation.setPlaceholderText(texts("field_work.remark_why"))
        self.explanation.setAccessibleName(texts("field_work.remark_why"))
        self._shown = ()
        self._show()

    @property
    def _steps(self) -> tuple[Element, ...]:
        """The steps as a tablet goes through them: a block as often as its trial answer says."""
        texts = self.context.texts
        trial = tuple((f"trial-{n}", texts("knowledge.preview_machine", n=n)) for n in (1, 2))
        return expanded(self._design.elements, self._answers, trial)

    @property
    def _current(self) -> Element | None:
        return next((one for one in self._steps if one.id == self._at), None)

    def _show(self) -> None:
        steps, element, texts = self._steps, self._current, self.context.texts.current
        for widget in (self.title, self.help, self.dots, self.back, self.next):
            widget.setVisible(element is not None)
        if element is None:
            self._empty()
            return
        known = self._known()
        numbers = {one.id: n for n, one in enumerate((one for one in steps if one.is_step), start=1)}
        shown = visible(steps, known)
        total = len(numbers)
        self.place.setText(texts("knowledge.preview_place", number=numbers.get(element.id, 0), total=total)
                           if element.is_step else texts("knowledge.kind_heading"))
        self.title.setText(words(element.title, texts.language) or texts("knowledge.untitled"))
        self.help.setText(words(element.help, texts.language))
        of_answers = known.get(element.id) if element.kind == "calculated" else None
        if self._shown != (element, texts.language, of_answers):
            self._shown = (element, texts.language, of_answers)
            clear_layout(self.answer)
            make = _CONTROLS.get(element.kind)
            if make is not None:
                self.answer.addWidget(make(self, element))
        self.picture.show_blob(element.image_sha256)
        self.context.tasks.ask(
            step_exhibits, (element,), done=self._on_exhibit, key="step_exhibit_preview", owner=self
        )
        self._show_verdict(element, element.id in shown)
        self.dots.show_steps([
            "now" if one == element.id else "skipped" if one not in shown else
            "done" if one in known else "open" for one in numbers
        ])
        following = next_step(steps, known, element.id)
        target = next((one for one in steps if one.id == following), None)
        self.next.setEnabled(target is not None)
        named = words(target.title, texts.language) if target is not None else ""
        self.next.setText(texts("knowledge.preview_next", step=_short(named)) if target is not None
                          else texts("knowledge.preview_last"))
        self.back.setEnabled(previous_step(steps, known, element.id) is not None)

    def _empty(self) -> None:
        self.place.setText(self.context.texts("knowledge.preview_empty"))
        self._shown = ()
        clear_layout(self.answer)
        self.picture.show_blob("")
        self.exhibit.show_exhibit(None)
        for part in (self.verdict, self.hidden, self.held, self.explanation):
            part.hide()

    def _on_exhibit(self, found: dict[str, StepExhibit]) -> None:
        self.exhibit.show_exhibit(found.get(self._at))

    def _show_verdict(self, element: Element, is_shown: bool) -> None:
        texts = self.context.texts.current
        answer = self.answer_of(element)
        worth = verdict(element, answer.value, answer.photos)
        tone, icon = _TONES[worth]
        self.verdict.setVisible(worth != "none" and element.is_step)
        self.verdict.set(texts(f"knowledge.verdict_{worth}"), tone, icon)
        self.held.setVisible(is_shown and held(element, answer))
        self.explanation.setVisible(is_shown and element.blocks and deviates(worth))
        put_text(self.explanation, answer.reason)
        because = None if is_shown else skipped_because(self._steps, element, self._known())
        self.hidden.setVisible(because is not None)
        if because is not None:
            said = condition_text(because, self._steps, texts)
            self.hidden.setText(texts("knowledge.preview_hidden", condition=said))

    def give(self, element: Element, value: dict[str, Any], photos: int | None = None) -> None:
        """An answer of the trial run, held in the form in which a tablet would keep it."""
        kept = canonical(element, value) if value else {}
        before = self._answers.get(element.id, NO_ANSWER)
        if kept or photos:
            self._answers[element.id] = Answer(kept or {}, before.photos if photos is None else photos)
        else:
            self._answers.pop(element.id, None)
        self._show()

    def _explain(self, text: str) -> None:
        """Why a value may stand as it is; the next one has to be explained anew."""
        element, before = self._current, self._answers.get(self._at)
        if element is not None and before is not None:
            self._answers[self._at] = Answer(before.value, before.photos, text)
            self._show()

    def answer_of(self, element: Element) -> Answer:
        return self._known().get(element.id, NO_ANSWER)

    def _known(self) -> dict[str, Answer]:
        """What was answered in the trial run, and what is calculated from it."""
        return {**self._answers, **calculated(self._steps, self._answers)}

    def _restart(self) -> None:
        self._answers = {}
        self._shown = ()
        self._walk(next_step(self._steps, {}, None))
        self._show()

    def _next(self) -> None:
        self._walk(next_step(self._steps, self._known(), self._at))

    def _back(self) -> None:
        self._walk(previous_step(self._steps, self._known(), self._at))

    def _walk(self, element_id: str | None) -> None:
        if element_id is not None:
            is_same_step = base_id(element_id) == base_id(self._at)
            self._at = element_id
            self.wanted.emit(base_id(element_id))
            if is_same_step:  # the next time through one step of a block: the list has nothing new to choose
                self._show()

    # One control per kind

    def _buttons(self, element: Element, choices: list[tuple[str, str]], held: Callable[[str], bool],
                 press: Callable[[str, bool], None], exclusive: bool) -> QWidget:
        holder, group = QWidget(), QButtonGroup(self)
        group.setExclusive(exclusive)
        lines: list[Button] = []
        for value, text in choices:
            button = Button(self.context.theme, text, "urgency", name=f"previewAnswer_{value}")
            button.setMinimumHeight(44)
            button.setChecked(held(value))
            if value in element.deviation:
                set_role(button, tone="bad")
            button.clicked.connect(lambda on=False, one=value: press(one, on))
            group.addButton(button)
            lines.append(button)
        short = len(lines) <= 3 and all(len(text) < 16 for _value, text in choices)
        holder.setLayout(row(*lines, spacing=8) if short else column(*lines, spacing=8))
        return holder

    def yes_no(self, element: Element) -> QWidget:
        texts = self.context.texts
        answer = self.answer_of(element).value.get("answer")
        return self._buttons(
            element, [(one, texts(f"visit.answer_{one}")) for one in ("yes", "no", "na")], lambda one: one == answer,
            lambda one, _on: self.give(element, {"answer": one}), exclusive=True,
        )

    def choice(self, element: Element) -> QWidget:
        language = self.context.texts.language
        held = set(chosen(self.answer_of(element).value))
        alone = [option.id for option in element.options if option.exclusive]

        def press(one: str, on: bool) -> None:
            now = toggled(sorted(held), one, alone) if element.multiple else (one,) if on else ()
            held.clear()
            held.update(now)
            self.give(element, {"choice": sorted(held)} if held else {})

        choices = [(option.id, words(option.text, language) or option.id) for option in element.options]
        return self._buttons(element, choices, held.__contains__, press, exclusive=not element.multiple)

    def measure(self, element: Element) -> QWidget:
        texts = self.context.texts
        edit, gauge = QLineEdit(), Gauge(self.context, element)
        edit.setObjectName("previewValue")
        edit.setProperty("kind", "tablet")
        edit.setPlaceholderText(texts("knowledge.preview_value"))
        number = measured(self.answer_of(element).value)
        if number is not None:
            edit.setText(texts.number(number))
            gauge.show_value(float(number))

        def typed(text: str) -> None:
            value = measured({"value": text})
            gauge.show_value(None if value is None else float(value))
            self.give(element, {"value": text} if value is not None else {})

        edit.textEdited.connect(typed)
        holder = QWidget()
        unit = label(texts.unit(element.unit), "section")
        holder.setLayout(column(row(edit, unit, spacing=10), gauge, spacing=12))
        return holder

    def text(self, element: Element) -> QWidget:
        edit = QPlainTextEdit(self.answer_of(element).value.get("text", ""))
        edit.setObjectName("previewText")
        edit.setFixedHeight(84)
        edit.textChanged.connect(lambda: self.give(element, {"text": edit.toPlainText()}))
        offered = words(element.offer, self.context.texts.language)
        edit.setPlaceholderText(offered)
        holder, language = QWidget(), self.context.texts.language
        chips = [
            Button(self.context.theme, said, "", clicked=partial(edit.setPlainText, said))
            for said in (words(phrase, language) for phrase in element.phrases[:4])
        ]
        if offered:
            chips.append(offer_button(self, self.context.texts("field_work.keep_text"),
                                      lambda: edit.setPlainText(offered)))
        holder.setLayout(column(edit, *chips, spacing=6))
        return holder

    def photo(self, element: Element) -> QWidget:
        texts = self.context.texts
        count = self.answer_of(element).photos
        button = Button(self.context.theme, texts("knowledge.preview_photo"), "", "camera", name="previewPhoto")
        button.setMinimumHeight(72)
        taken = label("", "meta", wrap=True)

        def say(photos: int) -> None:
            said = texts("knowledge.preview_photos", n=photos, needed=element.photos_needed)
            most = texts("knowledge.photos_most", n=element.photo_max) if element.photo_max else ""
            taken.setText(" · ".join(part for part in (said, most) if part))
            button.setEnabled(not full(element, photos))

        def take() -> None:
            photos = self.answer_of(element).photos + 1
            say(photos)
            self.give(element, {}, photos)

        say(count)
        button.clicked.connect(take)
        holder = QWidget()
        holder.setLayout(column(button, taken, spacing=6))
        return holder

    def instruction(self, element: Element) -> QWidget:
        button = Button(self.context.theme, self.context.texts("knowledge.preview_read"), "urgency", "check",
                        name="previewRead")
        button.setMinimumHeight(44)
        button.setChecked(bool(self.answer_of(element).value))
        button.clicked.connect(lambda on=False: self.give(element, {"read": True} if on else {}))
        holder = QWidget()
        holder.setLayout(row(IconLabel(self.context.theme, "info", "accent", 24), button, spacing=10))
        return holder


_CONTROLS = {
    "yes_no": TabletPreview.yes_no, "choice": TabletPreview.choice, "measure": TabletPreview.measure,
    "text": TabletPreview.text, "photo": TabletPreview.photo, "instruction": TabletPreview.instruction,
    **MORE_CONTROLS,
}


def _short(text: str) -> str:
    return text if len(text) <= 20 else f"{text[:19]}…"
