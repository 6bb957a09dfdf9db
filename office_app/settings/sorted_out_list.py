"""Under Att reda ut, folded: what was put aside and what was decided, with who and when, and the way back for each."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.commands.devices import ReopenClash, ResolveFlag
from core.queries.sort_out import Side
from core.queries.sorted_out import PutAside, Settled, SortedOut, sorted_out
from office_app.context import OfficeContext
from office_app.settings.held_card import held_card
from office_app.settings.matter_words import flag_sentence, held_about, readable
from office_app.widgets.basics import Button, Card, clear_layout, column, label, row

_MORE = 20


class SortedOutList(QWidget):
    """`take_up` is called with the id of a command that shall wait again."""

    def __init__(self, context: OfficeContext, take_up: Callable[[str], None]) -> None:
        super().__init__()
        self._context, self._take_up = context, take_up
        self._found = SortedOut((), (), 0)
        self._most = 0
        self._looked_at: set[str] = set()
        self.fold = Button(context.theme, "", "quiet", "chevron-down", self._fold, "sortedOutFold")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(row(self.fold, None), self._list, spacing=8))

    def refresh(self) -> None:
        """Asks for what is shown; folded it is only counted."""
        self._context.tasks.ask(
            partial(sorted_out, most=self._most), done=self._show, key="settings_sorted_out", owner=self
        )

    def fill(self) -> None:
        texts, theme = self._context.texts, self._context.theme
        self.setVisible(bool(self._found.count))
        self.fold.setText(texts("settings.sorted_out", n=self._found.count))
        self.fold.set_icon("chevron-up" if self._most else "chevron-down")
        clear_layout(self._list)
        for one in self._found.put_aside:
            self._list.addWidget(self._put_aside(one))
        for decided in self._found.settled:
            self._list.addWidget(self._settled(decided))
        if self._most and max(len(self._found.put_aside), len(self._found.settled)) == self._most:
            more = Button(theme, texts("settings.sorted_out_more"), "quiet", "chevron-down", self._more,
                          "sortedOutMore")
            self._list.addLayout(row(more, None))

    def _show(self, found: SortedOut) -> None:
        self._found = found
        self.fill()

    def _fold(self) -> None:
        self._most = 0 if self._most else _MORE
        self.refresh()

    def _more(self) -> None:
        self._most += _MORE
        self.refresh()

    def _put_aside(self, one: PutAside) -> Card:
        context, kept = self._context, one.command
        texts = context.texts
        came = " · ".join(part for part in (kept.person, kept.device, held_about(context, kept)) if part)
        back = Button(context.theme, texts("settings.sorted_out_take_up"), "", "archive-restore",
                      lambda: self._take_up(kept.command_id), f"takeUp_{kept.command_id}")
        done = self._done("settings.sorted_out_aside", one.by, one.at)
        return held_card(context, kept, (came, done), lambda: self._look(kept.command_id), back,
                         is_open=kept.command_id in self._looked_at)

    def _settled(self, one: Settled) -> Card:
        texts, matter = self._context.texts, one.matter
        words = column(spacing=1)
        if matter.earlier is not None and matter.later is not None:
            sides = [readable(matter, side) for side in (matter.earlier, matter.later)]
            field = texts(f"settings.field_{matter.field}")
            words.addWidget(label(texts("settings.sorted_out_clash", subject=matter.subject, field=field), "strong",
                                  wrap=True))
            for place, side in (("earlier", sides[0]), ("later", sides[1])):
                holds = one.keep in (place, "both")
                key = "settings.sorted_out_holds" if holds else "settings.sorted_out_lost"
                words.addWidget(label(texts(key, value=self._value(side)), "" if holds else "second", wrap=True,
                                      selectable=True))
            again = ReopenClash(flag_id=matter.id, values=dict(one.before), keep=one.keep)  # type: ignore[arg-type]
            button = self._again(matter.id, lambda: self._context.do(again, owner=self))
        else:
            words.addWidget(label(flag_sentence(texts, matter.text_key, matter.params), "strong", wrap=True))
            open_again = ResolveFlag(flag_id=matter.id, resolution="")
            button = self._again(matter.id, lambda: self._context.do(open_again, owner=self))
        tablet = " · ".join(part for part in (matter.customer, matter.call_number, matter.tablet.person) if part)
        for said in (tablet, self._done("settings.sorted_out_settled", one.by, one.at)):
            words.addWidget(label(said, "meta", wrap=True))
        box = row(words, button, spacing=8, margins=(12, 8, 12, 8))
        box.setStretch(0, 1)
        card = Card("sunken", name=f"settled_{matter.id}")
        card.setLayout(box)
        return card

    def _again(self, flag_id: str, act: Callable[[], None]) -> Button:
        return Button(self._context.theme, self._context.texts("settings.sorted_out_again"), "", "rotate-ccw", act,
                      f"again_{flag_id}")

    def _value(self, side: Side) -> str:
        texts = self._context.texts
        value = side.value or texts("settings.value_empty")
        who = ", ".join(part for part in (side.person, self._when(side.at)) if part)
        return f"{value} ({who})" if who else value

    def _done(self, key: str, by: str, at: datetime | None) -> str:
        texts = self._context.texts
        return texts(key, person=by, when=self._when(at)) if by else texts(f"{key}_when", when=self._when(at))

    def _when(self, at: datetime | None) -> str:
        return self._context.texts.day_time(at, self._context.core.clock.now()) if at is not None else ""

    def _look(self, command_id: str) -> None:
        self._looked_at ^= {command_id}
        self.fill()
