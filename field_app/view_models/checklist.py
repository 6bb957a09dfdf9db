"""The checklist page: one step at a time, every answer committed before the screen moves."""

from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Slot

from core.clock import local
from core.commands.checklist import AnswerStep, CloseChecklist, ReopenChecklist
from core.ids import new_id
from core.presenters.checklist import UNDO_MILLISECONDS, ChecklistFlow, begin, moves_on_by_itself
from core.presenters.checklist_entry import PADDED, RECORDED, entered, kept_text, offered_text, stepped, turned
from core.presenters.number_pad import NumberPad
from core.queries.checklist_run import ChecklistRun, RunStep, checklist_run
from core.rules.checklist import measured
from core.rules.scan_code import read_payload
from field_app.view_models.checklist_view import EMPTY_STEP, goes_below_zero, step_row, step_view
from field_app.view_models.page_model import PageModel, WorkContext
from field_app.view_models.row_model import RowModel
from field_app.view_models.step_article import StepArticle

TYPING_PAUSE = 300
"""Milliseconds without a key after which half-typed text is committed."""
RESTING = 350
"""Milliseconds after a page has turned in which «Nästa» does not answer: the second half of a double tap."""


class ChecklistModel(PageModel):
    """Shows one checklist instance; the open step's typed value lives here until its pause commits it."""

    EMPTY = {
        "name": "", "customer": "", "subtitle": "", "step": EMPTY_STEP, "next": "", "canBack": False, "isLast": False,
        "missing": 0, "missingText": "", "saved": "", "undo": False, "closed": False, "loaded": False, "total": 0,
        "place": -1, "resting": False,
    }
    KINDS = ("checklist_answer", "checklist_instance", "attachment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._steps = RowModel("id", "number", "title", "detail", "state", "current", parent=self)
        self._flow: ChecklistFlow | None = None
        self._instance_id = ""
        self._wanted_step = ""
        self._half_done: list[str] | None = None
        self._pad = NumberPad()
        self._typed: str | None = None
        self._retype = False
        self._before: dict[str, Any] = {}
        self._saved_at = ""
        self._article = StepArticle(context, self)
        self._typing = self._timer(TYPING_PAUSE, self.flush)
        self._resting = self._timer(RESTING, lambda: self.show(resting=False))
        self._moving = self._timer(UNDO_MILLISECONDS, self._turn)

    def _timer(self, milliseconds: int, then: Any) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=milliseconds)
        timer.timeout.connect(then)
        return timer

    def _half_typed(self, step: RunStep) -> str:
        """The text on the screen: what is being typed, else what is kept."""
        return self._typed if self._typed is not None else kept_text(step)

    steps = Property(QObject, lambda self: self._steps, constant=True)
    article = Property(QObject, lambda self: self._article, constant=True)

    @property
    def current(self) -> RunStep | None:
        return self._flow.current if self._flow else None

    @Slot(str, str)
    def open(self, instance_id: str, step: str = "", typed: list[str] | None = None) -> None:
        """At this step, else at the first one without an answer; `typed` is a step and what was half typed there."""
        self._instance_id, self._wanted_step = instance_id, step
        self._half_done = typed
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._instance_id:
            self.ask(checklist_run, self._instance_id, self.texts.language, done=self._arrived)

    def _arrived(self, run: ChecklistRun | None) -> None:
        if run is None:
            return
        before = self.current
        if self._flow is None:
            self._flow = begin(run)
            if self._wanted_step:
                self._flow = self._flow.go_to(self._wanted_step)
        else:
            self._flow = self._flow.refreshed(run)
        if before is None or self.current is None or before.element_id != self.current.element_id:
            self._enter()
        self._take_up_half_done()
        self._present()

    def _take_up_half_done(self) -> None:
        """What the program was killed over is on the screen again, and is committed after the usual pause."""
        left, self._half_done = self._half_done, None
        step = self.current
        if left is None or step is None or left[0] != step.element_id or left[1] == kept_text(step):
            return
        if step.kind in PADDED:
            self._pad = self._pad.press("clear").with_text(left[1])
            self._retype = False
        self._typed = left[1]
        self._typing.start()

    # Answers

    @Slot(str)
    def answer(self, word: str) -> None:
        """yes, no or na; a plain yes or no moves on by itself after a moment in which it can be taken back."""
        step = self.current
        if step is None:
            return
        self._moving.stop()
        self._before = step.answer or {}
        value = {"answer": word}
        self._commit(value)
        if moves_on_by_itself(step, value):
            self._moving.start()
        self._present()

    @Slot()
    def undo(self) -> None:
        """Takes the answer back while the chip is shown; the page stays."""
        if self._moving.isActive():
            self._moving.stop()
            self.settled(lambda: self._commit(self._before))
            self._present()

    @Slot(str)
    def choose(self, option_id: str) -> None:
        step = self.current
        if step is None:
            return
        chosen = list((step.answer or {}).get("choice", ()))
        if step.multiple:
            chosen = [one for one in chosen if one != option_id] if option_id in chosen else [*chosen, option_id]
        else:
            chosen = [option_id]
        self._commit({"choice": chosen} if chosen else {})

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

    def _type(self, text: str) -> None:
        """Committed after a pause; until then it is kept in the place."""
        self._typed = text
        self._typing.start()
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
        self._typed = text
        self._typing.start()
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
        self._commit({"read": True})

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
        step, typed = self.current, self._typed
        if step is None or typed is None:
            return
        self._typed = None
        given = entered(step, self._pad, typed)
        if given != (step.answer or {}):
            self._commit(given)

    def _commit(self, value: dict[str, Any], reason: str = "") -> None:
        step, flow = self.current, self._flow
        if step is None or flow is None:
            return
        if not value and step.answer is None:
            return
        self.do(
            AnswerStep(
                activity_id=flow.run.activity_id, instance_id=self._instance_id, answer_id=new_id(),
                element_id=step.element_id, value=value, reason=reason,
            ),
            lambda _changes: self._saved(),
        )

    def _saved(self) -> None:
        if self._typed is None:
            self.keep_place(typed=None)
        self._saved_at = self.texts.time(self.core.clock.now())
        self._present()

    # Moving

    @Slot()
    def next(self) -> None:
        here = self._here()
        self.flush()
        self._moving.stop()
        self.settled(lambda: self._move_on(here))

    def _here(self) -> str:
        return self.current.element_id if self.current is not None else ""

    @Slot()
    def _turn(self) -> None:
        self._move_on(self._here())

    def _move_on(self, here: str) -> None:
        self.settled(lambda: self._to_next(here))

    def _to_next(self, here: str) -> None:
        if self._flow is None or self._here() != here:
            return  # a second touch that came before the page had turned
        if self._flow.next is not None:
            self._to(self._flow.go_next())
        elif self._flow.can_close:
            self._close()
        else:
            self._to(self._flow.go_to_missing())

    @Slot()
    def back(self) -> None:
        self.flush()
        self._moving.stop()
        self.settled(self._to_previous)

    def _to_previous(self) -> None:
        if self._flow is None:
            return
        if self._flow.previous is None:
            self.wentBack.emit()
        else:
            self._to(self._flow.go_back())

    @Slot(str)
    def go_to(self, element_id: str) -> None:
        self.flush()
        self._moving.stop()
        self.settled(lambda: self._to(self._flow.go_to(element_id)) if self._flow else None)

    @Slot()
    def leave_for_records(self) -> None:
        """Goes on although something is missing: that stops the checkout, never the way there."""
        self.flush()
        self.settled(self._open_records)

    @Slot()
    def take_photo(self) -> None:
        self._leave_for("photo")

    @Slot()
    def propose_return(self) -> None:
        self._leave_for("finding", kind="return")

    @Slot()
    def reopen(self) -> None:
        if self._flow is not None:
            self.do(ReopenChecklist(activity_id=self._flow.run.activity_id, instance_id=self._instance_id))

    @Slot()
    def open_scan(self) -> None:
        self._leave_for("scan", purpose="step")

    @Slot(str)
    def take_code(self, text: str) -> None:
        """A code typed by hand, or by a scanner that types."""
        if text.strip():
            self._commit({"code": read_payload(text).code})

    @Slot(str, "QVariantList")
    def sign(self, name: str, strokes: list[Any]) -> None:
        self._commit({"name": name, "strokes": strokes})

    def _leave_for(self, page: str, **more: str) -> None:
        """Another page about the open step, when everything is committed."""
        self.flush()
        self.settled(lambda: self._open(page, more))

    def _open(self, page: str, more: dict[str, str]) -> None:
        if self._flow is not None and self.current is not None:
            self.go(
                page, activityId=self._flow.run.activity_id, instanceId=self._instance_id,
                elementId=self.current.element_id, **more,
            )

    def _close(self) -> None:
        assert self._flow is not None
        if self._flow.run.state == "closed":
            self._open_records()
            return
        self.do(
            CloseChecklist(activity_id=self._flow.run.activity_id, instance_id=self._instance_id),
            lambda _changes: self._open_records(),
        )

    def _open_records(self) -> None:
        if self._flow is not None:
            self.go("time_material", activityId=self._flow.run.activity_id)

    def _to(self, flow: ChecklistFlow) -> None:
        self._flow = flow
        self._enter()
        self._resting.start()
        self.show(resting=True)
        self._present()

    def _enter_again(self) -> None:
        self._enter()
        self._present()

    def _enter(self) -> None:
        """A step opens with its kept answer on the pad."""
        step = self.current
        self._typed = None
        self._saved_at = ""
        if step is None:
            return
        if step.kind == "material" and step.item is None:
            self._article.look_for("")
        self._pad = NumberPad(decimals=step.decimals, language=self.texts.language, signed=goes_below_zero(step))
        value = (step.answer or {}).get("value")
        if step.kind in PADDED and value:
            self._pad = self._pad.with_value(measured({"value": value}))
            self._retype = True
        else:
            self._retype = False

    # What is shown

    def _present(self) -> None:
        flow, texts = self._flow, self.texts
        if flow is None:
            return
        step = flow.current
        self._steps.set_rows([step_row(one, one.element_id == flow.current_id, texts) for one in flow.steps])
        left = len(flow.run.required_left)
        following = flow.next
        position = texts("field_work.step_of", number=step.number if step else 0, total=len(flow.steps))
        self.show(
            name=flow.run.name, customer=flow.run.customer, loaded=True, total=len(flow.steps),
            place=step.number - 1 if step else -1,
            subtitle=" · ".join(part for part in (flow.run.customer, position) if part),
            step=step_view(step, self._pad, self._half_typed(step), texts, self.core.blobs) if step else EMPTY_STEP,
            next=following.title if following else "", isLast=following is None, canBack=flow.previous is not None,
            missing=left, missingText=texts.count("field_work.required_left", left) if left else "",
            saved=texts("field_work.saved_at", time=self._saved_at) if self._saved_at else "",
            undo=self._moving.isActive(), closed=flow.run.state == "closed",
        )
