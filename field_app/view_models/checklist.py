"""The checklist page: one step at a time, every answer committed before the screen moves."""


from dataclasses import replace

from PySide6.QtCore import Property, QObject, Slot

from core.commands.checklist import CloseChecklist, ReopenChecklist
from core.presenters.checklist import REACTION, RESTING, ChecklistFlow, begin, rest_after_turn
from core.presenters.checklist_entry import PADDED, kept_text
from core.presenters.number_pad import NumberPad
from core.presenters.unkept_answers import with_unkept
from core.queries.checklist_run import ChecklistRun, checklist_run
from core.rules.checklist import may_be_negative, measured, whole_digits
from field_app.qml_module import for_qml
from field_app.view_models.checklist_answers import ChecklistAnswers
from field_app.view_models.checklist_view import EMPTY_STEP, limited, step_row, step_view
from field_app.view_models.page_model import Then, WorkContext
from field_app.view_models.row_model import RowModel
from field_app.view_models.step_article import StepArticle
from field_app.view_models.time_on_site import TimeOnSite


@for_qml
class ChecklistModel(ChecklistAnswers):
    """Shows one checklist instance; the open step's typed value lives here until its pause commits it."""

    EMPTY = {
        "name": "", "customer": "", "subtitle": "", "step": EMPTY_STEP, "next": "", "canBack": False, "isLast": False,
        "toMissing": False, "missing": 0, "missingText": "", "saved": "", "undo": False, "closed": False,
        "loaded": False, "total": 0, "place": -1, "resting": False, "unseen": False, "onSite": "",
    }
    KINDS = ("checklist_answer", "checklist_instance", "attachment", "document", "diagram", "service_assignment")

    def __init__(self, context: WorkContext, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._steps = RowModel("id", "number", "title", "detail", "state", "current", "by", parent=self)
        self._wanted_step = ""
        self._wants_missing = False
        self._half_done: list[str] | None = None
        self._half_said: list[str] | None = None
        self._article = StepArticle(context, self)
        self._on_site = TimeOnSite(self)
        self._run: ChecklistRun | None = None
        self._leaving: Then | None = None
        self._unkept.changed.connect(self._on_unkept)
        self.refused.connect(self._on_refused)
        self._resting = self._timer(0, lambda: self.show(resting=False))
        self._unseen = self._timer(REACTION, lambda: self.show(unseen=False))

    steps = Property(RowModel, lambda self: self._steps, constant=True)
    article = Property(StepArticle, lambda self: self._article, constant=True)

    @Slot(str, str)
    def open(
        self, instance_id: str, step: str = "", missing: bool = False, typed: list[str] | None = None,
        said: list[str] | None = None,
    ) -> None:
        """At this step, else at the first one without an answer; `missing` goes only through those that are required.

        `typed` is a step with what was half typed there, `said` one with what was half said of its deviation.
        """
        self._instance_id, self._wanted_step, self._wants_missing = instance_id, step, missing
        self._half_done, self._half_said = typed, said
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        if self._instance_id:
            self.ask(checklist_run, self._instance_id, self.texts.language, done=self._arrived)

    def _arrived(self, run: ChecklistRun | None) -> None:
        if run is None:
            return
        before, is_first, self._run = self.current, self._run is None, run
        run = with_unkept(run, self._unkept.of(self._instance_id))
        self._pad = replace(self._pad, language=self.texts.language)
        if self._flow is None:
            self._flow = begin(run, missing=self._wants_missing)
            if self._wanted_step:
                self._flow = self._flow.come_back_to(self._wanted_step)
        else:
            self._flow = self._flow.refreshed(run)
        if before is None or self.current is None or before.element_id != self.current.element_id:
            self._enter()
        self._take_up_half_done()
        self._present()
        if is_first:
            self._on_site.of(run.activity_id)
            self._try_all_again()

    @Slot(str)
    def _on_unkept(self, instance_id: str) -> None:
        """An answer was refused, or is kept at last."""
        if instance_id == self._instance_id and self._flow is not None and self._run is not None and not self.is_left:
            self._flow = self._flow.refreshed(with_unkept(self._run, self._unkept.of(instance_id)))
            self._saved_at = ""
            self._present()

    @Slot()
    def _on_refused(self) -> None:
        """Whoever goes back or to another step goes there all the same; «Nästa» stays where something is unsaved."""
        self._trying.clear()
        self._moving.stop()
        self._leave_step()

    def _take_up_half_done(self) -> None:
        """What the program was killed over is on the screen again, and is committed after the usual pause."""
        left, self._half_done = self._half_done, None
        said, self._half_said = self._half_said, None
        step = self.current
        if said is not None and step is not None and said[0] == step.element_id and said[1] != step.reason:
            self._said = said[1]
            self._typing.start()
        if left is None or step is None or left[0] != step.element_id or left[1] == kept_text(step):
            return
        if step.kind in PADDED:
            self._pad = self._pad.press("clear").with_text(left[1])
            self._retype = False
        self._typed = left[1]
        self._typing.start()

    # Moving

    @Slot()
    def next(self) -> None:
        here = self._here()
        self.flush()
        self._moving.stop()
        self.settled(lambda: self._move_on(here))

    @Slot()
    def _turn(self) -> None:
        self._move_on(self._here(), by_itself=True)

    def _move_on(self, here: str, *, by_itself: bool = False) -> None:
        self.settled(lambda: self._to_next(here, by_itself=by_itself))

    def _to_next(self, here: str, *, by_itself: bool) -> None:
        if self._flow is None or self._here() != here:
            return  # a second touch that came before the page had turned
        if self._flow.next is not None:
            self._to(self._flow.go_next(), by_itself=by_itself)
        elif by_itself:
            self._present()  # nothing comes after it, and a checklist is left on purpose
        elif self._flow.can_close:
            self._close_unless_unkept()
        elif self._flow.misses_others:
            self._to(self._flow.go_to_missing())
        else:
            self._open_records()  # only this one is missing: that stops the checkout, never the way there

    @Slot()
    def back(self) -> None:
        self._leave_for_step(self._to_previous)

    def _leave_for_step(self, then: Then) -> None:
        self.flush()
        self._moving.stop()
        self._leaving = then
        self.settled(self._leave_step)

    def _leave_step(self) -> None:
        then, self._leaving = self._leaving, None
        if then is not None:
            then()

    def _to_previous(self) -> None:
        if self._flow is None:
            return
        if self._flow.previous is None:
            self.wentBack.emit()
        else:
            self._to(self._flow.go_back())

    @Slot(str)
    def go_to(self, element_id: str) -> None:
        self._leave_for_step(lambda: self._to(self._flow.go_to(element_id)) if self._flow else None)

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
    def open_exhibit(self) -> None:
        """The whole document at its page, or the diagram at its position."""
        shown, flow = self.current.exhibit if self.current else None, self._flow
        if shown is None or flow is None:
            return
        place = {"paperId": shown.id, "leaf": str(shown.page)} if shown.kind == "paper" else {
            "diagramId": shown.id, "position": shown.position}
        self.flush()
        self.settled(lambda: self.go(shown.kind, activityId=flow.run.activity_id, **place))

    @Slot()
    def open_scan(self) -> None:
        self._leave_for("scan", purpose="step")

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

    def _close_unless_unkept(self) -> None:
        """A step whose answer is not stored is opened instead."""
        unkept = [step for step in self._flow.walkable if step.unkept] if self._flow is not None else []
        if unkept and self._flow is not None and self._flow.run.state == "open":
            self._to(self._flow.go_to(unkept[0].element_id))
        else:
            self._close()

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

    def _to(self, flow: ChecklistFlow, *, by_itself: bool = False) -> None:
        self._flow = flow
        self._enter()
        self._resting.start(rest_after_turn(flow, by_itself=by_itself))
        self._unseen.start()
        self.show(resting=True, unseen=True)
        self._present()

    def _begun(self) -> None:
        if self._resting.isActive() and self._resting.interval() > RESTING:
            self._resting.stop()
            self.show(resting=False)

    def _enter_again(self) -> None:
        self._enter()
        self._present()

    def _enter(self) -> None:
        """A step opens with its kept answer on the pad."""
        step = self.current
        self._typed = self._said = None
        self._saved_at = ""
        if step is None:
            return
        if step.exhibit is not None and not self.core.blobs.has(step.exhibit.sha256):
            self._context.tablet.fetch(step.exhibit.sha256)  # type: ignore[attr-defined]
        if step.kind == "material" and step.item is None and self._flow is not None:
            self._article.of_visit(self._flow.run.activity_id)
            self._article.look_for("")
        self._pad = NumberPad(
            decimals=step.decimals, language=self.texts.language, signed=may_be_negative(limited(step)),
            longest=whole_digits(limited(step)),
        )
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
            step=step_view(
                step, self._pad, self._half_typed(step), self._remark(step), texts, self.core.blobs, self._now()
            ) if step else EMPTY_STEP,
            next=following.title if following else "", isLast=following is None,
            toMissing=following is None and flow.misses_others, canBack=flow.previous is not None,
            missing=left, missingText=texts.count("field_work.required_left", left) if left else "",
            saved=texts("field_work.saved_at", time=self._saved_at) if self._saved_at else "",
            undo=self._moving.is_coming, closed=flow.run.state == "closed",
        )
