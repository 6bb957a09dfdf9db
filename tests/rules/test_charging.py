"""Who pays for a line: a person's choice, then not done, internal, warranty, contract, and last the customer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rules.charging import (
    OPTIONS,
    REPAIR_KINDS,
    ChargeDecision,
    Coverage,
    RecordFacts,
    by_hand,
    decide,
)  # fmt: skip
from core.rules.warranty import WarrantyFacts, in_warranty
from core.texts import Texts

DAY = date(2026, 11, 24)
GOLD = Coverage("Avtal Guld", labour=True, starts_on=date(2025, 1, 1))
SUPPLIER = WarrantyFacts(date(2023, 5, 15), date(2027, 5, 14))
WORK = RecordFacts("time", time_kind="work")
TRAVEL = RecordFacts("time", time_kind="travel", fixed_travel=True)
MILEAGE = RecordFacts("mileage", fixed_travel=True)
PART = RecordFacts("material", item_kind="part")
DETERGENT = RecordFacts("material", item_kind="consumable")


def sentence(decision: ChargeDecision, language: str = "sv") -> str:
    return Texts(language)(decision.reason_key, **decision.reason_params) if decision.reason_key else ""


@pytest.mark.parametrize(
    ("record", "option", "words"),
    [
        (WORK, "contract", "Ingår i Avtal Guld"), (TRAVEL, "chargeable", "Fast resa"),
        (MILEAGE, "chargeable", "Ingår i fast resa"), (PART, "warranty_supplier", "Garanti till maj 2027"),
        (DETERGENT, "chargeable", ""),
    ],
)
def test_james_pays_for_the_journey_and_the_detergent_only(record: RecordFacts, option: str, words: str) -> None:
    decision = decide(record, GOLD, SUPPLIER, "breakdown", DAY)
    assert (decision.option, sentence(decision)) == (option, words)


def test_the_reason_is_said_in_english_too() -> None:
    assert sentence(decide(PART, GOLD, SUPPLIER, "breakdown", DAY), "en") == "Warranty until May 2027"
    assert sentence(decide(WORK, GOLD, SUPPLIER, "breakdown", DAY), "en") == "Included in Avtal Guld"


def test_labour_is_under_warranty_only_where_the_warranty_says_so() -> None:
    full = WarrantyFacts(None, date(2027, 5, 14), "own", labour=True)
    assert decide(WORK, None, full, "breakdown", DAY).option == "warranty_own"
    assert decide(WORK, None, SUPPLIER, "breakdown", DAY).option == "chargeable"
    assert decide(WORK, GOLD, full, "breakdown", DAY).option == "warranty_own", "warranty comes before contract"


def test_a_warranty_mends_faults_and_pays_for_no_maintenance() -> None:
    assert decide(PART, None, SUPPLIER, "maintenance", DAY).option == "chargeable"
    assert decide(PART, Coverage("Allt", parts=True), SUPPLIER, "maintenance", DAY).option == "contract"


def test_breaks_and_the_firms_own_calls_are_internal() -> None:
    assert decide(RecordFacts("time", time_kind="break"), GOLD, SUPPLIER, "breakdown", DAY).option == "internal"
    assert decide(PART, None, SUPPLIER, "internal", DAY).option == "internal"


def test_what_was_not_done_is_never_charged() -> None:
    assert decide(RecordFacts("time", time_kind="work", done=False), GOLD, None, "breakdown", DAY).option == "not_done"


def test_a_contract_holds_from_its_first_to_its_last_day() -> None:
    contract = Coverage("A", labour=True, starts_on=DAY, ends_on=DAY + timedelta(days=1))
    options = [decide(WORK, contract, None, "breakdown", DAY + timedelta(days=n)).option for n in (-1, 0, 1, 2)]
    assert options == ["chargeable", "contract", "contract", "chargeable"]


def test_a_warranty_holds_from_its_first_to_its_last_day() -> None:
    warranty = WarrantyFacts(DAY, DAY + timedelta(days=1))
    days = [in_warranty(warranty, DAY + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert [verdict.covered for verdict in days] == [False, True, True, False]
    texts = Texts("sv")
    words = [texts(verdict.reason_key, **verdict.reason_params) for verdict in days]
    assert words == [
        "Garantin gäller från november 2026", "Garanti till november 2026", "Garanti till november 2026",
        "Garantin gick ut i november 2026",
    ]
    assert not in_warranty(None, DAY).covered
    assert not in_warranty(WarrantyFacts(DAY, None), DAY).covered, "no end date, no warranty"


def test_a_persons_words_are_the_reason() -> None:
    assert sentence(by_hand("goodwill", "Första besöket hjälpte inte")) == "Första besöket hjälpte inte"
    for option in OPTIONS:
        assert sentence(by_hand(option)) not in ("", f"charge.hand_{option}")


records = st.builds(
    RecordFacts, kind=st.sampled_from(["time", "material", "mileage", "expense"]),
    time_kind=st.sampled_from(["", "work", "travel", "wait", "break", "office", "standby"]),
    item_kind=st.sampled_from(["", "part", "consumable", "fee"]), done=st.booleans(), fixed_travel=st.booleans(),
    hand=st.none() | st.sampled_from(OPTIONS).map(by_hand),
)
days = st.dates(date(2024, 1, 1), date(2028, 12, 31))
contracts = st.none() | st.builds(
    Coverage, name=st.just("A"), labour=st.booleans(), travel=st.booleans(), parts=st.booleans(),
    starts_on=st.none() | days, ends_on=st.none() | days,
)
warranties = st.none() | st.builds(
    WarrantyFacts, start=st.none() | days, end=st.none() | days, kind=st.sampled_from(["own", "supplier"]),
    labour=st.booleans(),
)
call_kinds = st.sampled_from([*REPAIR_KINDS, "maintenance", "installation", "internal"])


@given(records, contracts, warranties, call_kinds, days)
def test_every_decision_is_a_known_option_with_a_sentence_in_both_languages(
    record: RecordFacts, contract: Coverage | None, warranty: WarrantyFacts | None, call_kind: str, day: date
) -> None:
    decision = decide(record, contract, warranty, call_kind, day)
    assert decision.option in OPTIONS
    if decision.reason_key:
        for language in ("sv", "en"):
            assert Texts(language).has(decision.reason_key)
            assert "{" not in sentence(decision, language)
    else:
        assert decision.option == "chargeable"


@given(records, contracts, warranties, call_kinds, days)
def test_a_stronger_reason_is_never_overruled_by_a_weaker_one(
    record: RecordFacts, contract: Coverage | None, warranty: WarrantyFacts | None, call_kind: str, day: date
) -> None:
    decision = decide(record, contract, warranty, call_kind, day)
    if record.hand is not None:
        assert decision == record.hand
    elif not record.done:
        assert decision.option == "not_done"
    elif decision.option == "contract":
        assert decide(record, None, warranty, call_kind, day).option == "chargeable"
    elif decision.option.startswith("warranty"):
        assert decide(record, None, warranty, call_kind, day) == decision, "a contract changes nothing under warranty"
    elif decision.option == "chargeable":
        assert decide(record, None, None, call_kind, day).option == "chargeable"
