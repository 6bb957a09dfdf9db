"""Driving times without a map service: plausible, never shorter for a longer way."""

from hypothesis import given
from hypothesis import strategies as st

from core.rules.travel import UNKNOWN_MINUTES, Place, crow_km, driving_minutes, road_km, travel_minutes

CENTRAL_STATION, MOLNDAL, BORAS = Place(57.7089, 11.9733), Place(57.6557, 12.0138), Place(57.7210, 12.9401)
places = st.builds(Place, st.floats(55, 69), st.floats(11, 24))


def test_known_ways_take_about_as_long_as_people_say() -> None:
    assert 12 <= travel_minutes(CENTRAL_STATION, MOLNDAL) <= 28
    assert 55 <= travel_minutes(CENTRAL_STATION, BORAS) <= 75
    assert 55 <= crow_km(CENTRAL_STATION, BORAS) <= 60


def test_the_same_door_takes_no_time_and_an_unknown_place_a_careful_guess() -> None:
    assert travel_minutes(MOLNDAL, MOLNDAL) == 0
    assert travel_minutes(MOLNDAL, None) == travel_minutes(None, MOLNDAL) == UNKNOWN_MINUTES


def test_the_speeds_at_the_ends_of_their_bands() -> None:
    assert round(5 / driving_minutes(5) * 60) == 25
    assert round(20 / driving_minutes(20) * 60) == 45
    assert round(60 / driving_minutes(60) * 60) == 70


@given(st.floats(0, 400), st.floats(0, 400))
def test_a_longer_way_never_takes_less_time(a: float, b: float) -> None:
    shorter, longer = sorted((a, b))
    assert driving_minutes(shorter) <= driving_minutes(longer)


@given(places, places)
def test_there_and_back_are_alike_and_roads_are_longer_than_birds_fly(a: Place, b: Place) -> None:
    assert travel_minutes(a, b) == travel_minutes(b, a)
    assert road_km(a, b) >= crow_km(a, b)
