"""A person's own folders with what lies about there: pictures, and files that only call themselves so."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image

LONG_NAME = "Bild från kunden efter bytet av packningen i vänster grupp, tagen när maskinen var varm igen (2).jpg"


def jpeg(colour: tuple[int, int, int] = (80, 120, 60), size: tuple[int, int] = (640, 480)) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "JPEG")
    return stream.getvalue()


def bomb(side: int = 30_000) -> bytes:
    """A PNG of a few hundred bytes that says it has `side` × `side` pixels; its rows are never there."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(bytes(3000))), chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def huge(path: Path, megabytes: int = 100) -> None:
    """A picture's head and then nothing, as large as said, without taking the room on the disk."""
    path.write_bytes(jpeg())
    with path.open("r+b") as file:
        file.truncate(megabytes * 1024 * 1024)


def puts_files(home: Path) -> Path:
    """Fills the person's own folders; returns the one with pictures."""
    pictures = home / "Pictures"
    (pictures / "Kafé Tulpan").mkdir(parents=True)
    (home / "Downloads").mkdir()
    (home / "Documents").mkdir()
    (pictures / "grupp.jpg").write_bytes(jpeg())
    (pictures / LONG_NAME).write_bytes(jpeg((150, 90, 60)))
    (pictures / "Kafé Tulpan" / "panna.png").write_bytes(jpeg((60, 60, 140)))
    (pictures / "tom.jpg").write_bytes(b"")
    (pictures / "inte en bild.jpg").write_text("Kära kund, ...")
    (pictures / "bomb.png").write_bytes(bomb())
    huge(pictures / "jättestor.jpg")
    return pictures
