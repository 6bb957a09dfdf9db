"""Who sits at this computer: everything is written down in that person's name, and remembered for that person."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QMenu

from core.queries.firm import FirmRow, PersonRow
from office_app.context import OfficeContext
from office_app.widgets.painted import draw_avatar

_SIZE, _RING = 34, 3
_LAST = "desk/person"
_ROLES = ("administrator", "planner")


def may_sit(found: FirmRow) -> tuple[PersonRow, ...]:
    """Those who work in the office."""
    return tuple(p for p in found.people if p.active and any(role in p.roles.split() for role in _ROLES))


def seated(context: OfficeContext, found: FirmRow) -> PersonRow | None:
    """Who sat here last, else whom the firm names first."""
    last = str(context.settings.value(_LAST, ""))
    return next((person for person in may_sit(found) if person.id == last), found.desk_person)


class DeskButton(QAbstractButton):
    """The initials at the foot of the rail; a click lets somebody else sit down. `seated`: his id."""

    seated = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context = context
        self._people: tuple[PersonRow, ...] = ()
        self._person: PersonRow | None = None
        self.setObjectName("deskPerson")
        self.setFixedSize(_SIZE + 2 * _RING, _SIZE + 2 * _RING)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self.menu().popup(self.mapToGlobal(QPoint(self.width(), 0))))

    def show_firm(self, found: FirmRow, person: PersonRow | None) -> None:
        self._people, self._person = may_sit(found), person
        if person is not None:
            words = self._context.texts("shell.desk_now", name=person.name)
            self.setToolTip(words)
            self.setAccessibleName(words)
        self.update()

    def menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("deskMenu")
        menu.addSection(self._context.texts("shell.desk_who"))
        for person in self._people:
            action = menu.addAction(person.name)
            action.setCheckable(True)
            action.setChecked(self._person is not None and person.id == self._person.id)
            action.triggered.connect(lambda _checked=False, person_id=person.id: self._sit(person_id))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return menu

    def _sit(self, person_id: str) -> None:
        if self._person is None or person_id != self._person.id:
            self._context.settings.setValue(_LAST, person_id)
            self.seated.emit(person_id)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(_RING, _RING, -_RING, -_RING)
        theme = self._context.theme
        if self._person is not None:
            draw_avatar(painter, theme, box, self._person.initials, self._person.colour)
        if self.hasFocus() or self.underMouse():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("crema"), 2))
            painter.drawEllipse(box.adjusted(-2, -2, 2, 2))
