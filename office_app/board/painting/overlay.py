"""Paints what moves over the board: now-line, the dragged job, the card with its verdict, dimmed rows."""

from math import floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap

from core.presenters.board import clock_text
from core.presenters.drag_card import CardLine, drag_card
from core.presenters.reasons import grade_text
from core.rules.facts import Minute
from core.texts import Texts
from office_app.board.model.blocks import BlockDrag
from office_app.board.model.drag import Drag, Target
from office_app.board.model.geometry import COLUMN, HEADER, Geometry
from office_app.board.painting.look import Look, pill
from office_app.board.painting.margins import now_text, time_pill

_CARD_WIDTH, _SHADOW = 306, 16
_TITLES = {"move": "board.card_title", "help": "board.card_help", "copy": "board.card_copy"}
_TONES = {"good": ("goodSoft", "goodInk"), "warn": ("warnSoft", "warnInk"), "bad": ("badSoft", "badInk")}


class OverlayPainter:
    def __init__(self, look: Look, texts: Texts) -> None:
        self._look, self._texts = look, texts
        self._sheets: dict[tuple[float, str, float], QPixmap] = {}

    def now(self, painter: QPainter, geometry: Geometry, now: Minute) -> None:
        if geometry.stacked or not geometry.axis.shows(now, now + 1):
            return
        x = geometry.pixel_of(now)
        if not COLUMN <= x <= geometry.width:
            return
        painter.fillRect(_upright(geometry, x), self._look.theme.colour("badStrong"))
        time_pill(painter, self._look, x, now_text(self._texts, now), "badStrong", "surface", geometry)

    def drag(self, painter: QPainter, geometry: Geometry, drag: Drag) -> None:
        look = self._look
        painter.setClipRect(QRectF(COLUMN, HEADER, geometry.width - COLUMN, geometry.height - HEADER))
        for number in geometry.visible_rows():
            verdict = drag.verdicts.get(drag.scene.rows[number].technician.id)
            if verdict is not None and verdict.grade == "no":
                box = QRectF(COLUMN, geometry.y_of(number), geometry.width - COLUMN, geometry.row_height - 1)
                painter.fillRect(box, look.veil)
        target = drag.target
        if target is not None:
            if not geometry.stacked:
                self._free(painter, geometry, drag, target)
            (_dragged, ghost), *company = drag.boxes(geometry)
            for other, box in company:
                self._companion(painter, box, other.customer)
            self._ghost(painter, geometry, drag, target, ghost)
        painter.setClipping(False)

    def pill(self, painter: QPainter, geometry: Geometry, drag: Drag, target: Target) -> None:
        """The snapped time on the header."""
        minute = target.start + target.duration if drag.mode == "resize" else target.start
        tone = "badStrong" if target.verdict.grade == "no" else "accent"
        x = geometry.x_of(minute)
        time_pill(painter, self._look, x, clock_text(self._texts, minute), tone, "accentFg", geometry)

    def block(self, painter: QPainter, geometry: Geometry, block: BlockDrag) -> None:
        """A break or an absence in the hand: where it would lie, with both its times on the header."""
        look = self._look
        painter.setPen(QPen(look.accent, 2))
        painter.setBrush(look.theme.colour("accentSoft", 0.8))
        painter.drawRoundedRect(geometry.span_rect(block.row, block.start, block.end), 6, 6)
        minutes = (block.end,) if block.grip == "resize" else (block.start, block.end)
        for minute in minutes:
            if geometry.axis.shows(minute - 1, minute + 1):
                time_pill(painter, look, geometry.x_of(minute), clock_text(self._texts, minute), "accent", "accentFg",
                          geometry)

    def band(self, painter: QPainter, box: QRectF) -> None:
        """The rubber band."""
        painter.setPen(QPen(self._look.accent, 1))
        painter.setBrush(self._look.theme.colour("accent", 0.12))
        painter.drawRect(box)

    def card(self, painter: QPainter, geometry: Geometry, drag: Drag, pointer: QPointF) -> None:
        """Four lines with reasons beside the ghost; it flips at the edges and is never under the pointer."""
        target = drag.target
        if target is None:
            return
        lines = drag_card(self._texts, drag.session.job, target.verdict)
        title = self._title(drag, target)
        height = 44 + 38 * len(lines) + 6
        ghost = drag.boxes(geometry)[0][1]
        left = min(max(pointer.x() - 30, ghost.left() + 12, COLUMN + 8), geometry.width - _CARD_WIDTH - 12)
        top = ghost.bottom() + 10
        if top + height > geometry.height - 6:
            top = ghost.top() - height - 10
        box = QRectF(max(COLUMN + 8, left), max(HEADER + 4, top), _CARD_WIDTH, height)
        self._card(painter, box, title, lines, grade_text(self._texts, target.verdict), target)

    def _title(self, drag: Drag, target: Target) -> str:
        texts = self._texts
        if drag.mode == "resize":
            end = clock_text(texts, target.start + target.duration)
            key = "board.card_end_now" if drag.held_at_now else "board.card_end"
            return texts(key, time=end, span=texts.minutes(target.duration))
        name = drag.scene.rows[target.row].technician.short_name
        return texts(_TITLES[drag.purpose], person=name, time=clock_text(texts, target.start))

    def _free(self, painter: QPainter, geometry: Geometry, drag: Drag, target: Target) -> None:
        """A line through the board at the snapped start, and where in the row the job would disturb nothing."""
        look = self._look
        painter.fillRect(_upright(geometry, geometry.pixel_of(target.start)), look.theme.colour("accent", 0.5))
        row = drag.session.row(target.person_id, max(geometry.axis.first, drag.session.now), geometry.axis.last)
        if row is None or drag.mode == "resize":
            return
        bottom = floor(geometry.y_of(target.row)) + geometry.row_height - 4
        first, last = geometry.visible_minutes()
        for interval in row.intervals:
            end = interval.end + target.duration
            if end > first and interval.start < last:
                left = geometry.pixel_of(interval.start)
                look.free.draw(painter, left, bottom, max(3, geometry.pixel_of(end) - left), 3, look.ratio)

    def _companion(self, painter: QPainter, box: QRectF, name: str) -> None:
        """Where another chosen job would come to lie."""
        look = self._look
        painter.setPen(QPen(look.accent, 1.5))
        painter.setBrush(look.theme.colour("accentSoft", 0.9))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(look.accent_ink)
        painter.setFont(look.title.font)
        look.title.draw(painter, box.left() + 9, box.center().y() - look.title.height / 2, name, box.width() - 14)

    def _ghost(self, painter: QPainter, geometry: Geometry, drag: Drag, target: Target, box: QRectF) -> None:
        look = self._look
        travel = target.verdict.travel
        barred = target.verdict.grade == "no"
        colour = look.theme.colour("badStrong" if barred else "accent")
        if travel and drag.mode != "resize" and not geometry.stacked:
            lead = geometry.span_rect(target.row, target.start - travel, target.start)
            lead = QRectF(lead.left(), lead.center().y() - 8, max(4.0, lead.width() - 2), 16)
            painter.setPen(QPen(colour, 1))
            painter.setBrush(look.bars["done"].hatch if not barred else look.bars["deviation"].hatch)
            painter.drawRoundedRect(lead, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(box, 6, 6)
        ink = look.theme.colour("accentFg")
        painter.setPen(ink)
        span = f"{clock_text(self._texts, target.start)}–{clock_text(self._texts, target.start + target.duration)}"
        painter.setFont(look.title.font)
        two = box.height() >= 32
        top = box.center().y() - look.title.height if two else box.center().y() - look.title.height / 2
        look.title.draw(painter, box.left() + 9, top, drag.visit.customer, box.width() - 14)
        if two:
            painter.setFont(look.small_strong.font)
            look.small_strong.draw(painter, box.left() + 9, box.center().y() + 2, span, box.width() - 12)

    def _sheet(self, height: float) -> QPixmap:
        """The card without its words: a surface with a soft shadow."""
        look = self._look
        key = height, look.theme.mode, look.ratio
        found = self._sheets.get(key)
        if found is None:
            found = QPixmap(round((_CARD_WIDTH + 2 * _SHADOW) * look.ratio), round((height + 2 * _SHADOW) * look.ratio))
            found.setDevicePixelRatio(look.ratio)
            found.fill(Qt.GlobalColor.transparent)
            painter = QPainter(found)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(_SHADOW, _SHADOW, _CARD_WIDTH, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.theme.colour("shadow", 0.035))
            for spread in range(10, 0, -2):
                wider = box.adjusted(-spread, -spread + 6, spread, spread + 6)
                painter.drawRoundedRect(wider, 12 + spread, 12 + spread)
            painter.setPen(QPen(look.border, 1))
            painter.setBrush(look.surface)
            painter.drawRoundedRect(box, 12, 12)
            painter.end()
            self._sheets[key] = found
        return found

    def _card(
        self, painter: QPainter, box: QRectF, title: str, lines: tuple[CardLine, ...], grade: str, target: Target
    ) -> None:
        look, theme = self._look, self._look.theme
        painter.drawPixmap(box.topLeft() - QPointF(_SHADOW, _SHADOW), self._sheet(box.height()))
        painter.setFont(look.body.font)
        painter.setPen(look.text)
        look.body.draw(painter, box.left() + 14, box.top() + 14, title, box.width() - 96)
        pill(painter, look, box.right() - 12, box.top() + 22, grade, target.verdict.grade)
        top = box.top() + 44
        for line in lines:
            back, ink = _TONES[line.tone]
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(back))
            painter.drawEllipse(QRectF(box.left() + 14, top + 3, 26, 26))
            painter.drawPixmap(QPointF(box.left() + 20, top + 9), look.icon(line.icon, theme.colour(ink), 14))
            painter.setFont(look.title.font)
            painter.setPen(look.text if line.tone == "good" else theme.colour(ink))
            look.title.draw(painter, box.left() + 50, top + 1, line.title, box.width() - 62)
            painter.setFont(look.small.font)
            painter.setPen(look.text2)
            look.small.draw(painter, box.left() + 50, top + 17, line.detail, box.width() - 62)
            top += 38


def _upright(geometry: Geometry, x: int) -> QRectF:
    """A line through all rows."""
    return QRectF(x - 1, HEADER, 2, max(0.0, min(geometry.height, geometry.y_of(geometry.rows)) - HEADER))
