"""A technician's photo as it is kept: small, upright, without its place; and files that are none."""

import io
from pathlib import Path

import pytest
from PIL import Image

from core.errors import UserError
from core.integrations.photos import LONGEST_SIDE, photo_from_bytes, photo_from_file
from tests.helpers.field_day import picture


def with_position(width: int, height: int) -> bytes:
    """A picture from a telephone held upright, with the place it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned a quarter
    exif.get_ifd(0x8825)[1] = "N"
    stream = io.BytesIO()
    Image.new("RGB", (width, height), (90, 120, 60)).save(stream, "JPEG", exif=exif)
    return stream.getvalue()


def as_at_quality(quality: int) -> dict[int, list[int]]:
    """The tables that tell a JPEG's quality."""
    stream = io.BytesIO()
    Image.new("RGB", (16, 16)).save(stream, "JPEG", quality=quality)
    with Image.open(stream) as saved:
        return saved.quantization  # type: ignore[attr-defined,no-any-return]


def test_a_photo_is_kept_small_upright_and_without_its_place() -> None:
    photo = photo_from_bytes(with_position(4000, 3000))
    with Image.open(io.BytesIO(photo.jpeg)) as kept:
        assert kept.size == (1536, LONGEST_SIDE)
        assert not kept.getexif()
        assert kept.quantization == as_at_quality(80), "some 400 kB a photo"
    assert len(photo.thumbnail) < 60_000


def test_what_is_transparent_lies_on_white() -> None:
    stream = io.BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(stream, "PNG")
    with Image.open(io.BytesIO(photo_from_bytes(stream.getvalue()).jpeg)) as kept:
        assert kept.getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("content", "key"),
    [(b"not a picture", "error_no_photo"), (picture()[:600], "error_photo_damaged"), (b"", "error_no_photo")],
)
def test_a_file_that_is_no_photo_is_refused_in_words(tmp_path: Path, content: bytes, key: str) -> None:
    path = tmp_path / "bild.jpg"
    path.write_bytes(content)
    with pytest.raises(UserError, match=key):
        photo_from_file(path)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="error_photo_unreadable"):
        photo_from_file(tmp_path / "borta.jpg")


def test_a_huge_picture_is_refused_before_it_fills_the_memory() -> None:
    stream = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(stream, "PNG")
    with pytest.raises(UserError, match=r"error_photo_too_many_pixels"):
        photo_from_bytes(stream.getvalue())
