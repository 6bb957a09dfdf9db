"""Att reda ut: work from the tablets that was kept and that somebody should look at, with both sides of each matter."""

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.clock import local
from core.commands.devices import ResolveClash, ResolveFlag
from core.queries.sort_out import HeldBack, OpenMatter, Side, held_back, open_matters
from core.rules import phone
from office_app.settings.held_words import contents, reason
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row

_NUMBERS = ("phone", "mobile")


class SortOutSection(Section):
    """Each matter is opened at its call, decided, or ticked off; what could not be carried out is looked at and tried
    again, or put aside."""

    counted = Signal(int)
    """How many matters and kept commands wait for a person."""

    key = "sort_out"

    def build(self) -> None:
        self._matters: tuple[OpenMatter, ...] = ()
        self._held: tuple[HeldBack, ...] = ()
        self._looked_at: set[str] = set()
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        self.body.addLayout(self._list)
        self.follow(("sync_flag", "device", "contact", "address", "business_partner", "equipment"), self._refresh)

    def retranslate(self) -> None:
        self._fill()

    def _refresh(self) -> None:
        self.context.tasks.ask(open_matters, done=self._show_matters, key="settings_matters", owner=self)
        self.context.tasks.ask(held_back, done=self._show_held, key="settings_held", owner=self)

    def _show_matters(self, matters: tuple[OpenMatter, ...]) -> None:
        self._matters = matters
        self._fill()

    def _show_held(self, held: tuple[HeldBack, ...]) -> None:
        self._held = held
        self._fill()

    def _fill(self) -> None:
        self.counted.emit(len(self._matters) + len(self._held))
        clear_layout(self._list)
        texts = self.context.texts
        if not self._matters and not self._held:
            card = Card()
            done = IconLabel(self.context.theme, "circle-check", "goodStrong", 22)
            words = label(texts("settings.sort_out_none"), "second", wrap=True)
            box = row(done, words, spacing=12, margins=(20, 16, 20, 16))
            box.setStretch(1, 1)
            card.setLayout(box)
            self._list.addWidget(card)
        for matter in self._matters:
            self._list.addWidget(self._clash(matter) if matter.later is not None else self._flag(matter))
        for device_id in dict.fromkeys(one.device_id for one in self._held):
            self._list.addWidget(self._held_of([one for one in self._held if one.device_id == device_id]))

    # ---- A matter ---------------------------------------------------------------------------------------------------

    def _flag(self, matter: OpenMatter) -> Card:
        texts, context = self.context.texts, self.context
        params = {name: self._word(str(value)) for name, value in matter.params.items()}
        sides = QGridLayout()
        sides.setHorizontalSpacing(12)
        sides.setColumnStretch(0, 1)
        sides.setColumnStretch(1, 1)
        sides.addWidget(self._side(matter.tablet, "tablet", "settings.side_tablet"), 0, 0)
        if matter.office is not None:
            sides.addWidget(self._side(matter.office, "monitor", "settings.side_office"), 0, 1)
        done = Button(context.theme, texts("settings.sort_out_done"), "", "check",
                      lambda: context.do(ResolveFlag(flag_id=matter.id), owner=self), f"resolve_{matter.id}")
        return self._card(matter, "flag", "warnStrong", texts(matter.text_key, **params), sides, done)

    def _clash(self, matter: OpenMatter) -> Card:
        texts = self.context.texts
        assert matter.earlier is not None and matter.later is not None
        sides = QGridLayout()
        sides.setHorizontalSpacing(12)
        sides.setColumnStretch(0, 1)
        sides.setColumnStretch(1, 1)
        for place, (keep, side) in enumerate((("earlier", matter.earlier), ("later", matter.later))):
            card = self._side(_readable(matter, side), "user", f"settings.side_{keep}")
            sides.addWidget(card, 0, place)
        buttons = []
        for keep, side in (("earlier", matter.earlier), ("later", matter.later)):
            value = _short(_readable(matter, side).value) or texts("settings.value_empty")
            caption = texts("settings.keep_this", value=value)
            buttons.append(self._decision(matter, keep, caption))
        if matter.can_keep_both:
            buttons.append(self._decision(matter, "both", texts("settings.keep_both")))
        sentence = texts(
            "settings.clash_sentence", subject=matter.subject, field=texts(f"settings.field_{matter.field}"),
        )
        return self._card(matter, "split", "badStrong", sentence, sides, *buttons)

    def _decision(self, matter: OpenMatter, keep: str, caption: str) -> Button:
        command = ResolveClash(flag_id=matter.id, keep=keep)  # type: ignore[arg-type]
        kind = "primary" if keep == "later" else ""
        return Button(self.context.theme, caption, kind, "check", lambda: self.context.do(command, owner=self),
                      f"keep_{keep}_{matter.id}")

    def _card(
        self, matter: OpenMatter, icon: str, colour: str, sentence: str, sides: QGridLayout, *buttons: Button
    ) -> Card:
        texts, context = self.context.texts, self.context
        about = " · ".join(part for part in (matter.customer, matter.call_number) if part)
        head = row(IconLabel(context.theme, icon, colour, 20), label(sentence, "strong", wrap=True), spacing=12)
        head.setStretch(1, 1)
        ends: list[QWidget | None] = [*buttons, None]
        if matter.call_id:
            ends.append(Button(context.theme, texts("settings.open_call"), "quiet", "external-link",
                               lambda: context.navigation.go("calls", call_id=matter.call_id), f"open_{matter.id}"))
        card = Card(name=f"matter_{matter.id}")
        layout = column(head, spacing=10, margins=(20, 14, 20, 14))
        if about:
            layout.addWidget(label(about, "meta", wrap=True))
        layout.addLayout(sides)
        layout.addLayout(row(*ends))
        card.setLayout(layout)
        return card

    def _side(self, side: Side, icon: str, title_key: str) -> Card:
        texts = self.context.texts
        box = Card("sunken")
        title = label(texts(title_key), "meta")
        who = " · ".join(part for part in (side.person, self._device(side), self._when(side)) if part)
        layout = column(row(IconLabel(self.context.theme, icon, "text2", 16), title, None), spacing=4,
                        margins=(12, 10, 12, 10))
        if side.value or not side.text_key:
            layout.addWidget(label(side.value or texts("settings.value_empty"), "strong", wrap=True, selectable=True))
        if side.text_key:
            params = {name: self._word(value) for name, value in (side.params or {}).items()}
            words = texts(side.text_key, **params)
            if side.device != "office":
                words = texts("settings.side_brought", what=words)
            layout.addWidget(label(words[:1].upper() + words[1:], "strong", wrap=True))
        layout.addWidget(label(who, "meta", wrap=True))
        layout.addStretch(1)
        box.setLayout(layout)
        return box

    def _device(self, side: Side) -> str:
        return "" if side.device == "office" else side.device

    def _when(self, side: Side) -> str:
        texts = self.context.texts
        if side.at is None:
            return ""
        day = texts.relative_day(local(side.at).date(), local(self.context.core.clock.now()).date())
        return f"{day} {texts.time(side.at)}"

    def _word(self, value: str) -> str:
        """A state in words; anything else as it is."""
        texts = self.context.texts
        for key in (f"sync.state_{value}", f"visit.outcome_{value}"):
            if value and texts.has(key):
                return texts(key)
        return value

    # ---- What could not be carried out ------------------------------------------------------------------------------

    def _held_of(self, held: list[HeldBack]) -> Card:
        texts, context = self.context.texts, self.context
        first = held[0]
        card = Card(name=f"held_{first.device_id}")
        key = "settings.held_blocked" if first.is_blocked else "settings.held"
        head = row(
            IconLabel(context.theme, "shield-alert", "badStrong", 20),
            label(texts.count(key, len(held), person=first.person, device=first.device), "strong", wrap=True),
            Button(context.theme, texts("settings.held_all" if first.is_blocked else "settings.held_all_again"), "",
                   "check" if first.is_blocked else "refresh-cw",
                   lambda: self._replay([one.command_id for one in held]), f"replayAll_{first.device_id}"),
            spacing=12,
        )
        head.setStretch(1, 1)
        layout = column(head, spacing=8, margins=(20, 14, 20, 14))
        for one in held:
            layout.addWidget(self._kept(one))
        card.setLayout(layout)
        return card

    def _kept(self, kept: HeldBack) -> Card:
        texts, theme = self.context.texts, self.context.theme
        about = " · ".join(part for part in (kept.customer, kept.call_number, self._moment(kept)) if part)
        is_open = kept.command_id in self._looked_at
        look = Button(theme, texts("settings.held_close" if is_open else "settings.held_look"), "quiet",
                      "chevron-up" if is_open else "eye", lambda: self._look(kept.command_id),
                      f"look_{kept.command_id}")
        again = Button(theme, texts("settings.held_one" if kept.is_blocked else "settings.sort_out_again"), "",
                       "check" if kept.is_blocked else "refresh-cw",
                       lambda: self._replay([kept.command_id]), f"replay_{kept.command_id}")
        aside = Button(theme, texts("settings.held_dismiss"), "quiet", "archive",
                       lambda: self._dismiss(kept.command_id), f"dismiss_{kept.command_id}")
        words = column(label(texts(kept.text_key), "strong"), label(about, "meta", wrap=True), spacing=1)
        line_of = row(words, look, again, aside, spacing=8)
        line_of.setStretch(0, 1)
        box = Card("sunken")
        layout = column(line_of, spacing=8, margins=(12, 8, 12, 8))
        if is_open:
            why = label(reason(texts, kept), "second", wrap=True)
            why.setToolTip(texts("settings.held_noted", error=kept.error[:400]))
            layout.addWidget(why)
            fields = QGridLayout()
            fields.setHorizontalSpacing(16)
            fields.setColumnStretch(1, 1)
            for number, (name, value) in enumerate(contents(texts, kept, self.context.core.clock.now())):
                fields.addWidget(label(name, "meta"), number, 0)
                fields.addWidget(label(value, "dense", wrap=True, selectable=True), number, 1)
            layout.addLayout(fields)
        box.setLayout(layout)
        return box

    def _moment(self, kept: HeldBack) -> str:
        return self.context.texts.day_time(kept.at, self.context.core.clock.now()) if kept.at is not None else ""

    def _look(self, command_id: str) -> None:
        self._looked_at ^= {command_id}
        self._fill()

    def _replay(self, command_ids: list[str]) -> None:
        hub = self.context.services["background"].hub
        if hub is None:
            self.context.messages.fail(self.context.texts("settings.tablets_not_ready"))
            return
        self.context.tasks.work(
            lambda: sum(hub.replay_quarantined(one) for one in command_ids),
            lambda done: self._replayed(done, len(command_ids)), self.context.report, self,
        )

    def _replayed(self, done: int, tried: int) -> None:
        texts = self.context.texts
        if done:
            self.context.messages.show(texts.count("settings.held_done", done))
        if done < tried:
            self.context.messages.fail(texts.count("settings.held_still", tried - done))
        self._refresh()

    def _dismiss(self, command_id: str) -> None:
        hub = self.context.services["background"].hub
        if hub is not None:
            self.context.tasks.work(
                lambda: hub.dismiss_quarantined(command_id), lambda _done: self._dismissed(command_id),
                self.context.report, self,
            )

    def _dismissed(self, command_id: str) -> None:
        self.context.messages.show(self.context.texts("settings.held_dismissed"), lambda: self._take_up(command_id))
        self._refresh()

    def _take_up(self, command_id: str) -> None:
        hub = self.context.services["background"].hub
        if hub is not None:
            self.context.tasks.work(
                lambda: hub.take_up_quarantined(command_id), lambda _done: self._refresh(), self.context.report, self
            )


def _readable(matter: OpenMatter, side: Side) -> Side:
    """Phone numbers are kept in one form for machines and shown as people here write them."""
    return replace(side, value=phone.shown(side.value)) if matter.field in _NUMBERS else side


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= 28 else f"{one_line[:27]}…"
