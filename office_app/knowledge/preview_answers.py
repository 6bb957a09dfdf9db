"""The preview's controls for counts, numbers and moments: plainer than the tablet's, with the same answers."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from core.clock import local
from core.presenters.checklist_entry import counted, turned
from core.queries.checklist_run import moment_text
from core.rules.checklist import Element, measured
from core.rules.checklist_values import moment
from office_app.knowledge.preview_parts import Gauge
from office_app.widgets.basics import Button, column, label, row

if TYPE_CHECKING:
    from office_app.knowledge.preview import TabletPreview


def number(preview: "TabletPreview", element: Element) -> QWidget:
    texts = preview.context.texts
    edit = QLineEdit()
    edit.setObjectName("previewValue")
    edit.setProperty("kind", "tablet")
    edit.setPlaceholderText(texts("knowledge.preview_value"))
    held = measured(preview.answer_of(element).value)
    if held is not None:
        edit.setText(texts.number(held))
    trial = {"item": "trial"} if element.kind == "material" and not element.item_id else {}

    def typed(text: str) -> None:
        preview.give(element, {"value": text, **trial} if measured({"value": text}) is not None else {})

    def keep() -> None:
        edit.setText(texts.number(element.preset or 0))
        typed(edit.text())

    edit.textEdited.connect(typed)
    field = row(edit, label(texts.unit(element.unit), "section"), spacing=10)
    if element.preset is None:
        return _holder(field)
    shown = texts.current.amount(element.preset, element.unit)
    edit.setPlaceholderText(texts.number(element.preset))
    return _holder(column(field, offer_button(preview, texts("field_work.keep_offer", value=shown), keep), spacing=8))


def offer_button(preview: "TabletPreview", words: str, keep: Callable[[], None]) -> Button:
    """Keeps what the step offers with one touch."""
    button = Button(preview.context.theme, words, "", "check", keep, "previewKeep")
    button.setMinimumHeight(44)
    return button


def counter(preview: "TabletPreview", element: Element) -> QWidget:
    theme, texts = preview.context.theme, preview.context.texts
    shown = label("", "tablet")

    def show() -> None:
        shown.setText(f"{held() or '–'} {texts.unit(element.unit)}".strip())

    def held() -> str:
        offered = "" if element.preset is None else str(int(element.preset))
        return str(preview.answer_of(element).value.get("value", offered))

    def count(by: int) -> None:
        preview.give(element, {"value": counted(held(), by)})
        show()

    less = Button(theme, "", "icon", "minus", lambda: count(-1), "previewLess")
    more = Button(theme, "", "icon", "plus", lambda: count(1), "previewMore")
    for button, key in ((less, "field_work.count_less"), (more, "field_work.count_more")):
        button.setToolTip(texts(key))
        button.setAccessibleName(texts(key))
        button.setMinimumSize(56, 44)
    show()
    buttons = row(less, shown, more, None, spacing=14)
    if element.preset is None:
        return _holder(buttons)
    offered = texts.current.amount(element.preset, element.unit)
    keep = offer_button(preview, texts("field_work.keep_offer", value=offered), lambda: count(0))
    return _holder(column(buttons, keep, spacing=8))


def date(preview: "TabletPreview", element: Element) -> QWidget:
    context = preview.context
    texts = context.texts.current
    shown = label("", "tablet")

    def now() -> datetime:
        return local(context.core.clock.now()).replace(tzinfo=None)

    def offered() -> str:
        """The day that the step offers, as it would be kept."""
        if element.preset is None:
            return ""
        return moment((now() + timedelta(days=int(element.preset))).isoformat(), element.with_time) or ""

    def held() -> str:
        return str(preview.answer_of(element).value.get("at", offered()))

    def show() -> None:
        shown.setText(moment_text(held(), element.with_time, texts) or "–")

    def turn(part: str, by: int) -> None:
        preview.give(element, {"at": turned(held(), part, by, now(), element.with_time)})
        show()

    key = "field_work.date_now" if element.with_time else "field_work.date_today"
    today = Button(context.theme, texts(key), "", "calendar-check", lambda: turn("now", 0), "previewNow")
    back = Button(context.theme, "", "icon", "chevron-left", lambda: turn("day", -1), "previewDayBack")
    on = Button(context.theme, "", "icon", "chevron-right", lambda: turn("day", 1), "previewDayOn")
    for button, turn_key in ((back, "field_work.turn_less"), (on, "field_work.turn_more")):
        button.setToolTip(texts(turn_key, part=texts("field_work.part_day")))
        button.setAccessibleName(button.toolTip())
    show()
    parts: list[Any] = [shown, row(back, today, on, None, spacing=8)]
    if element.preset is not None:
        said = texts("field_work.keep_offer", value=moment_text(offered(), element.with_time, texts))
        parts.append(offer_button(preview, said, lambda: turn("day", 0)))
    return _holder(column(*parts, spacing=8))


def calculation(preview: "TabletPreview", element: Element) -> QWidget:
    context = preview.context
    held = measured(preview.answer_of(element).value)
    shown = context.texts.number(held, element.decimals) if held is not None else "–"
    gauge = Gauge(context, element)
    gauge.show_value(None if held is None else float(held))
    return _holder(column(label(f"{shown} {context.texts.unit(element.unit)}".strip(), "tablet"), gauge, spacing=12))


def scan(preview: "TabletPreview", element: Element) -> QWidget:
    edit = QLineEdit(str(preview.answer_of(element).value.get("code", "")))
    edit.setObjectName("previewCode")
    edit.setProperty("kind", "tablet")
    edit.setPlaceholderText(preview.context.texts("knowledge.preview_code"))
    edit.textEdited.connect(lambda text: preview.give(element, {"code": text} if text.strip() else {}))
    if not (element.match_machine or element.expects):
        return _holder(column(edit))

    def tried(matches: bool) -> None:
        preview.give(element, {"code": edit.text().strip() or "TRIAL-1", "matches": matches})

    texts, theme = preview.context.texts, preview.context.theme
    right = Button(theme, texts("knowledge.preview_right_code"), "", "check", lambda: tried(True), "previewRight")
    wrong = Button(theme, texts("knowledge.preview_wrong_code"), "", "x", lambda: tried(False), "previewWrong")
    return _holder(column(edit, row(right, wrong, None, spacing=8), spacing=8))


def signature(preview: "TabletPreview", element: Element) -> QWidget:
    texts = preview.context.texts
    button = Button(
        preview.context.theme, texts("knowledge.preview_sign"), "urgency", "signature", name="previewSign"
    )
    button.setMinimumHeight(72)
    button.setChecked(bool(preview.answer_of(element).value))
    trial = {"name": texts(f"knowledge.role_{element.role or 'customer'}"), "strokes": [[[0.1, 0.5], [0.9, 0.5]]]}
    button.clicked.connect(lambda on=False: preview.give(element, trial if on else {}))
    return _holder(column(button))


def _holder(layout: Any) -> QWidget:
    holder = QWidget()
    holder.setLayout(layout)
    return holder


MORE_CONTROLS: dict[str, Callable[..., QWidget]] = {
    **dict.fromkeys(("number", "time", "material", "repeat"), number), "counter": counter,
    "date": date, "calculated": calculation, "scan": scan,
    "signature": signature,
}
