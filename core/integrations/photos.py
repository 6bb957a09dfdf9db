"""Makes a technician's photo fit to keep: upright, at most 2048 pixels, JPEG, nothing of the camera in the file."""

import base64
import io
import struct
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from core.errors import UserError

LONGEST_SIDE, QUALITY = 2048, 80
THUMBNAIL_SIDE, THUMBNAIL_QUALITY = 240, 70
MOST_BYTES = 60 * 1024 * 1024
MOST_PIXELS = 120_000_000
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, TypeError, IndexError, KeyError, OverflowError, struct.error,
           zlib.error, Image.DecompressionBombError)
"""What Pillow's readers raise on files that are not what they say."""
MOST_DECODED = 50_000_000
"""Pixels in memory at once: a JPEG is read smaller than it is, other kinds only whole."""


@dataclass(frozen=True, slots=True)
class PreparedPhoto:
    """The JPEG to store, a small JPEG as base64 for lists, and the picture's size in pixels.

    `position` (latitude, longitude) is where it was taken: only when that was asked for and the camera wrote it.
    """

    jpeg: bytes
    thumbnail: str
    width: int
    height: int
    position: tuple[float, float] | None = None


def photo_from_file(path: Path, keeps_position: bool = False) -> PreparedPhoto:
    """Raises UserError with one sentence for what is no picture, is damaged, or is too big."""
    too_big = UserError("field_work.error_photo_too_big", megabytes=MOST_BYTES // 1024 // 1024)
    try:
        if not path.is_file():  # a pipe or a device would be read for ever
            raise UserError("field_work.error_photo_unreadable", name=path.name)
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UserError("field_work.error_photo_unreadable", name=path.name) from error
    if len(content) > MOST_BYTES:
        raise too_big
    return photo_from_bytes(content, keeps_position)


def picture_trouble(path: Path, most_bytes: int = MOST_BYTES, most_pixels: int = MOST_PIXELS) -> str:
    """Why this file cannot be used as a picture (a text key), from its size and its first bytes; empty when it can."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            return "files.unreadable"
        if size == 0:
            return "files.empty_file"
        if size > most_bytes:
            return "files.too_big"
        with Image.open(path) as picture:
            most = most_pixels if picture.format == "JPEG" else min(most_pixels, MOST_DECODED)
            return "files.too_many_pixels" if picture.width * picture.height > most else ""
    except UnidentifiedImageError:
        return "files.no_picture"
    except Image.DecompressionBombError:
        return "files.too_many_pixels"
    except PermissionError:
        return "files.unreadable"
    except _BROKEN:
        return "files.damaged"


def photo_for_list(path: Path, side: int) -> bytes:
    """A JPEG of at most `side` pixels, for choosing among files; empty when the file cannot be used."""
    if picture_trouble(path):
        return b""
    try:
        with Image.open(path) as picture:
            picture.draft("RGB", (side, side))
            small = _flat(ImageOps.exif_transpose(picture))
            small.thumbnail((side, side), Image.Resampling.BILINEAR)
            return _jpeg(small, THUMBNAIL_QUALITY)
    except _BROKEN:
        return b""


def photo_from_bytes(content: bytes, keeps_position: bool = False) -> PreparedPhoto:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UserError("field_work.error_photo_too_many_pixels", megapixels=MOST_PIXELS // 1_000_000)
            position = _position(picture) if keeps_position else None
            picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG reader then decodes no more than is needed
            if picture.width * picture.height > MOST_DECODED:
                raise UserError("field_work.error_photo_too_many_pixels", megapixels=MOST_DECODED // 1_000_000)
            return replace(_prepared(ImageOps.exif_transpose(picture)), position=position)
    except UnidentifiedImageError as error:
        raise UserError("field_work.error_no_photo") from error
    except Image.DecompressionBombError as error:
        raise UserError("field_work.error_photo_too_many_pixels", megapixels=MOST_PIXELS // 1_000_000) from error
    except _BROKEN as error:
        raise UserError("field_work.error_photo_damaged") from error


def photo_from_pixels(pixels: bytes, width: int, height: int, row_bytes: int) -> PreparedPhoto:
    """A camera's picture: rows of red, green, blue."""
    return _prepared(Image.frombuffer("RGB", (width, height), pixels, "raw", "RGB", row_bytes, 1))


def _position(picture: Image.Image) -> tuple[float, float] | None:
    """Latitude and longitude from the camera's own note; None where there is none that makes sense."""
    gps = picture.getexif().get_ifd(ExifTags.IFD.GPSInfo)
    found = []
    for value_tag, side_tag, negative, most in (
        (ExifTags.GPS.GPSLatitude, ExifTags.GPS.GPSLatitudeRef, "S", 90),
        (ExifTags.GPS.GPSLongitude, ExifTags.GPS.GPSLongitudeRef, "W", 180),
    ):
        try:
            degrees, minutes, seconds = (float(part) for part in gps[value_tag])
        except (KeyError, TypeError, ValueError, ZeroDivisionError):
            return None
        value = degrees + minutes / 60 + seconds / 3600
        if not 0 <= value <= most:
            return None
        found.append(round(-value if str(gps.get(side_tag, "")).upper().startswith(negative) else value, 6))
    return found[0], found[1]


def _prepared(picture: Image.Image) -> PreparedPhoto:
    """Only pixels are kept: no camera data and no position leaves the tablet inside a picture."""
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
