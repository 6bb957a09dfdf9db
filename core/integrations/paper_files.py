"""Takes in a PDF or picture that somebody chose: checked, made harmless, and small enough for a tablet."""

import io
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import UserError

MOST_PDF_BYTES = 40 * 1024 * 1024
MOST_PICTURE_BYTES = 30 * 1024 * 1024
MOST_PIXELS = 64_000_000
MOST_PAGES = 1500
LONGEST_SIDE = 2400
"""Pixels: sharp on a tablet's screen even when zoomed twice."""
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
_BROKEN_PICTURE = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, struct.error,
                   zlib.error, OverflowError, MemoryError, Image.DecompressionBombError)
_JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Paper:
    """What goes into the blob store; `pages` is 1 for a picture."""

    content: bytes
    mime: str
    file_name: str
    pages: int

    @property
    def title(self) -> str:
        """A first title out of the file's name."""
        return " ".join(Path(self.file_name).stem.replace("_", " ").split())[:120]


def read_paper(path: Path) -> Paper:
    """A PDF or a picture; raises UserError (one sentence) for anything else, too big or damaged."""
    content = file_bytes(path)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return Paper(content, "application/pdf", path.name, _pages(content))
    return _picture(content, path.name)


def read_drawing(path: Path) -> Paper:
    """A picture only: what hot-spots can be set in."""
    content = file_bytes(path)
    if content[:1024].lstrip().startswith(b"%PDF-"):
        raise UserError("knowledge.error_needs_picture")
    return _picture(content, path.name)


def file_bytes(path: Path) -> bytes:
    """The whole file; raises UserError (one sentence) when it is too big or cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(MOST_PDF_BYTES + 1)
    except OSError as error:
        raise UserError("knowledge.error_unreadable", name=path.name) from error
    if len(content) > MOST_PDF_BYTES:
        raise UserError("knowledge.error_too_big", megabytes=MOST_PDF_BYTES // 1024 // 1024)
    return content


def _pages(content: bytes) -> int:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(io.BytesIO(content))
        locked, pages = reader.is_encrypted, 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError,
            OverflowError, zlib.error) as error:
        raise UserError("knowledge.error_damaged_pdf") from error
    if locked:
        raise UserError("knowledge.error_locked_pdf")
    if not 0 < pages <= MOST_PAGES:
        raise UserError("knowledge.error_pages", most=MOST_PAGES)
    return pages


def _picture(content: bytes, name: str) -> Paper:
    """The picture drawn anew: nothing of the file but its pixels is kept, neither place nor hidden parts."""
    if len(content) > MOST_PICTURE_BYTES:
        raise UserError("knowledge.error_too_big", megabytes=MOST_PICTURE_BYTES // 1024 // 1024)
    stream = io.BytesIO()
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UserError("knowledge.error_too_many_pixels", megapixels=MOST_PIXELS // 1_000_000)
            upright = ImageOps.exif_transpose(picture)
            clear = upright.has_transparency_data
            drawn = upright.convert("RGBA" if clear else "RGB")
            drawn.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
            line_drawing = clear or picture.format in ("PNG", "GIF", "BMP", "TIFF")
            drawn.info.clear()
            if line_drawing:
                drawn.save(stream, "PNG", optimize=True)
            else:
                drawn.save(stream, "JPEG", quality=_JPEG_QUALITY)
    except UnidentifiedImageError as error:
        raise UserError("knowledge.error_no_paper", name=name) from error
    except _BROKEN_PICTURE as error:
        raise UserError("knowledge.error_damaged_picture") from error
    return Paper(stream.getvalue(), "image/png" if line_drawing else "image/jpeg", name, 1)
