"""What a checklist's material step used: said as it is, and taken back with another touch as long as it is said."""

from collections.abc import Callable
from typing import Any

from core.changes import Changes
from core.commands.base import Command
from core.commands.checklist import AnswerStep, ReopenChecklist
from core.ids import new_id
from core.queries.step_record import Standing, step_material
from core.rules.checklist import measured
from field_app.view_models.part_use import say_used

Shown = Callable[[], None]


def say_step_used(context: Any, given: AnswerStep, before: dict[str, Any], shown_again: Shown) -> None:
    """`before` is the step's earlier answer, to which it goes back; `shown_again` lets the page show it."""
    item_id, quantity = given.value.get("item"), measured(given.value)
    if item_id and quantity and given.value != before:
        say_used(
            context, {str(item_id): quantity}, lambda names: _take_back(context, given, before, names, shown_again)
        )


def _take_back(context: Any, given: AnswerStep, before: dict[str, Any], names: str, shown_again: Shown) -> None:
    """By answering as before, which corrects the line; what was changed since then stays, and that is said."""

    def undone(_changes: Changes) -> None:
        shown_again()
        context.messages.say(context.texts("part_use.undone", name=names), "info")

    def found(standing: Standing) -> None:
        if standing == "changed":
            context.messages.say(context.texts("part_use.changed_since", name=names), "info")
            return
        if standing == "closed":
            again: Command = ReopenChecklist(activity_id=given.activity_id, instance_id=given.instance_id)
            context.tasks.run(again, failed=context.report, owner=context.messages)
        answer = AnswerStep(
            activity_id=given.activity_id, instance_id=given.instance_id, answer_id=new_id(),
            element_id=given.element_id, value=before,
        )
        context.tasks.run(answer, undone, context.report, context.messages)

    context.tasks.ask(step_material, given.answer_id, done=found, owner=context.messages)
