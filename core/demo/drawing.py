"""Pictures drawn for the demo: exploded views to put hot-spots on, and what a technician would have photographed."""

import base64
import io
import math
from collections.abc import Callable, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFont

from core.settings import RESOURCES
from core.tokens import load_tokens

_FINE = 2
"""Drawn so many times as big and then made smaller: smooth edges."""
_SIZE = (1600, 800)
_PHOTO = (1024, 768)
Point = tuple[float, float]
Draw = ImageDraw.ImageDraw


def diagram(key: str) -> bytes:
    """The picture (PNG) of one of the diagrams; positions are drawn by the programs, as hot-spots."""
    return _png(_SIZE, "surface", _DIAGRAMS[key])


def photo(kind: str, value: float = 1.0) -> tuple[bytes, str]:
    """A photo (JPEG) of a leak, gauge, machine, label or part, and its thumbnail as base64."""
    return _photo(kind, round(value * 20) / 20 if kind == "gauge" else 1.0)


@cache
def _photo(kind: str, value: float) -> tuple[bytes, str]:
    image = _painted(_PHOTO, "sunken", lambda pen: _PHOTOS[kind](pen, value))
    small = image.reduce(4)
    return _jpeg(image, 84), base64.b64encode(_jpeg(small, 70)).decode()


class _Pen:
    """Draws in the picture's own pixels; colours are names of the light theme."""

    def __init__(self, draw: Draw, size: tuple[int, int]) -> None:
        self.draw = draw
        self.width, self.height = size

    def box(
        self, x: float, y: float, width: float, height: float, fill: str, line: str = "text", corner: float = 6
    ) -> None:
        area = (x * _FINE, y * _FINE, (x + width) * _FINE, (y + height) * _FINE)
        self.draw.rounded_rectangle(area, corner * _FINE, _ink(fill), _ink(line) if line else None, 3 * _FINE)

    def disc(self, x: float, y: float, radius: float, fill: str, line: str = "text", weight: int = 3) -> None:
        area = tuple(part * _FINE for part in (x - radius, y - radius, x + radius, y + radius))
        self.draw.ellipse(area, _ink(fill) if fill else None, _ink(line) if line else None, weight * _FINE)

    def line(self, points: Sequence[Point], ink: str = "text", weight: float = 3) -> None:
        self.draw.line([(x * _FINE, y * _FINE) for x, y in points], _ink(ink), round(weight * _FINE), joint="curve")

    def shape(self, points: Sequence[Point], fill: str, line: str = "text") -> None:
        scaled = [(x * _FINE, y * _FINE) for x, y in points]
        self.draw.polygon(scaled, _ink(fill))
        self.draw.line([*scaled, scaled[0]], _ink(line), 3 * _FINE, joint="curve")

    def dashes(self, start: Point, end: Point, ink: str = "borderStrong") -> None:
        length = math.dist(start, end)
        for at in range(0, int(length), 26):
            a, b = at / length, min(1.0, (at + 14) / length)
            between = [tuple(s + (e - s) * part for s, e in zip(start, end, strict=True)) for part in (a, b)]
            self.line([(between[0][0], between[0][1]), (between[1][0], between[1][1])], ink, 2)

    def text(self, x: float, y: float, text: str, size: int, ink: str = "text") -> None:
        font = ImageFont.truetype(str(RESOURCES / "fonts" / "Inter-SemiBold.ttf"), size * _FINE)
        self.draw.text((x * _FINE, y * _FINE), text, _ink(ink), font, anchor="mm")

    def thread(self, x: float, y: float, width: float, height: float) -> None:
        """A threaded end: a box with slanting lines."""
        self.box(x, y, width, height, "surface")
        for at in range(int(x) + 10, int(x + width), 12):
            self.line([(at, y + 3), (at - 7, y + height - 3)], "borderStrong", 2)


def _painted(size: tuple[int, int], ground: str, paint: Callable[[_Pen], None]) -> Image.Image:
    image = Image.new("RGB", (size[0] * _FINE, size[1] * _FINE), _ink(ground))
    paint(_Pen(ImageDraw.Draw(image), size))
    return image.reduce(_FINE)


def _png(size: tuple[int, int], ground: str, paint: Callable[[_Pen], None]) -> bytes:
    buffer = io.BytesIO()
    _painted(size, ground, paint).quantize(64).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def _ink(name: str) -> str:
    return load_tokens().theme("light")[name]


# ---- Exploded views -------------------------------------------------------------------------------------------------


def _group(pen: _Pen) -> None:
    """An E61 group along its axis: lever, valves, jet, body, gasket, shower screen, portafilter."""
    pen.dashes((60, 400), (1540, 400))
    pen.line([(190, 380), (130, 250), (150, 150)], "text", 16)
    pen.disc(152, 138, 26, "text")
    pen.box(140, 360, 110, 80, "surface")
    pen.thread(320, 350, 70, 100)
    pen.box(390, 335, 36, 130, "sunken")
    pen.disc(400, 560, 44, "surface")
    pen.disc(400, 560, 20, "canvas")
    pen.dashes((400, 465), (400, 516))
    pen.thread(540, 376, 56, 48)
    pen.disc(622, 400, 16, "sunken")
    body = [(680, 300), (760, 260), (860, 260), (880, 320), (880, 480), (860, 540), (760, 540), (680, 500)]
    pen.shape(body, "surface")
    pen.disc(780, 400, 86, "sunken")
    pen.disc(780, 400, 46, "canvas")
    pen.disc(800, 640, 62, "", "accent", 12)
    pen.dashes((800, 540), (800, 578), "accent")
    pen.disc(1008, 330, 70, "surface")
    for ring in range(3):
        for step in range(6 + ring * 6):
            angle = step * math.tau / (6 + ring * 6)
            pen.disc(1008 + math.cos(angle) * (16 + ring * 18), 330 + math.sin(angle) * (16 + ring * 18), 4, "text", "")
    pen.shape([(1090, 350), (1180, 350), (1200, 370), (1200, 430), (1180, 450), (1090, 450)], "sunken")
    pen.box(1200, 384, 150, 34, "text", corner=16)
    pen.box(1330, 200, 60, 110, "surface")
    pen.thread(1340, 310, 40, 60)
    pen.line([(1360, 200), (1360, 170), (1400, 170)], "text", 8)
    pen.dashes((1360, 370), (1360, 400))


def _boiler(pen: _Pen) -> None:
    """A boiler with everything that is screwed into it."""
    pen.box(330, 250, 900, 330, "surface", corner=160)
    pen.line([(430, 252), (430, 578)], "borderStrong")
    pen.line([(1130, 252), (1130, 578)], "borderStrong")
    for at in range(3):
        pen.line([(120, 520 + at * 34), (300, 520 + at * 34)], "text", 8)
    pen.line([(120, 520), (104, 537), (120, 554)], "text", 8)
    pen.box(280, 500, 40, 120, "sunken")
    pen.disc(480, 190, 46, "", "text", 10)
    pen.dashes((480, 236), (480, 256))
    pen.thread(680, 190, 44, 60)
    pen.line([(702, 130), (702, 190)], "text", 8)
    pen.line([(702, 260), (702, 430)], "borderStrong", 6)
    pen.box(930, 110, 120, 100, "sunken")
    pen.disc(990, 160, 30, "surface")
    pen.line([(990, 210), (990, 250)], "text", 10)
    pen.thread(1196, 190, 44, 66)
    pen.box(1186, 130, 64, 60, "surface")
    pen.thread(1330, 320, 60, 40)
    pen.disc(1410, 340, 28, "surface")
    pen.dashes((1230, 340), (1330, 340))
    _dial(pen, 1150, 668, 90, 1.0)
    pen.line([(1150, 578), (1150, 582)], "text", 10)


def _grinder(pen: _Pen) -> None:
    """A grinder from its hopper to its motor."""
    pen.dashes((640, 60), (640, 740))
    pen.disc(640, 214, 120, "surface")
    pen.disc(640, 214, 46, "canvas")
    for step in range(18):
        angle = step * math.tau / 18
        pen.line(
            [(640 + math.cos(angle) * 52, 214 + math.sin(angle) * 52),
             (640 + math.cos(angle + 0.25) * 112, 214 + math.sin(angle + 0.25) * 112)], "borderStrong", 3,
        )
    pen.box(540, 370, 200, 60, "sunken")
    pen.line([(960 + at * 9, 380 if at % 2 else 430) for at in range(9)], "text", 5)
    pen.box(520, 490, 240, 200, "surface", corner=20)
    for at in range(5):
        pen.line([(545, 520 + at * 36), (735, 520 + at * 36)], "borderStrong", 3)
    pen.box(400, 600, 110, 64, "sunken", corner=30)
    pen.line([(510, 632), (520, 632)], "text", 5)
    pen.box(1060, 590, 130, 76, "surface")
    pen.line([(1080, 590), (1110, 560), (1170, 560)], "text", 6)
    pen.dashes((760, 620), (1060, 620))


_DIAGRAMS: dict[str, Callable[[_Pen], None]] = {"group": _group, "boiler": _boiler, "grinder": _grinder}


# ---- Photos ---------------------------------------------------------------------------------------------------------


def _dial(pen: _Pen, x: float, y: float, radius: float, value: float) -> None:
    """A pressure gauge from 0 to 3 bar, its needle at `value`."""
    pen.disc(x, y, radius, "surface", "text", 5)
    for step in range(31):
        angle = math.radians(225 - step * 9)
        inner = 0.74 if step % 10 == 0 else 0.84
        ink = "goodStrong" if 8 <= step <= 12 else "text2"
        pen.line(
            [(x + math.cos(angle) * radius * part, y - math.sin(angle) * radius * part) for part in (inner, 0.93)],
            ink, 4 if step % 10 == 0 else 2,
        )
        if step % 10 == 0:
            pen.text(
                x + math.cos(angle) * radius * 0.58, y - math.sin(angle) * radius * 0.58, str(step // 10),
                max(9, round(radius / 7)),
            )
    angle = math.radians(225 - value * 90)
    pen.line(
        [(x - math.cos(angle) * radius * 0.16, y + math.sin(angle) * radius * 0.16),
         (x + math.cos(angle) * radius * 0.78, y - math.sin(angle) * radius * 0.78)], "badStrong", max(3, radius / 28),
    )
    pen.disc(x, y, radius * 0.08, "text", "")


def _wall(pen: _Pen) -> None:
    for row in range(0, pen.height // 2, 64):
        for column in range(-1 if row // 64 % 2 else 0, pen.width, 128):
            pen.box(column + (64 if row // 64 % 2 else 0), row, 122, 58, "canvas", "border", 4)
    pen.box(-10, pen.height * 0.72, pen.width + 20, pen.height, "crema", "", 0)
    pen.box(-10, pen.height * 0.72, pen.width + 20, 14, "border", "", 0)


def _machine_photo(pen: _Pen, _value: float) -> None:
    _wall(pen)
    pen.box(160, 220, 704, 120, "railText", "text2", 26)
    pen.box(190, 330, 644, 210, "border", "text2", 12)
    for x in (330, 690):
        pen.box(x - 62, 330, 124, 74, "borderStrong", "text2", 14)
        pen.box(x - 40, 404, 80, 26, "text2", "", 8)
        pen.line([(x, 420), (x + 112, 452)], "rail", 22)
        pen.shape([(x - 34, 492), (x + 34, 492), (x + 24, 540), (x - 24, 540)], "surface", "borderStrong")
    _dial(pen, 512, 440, 58, 1.0)
    pen.box(176, 540, 672, 30, "text2", "", 6)


def _leak_photo(pen: _Pen, _value: float) -> None:
    _wall(pen)
    pen.box(240, 60, 540, 190, "railText", "text2", 24)
    pen.box(390, 240, 240, 110, "borderStrong", "text2", 20)
    pen.disc(510, 352, 118, "text2", "text", 4)
    pen.disc(510, 352, 92, "borderStrong", "", 1)
    for x, y, size in ((440, 480, 15), (470, 540, 20), (456, 610, 24), (540, 500, 12)):
        pen.disc(x, y, size, "infoSoft", "infoStrong", 2)
        pen.shape([(x - size * 0.7, y - size * 0.6), (x, y - size * 2.2), (x + size * 0.7, y - size * 0.6)], "infoSoft",
                  "infoSoft")
    pen.disc(460, 690, 74, "infoSoft", "infoStrong", 2)


def _gauge_photo(pen: _Pen, value: float) -> None:
    pen.box(-10, -10, pen.width + 20, pen.height + 20, "borderStrong", "", 0)
    for at in range(0, pen.height, 6):
        pen.line([(0, at), (pen.width, at + 4)], "railText", 1)
    _dial(pen, 512, 384, 300, value)
    pen.text(512, 520, "bar", 34, "text2")


def _label_photo(pen: _Pen, _value: float) -> None:
    pen.box(-10, -10, pen.width + 20, pen.height + 20, "infoSoft", "", 0)
    pen.box(312, 60, 400, 660, "surface", "text2", 60)
    pen.box(352, 250, 320, 240, "canvas", "border", 10)
    pen.text(512, 310, "BESTMAX V", 40)
    pen.text(512, 420, "byt om 12 mån", 30, "text2")


def _part_photo(pen: _Pen, _value: float) -> None:
    pen.box(-10, -10, pen.width + 20, pen.height + 20, "crema", "", 0)
    pen.disc(380, 400, 170, "", "text", 40)
    pen.disc(720, 430, 120, "borderStrong", "text2", 4)
    for step in range(24):
        angle = step * math.tau / 24
        pen.disc(720 + math.cos(angle) * 80, 430 + math.sin(angle) * 80, 6, "text", "")
    pen.line([(280, 300), (330, 350)], "badStrong", 10)


_PHOTOS: dict[str, Callable[[_Pen, float], None]] = {
    "machine": _machine_photo, "leak": _leak_photo, "gauge": _gauge_photo, "label": _label_photo, "part": _part_photo,
}
