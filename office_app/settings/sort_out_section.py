"""Att reda ut: work from the tablets that was kept and that somebody should look at, each in one sentence."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.commands.devices import ResolveFlag
from core.queries.devices import FlagRow, QuarantineRow, open_flags, quarantine
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, IconLabel, clear_layout, column, label, line, row


class SortOutSection(Section):
    """Flags can be opened at their call and ticked off; what could not be carried out is tried again or put aside."""

    key = "sort_out"

    def build(self) -> None:
        self._flags: tuple[FlagRow, ...] = ()
        self._quarantine: tuple[QuarantineRow, ...] = ()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        card = Card()
        card.setLayout(self._list)
        self.body.addWidget(card)
        self.follow(("sync_flag", "device"), self._refresh)

    def retranslate(self) -> None:
        self._fill()

    def _refresh(self) -> None:
        self.context.tasks.ask(open_flags, done=self._show_flags, key="settings_flags", owner=self)
        self.context.tasks.ask(quarantine, done=self._show_quarantine, key="settings_quarantine", owner=self)

    def _show_flags(self, flags: tuple[FlagRow, ...]) -> None:
        self._flags = flags
        self._fill()

    def _show_quarantine(self, rows: tuple[QuarantineRow, ...]) -> None:
        self._quarantine = rows
        self._fill()

    def _fill(self) -> None:
        clear_layout(self._list)
        if not self._flags and not self._quarantine:
            self._list.addWidget(label(self.context.texts("settings.sort_out_none"), "second", wrap=True))
        widgets = [*map(self._flag, self._flags), *map(self._kept, self._quarantine)]
        for number, widget in enumerate(widgets):
            if number:
                self._list.addWidget(line())
            self._list.addWidget(widget)

    def _flag(self, flag: FlagRow) -> QWidget:
        texts, context = self.context.texts, self.context
        sentence = label(texts(flag.text_key, **flag.params), "", wrap=True)
        about = (flag.customer, flag.call_number, flag.person_name, texts.date_time(flag.at))
        who = label(" · ".join(part for part in about if part), "meta")
        done = Button(context.theme, texts("settings.sort_out_done"), "", "check",
                      lambda: context.do(ResolveFlag(flag_id=flag.id), owner=self), f"resolve_{flag.id}")
        return self._row("flag", "warnStrong", column(sentence, who, spacing=2), done)

    def _kept(self, kept: QuarantineRow) -> QWidget:
        texts, context = self.context.texts, self.context
        sentence = label(texts("settings.sort_out_kept", error=kept.error), "", wrap=True)
        who = label(f"{kept.person_name} · {kept.device_name} · {kept.at}", "meta")
        again = Button(context.theme, texts("settings.sort_out_again"), "", "refresh-cw",
                       lambda: self._replay(kept.command_id), f"replay_{kept.command_id}")
        return self._row("shield-alert", "badStrong", column(sentence, who, spacing=2), again)

    def _row(self, icon: str, colour: str, words: QVBoxLayout, button: Button) -> QWidget:
        widget = QWidget()
        box = row(IconLabel(self.context.theme, icon, colour, 20), words, button, spacing=12, margins=(0, 10, 0, 10))
        box.setStretch(1, 1)
        widget.setLayout(box)
        return widget

    def _replay(self, command_id: str) -> None:
        hub = self.context.services["background"].hub
        if hub is not None:
            self.context.tasks.work(
                lambda: hub.replay_quarantined(command_id), lambda _done: self._refresh(), self.context.report, self
            )
