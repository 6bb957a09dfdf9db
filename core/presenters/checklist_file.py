"""Checklists out to a file and in again: the rows, the pictures' bytes and what they are called. Slow."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import msgspec
from PIL import Image, UnidentifiedImageError

from core.commands.knowledge import ImportChecklist, PaperFile
from core.errors import UserError
from core.ids import new_id
from core.queries.checklist_file import checklist_file, things_here
from core.rules.checklist_file import FilePicture, picture_bytes, read_file, refitted, written
from core.storage.blobs import BlobStore
from core.storage.engine import Database

_MIMES = {"PNG": "image/png", "JPEG": "image/jpeg"}


@dataclass(frozen=True, slots=True)
class Import:
    """The command that takes a file in, and the names of what its steps referred to and is not here."""

    command: ImportChecklist
    lost: tuple[str, ...]


def exported(database: Database, blobs: BlobStore, template_id: str) -> bytes:
    """The file's bytes; a picture that is not here stays out."""
    file = database.ask(checklist_file, template_id)
    if file is None:
        raise UserError("errors.row_gone", kind="checklist_template")
    shown = sorted({one.image_sha256 for one in file.elements if one.image_sha256})
    return written(msgspec.structs.replace(file, pictures=tuple(_pictures(blobs, shown))))


def _pictures(blobs: BlobStore, shown: Iterable[str]) -> Iterable[FilePicture]:
    for sha256 in shown:
        content = blobs.get(sha256)
        mime = _mime(content) if content is not None else ""
        if content is not None and mime:
            yield FilePicture(sha256=sha256, mime=mime, content=base64.b64encode(content).decode())


def imported(database: Database, blobs: BlobStore, content: bytes) -> Import:
    """Keeps the pictures; they are named by what they are, whatever the file says of them."""
    file = read_file(content)
    own: dict[str, str] = {}
    kept = []
    for picture in file.pictures:
        inside = picture_bytes(picture)
        mime = _mime(inside)
        if not mime:
            raise UserError("knowledge.error_checklist_file_damaged", detail="pictures")
        own[picture.sha256] = sha256 = blobs.put(inside)
        kept.append(PaperFile(attachment_id=new_id(), sha256=sha256, mime=mime, size=len(inside)))
    fitting = refitted(file.elements, file.things, database.ask(things_here, file.things), own)
    command = ImportChecklist(
        template_id=new_id(), version_id=new_id(), name=file.name, description=file.description, minutes=file.minutes,
        elements=fitting.elements, pictures=tuple(kept),
    )
    return Import(command, fitting.lost)


def _mime(content: bytes) -> str:
    """Of a picture that a step can show; empty for anything else."""
    try:
        with Image.open(BytesIO(content)) as picture:
            return _MIMES.get(picture.format or "", "")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return ""
