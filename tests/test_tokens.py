"""The tokens can be read by everyone they are for: contrast by WCAG 2.2, faces and icons that exist."""

import re

import pytest

from core.settings import RESOURCES
from core.tokens import MEANINGS, STATUSES, THEMES, load_tokens

TOKENS = load_tokens()
TEXT = {"light": 4.5, "dark": 4.5, "sun": 7.0}
OUTLINE = 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_knows_its_ends() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["canvas", "surface", "sunken"])
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "accent"])
def test_text_can_be_read(theme: str, ground: str, ink: str) -> None:
    colours = TOKENS.theme(theme)
    assert contrast(colours[ink], colours[ground]) >= TEXT[theme]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("accentFg", "accent"), ("accentInk", "accentSoft"), ("railText", "rail"), ("crema", "rail"), ("rail", "crema")],
)
def test_text_on_colour_can_be_read(theme: str, ink: str, ground: str) -> None:
    colours = TOKENS.theme(theme)
    assert contrast(colours[ink], colours[ground]) >= TEXT[theme]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("ground", ["canvas", "surface", "sunken"])
def test_inputs_can_be_seen(theme: str, ground: str) -> None:
    assert contrast(TOKENS.theme(theme)["borderStrong"], TOKENS.theme(theme)[ground]) >= OUTLINE


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("status", STATUSES)
def test_a_status_can_be_read(theme: str, status: str) -> None:
    look = TOKENS.status(theme, status)
    assert contrast(look.ink, look.soft) >= TEXT[theme]
    assert contrast(look.strong, TOKENS.theme(theme)["surface"]) >= TEXT[theme]
    assert contrast(look.strong, look.soft) >= OUTLINE


@pytest.mark.parametrize("theme", THEMES)
def test_every_status_differs_without_its_colour(theme: str) -> None:
    looks = [TOKENS.status(theme, status) for status in STATUSES]
    assert len({look.icon for look in looks}) == len({look.pattern for look in looks}) == len(STATUSES)


def test_white_initials_can_be_read_on_every_avatar() -> None:
    assert len(set(TOKENS.avatars)) == 10
    white = TOKENS.theme("light")["accentFg"]
    assert all(contrast(white, colour) >= TEXT["light"] for colour in TOKENS.avatars)


def test_every_theme_has_the_same_colours_in_the_same_form() -> None:
    names = {theme: set(TOKENS.theme(theme)) for theme in THEMES}
    assert names["light"] == names["dark"] == names["sun"]
    assert all(re.fullmatch(r"#[0-9A-F]{6}", colour) for theme in THEMES for colour in TOKENS.theme(theme).values())


def test_a_meaning_borrows_the_colours_of_its_status() -> None:
    assert set(TOKENS.meanings) == set(MEANINGS)
    assert TOKENS.meaning("dark", "bad") == TOKENS.status("dark", "deviation")
    assert TOKENS.theme("light")["goodSoft"] == TOKENS.status("light", "done").soft


def test_the_avatar_of_a_person_stays_the_same() -> None:
    assert TOKENS.avatar("Alex") == TOKENS.avatar("Alex")
    assert {TOKENS.avatar(name) for name in ("Alex", "Mara", "Nils", "Aisha", "Jonas", "Petra")} <= set(TOKENS.avatars)
    assert len({TOKENS.avatar(name) for name in ("Alex", "Mara", "Nils", "Aisha", "Jonas", "Petra")}) >= 4


def test_status_icons_exist() -> None:
    missing = [
        TOKENS.status("light", status).icon
        for status in STATUSES
        if not (RESOURCES / "icons" / f"{TOKENS.status('light', status).icon}.svg").exists()
    ]
    assert not missing


def test_tokens_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        TOKENS.theme("light")["accent"] = "#000000"  # type: ignore[index]


def test_each_weight_of_inter_is_a_face_of_its_own(qapp: object) -> None:
    """Qt finds the weights under one family; ReportLab keeps them apart by their PostScript names."""
    from PySide6.QtGui import QFont, QFontMetricsF
    from reportlab.pdfbase.ttfonts import TTFont

    widths = []
    for weight in TOKENS.type.weights.values():
        font = QFont(TOKENS.type.family)
        font.setPixelSize(40)
        font.setWeight(QFont.Weight(weight))
        widths.append(QFontMetricsF(font).horizontalAdvance("Malmö, tisdag 24 november"))
    assert widths == sorted(set(widths))
    files = sorted((RESOURCES / "fonts").glob("*.ttf"))
    assert len({TTFont(path.stem, str(path)).face.name for path in files}) == len(files) == 6
    assert all(path.stat().st_size < 150_000 for path in files)


def test_figures_line_up_when_asked_to(qapp: object) -> None:
    from PySide6.QtGui import QFont, QFontMetricsF

    font = QFont(TOKENS.type.family)
    font.setPixelSize(40)
    font.setFeature(QFont.Tag("tnum"), 1)
    assert len({QFontMetricsF(font).horizontalAdvance(digit * 4) for digit in "0123456789"}) == 1
