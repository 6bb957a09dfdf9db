"""The card of one call: it follows what the technician does, as it comes in, without being asked for anew."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.changes import Changes
from core.clock import local
from core.commands.follow_up import ApproveVisit
from core.commands.intake import CancelCall, NoteOnCall, ReopenCall
from core.commands.report_mail import MailReportAgain
from core.commands.reserving import FreePart, ReservePart
from core.ids import new_id
from core.integrations.photo_marks import drawn
from core.presenters.call_rows import (
    journal_events,
    look_of,
    promise_text,
    short_moment,
    state_text,
)
from core.presenters.intake_texts import machine_note
from core.queries.call_card import CallCard, call_card
from core.queries.call_visits import Photo
from core.rules.photo_marks import Mark, read_marks
from office_app.calls.call_edit import CallEdit, ReasonBox
from office_app.calls.machine_step import ICONS
from office_app.calls.visit_panel import VisitPanel
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, label, row
from office_app.widgets.card_parts import RecordCard, boxed, fact, link_card, quiet_line, section, two_columns
from office_app.widgets.painted import Chip, EmptyState

_FOLLOWS = (
    "service_call", "service_call_equipment", "activity", "service_assignment", "status_event", "time_effort",
    "material", "mileage", "expense", "reading", "checklist_instance", "checklist_answer", "attachment", "signature",
    "note", "message", "invoice", "invoice_line", "service_report", "sync_flag", "required_material", "contact",
    "address", "equipment", "business_partner",
)
_PRIORITY_TONES = {"emergency": ("bad", "zap"), "high": ("warn", "chevron-up"), "normal": ("neutral", ""),
                   "planned": ("neutral", "")}
_MESSAGE_TONES = {"delivered": "good", "failed": "bad", "sent": "accent"}
_JOURNAL = 6


class CallCardView(RecordCard):
    """Shows one call by its id; `draft_wanted` when that call still is a draft."""

    draft_wanted = Signal(str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__("callCard")
        self._context = context
        self._call_id = ""
        self._card: CallCard | None = None
        self._all_events = False
        self.note_box = QLineEdit()
        self.edit = CallEdit(context)
        self.reason = ReasonBox(context)
        self.reason.given.connect(self._on_reason)
        context.tasks.changed.connect(self._on_changed)
        context.texts.changed.connect(self._draw_kept)
        context.theme.changed.connect(self._draw_kept)
        self._draw(False)

    @property
    def call_id(self) -> str:
        return self._call_id

    @property
    def card(self) -> CallCard | None:
        return self._card

    def show_call(self, call_id: str) -> None:
        if call_id != self._call_id:
            self._call_id, self._all_events = call_id, False
            self.reason.hide()
            self.edit.hide()
        self._ask()

    def _ask(self) -> None:
        if self._call_id:
            self._context.tasks.ask(call_card, self._call_id, done=self._take, key="calls.card", owner=self)

    def _take(self, card: CallCard | None) -> None:
        same = card is not None and self._card is not None and card.id == self._card.id
        if same and card == self._card:
            return
        self._card = card
        self._draw(same)

    def _on_changed(self, changes: Changes) -> None:
        if self._call_id and changes.touches(*_FOLLOWS):
            self._ask()

    def _draw_kept(self) -> None:
        self._draw(True)

    # Drawing

    def _draw(self, keep_scroll: bool) -> None:
        card, texts = self._card, self._context.texts.current
        words, cursor, focused = self.note_box.text(), self.note_box.cursorPosition(), self.note_box.hasFocus()
        for kept in (self.edit, self.reason):
            kept.setParent(None)
        self.begin(keep_scroll)
        if card is None:
            title = "calls.gone" if self._call_id else "calls.choose_title"
            self.body.addWidget(EmptyState(self._context.theme, "inbox", texts(title), texts("calls.choose_hint")), 1)
            return
        today = local(self._context.core.clock.now()).date()
        self.body.addLayout(self._head(card))
        self.body.addWidget(self.edit)
        self.body.addWidget(self.reason)
        left: list[Any] = [VisitPanel(self._context, visit, today, self._on_visit) for visit in card.visits]
        left = [*self._flags(card), *left, self._notes(card, words if keep_scroll else "", cursor, focused)]
        right = [self._promise(card, today), self._contact(card), self._machines(card, today),
                 self._messages(card, today), *self._invoices(card), self._journal(card)]
        self.body.addLayout(two_columns(left, right))
        self.body.addStretch(1)

    def _head(self, card: CallCard) -> QVBoxLayout:
        texts, theme = self._context.texts.current, self._context.theme
        status = card.visits[0].status if card.visits else ""
        look = look_of(card.progress, status)
        chip = Chip(theme)
        if look:
            chip.set_status(look, state_text(texts, card.progress, status))
        else:
            chip.set(state_text(texts, card.progress, status), "neutral", "circle-dashed")
        chip.setObjectName("callState")
        tone, icon = _PRIORITY_TONES.get(card.priority, ("neutral", ""))
        chips: list[QWidget] = [chip, Chip(theme, texts(f"intake.priority_{card.priority}"), tone, icon)]
        if card.contract:
            chips.append(Chip(theme, card.contract, "neutral", "shield-check"))
        origin = texts("calls.created", origin=texts(f"calls.origin_{card.origin}"),
                       moment=texts.date_time(card.created_at), person=card.created_by).rstrip(" ·")
        number = texts("calls.number", number=card.number) if card.number else texts("calls.draft_title")
        name = label(card.customer or texts("calls.no_customer"), "title", selectable=True)
        name.setObjectName("callCustomer")
        layout = QVBoxLayout()
        layout.setSpacing(6)
        layout.addLayout(row(label(f"{number} · {origin}", "meta"), None))
        layout.addLayout(row(name, None, *self._buttons(card), spacing=8))
        said = label(card.problem or card.subject, "second", wrap=True, selectable=True)
        said.setObjectName("callProblem")
        layout.addWidget(said)
        layout.addLayout(row(*chips, None, spacing=6))
        return layout

    def _buttons(self, card: CallCard) -> list[Button]:
        theme, texts = self._context.theme, self._context.texts
        if card.state == "draft":
            return [Button(theme, texts("calls.go_on"), "primary", "pencil",
                           lambda: self.draft_wanted.emit(card.id), "callGoOn")]
        buttons = [Button(theme, texts("calls.edit"), "", "pencil", lambda: self.edit.begin(card), "callEdit")]
        if card.state in ("open", "pending"):
            buttons.append(Button(theme, texts("calls.cancel"), "", "ban",
                                  lambda: self.reason.begin("cancel"), "callCancel"))
        else:
            buttons.append(Button(theme, texts("calls.reopen"), "", "rotate-ccw",
                                  lambda: self.reason.begin("reopen"), "callReopen"))
        return buttons

    def _flags(self, card: CallCard) -> list[QWidget]:
        """What a tablet sent that a person should look at."""
        texts = self._context.texts
        sentences = dict.fromkeys(texts(code, **params) for code, params in card.flags)
        return [
            boxed(fact(self._context.theme, "triangle-alert", sentence, tone="warn"), kind="warn", name="callFlag",
                  margins=(14, 10, 14, 10))
            for sentence in sentences
        ]

    def _promise(self, card: CallCard, today: date) -> QWidget:
        texts, theme = self._context.texts.current, self._context.theme
        lines: list[Any] = []
        if promised := promise_text(texts, card.promised_from, card.promised_to, today):
            lines.append(fact(theme, "clock", promised, tone="strong"))
        for key, moment in (("respond_by", card.sla_respond_by), ("fix_by", card.sla_fix_by)):
            if moment is not None:
                lines.append(fact(theme, "timer", texts(f"calls.{key}", moment=short_moment(texts, moment, today))))
        if not lines and card.due_at is not None:
            lines.append(fact(theme, "clock", texts("calls.due", moment=short_moment(texts, card.due_at, today))))
        if card.wish_text:
            lines.append(fact(theme, "message-square", texts("calls.wish", words=card.wish_text)))
        return boxed(section(texts("calls.promise"), *(lines or [quiet_line(texts("calls.no_promise"))])))

    def _contact(self, card: CallCard) -> QWidget:
        texts, theme = self._context.texts, self._context.theme
        lines: list[Any] = []
        if card.contact:
            lines.append(fact(theme, "user", card.contact, card.contact_role))
        if card.contact_phone:
            lines.append(fact(theme, "phone", card.contact_phone))
        if card.contact_email:
            lines.append(fact(theme, "mail", card.contact_email))
        if card.address:
            lines.append(fact(theme, "map-pin", card.address, card.access_note))
        button = None
        if card.partner_id is not None:
            partner = card.partner_id
            button = Button(theme, texts("calls.open_customer"), "link", "",
                            lambda: self._context.navigation.go("customers", partner_id=partner), "callOpenCustomer")
        return boxed(section(texts("calls.contact"), *lines, button=button))

    def _machines(self, card: CallCard, today: date) -> QWidget:
        texts, theme = self._context.texts.current, self._context.theme
        links: list[QWidget] = []
        for machine in card.machines:
            note, tone = machine_note(texts, machine, today)
            detail = " · ".join(part for part in (machine.serial, note) if part)
            links.append(link_card(
                theme, ICONS.get(machine.category, "box"), machine.name, detail,
                partial(self._context.navigation.go, "equipment", equipment_id=machine.id), "callMachine",
                tone if tone != "second" else "",
            ))
        return boxed(section(texts("calls.machine"), *(links or [quiet_line(texts("calls.no_machine"))])))

    def _messages(self, card: CallCard, today: date) -> QWidget:
        texts = self._context.texts.current
        lines: list[Any] = []
        for message in card.messages[:5]:
            moment = message.delivered_at or message.sent_at or message.created_at
            when = short_moment(texts, moment, today)
            state = label(texts(f"calls.message_{message.state}", time=when), "dense")
            state.setProperty("tone", _MESSAGE_TONES.get(message.state, ""))
            state.setObjectName("callMessageState")
            lines.append(boxed(label(message.text, wrap=True, selectable=True),
                               row(label(message.recipient_name or message.recipient, "dense"), None, state),
                               kind="sunken", spacing=5, margins=(12, 9, 12, 9)))
        return boxed(section(texts("calls.messages"), *(lines or [quiet_line(texts("calls.no_messages"))]), spacing=8))

    def _invoices(self, card: CallCard) -> list[QWidget]:
        texts, theme = self._context.texts, self._context.theme
        if not card.invoices:
            return []
        go = self._context.navigation.go
        links = [
            link_card(theme, "receipt", one.number or texts("calls.invoice_draft"),
                      f"{texts.money(one.to_pay)} · {texts(f'calls.invoice_{one.state}')}",
                      partial(go, "invoicing", invoice_id=one.id), "callInvoice")
            for one in card.invoices
        ]
        return [boxed(section(texts("calls.invoices"), *links))]

    def _notes(self, card: CallCard, words: str, cursor: int, focused: bool) -> QWidget:
        texts = self._context.texts.current
        self.note_box = QLineEdit(words)
        self.note_box.setObjectName("callNote")
        self.note_box.setPlaceholderText(texts("calls.note_add"))
        self.note_box.returnPressed.connect(self._add_note)
        self.note_box.setEnabled(card.state != "draft")
        lines: list[Any] = [
            fact(self._context.theme, "message-square-text", note.text,
                 " · ".join(part for part in (note.person, texts.date_time(note.at)) if part))
            for note in card.notes
        ]
        if focused:
            self.note_box.setCursorPosition(cursor)
            self.note_box.setFocus()
        return boxed(section(texts("calls.notes"), self.note_box, *lines, spacing=10))

    def _journal(self, card: CallCard) -> QWidget:
        texts, theme = self._context.texts.current, self._context.theme
        events = journal_events(texts, card.journal)
        shown = events if self._all_events else events[:_JOURNAL]
        lines: list[Any] = [fact(theme, "history", words, when) for words, when in shown]
        more = None
        if len(events) > len(shown):
            words = texts("calls.journal_more", n=len(events))
            more = Button(theme, words, "link", "", self._show_events, "callEvents")
        return boxed(section(texts("calls.journal"), *lines, *([more] if more else []), spacing=8))

    def _show_events(self) -> None:
        self._all_events = True
        self._draw(True)

    # Acting

    def _add_note(self) -> None:
        text = self.note_box.text()
        self.note_box.clear()
        self._context.do(NoteOnCall(note_id=new_id(), call_id=self._call_id, text=text), owner=self)

    def _on_reason(self, what: str, reason: str) -> None:
        if what == "cancel":
            self._context.do(CancelCall(call_id=self._call_id, reason=reason, note_id=new_id()), owner=self)
        else:
            self._context.do(
                ReopenCall(call_id=self._call_id, reason=reason, activity_id=new_id(), note_id=new_id()), owner=self
            )

    def _on_visit(self, what: str, target: Any) -> None:
        go = self._context.navigation.go
        if what == "plan":
            go("board", activity_id=target, call_id=self._call_id)
        elif what == "approve":
            self._context.do(ApproveVisit(activity_id=target), owner=self)
        elif what == "mail":
            self._context.do(
                MailReportAgain(message_id=new_id(), activity_id=target[0], address=target[1]), owner=self
            )
        elif what == "reserve":
            self._context.do(ReservePart(required_id=target[0], warehouse_id=target[1]), owner=self)
        elif what == "free":
            self._context.do(FreePart(required_id=target), owner=self)
        elif what == "review":
            go("invoicing", activity_id=target)
        elif what == "report":
            self._open_file(target, ".pdf", "calls.report_not_here")
        elif isinstance(target, Photo):
            ending = ".png" if "png" in target.mime and not target.marks else ".jpg"
            self._open_file(target.sha256, ending, "calls.photo_not_here", read_marks(target.marks) or ())

    def _open_file(self, sha256: str, ending: str, not_here: str, marks: Sequence[Mark] = ()) -> None:
        """Shows a stored file in the desktop's own program; the store's files have no endings, so a copy gets one."""
        core = self._context.core

        def copied() -> str:
            content = core.blobs.get(sha256)
            if content is None:
                return ""
            target = core.settings.folder / "shown" / f"{sha256[:16]}{ending}"
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(drawn(content, marks))
            return str(target)

        def show(path: str) -> None:
            if path:
                QDesktopServices.openUrl(QUrl.fromLocalFile(path))
            else:
                self._context.messages.fail(self._context.texts(not_here))

        self._context.tasks.work(copied, show, owner=self)
