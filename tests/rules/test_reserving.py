"""Which lot is put aside, and which reservations stand when less lies there than was believed."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.rules.reserving import Lot, broken, lot_for

pieces = st.integers(-3, 9).map(Decimal)
lots = st.lists(st.builds(
    Lot, warehouse_id=st.uuids().map(str), driver_id=st.sampled_from([None, "alex", "milan"]), free=pieces
))


@given(quantity=st.integers(1, 6).map(Decimal), lead=st.sampled_from([None, "alex"]), lots=lots)
def test_a_lot_has_enough_and_is_never_a_colleagues_van(quantity: Decimal, lead: str | None, lots: list[Lot]) -> None:
    found = lot_for(quantity, lead, lots)
    possible = [lot for lot in lots if lot.free >= quantity and lot.driver_id in (None, lead)]
    assert (found is None) == (not possible)
    if found is not None:
        assert found in possible
        own = [lot for lot in possible if lead is not None and lot.driver_id == lead]
        assert not own or found.driver_id == lead, "what lies in his own van need not be fetched"


@given(reserved=st.lists(st.integers(1, 5).map(Decimal)), there=pieces)
def test_what_stands_is_covered_and_nothing_that_could_stand_is_given_up(
    reserved: list[Decimal], there: Decimal
) -> None:
    named = [(str(place), quantity) for place, quantity in enumerate(reserved)]
    lost = set(broken(named, there))
    left = there - sum((quantity for name, quantity in named if name not in lost), Decimal(0))
    assert left >= min(there, Decimal(0))
    assert all(quantity > left for name, quantity in named if name in lost), "the part would still have been enough"
