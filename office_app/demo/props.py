"""What the players hold in their hands: the customer's number, the sticker on the machine, photos from the cellar."""

import math
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from core.bootstrap import open_core
from core.documents.labels import label_picture
from core.queries.customer_card import customer_card
from core.queries.customer_search import customer_search
from core.queries.equipment_history import equipment_card
from core.settings import Settings

CUSTOMER = "Kafé Tulpan"
MACHINE = "E61"
_SIZE = (1600, 1200)


@dataclass(frozen=True)
class Props:
    """`sticker` is a picture of the machine's code as a phone takes it; photos are by what they show."""

    phone: str
    sticker: Path
    leak: Path
    gauge: Path
    done: Path


def make_props(office: Path, folder: Path, today: date) -> Props:
    """Looks the customer up at the office before it opens, and draws the pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    core = open_core(Settings(role="office", folder=office))
    try:
        found = core.database.ask(customer_search, CUSTOMER, limit=1)[0]
        card = core.database.ask(customer_card, found.partner_id, today)
        assert card is not None
        tile = next(machine for machine in card.machines if MACHINE in machine.name)
        machine = core.database.ask(equipment_card, tile.id)
        assert machine is not None
    finally:
        core.close()
    sticker = folder / "sticker.png"
    sticker.write_bytes(label_picture(machine.label_code or machine.number))
    return Props(
        phone=card.phone, sticker=sticker, leak=_photo(folder / "leak.jpg", 0.2, drops=True),
        gauge=_gauge(folder / "gauge.jpg", 1.05), done=_photo(folder / "done.jpg", 0.7, drops=False),
    )


def strokes() -> list[list[list[float]]]:
    """A signature as parts of its field's width and height: a loop, then a running wave."""
    loop = [[0.16 + 0.06 * math.cos(n / 4) + n * 0.003, 0.5 - 0.28 * math.sin(n / 4)] for n in range(28)]
    wave = [[0.32 + n * 0.011, 0.55 + 0.16 * math.sin(n / 2.4) * math.exp(-n / 40)] for n in range(44)]
    return [loop, wave]


def _photo(path: Path, light: float, *, drops: bool) -> Path:
    """The machine's front with its two groups, at a café's light."""
    width, height = _SIZE
    shade = round(70 + 120 * light)
    image = Image.new("RGB", _SIZE, (shade + 30, shade + 18, shade))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, height * 0.78, width, height), fill=(96, 66, 44))
    draw.rounded_rectangle((180, 330, 1420, 960), 60, fill=(196, 198, 202), outline=(120, 122, 126), width=8)
    draw.rounded_rectangle((240, 250, 1360, 380), 40, fill=(170, 30, 36))
    for left in (430, 960):
        draw.ellipse((left, 500, left + 210, 640), fill=(90, 92, 96))
        draw.rectangle((left + 60, 620, left + 150, 720), fill=(60, 62, 66))
        draw.rounded_rectangle((left + 20, 710, left + 190, 760), 20, fill=(40, 30, 26))
        draw.rounded_rectangle((left + 60, 820, left + 150, 900), 12, fill=(236, 234, 228))
    if drops:
        for n in range(6):
            draw.ellipse((520 + n * 9, 770 + n * 34, 536 + n * 9, 792 + n * 34), fill=(120, 160, 190))
    image.filter(ImageFilter.GaussianBlur(2)).save(path, "JPEG", quality=88)
    return path


def _gauge(path: Path, bar: float) -> Path:
    """A boiler gauge from 0 to 3 bar."""
    image = Image.new("RGB", _SIZE, (70, 72, 76))
    draw = ImageDraw.Draw(image)
    centre_x, centre_y, radius = 800, 620, 430
    draw.ellipse(
        (centre_x - radius, centre_y - radius, centre_x + radius, centre_y + radius),
        fill=(244, 242, 236), outline=(30, 30, 32), width=26,
    )
    for tenth in range(31):
        angle = _angle(tenth / 10)
        inner = radius * (0.72 if tenth % 10 == 0 else 0.82)
        draw.line(
            (
                centre_x + inner * math.cos(angle), centre_y + inner * math.sin(angle),
                centre_x + radius * 0.9 * math.cos(angle), centre_y + radius * 0.9 * math.sin(angle),
            ),
            fill=(190, 40, 36) if tenth > 13 else (30, 120, 60) if 8 <= tenth <= 12 else (40, 40, 44), width=10,
        )
    angle = _angle(bar)
    draw.line(
        (centre_x, centre_y, centre_x + radius * 0.7 * math.cos(angle), centre_y + radius * 0.7 * math.sin(angle)),
        fill=(170, 30, 36), width=18,
    )
    draw.ellipse((centre_x - 36, centre_y - 36, centre_x + 36, centre_y + 36), fill=(40, 40, 44))
    image.filter(ImageFilter.GaussianBlur(1.5)).save(path, "JPEG", quality=88)
    return path


def _angle(bar: float) -> float:
    """The needle's angle: 0 bar lies at half past seven, 3 bar at half past four."""
    return math.radians(135 + 270 * bar / 3)
