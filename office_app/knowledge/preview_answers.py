"""The preview's controls for counts, numbers and moments: plainer than the tablet's, with the same answers."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QLineEdit, QWidget

from core.clock import local
from core.presenters.checklist_entry import counted, turned
from core.queries.checklist_run import moment_text
from core.rules.checklist import Element, measured
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
    edit.textEdited.connect(
        lambda text: preview.give(element, {"value": text, **trial} if measured({"value": text}) is not None else {})
    )
    return _holder(row(edit, label(texts.unit(element.unit), "section"), spacing=10))


def counter(preview: "TabletPreview", element: Element) -> QWidget:
    theme, texts = preview.context.theme, preview.context.texts
    shown = label("", "tablet")

    def show() -> None:
        shown.setText(f"{preview.answer_of(element).value.get('value', '–')} {texts.unit(element.unit)}".strip())

    def count(by: int) -> None:
        preview.give(element, {"value": counted(str(preview.answer_of(element).value.get("value", "")), by)})
        show()

    less = Button(theme, "", "icon", "minus", lambda: count(-1), "previewLess")
    more = Button(theme, "", "icon", "plus", lambda: count(1), "previewMore")
    for button, key in ((less, "field_work.count_less"), (more, "field_work.count_more")):
        button.setToolTip(texts(key))
        button.setAccessibleName(texts(key))
        button.setMinimumSize(56, 44)
    show()
    return _holder(row(less, shown, more, None, spacing=14))


def date(preview: "TabletPreview", element: Element) -> QWidget:
    context = preview.context
    texts = context.texts.current
    shown = label("", "tablet")

    def held() -> str:
        return str(preview.answer_of(element).value.get("at", ""))

    def show() -> None:
        shown.setText(moment_text(held(), element.with_time, texts) or "–")

    def turn(part: str, by: int) -> None:
        now = local(context.core.clock.now()).replace(tzinfo=None)
        preview.give(element, {"at": turned(held(), part, by, now, element.with_time)})
        show()

    key = "field_work.date_now" if element.with_time else "field_work.date_today"
    today = Button(context.theme, texts(key), "", "calendar-check", lambda: turn("now", 0), "previewNow")
    back = Button(context.theme, "", "icon", "chevron-left", lambda: turn("day", -1), "previewDayBack")
    on = Button(context.theme, "", "icon", "chevron-right", lambda: turn("day", 1), "previewDayOn")
    for button, turn_key in ((back, "field_work.turn_less"), (on, "field_work.turn_more")):
        button.setToolTip(texts(turn_key, part=texts("field_work.part_day")))
        button.setAccessibleName(button.toolTip())
    show()
    return _holder(column(shown, row(back, today, on, None, spacing=8), spacing=8))


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
    return _holder(column(edit))


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
