"""Att reda ut: work from the tablets that was kept and that somebody should look at, with both sides of each matter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from core.clock import local
from core.commands.devices import ResolveClash, ResolveFlag
from core.queries.sort_out import HeldBack, OpenMatter, Side, held_back, open_matters
from office_app.settings.held_card import held_card
from office_app.settings.matter_words import flag_sentence, held_about, readable, short
from office_app.settings.section import Section
from office_app.settings.sorted_out_list import SortedOutList
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, row


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
        self._sorted_out = SortedOutList(self.context, self._take_up)
        self.body.addLayout(self._list)
        self.body.addWidget(self._sorted_out)
        self.follow(("sync_flag", "device", "contact", "address", "business_partner", "equipment"), self._refresh)

    def retranslate(self) -> None:
        self._fill()
        self._sorted_out.fill()

    def _refresh(self) -> None:
        self.context.tasks.ask(open_matters, done=self._show_matters, key="settings_matters", owner=self)
        self.context.tasks.ask(held_back, done=self._show_held, key="settings_held", owner=self)
        self._sorted_out.refresh()

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
        sides = QGridLayout()
        sides.setHorizontalSpacing(12)
        sides.setColumnStretch(0, 1)
        sides.setColumnStretch(1, 1)
        sides.addWidget(self._side(matter.tablet, "tablet", "settings.side_tablet"), 0, 0)
        if matter.office is not None:
            sides.addWidget(self._side(matter.office, "monitor", "settings.side_office"), 0, 1)
        done = Button(context.theme, texts("settings.sort_out_done"), "", "check",
                      lambda: context.do(ResolveFlag(flag_id=matter.id), owner=self), f"resolve_{matter.id}")
        return self._card(matter, "flag", "warnStrong", flag_sentence(texts, matter.text_key, matter.params),
                          sides, done)

    def _clash(self, matter: OpenMatter) -> Card:
        texts = self.context.texts
        assert matter.earlier is not None and matter.later is not None
        sides = QGridLayout()
        sides.setHorizontalSpacing(12)
        sides.setColumnStretch(0, 1)
        sides.setColumnStretch(1, 1)
        for place, (keep, side) in enumerate((("earlier", matter.earlier), ("later", matter.later))):
            card = self._side(readable(matter, side), "user", f"settings.side_{keep}")
            sides.addWidget(card, 0, place)
        buttons = []
        for keep, side in (("earlier", matter.earlier), ("later", matter.later)):
            value = short(readable(matter, side).value) or texts("settings.value_empty")
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
            words = flag_sentence(texts, side.text_key, side.params or {})
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
        again = Button(theme, texts("settings.held_one" if kept.is_blocked else "settings.sort_out_again"), "",
                       "check" if kept.is_blocked else "refresh-cw",
                       lambda: self._replay([kept.command_id]), f"replay_{kept.command_id}")
        aside = Button(theme, texts("settings.held_dismiss"), "quiet", "archive",
                       lambda: self._dismiss(kept.command_id), f"dismiss_{kept.command_id}")
        return held_card(self.context, kept, [held_about(self.context, kept)], lambda: self._look(kept.command_id),
                         again, aside, is_open=kept.command_id in self._looked_at)

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
        author = self.context.tasks.author_id
        if hub is not None:
            self.context.tasks.work(
                lambda: hub.dismiss_quarantined(command_id, author), lambda _done: self._dismissed(command_id),
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
