"""Looks at what the tablet shows with a ruler: how large targets are, how near, what is cut off, what can be read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage
from PySide6.QtQml import QQmlProperty
from PySide6.QtQuick import QQuickItem

from core.tokens import load_tokens
from tests.helpers.tablet_screen import Screen

TOUCH = load_tokens().touch
SMALLEST_LETTERS = 16
_AT_EDGE = 40
MAY_BE_CUT = re.compile(r"^(pageTitle|pageSubtitle|newJobTitle|stepAnswer|fileName|folderName)$")
"""A name or a sentence of the customer's, or a file's name, may be longer than any screen: those may end in «…»."""


@dataclass(frozen=True)
class Seen:
    """One visible item: where it is painted, and the part of it that no edge hides."""

    item: QQuickItem
    place: QRectF
    shown: QRectF
    opacity: float

    @property
    def name(self) -> str:
        kind = self.item.metaObject().className().split("_QML")[0]
        return self.item.objectName() or f"{kind} {self.item.property('text')!r}"

    @property
    def is_target(self) -> bool:
        """A row that is just being taken out of its list has no width, and nobody can touch it."""
        touchable = self.item.inherits("QQuickAbstractButton") or self.item.inherits("QQuickTextField")
        return touchable and not self.place.isEmpty()

    @property
    def is_text(self) -> bool:
        return self.item.inherits("QQuickText") and bool(self.item.property("text"))


def look(screen: Screen) -> list[Seen]:
    """Everything that can be seen, in painting order; under an open sheet, or what covers all, there is nothing."""
    root, window = screen.window.contentItem(), QRectF(0, 0, screen.window.width(), screen.window.height())
    seen = list(_visible(_open_sheet(root) or root, window, 1.0))
    covers = [number for number, one in enumerate(seen) if _covers(one, window)]
    return seen[covers[-1] :] if covers else seen


def _covers(one: Seen, window: QRectF) -> bool:
    if not one.item.inherits("QQuickRectangle") or one.shown != window:
        return False
    return QColor(one.item.property("color")).alpha() == 255


def _open_sheet(item: QQuickItem) -> QQuickItem | None:
    if not item.isVisible():
        return None
    if item.property("opened") is True and item.property("panelWidth"):
        return item
    return next((found for child in item.childItems() if (found := _open_sheet(child)) is not None), None)


def _visible(item: QQuickItem, room: QRectF, opacity: float) -> Iterator[Seen]:
    if not item.isVisible() or item.width() < 0:
        return
    place = QRectF(item.mapToScene(QPointF(0, 0)), item.size())
    opacity *= item.opacity()
    yield Seen(item, place, place.intersected(room), opacity)
    inner = room.intersected(place) if item.clip() else room
    for child in item.childItems():
        yield from _visible(child, inner, opacity)


def faults(screen: Screen, *, left_handed: bool = False) -> list[str]:
    """What a ruler finds wrong, a line each."""
    seen = look(screen)
    targets, texts = [one for one in seen if one.is_target], [one for one in seen if one.is_text]
    return [
        *_too_small(targets), *_unnamed(targets), *_too_close(targets), *_beside_the_screen(targets, screen),
        *_cut(texts), *_over_each_other(texts), *_small_letters(texts),
        *_primary_elsewhere(targets, screen, left_handed),
    ]


def _too_small(targets: list[Seen]) -> Iterator[str]:
    for one in targets:
        least = TOUCH["primary"] if one.item.property("kind") == "primary" else TOUCH["target"]
        if one.place.width() < least or one.place.height() < least:
            yield f"{one.name} is {one.place.width():.0f} × {one.place.height():.0f}"


def _unnamed(targets: list[Seen]) -> Iterator[str]:
    for one in targets:
        if not one.item.objectName():
            yield f"{one.name} has no name"


def _too_close(targets: list[Seen]) -> Iterator[str]:
    """Targets that overlap or have less than the gap between them; one inside the other is a button on a card."""
    gap = TOUCH["gap"] - 0.5
    items = [one for one in targets if not one.shown.isEmpty() and not one.item.objectName().startswith("spot_")]
    for number, one in enumerate(items):
        wider = one.shown.adjusted(-gap, -gap, gap, gap)
        for other in items[number + 1 :]:
            if not wider.intersects(other.shown) or one.shown.contains(other.shown) or other.shown.contains(one.shown):
                continue
            if not _is_over(one.item, other.item):
                yield f"{one.name} and {other.name} are too close: {_words(one.shown)} {_words(other.shown)}"


def _is_over(one: QQuickItem, other: QQuickItem) -> bool:
    above = other.parentItem()
    while above is not None:
        if above is one:
            return True
        above = above.parentItem()
    return False


def _beside_the_screen(targets: list[Seen], screen: Screen) -> Iterator[str]:
    """Targets that stick out at a side, or below where nothing scrolls: no finger reaches them."""
    width, height = screen.window.width(), screen.window.height()
    for one in targets:
        out_below = one.place.bottom() > height + 0.5 or one.place.top() < -0.5
        if one.place.left() < -0.5 or one.place.right() > width + 0.5 or (out_below and not _scrolls(one.item)):
            yield f"{one.name} sticks out: {_words(one.place)}"


def _scrolls(item: QQuickItem) -> bool:
    above = item.parentItem()
    while above is not None:
        if above.inherits("QQuickFlickable"):
            return True
        above = above.parentItem()
    return False


def _cut(texts: list[Seen]) -> Iterator[str]:
    for one in texts:
        item, said = one.item, f"«{one.item.property('text')}»"
        if MAY_BE_CUT.match(item.objectName()):
            continue
        if item.property("truncated"):
            yield f"{said} is cut off at {item.width():.0f} px"
        elif item.property("contentWidth") > item.width() + 1.5:
            yield f"{said} is wider than its place ({item.property('contentWidth'):.0f} > {item.width():.0f})"
        elif item.property("contentHeight") > item.height() + 3:
            yield f"{said} is higher than its place"
        elif _scrolls(item) and one.shown.isEmpty():
            continue  # scrolled away
        elif one.shown.width() < one.place.width() - 1.5:
            yield f"{said} is hidden at a side: {_words(one.place)}"
        elif not _scrolls(item) and one.shown.height() < one.place.height() - 3:
            yield f"{said} is hidden above or below: {_words(one.place)}"
        elif (inside := _button_around(item)) is not None and not _holds(inside, one.place):
            yield f"{said} grows out of {inside.objectName()}"


def _button_around(item: QQuickItem) -> QQuickItem | None:
    above = item.parentItem()
    while above is not None and not above.inherits("QQuickAbstractButton"):
        above = above.parentItem()
    return above


def _holds(button: QQuickItem, place: QRectF) -> bool:
    return QRectF(button.mapToScene(QPointF(0, 0)), button.size()).adjusted(-1, -3, 1, 3).contains(place)


def _over_each_other(texts: list[Seen]) -> Iterator[str]:
    painted = [(one, _painted(one)) for one in texts if one.opacity > 0.05]
    for number, (one, here) in enumerate(painted):
        for other, there in painted[number + 1 :]:
            common = here.intersected(there)
            if common.width() > 3 and common.height() > 4:
                yield f"«{one.item.property('text')}» lies over «{other.item.property('text')}»"


def _painted(one: Seen) -> QRectF:
    """Where the letters may be: the whole line, for Python cannot read how they are aligned in it."""
    box = QRectF(one.place)
    box.setHeight(min(float(one.item.property("contentHeight")), one.place.height() + 3))
    return box.intersected(one.shown)


def _small_letters(texts: list[Seen]) -> Iterator[str]:
    for one in texts:
        size = one.item.property("font").pixelSize()
        if size < SMALLEST_LETTERS:
            yield f"«{one.item.property('text')}» has letters of {size} px"


def _primary_elsewhere(targets: list[Seen], screen: Screen, left_handed: bool) -> Iterator[str]:
    """One primary button on the bar, at the end where the thumb is."""
    on_bar = [one for one in targets if one.item.property("kind") == "primary" and _is_on_bar(one.item)]
    for one in on_bar:
        if left_handed:
            at_end = one.place.left() < _AT_EDGE
        else:
            at_end = one.place.right() > screen.window.width() - _AT_EDGE
        if not at_end:
            yield f"{one.name} is not where the thumb is: {_words(one.place)}"
    if len(on_bar) > 1:
        yield f"more than one primary button: {[one.name for one in on_bar]}"


def _is_on_bar(item: QQuickItem) -> bool:
    above: Any = item.parentItem()
    while above is not None:
        if above.metaObject().className().startswith("BottomBar"):
            return True
        above = above.parentItem()
    return False


def _words(place: QRectF) -> str:
    return f"{place.x():.0f},{place.y():.0f} {place.width():.0f}×{place.height():.0f}"


# ---- What can be read, from what is painted ------------------------------------------------------------------------


def hard_to_read(screen: Screen, least: float) -> list[str]:
    """Texts whose letters stand out too little from what is painted behind them; what is disabled may be faint."""
    picture = screen.window.grabWindow().convertToFormat(QImage.Format.Format_RGB32)
    found = []
    for one in look(screen):
        if not one.is_text or not one.item.isEnabled() or one.opacity < 0.05 or _is_over_a_picture(one.item):
            continue
        box = _painted(one).toRect()
        if box.width() < 4 or box.height() < 4:
            continue
        ground = _ground(picture, box.x(), box.y(), box.width(), box.height())
        ink = _mixed(QColor(one.item.property("color")), ground, one.opacity)
        ratio = contrast(ink, ground)
        if ratio < least:
            found.append(f"«{one.item.property('text')}» {ink.name()} on {ground.name()}: {ratio:.1f}")
    return found


def _is_over_a_picture(item: QQuickItem) -> bool:
    return item.objectName().startswith("spot")


def _ground(picture: QImage, x: int, y: int, width: int, height: int) -> QColor:
    """The colour behind letters is the one that most points around them have."""
    counts: dict[int, int] = {}
    for row in range(max(0, y), min(picture.height(), y + height), 2):
        for column in range(max(0, x), min(picture.width(), x + width), 3):
            pixel = picture.pixel(column, row)
            counts[pixel] = counts.get(pixel, 0) + 1
    return QColor.fromRgb(max(counts, key=lambda pixel: counts[pixel]))


def _mixed(ink: QColor, ground: QColor, opacity: float) -> QColor:
    share = ink.alphaF() * opacity
    parts = [round(share * a + (1 - share) * b) for a, b in zip(ink.getRgb()[:3], ground.getRgb()[:3])]
    return QColor(*parts)


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2's ratio, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# ---- In the sun -----------------------------------------------------------------------------------------------------

_PALE = range(40, 245)
"""Brightness that the sun washes out, when a ground has it."""


def thin_or_pale(screen: Screen) -> list[str]:
    """Letters lighter than medium, chips without their outline, and grounds that are neither white nor deep."""
    found = []
    for one in look(screen):
        if one.is_text and int(one.item.property("font").weight()) < 500:
            found.append(f"«{one.item.property('text')}» is thin")
        if _kind(one.item) == "Pill" and _border(one.item) < 2:
            found.append(f"the chip «{one.item.property('text')}» has no outline")
        if one.item.inherits("QQuickRectangle") and one.opacity > 0.99:
            colour = QColor(one.item.property("color"))
            if colour.alpha() == 255 and colour.lightness() in _PALE and colour.saturation() < 100:
                found.append(f"{one.name} has the pale ground {colour.name()}")
    return found


def _kind(item: QQuickItem) -> str:
    return item.metaObject().className().split("_QML")[0]


def _border(item: QQuickItem) -> float:
    return float(QQmlProperty(item, "border.width").read())
