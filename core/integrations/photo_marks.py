"""Draws a photo's marks over a copy of it: for the report, for lists, and for the office's own viewer."""

import base64
import io
import math
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont, ImageOps

from core.integrations.photos import QUALITY, THUMBNAIL_QUALITY, THUMBNAIL_SIDE
from core.rules.photo_marks import Mark
from core.settings import RESOURCES
from core.tokens import load_tokens

_FONT = RESOURCES / "fonts" / "Inter-Bold.ttf"
_HEAD = 0.5
"""Radians between an arrow's line and each side of its head."""


def drawn(content: bytes, marks: Sequence[Mark]) -> bytes:
    """The picture with its marks as a new JPEG; the stored picture is never changed."""
    if not marks:
        return content
    stream = io.BytesIO()
    _over(content, marks).save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()


def drawn_thumbnail(content: bytes, marks: Sequence[Mark]) -> str:
    """A small JPEG as base64, for lists."""
    picture = _over(content, marks)
    picture.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=THUMBNAIL_QUALITY, optimize=True)
    return base64.b64encode(stream.getvalue()).decode("ascii")


def _over(content: bytes, marks: Sequence[Mark]) -> Image.Image:
    with Image.open(io.BytesIO(content)) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    colours = load_tokens().theme("light")
    pen = ImageDraw.Draw(picture)
    line = max(3, round(max(picture.size) / 180))
    # A light edge under every mark: it is seen on dark and on light ground alike.
    for ink, width in ((f"#{colours['surface'].lstrip('#')[-6:]}", 2 * line), (colours["badStrong"], line)):
        for mark in marks:
            _draw(pen, picture.size, mark, ink, width, line)
    return picture


def _draw(pen: ImageDraw.ImageDraw, size: tuple[int, int], mark: Mark, ink: str, width: int, line: int) -> None:
    points = [(x * size[0], y * size[1]) for x, y in mark.points]
    if mark.kind == "ring":
        (x1, y1), (x2, y2) = points
        edge = width / 2
        pen.ellipse((min(x1, x2) - edge, min(y1, y2) - edge, max(x1, x2) + edge, max(y1, y2) + edge), outline=ink,
                    width=width)
    elif mark.kind == "arrow":
        begin, end = points
        pen.line([begin, end], fill=ink, width=width)
        angle, length = math.atan2(end[1] - begin[1], end[0] - begin[0]), 7 * line
        for side in (-_HEAD, _HEAD):
            tip = (end[0] - length * math.cos(angle + side), end[1] - length * math.sin(angle + side))
            pen.line([end, tip], fill=ink, width=width)
    else:
        font = ImageFont.truetype(str(_FONT), 8 * line)
        edge = width - line
        pen.text(points[0], mark.text, fill=ink, font=font, stroke_width=edge, stroke_fill=ink)
