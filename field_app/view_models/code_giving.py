"""Giving a code that nobody knew to a machine or an article, with an undo as long as it is said."""

from typing import Any

from core.changes import Changes
from core.commands.on_site import GiveCode
from field_app.view_models.page_model import PageModel, Then


def give_code(page: PageModel, context: Any, command: GiveCode, name: str, then: Then) -> None:
    """Says whose it is now; what is refused is told of by the page."""
    texts = context.texts

    def taken_back(_changes: Changes) -> None:
        context.messages.say(texts("scan.connect_undone", name=name), "info")

    def undo() -> None:
        back = GiveCode(
            kind=command.kind, object_id=command.object_id, code=command.instead_of, instead_of=command.code,
            activity_id=command.activity_id,
        )
        context.tasks.run(back, taken_back, context.report, context.messages)

    def given(_changes: Changes) -> None:
        words = texts("scan.connected", code=command.code, name=name)
        context.messages.offer(words, "good", texts("part_use.undo"), undo)
        then()

    page.do(command, given)
