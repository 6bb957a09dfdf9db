"""Paints visits: soft fill, strong stripe, an icon and a pattern for the status, so that colour never stands alone."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.rules.facts import Minute
from office_app.board.look import Look
from office_app.board.scene import Bar

if TYPE_CHECKING:
    from office_app.board.paint_rows import Marks

STRIPE = 3.5
_ICON_ONLY, _WORDS, _MARKS, _TWO_LINES = 16.0, 44.0, 88.0, 32.0
_SMS_ICONS = {"queued": "hourglass", "sending": "hourglass", "sent": "check", "delivered": "check-check",
              "failed": "circle-x"}
Placed = tuple[QRectF, Bar]


def paint_bars(painter: QPainter, look: Look, bars: list[Placed], marks: "Marks", now: Minute) -> None:
    """Shapes first, then all titles, then all second lines: each font and pen is set as seldom as possible."""
    for box, bar in bars:
        _shape(painter, look, box, bar, marks, now)
    worded = [(box, bar) for box, bar in bars if box.width() >= _WORDS]
    painter.setFont(look.title.font)
    for box, bar in worded:
        two = box.height() >= _TWO_LINES
        top = box.center().y() - look.title.height - 0.5 if two else box.center().y() - look.title.height / 2
        inset = 0.0 if two else 17.0
        painter.setPen(look.bars[bar.visit.shown_status(now)].ink)
        room = box.width() - 14 - inset - (_marks_width(bar) if box.width() >= _MARKS else 0)
        look.title.draw(painter, box.left() + 9 + inset, top, bar.visit.customer, room)
    painter.setFont(look.small.font)
    for box, bar in worded:
        if box.height() >= _TWO_LINES:
            painter.setPen(look.bars[bar.visit.shown_status(now)].ink)
            look.small.draw(painter, box.left() + 25, box.center().y() + 2, bar.visit.subject, box.width() - 30)
    for box, bar in bars:
        _icons(painter, look, box, bar, now)


def _shape(painter: QPainter, look: Look, box: QRectF, bar: Bar, marks: "Marks", now: Minute) -> None:
    visit = bar.visit
    status = visit.shown_status(now)
    style = look.bars[status]
    if visit.id == marks.lifted:
        painter.setOpacity(0.5)
    small = box.width() < 10
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(style.hatch if status == "paused" else style.soft)
    if small:
        painter.drawRect(box)
    else:
        painter.drawRoundedRect(box, 6, 6)
    if status == "planned":
        painter.setPen(style.dashed)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.6, 0.6, -0.6, -0.6), 6, 6)
        painter.setPen(Qt.PenStyle.NoPen)
    stripe = min(STRIPE, box.width() / 2)
    painter.fillRect(QRectF(box.left(), box.top() + 1, stripe, box.height() - 2), style.strong)
    if status == "on_site" and box.width() > 12 and bar.end > bar.start:
        share = min(1.0, max(0.06, (now - bar.start) / (bar.end - bar.start)))
        painter.fillRect(QRectF(box.left() + 1, box.bottom() - 3, (box.width() - 2) * share, 3), style.strong)
    if status == "deviation":
        painter.setPen(QPen(style.strong, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    if visit.id in marks.selected or visit.id == marks.current or visit.id in marks.flashing:
        painter.setPen(QPen(look.accent, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 7, 7)
    elif visit.id == marks.hovered:
        painter.setPen(QPen(style.strong, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setOpacity(1)


def _icons(painter: QPainter, look: Look, box: QRectF, bar: Bar, now: Minute) -> None:
    width = box.width()
    if width < _ICON_ONLY:
        return
    status = bar.visit.shown_status(now)
    style = look.bars[status]
    picture = look.icon(style.icon, style.ink, 13)
    if width < _WORDS:
        painter.drawPixmap(QPointF(box.center().x() - 5, box.center().y() - 6.5), picture)
        return
    if box.height() < _TWO_LINES:
        painter.drawPixmap(QPointF(box.left() + 9, box.center().y() - 6.5), picture)
        if width <= 90:
            return
    else:
        painter.drawPixmap(QPointF(box.left() + 9, box.center().y() + 3), picture)
    if width < _MARKS and bar.visit.sms != "failed":
        return
    right = box.right() - 4
    for name in _mark_icons(bar):
        right -= 14
        painter.drawPixmap(QPointF(right, box.top() + 4), look.icon(name, style.ink, 12))


def _mark_icons(bar: Bar) -> list[str]:
    """Small signs at the upper right: told the customer, locked, somebody helping."""
    visit = bar.visit
    found: list[str] = []
    if visit.changed:
        found.append("message-square-warning")
    elif visit.sms and visit.status in ("released", "travelling"):
        found.append(_SMS_ICONS.get(visit.sms, "message-square"))
    if visit.pinned:
        found.append("lock")
    if bar.helper or visit.helper_ids:
        found.append("users")
    return found


def _marks_width(bar: Bar) -> int:
    return 14 * len(_mark_icons(bar))
