"""What the board keeps as pictures looks as if it were drawn anew: shapes from pieces, scrolled parts, cut texts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen, QPixmap

from office_app.board.painting.layer import Layer
from office_app.board.painting.lines import Line
from office_app.board.painting.plates import Lead, Plate, Shape

pytestmark = pytest.mark.usefixtures("qapp")
INK, GROUND = QColor("#1F5FC4"), QColor("#E1EBFB")
SHAPES = (Shape(GROUND), Shape(GROUND, stripe=INK), Shape(GROUND, edge=QPen(INK, 1), stripe=INK, foot=True))


def sheet(width: int, height: int, ratio: float) -> tuple[QPixmap, QPainter]:
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.white)
    return picture, QPainter(picture)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_from_pieces_is_the_shape_drawn_whole(shape: Shape, ratio: float) -> None:
    plate = Plate(shape)
    for width in (18, 19, 60, 162, 163, 400, 977):
        pieced, painter = sheet(width, 38, ratio)
        plate.draw(painter, 0, 0, width, 38, ratio)
        painter.end()
        whole, painter = sheet(width, 38, ratio)
        painter.drawPixmap(0, 0, plate._drawn(width, 38, ratio))
        painter.end()
        assert pieced.toImage() == whole.toImage(), width


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_a_shape_has_no_seam_and_fills_its_whole_width(ratio: float) -> None:
    for width in (4, 9, 18, 61, 200, 977):
        picture, painter = sheet(width, 20, ratio)
        Plate(Shape(INK, radius=2)).draw(painter, 0, 0, width, 20, ratio)
        painter.end()
        image = picture.toImage().convertToFormat(QImage.Format.Format_RGB32)
        row = [image.pixelColor(x, image.height() // 2).name() for x in range(image.width())]
        assert set(row) == {INK.name()}, (width, row.index(next(c for c in row if c != INK.name())))


@pytest.mark.parametrize("width", [0, 1, 2, 5])
def test_a_shape_of_almost_nothing_is_no_longer_than_that(width: int) -> None:
    picture, painter = sheet(300, 4, 1.0)
    Plate(Shape(INK, 2)).draw(painter, 10, 0, width, 4, 1.0)
    painter.end()
    image = picture.toImage()
    assert all(image.pixelColor(x, 2).name() == "#ffffff" for x in range(300) if not 10 <= x < 10 + width)


@given(st.integers(1, 1_500))
def test_a_lead_is_as_long_as_the_drive_and_its_dots_go_on(length: int) -> None:
    picture, painter = sheet(length, Lead.HEIGHT, 1.0)
    Lead(GROUND, INK).draw(painter, 0, 0, length, 1.0)
    painter.end()
    image = picture.toImage()
    dots = [image.pixelColor(x, Lead.HEIGHT // 2) == INK for x in range(length)]
    assert all(image.pixelColor(x, Lead.HEIGHT // 2) in (INK, GROUND) for x in range(max(0, length - 3)))
    for x in range(length - 8):
        assert dots[x] == dots[x + 4]


def shown(layer: Layer) -> QImage:
    """What a layer paints; it is painted straight away the first time and from what is kept after that."""
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    layer.draw(painter, 0, 0)
    painter.end()
    return image


moves = st.lists(
    st.tuples(st.just("scroll"), st.integers(-90, 90), st.integers(-70, 70))
    | st.tuples(st.just("touch"), st.integers(0, 60), st.integers(0, 40))
    | st.tuples(st.sampled_from(("show", "all")), st.just(0), st.just(0)), max_size=8,
)


@settings(deadline=None)
@given(moves)
def test_a_scrolled_part_is_what_would_be_painted_anew(steps: list[tuple[str, int, int]]) -> None:
    """A world of coloured tiles; touching one changes its colour for good."""
    origin, changed = QPoint(0, 0), set[tuple[int, int]]()

    def paint(painter: QPainter, part: QRectF) -> None:
        for x in range(-7, 15):
            for y in range(-7, 12):
                tile = (origin.x() // 10 + x, origin.y() // 10 + y)
                box = QRect(tile[0] * 10 - origin.x(), tile[1] * 10 - origin.y(), 10, 10)
                if QRectF(box).intersects(part):
                    painter.fillRect(box, QColor((tile[0] * 37) % 256, (tile[1] * 61) % 256, 255 * (tile in changed)))

    size = QSize(80, 60)
    layer, fresh = Layer(paint), Layer(paint)
    layer.fit(size, 1.0)
    fresh.fit(size, 1.0)
    shown(layer)
    for what, a, b in steps:
        if what == "scroll":
            origin += QPoint(a, b)
            layer.scroll(-a, -b)
        elif what == "touch":
            tile = ((origin.x() + a) // 10, (origin.y() + b) // 10)
            changed.add(tile)
            layer.touch(QRect(tile[0] * 10 - origin.x(), tile[1] * 10 - origin.y(), 10, 10))
        elif what == "all":
            layer.invalidate()
        else:
            shown(layer)
    fresh.invalidate()
    assert shown(layer) == shown(fresh)


@given(st.text(st.characters(codec="latin-1", categories=("L", "N", "Zs", "P")), max_size=40), st.floats(0, 300))
def test_a_text_that_is_too_wide_is_cut_to_its_room(text: str, room: float) -> None:
    font = QFont()
    font.setPixelSize(13)
    shown = Line(font).cut(text, room)
    width = QFontMetricsF(font).horizontalAdvance
    assert width(shown) <= room + 1.5 or shown == text == ""
    if shown != text:
        assert shown == "" or (shown.endswith("…") and text.startswith(shown[:-1]))
    else:
        assert width(text) <= room
