"""The questions that intake and the registers ask, on a small firm with history."""

from datetime import time

import pytest

from core.bootstrap import Core
from core.clock import at_local
from core.commands.intake import IntakeForm, NoteOnCall, RegisterCall, SaveDraft
from core.ids import new_id
from core.queries.call_card import call_card
from core.queries.call_list import call_counts, call_ids, call_rows
from core.queries.customer_card import customer_card
from core.queries.customer_list import customer_ids, customer_rows
from core.queries.day_strip import day_strip
from core.queries.equipment_history import equipment_card
from core.queries.equipment_list import equipment_ids, equipment_rows
from core.queries.intake import draft, intake_customer
from core.queries.machine_lookup import machines_by_code
from core.queries.symptoms import likely_cause, symptoms
from tests.helpers.kafe_tulpan import TODAY, KafeTulpan, make_kafe_tulpan


@pytest.fixture
def firm(office: Core) -> KafeTulpan:
    return make_kafe_tulpan(office)


def test_the_caller_comes_with_machines_contract_and_open_calls(office: Core, firm: KafeTulpan) -> None:
    customer = office.database.ask(intake_customer, firm.partner, office.clock.now())
    assert customer is not None
    assert (customer.contract, customer.response_hours) == ("Guld", 4)
    assert [machine.name for machine in customer.machines] == ["Faema E61 Legend", "Mahlkönig E65S", "BWT Bestmax"]
    assert customer.contacts[0].phone == "070-555 01 40"
    open_call = customer.open_calls[0]
    assert (open_call.number, open_call.progress, open_call.technician) == ("S-2026-01989", "planned", "Elin Forsberg")
    assert open_call.kilometres is not None and 0 < open_call.kilometres < 10


def test_symptoms_fit_the_words_and_count_the_past(office: Core, firm: KafeTulpan) -> None:
    found = office.database.ask(symptoms, "tappar tr", ("espresso",), (firm.model,))
    assert [one.text for one in found] == [
        "Tappar tryck", "Tappar tryck efter avkalkning", "Tappar tryck, bara ena gruppen"
    ]
    assert (found[0].met, found[0].minutes, found[0].skills, found[0].parts) == (9, 90, ("Espresso", "Tryckkärl"), 2)
    assert office.database.ask(symptoms, "xyz") == ()
    assert office.database.ask(symptoms, "")[0].text == "Tappar tryck"


def test_the_likely_cause_is_what_was_used_before(office: Core, firm: KafeTulpan) -> None:
    cause = office.database.ask(likely_cause, firm.pressure, firm.model)
    assert cause is not None
    assert (cause.calls, cause.with_parts) == (9, 9)
    assert cause.parts == (("Tryckvakt", 6), ("Packning grupp", 3))
    assert cause.model == "Faema E61 Legend"
    assert office.database.ask(likely_cause, firm.descaling, firm.model) is None


@pytest.mark.parametrize("code", ["E61-20417", "e61 20417", "TU-2001", "U-2001"])
def test_a_code_finds_its_machine(office: Core, firm: KafeTulpan, code: str) -> None:
    found = office.database.ask(machines_by_code, code)
    assert [(machine.equipment_id, machine.partner_name) for machine in found] == [(firm.espresso, "Kafé Tulpan")]


def test_an_unknown_code_finds_nothing(office: Core, firm: KafeTulpan) -> None:
    assert office.database.ask(machines_by_code, "7310999") == ()
    assert office.database.ask(machines_by_code, "E61-2041") == ()
    assert office.database.ask(machines_by_code, "--") == ()


def test_a_draft_is_read_back_as_it_was_left(office: Core, firm: KafeTulpan) -> None:
    call_id = new_id()
    form = IntakeForm(who_text="031", partner_id=firm.partner, problem="Tappar", wish_from=at_local(TODAY, time(10)))
    office.commands.execute(SaveDraft(call_id=call_id, form=form), firm.mara)
    kept = office.database.ask(draft, call_id)
    assert kept is not None and kept.form == form
    assert office.database.ask(draft, firm.calls[0]) is None


def test_the_list_of_calls_is_cut_by_what_is_left_to_do(office: Core, firm: KafeTulpan) -> None:
    office.commands.execute(SaveDraft(call_id=new_id(), form=IntakeForm(who_text="031")), firm.mara)
    form = IntakeForm(partner_id=firm.husaren, problem="Läcker")
    new = RegisterCall(call_id=new_id(), activity_id=new_id(), form=form)
    office.commands.execute(new, firm.mara)
    counts = office.database.ask(call_counts)
    assert counts == {"drafts": 1, "new": 1, "planned": 2, "ongoing": 0, "invoice": 0, "all": 12}
    rows = office.database.ask(call_rows, office.database.ask(call_ids, "planned"))
    assert {(row.number, row.technician, row.status) for row in rows} == {
        ("S-2026-01988", "Alex Lindqvist", "released"), ("S-2026-01989", "Elin Forsberg", "planned")
    }
    assert office.database.ask(call_ids, "new") == (new.call_id,)
    assert len(office.database.ask(call_ids, "all", "kafé tulpan")) == 10
    assert office.database.ask(call_ids, "all", "S-2026-01989") == (firm.calls[-1],)
    for order in ("number", "customer", "promised", "planned", "priority"):
        assert len(office.database.ask(call_ids, "all", "", order)) == 12


def test_a_call_card_holds_its_notes_machines_visits_and_journal(office: Core, firm: KafeTulpan) -> None:
    note = NoteOnCall(note_id=new_id(), call_id=firm.calls[-1], text="Ring före")
    office.commands.execute(note, firm.mara)
    card = office.database.ask(call_card, firm.calls[-1])
    assert card is not None
    assert (card.number, card.progress, card.customer) == ("S-2026-01989", "planned", "Kafé Tulpan")
    assert [machine.name for machine in card.machines] == ["BWT Bestmax"]
    assert [(one.person, one.text) for one in card.notes] == [("Mara Sandberg", "Ring före")]
    assert card.visits[0].technicians[0].name == "Elin Forsberg"
    past = office.database.ask(call_card, firm.calls[0])
    assert past is not None
    assert past.visits[0].status == "done"
    assert past.visits[0].readings[0].quantity == "Tryck"


def test_a_machine_card_tells_its_life(office: Core, firm: KafeTulpan) -> None:
    card = office.database.ask(equipment_card, firm.espresso)
    assert card is not None
    assert (card.customer, card.place) == ("Kafé Tulpan", "Tulpangatan 7, Göteborg")
    assert card.location_note == "Bardisken, vänster"
    assert len(card.visits) == 9
    assert card.visits[0].title == "Packning bytt, grupp 2"
    assert card.visits[0].parts == ("Packning grupp",)
    assert len(card.readings[0].points) == 9


def test_the_registers_are_in_swedish_order_and_searchable(office: Core, firm: KafeTulpan) -> None:
    ids = office.database.ask(customer_ids)
    rows = office.database.ask(customer_rows, ids, TODAY)
    assert [row.name for row in rows] == ["Café Husaren", "Kafé Tulpan"]
    assert (rows[1].machines, rows[1].open_calls, rows[1].contract) == (3, 1, "Guld")
    machines = office.database.ask(equipment_rows, office.database.ask(equipment_ids, "all", "faema"))
    assert [machine.serial for machine in machines] == ["E61-20417"]
    assert len(office.database.ask(equipment_ids, "warranty", "", TODAY)) == 1


def test_a_customer_card_has_people_places_machines_and_calls(office: Core, firm: KafeTulpan) -> None:
    card = office.database.ask(customer_card, firm.partner, TODAY)
    assert card is not None
    assert (card.call_count, len(card.calls), card.agreements[0].name) == (10, 10, "Guld")


def test_the_day_strip_shows_what_fills_the_day(office: Core, firm: KafeTulpan) -> None:
    strip = office.database.ask(day_strip, firm.alex, TODAY)
    assert [(block.name, block.status) for block in strip.blocks] == [("Café Husaren", "released")]
    assert strip.shift == (420, 960)
