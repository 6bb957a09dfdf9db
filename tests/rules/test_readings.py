"""A machine's measured values over time."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.rules.readings import ReadingFacts, last_before, standing

DAY = datetime(2026, 8, 14, 9, tzinfo=UTC)


def reading(reading_id: str, visit: str, value: str, minutes: int = 0, quantity: str = "Panntryck") -> ReadingFacts:
    return ReadingFacts(
        reading_id, visit, "pressure", quantity, Decimal(value), "bar", DAY + timedelta(minutes=minutes)
    )


def test_measuring_again_on_a_visit_replaces_the_value_before() -> None:
    first, again = reading("r1", "august", "0.70"), reading("r2", "august", "0.92", 20)
    assert standing([again, first]) == (again,)


def test_the_last_value_is_the_one_of_the_latest_other_visit() -> None:
    values = [
        reading("r1", "may", "1.10", -9000), reading("r2", "august", "0.92"), reading("r3", "today", "1.05", 9000),
        reading("r4", "august", "27", 1, "Bryggtid"),
    ]
    found = last_before(values, "Panntryck", "today")
    assert found is not None and found.value == Decimal("0.92")
    assert last_before(values, "Vattenhårdhet", "today") is None


@given(st.permutations([reading(f"r{n}", f"v{n % 3}", str(n), n // 2) for n in range(6)]))
def test_the_order_in_which_values_arrive_changes_nothing(values: list[ReadingFacts]) -> None:
    assert standing(values) == standing(sorted(values, key=lambda one: one.id))
