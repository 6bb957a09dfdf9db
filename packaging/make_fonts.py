"""Cut the static Inter faces in resources/fonts out of the variable font in the fontpkg-inter package."""

from importlib.resources import files
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"

TEXT_SIZE, DISPLAY_SIZE = 14, 32  # the two ends of Inter's optical size axis

FACES = [
    ("Inter", "Regular", 400, TEXT_SIZE),
    ("Inter", "Medium", 500, TEXT_SIZE),
    ("Inter", "SemiBold", 600, TEXT_SIZE),
    ("Inter", "Bold", 700, TEXT_SIZE),
    ("Inter Display", "SemiBold", 600, DISPLAY_SIZE),
    ("Inter Display", "Bold", 700, DISPLAY_SIZE),
]

CHARACTERS = [
    (0x0020, 0x007E), (0x00A0, 0x024F),  # Latin, Latin-1, Extended A and B
    (0x02C6, 0x02DD), (0x1E80, 0x1E85), (0x1E9E, 0x1E9E), (0x1EF2, 0x1EF3),
    (0x0394, 0x0394), (0x03A9, 0x03A9), (0x03BC, 0x03BC), (0x03C0, 0x03C0),  # Δ Ω μ π
    (0x2000, 0x206F), (0x2070, 0x209C), (0x20A0, 0x20C0),  # punctuation, super/subscripts, currency
    (0x2113, 0x2122), (0x2126, 0x2126), (0x2150, 0x215E),  # № ℓ ™, fractions
    (0x2190, 0x2199), (0x21A9, 0x21AA), (0x21B0, 0x21B5), (0x21E7, 0x21E7),  # arrows, keys
    (0x2202, 0x222B), (0x2248, 0x2265), (0x2318, 0x2318), (0x2325, 0x2326), (0x232B, 0x232B),
    (0x25A0, 0x25CF), (0x2605, 0x2606), (0x2713, 0x2717), (0xFFFD, 0xFFFD),
]  # fmt: skip

# Figures that line up (tnum), case-aware punctuation, slashed zero, fractions; the other sets only cost bytes.
FEATURES = ["calt", "case", "ccmp", "frac", "kern", "liga", "locl", "ordn", "rlig", "sups", "tnum", "zero"]


def make_face(family: str, style: str, weight: int, optical_size: int) -> Path:
    source = files("fontpkg_inter") / "files" / "Inter[opsz,wght].ttf"
    with source.open("rb") as stream:
        font = instantiateVariableFont(TTFont(stream), {"wght": weight, "opsz": optical_size})
    _subset(font)
    _name(font, family, style, weight)
    path = FONTS / f"{family.replace(' ', '')}-{style}.ttf"
    font.save(path)
    return path


def _subset(font: TTFont) -> None:
    options = Options()
    options.layout_features = FEATURES
    options.hinting = False
    options.name_IDs = ["*"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in CHARACTERS for code in range(first, last + 1)])
    subsetter.subset(font)


def _name(font: TTFont, family: str, style: str, weight: int) -> None:
    """Names for two readers: ReportLab merges faces that share IDs 1/4/6, Qt groups weights by ID 16/17."""
    full_name = f"{family} {style}"
    postscript_name = f"{family.replace(' ', '')}-{style}"
    names = font["name"]
    version = names.getDebugName(5)
    kept = {number: names.getDebugName(number) for number in (0, 7, 8, 9, 13, 14)}
    names.names = []
    wanted = {
        **kept,
        1: full_name,
        2: "Regular",
        3: f"{version};{postscript_name}",
        4: full_name,
        5: version,
        6: postscript_name,
        16: family,
        17: style,
    }
    for number, text in wanted.items():
        if text:
            names.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = weight
    italic, bold, regular = 1 << 0, 1 << 5, 1 << 6
    font["OS/2"].fsSelection = font["OS/2"].fsSelection & ~(italic | bold) | regular
    font["head"].macStyle = 0
    if "STAT" in font:
        del font["STAT"]  # describes axes that no longer exist


def main() -> None:
    FONTS.mkdir(parents=True, exist_ok=True)
    for face in FACES:
        path = make_face(*face)
        print(f"{path.name:32} {path.stat().st_size / 1000:.0f} kB")
    licence = (files("fontpkg_inter") / "LICENSE").read_text("utf-8")
    (FONTS / "LICENSE.txt").write_text(licence, "utf-8")


if __name__ == "__main__":
    main()
