"""The flow of taking a call: what has been said, what is good enough, what is asked next; no screen, no database."""

from dataclasses import dataclass, field
from datetime import datetime

from core.commands.intake import BookCall, DiscardDraft, IntakeForm, MergeIntoOpenCall, RegisterCall, SaveDraft
from core.ids import new_id
from core.presenters.offers import Offer, OfferRequest, Offers
from core.queries.intake import Draft, IntakeCustomer, MachineTile, OpenCall
from core.queries.symptoms import Symptom
from core.rules.wish import Wish, parse_wish

PRIORITIES = ("emergency", "high", "normal", "planned")
STEPS = ("who", "machine", "fault", "priority", "wish")
REQUIRED = ("who", "fault")
FAST_RESPONSE_HOURS = 4
"""A contract that promises us within so many hours makes a call urgent unless Mara says otherwise."""


@dataclass
class IntakePresenter:
    """One call being taken. Screens set what was said and read `steps`, `request`, `ready`; core gets the commands."""

    now: datetime
    call_id: str = field(default_factory=new_id)
    activity_id: str = field(default_factory=new_id)
    note_id: str = field(default_factory=new_id)
    who_text: str = ""
    customer: IntakeCustomer | None = None
    contact_id: str | None = None
    address_id: str | None = None
    equipment_ids: tuple[str, ...] = ()
    problem: str = ""
    symptom: Symptom | None = None
    chosen_priority: str = ""
    wish_text: str = ""
    wish: Wish | None = None
    offers: tuple[Offer, ...] = ()
    chosen: int = 0
    picked: bool = False
    number: str = ""
    origin: str = "phone"
    seconds_before: int = 0
    _saved: IntakeForm | None = None

    # Step 1: who

    def type_who(self, text: str) -> None:
        """What is in the box; a chosen customer stays chosen until another is chosen or the box is emptied."""
        self.who_text = text
        if not text.strip() and self.customer is not None:
            self.forget_customer()

    def choose_customer(
        self, customer: IntakeCustomer, contact_id: str | None = None, equipment_id: str | None = None
    ) -> None:
        """The caller is this customer; a serial that found it also picks the machine, a single machine picks itself."""
        if self.customer is None or customer.id != self.customer.id:
            self.equipment_ids, self.address_id = (), None
        self.customer = customer
        known = customer.contact(contact_id) or (customer.contacts[0] if customer.contacts else None)
        self.contact_id = known.id if known else None
        if equipment_id is not None and customer.machine(equipment_id):
            self.equipment_ids = (equipment_id,)
        elif not self.equipment_ids and len(customer.machines) == 1:
            self.equipment_ids = (customer.machines[0].id,)
        self._settle_address()

    def refresh_customer(self, customer: IntakeCustomer) -> None:
        """The same customer with newer rows (a machine was added, an open call planned)."""
        self.customer = customer
        self.equipment_ids = tuple(one for one in self.equipment_ids if customer.machine(one))
        self._settle_address()

    def forget_customer(self) -> None:
        self.customer, self.contact_id, self.address_id, self.equipment_ids = None, None, None, ()

    # Step 2: which machine

    def toggle_machine(self, equipment_id: str) -> None:
        if equipment_id in self.equipment_ids:
            self.equipment_ids = tuple(one for one in self.equipment_ids if one != equipment_id)
        else:
            self.equipment_ids = (*self.equipment_ids, equipment_id)
        self._settle_address()

    def pick_machine(self, equipment_id: str) -> None:
        """Only this machine, as a scan says."""
        self.equipment_ids = (equipment_id,)
        self._settle_address()

    def toggle_number(self, number: int) -> bool:
        """Alt 1–9: toggles the n-th card; false when there is none."""
        if self.customer is None or not 1 <= number <= len(self.customer.machines):
            return False
        self.toggle_machine(self.customer.machines[number - 1].id)
        return True

    @property
    def machines(self) -> tuple[MachineTile, ...]:
        """The chosen machines, in the order they were chosen."""
        found = (self.customer.machine(one) for one in self.equipment_ids) if self.customer else ()
        return tuple(machine for machine in found if machine is not None)

    # Steps 3–5: what, how urgent, when

    def say_problem(self, text: str) -> None:
        """The customer's words; a chosen symptom stays as long as its own words are still there."""
        self.problem = text
        if self.symptom is not None and self.symptom.text.lower() not in text.lower():
            self.symptom = None

    def choose_symptom(self, symptom: Symptom) -> None:
        self.symptom, self.problem = symptom, symptom.text

    def choose_priority(self, priority: str) -> None:
        if priority in PRIORITIES:
            self.chosen_priority = priority

    def say_wish(self, text: str, now: datetime) -> Wish | None:
        """Reads the words live; what is not understood is kept as text all the same."""
        self.wish_text, self.wish = text, parse_wish(text, now)
        return self.wish

    @property
    def priority(self) -> str:
        if self.chosen_priority:
            return self.chosen_priority
        hours = self.customer.response_hours if self.customer else None
        return "high" if hours is not None and hours <= FAST_RESPONSE_HOURS else "normal"

    # What is good enough

    @property
    def steps(self) -> dict[str, bool]:
        """A tick for each step that is good enough."""
        return {
            "who": self.customer is not None,
            "machine": bool(self.equipment_ids),
            "fault": bool(self.problem.strip()),
            "priority": bool(self.chosen_priority),
            "wish": self.wish is not None,
        }

    @property
    def missing(self) -> str:
        """The first step that must be there and is not; empty when the call can be saved."""
        done = self.steps
        return next((step for step in REQUIRED if not done[step]), "")

    @property
    def begun(self) -> bool:
        """Whether there is anything to keep."""
        return self.form(self.now) != IntakeForm(priority=self.priority, origin=self.origin)

    # The pane of times

    @property
    def can_offer(self) -> bool:
        """Times are offered from the moment it is known where to go."""
        return self.customer is not None

    @property
    def request(self) -> OfferRequest:
        return OfferRequest(
            partner_id=self.customer.id if self.customer else None, address_id=self.address_id,
            name=self.customer.name if self.customer else "", minutes=self.symptom.minutes if self.symptom else 60,
            skill_ids=self.symptom.skill_ids if self.symptom else (),
            item_ids=self.symptom.item_ids if self.symptom else (),
            model_ids=tuple(machine.item_id for machine in self.machines if machine.item_id),
            wish_from=self.wish.start if self.wish else None, wish_to=self.wish.end if self.wish else None,
            priority=self.priority,
        )

    def show_offers(self, answer: Offers) -> None:
        """New times: the best is chosen, unless a person picked another that is still offered the same start."""
        before = self.offer if self.picked else None
        self.offers, self.chosen = answer.found, 0
        if before is not None:
            for index, offer in enumerate(self.offers):
                same = offer.person_id == before.person_id and offer.suggestion.start == before.suggestion.start
                if same:
                    self.chosen = index

    def choose_offer(self, index: int) -> bool:
        if not 0 <= index < len(self.offers):
            return False
        self.chosen, self.picked = index, True
        return True

    @property
    def offer(self) -> Offer | None:
        return self.offers[self.chosen] if self.chosen < len(self.offers) else None

    @property
    def mergeable(self) -> OpenCall | None:
        """The open call that this may belong to: about the same machine first, else the newest of the customer."""
        if self.customer is None:
            return None
        calls = self.customer.open_calls
        same = next((call for call in calls if set(call.equipment_ids) & set(self.equipment_ids)), None)
        return same or (calls[0] if calls else None)

    # Commands

    def form(self, now: datetime) -> IntakeForm:
        return IntakeForm(
            who_text=self.who_text, partner_id=self.customer.id if self.customer else None, contact_id=self.contact_id,
            address_id=self.address_id, equipment_ids=self.equipment_ids, problem=self.problem,
            fault_template_id=self.symptom.template_id if self.symptom else None, priority=self.priority,
            origin=self.origin, wish_text=self.wish_text, wish_from=self.wish.start if self.wish else None,
            wish_to=self.wish.end if self.wish else None,
        )

    def draft_command(self) -> SaveDraft | None:
        """The save that is due, or None when what is stored is what is on the screen."""
        form = self.form(self.now)
        if form == self._saved or (self._saved is None and not self.begun):
            return None
        self._saved = form
        return SaveDraft(call_id=self.call_id, form=form)

    @property
    def has_draft(self) -> bool:
        return self._saved is not None

    def discard_command(self) -> DiscardDraft:
        return DiscardDraft(call_id=self.call_id)

    def register_command(self, seconds: int = 0) -> RegisterCall:
        return RegisterCall(call_id=self.call_id, activity_id=self.activity_id, form=self._timed(seconds))

    def book_command(self, offer: Offer, seconds: int = 0) -> BookCall:
        return BookCall(
            call_id=self.call_id, activity_id=self.activity_id, form=self._timed(seconds), person_id=offer.person_id,
            start=offer.suggestion.start, accepted=offer.suggestion.verdict.codes("soft"),
        )

    def merge_command(self, call: OpenCall) -> MergeIntoOpenCall:
        return MergeIntoOpenCall(
            call_id=self.call_id, target_id=call.id, note_id=self.note_id, form=self.form(self.now)
        )

    def restore(self, draft: Draft, customer: IntakeCustomer | None, symptom: Symptom | None) -> None:
        """Goes on where a draft was left."""
        form = draft.form
        self.call_id, self.number, self.seconds_before = draft.call_id, draft.number, form.call_seconds
        self.who_text, self.customer = form.who_text, customer
        self.contact_id, self.address_id, self.equipment_ids = form.contact_id, form.address_id, form.equipment_ids
        self.problem, self.symptom = form.problem, symptom
        self.chosen_priority = form.priority if form.priority != "normal" else ""
        self.wish_text = form.wish_text
        self.wish = Wish(form.wish_from, form.wish_to) if form.wish_from and form.wish_to else None
        self.origin, self._saved = form.origin, form

    def _timed(self, seconds: int) -> IntakeForm:
        form = self.form(self.now)
        return IntakeForm(**{
            name: getattr(form, name) for name in form.__struct_fields__ if name != "call_seconds"
        }, call_seconds=self.seconds_before + seconds)

    def _settle_address(self) -> None:
        """Where to go: where the first machine stands, else the customer's first site."""
        if self.customer is None:
            return
        machine = self.customer.machine(self.equipment_ids[0]) if self.equipment_ids else None
        site = self.customer.place(machine.address_id) if machine else None
        site = site or (self.customer.places[0] if self.customer.places else None)
        self.address_id = site.id if site else None
