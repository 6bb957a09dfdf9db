"""Taking back: every step by its name, and never the wrong one."""

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from core.commands.firm import EditFirm
from core.queries.firm import firm
from office_app.context import OfficeContext
from office_app.shell_keys import take_back
from office_app.widgets.basics import IconLabel
from office_app.widgets.toast import ToastArea


def phone(context: OfficeContext) -> str:
    found = context.core.database.ask(firm)
    assert found is not None
    return found.fields["phone"]


def test_steps_are_taken_back_one_by_one_and_done_again(context: OfficeContext, qtbot: QtBot) -> None:
    before = phone(context)
    for number in ("031-1", "031-2"):
        context.do(EditFirm(fields={"phone": number}))
    qtbot.waitUntil(lambda: not context.tasks.busy)
    for expected, act in (("031-1", context.undo.undo), (before, context.undo.undo), ("031-1", context.undo.redo)):
        act()
        qtbot.waitUntil(lambda wanted=expected: phone(context) == wanted)


def test_taking_back_at_once_means_the_command_just_given(context: OfficeContext, qtbot: QtBot) -> None:
    context.do(EditFirm(fields={"phone": "031-1"}))
    qtbot.waitUntil(lambda: not context.tasks.busy)
    context.do(EditFirm(fields={"phone": "031-2"}))
    context.undo.undo()  # the command has not been carried out yet
    qtbot.waitUntil(lambda: not context.tasks.busy)
    qtbot.waitUntil(lambda: phone(context) == "031-1")


def test_a_refused_command_leaves_nothing_to_take_back(context: OfficeContext, qtbot: QtBot) -> None:
    with qtbot.waitSignal(context.messages.failed):
        context.do(EditFirm(fields={"nonsense": "x"}))
    assert not context.undo.can_undo


def test_nothing_to_take_back_is_a_note_and_no_success(context: OfficeContext, qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(900, 600)
    toasts = ToastArea(context.theme, page)
    context.messages.noted.connect(toasts.show_note)
    with qtbot.assertNotEmitted(context.messages.shown):
        take_back(context)
        take_back(context)
    assert toasts.texts == ["Det finns inget att ångra."]
    assert {icon._icon for icon in toasts.findChildren(IconLabel)} == {"info"}
