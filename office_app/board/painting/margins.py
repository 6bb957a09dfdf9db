"""Paints what stays in place while the board scrolls: the hours above and the technicians at the left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from core.presenters.board import clock_text
from core.presenters.reasons import grade_text, reason_text
from core.queries.technician_days import TechnicianDays
from core.rules.facts import Minute, local_day
from core.rules.verdict import Verdict
from core.texts import Texts
from office_app.board.model.geometry import COLUMN, HEADER, Geometry
from office_app.board.model.scene import Scene
from office_app.board.painting.look import Look, pill
from office_app.board.painting.rows import hour_marks


@dataclass(frozen=True, slots=True)
class RowLoad:
    """What a technician's row says when nothing is dragged."""

    jobs: int
    percent: int


class FramePainter:
    def __init__(self, look: Look, texts: Texts) -> None:
        self._look, self._texts = look, texts

    def header(self, painter: QPainter, geometry: Geometry, now: Minute, left_text: str, right_text: str) -> None:
        look = self._look
        painter.fillRect(QRectF(0, 0, geometry.width, HEADER), look.surface)
        painter.setClipRect(QRectF(COLUMN, 0, geometry.width - COLUMN, HEADER))
        first, last = geometry.visible_minutes()
        if not geometry.stacked:
            self._hours(painter, geometry, first, last)
        if len(geometry.axis.spans) > 1:
            self._days(painter, geometry, first, last, now)
        painter.setClipping(False)
        middle = (HEADER - look.title.height) / 2
        painter.setFont(look.title.font)
        painter.setPen(look.text2)
        look.title.draw(painter, 14, middle, left_text)
        painter.setFont(look.small.font)
        painter.setPen(look.text3)
        look.small.draw_right(painter, COLUMN - 12, (HEADER - look.small.height) / 2, right_text)
        painter.setPen(QPen(look.border, 1))
        painter.drawLine(QPointF(0, HEADER - 0.5), QPointF(geometry.width, HEADER - 0.5))
        painter.drawLine(QPointF(COLUMN - 0.5, 0), QPointF(COLUMN - 0.5, HEADER))

    def _hours(self, painter: QPainter, geometry: Geometry, first: Minute, last: Minute) -> None:
        look, scale = self._look, geometry.axis.pixels_per_hour
        several = len(geometry.axis.spans) > 1
        every = next((step for step in (60, 120, 180, 240, 360) if step / 60 * scale >= (26 if several else 46)), 720)
        line = look.small if several else look.hours
        painter.setFont(line.font)
        painter.setPen(look.text3 if several else look.text2)
        top = HEADER - line.height - 5 if several else HEADER / 2 - line.height / 2 - 4
        edges = {minute for span in geometry.axis.spans for minute in (span.start, span.end)}
        for minute in hour_marks(geometry, first, last, every):
            text = clock_text(self._texts, minute)
            if several:
                if minute in edges:
                    continue
                text = text[:2]
            line.draw_centred(painter, geometry.x_of(minute), top, text)

    def _days(self, painter: QPainter, geometry: Geometry, first: Minute, last: Minute, now: Minute) -> None:
        look = self._look
        painter.setFont(look.title.font)
        for span in geometry.axis.spans:
            if span.end < first or span.start > last:
                continue
            left, right = geometry.x_of(span.start), geometry.x_of(span.end)
            day = local_day(span.start)
            painter.setPen(look.accent if day == local_day(now) else look.text)
            text = f"{self._texts(f'calendar.weekday_{day.isoweekday()}')} {day.day}"
            if look.title.width(text) > right - left - 12:
                text = f"{self._texts(f'calendar.weekday_{day.isoweekday()}')[:3]} {day.day}"
            start = max(left + 8, COLUMN + 8)
            top = (HEADER - look.title.height) / 2 if geometry.stacked else 6
            look.title.draw(painter, start, top, text, right - start - 4)
            painter.setPen(QPen(look.border, 1))
            painter.drawLine(QPointF(round(left) - 2.5, 4), QPointF(round(left) - 2.5, HEADER))

    def column(
        self, painter: QPainter, scene: Scene, geometry: Geometry, rows: Iterable[int], loads: Mapping[int, RowLoad],
        verdicts: Mapping[str, Verdict], target: int | None, chosen: str = "",
    ) -> None:
        """These technicians; the painter is clipped to the column."""
        look = self._look
        for number in rows:
            technician = scene.rows[number].technician
            verdict = verdicts.get(technician.id)
            box = QRectF(0, geometry.y_of(number), COLUMN, geometry.row_height)
            lit = number == target or technician.id == chosen
            painter.fillRect(box, look.theme.colour("accentSoft") if lit else look.surface)
            painter.fillRect(QRectF(0, round(box.bottom()) - 1, COLUMN, 1), look.border)
            dim = verdict is not None and verdict.grade == "no"
            self._person(painter, technician, box, dim)
            if verdict is not None:
                self._verdict(painter, verdict, box, dim)
            elif number in loads:
                self._load(painter, loads[number], box)
        painter.fillRect(QRectF(COLUMN - 1, HEADER, 1, geometry.height), look.border)

    def _person(self, painter: QPainter, technician: TechnicianDays, box: QRectF, dim: bool) -> None:
        look = self._look
        size = 32 if box.height() >= 44 else 24
        if dim:
            painter.setOpacity(0.45)
        avatar = look.avatar(technician.initials, technician.colour, size)
        painter.drawPixmap(12, round(box.center().y() - size / 2), avatar)
        painter.setOpacity(1)
        painter.setFont(look.body.font)
        painter.setPen(look.text3 if dim else look.text)
        top = box.center().y() - look.body.height + 1 if box.height() >= 40 else box.center().y() - look.body.height / 2
        look.body.draw(painter, 22 + size, top, technician.short_name, 62 if box.height() >= 40 else 50)

    def _verdict(self, painter: QPainter, verdict: Verdict, box: QRectF, dim: bool) -> None:
        look = self._look
        two = box.height() >= 40
        centre = box.center().y() - look.body.height / 2 + 1 if two else box.center().y()
        pill(painter, look, COLUMN - 8, centre, grade_text(self._texts, verdict), verdict.grade)
        if two:
            painter.setFont(look.small.font)
            painter.setPen(look.text3 if dim else look.text2)
            left = 54 if box.height() >= 44 else 46
            look.small.draw(painter, left, box.center().y() + 4, reason_text(self._texts, verdict.reason),
                            COLUMN - left - 8)

    def _load(self, painter: QPainter, load: RowLoad, box: QRectF) -> None:
        look = self._look
        painter.setFont(look.small.font)
        painter.setPen(look.text3)
        if box.height() < 40:
            look.small.draw_right(painter, COLUMN - 12, box.center().y() - look.small.height / 2, f"{load.percent} %")
            return
        left = 54 if box.height() >= 44 else 46
        y = box.center().y() + 3
        look.small.draw(painter, left, y, self._texts.count("board.row_jobs", load.jobs), COLUMN - left - 48)
        look.small.draw_right(painter, COLUMN - 12, y, f"{load.percent} %")
        top = round(box.center().y()) - 10
        look.track.draw(painter, COLUMN - 52, top, 40, 4, look.ratio)
        full = look.overfull if load.percent > 100 else look.filled
        full.draw(painter, COLUMN - 52, top, round(40 * min(1, load.percent / 100)), 4, look.ratio)


def time_pill(painter: QPainter, look: Look, x: float, text: str, back: str, ink: str, geometry: Geometry) -> None:
    """A time on the header's lower edge, kept within the board."""
    painter.setFont(look.title.font)
    width = look.title.width(text) + 16
    left = min(max(x - width / 2, COLUMN + 2), geometry.width - width - 2)
    box = QRectF(left, HEADER - 19, width, 18)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.theme.colour(back))
    painter.drawRoundedRect(box, 9, 9)
    painter.setPen(look.theme.colour(ink))
    look.title.draw(painter, box.left() + 8, box.center().y() - look.title.height / 2, text)


def now_text(texts: Texts, now: Minute) -> str:
    return clock_text(texts, now)
