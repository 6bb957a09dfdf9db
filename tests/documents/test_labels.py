"""The sheet of machine labels: printed and photographed, every code comes back."""

import io
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader
from PySide6.QtCore import QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication

from core.documents.labels import PER_SHEET, MachineLabel, label_picture, label_sheet
from core.integrations.scanning.pictures import code_in_picture, read_picture
from core.texts import Texts

LABELS = [MachineLabel(f"TLP-M-{1000 + n}", f"Faema E61 Legend {n}", f"E61-{20400 + n}") for n in range(30)]


def sheet(labels: list[MachineLabel], language: str = "sv", skip: int = 0) -> bytes:
    return label_sheet(labels, "Espressoteknik Väst AB", "031-555 09 00", Texts(language), skip)


def printed(pdf: bytes, folder: Path, page: int) -> Image.Image:
    """The page as a 150 dpi printer puts it on paper."""
    file = folder / "sheet.pdf"
    file.write_bytes(pdf)
    document = QPdfDocument()
    assert document.load(str(file)) == QPdfDocument.Error.None_
    drawn = document.render(page, QSize(1240, 1754))
    drawn.save(str(folder / f"page-{page}.png"))
    document.close()
    return Image.open(folder / f"page-{page}.png")


def codes(picture: Image.Image) -> set[str]:
    return {found.meaning.code for found in read_picture(picture)}


def test_every_printed_label_reads_back_as_its_machine(qapp: QApplication, tmp_path: Path) -> None:
    pdf = sheet(LABELS)

    first, second = printed(pdf, tmp_path, 0), printed(pdf, tmp_path, 1)

    assert codes(first) == {label.code for label in LABELS[:PER_SHEET]}
    assert codes(second) == {label.code for label in LABELS[PER_SHEET:]}


def test_a_label_says_in_words_what_its_code_says() -> None:
    text = " ".join(PdfReader(io.BytesIO(sheet(LABELS[:1]))).pages[0].extract_text().split())

    for words in ("TLP-M-1000", "Faema E61 Legend 0", "SN E61-20400", "Espressoteknik Väst AB", "031-555 09 00"):
        assert words in text


def test_a_begun_sheet_is_used_up_before_the_next() -> None:
    assert len(PdfReader(io.BytesIO(sheet(LABELS[:4], skip=PER_SHEET - 3))).pages) == 2
    assert len(PdfReader(io.BytesIO(sheet(LABELS[:3], skip=PER_SHEET - 3))).pages) == 1


def test_long_names_and_codes_stay_on_their_sticker(qapp: QApplication, tmp_path: Path) -> None:
    long = MachineLabel("LABEL-CODE-WITH-FORTY-CHARACTERS-1234567", "Espressomaskin " * 9, "S" * 60)

    assert codes(printed(sheet([long]), tmp_path, 0)) == {long.code}


@pytest.mark.parametrize("code", ["M-1001", "maskin å/ä ö", "https://x.example/?a=1&b=2"])
def test_the_code_alone_as_a_picture(code: str) -> None:
    read = code_in_picture(label_picture(code))

    assert (read.kind, read.code) == ("label", code)
