"""Carries one call from the first key press to a booked visit: asks core, keeps the draft, tells the page."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from core.changes import Changes
from core.commands.customers import AddEquipment, LinkCode
from core.ids import new_id
from core.presenters.intake import IntakePresenter
from core.presenters.offers import Offers
from core.queries.customer_search import SearchHit, customer_search
from core.queries.intake import Draft, IntakeCustomer, draft, intake_customer
from core.queries.machine_lookup import FoundMachine, machines_by_scan
from core.queries.symptoms import Symptom, symptom, symptoms
from core.rules.scan_code import ScanCode
from office_app.calls.intake_side import IntakeSide
from office_app.context import OfficeContext

OPEN_DRAFT = "calls/open_draft"
"""Where the settings keep which draft was on the screen, so that a killed program goes on with it."""
_SAVE_MS = 200
_MATCHES, _SYMPTOMS = 6, 5


class IntakeFlow(QObject):
    """`changed` says that the presenter has news; the other signals carry answers to show."""

    changed = Signal()
    began = Signal()
    matched = Signal(str, object)
    symptoms_found = Signal(str, object)
    scan_unknown = Signal(object)
    scan_found = Signal(object, str)
    machine_added = Signal()
    missing = Signal(str)
    ended = Signal(str, str)

    def __init__(self, context: OfficeContext) -> None:
        super().__init__()
        self._context, self._tasks = context, context.tasks
        self.presenter = IntakePresenter(now=self._now())
        self.side = IntakeSide(context, self)
        self.side.offered.connect(self._on_offered)
        self.last_visit = ""
        self._auto = False
        self._choose_first = False
        self._searched = ""
        self._save_timer = QTimer(self)
        self._save_timer.setSingleShot(True)
        self._save_timer.setInterval(_SAVE_MS)
        self._save_timer.timeout.connect(self.save_draft)
        self._tasks.changed.connect(self._on_changed)

    # Beginning and ending

    def begin(self) -> None:
        """A new, empty call."""
        self.save_draft()
        self._clear(IntakePresenter(now=self._now()))

    def go_on(self, call_id: str) -> None:
        """Goes on with a draft; one that has become a call in the meantime ends the intake with that call."""
        self.save_draft()
        self._tasks.ask(_whole_draft, call_id, self._now(), done=lambda found: self._on_draft(call_id, found),
                        key="intake.draft", owner=self)

    def leave(self) -> None:
        """Esc: what was typed is kept as a draft."""
        kept = self.presenter.begun
        self.save_draft()
        self._context.settings.remove(OPEN_DRAFT)
        if kept:
            name = self.presenter.customer.name if self.presenter.customer else self.presenter.who_text
            words = name or self.presenter.problem or "–"
            self._context.messages.show(self._context.texts("intake.draft_kept", name=words))
        self.ended.emit("", "left")

    def discard(self) -> None:
        self._save_timer.stop()
        if self.presenter.has_draft:
            self._context.do(self.presenter.discard_command(), owner=self)
        self._end("", "discarded")

    def save_draft(self) -> None:
        self._save_timer.stop()
        command = self.presenter.draft_command()
        if command is not None:
            self._context.settings.setValue(OPEN_DRAFT, command.call_id)
            self._tasks.run(command)

    # Step 1

    def type_who(self, text: str) -> None:
        before = self.presenter.customer
        self.presenter.type_who(text)
        if before is not None and self._auto and text.strip() != self._searched:
            self.presenter.forget_customer()
        self._choose_first = False
        self._touched()
        if not text.strip():
            self.matched.emit("", ())
            return
        self._tasks.ask(customer_search, text, _MATCHES, done=lambda hits: self._on_hits(text, hits),
                        key="intake.who", owner=self)

    def confirm_who(self) -> bool:
        """Enter before the answer has come: the first match is taken when it does. True when somebody is chosen."""
        if self.presenter.customer is not None:
            return True
        typed = self.presenter.who_text.strip()
        self._choose_first = bool(typed) and self._searched != typed
        return False

    def choose_hit(self, hit: SearchHit, auto: bool = False) -> None:
        self._auto = auto
        self.choose_customer(hit.partner_id, hit.contact_id, hit.equipment_id)

    def choose_customer(self, partner_id: str, contact_id: str | None = None, equipment_id: str | None = None) -> None:
        presenter = self.presenter

        def chosen(customer: IntakeCustomer | None) -> None:
            if customer is not None and presenter is self.presenter:
                presenter.choose_customer(customer, contact_id, equipment_id)
                self._touched()

        self._tasks.ask(intake_customer, partner_id, self._now(), presenter.call_id, done=chosen, owner=self,
                        key="intake.customer")

    def choose_contact(self, contact_id: str) -> None:
        self.presenter.contact_id = contact_id
        self._touched()

    def forget_customer(self) -> None:
        self.presenter.forget_customer()
        self.presenter.type_who("")
        self._touched()
        self.matched.emit("", ())

    # Step 2

    def toggle_machine(self, equipment_id: str) -> None:
        self.presenter.toggle_machine(equipment_id)
        self._touched()

    def toggle_number(self, number: int) -> None:
        if self.presenter.toggle_number(number):
            self._touched()

    def add_machine(self, name: str, serial: str) -> None:
        customer = self.presenter.customer
        if customer is None:
            return
        command = AddEquipment(
            equipment_id=new_id(), partner_id=customer.id, name=name, serial=serial,
            address_id=self.presenter.address_id, category="other",
        )

        def added(changes: Changes) -> None:
            self.pick(customer.id, changes.result)
            self.machine_added.emit()

        self._context.do(command, added, owner=self)

    def link_code(self, code: ScanCode) -> None:
        """The read code belongs to the first chosen machine from now on."""
        if self.presenter.equipment_ids:
            self._context.do(LinkCode(equipment_id=self.presenter.equipment_ids[0], code=code.code), owner=self)

    def scanned(self, code: ScanCode, certain: bool = True) -> None:
        """A code was read: its machine is picked, and its owner becomes the caller when nobody was chosen yet.

        A code that is not `certain` may have been typed by a person: when nobody knows it, nothing is said.
        """
        def looked_up(found: tuple[FoundMachine, ...]) -> None:
            customer = self.presenter.customer
            own = next((one for one in found if customer is not None and one.partner_id == customer.id), None)
            machine = own or (found[0] if found else None)
            if machine is not None:
                self.pick(machine.partner_id, machine.equipment_id)
                self.scan_found.emit(machine, code.code)
            elif certain:
                self.scan_unknown.emit(code)

        self._tasks.ask(machines_by_scan, code.candidates, done=looked_up, key="intake.scanned", owner=self)

    # Steps 3 to 5

    def type_fault(self, text: str) -> None:
        self.presenter.say_problem(text)
        self._touched()
        if not text.strip() or self.presenter.symptom is not None:
            self.symptoms_found.emit("", ())
            return
        machines = self.presenter.machines
        self._tasks.ask(
            symptoms, text, tuple(one.category for one in machines),
            tuple(one.item_id for one in machines if one.item_id), _SYMPTOMS,
            done=lambda found: self._on_symptoms(text, found), key="intake.symptoms", owner=self,
        )

    def choose_symptom(self, chosen: Symptom) -> None:
        self.presenter.choose_symptom(chosen)
        self.symptoms_found.emit("", ())
        self._touched()

    def forget_symptom(self) -> None:
        self.presenter.symptom = None
        self._touched()

    def choose_priority(self, priority: str) -> None:
        self.presenter.choose_priority(priority)
        self._touched()

    def say_wish(self, text: str) -> None:
        self.presenter.say_wish(text, self._now())
        self._touched()

    def choose_offer(self, index: int) -> None:
        if self.presenter.choose_offer(index):
            self.changed.emit()

    # What becomes of it

    def book(self, seconds: int) -> None:
        offer = self.presenter.offer
        if self._complete() and offer is None:
            self.missing.emit("offer")
        elif self._complete(tell=True) and offer is not None:
            self._finish(self.presenter.book_command(offer, seconds), "booked")

    def register(self, seconds: int, then: str) -> None:
        """Saves the call with its visit still to be planned; `then` is told to whoever listens to `ended`."""
        if self._complete(tell=True):
            self._finish(self.presenter.register_command(seconds), then)

    def merge(self) -> None:
        target = self.presenter.mergeable
        if target is not None:
            self._finish(self.presenter.merge_command(target), "merged")

    def _complete(self, tell: bool = False) -> bool:
        missing = self.presenter.missing
        if missing and tell:
            self.missing.emit(missing)
        return not missing

    def _finish(self, command: Any, how: str) -> None:
        self.save_draft()
        self.last_visit = self.presenter.activity_id
        self._context.do(command, lambda changes: self._end(changes.result or "", how), owner=self)

    def _end(self, call_id: str, how: str) -> None:
        self._context.settings.remove(OPEN_DRAFT)
        self._clear(IntakePresenter(now=self._now()))
        self.ended.emit(call_id, how)

    # Answers

    def _on_hits(self, text: str, hits: tuple[SearchHit, ...]) -> None:
        if text != self.presenter.who_text:
            return
        self._searched = text.strip()
        certain = [hit for hit in hits if hit.certain]
        if self._choose_first and hits:
            self._choose_first = False
            self.choose_hit(hits[0])
        elif len(certain) == 1 and self.presenter.customer is None:
            self.choose_hit(certain[0], auto=True)
        else:
            self.matched.emit(text, hits)

    def _on_symptoms(self, text: str, found: tuple[Symptom, ...]) -> None:
        if text == self.presenter.problem and self.presenter.symptom is None:
            self.symptoms_found.emit(text, found)

    def _on_draft(self, call_id: str, found: "tuple[Draft, IntakeCustomer | None, Symptom | None] | None") -> None:
        if found is None:
            self._context.settings.remove(OPEN_DRAFT)
            self.ended.emit(call_id, "left")
            return
        presenter = IntakePresenter(now=self._now())
        presenter.restore(*found)
        self._context.settings.setValue(OPEN_DRAFT, call_id)
        self._clear(presenter)

    def pick(self, partner_id: str, equipment_id: str | None) -> None:
        """This customer calls, about this machine: it was scanned, just added, or its card was open."""
        presenter = self.presenter

        def ready(customer: IntakeCustomer | None) -> None:
            if customer is None or presenter is not self.presenter:
                return
            presenter.choose_customer(customer, presenter.contact_id, equipment_id)
            self._auto = False
            if not presenter.who_text.strip():
                presenter.type_who(customer.name)
            self._touched()

        self._tasks.ask(intake_customer, partner_id, self._now(), presenter.call_id, done=ready, owner=self,
                        key="intake.customer")

    def _clear(self, presenter: IntakePresenter) -> None:
        self._save_timer.stop()
        self.presenter = presenter
        self._auto, self._choose_first, self._searched = False, False, ""
        self.side.clear()
        self.began.emit()
        self.changed.emit()
        self.side.refresh(self.presenter)

    def _touched(self) -> None:
        """Something was said: the first time it is saved at once, then a moment after the last key."""
        if not self.presenter.has_draft:
            self.save_draft()
        else:
            self._save_timer.start()
        self.changed.emit()
        self.side.refresh(self.presenter)

    def _on_changed(self, changes: Changes) -> None:
        """Somebody changed what is shown: a plan moved, a machine was added, an open call went away."""
        if not self.presenter.can_offer:
            return
        if changes.touches("activity", "absence", "service_assignment", "working_time"):
            self.side.ask_offers_again()
        others = changes.ids("service_call") - {self.presenter.call_id}
        if others or changes.touches("activity", "equipment", "contact", "address", "business_partner"):
            customer, presenter = self.presenter.customer, self.presenter
            assert customer is not None
            self._tasks.ask(intake_customer, customer.id, self._now(), presenter.call_id, owner=self,
                            key="intake.refresh", done=lambda fresh: self._on_fresh(presenter, fresh))

    def _on_fresh(self, presenter: IntakePresenter, fresh: IntakeCustomer | None) -> None:
        current = presenter.customer
        if presenter is self.presenter and fresh is not None and current is not None and current.id == fresh.id:
            presenter.refresh_customer(fresh)
            self.changed.emit()

    def _on_offered(self, answer: Offers | None) -> None:
        if answer is None:
            self.presenter.offers = ()
        else:
            self.presenter.show_offers(answer)
        self.changed.emit()


    def _now(self) -> Any:
        return self._context.core.clock.now()


def _whole_draft(
    session: Any, call_id: str, now: Any
) -> "tuple[Draft, IntakeCustomer | None, Symptom | None] | None":
    """A draft with the customer and the symptom it names, as they are now."""
    found = draft(session, call_id)
    if found is None:
        return None
    form = found.form
    customer = intake_customer(session, form.partner_id, now, call_id) if form.partner_id else None
    chosen = symptom(session, form.fault_template_id) if form.fault_template_id else None
    return found, customer, chosen
