"""Choosing a file or a folder with a finger: places, folders, pictures; what cannot be used says why."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Property, QObject, QUrl, Signal, Slot

from field_app.context import FieldContext
from field_app.device.files import (
    PURPOSES,
    Entry,
    Listing,
    Root,
    listed,
    make_folder,
    path_of,
    root_of,
    roots,
    shown_name,
    token_of,
)
from field_app.view_models.row_model import RowModel

_MEGABYTE, _KILOBYTE = 1024 * 1024, 1024


class Browsing(QObject):
    """One choice at a time: `begin` for what, then `enter`, `leave` and `pick`; disks are looked at off the GUI thread.

    Nothing outside the place that the person stands in is listed, and it begins where something was last taken.
    """

    changed = Signal()
    made = Signal()
    """The new folder is there, and is the one that is shown."""

    def __init__(self, context: FieldContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._purpose = PURPOSES["photos"]
        self._roots: tuple[Root, ...] = ()
        self._root: Root | None = None
        self._listing = Listing(Path())
        self._chosen: list[str] = []
        self._is_looking = False
        self._rows = RowModel("id", "isFolder", "name", "detail", "trouble", "source", "chosen", parent=self)
        context.texts.changed.connect(self._tell)

    @Slot(str)
    def begin(self, purpose: str) -> None:
        """For «photos» (several), a «code» in a picture, or a «folder»."""
        self._purpose, self._chosen = PURPOSES[purpose], []
        self._listing = Listing(Path())
        kept = str(self._context.settings.value(f"files/{purpose}") or "")
        self._look(lambda: _opening(Path(kept)))

    @Slot(str)
    def go_to(self, root_id: str) -> None:
        """One of the places."""
        root = next((one for one in self._roots if token_of(one.path) == root_id), None)
        if root is not None:
            self._look(lambda: (self._roots, root, root.path))

    @Slot(str)
    def enter(self, entry_id: str) -> None:
        root, folder = self._root, path_of(entry_id)
        if root is not None:
            self._look(lambda: (self._roots, root, folder))

    @Slot()
    def leave(self) -> None:
        """One folder out, never out of the place."""
        root, folder = self._root, self._listing.folder
        if root is not None and self._can_leave():
            self._look(lambda: (self._roots, root, folder.parent))

    @Slot(str)
    def make(self, name: str) -> None:
        """A new folder in the one that is shown, and into it."""
        root, folder = self._root, self._listing.folder
        if root is not None and not self._is_looking:
            self._look(lambda: (self._roots, root, make_folder(folder, root.path, name)), self.made.emit)

    @Slot(str, result="QVariantList")
    def pick(self, entry_id: str) -> list[QUrl]:
        """A touch on a file: marks it or takes the mark away where several are wanted, else it is what is chosen."""
        if not self._purpose.several:
            return self._taken([path_of(entry_id)])
        if entry_id in self._chosen:
            self._chosen.remove(entry_id)
        else:
            self._chosen.append(entry_id)
        self._tell()
        return []

    @Slot(result="QVariantList")
    def take(self) -> list[QUrl]:
        """What is marked, in the order of the touches; or the folder that is shown."""
        if self._purpose.takes_folder:
            return self._taken([self._listing.folder])
        return self._taken([path_of(one) for one in self._chosen])

    def _taken(self, paths: list[Path]) -> list[QUrl]:
        self._context.settings.setValue(f"files/{self._purpose.name}", str(self._listing.folder))
        return [QUrl.fromLocalFile(str(path)) for path in paths]

    # ---- Looking ----------------------------------------------------------------------------------------------------

    def _look(self, where: Any, then: Callable[[], None] | None = None) -> None:
        purpose = self._purpose

        def look() -> tuple[tuple[Root, ...], Root | None, Listing]:
            found, root, folder = where()
            return found, root, listed(folder, root.path, purpose) if root is not None else Listing(Path())

        def arrived(found: tuple[tuple[Root, ...], Root | None, Listing]) -> None:
            self._arrived(found)
            if then is not None:
                then()

        self._is_looking = True
        self._tell()
        self._context.tasks.work(look, arrived, self._failed, owner=self, key="files")

    def _arrived(self, found: tuple[tuple[Root, ...], Root | None, Listing]) -> None:
        self._roots, self._root, self._listing = found
        self._is_looking = False
        self._tell()

    def _failed(self, error: Any) -> None:
        self._is_looking = False
        self._tell()
        self._context.report(error)

    # ---- Showing ----------------------------------------------------------------------------------------------------

    @Slot()
    def _tell(self) -> None:
        self._rows.set_rows([self._row(one) for one in self._listing.entries])
        self.changed.emit()

    def _row(self, entry: Entry) -> dict[str, Any]:
        texts, entry_id = self._context.texts, token_of(entry.path)
        is_usable = not entry.is_folder and not entry.trouble
        return {
            "id": entry_id, "isFolder": entry.is_folder, "name": entry.name, "detail": self._detail(entry),
            "trouble": texts(entry.trouble, **self._purpose.limits) if entry.trouble else "",
            "source": f"file/{entry_id}" if is_usable else "", "chosen": entry_id in self._chosen,
        }

    def _detail(self, entry: Entry) -> str:
        texts = self._context.texts
        if entry.is_folder or entry.changed is None:
            return ""
        if entry.size >= _MEGABYTE:
            size = f"{texts.number(round(entry.size / _MEGABYTE, 1))} MB"
        else:
            size = f"{texts.number(-(-entry.size // _KILOBYTE))} kB"
        return f"{size} · {texts.day_time(entry.changed, self._context.now())}"

    def _can_leave(self) -> bool:
        return self._root is not None and self._listing.folder != self._root.path

    def _view(self) -> dict[str, Any]:
        texts, purpose, listing = self._context.texts, self._purpose, self._listing
        return {
            "looking": self._is_looking, "several": purpose.several, "takesFolder": purpose.takes_folder,
            "folder": self._folder_name(), "canLeave": self._can_leave(), "count": len(self._chosen),
            "trouble": texts(listing.trouble) if listing.trouble else "",
            "leftOut": texts.count("files.left_out", listing.left_out) if listing.left_out else "",
            "canMake": purpose.takes_folder and self._root is not None and not listing.trouble,
            "canTake": self._root is not None and not listing.trouble and not self._is_looking
            and (purpose.takes_folder or bool(self._chosen)),
            "roots": [
                {
                    "id": token_of(one.path), "icon": one.icon, "name": one.name or texts(one.key),
                    "chosen": one == self._root,
                }
                for one in self._roots
            ],
        }

    def _folder_name(self) -> str:
        root = self._root
        if root is None:
            return ""
        if self._listing.folder == root.path:
            return root.name or self._context.texts(root.key)
        return shown_name(self._listing.folder)

    view = Property("QVariantMap", _view, notify=changed)  # type: ignore[arg-type]
    rows = Property(RowModel, lambda self: self._rows, constant=True)


def _opening(kept: Path) -> tuple[tuple[Root, ...], Root | None, Path]:
    """Where something was last taken, if that is still there; else the first place."""
    found = roots()
    around = root_of(kept, found) if kept.parts and kept.is_dir() else None
    if around is not None:
        return found, around, kept
    return found, (found[0] if found else None), (found[0].path if found else Path())
