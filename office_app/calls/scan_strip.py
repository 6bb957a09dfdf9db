"""Reads a machine from a picture: dropped, pasted or chosen; says what was read, or why nothing could be."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QFrame

from core.errors import TulpanError
from core.rules.scan_code import ScanCode, read_payload
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, IconLabel, column, label, row, set_role

Picture = bytes | Path
_PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff *.mpo"


class ScanStrip(QFrame):
    """Emits the code that was read. What was found or not is told to it and shown in its own line."""

    read = Signal(object)
    link_wanted = Signal(object)
    add_wanted = Signal(object)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._unknown: ScanCode | None = None
        self.setObjectName("intakeScan")
        self.setProperty("kind", "scan")
        self.setAcceptDrops(True)
        theme = context.theme
        self.icon = IconLabel(theme, "scan-barcode", "text3", 18)
        self.hint = label("", "dense", wrap=True)
        self.choose = Button(theme, "", "quiet", "image", self.choose_file, "intakeScanChoose")
        self.paste = Button(theme, "", "quiet", "clipboard-paste", self.paste_picture, "intakeScanPaste")
        self.answer = label("", "dense", wrap=True)
        self.answer.setObjectName("intakeScanAnswer")
        self.link = Button(theme, "", "", "link-2", self._on_link, "intakeScanLink")
        self.add = Button(theme, "", "", "plus", self._on_add, "intakeScanAdd")
        self._top = row(self.icon, spacing=2)
        self._top.addSpacing(6)
        self._top.addWidget(self.hint, 1)
        self._top.addWidget(self.choose)
        self._top.addWidget(self.paste)
        self.setLayout(column(self._top, self.answer, row(self.link, self.add, None), spacing=4, margins=(12, 4, 6, 4)))
        self.clear()
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.hint.setText(texts("intake.scan_hint"))
        self.choose.setText(texts("intake.scan_choose"))
        self.paste.setText(texts("intake.scan_paste"))
        self.add.setText(texts("intake.scan_add"))

    def add_button(self, button: Button) -> None:
        """One more way to a machine, beside those from a picture."""
        self._top.addWidget(button)

    def clear(self) -> None:
        self._unknown = None
        for widget in (self.answer, self.link, self.add):
            widget.hide()

    # Ways in

    def choose_file(self) -> None:
        texts = self._context.texts
        dialog = QFileDialog(self, texts("intake.scan_dialog"), "", f"{texts('intake.scan_pictures')} ({_PICTURES})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda path: self.read_source(Path(path)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def paste_picture(self) -> None:
        """A picture, a picture file or a code as text from the clipboard."""
        if not self.take(QGuiApplication.clipboard().mimeData()):
            self.say(self._context.texts("intake.scan_nothing_to_paste"), "warn")

    def take(self, data: QMimeData) -> bool:
        """Reads what was dropped or pasted; false when there is nothing in it that could hold a code."""
        file = next((Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()), None)
        if file is not None:
            self.read_source(file)
        elif data.hasImage():
            self._read_image(data.imageData())
        elif data.hasText() and data.text().strip():
            self.read.emit(read_payload(data.text()))
        else:
            return False
        return True

    def read_source(self, source: Picture | Callable[[], bytes]) -> None:
        """Decodes off the GUI thread; a picture that cannot be read is answered with one sentence."""
        self.clear()
        self.say(self._context.texts("intake.scan_reading"), "")
        self._context.tasks.work(
            lambda: _code_in(source() if callable(source) else source), done=self.read.emit, failed=self._on_failed,
            owner=self, key="intake.scan",
        )

    # Answers

    def say(self, text: str, tone: str) -> None:
        self.answer.setText(text)
        set_role(self.answer, tone=tone)
        self.answer.setVisible(bool(text))

    def say_unknown(self, code: ScanCode, machine_name: str, can_add: bool) -> None:
        """Nobody has this code: it can belong to the chosen machine, or to a new one."""
        texts = self._context.texts
        self._unknown = code
        self.say(texts("intake.scan_unknown", code=code.code), "warn")
        self.link.setText(texts("intake.scan_link", name=machine_name))
        self.link.setVisible(bool(machine_name))
        self.add.setVisible(can_add)

    def _on_failed(self, error: TulpanError) -> None:
        self.say(self._context.texts.error(error), "bad")

    def _on_link(self) -> None:
        unknown = self._unknown
        self.clear()
        if unknown is not None:
            self.link_wanted.emit(unknown)

    def _on_add(self) -> None:
        unknown = self._unknown
        self.clear()
        if unknown is not None:
            self.add_wanted.emit(unknown)

    def _read_image(self, image: QImage) -> None:
        def encoded() -> bytes:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImage(image).save(buffer, "PNG")  # type: ignore[call-overload]  # the stub wants bytes, Qt a str
            return bytes(buffer.data().data())

        self.read_source(encoded)

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if data.hasUrls() or data.hasImage() or data.hasText():
            event.acceptProposedAction()
            set_role(self, over="true")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        set_role(self, over="false")
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        set_role(self, over="false")
        if self.take(event.mimeData()):
            event.acceptProposedAction()


def _code_in(source: Picture) -> ScanCode:
    # The decoders bring numpy with them: they are loaded with the first picture, not with the window.
    from core.integrations.scanning.pictures import code_in_picture

    return code_in_picture(source)
