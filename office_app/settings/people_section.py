"""The people of the firm: who plans, who drives out, and a new technician with his van and working week."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from core.commands.firm import SavePerson
from core.ids import new_id
from core.queries.firm import FirmRow, PersonRow, firm
from office_app.settings.section import Section
from office_app.widgets.basics import Button, Card, clear_layout, column, label, line, row
from office_app.widgets.painted import Avatar, Chip


class PeopleSection(Section):
    """A list with a form under it for a new technician."""

    key = "people"

    def build(self) -> None:
        context = self.context
        self._people: tuple[PersonRow, ...] = ()
        self._list = QVBoxLayout()
        self._list.setContentsMargins(20, 8, 20, 8)
        self._list.setSpacing(0)
        card = Card()
        card.setLayout(self._list)
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.name.setObjectName("newPersonName")
        self.phone.setObjectName("newPersonPhone")
        self.add = Button(context.theme, "", "primary", "user-plus", self._add, "addPerson")
        self.name.returnPressed.connect(self._add)
        self.phone.returnPressed.connect(self._add)
        self.body.addWidget(card)
        self.body.addLayout(row(self.name, self.phone, self.add))
        self.follow(("person", "firm"), self._refresh)

    def retranslate(self) -> None:
        texts = self.context.texts
        self.name.setPlaceholderText(texts("firm.field_name"))
        self.phone.setPlaceholderText(texts("firm.field_phone"))
        self.add.setText(texts("firm.add_technician"))
        self._fill()

    def _refresh(self) -> None:
        self.context.tasks.ask(firm, done=self._show, key="settings_people", owner=self)

    def _show(self, found: FirmRow | None) -> None:
        self._people = found.people if found else ()
        self._fill()

    def _fill(self) -> None:
        clear_layout(self._list)
        for number, person in enumerate(self._people):
            if number:
                self._list.addWidget(line())
            self._list.addWidget(self._line(person))

    def _line(self, person: PersonRow) -> QWidget:
        texts, theme = self.context.texts, self.context.theme
        roles = [texts(f"firm.role_{role}") for role in person.roles.split()]
        detail = " · ".join(part for part in (person.phone, person.email) if part)
        active = texts("settings.people_pause") if person.active else texts("settings.people_resume")
        switch = Button(theme, active, "quiet", clicked=lambda: self._switch(person), name=f"active_{person.id}")
        chips = [Chip(theme, role, "neutral") for role in roles]
        if not person.active:
            chips.append(Chip(theme, texts("firm.inactive"), "warn"))
        acts = [switch]
        if person.active and "technician" not in person.roles.split():
            acts.insert(0, Button(
                theme, texts("settings.people_drives"), "quiet", clicked=lambda: self._drives(person),
                name=f"drives_{person.id}",
            ))
        words = [label(person.name, "strong"), *([label(detail, "meta")] if detail else [])]
        widget = QWidget()
        widget.setLayout(
            row(
                Avatar(theme, person.initials, person.colour, 34), column(*words, spacing=1), None, *chips, *acts,
                spacing=12, margins=(0, 9, 0, 9),
            )
        )
        return widget

    def _switch(self, person: PersonRow) -> None:
        self._change(person, person.roles, not person.active)

    def _drives(self, person: PersonRow) -> None:
        self._change(person, f"{person.roles} technician".strip(), person.active)

    def _change(self, person: PersonRow, roles: str, active: bool) -> None:
        self.context.do(
            SavePerson(
                person_id=person.id, name=person.name, roles=roles, phone=person.phone, email=person.email,
                active=active,
            ),
            owner=self,
        )

    def _add(self) -> None:
        def added(_changes: object) -> None:
            self.name.clear()
            self.phone.clear()
            self.name.setFocus()

        self.context.do(
            SavePerson(person_id=new_id(), name=self.name.text(), phone=self.phone.text()), added, owner=self
        )
