"""Answering the open step of a checklist: every touch is committed, what is typed after a pause."""

from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from core.clock import local
from core.commands.checklist import AnswerStep
from core.ids import new_id
from core.presenters.checklist import UNDO_MILLISECONDS, ChecklistFlow, moves_on_by_itself
from core.presenters.checklist_entry import PADDED, RECORDED, entered, kept_text, offered_text, stepped, turned
from core.presenters.number_pad import NumberPad
from core.presenters.option_search import found_options
from core.queries.checklist_run import RunStep
from core.rules.checklist import chosen, measured
from core.rules.checklist_answers import toggled
from core.rules.scan_code import read_payload
from field_app.qml_module import for_qml
from field_app.unkept import UnkeptAnswers
from field_app.view_models.automatic_turn import AutomaticTurn
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.step_use import say_step_used

TYPING_PAUSE = 300
"""Milliseconds without a key after which half-typed text is committed."""


@for_qml
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
        self._trying: set[str] = set()
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

    def _offered(self, step: RunStep) -> str:
        """What is answered or being typed, else what the step offers."""
        return offered_text(step, self._half_typed(step), self._now())

    def _now(self) -> datetime:
        return local(self.core.clock.now()).replace(tzinfo=None)

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

    @Slot("QVariantList", str, result="QVariantList")
    def options_like(self, options: list[dict[str, Any]], typed: str) -> list[Any]:
        """The step's alternatives in which these letters stand."""
        return list(found_options(options, typed))

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
            self.show(step={**self._view["step"], "text": text})

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
        """What is offered, as it is."""
        step = self.current
        if step is None:
            return
        offered = self._offered(step)
        if step.kind in PADDED:
            self._pad, self._retype = self._pad.with_value(measured({"value": offered})), True
        self._enter_text(offered)

    @Slot()
    def none_used(self) -> None:
        self._enter_text("0")

    @Slot(str)
    def choose_article(self, item_id: str) -> None:
        step = self.current
        if step is not None:
            self._commit({"value": self._offered(step), "item": item_id})

    @Slot(str, int)
    def turn(self, part: str, by: int) -> None:
        """A touch on a part of a moment: year, month, day, hour, minute, or «now»."""
        step = self.current
        if step is not None:
            self._enter_text(turned(self._offered(step), part, by, self._now(), step.with_time))

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
        """Commits what is half typed, and tries again what the store refused."""
        self._typing.stop()
        given = [self._flush_remark(), self._flush_typed()]
        if not any(given):
            self._try_again(self._here())

    def _flush_remark(self) -> bool:
        step, said = self.current, self._said
        self._said = None
        if step is None or said is None or not step.answer or said.strip() == step.reason:
            return False
        self._commit(step.answer, said)
        return True

    def _flush_typed(self) -> bool:
        step, typed = self.current, self._typed
        self._typed = None
        if step is None or typed is None:
            return False
        given = entered(step, self._pad, typed)
        if given == (step.answer or {}):
            return False
        self._commit(given)
        return True

    def _try_again(self, *element_ids: str) -> None:
        """What was refused before, once more, unless it is under way."""
        unkept = self._unkept.of(self._instance_id)
        for element_id in element_ids:
            if element_id in unkept and element_id not in self._trying:
                self._send(element_id, unkept[element_id].value, unkept[element_id].reason)

    def _try_all_again(self) -> None:
        """The disk may have room now; what a person has to change waits for him."""
        unkept = self._unkept.of(self._instance_id)
        self._try_again(*(element_id for element_id, answer in unkept.items() if answer.again))

    @property
    def _unkept(self) -> UnkeptAnswers:
        return self._context.unkept  # type: ignore[attr-defined, no-any-return]

    def _commit(self, value: dict[str, Any], reason: str = "") -> None:
        step = self.current
        if step is None or (not value and step.answer is None):
            return
        self._begun()
        given = self._send(step.element_id, value, reason)
        if given is not None and step.kind == "material":
            before = step.answer or {}
            self.settled(lambda: say_step_used(self._context, given, before, lambda: self._show_undone(given)))

    def _send(self, element_id: str, value: dict[str, Any], reason: str) -> AnswerStep | None:
        if self._flow is None:
            return None
        given = AnswerStep(
            activity_id=self._flow.run.activity_id, instance_id=self._instance_id, answer_id=new_id(),
            element_id=element_id, value=value, reason=reason,
        )
        self._trying.add(element_id)
        self.do(given, lambda _changes: self._saved(element_id), self._unkept)
        return given

    def _show_undone(self, given: AnswerStep) -> None:
        """The answer was taken back from outside the page, which may show another step by now, or be gone."""
        if not self.is_left and self._here() == given.element_id:
            self._typing.stop()
            self._typed = None
            self.settled(self._enter_again)

    def _saved(self, element_id: str) -> None:
        self._trying.discard(element_id)
        self._try_all_again()
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

    def scanned(self, text: str) -> bool:
        """The answer of a step that asks for a code; on any other it is a part's or a machine's."""
        step = self.current
        if step is None or step.kind != "scan" or self._view["closed"]:
            return False
        self.take_code(text)
        return True

    @Slot(str, "QVariantList")
    def sign(self, name: str, strokes: list[Any]) -> None:
        self._commit({"name": name, "strokes": strokes})
