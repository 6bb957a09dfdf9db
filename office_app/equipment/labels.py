"""Prints machine labels: makes the PDF off the GUI thread and shows it in the desktop's own program."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication

from core.errors import SurroundingsError
from core.queries.equipment_labels import LabelRow, equipment_labels
from core.queries.firm import FirmRow, firm
from core.rules import phone
from office_app.context import OfficeContext

MOST = 480
"""Twenty sheets; whoever wants more prints a part of the list at a time."""


class LabelPrinter(QObject):
    """`print_labels` asks for the machines, makes the sheet and opens it; `last` is where it lies."""

    def __init__(self, context: OfficeContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.last: Path | None = None

    def print_labels(self, equipment_ids: tuple[str, ...]) -> None:
        self._context.tasks.ask(_wanted, equipment_ids[:MOST], done=self._make, owner=self)

    def _make(self, found: "tuple[tuple[LabelRow, ...], FirmRow | None]") -> None:
        rows, owner = found
        texts, folder = self._context.texts.current, self._context.core.settings.folder / "labels"
        name = rows[0].code if len(rows) == 1 else f"{len(rows)}"
        target = folder / f"etiketter-{''.join(c if c.isalnum() or c in '-_' else '-' for c in name)}.pdf"

        def make() -> Path:
            # ReportLab is loaded with the first label, not with the window.
            from core.documents.labels import MachineLabel, label_sheet

            content = label_sheet(
                [MachineLabel(row.code, row.name, row.serial) for row in rows], owner.name if owner else "",
                phone.shown(owner.fields["phone"]) if owner else "", texts,
            )
            try:
                folder.mkdir(exist_ok=True)
                target.write_bytes(content)
            except OSError as error:
                raise SurroundingsError("errors.disk_write_failed", detail=str(error)) from error
            return target

        if rows:
            self._context.tasks.work(make, self._show, owner=self)

    def _show(self, path: Path) -> None:
        self.last = path
        self._context.messages.show(self._context.texts("equipment.print_done", file=str(path)))
        if QApplication.platformName() not in ("offscreen", "minimal"):
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _wanted(session: Any, equipment_ids: tuple[str, ...]) -> "tuple[tuple[LabelRow, ...], FirmRow | None]":
    return equipment_labels(session, equipment_ids), firm(session)
