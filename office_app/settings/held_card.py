"""One kept command as a card: what it is and from when, and, once it is looked at, why it waits and what it holds."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QGridLayout

from core.queries.sort_out import HeldBack
from office_app.context import OfficeContext
from office_app.settings.held_words import contents, reason
from office_app.widgets.basics import Button, Card, column, label, row


def held_card(
    context: OfficeContext, kept: HeldBack, lines: Sequence[str], look: Callable[[], None], *buttons: Button,
    is_open: bool,
) -> Card:
    """`lines` stand small under what it is; `buttons` follow the one that opens and folds it."""
    texts = context.texts
    opener = Button(
        context.theme, texts("settings.held_close" if is_open else "settings.held_look"), "quiet",
        "chevron-up" if is_open else "eye", look, f"look_{kept.command_id}",
    )
    words = column(label(texts(kept.text_key), "strong"), spacing=1)
    for said in lines:
        words.addWidget(label(said, "meta", wrap=True))
    head = row(words, opener, *buttons, spacing=8)
    head.setStretch(0, 1)
    box = Card("sunken")
    layout = column(head, spacing=8, margins=(12, 8, 12, 8))
    if is_open:
        why = label(reason(texts, kept), "second", wrap=True)
        why.setToolTip(texts("settings.held_noted", error=kept.error[:400]))
        layout.addWidget(why)
        fields = QGridLayout()
        fields.setHorizontalSpacing(16)
        fields.setColumnStretch(1, 1)
        for number, (name, value) in enumerate(contents(texts, kept, context.core.clock.now())):
            fields.addWidget(label(name, "meta"), number, 0)
            fields.addWidget(label(value, "dense", wrap=True, selectable=True), number, 1)
        layout.addLayout(fields)
    box.setLayout(layout)
    return box
