"""Codes in pictures: good, bad and hostile ones."""

import io
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from core.documents.labels import label_picture
from core.errors import UserError
from core.integrations.scanning import pictures
from core.integrations.scanning.pictures import MAX_BYTES, aimed_at, code_in_picture, read_frame, read_picture


def drawn(text: str, form: str = "QRCode", scale: int = 4) -> Image.Image:
    code = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(form))
    return Image.fromarray(np.array(code.to_image(scale=scale))).convert("L")


def on_a_photo(code: Image.Image, angle: float = 0, size: tuple[int, int] = (1600, 1200)) -> Image.Image:
    """The code somewhere on a noisy, unevenly lit wall, slightly out of focus."""
    rows, columns = np.mgrid[0 : size[1], 0 : size[0]]
    light = 120 + 90 * columns / size[0] + np.random.default_rng(7).normal(0, 6, rows.shape)
    photo = Image.fromarray(light.clip(0, 255).astype(np.uint8))
    turned = code.rotate(angle, expand=True, fillcolor=235)
    photo.paste(turned, (size[0] // 3, size[1] // 3))
    return photo.filter(ImageFilter.GaussianBlur(1.2))


def saved(picture: Image.Image, form: str, **how: object) -> bytes:
    stream = io.BytesIO()
    picture.save(stream, form, **how)
    return stream.getvalue()


@pytest.mark.parametrize(("text", "form", "kind", "code"), [
    ("TLP1:E:M-1001", "QRCode", "label", "M-1001"),
    ("E61-20417", "DataMatrix", "text", "E61-20417"),
    ("E61-20417", "Code128", "text", "E61-20417"),
    ("7310000532016", "EAN13", "gs1", "7310000532016"),
    ("Malmö E61", "QRCode", "text", "Malmö E61"),
])
@pytest.mark.parametrize("angle", [0, 90, 200])
def test_a_photo_of_a_code_reads(text: str, form: str, kind: str, code: str, angle: int) -> None:
    photo = on_a_photo(drawn(text, form, scale=6), angle)

    read = code_in_picture(saved(photo, "JPEG", quality=70))

    assert (read.kind, read.code) == (kind, code)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "BMP", "GIF", "TIFF"])
def test_the_usual_picture_files_read(form: str, tmp_path: Path) -> None:
    file = tmp_path / "code"
    file.write_bytes(saved(drawn("TLP1:E:M-1001"), form))

    assert code_in_picture(file).code == "M-1001"


def test_white_on_black_transparent_and_sixteen_bits_read() -> None:
    plain = drawn("TLP1:E:M-1001")
    clear = Image.new("RGBA", plain.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=plain.point(lambda value: 255 - value))
    deep = Image.fromarray(np.asarray(plain).astype(np.uint16) * 200)

    for picture in (plain.point(lambda value: 255 - value), clear, deep):
        assert code_in_picture(saved(picture, "PNG")).code == "M-1001"


def test_a_tiny_code_on_a_screen_shot_reads() -> None:
    assert code_in_picture(drawn("TLP1:E:M-1001", scale=1)).code == "M-1001"


def test_our_own_label_comes_before_a_bigger_code() -> None:
    wall = Image.new("L", (1200, 700), 255)
    wall.paste(drawn("https://maker.example/", scale=12), (20, 20))
    wall.paste(drawn("TLP1:E:M-1001", scale=4), (800, 300))

    assert [found.meaning.code for found in read_picture(wall)] == ["M-1001", "https://maker.example/"]


def test_a_camera_frame_reads_and_an_empty_one_is_nothing() -> None:
    frame = np.asarray(on_a_photo(drawn("TLP1:E:M-1001", scale=6)))

    assert [found.meaning.code for found in read_frame(frame)] == ["M-1001"]
    assert read_frame(frame[:, ::2][:40]) == ()
    assert read_frame(np.empty((0, 0), dtype=np.uint8)) == ()
    assert aimed_at(np.empty((0, 0), dtype=np.uint8)) is None


def test_of_several_codes_before_the_camera_the_one_in_the_middle_is_meant() -> None:
    """Though our own label beside it would otherwise come first, and is larger."""
    desk = Image.new("L", (1280, 720), 200)
    desk.paste(drawn("TLP1:E:M-1001", scale=8), (20, 20))
    desk.paste(drawn("7310000532016", "EAN13", scale=2), (560, 330))

    assert [found.meaning.code for found in read_frame(np.asarray(desk))] == ["M-1001", "7310000532016"]
    found = aimed_at(np.asarray(desk))
    assert found is not None and found.meaning.code == "7310000532016"


def test_worn_bars_read_with_either_library_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without libzbar zxing-cpp reads alone."""
    monkeypatch.setattr(pictures, "_zbar_library", lambda: None)

    assert code_in_picture(drawn("7310000532016", "EAN13")).gtin == "7310000532016"


def test_zbar_reads_bars_that_zxing_missed() -> None:
    if pictures._zbar_library() is None:
        assert pictures._zbar(drawn("7310000532016", "EAN13")) == ()
        return
    (found,) = pictures._zbar(drawn("7310000532016", "EAN13"))

    assert found.meaning.gtin == "7310000532016"


# ---- Bad pictures ---------------------------------------------------------------------------------------------------


def refused(source: bytes | Path | Image.Image) -> str:
    with pytest.raises(UserError) as caught:
        code_in_picture(source)
    return caught.value.key


def test_a_picture_without_a_code_says_so() -> None:
    assert read_picture(Image.new("L", (300, 200), 200)) == ()
    assert refused(Image.new("L", (300, 200), 200)) == "scan.error_no_code"


def test_what_is_no_picture_says_so(tmp_path: Path) -> None:
    text = tmp_path / "note.txt"
    text.write_text("not a picture")

    assert refused(text) == "scan.error_no_picture"
    assert refused(b"") == "scan.error_no_picture"
    assert refused(tmp_path / "gone.png") == "scan.error_unreadable"
    assert refused(tmp_path) == "scan.error_unreadable"


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    huge = tmp_path / "huge.png"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)

    assert refused(huge) == "scan.error_too_big"


def test_a_small_file_with_endless_pixels_is_not_unpacked() -> None:
    """A picture of 30,000 × 30,000 white pixels takes a hundred kilobytes and would take gigabytes."""
    def chunk(kind: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + kind + content + zlib.crc32(kind + content).to_bytes(4, "big")

    header = (30_000).to_bytes(4, "big") * 2 + bytes([8, 0, 0, 0, 0])
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 99)) + chunk(b"IEND", b"")
    bomb = b"\x89PNG\r\n\x1a\n" + content

    assert refused(bomb) == "scan.error_too_many_pixels"


def test_a_cut_off_picture_says_so() -> None:
    photo = saved(on_a_photo(drawn("TLP1:E:M-1001", scale=6)), "JPEG")

    assert refused(photo[: len(photo) // 3]) == "scan.error_damaged"


@cache
def originals() -> tuple[bytes, ...]:
    small = drawn("TLP1:E:M-1001", scale=2)
    return (label_picture("M-1001", box=2), saved(small, "JPEG"), saved(small, "GIF"), saved(small, "BMP"),
            saved(small, "TIFF"), saved(small, "WEBP"))


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_is_read_or_refused_and_never_more(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(originals())))
    for _change in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, min(len(content), 400) - 1))] = data.draw(st.integers(0, 255))
    kept = data.draw(st.integers(1, len(content)))
    try:
        read_picture(bytes(content[:kept]))
    except UserError as error:
        assert error.key in ("scan.error_no_picture", "scan.error_damaged", "scan.error_too_many_pixels")
