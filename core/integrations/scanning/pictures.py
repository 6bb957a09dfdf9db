"""Reads QR, DataMatrix and bar codes from pictures and camera frames: zxing-cpp first, zbar for what it missed."""

import io
import math
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image, ImageOps, UnidentifiedImageError

from core.errors import UserError
from core.rules.scan_code import ScanCode, read_payload

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 64_000_000
_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF")
_SMALL = 900
"""A picture whose longer side is shorter than this is also tried at twice its size."""
_ZBAR_READS = ("EAN13", "EAN8", "UPCA", "UPCE", "CODE128", "CODE39", "I25")
_ISO_OF_ZBAR = {"EAN13": "]E0", "EAN8": "]E4", "UPCA": "]E0", "UPCE": "]E0"}
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, struct.error, zlib.error,
           OverflowError, MemoryError)
"""What Pillow's readers raise on files that are not what they say."""

Picture = bytes | Path | Image.Image


@dataclass(frozen=True, slots=True)
class FoundCode:
    """One code in a picture: what was read, what it means, and where its corners are (pixels of the picture)."""

    text: str
    symbology: str
    meaning: ScanCode
    corners: tuple[tuple[int, int], ...]


def read_picture(source: Picture) -> tuple[FoundCode, ...]:
    """The codes in a picture file, its bytes, or a picture in memory; our own labels first, then the biggest.

    Raises UserError (one sentence) for a file that is too big, no picture, or damaged; finding nothing is no error.
    """
    gray = _opened(source)
    return _sorted(next((found for found in _attempts(gray) if found), ()))


def code_in_picture(source: Picture) -> ScanCode:
    """The code that a picture was taken for; raises UserError also when there is none in it."""
    found = read_picture(source)
    if not found:
        raise UserError("scan.error_no_code")
    return found[0].meaning


def read_frame(luma: "np.ndarray[Any, Any]") -> tuple[FoundCode, ...]:
    """The codes in a camera frame: rows of 8-bit brightness. One quick look, for the next frame comes at once."""
    if luma.ndim != 2 or luma.size == 0:
        return ()
    return _sorted(_zxing(Image.fromarray(np.ascontiguousarray(luma, dtype=np.uint8)), quick=True))


def aimed_at(luma: "np.ndarray[Any, Any]") -> FoundCode | None:
    """Of the codes in a camera frame the one nearest to its middle: a person holds the camera over what he means."""
    found = read_frame(luma)
    middle = (luma.shape[1] / 2, luma.shape[0] / 2)
    return min(found, key=lambda code: math.dist(middle, _centre(code)), default=None)


# ---- Opening --------------------------------------------------------------------------------------------------------


def _opened(source: Picture) -> Image.Image:
    """The picture in shades of grey, on white where it is transparent, turned as its camera was held."""
    if isinstance(source, Image.Image):
        _check_pixels(source)
        return _gray(source)
    data = _bytes(source)
    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as picture:
            _check_pixels(picture)
            return _gray(ImageOps.exif_transpose(picture))
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except UnidentifiedImageError as error:
        raise UserError("scan.error_no_picture") from error
    except _BROKEN as error:
        raise UserError("scan.error_damaged") from error


def _bytes(source: bytes | Path) -> bytes:
    too_big = UserError("scan.error_too_big", megabytes=MAX_BYTES // 1024 // 1024)
    if isinstance(source, bytes):
        if len(source) > MAX_BYTES:
            raise too_big
        return source
    try:
        with source.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UserError("scan.error_unreadable", name=source.name) from error
    if len(data) > MAX_BYTES:
        raise too_big
    return data


def _check_pixels(picture: Image.Image) -> None:
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> UserError:
    return UserError("scan.error_too_many_pixels", megapixels=MAX_PIXELS // 1_000_000)


def _gray(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        ground = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(ground, picture)
    if picture.mode.startswith(("I", "F")):  # 16 bits and more: brought into the range that readers know
        values = np.asarray(picture, dtype=np.float64)
        span = float(values.max() - values.min()) or 1.0
        return Image.fromarray(((values - values.min()) * (255.0 / span)).astype(np.uint8))
    return picture.convert("L")


# ---- Reading --------------------------------------------------------------------------------------------------------


def _attempts(gray: Image.Image) -> Iterator[tuple[FoundCode, ...]]:
    """One after the other until something is found, the likely and quick ones first."""
    yield _zxing(gray)
    yield _zxing(gray, zxingcpp.Binarizer.GlobalHistogram)
    yield _zbar(gray)
    if max(gray.size) < _SMALL:
        twice = ImageOps.expand(gray, border=8, fill=255).resize(
            ((gray.width + 16) * 2, (gray.height + 16) * 2), Image.Resampling.BICUBIC
        )
        yield _zxing(twice) or _zbar(twice)


def _zxing(
    gray: Image.Image, binarizer: "zxingcpp.Binarizer" = zxingcpp.Binarizer.LocalAverage, quick: bool = False
) -> tuple[FoundCode, ...]:
    read = zxingcpp.read_barcodes(
        np.asarray(gray), text_mode=zxingcpp.TextMode.Plain, binarizer=binarizer, try_invert=not quick
    )
    return tuple(
        FoundCode(code.text, code.symbology_identifier, read_payload(code.text, code.symbology_identifier), tuple(
            (corner.x, corner.y) for corner in (
                code.position.top_left, code.position.top_right, code.position.bottom_right, code.position.bottom_left
            )
        ))
        for code in read if code.valid and code.text.strip()
    )


def _zbar(gray: Image.Image) -> tuple[FoundCode, ...]:
    """Bar codes only: zbar garbles Swedish text in QR codes, and is better at worn bars."""
    library = _zbar_library()
    if library is None:
        return ()
    wanted = [getattr(library.ZBarSymbol, name) for name in _ZBAR_READS]
    found = []
    for code in library.decode(gray, symbols=wanted):
        text = code.data.decode("ascii", "replace")
        symbology = _ISO_OF_ZBAR.get(code.type, "")
        corners = tuple((point.x, point.y) for point in code.polygon)
        found.append(FoundCode(text, symbology, read_payload(text, symbology), corners))
    return tuple(found)


@cache
def _zbar_library() -> Any:
    """pyzbar, or None where the system has no libzbar: then zxing-cpp reads alone."""
    try:
        from pyzbar import pyzbar
    except (ImportError, OSError):
        return None
    return pyzbar


def _sorted(found: tuple[FoundCode, ...]) -> tuple[FoundCode, ...]:
    once = {code.text: code for code in reversed(found)}
    return tuple(sorted(once.values(), key=lambda code: (code.meaning.kind != "label", -_area(code))))


def _centre(code: FoundCode) -> tuple[float, float]:
    xs, ys = [x for x, _y in code.corners], [y for _x, y in code.corners]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _area(code: FoundCode) -> int:
    xs, ys = [x for x, _y in code.corners], [y for _x, y in code.corners]
    return (max(xs) - min(xs) + 1) * (max(ys) - min(ys) + 1) if xs else 0
