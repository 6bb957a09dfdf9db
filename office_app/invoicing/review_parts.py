"""Pieces of the review: what the visit was, its checklists, photos, signature, sums and claims."""

import base64
import binascii
from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QLayout, QVBoxLayout, QWidget

from core.clock import local
from core.queries.checklist_run import ChecklistRun
from core.queries.finishing import SIGNED_LATER
from core.queries.visit_review import ClaimLine, VisitReview
from core.rules.lifecycle import CLAIM, next_steps
from office_app.context import OfficeContext
from office_app.widgets.basics import Button, Card, IconLabel, column, label, line, row
from office_app.widgets.card_parts import boxed, fact, pair, section
from office_app.widgets.painted import Chip
from office_app.widgets.signature import SignatureView

_THUMB = QSize(90, 68)
_SHOWN_STEPS = ("warn", "fail")


def flags_box(context: OfficeContext, review: VisitReview) -> QWidget | None:
    """What came in out of order and wants a person's eye."""
    texts = context.texts
    sentences = [texts(key, **params) for key, params in review.flags]
    if review.card.signature is not None and review.card.signature.state in ("refused", "absent"):
        name = texts(f"documents.signature_{review.card.signature.state}")
        sentences.append(f"{name}: {review.card.signature.reason}")
    if review.card.signature is not None and review.card.signature.state == SIGNED_LATER:
        sentences.append(texts("invoicing.signature_awaited"))
    if review.waiting and review.card.approval == "approved":
        sentences.append(texts.count("invoicing.late_lines", review.waiting))
    if not sentences:
        return None
    icon = IconLabel(context.theme, "triangle-alert", "warnInk", 18)
    icon.setAlignment(Qt.AlignmentFlag.AlignTop)
    words = column(*(label(one, "warn", wrap=True) for one in sentences), spacing=4)
    box = Card("warn", name="reviewFlags")
    layout = row(icon, spacing=10, margins=(16, 12, 16, 12))
    layout.addLayout(words, 1)
    box.setLayout(layout)
    return box


def work_box(context: OfficeContext, review: VisitReview) -> QWidget:
    """The customer's words, and the technician's."""
    texts, card = context.texts, review.card
    parts: list[QWidget | QLayout | int | None] = [
        label(texts("documents.problem"), "meta"), label(review.problem or "–", wrap=True, selectable=True), 4,
        label(texts("documents.work_done"), "meta"), label(card.work_done or "–", "medium", wrap=True, selectable=True),
    ]
    if card.outcome_note:
        parts.append(label(card.outcome_note, "second", wrap=True, selectable=True))
    return boxed(*parts, spacing=3, name="reviewWork")


def sums_box(context: OfficeContext, review: VisitReview) -> QWidget:
    """What the customer pays, and who pays for the rest."""
    texts, sums = context.texts, review.sums
    left = column(spacing=5)
    covered: dict[str, Decimal] = {}
    for one in review.lines:
        if one.charge_option not in ("chargeable", "not_done", "internal"):
            covered[one.charge_option] = covered.get(one.charge_option, Decimal(0)) + one.list_amount
    if covered:
        left.addWidget(label(texts("invoicing.others_pay"), "meta"))
    for option, amount in covered.items():
        left.addLayout(pair(texts(f"charge.option_{option}"), texts.money(amount, 2)))
    left.addStretch(1)
    right = Card("soft", name="reviewSums")
    inner = column(pair(texts("documents.net"), texts.money(sums.net, 2)), spacing=4, margins=(16, 11, 16, 12))
    for vat in sums.vat_rows:
        name = texts("documents.vat_of", rate=texts.number(vat.rate), base=texts.number(vat.base, 2))
        inner.addLayout(pair(name, texts.money(vat.amount, 2)))
    if sums.rounding:
        inner.addLayout(pair(texts("documents.rounding"), texts.money(sums.rounding, 2)))
    figure = label(texts.money(sums.to_pay, 2), "heading")
    inner.addLayout(row(label(texts("documents.to_pay"), "section"), None, figure))
    right.setLayout(inner)
    right.setFixedWidth(330)
    holder = QWidget()
    layout = row(spacing=18)
    layout.addLayout(left, 1)
    layout.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
    holder.setLayout(layout)
    return holder


def visit_box(context: OfficeContext, review: VisitReview) -> QWidget:
    """When, who, where, and what was agreed."""
    texts, theme = context.texts, context.theme
    facts: list[QWidget | QLayout | int | None] = []
    if review.arrived_at is not None and review.finished_at is not None:
        day = texts.day(local(review.arrived_at).date())
        span = f"{texts.time(review.arrived_at)}–{texts.time(review.finished_at)}"
        facts.append(fact(theme, "clock", f"{span} · {texts.duration(review.finished_at - review.arrived_at)}", day))
    names = ", ".join(one.name for one in review.card.technicians)
    facts.append(fact(theme, "user", names or "–"))
    facts.append(fact(theme, "map-pin", review.place or "–", " · ".join(p for p in (review.contact,) if p)))
    for machine in review.machines:
        verdict = texts(machine.verdict.reason_key, **machine.verdict.reason_params)
        facts.append(fact(theme, "coffee", machine.name, texts("documents.serial", serial=machine.serial or "–")))
        tone = "good" if machine.verdict.covered else "neutral"
        facts.append(row(27, Chip(theme, verdict, tone, "shield-check" if machine.verdict.covered else "shield"), None))
    if review.contract:
        facts.append(row(27, Chip(theme, review.contract, "accent", "handshake"), None))
    return boxed(section(texts("invoicing.visit"), *facts, spacing=8), name="reviewVisit")


def checklist_box(context: OfficeContext, run: ChecklistRun) -> QWidget:
    """A filled-in checklist in short: what was measured, and what deviates."""
    texts, theme = context.texts, context.theme
    count = label(texts("documents.steps_of", done=run.done_count, total=run.total), "dense")
    rows: list[QWidget | QLayout | int | None] = []
    for step in run.steps:
        if step.kind == "heading" or not step.visible or not step.answered:
            continue
        if step.kind in ("measure", "calculated") or step.verdict in _SHOWN_STEPS:
            icon, ink = {"fail": ("circle-x", "badInk"), "warn": ("circle-alert", "warnInk")}.get(
                step.verdict, ("circle-check", "goodInk")
            )
            title = label(step.title, "second", wrap=True)
            answer = label(step.answer_text or "–", "strong")
            layout = row(IconLabel(theme, icon, ink, 16), spacing=9)
            layout.addWidget(title, 1)
            layout.addWidget(answer)
            rows.append(layout)
    if not rows:
        rows.append(label(texts("invoicing.no_deviation"), "second"))
    name = label(run.name, "section", wrap=True)
    head = row(spacing=8)
    head.addWidget(name, 1)
    head.addWidget(count, 0, Qt.AlignmentFlag.AlignTop)
    return boxed(head, *rows, spacing=7, name="reviewChecklist")


def photos_box(context: OfficeContext, review: VisitReview) -> QWidget | None:
    """The photos as they were sent with their rows; their full bytes may still be on the way."""
    photos = [one for one in review.card.photos if one.mime.startswith("image/")]
    if not photos:
        return None
    grid = QGridLayout()
    grid.setSpacing(8)
    for number, one in enumerate(photos):
        words = " · ".join(part for part in (one.caption, context.texts.time(one.taken_at)) if part)
        picture = Thumbnail(one.thumbnail, words)
        grid.addWidget(picture, number // 5, number % 5)
    grid.setColumnStretch(5, 1)
    title = context.texts("documents.photos")
    return boxed(section(title, grid), name="reviewPhotos")


def signature_box(context: OfficeContext, review: VisitReview) -> QWidget:
    """The customer's signature, or why there is none."""
    texts, signed = context.texts, review.card.signature
    title = texts("invoicing.signature")
    if signed is None:
        return boxed(section(title, label(texts("documents.signature_missing"), "second")), name="reviewSignature")
    when = texts.date_time(signed.signed_at)
    if signed.state != "signed":
        return boxed(
            section(
                title, label(texts(f"documents.signature_{signed.state}"), "warn", wrap=True),
                label(" · ".join(part for part in (signed.reason, when) if part), "dense", wrap=True),
            ),
            name="reviewSignature",
        )
    who = ", ".join(part for part in (signed.name, signed.role) if part)
    drawn = SignatureView(context.theme, signed.strokes, "reviewSignatureStrokes", 72)
    return boxed(section(title, drawn, line(), label(f"{who} · {when}", "dense")), name="reviewSignature")


def claims_box(
    context: OfficeContext, claims: tuple[ClaimLine, ...], move: Callable[[str, str], None]
) -> QWidget | None:
    """What the supplier is asked for, with the next steps as buttons."""
    if not claims:
        return None
    texts, parts = context.texts, []
    for number, claim in enumerate(claims):
        tone = {"open": "warn", "sent": "info", "accepted": "good", "credited": "good"}.get(claim.state, "neutral")
        state = Chip(context.theme, texts(f"invoicing.claim_{claim.state}"), tone, "shield-check")
        serials = [
            texts(f"invoicing.{key}", serial=serial)
            for key, serial in (("serial_in", claim.serial), ("serial_out", claim.removed_serial)) if serial
        ]
        parts.append(pair(f"{texts.number(claim.quantity)} × {claim.item}", texts.money(claim.amount, 2), strong=True))
        parts.append(row(state, *(label(one, "dense") for one in serials), None))
        buttons = [
            Button(
                context.theme, texts(f"invoicing.claim_do_{step.target}"), "quiet", "",
                partial(move, claim.id, step.target), f"claim_{number}_{step.target}",
            )
            for step in next_steps(CLAIM, claim.state, "office") if _is_onward(claim.state, step.target)
        ]
        parts.append(row(*buttons, None, spacing=2))
    return boxed(section(texts("invoicing.claims"), *parts, spacing=6), name="reviewClaims")


def _is_onward(state: str, target: str) -> bool:
    """Steps back are undone, not offered."""
    order = ("open", "sent", "accepted", "rejected", "credited", "written_off")
    return order.index(target) > order.index(state)


class Thumbnail(QLabel):
    """A small photo with its words as a tip; a grey place while the picture is missing."""

    def __init__(self, encoded: str, words: str) -> None:
        super().__init__()
        self.setFixedSize(_THUMB)
        self.setProperty("kind", "thumb")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture = _decoded(encoded)
        if picture is not None:
            scaled = picture.scaled(
                _THUMB, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            )
            left, top = (scaled.width() - _THUMB.width()) // 2, (scaled.height() - _THUMB.height()) // 2
            self.setPixmap(scaled.copy(left, top, _THUMB.width(), _THUMB.height()))


def _decoded(encoded: str) -> QPixmap | None:
    try:
        content = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None
    picture = QPixmap()
    return picture if content and picture.loadFromData(content) else None


def column_of(*items: QWidget | None) -> QVBoxLayout:
    """A column of those that are there."""
    layout = column(spacing=14)
    for item in items:
        if item is not None:
            layout.addWidget(item)
    return layout
