"""What a technician is told when the office changes the job he is at: every change once, his own never."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.presenters.office_changes import LONGEST_NOTE, office_changes
from core.queries.open_jobs import Named, OpenJob
from core.texts import Texts

SV = Texts("sv")
E61, GRINDER = Named("m1", "Faema E61"), Named("m2", "Mahlkönig E65S")
SARA, MILAN = Named("p1", "Sara Nyström"), Named("p2", "Milan Kovač")
JOB = OpenJob(
    "visit", "Kafé Tulpan", datetime(2026, 11, 24, 9, tzinfo=UTC), False, "Tappar tryck", "Ring före.",
    "high", Named("a1", "Tulpangatan 7"), Named("c1", "James Wallin"), "Portkod 1234", "+46701234567", (E61,), (SARA,),
)
CHANGES: dict[str, tuple[dict[str, Any], str]] = {
    "time": ({"start": datetime(2026, 11, 24, 12, 15, tzinfo=UTC)}, "Kontoret ändrade tiden till 13:15."),
    "emergency": ({"priority": "emergency"}, "Kontoret har satt jobbet som akut."),
    "words": ({"problem": "Läcker"}, "Kontoret ändrade felbeskrivningen."),
    "note": ({"instructions": "Nyckel hos grannen."}, "Kontoret skrev: Nyckel hos grannen."),
    "address": ({"address": Named("a2", "Solgatan 3")}, "Kontoret ändrade adressen till Solgatan 3."),
    "corrected": ({"address": Named("a1", "Tulpangatan 7 B")}, "Kontoret ändrade adressen till Tulpangatan 7 B."),
    "less urgent": ({"priority": "normal"}, "Kontoret ändrade hur bråttom det är: normal."),
    "way in": ({"access_note": "Portkod 4321"}, "Kontoret ändrade hur du kommer in: Portkod 4321."),
    "number": ({"phone": "+46709876543"}, "James Wallin har ett nytt nummer: 070-987 65 43."),
    "contact": ({"contact": Named("c2", "Nour Haddad")}, "Kontoret ändrade kontakten till Nour Haddad."),
    "machine added": ({"machines": (E61, GRINDER)}, "Kontoret lade till maskinen Mahlkönig E65S."),
    "machine gone": ({"machines": ()}, "Kontoret tog bort maskinen Faema E61 från jobbet."),
    "other machine": ({"machines": (GRINDER,)}, "Kontoret bytte maskin: nu Mahlkönig E65S."),
    "helper": ({"people": (SARA, MILAN)}, "Milan Kovač är med på jobbet nu."),
    "helper gone": ({"people": ()}, "Sara Nyström är inte längre med på jobbet."),
    "taken": ({"taken": True}, "Kontoret har tagit tillbaka jobbet hos Kafé Tulpan."),
}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_has_its_sentence_and_the_next_look_is_silent(what: str) -> None:
    parts, sentence = CHANGES[what]
    now = replace(JOB, **parts)
    assert office_changes(JOB, now, SV).startswith(sentence)
    assert office_changes(now, now, SV) == ""


@given(st.sets(st.sampled_from([one for one in CHANGES if one != "taken"])))
def test_what_changes_together_is_said_together(whats: set[str]) -> None:
    fields = {name for what in whats for name in CHANGES[what][0]}
    now = JOB
    for what in sorted(whats):
        now = replace(now, **CHANGES[what][0])
    said = office_changes(JOB, now, SV)
    told = {what for what in CHANGES if what != "taken" and CHANGES[what][1] in said}
    if "contact" in fields:
        fields -= {"phone"}  # somebody else has another number, another place another door
    if "address" in fields:
        fields -= {"access_note"}
    assert {name for what in told for name in CHANGES[what][0]} == fields
    assert bool(said) == bool(whats)


def test_a_first_contact_or_address_is_no_change_by_the_office() -> None:
    """The technician's own «Ny kontakt hos kunden» makes it, too."""
    assert office_changes(replace(JOB, contact=None, address=None), JOB, SV) == ""


def test_a_job_that_was_taken_says_nothing_more() -> None:
    taken = replace(JOB, taken=True)
    assert office_changes(taken, replace(taken, problem="Läcker"), SV) == ""


def test_a_long_note_is_read_in_passing() -> None:
    said = office_changes(JOB, replace(JOB, instructions="ord\n" * 200), SV)
    assert len(said) < LONGEST_NOTE + 40 and "\n" not in said and said.endswith("…")
