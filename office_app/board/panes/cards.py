"""The unplanned jobs as painted cards: quick with hundreds, and dragged with the board's own mouse."""

from collections.abc import Mapping

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from core.presenters.board import PRIORITY_TONES, promise_text
from core.queries.board import VisitRow
from core.rules.facts import Minute, SkillNeed
from core.texts import Texts
from office_app.board.model.geometry import START_PIXELS
from office_app.board.painting.look import Look

CARD, GAP, SIDE = 100, 8, 12
_TONES = {
    "bad": ("badSoft", "badInk", "badStrong"), "warn": ("warnSoft", "warnInk", "warnStrong"),
    "planned": ("sunken", "text2", "borderStrong"),
}
_PRIORITY_ICONS = {"emergency": "zap", "high": "arrow-up"}


class CardCanvas(QWidget):
    """The surface of the list; tests and demonstrations ask it where a card is."""

    def __init__(self, cards: "CardList") -> None:
        super().__init__()
        self._cards = cards
        self.setObjectName("unplannedCanvas")
        self.setMouseTracking(True)

    def point_of(self, activity_id: str) -> QPoint | None:
        """The middle of a job's card, scrolled into view; None when it is not in the list."""
        return self._cards.point_of(activity_id)

    def card_of(self, customer: str) -> str | None:
        """The id of the first job of a customer."""
        return next((visit.id for visit in self._cards.visits if visit.customer.startswith(customer)), None)

    def names(self) -> list[str]:
        """The customers in the order they stand."""
        return [visit.customer for visit in self._cards.visits]


class CardList(QAbstractScrollArea):
    """`lifted`: a card was taken; `moved` and `dropped` then follow the pointer wherever it goes."""

    chosen = Signal(str)
    opened = Signal(str)
    lifted = Signal(str, QPoint)
    moved = Signal(QPoint, object)
    dropped = Signal(QPoint)

    def __init__(self, look: Look, texts: Texts) -> None:
        super().__init__()
        self.setObjectName("unplannedList")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.visits: tuple[VisitRow, ...] = ()
        self.current, self.lifted_id = "", ""
        self.counts: dict[str, int] = {}
        self.now: Minute = 0
        self._skills: Mapping[str, SkillNeed] = {}
        self._look, self._texts = look, texts
        self._pressed: tuple[QPointF, str] | None = None
        self._dragging = False
        self._hovered = ""
        self.canvas = CardCanvas(self)
        self.setViewport(self.canvas)
        self.verticalScrollBar().setSingleStep(36)
        look.theme.changed.connect(self.canvas.update)

    def show_visits(self, visits: tuple[VisitRow, ...], skills: Mapping[str, SkillNeed]) -> None:
        self.visits, self._skills = visits, skills
        self._set_range()
        self.canvas.setAccessibleName("\n".join(f"{visit.customer}: {visit.subject}" for visit in visits[:200]))
        self.canvas.update()

    def choose(self, visit_id: str) -> None:
        """Marks a card and scrolls to it only when it is not seen."""
        self.current = visit_id
        self.point_of(visit_id)
        self.canvas.update()

    def neighbour(self, step: int) -> str | None:
        """The card so many after the current one, the first one when none is."""
        if not self.visits:
            return None
        ids = [visit.id for visit in self.visits]
        if self.current not in ids:
            return ids[0] if step > 0 else ids[-1]
        return ids[min(max(0, ids.index(self.current) + step), len(ids) - 1)]

    def point_of(self, visit_id: str) -> QPoint | None:
        number = next((n for n, visit in enumerate(self.visits) if visit.id == visit_id), None)
        if number is None:
            return None
        bar, top = self.verticalScrollBar(), number * (CARD + GAP)
        if top < bar.value():
            bar.setValue(top)
        elif top + CARD > bar.value() + self.canvas.height():
            bar.setValue(top + CARD + GAP - self.canvas.height())
        return self._box(number).center().toPoint()

    def picture(self, visit_id: str) -> QPixmap | None:
        """A card as it looks, to follow the pointer."""
        number = next((n for n, visit in enumerate(self.visits) if visit.id == visit_id), None)
        if number is None:
            return None
        ratio = self.devicePixelRatioF()
        box = self._box(number)
        pixmap = QPixmap((box.size() * ratio).toSize())
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.translate(-box.topLeft())
        self._card(painter, box, self.visits[number], lifted=False)
        painter.end()
        return pixmap

    # ---- Painting ----

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self.canvas)
        self._look.ratio = painter.deviceTransform().m11()
        first = max(0, self.verticalScrollBar().value() // (CARD + GAP))
        last = (self.verticalScrollBar().value() + self.canvas.height()) // (CARD + GAP) + 1
        for number in range(first, min(last, len(self.visits))):
            visit = self.visits[number]
            self._card(painter, self._box(number), visit, visit.id == self.lifted_id)

    def _card(self, painter: QPainter, box: QRectF, visit: VisitRow, lifted: bool) -> None:
        look, theme = self._look, self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = visit.id == self.current
        if lifted:
            painter.setOpacity(0.55)
        pen = QPen(look.accent, 2 if current else 1.2) if current or lifted else QPen(look.border, 1)
        if visit.id == self._hovered and not current:
            pen = QPen(theme.colour("borderStrong"), 1)
        if lifted:
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(theme.colour("accentSoft") if current or lifted else look.surface)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 10, 10)
        back, ink, strong = _TONES[PRIORITY_TONES.get(visit.priority, "planned")]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(strong))
        painter.drawRoundedRect(QRectF(box.left() + 1, box.top() + 10, 3.5, box.height() - 20), 1.75, 1.75)
        left, right = box.left() + 15, box.right() - 12
        chip = self._priority(painter, right, box.top() + 11, visit.priority, back, ink)
        painter.setFont(look.body.font)
        painter.setPen(look.text)
        look.body.draw(painter, left, box.top() + 11, visit.customer, right - left - chip - 8)
        painter.setFont(look.hours.font)
        painter.setPen(look.text2)
        look.hours.draw(painter, left, box.top() + 31, visit.subject, right - left)
        self._promise(painter, left, right, box.top() + 52, visit)
        self._foot(painter, left, right, box.top() + 73, visit)
        painter.setOpacity(1)

    def _priority(self, painter: QPainter, right: float, top: float, priority: str, back: str, ink: str) -> float:
        look = self._look
        text = self._texts(f"board.priority_{priority}")
        icon = _PRIORITY_ICONS.get(priority, "")
        width = look.small_strong.width(text) + (28 if icon else 14)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.theme.colour(back))
        painter.drawRoundedRect(QRectF(right - width, top, width, 19), 9.5, 9.5)
        colour = look.theme.colour(ink)
        if icon:
            painter.drawPixmap(QPointF(right - width + 7, top + 3.5), look.icon(icon, colour, 12))
        painter.setPen(colour)
        painter.setFont(look.small_strong.font)
        look.small_strong.draw(painter, right - width + (21 if icon else 7), top + 2.5, text)
        return width

    def _promise(self, painter: QPainter, left: float, right: float, top: float, visit: VisitRow) -> None:
        look = self._look
        length = self._texts.minutes(visit.duration)
        last = visit.promised_to if visit.promised_to is not None else visit.due
        late = last is not None and last < self.now and not visit.pending_reason
        colour = look.theme.colour("badInk") if late else look.text
        waiting = bool(visit.pending_reason)
        picture = "package" if visit.pending_reason == "parts" else "hourglass" if waiting else "clock"
        painter.drawPixmap(QPointF(left, top), look.icon(picture, look.text2, 14))
        painter.setFont(look.hours.font)
        painter.setPen(look.text2)
        look.hours.draw_right(painter, right, top - 1, length)
        painter.setPen(colour)
        text = promise_text(self._texts, visit, self.now)
        look.hours.draw(painter, left + 20, top - 1, text, right - left - 30 - look.hours.width(length))

    def _foot(self, painter: QPainter, left: float, right: float, top: float, visit: VisitRow) -> None:
        look = self._look
        painter.setFont(look.small_strong.font)
        count = self.counts.get(visit.id)
        if count is not None:
            text = self._texts.count("board.suggestions", count) if count else self._texts("board.suggestions_none")
            painter.setPen(look.accent if count else look.text3)
            look.small_strong.draw_right(painter, right, top + 2, text)
            right -= look.small_strong.width(text) + 8
        marks = [self._texts("board.copy_mark")] if visit.copy else []
        for name in (*marks, *(self._skills[skill].name for skill in visit.skill_ids if skill in self._skills)):
            width = look.small.width(name) + 14
            if not name or left + width > right:
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.theme.colour("sunken"))
            painter.drawRoundedRect(QRectF(left, top, width, 18), 9, 9)
            painter.setFont(look.small.font)
            painter.setPen(look.text2)
            look.small.draw(painter, left + 7, top + 2, name)
            left += width + 5

    # ---- Mouse ----

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        visit_id = self._at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and visit_id:
            self._pressed = (event.position(), visit_id)
            self.chosen.emit(visit_id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        event.accept()
        point = event.globalPosition().toPoint()
        if self._dragging:
            self.moved.emit(point, event.modifiers())
        elif self._pressed is not None:
            if (event.position() - self._pressed[0]).manhattanLength() >= START_PIXELS:
                self._dragging = True
                self.lifted.emit(self._pressed[1], point)
        else:
            over = self._at(event.position())
            if over != self._hovered:
                self._hovered = over
                self.canvas.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
                self.canvas.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        dragging, self._dragging, self._pressed = self._dragging, False, None
        if dragging:
            self.dropped.emit(event.globalPosition().toPoint())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        event.accept()
        visit_id = self._at(event.position())
        if visit_id:
            self.opened.emit(visit_id)

    def forget(self) -> None:
        """The drag ended by itself (Escape)."""
        self._dragging, self._pressed = False, None

    # ---- Inside ----

    def keyPressEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        event.ignore()  # the page has the keys

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._set_range()
        super().resizeEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.canvas.update()

    def _box(self, number: int) -> QRectF:
        top = number * (CARD + GAP) - self.verticalScrollBar().value()
        return QRectF(SIDE, top, self.canvas.width() - 2 * SIDE, CARD)

    def _at(self, point: QPointF) -> str:
        number = int((point.y() + self.verticalScrollBar().value()) // (CARD + GAP))
        inside = 0 <= number < len(self.visits) and self._box(number).contains(point)
        return self.visits[number].id if inside else ""

    def _set_range(self) -> None:
        most = max(0, len(self.visits) * (CARD + GAP) + GAP - self.canvas.height())
        self.verticalScrollBar().setRange(0, most)
        self.verticalScrollBar().setPageStep(max(1, self.canvas.height()))
