"""One visit as the office follows it: who is on it, each step with its time, and everything recorded so far."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QLineEdit, QVBoxLayout, QWidget

from core.clock import local
from core.presenters.call_rows import interval_text
from core.queries.call_visits import NeededPart, Photo, StepEvent, Technician, VisitCard
from core.queries.checklist_run import answer_text
from core.queries.checklist_state import ChecklistState
from core.rules import phone
from core.rules.checklist import NO_ANSWER, words
from core.rules.checklist_course import progress, visible
from core.texts import Texts
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, column, label, line, row
from office_app.widgets.card_parts import fact, pair, section
from office_app.widgets.painted import Avatar, Chip
from office_app.widgets.signature import SignatureView

_VERDICTS = {"ok": ("check", "goodStrong"), "warn": ("triangle-alert", "warnStrong"), "fail": ("x", "badStrong")}
_STEP_LOOKS = {"travelling": "travelling", "arrived": "on_site", "working": "on_site", "paused": "paused",
               "wrapping_up": "on_site", "done": "done", "rejected": "deviation", "aborted": "deviation"}
THUMBNAIL = 96


class VisitPanel(Card):
    """`act` is told what a button wants: plan, approve, review, report, photo, mail, reserve, free."""

    def __init__(self, context: OfficeContext, visit: VisitCard, today: date, act: Callable[[str, Any], None]) -> None:
        super().__init__(name="visitPanel")
        self._context, self._visit, self._today, self._act = context, visit, today, act
        self._texts: Texts = context.texts.current
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 16)
        layout.setSpacing(12)
        layout.addLayout(self._head())
        people = [self._technician(technician) for technician in visit.technicians]
        buttons = self._buttons()
        if people or buttons:
            nobody = column(label(self._texts("calls.no_technician"), "second"))
            layout.addLayout(row(column(*people, spacing=6) if people else nobody, None, *buttons, spacing=8))
        for part in (self._timeline(), self._needed(), self._checklists(), self._words(), self._readings(),
                     self._photos(), self._lines(), self._signature(), self._mailed()):
            if part is not None:
                layout.addWidget(line())
                layout.addLayout(part)

    def _head(self) -> QHBoxLayout:
        visit, texts, theme = self._visit, self._texts, self._context.theme
        chip = Chip(theme)
        if visit.planned_start is None or visit.planned_end is None:
            when = texts("calls.visit_unplanned")
            chip.set(texts("calls.progress_open"), "neutral", "circle-dashed")
        else:
            when = f"{texts.relative_day(local(visit.planned_start).date(), self._today)} " + interval_text(
                texts, visit.planned_start, visit.planned_end
            )
            if visit.state == "cancelled":
                chip.set(texts("calls.progress_cancelled"), "neutral", "ban")
            else:
                chip.set_status(visit.status, texts(f"calls.status_{visit.status}"))
        minutes = label(texts.minutes(visit.duration_minutes), "second")
        title = label(when[:1].upper() + when[1:], "strongSection")
        return row(title, minutes, None, chip, spacing=10)

    def _buttons(self) -> list[QWidget]:
        visit, texts, theme = self._visit, self._texts, self._context.theme
        buttons: list[QWidget] = []
        if visit.state in ("draft", "planned"):
            buttons.append(self._button("plan", "chart-gantt", visit.id, ""))
        if visit.state == "done" and visit.approval != "approved":
            buttons.append(self._button("review", "list-checks", visit.id, ""))
            buttons.append(self._button("approve", "check", visit.id, "primary"))
        elif visit.approval == "approved":
            buttons.append(Chip(theme, texts("calls.approved"), "good", "badge-check"))
        if visit.report_sha256:
            report = Button(theme, texts("calls.report_version", version=visit.report_version), "", "file-text",
                            lambda: self._act("report", visit.report_sha256), "visitReport")
            buttons.insert(0, report)
        return buttons

    def _mailed(self) -> QVBoxLayout | None:
        """Where the report went and whether it left; it can leave once more, also for another address."""
        visit, texts, mail = self._visit, self._texts, self._visit.mail
        if not visit.report_sha256:
            return None
        address = QLineEdit(mail.recipient if mail is not None else visit.report_email)
        address.setObjectName("visitMailAddress")
        address.setAccessibleName(texts("calls.mail_address"))
        address.setPlaceholderText(texts("calls.mail_address"))
        send = Button(
            self._context.theme, texts("calls.mail_report" if mail is None else "calls.mail_again"), "", "mail",
            lambda: self._act("mail", (visit.id, address.text())), "visitMail",
        )
        line_of_mail = row(address, send, spacing=8)
        line_of_mail.setStretch(0, 1)
        if mail is None:
            return column(line_of_mail)
        at = f"{local(mail.sent_at).date().isoformat()} {texts.time(mail.sent_at)}" if mail.sent_at is not None else ""
        said = texts(f"calls.mail_{mail.state}", address=mail.recipient, version=mail.version, at=at)
        tone = {"failed": "bad", "withdrawn": "warn"}.get(mail.state, "")
        return column(fact(self._context.theme, "mail", said, tone=tone), line_of_mail, spacing=6)

    def _button(self, what: str, icon: str, target: str, kind: str) -> Button:
        name = f"visit{what.capitalize()}"
        text = self._texts(f"calls.{what}")
        return Button(self._context.theme, text, kind, icon, partial(self._act, what, target), name)

    def _technician(self, technician: Technician) -> QHBoxLayout:
        number = label(phone.shown(technician.phone), "dense", selectable=True)
        return row(Avatar(self._context.theme, technician.initials, technician.colour, 32),
                   column(label(technician.name, "strong"), number, spacing=0), spacing=10)

    def _timeline(self) -> QVBoxLayout | None:
        visit, texts = self._visit, self._texts
        if not visit.timeline and visit.told_from is None:
            return None
        steps = QHBoxLayout()
        steps.setSpacing(6)
        many = len({event.person for event in visit.timeline}) > 1
        for event in visit.timeline[-7:]:
            steps.addWidget(self._step(event, many))
        steps.addStretch(1)
        told = None
        if visit.told_from is not None and visit.told_to is not None:
            told = label(texts("calls.told", interval=interval_text(texts, visit.told_from, visit.told_to)), "dense")
        return column(*([told] if told else []), steps, spacing=8)

    def _step(self, event: StepEvent, named: bool) -> QWidget:
        texts, theme = self._texts, self._context.theme
        look = theme.status(_STEP_LOOKS.get(event.step, "released"))
        box = QFrame()
        box.setObjectName("visitStep")
        box.setProperty("kind", "sunken")
        detail = " · ".join(part for part in (
            event.person.split(" ")[0] if named else "", event.reason,
            "" if event.legal else texts("calls.step_out_of_order"),
        ) if part)
        name = label(texts(f"calls.step_{event.step}", name=event.person), "dense")
        clock = row(IconLabel(theme, look.icon, look.strong, 15), label(texts.time(event.at), "strong"), spacing=6)
        parts = column(clock, name, spacing=1, margins=(10, 6, 12, 6))
        if detail:
            parts.addWidget(label(detail, "dense"))
        box.setLayout(parts)
        box.setAccessibleName(f"{texts.time(event.at)} {name.text()} {detail}".strip())
        return box

    def _needed(self) -> QVBoxLayout | None:
        visit, texts = self._visit, self._texts
        if not visit.needed or visit.state == "done":
            return None
        return section(texts("calls.needed"), *(self._need(one) for one in visit.needed), spacing=4)

    def _need(self, part: NeededPart) -> QHBoxLayout:
        """What it is, where it is put aside, and the button that does so or lets it go."""
        texts, theme = self._texts, self._context.theme
        amount = texts.amount(part.quantity, part.unit)
        if part.maybe:
            amount = texts("field.maybe", amount=amount)
        words = column(label(part.name, wrap=True), label(amount, "dense"), spacing=0)
        beside: list[QWidget] = []
        if part.is_reserved:
            where = texts("calls.part_reserved", place=part.warehouse)
            beside.append(Chip(theme, where, "good", "package-check"))
            beside.append(Button(theme, texts("calls.part_free"), "quiet", "", partial(self._act, "free", part.id),
                                 "freePart"))
        elif part.could_lie is not None:
            beside.append(Button(theme, texts("calls.part_reserve"), "", "package-check",
                                 partial(self._act, "reserve", (part.id, part.could_lie)), "reservePart"))
        elif part.state == "required" and not part.maybe:
            beside.append(Chip(theme, texts("calls.part_missing"), "warn", "package-x"))
        line_of_part = row(words, *beside, spacing=8)
        line_of_part.setStretch(0, 1)
        return line_of_part

    def _checklists(self) -> QVBoxLayout | None:
        if not self._visit.checklists:
            return None
        return column(*(self._checklist(state) for state in self._visit.checklists), spacing=12)

    def _checklist(self, state: ChecklistState) -> QVBoxLayout:
        texts, theme = self._texts, self._context.theme
        done, total = progress(state.elements, state.answers)
        closed = state.state == "closed"
        key = "calls.checklist_closed" if closed else "calls.checklist_progress"
        shown = visible(state.elements, state.answers)
        rows: list[QLayout] = []
        for element in state.elements:
            given = state.given.get(element.id)
            answer = state.answers.get(element.id, NO_ANSWER)
            said = answer_text(element, answer.value, texts, given.reason if given else "")
            photos = state.photos.get(element.id, 0)
            if element.id not in shown or not (said or photos):
                continue
            icon, colour = _VERDICTS.get(given.verdict if given else "ok", ("check", "text3"))
            named = label(words(element.title, texts.language), "second", wrap=True)
            answer_words = said or texts.count("calls.photo_count", photos)
            layout = row(IconLabel(theme, icon, colour, 15), spacing=8)
            layout.addWidget(named, 1)
            layout.addWidget(label(answer_words, "strong"))
            rows.append(layout)
        return section(texts(key, name=state.title, done=done, total=total), *rows, spacing=4)

    def _words(self) -> QVBoxLayout | None:
        visit, texts = self._visit, self._texts
        parts: list[QLayout] = []
        if visit.outcome:
            said = texts(f"visit.outcome_{visit.outcome}")
            if visit.outcome_reason:
                said += f" · {texts(f'visit.follow_up_{visit.outcome_reason}')}"
            parts.append(pair(texts("calls.outcome"), said, strong=True))
        for key, text in (("fault_found", visit.fault_found), ("work_done", visit.work_done), ("", visit.outcome_note)):
            if text:
                words_ = label(text, wrap=True, selectable=True)
                parts.append(column(*([label(texts(f"calls.{key}"), "dense")] if key else []), words_, spacing=1))
        return column(*parts, spacing=8) if parts else None

    def _readings(self) -> QVBoxLayout | None:
        visit, texts = self._visit, self._texts
        if not visit.readings:
            return None
        tones = {"warn": "warn", "fail": "bad", "ok": "good"}
        rows = [
            pair(one.quantity, texts.amount(one.value, one.unit), tones.get(one.verdict, ""))
            for one in visit.readings
        ]
        return section(texts("calls.readings"), *rows, spacing=4)

    def _photos(self) -> QVBoxLayout | None:
        pictures = [photo for photo in self._visit.photos if photo.mime.startswith("image/")]
        if not pictures:
            return None
        line_ = QHBoxLayout()
        line_.setSpacing(8)
        for photo in pictures[:8]:
            thumbnail = Thumbnail(self._context, photo)
            thumbnail.clicked.connect(lambda one=photo: self._act("photo", one))
            line_.addWidget(thumbnail)
        line_.addStretch(1)
        return section(self._texts("calls.photos"), line_)

    def _lines(self) -> QVBoxLayout | None:
        visit, texts = self._visit, self._texts
        if not visit.lines:
            return None
        rows: list[QLayout | QWidget] = []
        for one in visit.lines:
            free = not one.amount and one.charge_option != "chargeable"
            amount = texts("calls.line_free") if free else texts.money(one.amount)
            quantity = texts.amount(one.quantity, one.unit)
            reason = texts(one.reason_key, **one.reason_params) if one.reason_key else ""
            named = column(pair(one.title or quantity, amount), spacing=0)
            below = " · ".join(part for part in (quantity if one.title else "", reason) if part)
            named.addWidget(label(below, "dense"))
            rows.append(named)
        total = sum((one.amount for one in visit.lines), Decimal(0))
        covered = sum((one.list_amount for one in visit.lines), Decimal(0)) - total
        rows.append(line())
        rows.append(pair(texts("calls.lines_total"), texts.money(total), strong=True))
        if covered > 0:
            rows.append(pair(texts("calls.lines_covered"), texts.money(covered)))
        return section(texts("calls.lines"), *rows, spacing=7)

    def _signature(self) -> QVBoxLayout | None:
        signed, texts = self._visit.signature, self._texts
        if signed is None:
            return None
        if signed.state != "signed":
            return section(texts("calls.signature"), label(
                texts(f"calls.signature_{signed.state}", reason=signed.reason), "warn", wrap=True
            ))
        who = " · ".join(part for part in (signed.name, signed.role) if part)
        said = label(texts("calls.signed_by", name=who, time=texts.date_time(signed.signed_at)), "dense")
        drawn = SignatureView(self._context.theme, signed.strokes, "visitSignature", 84)
        drawn.setFixedWidth(260)
        drawn.setAccessibleName(signed.name)
        return section(texts("calls.signature"), row(drawn, None), said)


class Thumbnail(Card):
    """A small picture; the name beside it for those who do not see it."""

    def __init__(self, context: OfficeContext, photo: Photo) -> None:
        super().__init__(selectable=True, name="visitPhoto")
        self._context = context
        self._picture = QPixmap()
        self._picture.loadFromData(QByteArray.fromBase64(photo.thumbnail.encode()))
        self.setFixedSize(THUMBNAIL, THUMBNAIL)
        self.setAccessibleName(photo.caption or photo.file_name or context.texts("calls.photos"))
        self.setToolTip(" · ".join(part for part in (photo.caption, photo.taken_by) if part))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        if self._picture.isNull():
            icon = self._context.theme.pixmap("image", "text3", 28)
            painter.drawPixmap((self.width() - 28) // 2, (self.height() - 28) // 2, icon)
            return
        inner = QSize(self.width() - 6, self.height() - 6)
        scaled = self._picture.scaled(inner, Qt.AspectRatioMode.KeepAspectRatioByExpanding,
                                      Qt.TransformationMode.SmoothTransformation)
        source = QRectF((scaled.width() - inner.width()) / 2, (scaled.height() - inner.height()) / 2, inner.width(),
                        inner.height())
        painter.drawPixmap(QRectF(3, 3, inner.width(), inner.height()), scaled, source)
