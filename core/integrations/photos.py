"""Makes a technician's photo fit to keep: upright, at most 2048 pixels, JPEG, without the place it was taken."""

import base64
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import UserError

LONGEST_SIDE, QUALITY = 2048, 80
THUMBNAIL_SIDE, THUMBNAIL_QUALITY = 240, 70
MOST_BYTES = 60 * 1024 * 1024
MOST_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """The JPEG to store, a small JPEG as base64 for lists, and the picture's size in pixels."""

    jpeg: bytes
    thumbnail: str
    width: int
    height: int


def photo_from_file(path: Path) -> PreparedPhoto:
    """Raises UserError with one sentence for what is no picture, is damaged, or is too big."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise UserError("field_work.error_photo_too_big", megabytes=MOST_BYTES // 1024 // 1024)
        content = path.read_bytes()
    except OSError as error:
        raise UserError("field_work.error_photo_unreadable", name=path.name) from error
    return photo_from_bytes(content)


def photo_from_bytes(content: bytes) -> PreparedPhoto:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UserError("field_work.error_photo_too_big", megabytes=MOST_BYTES // 1024 // 1024)
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG reader then decodes no more than is needed
            return _prepared(ImageOps.exif_transpose(picture))
    except UnidentifiedImageError as error:
        raise UserError("field_work.error_no_photo") from error
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise UserError("field_work.error_photo_damaged") from error


def photo_from_pixels(pixels: bytes, width: int, height: int, row_bytes: int) -> PreparedPhoto:
    """A camera's picture: rows of red, green, blue."""
    return _prepared(Image.frombuffer("RGB", (width, height), pixels, "raw", "RGB", row_bytes, 1))


def _prepared(picture: Image.Image) -> PreparedPhoto:
    """Only pixels are kept: no camera data and no position leaves the tablet with a picture."""
    flat = _flat(picture)
    flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    small = flat.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    thumbnail = base64.b64encode(_jpeg(small, THUMBNAIL_QUALITY)).decode("ascii")
    return PreparedPhoto(_jpeg(flat, QUALITY), thumbnail, flat.width, flat.height)


def _flat(picture: Image.Image) -> Image.Image:
    """In red, green and blue, on white where it is transparent."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        ground = Image.new("RGB", layered.size, (255, 255, 255))
        ground.paste(layered, mask=layered.getchannel("A"))
        return ground
    return picture.convert("RGB")


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=quality, optimize=True)
    return stream.getvalue()
