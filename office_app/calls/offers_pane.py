"""The right side of the intake: times to offer with a sentence to read aloud, and what is known of the machine."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QWidget

from core.clock import local
from core.presenters.intake import IntakePresenter
from core.presenters.intake_texts import (
    cause_detail,
    cause_title,
    offer_reasons,
    open_call_detail,
    open_call_title,
    say_offer,
)
from core.presenters.offers import Offer
from core.queries.equipment_history import PastVisit
from core.queries.intake import OpenCall
from core.rules import phone
from office_app.calls.day_strip import DayStripView
from office_app.calls.intake_side import IntakeSide
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, column, label, line, row
from office_app.widgets.card_parts import RecordCard, link_card
from office_app.widgets.painted import Avatar, Chip, EmptyState, KeyHint

GRADES = {"best": ("good", "star"), "good": ("info", "check"), "possible": ("warn", "triangle-alert"),
          "conflict": ("bad", "triangle-alert")}


class OffersPane(RecordCard):
    """Shows the presenter's offers and what its side has found; emits what is clicked."""

    chosen = Signal(int)
    merge_wanted = Signal()
    call_wanted = Signal(str)
    evidence_wanted = Signal()

    def __init__(self, context: OfficeContext) -> None:
        super().__init__("intakeOffers")
        self._context = context
        self._drawn: object = None
        self.cards: list[OfferCard] = []
        self.body.setContentsMargins(34, 26, 34, 26)
        self.body.setSpacing(12)

    def show_all(self, presenter: IntakePresenter, side: IntakeSide, today: date) -> None:
        """Draws anew when something shown has changed."""
        machine = presenter.machines[0].name if presenter.machines else ""
        state = (
            presenter.offers, presenter.chosen, presenter.mergeable, side.history, side.cause, presenter.can_offer,
            machine, side.offers, side.evidence, self._context.texts.language, presenter.symptom is not None,
        )
        if state == self._drawn:
            return
        self._drawn = state
        texts = self._context.texts.current
        self.begin(keep_scroll=presenter.can_offer)
        self.cards = []
        self.body.addWidget(label(texts("intake.offers_title"), "heading"))
        self.body.addWidget(label(texts("intake.offers_subtitle"), "second", wrap=True))
        if not presenter.can_offer:
            self._add_empty("calendar-clock", "intake.offers_wait", "intake.offers_wait_detail")
            return
        self.body.addSpacing(4)
        if side.offers is not None and not presenter.offers:
            self._add_empty("calendar-x", "intake.offers_none", "intake.offers_none_detail")
        for index, offer in enumerate(presenter.offers):
            self._add_offer(presenter, index, offer, today)
        if presenter.mergeable is not None:
            self.body.addSpacing(4)
            self.body.addWidget(self._merge_strip(presenter.mergeable, today))
        self._add_day(presenter, side, today)
        self._add_history(side.history, machine)
        if side.cause is not None:
            self.body.addSpacing(4)
            self.body.addWidget(self._cause_card(presenter, side))
            for call in side.evidence:
                detail = " · ".join(part for part in (call.customer, call.machine, call.technician) if part)
                day = local(call.planned or call.created_at).date().isoformat()
                self.body.addWidget(link_card(
                    self._context.theme, "history", f"{day} · {call.number} {call.subject}", detail,
                    partial(self.call_wanted.emit, call.id), "intakeEvidence",
                ))
        self.body.addStretch(1)

    def _add_empty(self, icon: str, title: str, sentence: str) -> None:
        texts = self._context.texts.current
        self.body.addWidget(EmptyState(self._context.theme, icon, texts(title), texts(sentence)), 1)

    def _add_offer(self, presenter: IntakePresenter, index: int, offer: Offer, today: date) -> None:
        contact = presenter.customer.contact(presenter.contact_id) if presenter.customer else None
        sms = contact is not None and contact.sms_consent and phone.can_text(contact.phone)
        card = OfferCard(self._context, offer, index, today, index == presenter.chosen, sms)
        card.clicked.connect(lambda one=index: self.chosen.emit(one))
        self.cards.append(card)
        self.body.addWidget(card)

    def _merge_strip(self, call: OpenCall, today: date) -> QFrame:
        texts, theme = self._context.texts.current, self._context.theme
        strip = QFrame()
        strip.setProperty("kind", "warn")
        strip.setObjectName("intakeMergeStrip")
        title, detail = label(open_call_title(texts, call, today), "warn", wrap=True), label(
            open_call_detail(texts, call), "warn", wrap=True
        )
        title.setProperty("weight", "strong")
        words = column(title, detail, spacing=2)
        show = Button(theme, texts("intake.merge_open"), "quiet", "", lambda: self.call_wanted.emit(call.id),
                      "intakeMergeShow")
        merge = Button(theme, texts("intake.merge"), "", "merge", self.merge_wanted.emit, "intakeMerge")
        layout = row(IconLabel(theme, "layers", "warnInk", 20), spacing=14, margins=(18, 12, 16, 12))
        layout.addLayout(words, 1)
        layout.addWidget(show)
        layout.addWidget(merge)
        strip.setLayout(layout)
        return strip

    def _add_day(self, presenter: IntakePresenter, side: IntakeSide, today: date) -> None:
        offer = presenter.offer
        if offer is None or side.offers is None or presenter.chosen >= len(side.offers.days):
            return
        texts = self._context.texts.current
        day = side.offers.days[presenter.chosen]
        title = label(texts("intake.day_of", name=offer.full_name.split(" ")[0]), "section")
        self.body.addSpacing(4)
        self.body.addLayout(row(title, label(texts.day(day.day), "second"), None, spacing=10))
        name = presenter.customer.name if presenter.customer else ""
        self.body.addWidget(DayStripView(self._context, day, name, offer.suggestion.start, offer.suggestion.end))

    def _add_history(self, history: tuple[PastVisit, ...], machine: str) -> None:
        texts = self._context.texts.current
        if not machine:
            return
        self.body.addSpacing(4)
        self.body.addWidget(label(texts("intake.history_title"), "section"))
        if not history:
            self.body.addWidget(label(texts("intake.history_none", name=machine), "second", wrap=True))
            return
        grid = QGridLayout()
        grid.setSpacing(12)
        for number, visit in enumerate(history[:4]):
            card = PastVisitCard(self._context, visit)
            card.clicked.connect(lambda one=visit.call_id: self.call_wanted.emit(one))
            grid.addWidget(card, number // 2, number % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)

    def _cause_card(self, presenter: IntakePresenter, side: IntakeSide) -> Card:
        texts, theme = self._context.texts.current, self._context.theme
        assert side.cause is not None
        cause = side.cause
        card = Card(name="intakeCause")
        added = presenter.symptom is not None and bool(presenter.symptom.item_ids)
        words = column(
            label(cause_title(texts, cause), "strong", wrap=True),
            label(cause_detail(texts, cause, added), "second", wrap=True), spacing=2,
        )
        key = "intake.cause_hide" if side.evidence else "intake.cause_show"
        show = Button(theme, texts(key), "quiet", "", self.evidence_wanted.emit, "intakeCauseShow")
        layout = row(IconLabel(theme, "sparkles", "accent", 20), spacing=14, margins=(18, 12, 12, 12))
        layout.addLayout(words, 1)
        layout.addWidget(show)
        card.setLayout(layout)
        return card


class OfferCard(Card):
    """Time, technician, reasons, grade and key; the chosen one carries the sentence to read aloud."""

    def __init__(self, context: OfficeContext, offer: Offer, index: int, today: date, chosen: bool, sms: bool) -> None:
        super().__init__(selectable=True, name=f"offer{index + 1}")
        theme, texts = context.theme, context.texts.current
        suggestion = offer.suggestion
        self.setProperty("look", "outline")
        self.set_selected(chosen)
        start = label(texts.time(suggestion.start), "clock")
        until = texts("intake.offer_until", time=texts.time(suggestion.end))
        if offer.day != today:
            until = f"{texts.relative_day(offer.day, today)} · {until}"
        reasons = label(offer_reasons(texts, offer), "second", wrap=True)
        tone, icon = GRADES.get(suggestion.grade, ("neutral", ""))
        chip = Chip(theme, texts(f"fit.grade_{suggestion.grade}"), tone, icon)
        times = QWidget()
        times.setLayout(column(start, label(until, "dense", wrap=True), spacing=1))
        times.setFixedWidth(92)
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(times)
        top.addWidget(line(vertical=True))
        top.addWidget(Avatar(theme, offer.initials, offer.colour, 38))
        top.addLayout(column(label(offer.full_name, "strongSection"), reasons, spacing=2), 1)
        top.addWidget(chip)
        top.addWidget(KeyHint(theme, f"F{index + 1}"))
        layout = column(top, spacing=12, margins=(18, 12, 16, 12))
        if chosen:
            layout.addWidget(self._aloud(context, say_offer(texts, offer, today, sms)))
        self.setLayout(layout)
        self.setAccessibleName(f"{texts.time(suggestion.start)} {offer.full_name} {chip.text} {reasons.text()}")

    @staticmethod
    def _aloud(context: OfficeContext, sentence: str) -> QFrame:
        box = QFrame()
        box.setProperty("kind", "sunken")
        words = label(context.texts("intake.say_aloud", sentence=sentence), "medium", wrap=True, selectable=True)
        words.setObjectName("intakeSay")
        layout = row(IconLabel(context.theme, "message-square", "accent", 17), spacing=10, margins=(12, 7, 12, 7))
        layout.addWidget(words, 1)
        box.setLayout(layout)
        return box


class PastVisitCard(Card):
    """One earlier visit to the machine: when, what was done, by whom, and what was measured last."""

    def __init__(self, context: OfficeContext, visit: PastVisit) -> None:
        super().__init__(selectable=True, name="pastVisit")
        texts = context.texts.current
        facts = [visit.technician.split(" ")[0]]
        if visit.minutes:
            facts.append(texts.minutes(visit.minutes))
        if visit.net is not None:
            facts.append(texts.money(visit.net))
        title = label(visit.title, "strong", wrap=True)
        layout = column(
            label(local(visit.day).date().isoformat(), "dense"), title, label(" · ".join(filter(None, facts)), "dense"),
            spacing=2, margins=(15, 10, 13, 10),
        )
        if visit.reading is not None:
            quantity, value, unit = visit.reading
            measured = label(f"{quantity}: {texts.amount(value, unit)}", "dense")
            measured.setProperty("tone", "accent")
            layout.addWidget(measured)
        layout.addStretch(1)
        self.setLayout(layout)
        self.setAccessibleName(f"{local(visit.day).date().isoformat()} {visit.title}")
