"""Checklists out to a file and in again: the system's file chooser beside the window, the work off the screen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from core.errors import SurroundingsError
from core.integrations.paper_files import file_bytes
from core.presenters.checklist_file import Import, exported, imported
from office_app.context import OfficeContext

_SUFFIX = "json"


def ask_where_to_save(owner: QWidget, context: OfficeContext, template_id: str, name: str) -> None:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    dialog = QFileDialog(owner, context.texts("knowledge.export"), folder, _kinds(context))
    dialog.setObjectName("checklistSaveDialog")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(_SUFFIX)
    dialog.selectFile("".join(letter if letter.isalnum() or letter in " -_" else "-" for letter in name).strip())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: save_checklist(owner, context, template_id, Path(path)))
    dialog.show()


def save_checklist(owner: QWidget, context: OfficeContext, template_id: str, path: Path) -> None:
    core = context.core

    def work() -> None:
        content = exported(core.database, core.blobs, template_id)
        try:
            path.write_bytes(content)
        except OSError as error:
            raise SurroundingsError("knowledge.error_not_exported", name=path.name) from error

    context.tasks.work(
        work, lambda _done: context.messages.show(context.texts("knowledge.exported_to", path=str(path))),
        context.report, owner,
    )


def ask_what_to_take_in(owner: QWidget, context: OfficeContext, done: Callable[[str], None]) -> None:
    dialog = QFileDialog(owner, context.texts("knowledge.import"), "", _kinds(context))
    dialog.setObjectName("checklistOpenDialog")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda path: take_checklist(owner, context, Path(path), done))
    dialog.show()


def take_checklist(owner: QWidget, context: OfficeContext, path: Path, done: Callable[[str], None]) -> None:
    """A first draft out of the file; `done` gets its id. What the steps referred to and is not here is named."""
    core = context.core

    def ready(found: Import) -> None:
        def taken() -> None:
            done(found.command.template_id)
            if found.lost:
                context.messages.show(context.texts("knowledge.import_lost", names=", ".join(found.lost)))

        context.do(found.command, lambda _changes: taken(), owner=owner)

    context.tasks.work(
        lambda: imported(core.database, core.blobs, file_bytes(path)), ready, context.report, owner
    )


def _kinds(context: OfficeContext) -> str:
    return f"{context.texts('knowledge.files_checklists')} (*.{_SUFFIX})"
