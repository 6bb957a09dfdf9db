"""A schematic map: where the day's visits lie, the routes between them, and where the chosen job is."""

from collections.abc import Iterable
from math import cos, inf, radians

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from core.queries.board import VisitRow
from core.rules.facts import Minute
from core.rules.travel import Place, crow_km
from core.texts import Texts
from office_app.board.model.drag import Drag
from office_app.board.model.scene import Scene
from office_app.board.painting.look import Look
from office_app.board.panes.map_ground import MapGround

_MARGIN = 26
_DOT = 5.0
_DEGREE_KM = 111.2
_MOST = 60
_BEGUN = ("on_site", "paused", "done")
_REACH = 18  # so near somebody a drop is meant for him


class MapView(QWidget):
    """Drawn from coordinates alone, so it needs no network; a straight line stands for an estimated drive."""

    def __init__(self, look: Look, texts: Texts, scene: Scene) -> None:
        super().__init__()
        self.setObjectName("boardMap")
        self.setMinimumHeight(80)
        self.visit: VisitRow | None = None
        self.person_id = ""
        self.now: Minute = 0
        self._look, self._texts, self._scene = look, texts, scene
        self._centre, self._scale = Place(57.7, 11.97), 0.0
        self._ground = MapGround(look)
        self._drag: Drag | None = None
        self._leg_shown: tuple[str, Place | None] = ("", None)
        self._known: dict[int, tuple[tuple[int, int], float, list[Place]]] = {}
        self._standing: list[tuple[int, QPointF]] = []
        look.theme.changed.connect(self.update)

    # ---- A job is dragged over it ----

    def landing(self, drag: Drag, point: QPoint) -> tuple[int, Minute] | None:
        """Dropped on somebody, the job goes to him at the first time that suits it."""
        local = QPointF(self.mapFromGlobal(point))
        if not self.isVisible() or not self.rect().contains(local.toPoint()):
            return None
        row = self.person_at(local)
        start = None if row is None else drag.first_start(row)
        return None if row is None or start is None else (row, start)

    def show_drag(self, drag: Drag | None) -> None:
        """Repaints only when another drive is shown, not for every move of the pointer."""
        target = drag.target if drag is not None else None
        leg = (drag.visit.id if drag is not None else "", target.verdict.from_place if target is not None else None)
        self._drag = drag
        if leg != self._leg_shown:
            self._leg_shown = leg
            self.update()

    def person_at(self, point: QPointF) -> int | None:
        """The row of the technician who stands under a point of the map; the one drawn last lies on top."""
        return next((row for row, at in reversed(self._standing)
                     if (at - point).manhattanLength() <= _REACH), None)

    def person_point(self, person_id: str) -> QPoint | None:
        """Where somebody stands, as a global point."""
        number = self._scene.index_of(person_id)
        return next((self.mapToGlobal(at.toPoint()) for row, at in self._standing if row == number), None)

    # ---- Painting ----

    def sizeHint(self) -> QSize:
        return QSize(430, 220)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look, theme = self._look, self._look.theme
        look.ratio = painter.deviceTransform().m11()
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.fillPath(ground, theme.colour("sunken"))
        painter.setClipPath(ground)
        stops = self._stops()
        self._fit([place for _, places in stops for place in places]
                  + [visit.place for visit in self._scene.unplanned.values() if visit.place is not None])
        kilometre = self._scale / _DEGREE_KM
        if not kilometre or not self._ground.draw(painter, self.size(), self._centre, kilometre, self._at):
            self._net(painter)
        self._bar(painter, kilometre)
        for number, places in stops:
            self._route(painter, number, places)
        for visit in self._scene.unplanned.values():
            if visit.place is not None and (self.visit is None or visit.id != self.visit.id):
                painter.setPen(QPen(look.surface, 1.5))
                painter.setBrush(look.text3)
                painter.drawEllipse(self._at(visit.place), 4, 4)
        self._standing = [(number, self._at(places[0])) for number, places in stops]
        for number, places in stops:
            self._person(painter, number, places)
        if self._drag is not None:
            self._leg(painter, self._drag)
        elif self.visit is not None and self.visit.place is not None:
            self._pin(painter, self._at(self.visit.place), self.visit.customer)
        painter.setClipping(False)
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(ground)

    def _stops(self) -> list[tuple[int, list[Place]]]:
        """For each technician where he is and where he goes next; for the chosen one the whole day from home."""
        found = []
        for number, row in enumerate(self._scene.rows[:_MOST]):
            chosen = row.technician.id == self.person_id
            if self.person_id and not chosen:
                continue
            if chosen:
                home = [row.technician.home] if row.technician.home is not None else []
                places = home + [v.place for v in self._scene.in_order(number) if v.place is not None]
            else:
                places = self._here_and_next(number)
            if places:
                found.append((number, places))
        return found

    def _here_and_next(self, number: int) -> list[Place]:
        """Kept until the row changes or what comes next is over."""
        row = self._scene.arranged(number)
        known = self._known.get(number)
        if known is not None and known[0] == (self._scene.generation, row.version) and known[1] > self.now:
            return known[2]
        home = [row.technician.home] if row.technician.home is not None else []
        visits = [(v, v.place) for v in self._scene.in_order(number) if v.place is not None]
        begun = [place for v, place in visits if v.status in _BEGUN]
        ahead = next(((v.end, place) for v, place in visits
                      if v.status not in _BEGUN and v.end is not None and v.end > self.now), None)
        places = (begun[-1:] or home) + ([ahead[1]] if ahead is not None else [])
        self._known[number] = (self._scene.generation, row.version), ahead[0] if ahead is not None else inf, places
        return places

    def _fit(self, places: list[Place]) -> None:
        if not places:
            return
        middle = sorted(places, key=lambda p: p.latitude)[len(places) // 2]
        near = sorted(places, key=lambda p: crow_km(middle, p))
        places = near[: max(3, round(len(near) * 0.9))]  # one far customer must not make the town a dot
        south, north = min(p.latitude for p in places), max(p.latitude for p in places)
        west, east = min(p.longitude for p in places), max(p.longitude for p in places)
        self._centre = Place((south + north) / 2, (west + east) / 2)
        across = max(0.01, (east - west) * cos(radians(self._centre.latitude)))
        down = max(0.006, north - south)
        self._scale = min((self.width() - 2 * _MARGIN) / across, (self.height() - 2 * _MARGIN) / down)

    def _at(self, place: Place) -> QPointF:
        shrink = cos(radians(self._centre.latitude))
        return QPointF(
            self.width() / 2 + (place.longitude - self._centre.longitude) * shrink * self._scale,
            self.height() / 2 - (place.latitude - self._centre.latitude) * self._scale,
        )

    def _net(self, painter: QPainter) -> None:
        """Rings of even distance around the middle, so that far looks far; a firm without addresses has no middle."""
        if not self._scale:
            return
        look = self._look
        kilometre = self._scale / _DEGREE_KM
        step = next((km for km in (1, 2, 5, 10, 25, 50, 100) if km * kilometre > 46), 200)
        centre = self._at(self._centre)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for ring in range(1, 7):
            painter.setPen(QPen(look.border, 1))
            radius = ring * step * kilometre
            painter.drawEllipse(centre, radius, radius)

    def _bar(self, painter: QPainter, kilometre: float) -> None:
        """How long a kilometre (or several) is here."""
        look = self._look
        step = next((km for km in (1, 2, 5, 10, 25, 50, 100) if km * kilometre > 46), 0)
        if not step:
            return
        left, base = 14.0, self.height() - 14.0
        painter.setPen(QPen(look.text3, 1.5))
        painter.drawPolyline([QPointF(left, base - 4), QPointF(left, base), QPointF(left + step * kilometre, base),
                              QPointF(left + step * kilometre, base - 4)])
        painter.setFont(look.small.font)
        look.small.draw(painter, left + 4, base - 16, f"{step} km")

    def _route(self, painter: QPainter, number: int, places: Iterable[Place]) -> None:
        points = [self._at(place) for place in places]
        chosen = self._scene.rows[number].technician.id == self.person_id
        colour = self._look.theme.avatar(self._scene.rows[number].technician.colour)
        if self._look.theme.mode == "dark":
            colour = colour.lighter(170)
        colour.setAlphaF(1.0 if chosen else 0.6)
        painter.setPen(QPen(colour, 3 if chosen else 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        painter.setBrush(colour)
        painter.setPen(QPen(self._look.surface, 1.5))
        for point in points[1:]:
            painter.drawEllipse(point, _DOT - 1, _DOT - 1)

    def _leg(self, painter: QPainter, drag: Drag) -> None:
        """The drive to the dragged job from where its technician would come."""
        place, target = drag.visit.place, drag.target
        if place is None:
            return
        name = drag.visit.customer
        if target is not None and target.verdict.from_place is not None:
            painter.setPen(QPen(self._look.accent, 3, Qt.PenStyle.DashLine))
            painter.drawLine(self._at(target.verdict.from_place), self._at(place))
            name = f"{name} · ≈ {self._texts.minutes(target.verdict.travel)}"
        self._pin(painter, self._at(place), name)

    def _person(self, painter: QPainter, number: int, places: list[Place]) -> None:
        who = self._scene.rows[number].technician
        point = self._at(places[0])
        box = QRectF(point.x() - 12, point.y() - 12, 24, 24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.surface)
        painter.drawEllipse(box.adjusted(-2, -2, 2, 2))
        painter.drawPixmap(box.topLeft(), self._look.avatar(who.initials, who.colour, 24))

    def _pin(self, painter: QPainter, point: QPointF, name: str) -> None:
        look, theme = self._look, self._look.theme
        path = QPainterPath(point)
        path.cubicTo(point + QPointF(-5, -10), point + QPointF(-11, -13), point + QPointF(-11, -20))
        path.arcTo(QRectF(point.x() - 11, point.y() - 31, 22, 22), 180, -180)
        path.cubicTo(point + QPointF(11, -13), point + QPointF(5, -10), point)
        painter.setPen(QPen(look.surface, 1.5))
        painter.setBrush(theme.colour("badStrong"))
        painter.drawPath(path)
        painter.setBrush(look.surface)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(point + QPointF(0, -20), 4, 4)
        width = look.title.width(name) + 18
        left = point.x() + 16 if point.x() + 20 + width < self.width() else point.x() - 16 - width
        box = QRectF(left, max(4.0, point.y() - 34), width, 24)
        painter.setPen(QPen(look.border, 1))
        painter.setBrush(look.surface)
        painter.drawRoundedRect(box, 8, 8)
        painter.setPen(look.text)
        painter.setFont(look.title.font)
        look.title.draw(painter, box.left() + 9, box.center().y() - look.title.height / 2, name)
