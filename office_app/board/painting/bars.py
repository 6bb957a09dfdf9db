"""Paints visits: soft fill, strong stripe, an icon and a pattern for the status, so that colour never stands alone."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPen

from core.rules.facts import Minute
from office_app.board.model.arrange import Bar
from office_app.board.model.geometry import Box
from office_app.board.painting.look import BarLook, Look

if TYPE_CHECKING:
    from office_app.board.painting.rows import Marks

_ROUND, _ICON_ONLY, _WORDS, _ICON_BESIDE, _MARKS = 18, 16, 44, 90, 88
_MARKS_ON_LINE = 150
_BEHIND = 4  # from a bar's end to its name behind it
_LOW, _TWO_LINES = 16, 32  # heights: lower than a title; high enough for two lines
_SMS_ICONS = {"queued": "hourglass", "sending": "hourglass", "sent": "check", "delivered": "check-check",
              "failed": "circle-x"}


class Placed(NamedTuple):
    """A bar where it lies, in whole pixels, and how its status looks; `until`: how far its name may go behind it."""

    left: int
    top: int
    width: int
    height: int
    bar: Bar
    style: BarLook
    until: int = 0


def placed(box: Box, bar: Bar, look: Look, now: Minute) -> Placed:
    return Placed(*box, bar, look.bars[bar.visit.shown_status(now)])


def paint_bars(painter: QPainter, look: Look, bars: list[Placed], marks: "Marks", now: Minute) -> None:
    """Pictures first, then all titles, then all second lines: each font is set once, each pen as seldom as possible."""
    marked = marks.all()
    for one in bars:
        if one.bar.visit.id in marked:
            _marked(painter, look, one, marks, now)
        else:
            _shape(painter, look, one, now)
        if one.width >= _ICON_ONLY:
            _icons(painter, look, one)
    worded = sorted((one for one in bars if one.width >= _WORDS or one.until), key=_status)
    title, small = look.title, look.small
    painter.setFont(title.font)
    last: BarLook | None = None
    for left, top, width, height, bar, style, until in worded:
        if style is not last:
            painter.setPen(style.ink)
            last = style
        room = width - 14 - (14 * len(_signs(bar)) if _shows_signs(bar, width, height) else 0)
        if height >= _TWO_LINES:
            title.draw(painter, left + 9, top + height / 2 - title.height - 0.5, bar.visit.customer, room)
        elif height >= _LOW:
            start, room = left + 26, room - 17
            if until and _better_behind(title.width(bar.visit.customer), width, room, until - left - width):
                start, room = left + width + _BEHIND, until - left - width - _BEHIND
            title.draw(painter, start, top + height / 2 - title.height / 2, bar.visit.customer, room)
    painter.setFont(small.font)
    for left, top, width, height, bar, style, until in worded:
        if until or _LOW <= height < _TWO_LINES:
            continue
        if style is not last:
            painter.setPen(style.ink)
            last = style
        if height >= _TWO_LINES:
            small.draw(painter, left + 25, top + height / 2 + 2, bar.visit.subject, width - 30)
        else:
            small.draw(painter, left + 22, top + (height - small.height) / 2, bar.visit.customer, width - 26)


def _better_behind(length: float, width: int, inside: float, behind: int) -> bool:
    """Whether a name is read better behind its bar than within it."""
    return width < _WORDS or (length > inside and behind - _BEHIND > inside)


def _shows_signs(bar: Bar, width: int, height: int) -> bool:
    """Beside one line of words small signs take the room of letters, so need more of it; a failure always shows."""
    return bar.visit.sms == "failed" or width >= (_MARKS if height >= _TWO_LINES else _MARKS_ON_LINE)


def _status(one: Placed) -> str:
    return one.style.icon


def _shape(painter: QPainter, look: Look, one: Placed, now: Minute) -> None:
    left, top, width, height, bar, style, _until = one
    if width < _ROUND:
        style.narrow.draw(painter, left, top, width, height, look.ratio)
        return
    style.plate.draw(painter, left, top, width, height, look.ratio)
    if style is look.bars["on_site"] and bar.visit.status == "on_site" and height > _LOW:
        share = min(1.0, max(0.06, (now - bar.start) / (bar.end - bar.start)))
        if share == 1:
            style.begun.draw(painter, left, top, width, height, look.ratio)
        else:
            style.begun.draw_left(painter, left, top, round(width * share), height, look.ratio)


def _marked(painter: QPainter, look: Look, one: Placed, marks: "Marks", now: Minute) -> None:
    """A bar that is picked out: pale while it is lifted, with an edge otherwise."""
    left, top, width, height, bar, style, _until = one
    visit = bar.visit
    if visit.id == marks.lifted:
        painter.setOpacity(0.5)
    _shape(painter, look, one, now)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if visit.id in marks.selected or visit.id == marks.current or visit.id in marks.flashing:
        painter.setPen(QPen(look.accent, 2))
        painter.drawRoundedRect(QRect(left - 1, top - 1, width + 2, height + 2), 7, 7)
    elif visit.id == marks.hovered:
        painter.setPen(QPen(style.strong, 1))
        painter.drawRoundedRect(QRect(left, top, width, height).toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setOpacity(1)


def _icons(painter: QPainter, look: Look, one: Placed) -> None:
    left, top, width, height, bar, style, _until = one
    size = 13 if height > 13 else height - 1
    picture = look.icon(style.icon, style.ink, size)
    middle = top + height // 2
    if width < _WORDS:
        painter.drawPixmap(left + width // 2 - 5, middle - size // 2, picture)
        return
    if height >= _TWO_LINES:
        painter.drawPixmap(left + 9, middle + 3, picture)
    else:
        painter.drawPixmap(left + 9, middle - size // 2, picture)
        if width <= _ICON_BESIDE or height < _LOW:
            return
    if not _shows_signs(bar, width, height):
        return
    right = left + width - 4
    for name in _signs(bar):
        right -= 14
        painter.drawPixmap(right, top + 4, look.icon(name, style.ink, 12))


def _signs(bar: Bar) -> list[str]:
    """The icons at the upper right: told the customer, a copy, locked, somebody helping."""
    visit = bar.visit
    found: list[str] = []
    if visit.changed:
        found.append("message-square-warning")
    elif visit.sms and visit.status in ("released", "travelling"):
        found.append(_SMS_ICONS.get(visit.sms, "message-square"))
    if visit.copy:
        found.append("copy")
    if visit.pinned:
        found.append("lock")
    if bar.helper or visit.helper_ids:
        found.append("users")
    return found
