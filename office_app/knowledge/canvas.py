"""The picture of a diagram with its numbered positions: click for a new one, drag one to where it belongs."""

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from core.queries.knowledge import SpotRow
from office_app.context import OfficeContext
from office_app.knowledge.page_picture import fitted

_RADIUS = 14
NEW = "new"


class DiagramCanvas(QWidget):
    """Shares (0–1) of the picture go in and out. Emits placed(x, y), chosen(id), moved(id, x, y), removed(id)."""

    placed = Signal(float, float)
    chosen = Signal(str)
    moved = Signal(str, float, float)
    removed = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._image, self._words = QImage(), ""
        self._spots: tuple[SpotRow, ...] = ()
        self._selected = ""
        self._pending: tuple[float, float] | None = None
        self._pressed: tuple[str, QPointF] | None = None
        self._dragged_to: tuple[float, float] | None = None
        self.setObjectName("diagramCanvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setMouseTracking(True)
        context.theme.changed.connect(self.update)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    def show_image(self, image: QImage, words: str = "") -> None:
        self._image, self._words = image, words
        self.update()

    def show_spots(self, spots: tuple[SpotRow, ...], selected: str, pending: tuple[float, float] | None) -> None:
        self._spots, self._selected, self._pending = spots, selected, pending
        self.setAccessibleName(" ".join(spot.position for spot in spots))
        self.update()

    def point_of(self, x: float, y: float) -> QPoint | None:
        """Where that share of the picture is on this widget."""
        if self._image.isNull():
            return None
        box = self._box()
        return QPointF(box.left() + x * box.width(), box.top() + y * box.height()).toPoint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        point = event.position()
        if event.button() != Qt.MouseButton.LeftButton or self._image.isNull():
            return
        spot = self._spot_at(point)
        self._pressed = (spot.id if spot else NEW, point)
        if spot is not None:
            self.chosen.emit(spot.id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position()
        if self._pressed is None or self._pressed[0] == NEW:
            over = self._spot_at(point) is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.CrossCursor)
            return
        far = (point - self._pressed[1]).manhattanLength() >= QApplication.startDragDistance()
        if far or self._dragged_to is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._dragged_to = self._share(point)
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, target = self._pressed, self._dragged_to
        self._pressed, self._dragged_to = None, None
        if pressed is None:
            return
        if pressed[0] == NEW:
            if self._box().contains(event.position()):
                self.placed.emit(*self._share(event.position()))
        elif target is not None:
            self.moved.emit(pressed[0], *target)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        spot = next((one for one in self._spots if one.id == self._selected), None)
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        if spot is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(spot.id)
        elif spot is not None and event.key() in steps:
            across, down = steps[Qt.Key(event.key())]
            self.moved.emit(spot.id, _inside(spot.x + across * 0.005), _inside(spot.y + down * 0.005))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._context.theme
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._image.isNull():
            painter.setPen(theme.colour("text2"))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._words)
            return
        box = self._box()
        painter.drawImage(box, self._image)
        painter.setPen(theme.colour("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box)
        for spot in self._spots:
            is_dragged = self._dragged_to is not None and self._pressed is not None and self._pressed[0] == spot.id
            x, y = self._dragged_to if is_dragged and self._dragged_to else (spot.x, spot.y)
            self._draw_spot(painter, QPointF(box.left() + x * box.width(), box.top() + y * box.height()),
                            spot.position, spot.id == self._selected)
        if self._pending is not None:
            x, y = self._pending
            self._draw_spot(painter, QPointF(box.left() + x * box.width(), box.top() + y * box.height()), "?", True)

    def _draw_spot(self, painter: QPainter, at: QPointF, text: str, selected: bool) -> None:
        theme = self._context.theme
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent", 0.25))
            painter.drawEllipse(at, _RADIUS + 7, _RADIUS + 7)
        painter.setPen(QPen(theme.colour("surface"), 2))
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(at, _RADIUS, _RADIUS)
        painter.setFont(theme.font("dense", 700))
        painter.setPen(theme.colour("accentFg"))
        painter.drawText(QRectF(at.x() - 20, at.y() - 12, 40, 24), Qt.AlignmentFlag.AlignCenter, text)

    def _box(self) -> QRectF:
        return fitted(self._image, self)

    def _share(self, point: QPointF) -> tuple[float, float]:
        box = self._box()
        return _inside((point.x() - box.left()) / box.width()), _inside((point.y() - box.top()) / box.height())

    def _spot_at(self, point: QPointF) -> SpotRow | None:
        if self._image.isNull():
            return None
        for spot in reversed(self._spots):
            at = self.point_of(spot.x, spot.y)
            if at is not None and (QPointF(at) - point).manhattanLength() <= _RADIUS * 1.4:
                return spot
        return None


def _inside(share: float) -> float:
    return round(min(1.0, max(0.0, share)), 4)
