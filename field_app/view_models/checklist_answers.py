"""Answering the open step of a checklist: every touch is committed, what is typed after a pause."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from core.clock import local
from core.commands.checklist import AnswerStep
from core.ids import new_id
from core.presenters.checklist import UNDO_MILLISECONDS, ChecklistFlow, moves_on_by_itself
from core.presenters.checklist_entry import RECORDED, entered, kept_text, offered_text, stepped, turned
from core.presenters.number_pad import NumberPad
from core.queries.checklist_run import RunStep
from core.rules.checklist import chosen
from core.rules.checklist_answers import toggled
from core.rules.scan_code import read_payload
from field_app.view_models.automatic_turn import AutomaticTurn
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.step_use import say_step_used

TYPING_PAUSE = 300
"""Milliseconds without a key after which half-typed text is committed."""


class ChecklistAnswers(PageModel):
    """The open step with what is being entered; turning pages and showing them is `ChecklistModel`'s."""

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._flow: ChecklistFlow | None = None
        self._instance_id = ""
        self._pad = NumberPad()
        self._typed: str | None = None
        self._said: str | None = None
        self._retype = False
        self._before: dict[str, Any] = {}
        self._saved_at = ""
        self._typing = self._timer(TYPING_PAUSE, self.flush)
        self._moving = AutomaticTurn(UNDO_MILLISECONDS, self._turn, self)

    def _timer(self, milliseconds: int, then: Any) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(then)
        return timer

    def _half_typed(self, step: RunStep) -> str:
        """The text on the screen: what is being typed, else what is kept."""
        return self._typed if self._typed is not None else kept_text(step)

    def _remark(self, step: RunStep) -> str:
        """What is said of a deviation: what is being typed, else what is kept."""
        return self._said if self._said is not None else step.reason

    @property
    def current(self) -> RunStep | None:
        return self._flow.current if self._flow else None

    def _here(self) -> str:
        return self.current.element_id if self.current is not None else ""

    def _turn(self) -> None:
        """Goes on by itself, after the moment in which an answer can be taken back."""
        raise NotImplementedError

    def _enter_again(self) -> None:
        """The open step with its kept answer."""
        raise NotImplementedError

    def _present(self) -> None:
        """Shows what has changed."""
        raise NotImplementedError

    def _begun(self) -> None:
        """The open step is being answered, so that «Nästa» is meant for it."""
        raise NotImplementedError

    @Slot(bool)
    def hold(self, is_down: bool) -> None:
        """A finger went down on the page, or up again."""
        self._moving.hold(is_down)

    @Slot(str)
    def answer(self, word: str) -> None:
        """yes, no or na."""
        self._give({"answer": word})

    def _give(self, value: dict[str, Any]) -> None:
        """The answer of one touch. What it answers fully moves on after a moment in which it can be taken back."""
        step = self.current
        if step is None:
            return
        self._moving.stop()
        self._said = None
        self._before = step.answer or {}
        self._commit(value)
        if moves_on_by_itself(step, value):
            self._moving.start()
        self._present()

    @Slot()
    def undo(self) -> None:
        """Takes the answer back while the chip is shown; the page stays."""
        if self._moving.is_coming:
            self._moving.stop()
            self.settled(lambda: self._commit(self._before))
            self._present()

    @Slot(str)
    def choose(self, option_id: str) -> None:
        step = self.current
        if step is None:
            return
        if not step.multiple:
            self._give({"choice": [option_id]})
            return
        now = toggled(chosen(step.answer or {}), option_id, step.exclusive_ids)
        self._said = None
        self._commit({"choice": list(now)} if now else {})

    @Slot(str)
    def press(self, key: str) -> None:
        """A key of the number pad. The first digit on a kept value begins a new one."""
        if self._retype and key not in ("back", "minus"):
            self._pad = self._pad.press("clear")
        self._retype = False
        self._pad = self._pad.press(key)
        self._type(self._pad.text)
        self._present()

    @Slot(str)
    def write(self, text: str) -> None:
        """The text as it is being typed."""
        step = self.current
        if step is not None and text != self._half_typed(step):
            self._type(text)

    @Slot(str)
    def remark(self, text: str) -> None:
        """What was found, in words for the customer, as it is being typed."""
        step = self.current
        if step is not None and text != self._remark(step):
            self._said = text
            self._typing.start()
            self.keep_place(said=[self._here(), text])

    def _type(self, text: str) -> None:
        """Committed after a pause; until then it is kept in the place."""
        self._typed = text
        self._typing.start()
        self._begun()
        self.keep_place(typed=[self._here(), text])

    @Slot(str)
    def add_phrase(self, phrase: str) -> None:
        step = self.current
        if step is None:
            return
        now = self._half_typed(step).strip()
        self._typed = f"{now} {phrase}".strip() if now else phrase
        self.flush()

    @Slot(int)
    def count(self, by: int) -> None:
        """A touch on plus or minus; what becomes a record waits for the last of several quick touches."""
        step = self.current
        if step is None:
            return
        text = stepped(step, self._half_typed(step), by)
        if step.kind not in RECORDED:
            self._enter_text(text)
            return
        self._type(text)
        self._present()

    @Slot()
    def keep(self) -> None:
        """The amount as it is offered."""
        step = self.current
        if step is not None:
            self._enter_text(offered_text(step, self._half_typed(step)))

    @Slot()
    def none_used(self) -> None:
        self._enter_text("0")

    @Slot(str)
    def choose_article(self, item_id: str) -> None:
        step = self.current
        if step is not None:
            self._commit({"value": offered_text(step, self._half_typed(step)), "item": item_id})

    @Slot(str, int)
    def turn(self, part: str, by: int) -> None:
        """A touch on a part of a moment: year, month, day, hour, minute, or «now»."""
        step = self.current
        if step is not None:
            now = local(self.core.clock.now()).replace(tzinfo=None)
            self._enter_text(turned(self._half_typed(step), part, by, now, step.with_time))

    def _enter_text(self, text: str) -> None:
        """Committed at once, and kept here so that the next quick touch goes on from it."""
        self._typed = text
        step = self.current
        if step is not None:
            self._commit(entered(step, self._pad, text))
            self._present()

    @Slot()
    def read(self) -> None:
        self._give({"read": True})

    @Slot(str)
    def skip(self, reason: str) -> None:
        """«Kan inte mäta» or «Hoppa över»: allowed with a reason."""
        self._typed = None
        self._typing.stop()
        self._commit({"cannot": True}, reason)
        self.settled(self._enter_again)

    @Slot()
    def clear_answer(self) -> None:
        self._commit({})
        self.settled(self._enter_again)

    @Slot()
    def flush(self) -> None:
        """Commits what is half typed."""
        self._typing.stop()
        self._flush_remark()
        step, typed = self.current, self._typed
        if step is None or typed is None:
            return
        self._typed = None
        given = entered(step, self._pad, typed)
        if given != (step.answer or {}):
            self._commit(given)

    def _flush_remark(self) -> None:
        step, said = self.current, self._said
        self._said = None
        if step is not None and said is not None and step.answer and said.strip() != step.reason:
            self._commit(step.answer, said)

    def _commit(self, value: dict[str, Any], reason: str = "") -> None:
        step, flow = self.current, self._flow
        if step is None or flow is None:
            return
        if not value and step.answer is None:
            return
        self._begun()
        given = AnswerStep(
            activity_id=flow.run.activity_id, instance_id=self._instance_id, answer_id=new_id(),
            element_id=step.element_id, value=value, reason=reason,
        )
        self.do(given, lambda _changes: self._saved())
        if step.kind == "material":
            before = step.answer or {}
            self.settled(lambda: say_step_used(self._context, given, before, lambda: self._show_undone(given)))

    def _show_undone(self, given: AnswerStep) -> None:
        """The answer was taken back from outside the page, which may show another step by now, or be gone."""
        if not self.is_left and self._here() == given.element_id:
            self._typing.stop()
            self._typed = None
            self.settled(self._enter_again)

    def _saved(self) -> None:
        if self._typed is None:
            self.keep_place(typed=None)
        if self._said is None:
            self.keep_place(said=None)
        self._saved_at = self.texts.time(self.core.clock.now())
        self._present()

    @Slot(str)
    def take_code(self, text: str) -> None:
        """A code typed by hand, or by a scanner that types."""
        if text.strip():
            self._commit({"code": read_payload(text).code})

    @Slot(str, "QVariantList")
    def sign(self, name: str, strokes: list[Any]) -> None:
        self._commit({"name": name, "strokes": strokes})
