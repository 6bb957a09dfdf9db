"""Ending a visit: what is missing in words, signatures on exactly what was shown, outcomes and what follows."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from core.bootstrap import Core
from core.commands.checkout import NeededPart, Sign
from core.errors import UserError
from core.ids import derived_id, new_id
from core.model.attachment import Signature
from core.model.call import ServiceCall
from core.model.visit import Activity, RequiredMaterial
from core.presenters.checkout import checkout_page
from core.queries.checkout import checkout
from core.queries.finishing import latest_signature
from core.rules.statement import fingerprint
from core.texts import Texts
from tests.helpers.cores import opened_office
from tests.helpers.field_day import STROKES, FieldDay
from tests.helpers.story import STORY, build_story

SV = Texts("sv")


@pytest.fixture
def alex(tablet: Core) -> FieldDay:
    build_story(tablet)
    alex = FieldDay(tablet)
    alex.arrives()
    return alex


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Core]:
    with opened_office(tmp_path / "desk") as core:
        build_story(core)
        yield core


def missing(alex: FieldDay) -> list[str]:
    return [one.code for one in alex.page().missing]


def ready(alex: FieldDay) -> None:
    alex.fills_checklist()
    alex.clock.set(STORY.at("11:12"))
    alex.records_all()
    alex.writes()
    alex.comes_out()


def test_an_empty_visit_says_everything_that_is_missing(alex: FieldDay) -> None:
    assert missing(alex) == ["checklist_not_started", "time", "report", "outcome", "signature"]
    page = checkout_page(alex.page(), SV)
    assert (page.can_finish, page.next_place, page.signature_usable) == (False, "report", False)


def test_each_thing_done_takes_its_line_away(alex: FieldDay) -> None:
    instance = alex.starts_checklist()
    assert "checklist" in missing(alex)
    alex.answers(instance, "off", {"answer": "yes"})
    rows = {one.code: one for one in alex.page().missing}
    assert rows["checklist"].params == {"name": "E61 felsökning tryck", "n": 5}
    alex.records_all()
    alex.writes()
    alex.comes_out()
    assert missing(alex) == ["checklist", "signature"]


def test_the_price_is_the_pictures(alex: FieldDay) -> None:
    """95 kr travel and 38 kr detergent, with 25 % VAT: 166 kr; the labour by contract, the gasket by warranty."""
    ready(alex)
    page = checkout_page(alex.page(), SV)
    assert page.to_pay == SV.money(Decimal(166))
    assert [(line.title, line.reason) for line in page.lines] == [
        ("Resa", "Fast resa"), ("Arbetstid", "Ingår i Avtal Guld"), ("Packning E61", "Garanti till maj 2027"),
        ("Rengöringsmedel", ""),
    ]


def test_the_signature_is_bound_to_what_was_shown(alex: FieldDay) -> None:
    ready(alex)
    alex.gets_signature()
    with alex.core.database.read() as session:
        signature = session.scalars(select(Signature)).one()
        assert fingerprint(signature.shown) == signature.shown_sha256
        assert signature.strokes == STROKES
    assert missing(alex) == []
    alex.uses(STORY.gasket)
    assert missing(alex) == ["signature_outdated"]
    alex.gets_signature()
    assert missing(alex) == []


def test_an_old_page_cannot_be_signed(alex: FieldDay) -> None:
    ready(alex)
    page = alex.page()
    alex.drives("7")
    with pytest.raises(UserError, match=r"visit\.error_statement_changed"):
        alex.does(
            Sign(
                activity_id=STORY.visit, signature_id=new_id(), state="signed", name="James", strokes=STROKES,
                shown_sha256=page.shown_sha256, shown=page.shown,
            )
        )
    assert "signature" in missing(alex)


@pytest.mark.parametrize(("name", "strokes"), [("", STROKES), ("James", []), ("James", [[[0.5, 0.5, 0]]])])
def test_a_signature_is_a_stroke_and_a_name(alex: FieldDay, name: str, strokes: list[object]) -> None:
    ready(alex)
    page = alex.page()
    with pytest.raises(UserError, match=r"visit\.error_signature_incomplete"):
        alex.does(
            Sign(
                activity_id=STORY.visit, signature_id=new_id(), state="signed", name=name, strokes=strokes,
                shown_sha256=page.shown_sha256, shown=page.shown,
            )
        )


@pytest.mark.parametrize("state", ["refused", "absent"])
def test_no_signature_needs_a_reason_and_lets_him_finish(alex: FieldDay, state: str) -> None:
    ready(alex)
    with pytest.raises(UserError, match=r"visit\.error_reason_needed"):
        alex.gets_signature(state)
    alex.gets_signature(state, reason="Stängt när jag var klar")
    alex.finishes()
    with alex.core.database.read() as session:
        signature = session.scalars(select(Signature)).one()
        assert (signature.state, signature.reason) == (state, "Stängt när jag var klar")
        assert session.get_one(Activity, STORY.visit).state == "done"


def test_signing_later_needs_no_reason(alex: FieldDay) -> None:
    ready(alex)
    alex.gets_signature("remote_pending")
    assert missing(alex) == []


def test_finishing_too_early_says_what_is_missing_and_keeps_everything(alex: FieldDay) -> None:
    alex.writes("Bytt packning.")
    with pytest.raises(UserError, match=r"visit\.missing_outcome"):
        alex.finishes()
    assert alex.page().work_done == "Bytt packning."


def test_a_missing_part_asks_for_another_visit(alex: FieldDay, desk: Core) -> None:
    alex.fills_checklist()
    alex.records_all()
    alex.writes("Ventilen måste bytas.")
    need = NeededPart(required_id="needs-again", item_id=STORY.valve)
    alex.comes_out("follow_up_needed", "parts", parts=(need,))
    alex.gets_signature()
    alex.finishes()
    with alex.core.database.read() as session:
        call = session.get_one(ServiceCall, STORY.call)
        assert (call.state, call.pending_reason) == ("pending", "parts")
    for issued in alex.issued:
        desk.commands.interpret(issued)
    with desk.database.read() as session:
        following = session.get_one(Activity, derived_id(STORY.visit, "next_visit"))
        assert (following.state, following.next_visit_of_id) == ("draft", STORY.visit)
        parts = session.scalars(
            select(RequiredMaterial.item_id).where(RequiredMaterial.activity_id == following.id)
        ).all()
        assert STORY.valve in parts


def test_a_follow_up_says_why(alex: FieldDay) -> None:
    with pytest.raises(UserError, match=r"visit\.error_outcome_reason"):
        alex.comes_out("follow_up_needed")


@pytest.mark.parametrize("outcome", ["no_access", "customer_cancelled", "unsafe"])
def test_nothing_carried_out_asks_for_nothing_more(alex: FieldDay, outcome: str) -> None:
    alex.comes_out(outcome, note="Ingen öppnade")
    assert missing(alex) == []
    alex.finishes()
    with alex.core.database.read() as session:
        assert session.get_one(Activity, STORY.visit).outcome == outcome


@pytest.mark.parametrize(
    ("value", "swedish", "english"),
    [
        ("1.50", "Panntryck 1,50 bar är utanför gränsen 0,8–1,2 bar.", "is outside the limits 0.8–1.2 bar."),
        ("1.20", "", ""), ("0.79", "Panntryck 0,79 bar är utanför gränsen 0,8–1,2 bar.", "limits 0.8–1.2 bar."),
    ],
)
def test_a_value_outside_its_limits_is_said_before_anybody_signs(
    alex: FieldDay, value: str, swedish: str, english: str
) -> None:
    alex.starts_checklist("instance")
    alex.answers("instance", "pressure", {"value": value})
    said = alex.page().notes.outside
    assert said == ((swedish,) if swedish else ())
    translated = alex.core.database.ask(checkout, STORY.visit, STORY.alex, alex.clock.now(), "en")
    assert translated is not None and english in "".join(translated.notes.outside)


def test_units_follow_the_language_and_what_somebody_typed_stays() -> None:
    english = Texts("en")
    assert [english.amount(n, "st") for n in (Decimal(1), Decimal(2))] == ["1 pc", "2 pcs"]
    assert [SV.amount(n, "st") for n in (Decimal(1), Decimal(2))] == ["1 st", "2 st"]
    assert english.amount(Decimal("0.5"), "kg") == "0.5 kg" and english.amount(3, "kartonger") == "3 kartonger"


@pytest.mark.parametrize("said", [{}, {"to_pay": None}, {"to_pay": "many"}, {"to_pay": [1]}, {"to_pay": "1e999999"}])
def test_a_signed_statement_that_says_nonsense_is_a_signature_for_no_known_sum(alex: FieldDay, said: Any) -> None:
    ready(alex)
    alex.gets_signature()
    with alex.core.database.write() as session:
        for signature in session.scalars(select(Signature)):
            signature.shown = said
    found = alex.core.database.ask(latest_signature, STORY.visit)
    assert found is not None and found.to_pay is None
    assert alex.page().signature is not None, "and the page opens"
