"""Files on their way in: a place to drop or choose them, and the work of checking and storing them off the screen."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame

from core.bootstrap import Core
from core.commands.knowledge import PaperFile
from core.ids import new_id
from core.integrations.paper_files import Paper, read_drawing, read_paper
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, column, label, set_role

PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"


class DropZone(QFrame):
    """Emits the path of a file that was dropped or chosen."""

    given = Signal(object)

    def __init__(self, context: OfficeContext, what: str, name: str, small: bool = False) -> None:
        super().__init__()
        self._context, self._what = context, what
        self.setObjectName(name)
        self.setProperty("kind", "drop")
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme = context.theme
        icon = IconLabel(theme, "upload", "accent", 22 if small else 36)
        icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title, self.hint = label("", "strong" if small else "section"), label("", "meta", wrap=True)
        for words in (self.title, self.hint):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = Button(theme, "", "", "folder-open", self.open_dialog, f"{name}Choose")
        pad = 12 if small else 40
        layout = column(icon, self.title, self.hint, spacing=8, margins=(20, pad, 20, pad))
        layout.addWidget(self.choose, alignment=Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(layout)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.title.setText(texts(f"knowledge.drop_{self._what}"))
        self.hint.setText(texts(f"knowledge.drop_{self._what}_hint"))
        self.choose.setText(texts("knowledge.choose_file"))
        self.setAccessibleName(texts(f"knowledge.drop_{self._what}"))

    def open_dialog(self) -> None:
        """Shows the system's file chooser beside the window; nothing waits for it."""
        texts = self._context.texts
        kinds = f"{texts('knowledge.files_pictures')} ({PICTURES})"
        if self._what in ("document", "newer"):
            kinds = f"{texts('knowledge.files_papers')} (*.pdf {PICTURES});;{kinds}"
        dialog = QFileDialog(self, texts(f"knowledge.drop_{self._what}"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.given.emit(Path(path)))
        dialog.show()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _file_of(event) is not None:
            set_role(self, hot="true")
            event.acceptProposedAction()

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        set_role(self, hot="false")

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, hot="false")
        path = _file_of(event)
        if path is not None:
            event.acceptProposedAction()
            self.given.emit(path)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_dialog()
        else:
            super().keyPressEvent(event)


def take_in(
    context: OfficeContext, path: Path, is_drawing: bool, done: Callable[[Paper, PaperFile], None], owner: DropZone
) -> None:
    """Checks and stores a file off the screen, then tells what to write; a refused file is one sentence."""
    core: Core = context.core

    def work() -> tuple[Paper, PaperFile]:
        paper = read_drawing(path) if is_drawing else read_paper(path)
        sha256 = core.blobs.put(paper.content)
        return paper, PaperFile(
            attachment_id=new_id(), sha256=sha256, mime=paper.mime, size=len(paper.content), file_name=paper.file_name
        )

    owner.choose.setEnabled(False)
    owner.title.setText(context.texts("knowledge.reading_file"))

    def ready() -> None:
        owner.choose.setEnabled(True)
        owner.retranslate()

    def taken(result: tuple[Paper, PaperFile]) -> None:
        ready()
        done(*result)

    def failed(error) -> None:  # type: ignore[no-untyped-def]
        ready()
        context.report(error)

    context.tasks.work(work, taken, failed, owner)


def _file_of(event: QDropEvent) -> Path | None:
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
