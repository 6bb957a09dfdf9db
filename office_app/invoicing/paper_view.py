"""A document as it is sent: its pages as pictures, rendered off the GUI thread, with saving and printing at hand."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeySequence, QPainter, QPixmap, QShortcut
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from core.errors import SurroundingsError, UserError
from core.tokens import load_tokens
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, clear_layout, column, label, line, row
from office_app.widgets.painted import Chip

_PAGE_WIDTH = 780


class PaperView(QWidget):
    """`closed` leads back to where it was opened from; `renew_wanted` asks for the report's next version."""

    closed = Signal()
    renew_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._content, self._file_name = b"", ""
        self.setObjectName("paperView")
        theme = context.theme
        self.back = Button(theme, "", "", "arrow-left", self.closed.emit, "paperBack")
        self.title = label("", "heading")
        self.title.setObjectName("paperTitle")
        self._chips = QHBoxLayout()
        self._chips.setSpacing(6)
        self.renew = Button(theme, "", "primary", "file-plus", self.renew_wanted.emit, "paperRenew")
        self.save = Button(theme, "", "", "download", self._save, "paperSave")
        self.pages_label = label("", "second")
        self.pages_label.setObjectName("paperPages")
        self._pages = QVBoxLayout()
        self._pages.setContentsMargins(0, 20, 0, 28)
        self._pages.setSpacing(18)
        self._area = self._scroll()
        head = row(
            self.back, 4, self.title, self._chips, self.pages_label, None, self.renew, self.save, spacing=10,
            margins=(20, 12, 20, 12),
        )
        self.setLayout(column(head, line(), self._area, spacing=0))
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.closed.emit)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.retranslate()

    def retranslate(self) -> None:
        texts = self._context.texts
        self.back.setText(texts("invoicing.back"))
        self.renew.setText(texts("invoicing.renew"))
        self.save.setText(texts("invoicing.save_pdf"))

    def wait(self, title: str) -> None:
        """Nothing to show yet: the document is being made."""
        self._content = b""
        clear_layout(self._pages)
        clear_layout(self._chips)
        self.title.setText(title)
        self.pages_label.setText(self._context.texts("shell.loading"))
        self.renew.hide()
        self.save.setEnabled(False)
        self.back.setFocus()

    def show_paper(
        self, content: bytes, file_name: str, chips: list[tuple[str, str, str]], *, can_renew: bool = False
    ) -> None:
        """Shows exactly these bytes; chips are (text, tone, icon)."""
        self._content, self._file_name = content, file_name
        self.title.setText(file_name.removesuffix(".pdf"))
        clear_layout(self._chips)
        for text, tone, icon in chips:
            self._chips.addWidget(Chip(self._context.theme, text, tone, icon))
        self.renew.setVisible(can_renew)
        self.save.setEnabled(True)
        ratio = self.devicePixelRatioF()
        width = round(_PAGE_WIDTH * ratio)
        self._context.tasks.work(
            lambda: rendered(content, width), lambda pages: self._show_pages(pages, ratio), owner=self, key=self
        )

    def _scroll(self) -> QScrollArea:
        inner = QWidget()
        inner.setProperty("kind", "page")
        inner.setLayout(self._pages)
        area = QScrollArea()
        area.setObjectName("paperScroll")
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return area

    def _show_pages(self, pages: list[QImage], ratio: float) -> None:
        clear_layout(self._pages)
        self.pages_label.setText(self._context.texts.count("invoicing.pages", len(pages)))
        for number, page in enumerate(pages, 1):
            page.setDevicePixelRatio(ratio)
            sheet = QLabel()
            sheet.setObjectName(f"paperPage_{number}")
            sheet.setPixmap(QPixmap.fromImage(page))
            sheet.setAccessibleName(self._context.texts("documents.page_of", page=number, pages=len(pages)))
            self._pages.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._pages.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def _save(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self, self.save.text(), folder, "PDF (*.pdf)")
        dialog.setObjectName("paperSaveDialog")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self._file_name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.show()

    def save_to(self, path: str) -> None:
        """Writes the document there, off the GUI thread."""
        content, texts = self._content, self._context.texts
        done: Callable[[object], None] = lambda _written: self._context.messages.show(  # noqa: E731
            texts("invoicing.saved_to", path=path)
        )
        self._context.tasks.work(lambda: _write(Path(path), content), done, self._context.report, self)


def rendered(content: bytes, width: int) -> list[QImage]:
    """Every page on white paper, `width` pixels wide."""
    from PySide6.QtPdf import QPdfDocument

    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    document.load(buffer)
    if document.status() != QPdfDocument.Status.Ready:
        raise UserError("invoicing.error_paper_damaged")
    pages = []
    for number in range(document.pageCount()):
        size = document.pagePointSize(number)
        picture = document.render(number, QSize(width, round(width * size.height() / size.width())))
        page = QImage(picture.size(), QImage.Format.Format_RGB32)
        page.fill(QColor(load_tokens().theme("light")["surface"]))
        painter = QPainter(page)
        painter.drawImage(0, 0, picture)
        painter.end()
        pages.append(page)
    document.close()
    return pages


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
