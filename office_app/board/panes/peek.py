"""A quick look at a job without leaving where one is: Space shows it beside the bar or line, any other act hides it."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from core.presenters.board import clock_text, promise_text
from core.queries.board import VisitRow
from core.rules.facts import Minute
from core.texts import Texts
from office_app.board.model.scene import Scene
from office_app.board.panes.beside import place_beside
from office_app.theme import Theme
from office_app.widgets.basics import IconLabel, clear_layout, label, row
from office_app.widgets.painted import Chip

_WIDTH = 320


class Peek(QFrame):
    def __init__(self, parent: QWidget, theme: Theme, texts: Texts, scene: Scene) -> None:
        super().__init__(parent)
        self.setObjectName("peek")
        self.setProperty("kind", "popover")
        self._theme, self._texts, self._scene = theme, texts, scene
        self._body = QVBoxLayout(self)
        self._body.setContentsMargins(14, 12, 14, 12)
        self._body.setSpacing(6)
        self.hide()

    def show_at(self, visit: VisitRow, point: QPoint, now: Minute) -> None:
        clear_layout(self._body)
        self._fill(visit, now)
        self.setFixedWidth(_WIDTH)
        self.setFixedHeight(self._body.totalHeightForWidth(_WIDTH))
        place_beside(self, point)

    def _fill(self, visit: VisitRow, now: Minute) -> None:
        texts, theme, body = self._texts, self._theme, self._body
        status = Chip(theme)
        if visit.planned:
            shown = visit.shown_status(now)
            status.set_status(shown, texts(f"board.status_{shown}"))
        else:
            status.set(texts("board.status_unplanned"), "neutral", "circle-dashed")
        head = row(label(visit.customer, "section", wrap=True), status, spacing=8)
        head.setStretch(0, 1)
        body.addLayout(head)
        body.addWidget(label(visit.subject, "second", wrap=True))
        for icon, words in self._lines(visit, now):
            line = row(IconLabel(theme, icon, "text2", 15), label(words, "dense", wrap=True), spacing=8)
            line.setStretch(1, 1)
            body.addLayout(line)

    def _lines(self, visit: VisitRow, now: Minute) -> list[tuple[str, str]]:
        texts = self._texts
        who = self._scene.technician(visit.person_id)
        lines = []
        if who is not None and visit.start is not None and visit.end is not None:
            helpers = [name.short_name for one in visit.helper_ids if (name := self._scene.technician(one)) is not None]
            names = ", ".join([who.name, *helpers])
            lines.append(("user", f"{names} · {clock_text(texts, visit.start)}–{clock_text(texts, visit.end)}"))
        else:
            lines.append(("timer", texts.minutes(visit.duration)))
        lines.append(("clock", promise_text(texts, visit, now)))
        if visit.wish_text:
            lines.append(("message-square", visit.wish_text))
        skills = [self._scene.skills[skill].name for skill in visit.skill_ids if skill in self._scene.skills]
        if skills:
            lines.append(("shield-check", ", ".join(skills)))
        lines.append(("hash", f"{visit.number} · {texts(f'board.priority_{visit.priority}')}"))
        if visit.copy:
            lines.append(("copy", texts("board.copy_mark")))
        if visit.pinned:
            lines.append(("lock", texts("board.locked")))
        if visit.sms:
            lines.append(("message-square-text", f"SMS: {texts(f'sms.state_{visit.sms}')}"))
        return lines
